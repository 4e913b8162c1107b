package ocrtest

import (
	"image"
	"image/draw"
	"math"
	"strings"
	"testing"

	"aktenkundig/document"
	"aktenkundig/ocr"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// Sheet is a white page with known words on it. Draw on it with Print, then take its Ink.
type Sheet struct {
	Ink   ocr.Ink
	Words []Printed // in the order in which they were printed

	t testing.TB
}

// Printed is a word on a sheet.
type Printed struct {
	Text     string
	Box      document.Box // of its ink, pixels
	Baseline float64      // pixels from the top
	XHeight  float64      // pixels
}

// NewSheet gives a white page of w×h millimetres at dpi pixels per inch.
func NewSheet(t testing.TB, w, h, dpi float64) *Sheet {
	px := func(mm float64) int { return int(math.Round(mm / 25.4 * dpi)) }
	img := image.NewGray(image.Rect(0, 0, px(w), px(h)))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	return &Sheet{Ink: ocr.Ink{Image: img, DPI: dpi}, t: t}
}

// Print puts lines of text in Go Regular with the given size in points, the first baseline at y, each line starting
// at x millimetres, lines 1.4 times their size apart.
func (s *Sheet) Print(x, y, points float64, text string) {
	s.t.Helper()
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		s.t.Fatal(err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: points, DPI: s.Ink.DPI})
	if err != nil {
		s.t.Fatal(err)
	}
	defer face.Close()
	d := font.Drawer{Dst: s.Ink.Image, Src: image.Black, Face: face}
	for i, line := range strings.Split(text, "\n") {
		base := y/25.4*s.Ink.DPI + float64(i)*1.4*points/72*s.Ink.DPI
		d.Dot = fixed.Point26_6{X: fixed.Int26_6(x / 25.4 * s.Ink.DPI * 64), Y: fixed.Int26_6(base * 64)}
		for word := range strings.FieldsSeq(line) {
			b, _ := d.BoundString(word)
			s.Words = append(s.Words, Printed{
				Text:     word,
				Box:      document.Box{b.Min.X.Floor(), b.Min.Y.Floor(), b.Max.X.Ceil(), b.Max.Y.Ceil()},
				Baseline: base,
				XHeight:  float64(face.Metrics().XHeight) / 64,
			})
			d.DrawString(word + " ")
		}
	}
}

// Letter is a short German letter, 148×105 mm at 200 dpi, 12 points: what the contract has every engine read. It is
// easy on purpose (the zero of Go Regular has a slash, so there is none).
func Letter(t testing.TB) *Sheet {
	s := NewSheet(t, 148, 105, 200)
	s.Print(15, 20, 12, "Landeshauptstadt Dresden\nDer Oberbürgermeister")
	s.Print(15, 45, 12, "Beschlusskontrolle zum Antrag vom 25. April\nSehr geehrte Mitglieder des Stadtrates,")
	s.Print(15, 70, 12, "die Bürgerinnen und Bürger größerer Straßen\nwurden über die Maßnahmen unterrichtet.")
	return s
}

// Blank is a white page of the size of Letter.
func Blank(t testing.TB) *Sheet { return NewSheet(t, 148, 105, 200) }
