package marks

import (
	"math"

	"aktenkundig/cleanup/internal/trees"
)

// Kind is what a mark or a figure is.
type Kind int

// The kinds. Other is what handling and scanning leave: borders, holes, streaks, specks, pictures.
const (
	Text Kind = iota
	Stamp
	Signature
	Hand
	Logo
	Other
	Kinds // how many there are
)

// Odds says how likely a mark or figure is of each kind; they add up to 1.
type Odds [Kinds]float64

// Best is the likeliest kind.
func (o Odds) Best() Kind {
	best := Text
	for k, v := range o {
		if v > o[best] {
			best = Kind(k)
		}
	}
	return best
}

// Surrounded is how many features a mark has once its neighbours have been judged: its own, then the odds of itself,
// of what lies around, of its mates in line, of what holds it, and of what it holds.
const Surrounded = int(Features) + 5*int(Kinds)

// Models are the trained models: one sees each mark by itself, the next also what the first makes of its neighbours,
// the last sees whole figures.
type Models struct{ Alone, Surrounded, Figure *trees.Model }

// alone judges each mark by itself.
func (p *page) alone(m *trees.Model) []Odds {
	odds := make([]Odds, len(p.marks))
	for i := range p.marks {
		m.Probabilities(p.marks[i].x[:], odds[i][:])
	}
	return odds
}

// surrounded judges each mark again, knowing what was made of its neighbours.
func (p *page) surrounded(m *trees.Model, odds []Odds, g *grid) []Odds {
	out := make([]Odds, len(p.marks))
	for i := range p.marks {
		m.Probabilities(p.context(i, odds, g), out[i][:])
	}
	return out
}

// largestStamp is what no stamp exceeds, wide or high, in millimetres: the largest that offices use, with fields to fill in, have a
// hundred. What is larger is a streak, a frame or a shadow, and would join all it runs by.
const largestStamp = 105

// sized takes from marks larger than any stamp the odds of being one.
func (p *page) sized(odds []Odds) []Odds {
	for i := range p.marks {
		if b := p.marks[i].Box; float64(max(b.Width(), b.Height())) > p.mm(largestStamp) {
			odds[i][Other] += odds[i][Stamp]
			odds[i][Stamp] = 0
		}
	}
	return odds
}

// context gives the features of mark i with the odds of its neighbours.
func (p *page) context(i int, odds []Odds, g *grid) []float32 {
	m := &p.marks[i]
	var around, line, held, holder mixture
	reach := p.mm(8)
	for _, k := range g.near(p, m.Box, int(12*p.letter)) {
		o := &p.marks[k]
		if int(k) == i {
			continue
		}
		dx, dy := apart(m.Box, o.Box)
		weight := math.Sqrt(float64(o.area))
		if max(dx, dy) < reach {
			around.add(odds[k], weight/(1+max(dx, dy)/p.mm(2)))
		}
		if dy == 0 && min(m.Box[3], o.Box[3])-max(m.Box[1], o.Box[1]) > min(m.Box.Height(), o.Box.Height())/2 {
			line.add(odds[k], weight)
		}
		if m.Box.ContainsCentre(o.Box) {
			held.add(odds[k], weight)
		}
		if o.wide && o.Box.ContainsCentre(m.Box) && o.Box.Area() < p.W*p.H/3 {
			holder.add(odds[k], 1/float64(o.Box.Area()))
		}
	}
	x := make([]float32, 0, Surrounded)
	x = append(x, m.x[:]...)
	for _, v := range odds[i] {
		x = append(x, float32(v))
	}
	for _, s := range []mixture{around, line, holder, held} {
		x = s.append(x)
	}
	return x
}

// mixture is a weighted mean of odds.
type mixture struct {
	sum    Odds
	weight float64
}

func (m *mixture) add(o Odds, weight float64) {
	for k, v := range o {
		m.sum[k] += v * weight
	}
	m.weight += weight
}

// append appends the mean, or zeros where there is nothing.
func (m *mixture) append(x []float32) []float32 {
	for _, v := range m.sum {
		x = append(x, float32(v/max(1e-9, m.weight)))
	}
	return x
}
