package memogen

import (
	"math"

	"aktenkundig/document"
)

// noisePage covers a page with what is neither text nor picture: dirt and cloth, a security tint, or the dust, bands
// and dots of an empty glass.
func (s *sheet) noisePage() {
	m := newMask(s.all(), s.size)
	switch s.r.IntN(3) {
	case 0:
		s.cloth(m)
	case 1:
		s.tint(m)
	default:
		s.emptyGlass(m)
	}
	s.add(document.NoiseKind, m, [3]float64{0.15, 0.15, 0.15}, "", "")
}

// cloth is a dirty cover: patches of weave.
func (s *sheet) cloth(m *mask) {
	w, h := s.size[0], s.size[1]
	coarse, patch, fine := newTexture(s.r, int(s.mm(19))), newTexture(s.r, int(s.mm(5))), newTexture(s.r, max(2, int(s.mm(0.3))))
	weave := s.mm(s.between(0.6, 1.1))
	deep := s.between(120, 220)
	across := make([]float64, w)
	for x := range across {
		across[x] = 0.25 * math.Sin(float64(x)/weave*2.1)
	}
	for y := range h {
		down := 0.5 + 0.25*math.Sin(float64(y)/weave*2.3)
		for x := range w {
			v := coarse.at(x, y)*1.2 + patch.at(x, y)*0.5 - 0.6
			if v > 0 {
				m.pix[y*w+x] = uint8(min(deep*v*(0.4*(down+across[x])+0.9*fine.at(x, y)), 255))
			}
		}
	}
	s.fluff(m, 10+s.r.IntN(25))
}

// tint is the printed inside of an envelope: waves of short strokes.
func (s *sheet) tint(m *mask) {
	pitch, wave := s.mm(s.between(1.6, 3)), s.mm(s.between(12, 30))
	height, line := s.mm(s.between(0.8, 2.5)), s.mm(s.between(0.18, 0.4))
	dash, w := s.mm(s.between(1, 4)), float64(s.size[0])
	worn := newTexture(s.r, int(s.mm(22)))
	for y := -height; y < float64(s.size[1])+height; y += pitch {
		shift := s.between(0, 0.6) * wave
		for x := 0.0; x < w; x += dash * s.between(1.1, 1.7) {
			at := func(x float64) point { return point{x, y + height*math.Sin((x+shift)/wave*2*math.Pi)} }
			if v := worn.at(int(x), int(max(y, 0))); v > 0.35 {
				m.add(stroke([]point{at(x), at(x + dash/2), at(x + dash)}, func(float64) float64 { return line }), s.pen, min(v+0.2, 1))
			}
		}
	}
}

// emptyGlass is a scan of nothing: dark bands along the way of the paper, drifts of dots, dust.
func (s *sheet) emptyGlass(m *mask) {
	w, h := s.size[0], s.size[1]
	drift := newTexture(s.r, int(s.mm(26)))
	fast := fastRandom(s.r.Uint64() | 1)
	density := s.between(0.008, 0.03)
	for y := range h {
		for x := range w {
			if v := drift.at(x, y); float64(fast.next()>>40)/(1<<24) < density*v*v {
				m.pix[y*w+x] = 255
			}
		}
	}
	blur(m.pix, w, h, 0.9)
	gain(m.pix, 3)
	for range 2 + s.r.IntN(5) {
		x, wide := s.between(0, float64(w)), s.mm(s.between(0.2, 6))
		m.add(rectangle(x, 0, x+wide, float64(h)), s.pen, s.between(0.2, 0.8))
	}
	s.fluff(m, 20+s.r.IntN(60))
}

// fluff scatters threads and crumbs.
func (s *sheet) fluff(m *mask, n int) {
	for range n {
		p := point{s.r.Float64() * float64(s.size[0]), s.r.Float64() * float64(s.size[1])}
		line := []point{p}
		step := s.mm(s.between(0.2, 1.6))
		turn, a := s.r.NormFloat64()*0.5, s.between(0, 2*math.Pi)
		for range 3 + s.r.IntN(6) {
			a += turn + s.r.NormFloat64()*0.3
			p = p.plus(point{step * math.Cos(a), step * math.Sin(a)})
			line = append(line, p)
		}
		width := s.mm(s.between(0.08, 0.3))
		m.add(stroke(spline(line, 5), func(float64) float64 { return width }), s.pen, s.between(0.4, 1))
	}
}
