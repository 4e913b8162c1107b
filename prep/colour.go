package prep

import (
	"image"
	"image/color"
	"math"

	"aktenkundig/document"
)

// Colour is what a view looks like beside its brightness: the coordinates a* (green to red) and b* (blue to yellow)
// of CIELAB (CIE 015:2004, D65) plus 128, so that 128 is no colour. Both pictures have half the view's resolution,
// rounded up: pixel (x, y) covers the view's pixels 2x to 2x+1 and 2y to 2y+1. They start at (0, 0) and are not to
// be changed.
type Colour struct{ A, B *image.Gray }

// colourOf gives the colour of a scan on a view of the given size; nil if the scan has none worth the name.
func colourOf(scan image.Image, toView document.Affine, size image.Point) *Colour {
	switch scan.(type) {
	case *image.Gray, *image.Gray16:
		return nil
	}
	c := halved(scan)
	if !c.coloured() {
		return nil
	}
	return c.moved(halfway(toView), image.Pt((size.X+1)/2, (size.Y+1)/2))
}

// halfway is m, which leads from picture to picture, for the same pictures at half their resolution.
func halfway(m document.Affine) document.Affine {
	m[4], m[5] = m[4]/2, m[5]/2
	return m
}

// coloured tells whether more than stray pixels differ from grey by what an eye sees (a just noticeable difference
// is 2.3; fringes and coding noise of grey pages stay under 10).
func (c *Colour) coloured() bool {
	const grey, share = 10, 20000
	n := 0
	for i, a := range c.A.Pix {
		if da, db := int(a)-128, int(c.B.Pix[i])-128; da*da+db*db > grey*grey {
			n++
		}
	}
	return n*share > len(c.A.Pix)
}

// moved gives c on a canvas of the given size; what comes in from outside has the commonest colour, the paper's.
func (c *Colour) moved(m document.Affine, size image.Point) *Colour {
	if m == document.Identity() && size == c.A.Rect.Size() {
		return c
	}
	return &Colour{
		A: warp(c.A, m, size.X, size.Y, quantile(c.A.Pix, 0.5)),
		B: warp(c.B, m, size.X, size.Y, quantile(c.B.Pix, 0.5)),
	}
}

// halved gives the colour of each two by two pixels of img.
func halved(img image.Image) *Colour {
	r := img.Bounds()
	w, h := (r.Dx()+1)/2, (r.Dy()+1)/2
	c := &Colour{image.NewGray(image.Rect(0, 0, w, h)), image.NewGray(image.Rect(0, 0, w, h))}
	lab := newLab()
	row := make([][3]uint8, w)
	for y := range h {
		switch img := img.(type) {
		case *image.RGBA:
			halveRGBA(row, img, y)
		case *image.YCbCr:
			halveYCbCr(row, img, y)
		default:
			halveAny(row, img, y)
		}
		a, b := c.A.Pix[y*w:(y+1)*w], c.B.Pix[y*w:(y+1)*w]
		for x, p := range row {
			a[x], b[x] = lab.ab(p[0], p[1], p[2])
		}
	}
	return c
}

func halveRGBA(row [][3]uint8, img *image.RGBA, y int) {
	w, h := img.Rect.Dx(), img.Rect.Dy()
	upper := img.Pix[2*y*img.Stride:][:4*w]
	lower := img.Pix[min(2*y+1, h-1)*img.Stride:][:4*w]
	for x := range row {
		i, j := 8*x, min(8*x+4, 4*w-4)
		for k := range 3 {
			row[x][k] = uint8((int(upper[i+k]) + int(upper[j+k]) + int(lower[i+k]) + int(lower[j+k]) + 2) / 4)
		}
	}
}

func halveYCbCr(row [][3]uint8, img *image.YCbCr, y int) {
	r := img.Rect
	y0, y1 := r.Min.Y+2*y, min(r.Min.Y+2*y+1, r.Max.Y-1)
	for x := range row {
		x0, x1 := r.Min.X+2*x, min(r.Min.X+2*x+1, r.Max.X-1)
		light := int(img.Y[img.YOffset(x0, y0)]) + int(img.Y[img.YOffset(x1, y0)]) + int(img.Y[img.YOffset(x0, y1)]) + int(img.Y[img.YOffset(x1, y1)])
		first, last := img.COffset(x0, y0), img.COffset(x1, y1)
		cb, cr := img.Cb[first], img.Cr[first]
		if first != last {
			cb = uint8((int(cb) + int(img.Cb[last]) + 1) / 2)
			cr = uint8((int(cr) + int(img.Cr[last]) + 1) / 2)
		}
		row[x][0], row[x][1], row[x][2] = color.YCbCrToRGB(uint8((light+2)/4), cb, cr)
	}
}

func halveAny(row [][3]uint8, img image.Image, y int) {
	r := img.Bounds()
	for x := range row {
		var sum [3]uint32
		for i := range 4 {
			c := img.At(min(r.Min.X+2*x+i%2, r.Max.X-1), min(r.Min.Y+2*y+i/2, r.Max.Y-1))
			red, green, blue, alpha := c.RGBA()
			for k, v := range [3]uint32{red, green, blue} {
				sum[k] += min(0xffff, v+0xffff-alpha)
			}
		}
		for k := range sum {
			row[x][k] = uint8(sum[k] >> 10)
		}
	}
}

// lab converts sRGB (IEC 61966-2-1) to CIELAB by tables.
type lab struct {
	linear [256]uint32       // of a channel, in 256ths, up to labOne
	root   [labOne + 1]int32 // CIELAB's f of X, Y or Z, in 65536ths
}

const labOne = 8191 // full light

func newLab() *lab {
	var l lab
	for i := range l.linear {
		v := float64(i) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		l.linear[i] = uint32(v * labOne * (1 << 8))
	}
	for i := range l.root {
		t := float64(i) / labOne
		if t > 216.0/24389 {
			t = math.Cbrt(t)
		} else {
			t = (24389.0/27*t + 16) / 116
		}
		l.root[i] = int32(t * (1 << 16))
	}
	return &l
}

// ab gives a* and b* plus 128, kept within a byte, of an sRGB colour.
func (l *lab) ab(red, green, blue uint8) (a, b uint8) {
	r, g, bl := uint64(l.linear[red]), uint64(l.linear[green]), uint64(l.linear[blue])
	// The rows of the matrix from sRGB to XYZ over the white of D65, in 65536ths; each adds up to 65536.
	x := l.root[(r*28439+g*24655+bl*12442)>>24]
	y := l.root[(r*13938+g*46868+bl*4730)>>24]
	z := l.root[(r*1164+g*7174+bl*57198)>>24]
	return toByte(500 * (x - y)), toByte(200 * (y - z))
}

// toByte is v, in 65536ths, plus 128.
func toByte(v int32) uint8 { return uint8(min(255, max(0, (v+128<<16+1<<15)>>16))) }
