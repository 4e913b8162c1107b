package memogen

import (
	"math"

	"aktenkundig/document"
)

// signature draws a name of so many letters as a hand in a hurry writes it: a large capital, loops that flatten out, a flourish. Its
// left end on the line is at p, its height about that of h pixels.
func (s *sheet) signature(letters int, p point, width, h float64, ink [3]float64) {
	m := s.canvas(p.x-width*0.4, p.y-h*2.2, p.x+width*1.7, p.y+h*1.6)
	if m.box.Empty() {
		return
	}
	slant := s.between(-0.1, 0.5)
	rise := s.between(-12, 3)
	under := document.Affine{1, 0, -slant, 1, p.x, p.y}.Then(rotation(rise, p)).Then(s.toScan)
	press := s.mm(s.between(0.25, 0.75))
	x := 0.0
	parts := 1 + s.r.IntN(2)
	if s.chance(12) { // a title, a first name, a last name
		parts = 3
	}
	for part := range parts {
		var line []point
		line, x = s.scrawl(x, width/float64(parts), h, letters/parts)
		s.trace(m, line, press, under)
		x += s.between(-0.05, 0.12) * width
		if part == parts-1 {
			s.flourish(m, x, width, h, press, under)
		}
	}
	s.add(document.Signature, m, ink, "", "")
}

// scrawl gives the points of one run of the pen from x on and where it ends.
func (s *sheet) scrawl(x, width, h float64, letters int) ([]point, float64) {
	start := x
	// The capital: up, over and down through the line, in one of several shapes.
	line := s.capital(x, h)
	x += h * s.between(0.5, 0.9)
	n := max(3, min(letters, 9))
	step := (width - (x - start)) / float64(n)
	step = max(step, h*0.12)
	fade := s.between(0.5, 1)
	calm := s.chance(20) // little more than a wave
	for i := range n {
		tall := s.between(0.12, 0.38)
		if s.chance(28) && !calm {
			tall = s.between(0.7, 1.25)
		}
		low := s.between(-0.05, 0.12)
		if s.chance(15) {
			low = s.between(0.35, 0.8)
		}
		flat := 1 - fade*float64(i)/float64(n)*0.75
		line = append(line, point{x + step*s.between(0.1, 0.35), low * h * flat})
		line = append(line, point{x + step*s.between(0.4, 0.75), -tall * h * flat})
		if tall > 0.6 { // a loop turns back
			line = append(line, point{x + step*s.between(0.1, 0.3), -tall * h * flat * 0.8})
		}
		x += step
	}
	line = append(line, point{x + step*s.between(0.3, 1.5), s.between(-0.25, 0.2) * h})
	return spline(line, 9), x
}

func (s *sheet) capital(x, h float64) []point {
	shapes := [][]point{
		{{0, 0}, {0.15, -1.1}, {0.3, -1.2}, {0.25, -0.2}, {0.1, 0.3}, {-0.15, 0.1}, {0.4, -0.5}, {0.8, -0.1}},
		{{0.1, -1}, {0.05, 0.1}, {0.0, -0.9}, {0.45, -1.25}, {0.6, -0.8}, {0.15, -0.5}, {0.65, 0.05}},
		{{0.6, -0.95}, {0.25, -1.2}, {0.05, -0.8}, {0.45, -0.45}, {0.35, 0.05}, {-0.1, -0.05}, {0.7, -0.15}},
		{{0, 0.05}, {0.3, -1.3}, {0.6, 0.1}, {0.45, -0.4}, {0.1, -0.35}, {0.75, -0.3}},
		{{0.5, -1.1}, {0.1, -0.7}, {0.1, -0.1}, {0.55, 0.05}, {0.7, -0.4}, {0.35, -0.5}, {0.8, 0}},
	}
	shape := shapes[s.r.IntN(len(shapes))]
	size := h * s.between(0.9, 1.5)
	out := make([]point, len(shape))
	for i, p := range shape {
		out[i] = point{x + (p.x+s.r.NormFloat64()*0.05)*size, (p.y + s.r.NormFloat64()*0.06) * size}
	}
	return out
}

func (s *sheet) flourish(m *mask, x, width, h, press float64, under document.Affine) {
	switch s.r.IntN(6) {
	case 4: // struck through by a long stroke
		line := []point{{-0.1 * width, 0.05 * h}, {0.3 * width, -0.25 * h}, {x, -0.4 * h}, {x + 0.2*width, -0.5 * h}}
		s.trace(m, spline(line, 12), press, under)
	case 0: // underlined from right to left and back
		line := []point{{x, 0.1 * h}, {x + 0.1*width, 0.4 * h}, {x - 0.6*width, 0.55 * h}, {x - 0.2*width, 0.5 * h}, {x + 0.3*width, 0.35 * h}}
		s.trace(m, spline(line, 12), press, under)
	case 1: // a long tail
		line := []point{{x, 0}, {x + 0.15*width, -0.15 * h}, {x + 0.35*width, 0.05 * h}, {x + 0.55*width, -0.1 * h}}
		s.trace(m, spline(line, 12), press, under)
	case 2: // a dot
		m.add(dot(point{x + 0.05*width, -0.02 * h}, press).under(under), s.pen, 1)
	}
}

