package marks

import (
	"math"

	"aktenkundig/document"
)

// shape is what is measured on one part, or, summed up, on several.
type shape struct {
	area     float64
	edge     float64 // length of the contour, pixels
	upright  float64 // how much of it runs upright
	holes    float64
	runs     float64
	steps    [5]float64 // joints of the left contour that lean right much, right a little, not, left a little, left much
	runSq    float64    // sum of squared lengths of runs
	density  float64    // ink in its box, 0 to 1
	pen      float64    // breadth of its strokes, pixels
	tone     float64    // mean shade
	toneSq   float64    // sum of squared shades
	tint     float64    // mean chroma
	hueA     float64
	hueB     float64
	radial   [4]float64 // ink by its distance from the centre of the box: of an ellipse in it, under 0.5, 0.83, 1.06, beyond
	boxed    float64    // ink near the edges of the box
	longest  float64    // longest run
	thinness float64    // share of ink in strokes thinner than three pixels
}

// shapeOf measures a part in one pass over its runs.
func (s *Sheet) shapeOf(p *part) shape {
	var m shape
	m.area = float64(p.area)
	m.runs = float64(len(p.runs))
	m.upright = 2 * m.runs
	above, joints := 0, 0
	for i, r := range p.runs {
		n := float64(r.x1 - r.x0)
		m.runSq += n * n
		m.longest = max(m.longest, n)
		if n < 3 {
			m.thinness += n
		}
		for above < i && (p.runs[above].y < r.y-1 || p.runs[above].y == r.y-1 && p.runs[above].x1 < r.x0) {
			above++
		}
		shared := int32(0)
		for k := above; k < i && p.runs[k].y == r.y-1 && p.runs[k].x0 <= r.x1; k++ {
			q := p.runs[k]
			joints++
			shared += max(0, min(r.x1, q.x1)-max(r.x0, q.x0))
			m.steps[step(q.x0-r.x0)]++
		}
		m.edge += 2 * (n - float64(shared))
		s.inks(&m, r)
		m.spread(r, p.box)
	}
	// What is open above counts twice, since as much is open below: the sum of both sides over all runs is the same.
	m.edge = m.edge + m.upright
	m.holes = 1 - (m.runs - float64(joints))
	m.finish(p)
	return m
}

// step sorts by how far the contour moves to the right on the way up.
func step(dx int32) int {
	switch {
	case dx > 2:
		return 0
	case dx > 0:
		return 1
	case dx == 0:
		return 2
	case dx >= -2:
		return 3
	}
	return 4
}

// inks sums up shade and colour of a run.
func (s *Sheet) inks(m *shape, r run) {
	at := int(r.y)*s.W + int(r.x0)
	end := at + int(r.x1-r.x0)
	sum, square := 0, 0
	for _, v := range s.shade[at:end] {
		sum += int(v)
		square += int(v) * int(v)
	}
	m.tone += float64(sum)
	m.toneSq += float64(square)
	if s.chroma == nil {
		return
	}
	c, a, b := 0, 0, 0
	for i := at; i < end; i++ {
		c += int(s.chroma[i])
		a += int(s.hueA[i])
		b += int(s.hueB[i])
	}
	m.tint += float64(c)
	m.hueA += float64(a)
	m.hueB += float64(b)
}

// spread counts where in a box a run lies.
func (m *shape) spread(r run, b document.Box) {
	w, h := float64(b.Width()), float64(b.Height())
	y := (float64(r.y)+0.5-float64(b[1]))/h*2 - 1
	for x := float64(r.x0); x < float64(r.x1); x += 4 {
		n := min(4, float64(r.x1)-x)
		u := (x+n/2-float64(b[0]))/w*2 - 1
		m.radial[ringOf(math.Sqrt(u*u+y*y))] += n
		if max(math.Abs(u), math.Abs(y)) > 0.88 {
			m.boxed += n
		}
	}
}

func ringOf(d float64) int {
	switch {
	case d < 0.5:
		return 0
	case d < 0.83:
		return 1
	case d < 1.06:
		return 2
	}
	return 3
}

func (m *shape) finish(p *part) {
	m.density = m.area / float64(max(1, p.box.Area()))
	m.pen = 2 * m.area / max(1, m.edge)
}

// add sums up what is summed over pixels and runs.
func (m *shape) add(o *shape) {
	m.area += o.area
	m.edge += o.edge
	m.upright += o.upright
	m.holes += o.holes
	m.runs += o.runs
	m.runSq += o.runSq
	m.tone += o.tone
	m.toneSq += o.toneSq
	m.tint += o.tint
	m.hueA += o.hueA
	m.hueB += o.hueB
	m.boxed += o.boxed
	m.thinness += o.thinness
	m.longest = max(m.longest, o.longest)
	for i := range m.steps {
		m.steps[i] += o.steps[i]
	}
	for i := range m.radial {
		m.radial[i] += o.radial[i]
	}
}

// core is the shade of the ink where it is full: its edges are paler, and the more so the thinner the strokes.
func (m *shape) core() float64 {
	mean := m.tone / m.area
	return mean - math.Sqrt(max(0, m.toneSq/m.area-mean*mean))
}
