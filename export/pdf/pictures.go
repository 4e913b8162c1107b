package pdf

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"aktenkundig/document"
	"aktenkundig/internal/g4"
)

// Pictures gives the scans of a document. Pages count from 1.
type Pictures interface {
	// Coded gives the file of a page that is one file by itself, nil if it is not.
	Coded(n int) ([]byte, error)
	// Decoded gives a page's pixels as they are stored. It is asked only where Coded cannot be taken over.
	Decoded(ctx context.Context, n int) (image.Image, error)
}

// Bind writes a new PDF with a page for each page of d that has pixels: the picture, coded as it was (JPEG, PNG) or without
// loss (bilevel as CCITT G4, all else as Flate), turned upright, and over it the text.
func Bind(ctx context.Context, w io.Writer, d document.Document, pictures Pictures, o Options) (r Result, err error) {
	f := &file{objects: objects{changed: map[int]types.Object{}, next: 1}}
	f.catalog = types.Dict{"Type": types.Name("Catalog")}
	f.root = f.add(f.catalog)
	tree := f.add(nil)
	f.catalog["Pages"] = tree
	out := newWriter(w)
	if _, err := out.Write([]byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")); err != nil {
		return r, err
	}
	var kids types.Array
	blocks := usedBlocks(d)
	for i := range d.Pages {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		p := &d.Pages[i]
		if p.Scan[0] < 1 || p.Scan[1] < 1 {
			r.note(fmt.Sprintf("page %d has no pixels and was left out", p.Number))
			continue
		}
		s, err := picture(ctx, pictures, p)
		if err != nil {
			return r, fmt.Errorf("page %d: %w", p.Number, err)
		}
		if o.Archival && s.Dict["ColorSpace"] == types.Name("DeviceCMYK") {
			return r, errColour
		}
		img := f.add(s)
		if err := out.object(int(img.ObjectNumber), 0, s); err != nil { // pictures are not kept in memory
			return r, err
		}
		delete(f.changed, int(img.ObjectNumber))
		kids = append(kids, f.bindPage(p, img, tree, o, blocks))
	}
	if len(kids) == 0 {
		return r, ErrNoPixels
	}
	f.changed[int(tree.ObjectNumber)] = types.Dict{"Type": types.Name("Pages"), "Kids": kids, "Count": types.Integer(len(kids))}
	if o.Archival {
		f.addIntent()
	}
	f.describe(d, o, r.Notes)
	for _, n := range sortedKeys(f.changed) {
		if err := out.object(n, 0, f.changed[n]); err != nil {
			return r, err
		}
	}
	return r, out.endTable(f.next, f.trailer(), f.generation, true)
}

// bindPage makes the page of a picture.
func (f *file) bindPage(p *document.Page, img, tree types.IndirectRef, o Options, blocks []byte) types.IndirectRef {
	place, w, h := upright(p)
	cm := document.Affine{float64(p.Scan[0]), 0, 0, -float64(p.Scan[1]), 0, float64(p.Scan[1])}.Then(place.ToPage)
	var content bytes.Buffer
	content.WriteString("q")
	for _, v := range cm {
		content.WriteString(" " + decimal(v, 4))
	}
	content.WriteString(" cm /scan Do Q\n")
	s := newSetter(1)
	for _, l := range lines(p, place, o.Aside) {
		s.line(l)
	}
	resources := types.Dict{"XObject": types.Dict{"scan": img}}
	if s.text.Len() > 0 {
		fonts := types.Dict{}
		for _, level := range s.used() {
			fonts[fontName(level)] = f.font(level, blocks)
		}
		resources["Font"] = fonts
		content.Write(s.content())
	}
	return f.add(types.Dict{
		"Type": types.Name("Page"), "Parent": tree, "Resources": resources, "Contents": f.stream(nil, content.Bytes()),
		"MediaBox": types.Array{types.Integer(0), types.Integer(0), types.Float(roundTo(w, 100)), types.Float(roundTo(h, 100))},
	})
}

// usualHeight is the long side of a page of unknown resolution, in points: A4.
const usualHeight = 842

// upright gives the place of a scan on a page of its own size, turned by the quarter that brings it up, and the page's size in
// points.
func upright(p *document.Page) (place Place, width, height float64) {
	m := p.ToView
	scale := math.Sqrt(math.Abs(m[0]*m[3] - m[1]*m[2]))
	w, h := float64(p.Scan[0]), float64(p.Scan[1])
	point := usualHeight / max(w, h)
	if p.DPI > 0 && scale > 0 {
		point = 72 * scale / p.DPI
	}
	turn := [4]float64{sign(m[0]), 0, 0, sign(m[3])}
	if math.Abs(m[0]) < math.Abs(m[1]) {
		turn = [4]float64{0, sign(m[1]), sign(m[2]), 0}
		w, h = h, w
	}
	// The turn is about the scan's corner; the shift brings it back into the page, whose y axis points up.
	to := document.Affine{turn[0] * point, -turn[1] * point, turn[2] * point, -turn[3] * point, 0, 0}
	if turn[0]+turn[2] < 0 {
		to[4] = w * point
	}
	if turn[1]+turn[3] > 0 {
		to[5] = h * point
	}
	return Place{ToPage: to, Unit: 1, Scan: true}, w * point, h * point
}

