package marks

import (
	"math"
	"slices"

	"aktenkundig/document"
)

// Figure is marks of one kind that belong together. Box is in pixels of the sheet.
type Figure struct {
	Box   document.Box
	Marks []int // of the page, ascending
	Odds  Odds  // of the figure as a whole; Text stands for all that is none of the kinds sought
	x     []float32
}

// reach is how far apart, in millimetres, marks of one figure may stand.
var reach = [Kinds]float64{Stamp: 4.5, Signature: 4, Hand: 4.5, Logo: 6}

// group makes figures of the marks that are no text.
func (p *page) group(odds []Odds, g *grid) []Figure {
	f := newForest(len(p.marks))
	for i := range p.marks {
		kind := sought(odds[i])
		if kind == Text {
			continue
		}
		m := &p.marks[i]
		for _, k := range g.near(p, m.Box, int(p.mm(7))) {
			if int(k) < i && p.belong(i, int(k), kind, sought(odds[k])) {
				f.unite(i, int(k))
			}
		}
	}
	return p.figures(f, odds)
}

// sought is the kind of a mark that may be part of a figure, else Text. What is unsure between the kinds sought is
// decided among them.
func sought(o Odds) Kind {
	if o[Text]+o[Other] > 0.5 {
		return Text
	}
	best := Stamp
	for k := Stamp; k <= Logo; k++ {
		if o[k] > o[best] {
			best = k
		}
	}
	return best
}

// belong tells whether two marks are of one figure.
func (p *page) belong(i, k int, a, b Kind) bool {
	if b == Text {
		return false
	}
	m, o := &p.marks[i], &p.marks[k]
	dx, dy := apart(m.Box, o.Box)
	far := math.Hypot(dx, dy) / p.mm(1)
	inside := m.Box.ContainsCentre(o.Box) || o.Box.ContainsCentre(m.Box)
	if a != Logo && b != Logo && !alike(m, o) {
		return a == b && m.dye != o.dye && (inside || far < 1)
	}
	if a != b {
		return inside || far < 0.8
	}
	return inside || far < reach[a]
}

// alike tells whether two marks may be of one ink. Dark ink of a colour may look black in places.
func alike(m, o *Mark) bool {
	if m.dye != o.dye {
		return false
	}
	if m.dye == black {
		return true
	}
	a := math.Atan2(float64(m.x[HueB]), float64(m.x[HueA]))
	b := math.Atan2(float64(o.x[HueB]), float64(o.x[HueA]))
	d := math.Abs(a - b)
	return min(d, 2*math.Pi-d) < 0.7
}

func (p *page) figures(f forest, odds []Odds) []Figure {
	at := map[int]int{}
	var list []Figure
	for i := range p.marks {
		if sought(odds[i]) == Text {
			continue
		}
		root := f.find(i)
		k, ok := at[root]
		if !ok {
			k = len(list)
			at[root] = k
			list = append(list, Figure{})
		}
		list[k].Marks = append(list[k].Marks, i)
		list[k].Box = list[k].Box.Union(p.marks[i].Box)
	}
	for i := range list {
		list[i].x = p.look(&list[i], odds)
	}
	return list
}

// The features of a figure beyond those of its largest mark.
const (
	figWidth = int(Features) + iota
	figHeight
	figMarks
	figArea
	figDensity
	figX
	figY
	figStrange    // ink of text inside its box, in its own
	figBelow      // millimetres to the text below
	figAbove      // millimetres to the text above
	figSlope      // slope of its marks' feet, weighted by ink
	figSlopeApart // spread of the slopes
	figTone
	figSame // marks of about the same height
	figFrame
	figHolder // share of its marks in a holder
	figLetters
	figOdds
	figMost     = figOdds + int(Kinds)
	figFeatures = figMost + int(Kinds)
)

// FigureFeatures is how many features a figure has.
const FigureFeatures = figFeatures

// look measures a figure.
func (p *page) look(f *Figure, odds []Odds) []float32 {
	x := make([]float32, FigureFeatures)
	largest := f.Marks[0]
	var mix mixture
	var slopes, heights []float64
	area, tone, framed := 0.0, 0.0, 0.0
	for _, i := range f.Marks {
		m := &p.marks[i]
		if m.area > p.marks[largest].area {
			largest = i
		}
		a := float64(m.area)
		area += a
		tone += a * float64(m.x[Tone])
		mix.add(odds[i], a)
		framed += float64(m.x[Holder])
		if len(m.parts) >= 3 {
			slopes = append(slopes, float64(m.x[Slope]))
			heights = append(heights, float64(m.x[PartHeight]))
		}
		for k, v := range odds[i] {
			x[figMost+k] = max(x[figMost+k], float32(v))
		}
		if m.wide {
			x[figFrame] = max(x[figFrame], float32(float64(m.Box.Area())/float64(max(1, f.Box.Area()))))
		}
	}
	copy(x, p.marks[largest].x[:])
	b := f.Box
	w, h := float64(b.Width()), float64(b.Height())
	x[figWidth], x[figHeight] = log2(w/p.mm(1)), log2(h/p.mm(1))
	x[figMarks], x[figArea] = log2(float64(len(f.Marks))), log2(area/(p.mm(1)*p.mm(1)))
	x[figDensity] = float32(area / (w * h))
	x[figX], x[figY] = float32(float64(b[0]+b[2])/2/float64(p.W)), float32(float64(b[1]+b[3])/2/float64(p.H))
	x[figTone] = float32(tone / area)
	x[figHolder] = float32(framed / float64(len(f.Marks)))
	x[figLetters] = float32(len(slopes))
	if len(slopes) > 0 {
		_, apart := deviation(slopes)
		x[figSlopeApart] = float32(apart)
		x[figSlope] = float32(median(slopes))
		mean, spread := deviation(heights)
		x[figSame] = float32(spread / max(0.01, mean))
	}
	p.besides(f, odds, x, area)
	at := figOdds
	for _, v := range mix.sum {
		x[at] = float32(v / max(1e-9, mix.weight))
		at++
	}
	return x
}

// besides measures the text about a figure.
func (p *page) besides(f *Figure, odds []Odds, x []float32, area float64) {
	below, above, strange := 40.0, 40.0, 0.0
	for i := range p.marks {
		if odds[i][Text] < 0.5 || slices.Contains(f.Marks, i) {
			continue
		}
		b := p.marks[i].Box
		if f.Box.ContainsCentre(b) {
			strange += float64(p.marks[i].area)
			continue
		}
		if b[0] >= f.Box[2] || b[2] <= f.Box[0] {
			continue
		}
		if b[1]+b[3] > f.Box[1]+f.Box[3] {
			below = min(below, float64(b[1]-f.Box[3])/p.mm(1))
		} else {
			above = min(above, float64(f.Box[1]-b[3])/p.mm(1))
		}
	}
	x[figBelow], x[figAbove], x[figStrange] = float32(max(-5, below)), float32(max(-5, above)), log2(strange/area)
}
