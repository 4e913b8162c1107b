package memogen

import (
	"math"

	"aktenkundig/document"
	"aktenkundig/internal/eval"
)

// holes draws what punches leave: dark discs, or grey ones with a shadow where the lid is light.
func (s *sheet) holes(letter bool, ink [3]float64) {
	centres := []float64{-40, 40} // ISO 838: 80 mm apart, 12 mm from the edge
	radius := s.mm(3)
	if letter {
		centres = []float64{-108, 0, 108}
		radius = s.mm(3.5)
	}
	slip := s.between(-6, 6)
	for _, c := range centres {
		p := point{s.mm(12), float64(s.page[1])/2 + s.mm(c+slip)}
		m := s.canvas(p.x-radius*1.6, p.y-radius*1.6, p.x+radius*1.6, p.y+radius*1.6)
		if ink[0] < 0.4 {
			m.add(ellipse(p, radius, radius).under(s.toScan), s.pen, 1)
		} else { // a shadow in the hole, deepest at one side
			m.add(ellipse(p, radius, radius).under(s.toScan), s.pen, 0.35)
			m.add(ring(p, radius*0.97, radius*0.97, s.mm(0.25)).under(s.toScan), s.pen, 0.6)
			m.add(ring(point{p.x - s.mm(0.15), p.y - s.mm(0.2)}, radius*0.85, radius*0.85, s.mm(0.5)).under(s.toScan), s.pen, 0.5)
		}
		s.add(document.Hole, m, [3]float64{0.1, 0.1, 0.1}, "", "")
	}
}

// staple draws a wire or the two holes it left, at the upper left corner.
func (s *sheet) staple() {
	p := point{s.mm(s.between(7, 14)), s.mm(s.between(7, 13))}
	m := s.canvas(p.x-s.mm(9), p.y-s.mm(9), p.x+s.mm(9), p.y+s.mm(9))
	a := s.between(-70, -20) * math.Pi / 180
	d := point{math.Cos(a), math.Sin(a)}.times(s.mm(5.5))
	if s.chance(60) {
		width := s.mm(0.55)
		m.add(stroke([]point{p.minus(d), p.plus(d)}, func(float64) float64 { return width }).under(s.toScan), s.pen, 1)
		shade := point{s.mm(0.4), s.mm(0.45)}
		m.add(stroke([]point{p.minus(d).plus(shade), p.plus(d).plus(shade)}, func(float64) float64 { return width * 0.8 }).under(s.toScan), s.pen, 0.4)
	} else {
		for _, q := range []point{p.minus(d), p.plus(d)} {
			m.add(ellipse(q, s.mm(0.5), s.mm(0.35)).under(s.toScan), s.pen, 0.9)
			m.add(ring(q, s.mm(0.9), s.mm(0.7), s.mm(0.3)).under(s.toScan), s.pen, 0.3)
		}
	}
	s.add(document.Staple, m, [3]float64{0.25, 0.25, 0.27}, "", "")
}

// streaks draws what dust on the glass of a feeder leaves: thin lines along the way of the paper.
func (s *sheet) streaks() {
	for range 1 + s.r.IntN(3) {
		x := s.r.IntN(s.size[0])
		wide := 1 + s.r.IntN(max(1, int(s.dpi/100)))
		m := newMask(document.Box{x, 0, x + wide, s.size[1]}, s.size)
		if m.box.Empty() {
			continue
		}
		depth, wander := s.between(110, 255), newTexture(s.r, 90)
		w := m.box.Width()
		for i := range m.pix {
			m.pix[i] = uint8(depth * (0.6 + 0.4*wander.at(x, i/w)))
		}
		s.add(document.Streak, m, [3]float64{0.3, 0.3, 0.3}, "", "")
	}
}

// specks scatters dirt of up to a millimetre.
func (s *sheet) specks(n int) {
	for range n {
		r := s.mm(0.12 + 0.5*s.r.Float64()*s.r.Float64())
		p := point{s.r.Float64() * float64(s.size[0]), s.r.Float64() * float64(s.size[1])}
		box := document.Box{int(p.x - 3*r), int(p.y - 3*r), int(p.x + 3*r), int(p.y + 3*r)}
		m := newMask(box, s.size)
		if m.box.Empty() {
			continue
		}
		var blob []point
		for k := range 7 {
			sin, cos := math.Sincos(2 * math.Pi * float64(k) / 7)
			d := r * s.between(0.5, 1.5)
			blob = append(blob, point{p.x + d*cos, p.y + d*sin})
		}
		m.add(polygon(blob...), s.pen, s.between(0.5, 1))
		s.add(document.Speck, m, [3]float64{0.15, 0.14, 0.12}, "", "")
	}
}

// borders records the dark strips that a lid leaves around a sheet that does not fill the glass.
func (s *sheet) borders() {
	w, h := s.size[0], s.size[1]
	corner := func(x, y int) point { return point{float64(x), float64(y)}.under(s.toScan) }
	a, b, c, d := corner(0, 0), corner(s.page[0], 0), corner(s.page[0], s.page[1]), corner(0, s.page[1])
	xs, ys := sorted(a.x, b.x, c.x, d.x), sorted(a.y, b.y, c.y, d.y)
	strips := []document.Box{{0, 0, int(xs[1]), h}, {int(xs[2]), 0, w, h}, {0, 0, w, int(ys[1])}, {0, int(ys[2]), w, h}}
	for _, box := range strips {
		box = box.Intersect(s.all())
		if min(box.Width(), box.Height()) >= int(s.mm(0.8)) {
			s.truth.Artefacts = append(s.truth.Artefacts, eval.TruthArtefact{Kind: string(document.Border), Box: box})
		}
	}
}

func sorted(list ...float64) []float64 {
	for i := range list {
		for k := i; k > 0 && list[k] < list[k-1]; k-- {
			list[k], list[k-1] = list[k-1], list[k]
		}
	}
	return list
}
