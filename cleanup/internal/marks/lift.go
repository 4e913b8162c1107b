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

// Own gives all the ink of figure i, also what stays on the page.
func (f *Found) Own(i int) Strokes { return f.strokes(i, true) }

// strokes is Strokes, with whole set also of what stays on the page.
func (f *Found) strokes(i int, whole bool) Strokes {
	p, g := f.p, &f.Figures[i]
	b := document.Box{max(0, g.Box[0]-1), max(0, g.Box[1]-1), min(p.W, g.Box[2]+1), min(p.H, g.Box[3]+1)}
	s := Strokes{Box: b, Pix: make([]uint8, b.Area())}
	lines := f.typed(g)
	dark, keep := f.textInk(g)
	s.Keep = keep
	sum, n := 0.0, 0.0
	set := f.set(g, whole)
	for _, m := range g.Marks {
		if set(m) {
			continue
		}
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

// set tells which marks of something written by hand are typed words that were taken for a piece of it: black, as high as the page's
// letters, of their pen and shade, and in line with a typed mark on either side. They stay on the page.
func (f *Found) set(g *Figure, whole bool) func(m int) bool {
	p := f.p
	own := make(map[int]bool, len(g.Marks))
	for _, m := range g.Marks {
		own[m] = true
	}
	if k := g.Odds.Best(); whole || k != Signature && k != Hand {
		return func(int) bool { return false }
	}
	return func(m int) bool {
		o := &p.marks[m]
		h := float64(o.Box.Height())
		likeText := o.dye == black && !o.wide && h > 0.5*p.letter && h < 1.6*p.letter && math.Abs(float64(o.x[Pen])-1) < 0.3 && o.x[Tone] < 0.3
		return likeText && f.between(m, own)
	}
}

// between tells whether a typed mark stands on the left and another on the right of mark m, each at most a wide blank away and on
// its line.
func (f *Found) between(m int, own map[int]bool) bool {
	p, b := f.p, f.p.marks[m].Box
	left, right := false, false
	for i := range p.marks {
		o := &p.marks[i]
		if own[i] || f.odds[i][Text] < 0.7 || o.dye != black {
			continue
		}
		c := o.Box
		level := math.Abs(float64(b[3]-c[3])) < 0.35*p.letter || math.Abs(float64(b[1]-c[1])) < 0.35*p.letter
		shared := float64(min(b[3], c[3]) - max(b[1], c[1]))
		if !level || shared < 0.5*float64(min(b.Height(), c.Height())) {
			continue
		}
		blank := 1.6 * p.letter
		left = left || c[2] <= b[0] && float64(b[0]-c[2]) < blank
		right = right || c[0] >= b[2] && float64(c[0]-b[2]) < blank
	}
	return left && right
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
	if float64(g.Box.Height()) < 2.2*p.letter || f.oneRow(g) {
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

// oneRow tells whether a figure is a stamp of one row of letters, such as a date without a frame: no higher than the bands of a
// date stamp, and most of its ink in parts of more than half its height.
func (f *Found) oneRow(g *Figure) bool {
	const highest, share = 8, 0.5 // millimetres, of the height
	if g.Odds.Best() != Stamp || float64(g.Box.Height()) > f.p.mm(highest) {
		return false
	}
	tall, all := 0, 0
	for _, m := range g.Marks {
		if f.p.marks[m].wide {
			return false
		}
		for _, k := range f.p.marks[m].parts {
			q := &f.p.parts[k]
			all += q.area
			if float64(q.box.Height()) > share*float64(g.Box.Height()) {
				tall += q.area
			}
		}
	}
	return 2*tall > all
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
