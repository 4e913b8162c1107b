package marks

import (
	"math"

	"aktenkundig/document"
)

// Strokes is the ink of one figure, on the pixels of the sheet: 0 none, 1 its own, 2 the soft edge beside it.
type Strokes struct {
	Box  document.Box // of the sheet, holds all of them
	Pix  []uint8      // row by row
	Tone float64      // mean shade of the ink, 0 to 255
}

// Strokes gives the ink of figure i that can be taken off the page. Where black strokes run through typed lines, what
// lies in the lines stays: a line is told by the marks beside it, or by how often its rows change between ink and paper.
func (f *Found) Strokes(i int) Strokes {
	p, g := f.p, &f.Figures[i]
	b := document.Box{max(0, g.Box[0]-1), max(0, g.Box[1]-1), min(p.W, g.Box[2]+1), min(p.H, g.Box[3]+1)}
	s := Strokes{Box: b, Pix: make([]uint8, b.Area())}
	lines := f.typed(g)
	sum, n := 0.0, 0.0
	for _, m := range g.Marks {
		for _, k := range p.marks[m].parts {
			kept := f.kept(&p.parts[k], lines)
			for _, r := range p.parts[k].runs {
				for x := int(r.x0); x < int(r.x1); x++ {
					if kept != nil && kept(x, int(r.y)) {
						continue
					}
					s.Pix[(int(r.y)-b[1])*b.Width()+x-b[0]] = 1
					sum += float64(p.shade[int(r.y)*p.W+x])
					n++
				}
			}
		}
	}
	s.Tone = sum / max(1, n)
	p.soften(&s)
	return s
}

// soften marks the paper beside the strokes, where their edges fade.
func (p *page) soften(s *Strokes) {
	w, h := s.Box.Width(), s.Box.Height()
	for y := range h {
		for x := range w {
			if s.Pix[y*w+x] != 0 || p.layer[(y+s.Box[1])*p.W+x+s.Box[0]] != paper {
				continue
			}
			for v := max(0, y-1); v < min(h, y+2); v++ {
				for u := max(0, x-1); u < min(w, x+2); u++ {
					if s.Pix[v*w+u] == 1 {
						s.Pix[y*w+x] = 2
					}
				}
			}
		}
	}
}

// typed gives the boxes of typed marks in and near a figure, stretched to both sides: the lines that it may cross.
func (f *Found) typed(g *Figure) []document.Box {
	p := f.p
	var lines []document.Box
	far := int(p.mm(12))
	own := make(map[int]bool, len(g.Marks))
	for _, m := range g.Marks {
		own[m] = true
	}
	for i := range p.marks {
		m := &p.marks[i]
		if own[i] || f.odds[i][Text] < 0.6 || m.dye != black || float64(m.Box.Height()) > 2*p.letter || float64(m.Box.Height()) < 0.6*p.letter {
			continue
		}
		line := document.Box{m.Box[0] - far, m.Box[1] - 1, m.Box[2] + far, m.Box[3] + 1}
		if !line.Intersect(g.Box).Empty() {
			lines = append(lines, line)
		}
	}
	return lines
}

// kept tells which pixels of a part stay on the page; nil if none do. Only a part that is much larger than letters
// can have grown together with some.
func (f *Found) kept(q *part, lines []document.Box) func(x, y int) bool {
	p := f.p
	if q.dye != black || float64(q.box.Height()) < 1.6*p.letter && float64(q.box.Width()) < 4*p.letter {
		return nil
	}
	var across []document.Box
	for _, l := range lines {
		if !l.Intersect(q.box).Empty() {
			across = append(across, l)
		}
	}
	busy := p.busy(q)
	if len(across) == 0 && busy == nil {
		return nil
	}
	return func(x, y int) bool {
		if busy != nil && busy.at(x, y) {
			return true
		}
		for _, l := range across {
			if x >= l[0] && x < l[2] && y >= l[1] && y < l[3] {
				return true
			}
		}
		return false
	}
}

// busyMap says where in a part's box rows change between ink and paper as often as typed letters do.
type busyMap struct {
	x0, y0, side, w int
	on              []bool // by row and column of windows
}

