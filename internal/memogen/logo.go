package memogen

import (
	"math"
	"strings"

	"aktenkundig/document"
)

// logo draws a coat of arms or a sign with the city's name into a free place.
func (s *sheet) logo(at spot, city string, ink [3]float64) {
	m := s.canvas(at.x, at.y, at.x+at.w*1.3, at.y+at.h)
	high := at.h * s.between(0.6, 0.85)
	c := point{at.x + high*0.5, at.y + at.h/2}
	under := document.Affine{1, 0, 0, 1, c.x, c.y}.Then(s.toScan)
	switch s.r.IntN(6) {
	case 4:
		s.monogram(m, city, high, under)
	case 5:
		s.swoosh(m, high, under)
	case 0:
		s.shield(m, high, under)
	case 1:
		m.add(ring(point{}, high*0.48, high*0.48, high*0.05).under(under), s.pen, 1)
		s.emblem(m, point{}, high*0.36, under)
	case 2:
		s.bars(m, high, under)
	default:
		s.emblem(m, point{}, high*0.5, under)
	}
	text := ""
	if s.chance(75) {
		text = s.wordmark(m, city, point{at.x + high*1.12, c.y}, high, at)
	}
	s.add(document.Logo, m, ink, text, "")
}

// wordmark sets the city's name beside the sign, with a line below it now and then.
func (s *sheet) wordmark(m *mask, city string, p point, high float64, at spot) string {
	face := []string{sansBold, serifBold, slabBold}[s.r.IntN(3)]
	size := high * s.between(0.28, 0.4)
	name := city
	if s.chance(40) {
		name += "."
	}
	if s.chance(30) {
		name = strings.ToUpper(name)
	}
	if long := s.length(face, name, size, 0); long > at.x+at.w*1.25-p.x {
		size *= (at.x + at.w*1.25 - p.x) / long
	}
	s.lettering(m, face, name, size, p.x, p.y+size*0.3, 0, s.toScan)
	if s.chance(50) {
		y := p.y + size*0.55
		m.add(rectangle(p.x, y, p.x+s.length(face, name, size, 0), y+size*0.07).under(s.toScan), s.pen, 1)
	}
	return name
}

// shield draws a coat of arms of the given height about the origin.
func (s *sheet) shield(m *mask, h float64, under document.Affine) {
	w := h * 0.42
	outline := []point{{-w, -h / 2}, {w, -h / 2}, {w, h * 0.08}, {w * 0.75, h * 0.3}, {0, h / 2}, {-w * 0.75, h * 0.3}, {-w, h * 0.08}, {-w, -h / 2}}
	even := func(float64) float64 { return h * 0.035 }
	m.add(stroke(outline, even).under(under), s.pen, 1)
	switch s.r.IntN(4) {
	case 0: // parted per pale, one half filled
		m.add(polygon(point{0, -h / 2}, point{w, -h / 2}, point{w, h * 0.08}, point{w * 0.75, h * 0.3}, point{0, h / 2}).under(under), s.pen, 0.9)
		s.emblem(m, point{-w / 2, -h * 0.08}, w*0.42, under)
	case 1: // a bend
		m.add(polygon(point{-w, -h / 2}, point{-w * 0.5, -h / 2}, point{w, h * 0.02}, point{w * 0.85, h * 0.22}, point{-w, -h * 0.25}).under(under), s.pen, 1)
		s.emblem(m, point{-w * 0.25, h * 0.18}, w*0.35, under)
	case 2: // waves in base
		for i := range 3 {
			var line []point
			for k := range 13 {
				x := -w*0.85 + w*1.7*float64(k)/12
				line = append(line, point{x * (1 - float64(i)*0.18), h*(0.08+0.1*float64(i)) + h*0.02*math.Sin(float64(k)*1.6)})
			}
			m.add(stroke(spline(line, 5), func(float64) float64 { return h * 0.03 }).under(under), s.pen, 1)
		}
		s.emblem(m, point{0, -h * 0.2}, w*0.55, under)
	default:
		s.emblem(m, point{0, -h * 0.06}, w*0.8, under)
	}
}

// bars draws an abstract sign of stripes.
func (s *sheet) bars(m *mask, h float64, under document.Affine) {
	n := 3 + s.r.IntN(3)
	for i := range n {
		y := -h/2 + h*float64(i)/float64(n)
		lean := h * 0.2
		m.add(polygon(point{-h*0.45 + lean, y}, point{h * s.between(0.2, 0.45), y}, point{h*s.between(0.1, 0.3) - lean/2, y + h*0.62/float64(n)},
			point{-h * 0.45, y + h*0.62/float64(n)}).under(under), s.pen, 1)
	}
}

// emblem draws a charge of about radius r: a star, a town wall, a tree, a key, a lion it is not.
func (s *sheet) emblem(m *mask, c point, r float64, under document.Affine) {
	at := document.Affine{1, 0, 0, 1, c.x, c.y}.Then(under)
	switch s.r.IntN(5) {
	case 0:
		m.add(star(r, 5+s.r.IntN(4)).under(at), s.pen, 1)
	case 1:
		s.tower(m, r, at)
	case 2:
		s.tree(m, r, at)
	case 3:
		s.key(m, r, at)
	default:
		s.eagle(m, r, at)
	}
}

func star(r float64, n int) path {
	points := make([]point, 2*n)
	for i := range points {
		d := r
		if i%2 == 1 {
			d = r * 0.42
		}
		sin, cos := math.Sincos(math.Pi * float64(i) / float64(n))
		points[i] = point{d * sin, -d * cos}
	}
	return polygon(points...)
}

