// Package prep makes a page worth reading. It knows two pictures of a sheet: the view, which is the sheet as
// people see it, upright and straight, and the ink, which is what the engine sees, one even grey channel at
// the engine's best scale. Both are pure functions of the pixels, and each comes with the map that leads
// from the picture before it, so that nothing is moved without saying so.
//
// Everything works on one grey channel. Beside it the view keeps its colour at half the resolution, for those who
// tell inks apart; the whole picture in colour is drawn only when someone looks (Draw).
package prep

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"math"

	"aktenkundig/document"
)

// maxPixels bounds what Look takes: A3 at 1000 dpi fits.
const maxPixels = 1 << 28

// ErrSize is wrapped by every refusal of an image because of its width and height: none, or too many pixels.
var ErrSize = errors.New("image size")

// View is a sheet as people see it. Every box of a record is in pixels of Grey, which starts at (0, 0).
type View struct {
	Grey   *image.Gray     // not to be changed: it may share pixels with the image it was made of
	Colour *Colour         // nil if the scan has no colour
	DPI    float64         // pixels per inch, never 0
	ToView document.Affine // scan pixels to view pixels
	Steps  []document.Step // what was done, with measurements

	// Doubt lists the quarter turns clockwise, 0 to 3, between which the page's geometry does not decide, the likeliest
	// first. Where it is not empty, reading a Sample of each helps, and Turned ends the matter; with Turned(0) the page
	// lies as it came.
	Doubt []int

	scan    image.Point // size of the scan
	streaks []streak    // in pixels of the scan
	twoTone bool        // the scan is black and white without grey between
	lying   bool        // in doubt whether its lines run across, and so not straightened
}

// Look makes the view of a sheet: grey, upright, straight. Orientation is EXIF's, 1 to 8; anything else counts
// as 1. Beyond that a page of text is turned by quarters if its letters say so (see lettering.upright); other pages
// are not. The claimed resolution dpi (0 if there is none) is believed if the paper it makes is credible,
// otherwise the resolution is found from the pixels (see resolution). Text lines that lean by up to maxSkew
// degrees are levelled with one resampling, corners that come in being filled with the colour of the paper;
// the view then grows so that nothing of the sheet is lost. A page whose slope is in doubt stays as it is.
//
// The image is not changed. An image without pixels or with more than 2^28 gives an error that wraps ErrSize.
func Look(img image.Image, orientation int, dpi float64) (View, error) {
	return Trace(nil).Look(img, orientation, dpi)
}

// Look is the function Look, with its pictures shown.
func (t Trace) Look(img image.Image, orientation int, dpi float64) (View, error) {
	if img == nil {
		return View{}, fmt.Errorf("view: no image: %w", ErrSize)
	}
	size := img.Bounds().Size()
	if size.X <= 0 || size.Y <= 0 || size.X > maxPixels/size.Y {
		return View{}, fmt.Errorf("view: %d×%d pixels: %w", size.X, size.Y, ErrSize)
	}
	scan := grey(img)
	v := View{
		Grey:   turn(scan, orientation),
		ToView: turned(orientation, size.X, size.Y),
		scan:   size,
	}
	if orientation > 1 && orientation <= 8 {
		v.step("turn", "as the file says", "orientation", float64(orientation))
	}
	t.show("grey", scan)
	v.twoTone = twoTone(v.Grey)
	letters := v.orient(v.lettering())
	found := resolution(v.Grey, dpi)
	v.DPI = found.dpi
	if found.note != "" {
		v.step("resolution", found.note, "claimed", dpi, "dpi", found.dpi)
	}
	v.streaks = streaksOf(scan, v.DPI)
	if !v.lying {
		v.straighten(letters)
	}
	v.Colour = colourOf(img, v.ToView, v.Grey.Rect.Size())
	t.show("view", v.Grey)
	if v.Colour != nil {
		t.show("a", v.Colour.A)
		t.show("b", v.Colour.B)
	}
	return v, nil
}

// With gives the view with other brightness, for example with the strokes of a stamp taken off: grey must have the size
// of v.Grey and start at (0, 0), and takes its place without being copied.
func (v View) With(grey *image.Gray) View {
	v.Grey = grey
	return v
}

