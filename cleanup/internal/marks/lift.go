package marks

import (
	"cmp"
	"math"
	"slices"

	"aktenkundig/document"
)

// Strokes is the ink of one figure, on the pixels of the sheet: 0 none, 1 its own, 2 the soft edge beside it.
type Strokes struct {
	Box  document.Box // of the sheet, holds all of them
	Pix  []uint8      // row by row
	Tone float64      // mean shade of the ink, 0 to 255
	Keep float64      // shade under which a pixel is typed ink below; 0 if typed ink is no darker
}

// Strokes gives the ink of figure i that can be taken off the page. Where black strokes run through typed lines, what
// lies in the lines stays: a line is told by the marks beside it, or by how often its rows change between ink and paper.
func (f *Found) Strokes(i int) Strokes { return f.strokes(i, false) }

// strokes is Strokes, with whole set also of what stays on the page.
func (f *Found) strokes(i int, whole bool) Strokes {
	p, g := f.p, &f.Figures[i]
	b := document.Box{max(0, g.Box[0]-1), max(0, g.Box[1]-1), min(p.W, g.Box[2]+1), min(p.H, g.Box[3]+1)}
	s := Strokes{Box: b, Pix: make([]uint8, b.Area())}
	lines := f.typed(g)
	dark, keep := f.textInk(g)
	s.Keep = keep
	sum, n := 0.0, 0.0
	for _, m := range g.Marks {
		for _, k := range p.marks[m].parts {
			if !whole && dark(k) {
				continue
			}
			var kept func(x, y int) bool
			if !whole {
				kept = f.kept(&p.parts[k], lines)
			}
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

// textInk tells which parts of a figure are typed letters by their ink: where the figure as a whole is clearly paler than
// the page's letters, a part as dark as these is one of them.
// keep is the shade under which even a pixel of a part that grew together with letters is theirs.
func (f *Found) textInk(g *Figure) (part func(int) bool, keep float64) {
	const paler, alike = 22, 0.4 // grey levels; of the way from the letters' tone to the figure's
	p := f.p
	tone := func(k int) float64 { return p.shape[k].core() }
	var all []stretch
	for _, m := range g.Marks {
		for _, k := range p.marks[m].parts {
			all = append(all, stretch{x: tone(k), n: p.shape[k].area})
		}
	}
	own := weightedMedian(all)
	if own-p.core < paler {
		return func(int) bool { return false }, 0
	}
	return func(k int) bool {
		q := &p.parts[k]
		return q.dye == black && p.lettersize(k) && tone(k) < p.core+alike*(own-p.core)
	}, p.core + 0.5*(own-p.core)
}

// weightedMedian is the x at which half of all n is reached.
func weightedMedian(all []stretch) float64 {
	slices.SortFunc(all, func(a, b stretch) int { return cmp.Compare(a.x, b.x) })
	total := 0.0
	for _, s := range all {
		total += s.n
	}
	left := total / 2
	for _, s := range all {
		if left -= s.n; left <= 0 {
			return s.x
		}
	}
	return 0
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

// typed gives the stretches of typed lines that run into a figure: those of typed marks inside it, or beside it at no more
// than a wide blank's distance, as far as the figure goes. A figure of one line's height lies in a line, not across it.
func (f *Found) typed(g *Figure) []document.Box {
	const blank = 4.5 // millimetres
	p := f.p
	if float64(g.Box.Height()) < 2.2*p.letter {
		return nil
	}
	own := make(map[int]bool, len(g.Marks))
	for _, m := range g.Marks {
		own[m] = true
	}
	var lines []document.Box
	for i := range p.marks {
		m := &p.marks[i]
		h := float64(m.Box.Height())
		if own[i] || f.odds[i][Text] < 0.6 || m.dye != black || h > 2*p.letter || h < 0.6*p.letter {
			continue
		}
		line := document.Box{g.Box[0], m.Box[1] - 1, g.Box[2], m.Box[3] + 1}
		dx, dy := apart(g.Box, m.Box)
		if dy == 0 && dx <= p.mm(blank) && !line.Intersect(g.Box).Empty() {
			lines = append(lines, line)
		}
	}
	return lines
}

// kept tells which pixels of a part stay on the page; nil if none do: a letter in a typed line, and what of a larger part,
// which can have grown together with letters, lies in one.
func (f *Found) kept(q *part, lines []document.Box) func(x, y int) bool {
	p := f.p
	if q.dye != black {
		return nil
	}
	var across []document.Box
	for _, l := range lines {
		if !l.Intersect(q.box).Empty() {
			across = append(across, l)
		}
	}
	large := float64(q.box.Height()) >= 1.6*p.letter || float64(q.box.Width()) >= 4*p.letter
	if !large { // a letter is typed or it is not
		for _, l := range across {
			if l.ContainsCentre(q.box) {
				return func(int, int) bool { return true }
			}
		}
		return nil
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

// busy looks for typed letters grown together with a part, in windows of five letter heights' width: rows with at
// least three strokes for two letters' width, for at least half a letter's height on end. Frames, rings and pens have few.
func (p *page) busy(q *part) *busyMap {
	b := &busyMap{x0: q.box[0], y0: q.box[1], side: max(8, int(5*p.letter))}
	b.w = (q.box.Width()-1)/b.side + 1
	h := q.box.Height()
	count := make([]int, b.w*h)
	for _, r := range q.runs {
		count[(int(r.y)-b.y0)*b.w+(int(r.x0)-b.x0)/b.side]++
	}
	b.on = make([]bool, len(count))
	enough := 1.6 * float64(b.side) / p.letter
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

// Letters gives the ink of figure i that may be letters, without frames, rings, rules and what is written along a ring, and
// by how many degrees, clockwise, its lines lean; ok is false where there are none.
func (f *Found) Letters(i int) (s Strokes, lean float64, ok bool) {
	p, g := f.p, &f.Figures[i]
	s = f.strokes(i, true)
	var parts []int
	var drop []int
	for _, m := range g.Marks {
		for _, k := range p.marks[m].parts {
			if p.marks[m].wide || p.lined(k) {
				drop = append(drop, k)
			} else {
				parts = append(parts, k)
			}
		}
	}
	lean = f.lean(g, parts)
	if ring, ok := f.ring(g); ok {
		parts, drop = p.across(ring, lean, parts, drop)
	}
	letters := 0
	for _, k := range parts {
		if float64(p.parts[k].box.Height()) > p.mm(1) {
			letters++
		}
	}
	for _, k := range drop {
		for _, r := range p.parts[k].runs {
			for x := int(r.x0); x < int(r.x1); x++ {
				s.Pix[(int(r.y)-s.Box[1])*s.Box.Width()+x-s.Box[0]] = 0
			}
		}
	}
	for i, v := range s.Pix {
		if v == 2 {
			s.Pix[i] = 0
		}
	}
	p.soften(&s)
	return s, lean, letters >= 2
}

// lined tells whether a part is a line or too large for a letter.
func (p *page) lined(k int) bool {
	w, h := float64(p.parts[k].box.Width()), float64(p.parts[k].box.Height())
	return max(w, h) > p.mm(14) || max(w, h) > 8*min(w, h) && max(w, h) > p.mm(6)
}

// ring is the box of the largest ring of a figure.
func (f *Found) ring(g *Figure) (b document.Box, ok bool) {
	for _, i := range g.Marks {
		m := &f.p.marks[i]
		if m.wide && m.x[RadialRing] > 0.55 && m.Box.Area() > b.Area() {
			b, ok = m.Box, true
		}
	}
	return b, ok
}

// across keeps of the parts inside a ring those that stand on its middle, as dates do; what runs along the ring cannot be
// read.
func (p *page) across(ring document.Box, lean float64, parts, drop []int) (kept, dropped []int) {
	sin, cos := math.Sincos(lean * math.Pi / 180)
	cx, cy := float64(ring[0]+ring[2])/2, float64(ring[1]+ring[3])/2
	half := 0.33 * float64(min(ring.Width(), ring.Height())) / 2
	for _, k := range parts {
		b := p.parts[k].box
		x, y := float64(b[0]+b[2])/2-cx, float64(b[1]+b[3])/2-cy
		if math.Abs(y*cos-x*sin) < half {
			kept = append(kept, k)
		} else {
			drop = append(drop, k)
		}
	}
	return kept, drop
}

// lean is the angle of a figure's lines: of those under which its words' feet stand, and of none, the one that gives the
// clearest rows.
func (f *Found) lean(g *Figure, parts []int) float64 {
	p := f.p
	at := p.ink(parts)
	best, lean := -1.0, 0.0
	try := func(a float64) {
		if v := clarity(at, a) * (1 - 0.002*math.Abs(a)); v > best {
			best, lean = v, a
		}
	}
	try(0)
	for _, i := range g.Marks {
		if m := &p.marks[i]; len(m.parts) >= 3 && !m.wide {
			a := math.Atan(float64(m.x[Slope])) * 180 / math.Pi
			for _, d := range []float64{-2, -1, 0, 1, 2} {
				try(a + d)
			}
		}
	}
	return lean
}

// stretch is ink at a place: the middle of a run and its length.
type stretch struct{ x, y, n float64 }

func (p *page) ink(parts []int) []stretch {
	var at []stretch
	for _, k := range parts {
		for _, r := range p.parts[k].runs {
			at = append(at, stretch{float64(r.x0+r.x1) / 2, float64(r.y), float64(r.x1 - r.x0)})
		}
	}
	return at
}

// clarity is how much the ink of rows under an angle changes from row to row (W. Postl, Detection of linear oblique
// structures and skew scan in digitized documents, 1986). Rows are two pixels high, and ink is shared between two of them.
func clarity(at []stretch, degrees float64) float64 {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	low, high := math.Inf(1), math.Inf(-1)
	for _, q := range at {
		y := (q.y*cos - q.x*sin) / 2
		low, high = min(low, y), max(high, y)
	}
	if len(at) == 0 {
		return 0
	}
	rows := make([]float64, int(high-low)+3)
	for _, q := range at {
		y := (q.y*cos-q.x*sin)/2 - low
		n := int(y)
		rows[n] += q.n * (1 - y + float64(n))
		rows[n+1] += q.n * (y - float64(n))
	}
	sum := 0.0
	for i := 1; i < len(rows); i++ {
		d := rows[i] - rows[i-1]
		sum += d * d
	}
	return sum
}
