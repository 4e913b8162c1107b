package scan

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"io"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"aktenkundig/scan/ccitt"
)

// pdfImage is an image of a PDF, taken out of the file's structure so that it can be decoded while others use that.
type pdfImage struct {
	width, height int
	packing       packing
	inverted      bool      // a grey image or mask whose 0 is white
	decode        []float64 // nil for the default
	mask          bool
	body          io.Reader // all filters undone but coding's
	coding        filter    // the filter that makes pictures; its name is "" for plain samples
	packed        string    // the filter that was undone last, "" if none
	fax           ccitt.Params
	transform     int    // of DCT: ColorTransform, -1 if not said
	globals       []byte // of JBIG2: symbols that pages share
	ownColours    bool   // of JPX: the picture says its colour space itself
	lost          string // what of its pixels is not in the file, "" if nothing
}

// errDraw says that an image is left to the renderer.
var errDraw = errors.New("left to the renderer")

// image takes an image out of the structure. Its size is checked first.
func (f *pdfFile) image(p placed) (*pdfImage, error) {
	s, ok := p.picture.(types.StreamDict)
	if !ok {
		return nil, errDraw
	}
	m := &pdfImage{
		width:  f.int(first(s.Dict, "Width", "W"), 0),
		height: f.int(first(s.Dict, "Height", "H"), 0),
		mask:   p.mask,
	}
	if err := f.o.checkPixels(m.width, m.height); err != nil {
		return nil, err
	}
	filters, err := f.filters(s)
	if err != nil {
		return nil, err
	}
	body, rest, err := f.undo(bytes.NewReader(s.Raw), filters)
	if err != nil {
		return nil, err
	}
	m.body = body
	if done := len(filters) - len(rest); done > 0 {
		m.packed = filters[done-1].name
	}
	if len(rest) > 1 {
		return nil, fmt.Errorf("%w: filters behind %s", errDraw, rest[0].name)
	}
	m.packing = packing{bits: f.int(first(s.Dict, "BitsPerComponent", "BPC"), 8), samples: 1}
	if m.decode = f.numbers(first(s.Dict, "Decode", "D")); m.mask {
		m.packing.bits = 1
	}
	if len(rest) == 1 {
		if err := f.coding(m, rest[0]); err != nil {
			return nil, err
		}
	}
	if err := f.colours(m, first(s.Dict, "ColorSpace", "CS")); err != nil {
		return nil, err
	}
	return m, m.setDecode(p.ink)
}

// coding notes the parameters of a filter that makes pictures.
func (f *pdfFile) coding(m *pdfImage, last filter) error {
	m.coding = last
	switch last.name {
	case "CCITTFaxDecode", "CCF":
		m.coding.name = "CCITTFaxDecode"
		m.packing.bits = 1
		m.fax = ccitt.Params{
			Columns:   f.int(entry(last.parms, "Columns"), 1728),
			K:         f.int(entry(last.parms, "K"), 0),
			ByteAlign: f.bool(entry(last.parms, "EncodedByteAlign")),
		}
		if m.fax.Columns != m.width {
			return fmt.Errorf("%w: fax rows of %d pixels in an image of %d", errDraw, m.fax.Columns, m.width)
		}
		m.inverted = f.bool(entry(last.parms, "BlackIs1"))
	case "DCTDecode", "DCT":
		m.coding.name = "DCTDecode"
		m.packing.bits = 8
		m.transform = f.int(entry(last.parms, "ColorTransform"), -1)
	case "JBIG2Decode":
		m.packing.bits = 1
		if globals, ok := f.deref(entry(last.parms, "JBIG2Globals")).(types.StreamDict); ok {
			var err error
			if m.globals, err = f.decoded(globals, maxContent); err != nil {
				return err
			}
		}
	case "JPXDecode":
		m.packing.bits = 8
	}
	return nil
}