// straighten levels the lines of v if their slope is certain and worth a resampling.
func (v *View) straighten(letters lettering) {
	s := slope(letters)
	if !s.certain() {
		return
	}
	if math.Abs(s.degrees) < minSkew {
		return
	}
	g, m := rotate(v.Grey, -s.degrees, letters.tone)
	v.Grey, v.ToView = g, v.ToView.Then(m)
	if v.Colour != nil {
		v.Colour = v.Colour.moved(halfway(m), image.Pt((g.Rect.Dx()+1)/2, (g.Rect.Dy()+1)/2))
	}
	v.step("deskew", "", "degrees", round(s.degrees, 3), "confidence", round(s.peak, 2))
}

func (v *View) step(name, note string, values ...any) {
	v.Steps = append(v.Steps, step(name, note, values...))
}

// Ink is what the engine sees of a view.
type Ink struct {
	Grey  *image.Gray     // starts at (0, 0); not to be changed: it may be the view's own
	DPI   float64         // what to tell the engine
	ToInk document.Affine // view pixels to ink pixels
	Blank bool            // nothing on the page could be text; there is no need to read it
	// Artefacts are what was found and whitened: borders, holes, staples, streaks and pictures, in pixels of the view.
	Artefacts []document.Artefact
	Steps     []document.Step

	own bool // Grey is no longer the view's

	// Of the view, for Passed: its size, the height of its small letters (0 if unknown), and its marks.
	size    image.Point
	xHeight float64
	marks   []part
}

// writable gives the ink's picture to be changed, a copy of the view's if it still is that.
func (k *Ink) writable() *image.Gray {
	if !k.own {
		k.become(&image.Gray{Pix: bytes.Clone(k.Grey.Pix), Stride: k.Grey.Stride, Rect: k.Grey.Rect})
	}
	return k.Grey
}

// become makes g, which nobody else holds, the ink's picture.
func (k *Ink) become(g *image.Gray) { k.Grey, k.own = g, true }

// Ready makes the ink of a view: what would cost the engine without being text is whitened (halftones,
// lone specks, borders, holes, staples, lines between columns), streaks are mended, the broken outlines of a fax are closed, letters in pieces are joined, uneven light
// is evened, and the text is brought to the size the engine reads best. A page on which nothing could be a letter is Blank.
func Ready(v View) Ink { return Trace(nil).Ready(v) }

// Ready is the function Ready, with its pictures shown.
func (t Trace) Ready(v View) Ink {
	ink := Ink{Grey: v.Grey, DPI: v.DPI, ToInk: document.Identity()}
	if v.Grey == nil || v.Grey.Rect.Empty() {
		ink.Blank = true
		return ink
	}
	scanned := v.Grey
	if v.twoTone && !shrinks(v.DPI) {
		ink.become(soften(v.Grey))
		v.Grey = ink.Grey
		ink.step("soften", "black and white outlines blurred by half a pixel")
		t.show("softened", ink.Grey)
	}
	if tone, small := toneOf(v.Grey); negative(small, tone) {
		ink.become(inverted(v.Grey))
		v.Grey, scanned = ink.Grey, ink.Grey
		ink.step("negative", "white on black made black on white", "paper", float64(tone))
		t.show("positive", ink.Grey)
	}
	s := examine(v)
	if s.broken(v) {
		s = ink.mendBroken(scanned, v)
		v.Grey = ink.Grey
		t.show("mended", ink.Grey)
	}
	t.showMarks(v.Grey, s.paper)
	dirt := ink.findDirt(s)
	if note, blank := s.blank(); blank {
		ink.Blank = true
		ink.step("blank", note, "marks", float64(len(s.parts)), "paper", float64(s.paper.tone))
		return ink
	}
	ink.keepMarks(s, dirt)
	ink.bringToScale(s)
	t.show("scaled", ink.Grey)
	tone := ink.even(s)
	t.show("evened", ink.Grey)
	ink.whiten(dirt, tone)
	ink.evenPatches(s.patches, tone)
	ink.mendStreaks(v)
	ink.eraseRules(s, tone)
	t.show("ink", ink.Grey)
	return ink
}

func (k *Ink) step(name, note string, values ...any) {
	k.Steps = append(k.Steps, step(name, note, values...))
}

// step makes a record's step of name, note and pairs of a key and its value.
func step(name, note string, pairs ...any) document.Step {
	s := document.Step{Name: name, Note: note}
	for i := 0; i+1 < len(pairs); i += 2 {
		if s.Values == nil {
			s.Values = map[string]float64{}
		}
		s.Values[pairs[i].(string)] = pairs[i+1].(float64)
	}
	return s
}

// round cuts x to a number of decimals, so that records stay readable and equal.
func round(x float64, decimals int) float64 {
	p := math.Pow10(decimals)
	return math.Round(x*p) / p
}