// trace draws a line with a pen that presses harder where it goes slowly and thins out at the end.
func (s *sheet) trace(m *mask, line []point, press float64, under document.Affine) {
	phase, swing := s.between(0, 6), s.between(0.15, 0.45)
	width := func(t float64) float64 {
		w := press * (1 + swing*math.Sin(phase+t*23) + swing*0.5*math.Sin(phase*2+t*57))
		return max(w*min(1, 12*t+0.4)*min(1, 6*(1-t)+0.25), press*0.25)
	}
	m.add(stroke(line, width).under(under), s.pen, 1)
}

// margin writes a note by hand, one line below the other, from p on; it climbs or falls a little.
func (s *sheet) margin(lines []string, p point, size float64, ink [3]float64) {
	name := []string{brushHand, roundHand, printHand, printHand}[s.r.IntN(4)]
	if name == brushHand {
		size *= 1.5
	}
	wide := 0.0
	for _, l := range lines {
		wide = max(wide, s.length(name, l, size, 0))
	}
	tilt := s.between(-9, 5)
	m := s.canvas(p.x-size, p.y-size*2-wide*0.2, p.x+wide+size, p.y+size*1.3*float64(len(lines))+wide*0.2)
	if m.box.Empty() {
		return
	}
	f := s.book.face(name)
	text := ""
	for i, l := range lines {
		x := 0.0
		for _, r := range l {
			g := f.glyph(r)
			y := float64(i)*size*1.15 + s.r.NormFloat64()*size*0.025
			grow := size * s.between(0.94, 1.08)
			place := document.Affine{grow, 0, 0, grow, x, y}.Then(rotation(s.r.NormFloat64()*2.5, point{x, y}))
			m.add(g.outline.under(place.Then(document.Affine{1, 0, 0, 1, p.x, p.y}).Then(rotation(tilt, p)).Then(s.toScan)), s.pen, 1)
			x += g.advance * size
		}
		text += l + " "
	}
	s.add(document.Handwriting, m, ink, text[:len(text)-1], "")
}

// underline draws a line by hand below a box of the page; wavy now and then.
func (s *sheet) underline(b document.Box, ink [3]float64) {
	x0, x1, y := float64(b[0]), float64(b[2]), float64(b[3])+s.mm(0.3)
	m := s.canvas(x0-s.mm(3), y-s.mm(3), x1+s.mm(3), y+s.mm(3))
	var line []point
	wave := 0.0
	if s.chance(25) {
		wave = s.mm(0.5)
	}
	tilt := s.between(-0.012, 0.012) * (x1 - x0)
	for x := x0 - s.mm(s.between(0, 1.5)); x < x1+s.mm(1); x += s.mm(1.2) {
		t := (x - x0) / (x1 - x0)
		line = append(line, point{x, y + tilt*t + wave*math.Sin(x/s.mm(0.9)) + s.r.NormFloat64()*s.mm(0.07)})
	}
	s.trace(m, spline(line, 5), s.mm(s.between(0.3, 0.6)), s.toScan)
	s.add(document.Handwriting, m, ink, "", "")
}

// tick draws a check mark with its corner at p.
func (s *sheet) tick(p point, size float64, ink [3]float64) {
	m := s.canvas(p.x-size, p.y-size*2, p.x+size*2, p.y+size)
	line := []point{{p.x - size*0.4, p.y - size*0.4}, {p.x, p.y}, {p.x + size*s.between(0.6, 1.2), p.y - size*s.between(1, 1.6)}}
	s.trace(m, spline(line, 8), s.mm(s.between(0.35, 0.7)), s.toScan)
	s.add(document.Handwriting, m, ink, "", "")
}

// bar draws a line down the margin beside some lines of text.
func (s *sheet) bar(x, y0, y1 float64, ink [3]float64) {
	m := s.canvas(x-s.mm(4), y0-s.mm(3), x+s.mm(4), y1+s.mm(3))
	var line []point
	for y := y0; y < y1; y += s.mm(4) {
		line = append(line, point{x + s.r.NormFloat64()*s.mm(0.25), y})
	}
	s.trace(m, spline(line, 6), s.mm(s.between(0.35, 0.6)), s.toScan)
	s.add(document.Handwriting, m, ink, "", "")
}
