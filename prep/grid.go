package prep

import "slices"

// grid finds parts by place: each is listed in the cell of its centre.
type grid struct {
	cell, w, h int32
	first      []int32 // where the list of a cell begins, one more at the end
	list       []int32
	widest     int32 // half of the longest side
}

func newGrid(parts []part, cell int32) grid {
	g := grid{cell: cell, w: 1, h: 1}
	for _, p := range parts {
		g.w, g.h = max(g.w, p.x1/cell+1), max(g.h, p.y1/cell+1)
		g.widest = max(g.widest, int32(p.long()+1)/2)
	}
	g.first = make([]int32, g.w*g.h+1)
	for _, p := range parts {
		g.first[g.at(p)+1]++
	}
	for i := range g.w * g.h {
		g.first[i+1] += g.first[i]
	}
	g.list = make([]int32, len(parts))
	next := slices.Clone(g.first)
	for i, p := range parts {
		at := g.at(p)
		g.list[next[at]] = int32(i)
		next[at]++
	}
	return g
}

func (g *grid) at(p part) int32 { return (p.y0+p.y1)/2/g.cell*g.w + (p.x0+p.x1)/2/g.cell }

// near calls visit for every part that may lie within reach of p, and for others.
func (g *grid) near(p part, reach int32, visit func(i int)) {
	far := reach + g.widest
	for y := max(0, (p.y0-far)/g.cell); y <= min(g.h-1, (p.y1+far)/g.cell); y++ {
		for x := max(0, (p.x0-far)/g.cell); x <= min(g.w-1, (p.x1+far)/g.cell); x++ {
			at := y*g.w + x
			for _, i := range g.list[g.first[at]:g.first[at+1]] {
				visit(int(i))
			}
		}
	}
}
