package marks

import (
	"cmp"
	"math"
	"slices"
)

// Found is what was found on a sheet. It is not changed once made.
type Found struct {
	Figures []Figure // from top to bottom, left to right
	p       *page
	odds    []Odds
	m       *Models
}

// Find looks for figures on a sheet. A sheet with too much ink to be taken apart, as one of dithered dots, gives none.
func Find(s *Sheet) *Found { return find(s, load()) }

func find(s *Sheet, m *Models) *Found {
	p, ok := read(s)
	if !ok {
		return &Found{p: p, m: m}
	}
	p.measure()
	return p.judge(p.index(), m)
}

// judge finds the figures of a page whose marks are measured.
func (p *page) judge(near *grid, m *Models) *Found {
	odds := p.sized(p.surrounded(m.Surrounded, p.alone(m.Alone), near))
	f := &Found{p: p, odds: odds, m: m, Figures: p.group(odds, near)}
	for i := range f.Figures {
		m.Figure.Probabilities(f.Figures[i].x, f.Figures[i].Odds[:])
	}
	f.unite()
	f.absorb(near)
	slices.SortStableFunc(f.Figures, func(a, b Figure) int {
		return cmp.Or(cmp.Compare(a.Box[1], b.Box[1]), cmp.Compare(a.Box[0], b.Box[0]))
	})
	return f
}

// unite joins figures of one kind of which one lies mostly on the other: pieces of one thing in two inks, as a stamp
// that is black where it was pressed hard. It joins the pieces of a line of a stamp, too.
func (f *Found) unite() {
	for i := 0; i < len(f.Figures); i++ {
		for k := i + 1; k < len(f.Figures); k++ {
			if !onEachOther(&f.Figures[i], &f.Figures[k]) && !f.oneLine(&f.Figures[i], &f.Figures[k]) {
				continue
			}
			g := Figure{Marks: slices.Concat(f.Figures[i].Marks, f.Figures[k].Marks), Box: f.Figures[i].Box.Union(f.Figures[k].Box)}
			slices.Sort(g.Marks)
			g.x = f.p.look(&g, f.odds)
			f.m.Figure.Probabilities(g.x, g.Odds[:])
			f.Figures[i] = g
			f.Figures = slices.Delete(f.Figures, k, k+1)
			k = i // the joined one may lie on others
		}
	}
}

func onEachOther(a, b *Figure) bool {
	kind := a.Odds.Best()
	if kind == Text || kind == Other || kind != b.Odds.Best() {
		return false
	}
	return 2*a.Box.Intersect(b.Box).Area() > min(a.Box.Area(), b.Box.Area())
}

// oneLine tells whether two stamps are pieces of one line, such as the day and the year of a date without a frame: no higher
// than the bands of a date stamp, of like height, level with each other and a blank apart.
func (f *Found) oneLine(a, b *Figure) bool {
	const highest, blank, like, level = 8, 1.5, 1.7, 0.6 // millimetres, then heights
	if a.Odds.Best() != Stamp || b.Odds.Best() != Stamp {
		return false
	}
	h, l := float64(max(a.Box.Height(), b.Box.Height())), float64(min(a.Box.Height(), b.Box.Height()))
	dx, _ := apart(a.Box, b.Box)
	shared := float64(min(a.Box[3], b.Box[3]) - max(a.Box[1], b.Box[1]))
	return h <= f.p.mm(highest) && h <= like*l && dx <= blank*h && shared >= level*l
}

// Reason is one measured argument for a figure's being what it is said to be, with its ordinary value in what is none.
type Reason struct {
	Text         string
	Value, Usual float64
}

// Reasons gives the measurements that speak loudest for figure i being of the given kind, at most three: those
// without which, at their usual value, its odds would fall most.
func (f *Found) Reasons(i int, kind Kind) []Reason {
	const most = 3
	g := &f.Figures[i]
	type voice struct {
		Reason
		says float64
	}
	var voices []voice
	x := slices.Clone(g.x)
	var odds Odds
	for _, s := range spoken {
		usual := neutral()[s.k]
		own := x[s.k]
		x[s.k] = usual
		f.m.Figure.Probabilities(x, odds[:])
		x[s.k] = own
		if says := logit(g.Odds[kind]) - logit(odds[kind]); says > 0.05 {
			voices = append(voices, voice{Reason{s.text, s.value(own), s.value(usual)}, says})
		}
	}
	slices.SortStableFunc(voices, func(a, b voice) int { return cmp.Compare(b.says, a.says) })
	var out []Reason
	for _, v := range voices[:min(most, len(voices))] {
		out = append(out, v.Reason)
	}
	return out
}

func logit(p float64) float64 {
	p = min(max(p, 1e-6), 1-1e-6)
	return math.Log(p / (1 - p))
}

// speech is how a feature is told to people.
type speech struct {
	k     int
	text  string
	value func(float32) float64
}

func plain(v float32) float64 { return float64(v) }
func power(v float32) float64 { return math.Exp2(float64(v)) }

// degrees is a slope as an angle; clockwise is positive.
func degrees(v float32) float64 { return math.Atan(float64(v)) * 180 / math.Pi }

var spoken = []speech{
	{int(Tint), "colour of the ink apart from the text's, CIELAB", plain},
	{int(Tone), "darkness of the ink against the text's", plain},
	{int(ToneSpread), "unevenness of the ink", plain},
	{int(Pen), "breadth of strokes against the text's", plain},
	{int(PenSpread), "spread of the breadth of strokes", plain},
	{int(Density), "ink in the box", plain},
	{int(Holes), "holes in the ink", plain},
	{int(Runs), "strokes across a row", plain},
	{int(Upright), "share of upright contour", plain},
	{int(LeanFarRight), "share of contour that leans far right", plain},
	{int(LeanRight), "share of contour that leans right", plain},
	{int(RadialRing), "ink along an ellipse", plain},
	{int(AtEdges), "ink along a frame", plain},
	{int(HeightMM), "height of the largest mark, mm", power},
	{int(WidthMM), "width of the largest mark, mm", power},
	{int(Height), "height against the text's letters", power},
	{int(Slope), "slope of the letters' feet, degrees", degrees},
	{int(Waver), "waver of the letters' feet", plain},
	{int(Mates), "marks in line with it", plain},
	{int(Flush), "marks that begin at its left edge", plain},
	{int(Held), "marks inside it", power},
	{int(Holder), "has a frame or ring around it", plain},
	{int(X), "place from the left", plain},
	{int(Y), "place from the top", plain},
	{figWidth, "width, mm", power},
	{figHeight, "height, mm", power},
	{figMarks, "marks", power},
	{figDensity, "ink in the whole box", plain},
	{figSlope, "slope, degrees", degrees},
	{figFrame, "share of the box that a frame or ring takes in", plain},
	{figStrange, "typed ink inside, in its own", power},
	{figBelow, "distance to the text below, mm", plain},
	{figAbove, "distance to the text above, mm", plain},
}