func (b *busyMap) at(x, y int) bool { return b.on[(y-b.y0)*b.w+(x-b.x0)/b.side] }

// busy looks for typed letters grown together with a part, in windows of eight letter heights' width: rows with at
// least one stroke a letter's width, for at least half a letter's height on end. Frames, rings and pens have few.
func (p *page) busy(q *part) *busyMap {
	b := &busyMap{x0: q.box[0], y0: q.box[1], side: max(8, int(5*p.letter))}
	b.w = (q.box.Width()-1)/b.side + 1
	h := q.box.Height()
	count := make([]int, b.w*h)
	for _, r := range q.runs {
		count[(int(r.y)-b.y0)*b.w+(int(r.x0)-b.x0)/b.side]++
	}
	b.on = make([]bool, len(count))
	enough := 0.9 * float64(b.side) / p.letter
	tall := max(3, int(0.45*p.letter))
	any := false
	for c := range b.w {
		start := -1
		for y := 0; y <= h; y++ {
			if y < h && float64(count[y*b.w+c]) >= enough {
				if start < 0 {
					start = y
				}
				continue
			}
			if start >= 0 && y-start >= tall {
				any = true
				above, below := int(0.5*p.letter), int(0.4*p.letter) // ascenders and descenders
				for v := max(0, start-above); v < min(h, y+below); v++ {
					b.on[v*b.w+c] = true
				}
			}
			start = -1
		}
	}
	if !any {
		return nil
	}
	return b
}

// Boxes gives the boxes of the figure's marks, in pixels of the sheet.
func (f *Found) Boxes(i int) []document.Box {
	var out []document.Box
	for _, m := range f.Figures[i].Marks {
		out = append(out, f.p.marks[m].Box)
	}
	return out
}

// Letters gives the ink of figure i that may be letters, without frames, rings and rules, and by how many degrees,
// clockwise, its lines lean; ok is false where there are none.
func (f *Found) Letters(i int) (s Strokes, lean float64, ok bool) {
	p, g := f.p, &f.Figures[i]
	s = f.Strokes(i)
	var at [][2]float64
	for _, m := range g.Marks {
		for _, k := range p.marks[m].parts {
			q := &p.parts[k]
			w, h := float64(q.box.Width()), float64(q.box.Height())
			if p.marks[m].wide || max(w, h) > p.mm(14) || max(w, h) > 8*min(w, h) && max(w, h) > p.mm(6) {
				for _, r := range q.runs {
					for x := int(r.x0); x < int(r.x1); x++ {
						s.Pix[(int(r.y)-s.Box[1])*s.Box.Width()+x-s.Box[0]] = 0
					}
				}
				continue
			}
			if h < p.mm(0.8) {
				continue
			}
			for _, r := range q.runs {
				at = append(at, [2]float64{float64(r.x0+r.x1) / 2, float64(r.y)})
			}
		}
	}
	if len(at) < 40 {
		return s, 0, false
	}
	return s, leanOf(at), true
}

// leanOf finds the angle under which points stand in the clearest rows: the one whose profile changes most from row to
// row (W. Postl, Detection of linear oblique structures and skew scan in digitized documents, 1986).
func leanOf(at [][2]float64) float64 {
	best, lean := -1.0, 0.0
	try := func(a float64) {
		if v := clarity(at, a); v > best {
			best, lean = v, a
		}
	}
	for a := -44.0; a <= 44; a += 2 {
		try(a)
	}
	for _, step := range []float64{0.5} {
		mid := lean
		for d := -1.5; d <= 1.5; d += step {
			try(mid + d)
		}
	}
	return lean
}

func clarity(at [][2]float64, degrees float64) float64 {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	rows := map[int]float64{}
	low, high := math.MaxInt32, math.MinInt32
	for _, q := range at {
		y := int(math.Floor(q[1]*cos - q[0]*sin))
		rows[y]++
		low, high = min(low, y), max(high, y)
	}
	sum := 0.0
	for y := low; y <= high+1; y++ {
		d := rows[y] - rows[y-1]
		sum += d * d
	}
	return sum - 1e-3*math.Abs(degrees)
}
