package scan

import (
	"image"
	"image/color"
)

// space is the colour space of packed samples.
type space int

const (
	grey    space = iota // 0 black
	rgb                  // red, green, blue
	cmyk                 // 0 no ink
	indexed              // index into a palette
	ycc                  // Y, Cb, Cr as in JFIF
)

// channels is the number of colour samples a pixel.
func (s space) channels() int {
	switch s {
	case rgb, ycc:
		return 3
	case cmyk:
		return 4
	}
	return 1
}

// packing says how samples lie in the rows of a TIFF strip or a PDF image: packed big-endian, rows padded to bytes.
type packing struct {
	space   space
	bits    int // a sample: 1, 2, 4, 8, 12 or 16
	samples int // a pixel; those beyond space.channels() are extra
	// alpha is the index of the extra sample that is opacity, 0 if there is none.
	alpha         int
	premultiplied bool // colour is already multiplied by alpha
	// luts map a sample's value (its top eight bits if it is longer) to intensity, one table a channel; nil means
	// straight scaling. They are not used with palettes.
	luts    []*[256]byte
	palette []color.RGBA // at least 1 << min(bits, 8) entries
}

// rowBytes is the length of a row of w pixels.
func (p *packing) rowBytes(w int) int { return (w*p.samples*p.bits + 7) / 8 }

// canvas collects the pixels of a sheet; it starts white and has one of two kinds.
type canvas struct {
	grey *image.Gray
	rgba *image.RGBA
}

func newCanvas(coloured bool, w, h int) canvas {
	if coloured {
		c := canvas{rgba: image.NewRGBA(image.Rect(0, 0, w, h))}
		fill(c.rgba.Pix, 255)
		return c
	}
	c := canvas{grey: image.NewGray(image.Rect(0, 0, w, h))}
	fill(c.grey.Pix, 255)
	return c
}

func fill(b []byte, v byte) {
	for i := range b {
		b[i] = v
	}
}

func (c canvas) image() image.Image {
	if c.rgba != nil {
		return c.rgba
	}
	return c.grey
}

// coloured tells whether pixels of this packing need a canvas with colour.
func (p *packing) coloured() bool {
	switch p.space {
	case grey:
		return false
	case indexed:
		for _, c := range p.palette {
			if c.R != c.G || c.G != c.B {
				return true
			}
		}
		return false
	}
	return true
}

// painter writes rows of one packing onto a canvas; it keeps buffers between rows and serves one goroutine.
type painter struct {
	packing
	to      canvas
	tables  [4]*[256]byte
	samples []byte
}

func newPainter(p packing, to canvas) *painter {
	t := &painter{packing: p, to: to}
	for i := range t.tables {
		if i < len(p.luts) && p.luts[i] != nil {
			t.tables[i] = p.luts[i]
			continue
		}
		t.tables[i] = scaling(p.bits)
	}
	return t
}

// scaling maps samples of that many bits to 0 to 255.
func scaling(bits int) *[256]byte {
	var t [256]byte
	top := 1<<min(bits, 8) - 1
	for v := range t {
		t[v] = byte(min(v, top) * 255 / top)
	}
	return &t
}

// row paints w pixels from packed samples at (x, y). Pixels outside the canvas, or missing from src, are passed over.
func (t *painter) row(x, y, w int, src []byte) {
	bounds := t.to.image().Bounds()
	if y >= bounds.Dy() || x >= bounds.Dx() {
		return
	}
	w = min(w, bounds.Dx()-x, len(src)*8/(t.packing.samples*t.bits))
	if w <= 0 {
		return
	}
	s := t.unpack(src, w*t.packing.samples)
	if t.to.grey != nil {
		t.greyRow(t.to.grey.Pix[y*t.to.grey.Stride+x:][:w], s)
		return
	}
	t.colourRow(t.to.rgba.Pix[y*t.to.rgba.Stride+4*x:][:4*w], s)
}