func sign(v float64) float64 { return math.Copysign(1, v) }

// picture makes the image of a page.
func picture(ctx context.Context, from Pictures, p *document.Page) (types.StreamDict, error) {
	coded, err := from.Coded(p.Number)
	if err != nil {
		return types.StreamDict{}, err
	}
	for _, take := range []func([]byte) (types.StreamDict, document.Size, bool){takeJPEG, takePNG} {
		if s, size, ok := take(coded); ok && size == p.Scan {
			return s, nil
		}
	}
	img, err := from.Decoded(ctx, p.Number)
	if err != nil {
		return types.StreamDict{}, err
	}
	if img == nil {
		return types.StreamDict{}, ErrNoPixels
	}
	if img.Bounds().Dx() != p.Scan[0] || img.Bounds().Dy() != p.Scan[1] {
		return types.StreamDict{}, errors.New("the original's pixels are not those of the record; read it again")
	}
	if grey, ok := img.(*image.Gray); ok {
		return greyStream(grey), nil
	}
	return colourStream(img), nil
}

// imageDict is an image dictionary (ISO 32000-2, 8.9.5).
func imageDict(w, h, bits int, colours, filter types.Object) types.Dict {
	return types.Dict{
		"Type": types.Name("XObject"), "Subtype": types.Name("Image"), "Width": types.Integer(w), "Height": types.Integer(h),
		"BitsPerComponent": types.Integer(bits), "ColorSpace": colours, "Filter": filter,
	}
}

// takeJPEG takes a JPEG file as it is.
func takeJPEG(data []byte) (s types.StreamDict, size document.Size, ok bool) {
	c, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return s, size, false
	}
	space := types.Name("DeviceRGB")
	switch c.ColorModel {
	case color.GrayModel:
		space = "DeviceGray"
	case color.CMYKModel:
		space = "DeviceCMYK"
	}
	d := imageDict(c.Width, c.Height, 8, space, types.Name("DCTDecode"))
	if space == "DeviceCMYK" && bytes.Contains(data[:min(len(data), 4096)], []byte("Adobe\x00")) { // stored inverted
		one, zero := types.Integer(1), types.Integer(0)
		d["Decode"] = types.Array{one, zero, one, zero, one, zero, one, zero}
	}
	return types.StreamDict{Dict: d, Raw: data}, document.Size{c.Width, c.Height}, true
}

// bilevel tells whether all pixels are black or white.
func bilevel(m *image.Gray) bool {
	for y := range m.Rect.Dy() {
		for _, v := range m.Pix[y*m.Stride : y*m.Stride+m.Rect.Dx()] {
			if v != 0 && v != 255 {
				return false
			}
		}
	}
	return true
}

func greyStream(m *image.Gray) types.StreamDict {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	if bilevel(m) {
		d := imageDict(w, h, 1, types.Name("DeviceGray"), types.Name("CCITTFaxDecode"))
		d["DecodeParms"] = types.Dict{"K": types.Integer(-1), "Columns": types.Integer(w), "Rows": types.Integer(h)}
		return types.StreamDict{Dict: d, Raw: g4.Encode(m)}
	}
	rows := make([]byte, 0, w*h)
	for y := range h {
		rows = append(rows, m.Pix[y*m.Stride:y*m.Stride+w]...)
	}
	return predicted(rows, w, h, 1)
}

func colourStream(m image.Image) types.StreamDict {
	b := m.Bounds()
	rows := make([]byte, 0, 3*b.Dx()*b.Dy())
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := color.RGBAModel.Convert(m.At(x, y)).(color.RGBA)
			rows = append(rows, c.R, c.G, c.B)
		}
	}
	return predicted(rows, b.Dx(), b.Dy(), 3)
}

// predicted compresses rows of 8-bit samples, each as its difference to the row above (PNG filter 2).
func predicted(rows []byte, w, h, colours int) types.StreamDict {
	stride := w * colours
	filtered := make([]byte, 0, len(rows)+h)
	above := make([]byte, stride)
	for y := range h {
		row := rows[y*stride : (y+1)*stride]
		filtered = append(filtered, 2)
		for i, v := range row {
			filtered = append(filtered, v-above[i])
		}
		above = row
	}
	space := types.Name("DeviceGray")
	if colours == 3 {
		space = "DeviceRGB"
	}
	s := flate(imageDict(w, h, 8, space, nil), filtered)
	s.Dict["DecodeParms"] = pngParms(w, colours, 8)
	return s
}

func pngParms(w, colours, bits int) types.Dict {
	return types.Dict{
		"Predictor": types.Integer(15), "Colors": types.Integer(cmp.Or(colours, 1)),
		"BitsPerComponent": types.Integer(bits), "Columns": types.Integer(w),
	}
}