// colours settles the colour space. Spaces with inks or curves of their own are left to the renderer.
func (f *pdfFile) colours(m *pdfImage, o types.Object) error {
	if m.mask {
		return nil
	}
	if m.coding.name == "JPXDecode" && f.deref(o) == nil {
		m.ownColours = true
		return nil
	}
	space, palette, err := f.colourSpace(o, 0)
	if err != nil {
		return err
	}
	m.packing.space, m.packing.palette = space, palette
	m.packing.samples = space.channels()
	return nil
}

// maxColourDepth bounds how colour spaces rest on each other.
const maxColourDepth = 4

func (f *pdfFile) colourSpace(o types.Object, depth int) (space, []color.RGBA, error) {
	o = f.deref(o)
	array, _ := o.(types.Array)
	family := f.name(o)
	if len(array) > 0 {
		family = f.name(array[0])
	}
	if depth > maxColourDepth {
		return 0, nil, fmt.Errorf("%w: colour spaces nested too deep", errDraw)
	}
	switch family {
	case "DeviceGray", "G", "CalGray":
		return grey, nil, nil
	case "DeviceRGB", "RGB", "CalRGB":
		return rgb, nil, nil
	case "DeviceCMYK", "CMYK":
		return cmyk, nil, nil
	case "ICCBased":
		if len(array) > 1 {
			return iccSpace(f.int(entry(f.dict(array[1]), "N"), 0))
		}
	case "Indexed", "I":
		if len(array) > 3 {
			return f.indexed(array, depth)
		}
	}
	return 0, nil, fmt.Errorf("%w: colour space %q", errDraw, family)
}

func iccSpace(n int) (space, []color.RGBA, error) {
	switch n {
	case 1:
		return grey, nil, nil
	case 3:
		return rgb, nil, nil
	case 4:
		return cmyk, nil, nil
	}
	return 0, nil, fmt.Errorf("%w: ICC profile of %d channels", errDraw, n)
}

// indexed reads a palette. Entries that the table lacks are black, as in other readers.
func (f *pdfFile) indexed(array types.Array, depth int) (space, []color.RGBA, error) {
	base, _, err := f.colourSpace(array[1], depth+1)
	if err != nil || base == indexed {
		return 0, nil, errors.Join(errDraw, err)
	}
	table, err := f.bytes(array[3])
	if err != nil {
		return 0, nil, err
	}
	t := painter{packing: packing{space: base}}
	for i := range t.tables {
		t.tables[i] = scaling(8)
	}
	n := base.channels()
	palette := make([]color.RGBA, 256)
	for i := range palette {
		palette[i] = color.RGBA{A: 255}
		if (i+1)*n <= len(table) && i <= f.int(array[2], 0) {
			palette[i] = t.colour(table[i*n : (i+1)*n])
		}
	}
	return indexed, palette, nil
}

// bytes gives a string's or a small stream's bytes.
func (f *pdfFile) bytes(o types.Object) ([]byte, error) {
	switch v := f.deref(o).(type) {
	case types.StreamDict:
		return f.decoded(v, 1<<16)
	case types.HexLiteral:
		return v.Bytes()
	case types.StringLiteral:
		return types.Unescape(v.Value())
	}
	return nil, errors.New("neither string nor stream")
}

// setDecode turns a Decode array into tables, one a channel, and a mask's ink into its two levels.
func (m *pdfImage) setDecode(ink float64) error {
	k := &m.packing
	switch k.bits {
	case 1, 2, 4, 8, 16:
	default:
		return fmt.Errorf("%w: %d bits a sample", errDraw, k.bits)
	}
	if m.mask {
		m.setInk(ink)
		return nil
	}
	n := k.space.channels()
	if len(m.decode) < 2*n {
		m.decode = nil
		return nil
	}
	if k.space == indexed {
		if m.decode[0] != 0 || m.decode[1] != float64(int(1)<<k.bits-1) {
			return fmt.Errorf("%w: a palette with a Decode array", errDraw)
		}
		m.decode = nil
		return nil
	}
	plain := true
	for i := range n {
		lo, hi := m.decode[2*i], m.decode[2*i+1]
		plain = plain && lo == 0 && hi == 1
		k.luts = append(k.luts, decodeTable(lo, hi, k.bits))
	}
	if plain {
		k.luts, m.decode = nil, nil
	}
	return nil
}

