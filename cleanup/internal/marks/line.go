package marks

import "aktenkundig/document"

// UprightLine is the length, in millimetres, of the longest upright line of ink that runs through a box of the sheet, also
// beyond it. A line may wander by a pixel a row and be broken for a pixel.
func (s *Sheet) UprightLine(b document.Box) float64 {
	b = b.Intersect(document.Box{0, 0, s.W, s.H})
	if b.Empty() {
		return 0
	}
	y := (b[1] + b[3]) / 2
	best := 0
	for x := b[0]; x < b[2]; x++ {
		if s.layer[y*s.W+x] != paper {
			best = max(best, 1+s.follow(x, y, -1)+s.follow(x, y, 1))
		}
	}
	return float64(best) / s.mm(1)
}

// follow counts the rows a line goes on from (x, y), up or down.
func (s *Sheet) follow(x, y, step int) int {
	n, missed := 0, 0
	for v := y + step; v >= 0 && v < s.H; v += step {
		switch {
		case s.layer[v*s.W+x] != paper:
		case x > 0 && s.layer[v*s.W+x-1] != paper:
			x--
		case x+1 < s.W && s.layer[v*s.W+x+1] != paper:
			x++
		default:
			missed++
			if missed > 1 {
				return n
			}
			continue
		}
		missed = 0
		n = max(v-y, y-v)
	}
	return n
}

// TickBox tells whether a box of the sheet holds a printed square to tick, of two to seven millimetres, ticked or not: ink
// runs along all four edges.
func (s *Sheet) TickBox(b document.Box) bool {
	b = b.Intersect(document.Box{0, 0, s.W, s.H})
	if b.Empty() {
		return false
	}
	w, h := float64(b.Width()), float64(b.Height())
	if min(w, h) < s.mm(1.6) || max(w, h) > s.mm(8) {
		return false
	}
	b, ok := s.shrink(b)
	w, h = float64(b.Width()), float64(b.Height())
	if !ok || min(w, h) < s.mm(1.6) || max(w, h) > s.mm(7) || w > 1.3*h || h > 1.3*w {
		return false
	}
	return s.edge(b, 0) > 0.85 && s.edge(b, 1) > 0.85 && s.edge(b, 2) > 0.85 && s.edge(b, 3) > 0.85
}

// shrink narrows a box to its ink.
func (s *Sheet) shrink(b document.Box) (in document.Box, ok bool) {
	in = document.Box{s.W, s.H, 0, 0}
	for y := b[1]; y < b[3]; y++ {
		for x := b[0]; x < b[2]; x++ {
			if s.layer[y*s.W+x] != paper {
				in = document.Box{min(in[0], x), min(in[1], y), max(in[2], x+1), max(in[3], y+1)}
			}
		}
	}
	return in, !in.Empty()
}

// edge is the share of one edge of a box (left, top, right, bottom) along which ink lies within two pixels.
func (s *Sheet) edge(b document.Box, side int) float64 {
	n, ink := 0, 0
	inked := func(x, y int) bool {
		return x >= 0 && y >= 0 && x < s.W && y < s.H && s.layer[y*s.W+x] != paper
	}
	if side%2 == 0 {
		x := b[0]
		step := 1
		if side == 2 {
			x, step = b[2]-1, -1
		}
		for y := b[1]; y < b[3]; y++ {
			n++
			if inked(x, y) || inked(x+step, y) {
				ink++
			}
		}
	} else {
		y := b[1]
		step := 1
		if side == 3 {
			y, step = b[3]-1, -1
		}
		for x := b[0]; x < b[2]; x++ {
			n++
			if inked(x, y) || inked(x, y+step) {
				ink++
			}
		}
	}
	return float64(ink) / float64(max(1, n))
}