// unpack gives n samples, one a byte; of long samples the top eight bits.
func (t *painter) unpack(src []byte, n int) []byte {
	if t.bits == 8 {
		return src[:n]
	}
	if cap(t.samples) < n {
		t.samples = make([]byte, n)
	}
	out := t.samples[:n]
	switch t.bits {
	case 16:
		for i := range out {
			out[i] = src[2*i]
		}
	case 12:
		for i := range out {
			if at := i * 12; at%8 == 0 {
				out[i] = src[at/8]
			} else {
				out[i] = src[at/8]<<4 | src[at/8+1]>>4
			}
		}
	case 1:
		for i := range out {
			out[i] = src[i>>3] >> (7 - i&7) & 1
		}
	default:
		mask := byte(1<<t.bits - 1)
		for i := range out {
			at := i * t.bits
			out[i] = src[at/8] >> (8 - t.bits - at%8) & mask
		}
	}
	return out
}

func (t *painter) greyRow(dst, s []byte) {
	table, n := t.tables[0], t.packing.samples
	if t.space == indexed {
		table = t.greyPalette()
	}
	if n == 1 {
		for i := range dst {
			dst[i] = table[s[i]]
		}
		return
	}
	for i := range dst {
		v := table[s[i*n]]
		if t.alpha > 0 {
			v = t.over(v, t.opacity(s[i*n+t.alpha]))
		}
		dst[i] = v
	}
}

func (t *painter) greyPalette() *[256]byte {
	var table [256]byte
	for i := range table {
		if i < len(t.palette) {
			table[i] = t.palette[i].R
		}
	}
	return &table
}

func (t *painter) colourRow(dst, s []byte) {
	n := t.packing.samples
	for i := 0; i*4 < len(dst); i++ {
		c := t.colour(s[i*n : i*n+n])
		if t.alpha > 0 {
			a := t.opacity(s[i*n+t.alpha])
			c = color.RGBA{t.over(c.R, a), t.over(c.G, a), t.over(c.B, a), 255}
		}
		dst[4*i], dst[4*i+1], dst[4*i+2], dst[4*i+3] = c.R, c.G, c.B, 255
	}
}

func (t *painter) colour(s []byte) color.RGBA {
	switch t.space {
	case rgb:
		return color.RGBA{t.tables[0][s[0]], t.tables[1][s[1]], t.tables[2][s[2]], 255}
	case cmyk:
		r, g, b := color.CMYKToRGB(t.tables[0][s[0]], t.tables[1][s[1]], t.tables[2][s[2]], t.tables[3][s[3]])
		return color.RGBA{r, g, b, 255}
	case ycc:
		r, g, b := color.YCbCrToRGB(t.tables[0][s[0]], t.tables[1][s[1]], t.tables[2][s[2]])
		return color.RGBA{r, g, b, 255}
	case indexed:
		if int(s[0]) < len(t.palette) {
			return t.palette[s[0]]
		}
		return color.RGBA{A: 255}
	}
	v := t.tables[0][s[0]]
	return color.RGBA{v, v, v, 255}
}

// opacity scales an alpha sample.
func (t *painter) opacity(s byte) byte { return scaleSample(s, t.bits) }

func scaleSample(s byte, bits int) byte {
	if bits >= 8 {
		return s
	}
	top := 1<<bits - 1
	return byte(int(s) * 255 / top)
}

// over lays a colour with opacity a on white.
func (t *painter) over(v, a byte) byte {
	if t.premultiplied {
		return byte(min(255, int(v)+255-int(a)))
	}
	return onWhite(v, a)
}

func onWhite(v, a byte) byte {
	return byte((int(v)*int(a) + 255*(255-int(a)) + 127) / 255)
}

// inverted is a table for samples whose 0 is white.
func inverted(bits int) *[256]byte {
	t := *scaling(bits)
	for i := range t {
		t[i] = 255 - t[i]
	}
	return &t
}