// setInk gives a mask's samples their levels: by default 0 is painted and 1 left white.
func (m *pdfImage) setInk(ink float64) {
	level := byte(max(0, min(1, ink))*255 + 0.5)
	table := [256]byte{level, 255}
	if len(m.decode) > 1 && m.decode[0] > m.decode[1] {
		table = [256]byte{255, level}
	}
	m.packing.luts = []*[256]byte{&table}
}

func decodeTable(lo, hi float64, bits int) *[256]byte {
	var t [256]byte
	top := float64(int(1)<<min(bits, 8) - 1)
	for v := range t {
		t[v] = byte(max(0, min(1, lo+float64(v)/top*(hi-lo)))*255 + 0.5)
	}
	return &t
}

// pixels decodes the image. What is behind the end of plain samples stays white, and is told; other damage is left to the
// renderer, which knows what others show.
func (m *pdfImage) pixels(ctx context.Context, d *drawing) (image.Image, error) {
	switch m.coding.name {
	case "JBIG2Decode":
		return m.jbig2(ctx, d)
	case "JPXDecode":
		return m.jpx(ctx, d)
	case "DCTDecode":
		return m.dct()
	case "CCITTFaxDecode":
		return m.faxPixels()
	}
	to := newCanvas(m.packing.coloured(), m.width, m.height)
	t := newPainter(m.packing, to)
	row := make([]byte, m.packing.rowBytes(m.width))
	r := bufio.NewReaderSize(m.body, 1<<16)
	for y := range m.height {
		if _, err := io.ReadFull(r, row); err != nil && y == 0 {
			return nil, fmt.Errorf("row 1 of %d: %w", m.height, err)
		} else if err != nil {
			m.lost = fmt.Sprintf("the picture ends at row %d of %d: %v", y+1, m.height, noEOF(err))
			break
		}
		t.row(0, y, m.width, row)
	}
	return to.image(), nil
}

// maxCoded bounds the coded bytes of one picture, whatever its size.
const maxCoded = 512 << 20

// codedLimit bounds the coded bytes by the pixels: 16 bits of four channels each, which no coding makes more of, and a
// mebibyte for headers and profiles.
func (m *pdfImage) codedLimit() int64 {
	if int64(m.width) > maxCoded/8/int64(m.height) {
		return maxCoded
	}
	return min(maxCoded, 8*int64(m.width)*int64(m.height)+1<<20)
}

// coded gives the bytes that the picture's own coding has to undo. Filters around it can make a gigabyte of a megabyte.
func (m *pdfImage) coded() ([]byte, error) {
	limit := m.codedLimit()
	data, err := io.ReadAll(io.LimitReader(m.body, limit+1))
	if int64(len(data)) > limit {
		return nil, fail(TooLarge, "a picture of %d × %d pixels coded in more than %d bytes", m.width, m.height, limit)
	}
	if len(data) > 0 {
		return data, nil
	}
	return nil, noEOF(err)
}

func (m *pdfImage) faxPixels() (image.Image, error) {
	data, err := m.coded()
	if err != nil {
		return nil, err
	}
	if m.packing.coloured() {
		return nil, fmt.Errorf("%w: coloured fax", errDraw)
	}
	to := newCanvas(false, m.width, m.height)
	t := newPainter(m.packing, to)
	levels := t.tables[0]
	if m.packing.space == indexed {
		levels = t.greyPalette()
	}
	// A black pixel is sample 0, unless BlackIs1.
	m.fax.Black, m.fax.White = levels[0], levels[1]
	if m.inverted {
		m.fax.Black, m.fax.White = levels[1], levels[0]
	}
	rows, err := ccitt.Decode(to.grey.Pix, to.grey.Stride, data, m.fax)
	if err != nil || rows < m.height && rows == 0 {
		return nil, fmt.Errorf("%d of %d rows: %w", rows, m.height, errors.Join(err, errDraw))
	}
	fill(to.grey.Pix[rows*to.grey.Stride:], m.fax.White)
	return to.grey, nil
}
