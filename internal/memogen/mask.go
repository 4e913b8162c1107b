package memogen

import (
	"image"
	"math"

	"aktenkundig/document"

	"golang.org/x/image/vector"
)

// mask is how much ink lies on each pixel of a rectangle of the scan: 0 none, 255 full.
type mask struct {
	box document.Box
	pix []uint8
}

// newMask makes an empty mask over box, cut to the sheet's size.
func newMask(box document.Box, size document.Size) *mask {
	box = box.Intersect(document.Box{0, 0, size[0], size[1]})
	return &mask{box, make([]uint8, box.Area())}
}

// add lays a filled path, already in pixels of the scan, over what is there: the darker of both counts.
// It gives the box of what was added, as dark as density (0 to 1) allows.
func (m *mask) add(p path, pen *pen, density float64) document.Box {
	patch := pen.fill(p, m.box)
	ink := document.Box{math.MaxInt32, math.MaxInt32, 0, 0}
	for y := patch.box[1]; y < patch.box[3]; y++ {
		from := (y - patch.box[1]) * patch.box.Width()
		to := (y-m.box[1])*m.box.Width() + patch.box[0] - m.box[0]
		for x, v := range patch.pix[from : from+patch.box.Width()] {
			if v == 0 {
				continue
			}
			if v >= inked {
				ink = document.Box{min(ink[0], patch.box[0]+x), min(ink[1], y), max(ink[2], patch.box[0]+x+1), max(ink[3], y+1)}
			}
			m.pix[to+x] = max(m.pix[to+x], uint8(float64(v)*density))
		}
	}
	if ink.Empty() {
		return document.Box{}
	}
	return ink
}

// shows tells whether a part of what is drawn that one can see is black in a bilevel scan.
func (m *mask) shows(scan image.Image) bool {
	const least = 0.02
	im, ok := scan.(*image.Gray)
	if !ok {
		return true
	}
	drawn, black := 0, 0
	w := m.box.Width()
	for i, v := range m.pix {
		if v >= inked {
			drawn++
			if im.Pix[(m.box[1]+i/w)*im.Stride+m.box[0]+i%w] == 0 {
				black++
			}
		}
	}
	return float64(black) >= least*float64(drawn)
}

// inked is the coverage from which a pixel counts as ink when boxes are measured.
const inked = 80

// ink is the smallest box around what has been drawn.
func (m *mask) ink() document.Box {
	out := document.Box{math.MaxInt32, math.MaxInt32, 0, 0}
	w := m.box.Width()
	for i, v := range m.pix {
		if v >= inked/2 {
			x, y := m.box[0]+i%w, m.box[1]+i/w
			out = document.Box{min(out[0], x), min(out[1], y), max(out[2], x+1), max(out[3], y+1)}
		}
	}
	if out.Empty() {
		return document.Box{}
	}
	return out
}

// pen fills outlines; it keeps its buffers and is not safe for concurrent use.
type pen struct {
	raster vector.Rasterizer
	alpha  image.Alpha
}

// fill gives the coverage of p within limit. The mask is only good until the next call.
func (p *pen) fill(outline path, limit document.Box) mask {
	x0, y0, x1, y1, ok := outline.bounds()
	if !ok || math.IsNaN(x0+y0+x1+y1) {
		return mask{}
	}
	box := document.Box{int(math.Floor(x0)), int(math.Floor(y0)), int(math.Ceil(x1)), int(math.Ceil(y1))}.Intersect(limit)
	if box.Empty() {
		return mask{}
	}
	w, h := box.Width(), box.Height()
	p.raster.Reset(w, h)
	trace(&p.raster, outline, float64(box[0]), float64(box[1]))
	if cap(p.alpha.Pix) < w*h {
		p.alpha.Pix = make([]uint8, w*h)
	}
	p.alpha.Pix = p.alpha.Pix[:w*h]
	clear(p.alpha.Pix)
	p.alpha.Stride, p.alpha.Rect = w, image.Rect(0, 0, w, h)
	p.raster.Draw(&p.alpha, p.alpha.Rect, image.Opaque, image.Point{})
	return mask{box, p.alpha.Pix}
}

func trace(r *vector.Rasterizer, outline path, left, top float64) {
	for i, s := range outline {
		var f [6]float32
		for k, q := range s.points() {
			f[2*k], f[2*k+1] = float32(q.x-left), float32(q.y-top)
		}
		switch s.op {
		case moveTo:
			if i > 0 {
				r.ClosePath()
			}
			r.MoveTo(f[0], f[1])
		case lineTo:
			r.LineTo(f[0], f[1])
		case quadTo:
			r.QuadTo(f[0], f[1], f[2], f[3])
		case cubeTo:
			r.CubeTo(f[0], f[1], f[2], f[3], f[4], f[5])
		}
	}
	r.ClosePath()
}
