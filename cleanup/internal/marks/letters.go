package marks

import (
	"math"

	"aktenkundig/document"
)

// Letters is what a figure says, turned upright on pixels of the sheet's size: the ink of its lines of letters, without
// frames, rings, rules, emblems and what is written along a ring.
type Letters struct {
	W, H    int
	Lines   []Line          // from top to bottom
	ToSheet document.Affine // from the pixels here
	Tone    float64         // mean shade of the figure's ink, 0 to 255

	pix  []uint8 // row by row: what a pixel is
	ends []uint8 // beyond the ends of line v - 1: ink that grew together with a frame or ring, and may be a letter's
}

// Line is one line of letters. Its Box holds all of its ink; Height is that of its tall letters, in pixels.
type Line struct {
	Box    document.Box
	Height float64
	Wide   document.Box // Box and what lies beyond its ends, if ink of a frame is there that may hide a letter; else empty
}

// What a pixel of Letters can be; above mine, the ink of line v - mine - 1.
const (
	bare    uint8 = iota // paper, or ink too faint to tell
	foreign              // what is not to be read
	framing              // ink of the figure that belongs to a frame, a ring or a rule, and to what grew together with it
	mine                 // other ink of the figure
)

// mostLines is how many lines one figure can have.
const mostLines = 40

// Shows tells whether what is seen at the place (x, y) may be of line n: its ink, and what lies between it as far as it is no
// other ink, for worn letters go on where they are too faint to be told from paper.
func (l *Letters) Shows(x, y, n int) bool {
	if x < 0 || y < 0 || x >= l.W || y >= l.H {
		return false
	}
	v := l.pix[y*l.W+x]
	return v == bare || v == mine+1+uint8(n)
}

// Letters gives the lines of letters of figure i; ok is false where it has none. Ink in typed lines that stays on the page
// is left out unless it grew together with the figure's.
func (f *Found) Letters(i int) (l Letters, ok bool) {
	p, g := f.p, &f.Figures[i]
	s := f.strokes(i, true)
	f.others(g, &s)
	var parts []int
	typed := f.typed(g)
	for _, m := range g.Marks {
		for _, k := range p.marks[m].parts {
			switch {
			case f.ofLine(&p.parts[k], typed):
				s.paint(&p.parts[k], foreign<<4)
			case p.marks[m].wide || p.lined(k):
				s.paint(&p.parts[k], framing<<4)
			default:
				parts = append(parts, k)
			}
		}
	}
	l = p.upright(&s, f.lean(g, parts))
	if ring, ok := l.ring(); ok {
		l.across(ring)
	}
	high := p.heightOf(parts)
	l.dropRules(p.mm(9), max(p.mm(4), 1.8*high), p.mm(1.3))
	l.rows(p, high)
	return l, len(l.Lines) > 0
}

// ofLine tells whether a part is a letter of one of the typed lines: as high as the page's letters, and on the line.
func (f *Found) ofLine(q *part, lines []document.Box) bool {
	p := f.p
	h := float64(q.box.Height())
	if q.dye != black || h > 1.5*p.letter || float64(q.box.Width()) > 4*p.letter {
		return false
	}
	for _, l := range lines {
		if q.box[1] >= l[1]-1 && q.box[3] <= l[3]+1 {
			return true
		}
	}
	return false
}

// ShowsWide is Shows with the ink beyond the ends of the line.
func (l *Letters) ShowsWide(x, y, n int) bool {
	return l.Shows(x, y, n) || x >= 0 && y >= 0 && x < l.W && y < l.H && l.ends[y*l.W+x] == uint8(n)+1
}

// others marks the ink of what is not of figure g as foreign.
func (f *Found) others(g *Figure, s *Strokes) {
	own := make(map[int]bool, len(g.Marks))
	for _, m := range g.Marks {
		own[m] = true
	}
	for i := range f.p.marks {
		if m := &f.p.marks[i]; !own[i] && !m.Box.Intersect(s.Box).Empty() {
			for _, k := range m.parts {
				s.paint(&f.p.parts[k], foreign<<4)
			}
		}
	}
}

// paint gives the ink of a part another value.
func (s *Strokes) paint(q *part, v uint8) {
	w := s.Box.Width()
	for _, r := range q.runs {
		if y := int(r.y); y >= s.Box[1] && y < s.Box[3] {
			for x := max(s.Box[0], int(r.x0)); x < min(s.Box[2], int(r.x1)); x++ {
				s.Pix[(y-s.Box[1])*w+x-s.Box[0]] = v
			}
		}
	}
}

// lined tells whether a part is a line or too large for a letter.
func (p *page) lined(k int) bool {
	w, h := float64(p.parts[k].box.Width()), float64(p.parts[k].box.Height())
	return max(w, h) > p.mm(14) || max(w, h) > 8*min(w, h) && max(w, h) > p.mm(6)
}

// heightOf is the median height of those parts that can be letters, in pixels; 0 without any.
func (p *page) heightOf(parts []int) float64 {
	var heights []float64
	for _, k := range parts {
		if h := float64(p.parts[k].box.Height()); h > p.mm(1) {
			heights = append(heights, h)
		}
	}
	return median(heights)
}

// upright turns strokes by lean degrees anticlockwise.
func (p *page) upright(s *Strokes, lean float64) Letters {
	sin, cos := math.Sincos(-lean * math.Pi / 180)
	cx, cy := float64(s.Box[0]+s.Box[2])/2, float64(s.Box[1]+s.Box[3])/2
	turn := document.Affine{1, 0, 0, 1, -cx, -cy}.Then(document.Affine{cos, sin, -sin, cos, 0, 0})
	r := turn.Box(s.Box)
	back, _ := turn.Then(document.Affine{1, 0, 0, 1, float64(-r[0]), float64(-r[1])}).Inverse() // a turn has one
	l := Letters{W: r.Width(), H: r.Height(), ToSheet: back, Tone: s.Tone, pix: make([]uint8, r.Area())}
	for y := range l.H {
		for x := range l.W {
			u, v := back.Apply(float64(x)+0.5, float64(y)+0.5)
			sx, sy := int(math.Floor(u)), int(math.Floor(v))
			if sx < s.Box[0] || sy < s.Box[1] || sx >= s.Box[2] || sy >= s.Box[3] {
				continue
			}
			switch v := s.Pix[(sy-s.Box[1])*s.Box.Width()+sx-s.Box[0]]; v {
			case 1:
				l.pix[y*l.W+x] = mine
			case framing << 4, foreign << 4:
				l.pix[y*l.W+x] = v >> 4
			}
		}
	}
	return l
}
