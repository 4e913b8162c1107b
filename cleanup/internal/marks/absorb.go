package marks

import (
	"math"
	"slices"

	"aktenkundig/document"
)

// absorb gives stamps and logos those marks of their own ink that were taken for text: single letters that stand wide apart,
// and worn ones. A mark belongs to a figure if it lies in it and in no typed line that comes in from outside, or if it goes on a
// line of its letters at a letter's distance.
func (f *Found) absorb(near *grid) {
	owned := make(map[int]bool)
	for i := range f.Figures {
		for _, m := range f.Figures[i].Marks {
			owned[m] = true
		}
	}
	for i := range f.Figures {
		g := &f.Figures[i]
		if k := g.Odds.Best(); k != Stamp && k != Logo {
			continue
		}
		for again := true; again; {
			again = false
			for _, k := range near.near(f.p, g.Box, int(2*f.p.letter)) {
				if m := int(k); !owned[m] && f.fits(g, m, near) {
					owned[m], again = true, true
					g.Marks = append(g.Marks, m)
					g.Box = g.Box.Union(f.p.marks[m].Box)
				}
			}
		}
		slices.Sort(g.Marks)
	}
}

// fits tells whether mark m belongs to figure g.
func (f *Found) fits(g *Figure, m int, near *grid) bool {
	o := &f.p.marks[m]
	if o.wide || !f.sameInk(g, m) {
		return false
	}
	if g.Box.ContainsCentre(o.Box) {
		return o.dye == coloured || !f.inTypedLine(g, m, near)
	}
	const unsure = 0.9 // of being text
	return f.odds[m][Text] < unsure && f.goesOn(g, m) && !f.inTypedLine(g, m, near)
}

// sameInk tells whether mark m may be of the ink of most of figure g: of its colour, or of about its shade where that is not the
// text's.
func (f *Found) sameInk(g *Figure, m int) bool {
	p, o := f.p, &f.p.marks[m]
	own := -1 // the largest mark of m's dye
	for _, k := range g.Marks {
		if p.marks[k].dye == o.dye && (own < 0 || p.marks[k].area > p.marks[own].area) {
			own = k
		}
	}
	if own < 0 || !alike(o, &p.marks[own]) {
		return false
	}
	const paler = 22 // as in textInk
	tone := float64(p.marks[own].x[Tone])
	return o.dye == coloured || tone < paler/64.0 || float64(o.x[Tone]) > tone/2
}

// goesOn tells whether mark m stands beside a mark of g, about as high and not farther from it than letters are.
func (f *Found) goesOn(g *Figure, m int) bool {
	b := f.p.marks[m].Box
	for _, k := range g.Marks {
		o := f.p.marks[k].Box
		if f.p.marks[k].wide {
			continue
		}
		h, l := float64(b.Height()), float64(o.Height())
		dx, _ := apart(b, o)
		shared := float64(min(b[3], o[3]) - max(b[1], o[1]))
		if h < 1.5*l && l < 2.2*h && shared > 0.5*math.Min(h, l) && dx < 0.6*l {
			return true
		}
	}
	return false
}

// inTypedLine tells whether a typed mark that is not inside figure g stands in one line with mark m, at no more than a wide blank's
// distance from it or the figure.
func (f *Found) inTypedLine(g *Figure, m int, near *grid) bool {
	const blank = 4.5 // millimetres
	p, b := f.p, f.p.marks[m].Box
	line := document.Box{min(b[0], g.Box[0]), b[1], max(b[2], g.Box[2]), b[3]}
	for _, k := range near.near(p, line, int(p.mm(blank))) {
		o := &p.marks[k]
		if int(k) == m || g.Box.ContainsCentre(o.Box) || f.odds[k][Text] < 0.6 || o.dye != black || slices.Contains(g.Marks, int(k)) {
			continue
		}
		h := float64(min(b.Height(), o.Box.Height()))
		dx, _ := apart(line, o.Box)
		if shared := float64(min(b[3], o.Box[3]) - max(b[1], o.Box[1])); shared > 0.5*h && dx < p.mm(blank) {
			return true
		}
	}
	return false
}
