package marks

import (
	"slices"

	"aktenkundig/document"
)

// outlines finds frames and rings that wear or a low threshold has broken to pieces: it looks at the page in cells of
// two thirds of a millimetre, where the pieces still touch, and gives for every part the number of the outline it is a piece
// of, from 1; 0 for none. Parts of the size of letters are no pieces.
func (p *page) outlines() []int {
	side := max(2, int(p.mm(0.65)+0.5))
	w, h := (p.W+side-1)/side, (p.H+side-1)/side
	at := make([]int32, w*h) // 1 + the first part of each cell
	f := newForest(len(p.parts))
	touch := func(i int, cell int32) {
		if cell > 0 {
			f.unite(i, int(cell-1))
		}
	}
	for i := range p.parts {
		if p.lettersize(i) {
			continue
		}
		for _, r := range p.parts[i].runs {
			y := int(r.y) / side
			for x := int(r.x0) / side; x <= int(r.x1-1)/side; x++ {
				cell := &at[y*w+x]
				if *cell == 0 {
					*cell = int32(i + 1)
				}
				touch(i, *cell)
			}
		}
	}
	for y := range h {
		for x := range w {
			c := at[y*w+x]
			if c == 0 {
				continue
			}
			if x > 0 {
				touch(int(c-1), at[y*w+x-1])
			}
			for u := max(0, x-1); y > 0 && u < min(w, x+2); u++ {
				touch(int(c-1), at[(y-1)*w+u])
			}
		}
	}
	return p.numbered(f)
}

// lettersize tells whether part i could be a letter or a word: a piece of an outline is smaller or much larger.
func (p *page) lettersize(i int) bool {
	b := p.parts[i].box
	w, h := float64(b.Width()), float64(b.Height())
	return min(w, h) > 0.45*p.letter && h < 2.2*p.letter && p.shape[i].density > 0.2
}

// numbered numbers those unions that are wide and hold little ink, and that at least two parts make up.
func (p *page) numbered(f forest) []int {
	type whole struct {
		box   document.Box
		area  int
		parts int
	}
	all := map[int]*whole{}
	for i := range p.parts {
		r := f.find(i)
		if all[r] == nil {
			all[r] = &whole{}
		}
		o := all[r]
		o.box = o.box.Union(p.parts[i].box)
		o.area += p.parts[i].area
		o.parts++
	}
	var roots []int
	for r, o := range all {
		wide := float64(min(o.box.Width(), o.box.Height())) > 2.5*p.letter
		if wide && o.parts > 1 && o.area*10 < o.box.Area()*2 && o.box.Area()*3 < p.W*p.H {
			roots = append(roots, r)
		}
	}
	slices.Sort(roots)
	out := make([]int, len(p.parts))
	for i := range p.parts {
		if k, ok := slices.BinarySearch(roots, f.find(i)); ok {
			out[i] = k + 1
		}
	}
	return out
}
