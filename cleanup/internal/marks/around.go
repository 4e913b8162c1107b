package marks

import (
	"math"

	"aktenkundig/document"
)

// around measures what lies about mark i.
func (p *page) around(i int, sums []shape, g *grid) {
	m := &p.marks[i]
	gaps := [4]float64{30, 30, 30, 30}
	var crowd neighbours
	var held neighbours
	line := p.mates(m)
	reach := p.mm(8)
	for _, k := range g.near(p, m.Box, int(p.mm(30))) {
		if int(k) == i {
			continue
		}
		o := &p.marks[k]
		dx, dy := apart(m.Box, o.Box)
		p.gap(&gaps, m.Box, o.Box, dx, dy)
		line.see(p, o, dx)
		if max(dx, dy) < reach {
			crowd.add(o, &sums[k], m.dye)
		}
		if m.Box.ContainsCentre(o.Box) {
			held.add(o, &sums[k], m.dye)
		}
	}
	line.fill(m)
	x := &m.x
	x[GapLeft], x[GapRight], x[GapAbove], x[GapBelow] = float32(gaps[0]), float32(gaps[1]), float32(gaps[2]), float32(gaps[3])
	own := float64(m.area)
	x[Crowd], x[CrowdArea] = float32(min(20, len(crowd.heights))), log2(crowd.area/own)
	x[CrowdDyed] = float32(crowd.same / max(1, crowd.area))
	if crowd.area > 0 {
		x[CrowdTone] = float32((sums[i].tone/sums[i].area - crowd.tone/crowd.area) / 64)
		x[CrowdSize] = log2(median(crowd.heights) / float64(m.Box.Height()))
	}
	x[Held], x[HeldArea] = log2(float64(len(held.heights))+0.25), log2(held.area/own)
	x[HeldSmall] = float32(median(held.heights) / p.letter)
	p.holder(i, g, sums)
}

// apart gives the distances of two boxes along both axes, 0 where they overlap.
func apart(a, b document.Box) (dx, dy float64) {
	return float64(max(0, a[0]-b[2], b[0]-a[2])), float64(max(0, a[1]-b[3], b[1]-a[3]))
}

// gap narrows the free space left, right, above and below, in millimetres.
func (p *page) gap(gaps *[4]float64, a, b document.Box, dx, dy float64) {
	side := func(k int, d float64) { gaps[k] = min(gaps[k], d/p.mm(1)) }
	if dy == 0 {
		if b[0]+b[2] < a[0]+a[2] {
			side(0, dx)
		} else {
			side(1, dx)
		}
	}
	if dx == 0 {
		if b[1]+b[3] < a[1]+a[3] {
			side(2, dy)
		} else {
			side(3, dy)
		}
	}
}

// neighbours sums up marks.
type neighbours struct {
	heights          []float64
	area, same, tone float64
}

func (n *neighbours) add(m *Mark, s *shape, dye uint8) {
	n.heights = append(n.heights, float64(m.Box.Height()))
	n.area += s.area
	n.tone += s.tone
	if m.dye == dye {
		n.same += s.area
	}
}

// mates are the marks in line with one mark.
type mates struct {
	of      *Mark
	foot    float64
	count   int
	nearest float64
	offset  float64
	heights float64
}

func (p *page) mates(m *Mark) mates {
	return mates{of: m, foot: float64(m.Box[3]), nearest: math.Inf(1), offset: 1}
}

// see counts o if it is of like height, on a like level, and not far off.
func (l *mates) see(p *page, o *Mark, dx float64) {
	a, b := l.of.Box, o.Box
	h, k := float64(a.Height()), float64(b.Height())
	if dx == 0 || dx > 12*p.letter || h > 2.2*k || k > 2.2*h {
		return
	}
	shared := float64(min(a[3], b[3]) - max(a[1], b[1]))
	if shared < 0.5*min(h, k) {
		return
	}
	l.count++
	l.heights += k
	if dx < l.nearest {
		l.nearest = dx
		l.offset = min(math.Abs(float64(a[3]-b[3])), math.Abs(float64(a[1]-b[1]))) / p.letter
	}
}

func (l *mates) fill(m *Mark) {
	m.x[Mates], m.x[Offset] = float32(min(12, l.count)), float32(min(1, l.offset))
	m.x[MateHeight] = 1
	if l.count > 0 {
		m.x[MateHeight] = float32(float64(m.Box.Height()) / (l.heights / float64(l.count)))
	}
}

// holder finds the smallest wide mark around a mark.
func (p *page) holder(i int, g *grid, sums []shape) {
	m := &p.marks[i]
	best, area := -1, math.MaxInt
	for _, k := range g.near(p, m.Box, 0) {
		o := &p.marks[k]
		if int(k) == i || !o.wide || !o.Box.ContainsCentre(m.Box) || o.Box.Area() < 2*m.Box.Area() {
			continue
		}
		if a := o.Box.Area(); a < area && a < p.W*p.H/3 {
			best, area = int(k), a
		}
	}
	if best < 0 {
		return
	}
	o := &p.marks[best]
	s := &sums[best]
	x := &m.x
	x[Holder] = 1
	x[HolderW], x[HolderH] = float32(float64(o.Box.Width())/p.mm(1)), float32(float64(o.Box.Height())/p.mm(1))
	x[HolderRing], x[HolderEdge] = float32(s.radial[2]/s.area), float32(s.boxed/s.area)
	x[HolderHole] = log2(s.holes + 0.25)
	if o.dye == m.dye {
		x[HolderSame] = 1
	}
}