func (s *sheet) tower(m *mask, r float64, at document.Affine) {
	for i := -1; i <= 1; i++ {
		x, w := float64(i)*r*0.62, r*0.24
		top := -r * 0.5
		if i == 0 {
			top = -r * 0.85
		}
		m.add(rectangle(x-w, top, x+w, r*0.7).under(at), s.pen, 1)
		for k := range 3 {
			bx := x - w*1.15 + float64(k)*w*0.9
			m.add(rectangle(bx, top-r*0.16, bx+w*0.5, top).under(at), s.pen, 1)
		}
	}
	m.add(rectangle(-r*0.9, r*0.1, r*0.9, r*0.8).under(at), s.pen, 1)
	s.erase(m, rectangle(-r*0.16, r*0.3, r*0.16, r*0.8).under(at))
}

// erase takes ink away where p lies.
func (s *sheet) erase(m *mask, p path) {
	patch := s.pen.fill(p, m.box)
	w := patch.box.Width()
	for i, v := range patch.pix {
		x, y := patch.box[0]+i%w, patch.box[1]+i/w
		at := (y-m.box[1])*m.box.Width() + x - m.box[0]
		m.pix[at] = uint8(int(m.pix[at]) * (255 - int(v)) / 255)
	}
}

func (s *sheet) tree(m *mask, r float64, at document.Affine) {
	m.add(rectangle(-r*0.1, 0, r*0.1, r*0.9).under(at), s.pen, 1)
	for range 9 {
		a, d := s.between(0, 2*math.Pi), s.between(0.1, 0.5)*r
		c := point{d * math.Cos(a), -r*0.3 + d*math.Sin(a)}
		m.add(ellipse(c, r*0.28, r*0.24).under(at), s.pen, 1)
	}
	m.add(rectangle(-r*0.5, r*0.85, r*0.5, r*0.95).under(at), s.pen, 1)
}

func (s *sheet) key(m *mask, r float64, at document.Affine) {
	m.add(ring(point{0, -r * 0.55}, r*0.3, r*0.3, r*0.14).under(at), s.pen, 1)
	m.add(rectangle(-r*0.08, -r*0.3, r*0.08, r*0.9).under(at), s.pen, 1)
	m.add(rectangle(0, r*0.45, r*0.42, r*0.6).under(at), s.pen, 1)
	m.add(rectangle(0, r*0.72, r*0.34, r*0.9).under(at), s.pen, 1)
}

// eagle draws spread wings, a body and a tail.
func (s *sheet) eagle(m *mask, r float64, at document.Affine) {
	m.add(ellipse(point{0, 0}, r*0.22, r*0.5).under(at), s.pen, 1)
	m.add(ellipse(point{r * 0.08, -r * 0.62}, r*0.16, r*0.18).under(at), s.pen, 1)
	m.add(polygon(point{r * 0.2, -r * 0.68}, point{r * 0.42, -r * 0.58}, point{r * 0.2, -r * 0.54}).under(at), s.pen, 1)
	m.add(polygon(point{-r * 0.1, r * 0.3}, point{r * 0.1, r * 0.3}, point{r * 0.3, r * 0.95}, point{-r * 0.3, r * 0.95}).under(at), s.pen, 1)
	for _, side := range []float64{-1, 1} {
		for k := range 4 {
			a := float64(k) * 0.28
			tip := point{side * r * (0.95 - 0.1*float64(k)), -r*0.6 + r*1.1*a}
			m.add(polygon(point{side * r * 0.1, -r * 0.3}, tip, point{side * r * 0.15, r * (-0.05 + 0.12*float64(k))}).under(at), s.pen, 1)
		}
	}
}

// monogram draws the first letter of a name on a filled square, disc or lozenge, white on dark.
func (s *sheet) monogram(m *mask, city string, h float64, under document.Affine) {
	r := h * 0.48
	switch s.r.IntN(3) {
	case 0:
		m.add(rectangle(-r, -r, r, r).under(under), s.pen, 1)
	case 1:
		m.add(ellipse(point{}, r, r).under(under), s.pen, 1)
	default:
		m.add(polygon(point{0, -r}, point{r, 0}, point{0, r}, point{-r, 0}).under(under), s.pen, 1)
	}
	letter := []rune(city)[0]
	face := []string{sansBold, serifBold, slabBold}[s.r.IntN(3)]
	g := s.book.face(face).glyph(letter)
	size := r * 1.2
	s.erase(m, g.outline.under(document.Affine{size, 0, 0, size, -g.advance * size / 2, size * 0.36}.Then(under)))
}

// swoosh draws curved bands that thin out, as modern signs have them.
func (s *sheet) swoosh(m *mask, h float64, under document.Affine) {
	n := 2 + s.r.IntN(3)
	for i := range n {
		r := h * (0.48 - 0.1*float64(i))
		start, span := s.between(0, 2*math.Pi), s.between(2, 4.5)
		var line []point
		for k := range 25 {
			sin, cos := math.Sincos(start + span*float64(k)/24)
			line = append(line, point{r * cos, r * sin * 0.9})
		}
		thick := h * s.between(0.05, 0.11)
		m.add(stroke(line, func(t float64) float64 { return thick * math.Sin(math.Pi*min(0.98, t*0.9+0.08)) }).under(under), s.pen, 1)
	}
}
