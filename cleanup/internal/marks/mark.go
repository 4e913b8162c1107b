package marks

import (
	"cmp"
	"slices"

	"aktenkundig/document"
)

// Mark is ink of about a word's size: parts of one dye that stand close to each other. Box is in pixels of the sheet.
type Mark struct {
	Box   document.Box
	parts []int // of the page, ascending
	area  int
	dye   uint8
	wide  bool // a frame, a ring, a table: wide, with little ink in its box
	x     [Features]float32
}

// page is a sheet with its ink taken apart.
type page struct {
	*Sheet
	parts  []part
	shape  []shape // of the parts
	marks  []Mark
	letter float64 // usual height of a letter, pixels
	pen    float64 // usual breadth of a letter's strokes, pixels
	tone   float64 // usual shade of a letter's ink
	core   float64 // the same where its strokes are full
	tint   float64 // usual chroma of a letter's ink
}

// read takes the sheet's ink apart; ok is false where there is too much of it to be looked at.
func read(s *Sheet) (p *page, ok bool) {
	p = &page{Sheet: s}
	if p.parts, ok = partsOf(s); !ok {
		return p, false
	}
	p.parts = slices.DeleteFunc(p.parts, func(q part) bool { return q.area < 3 })
	p.shape = make([]shape, len(p.parts))
	for i := range p.parts {
		p.shape[i] = s.shapeOf(&p.parts[i])
	}
	p.usual()
	p.join()
	const most = 30000 // a page of print has some hundred marks; one of dirt may have any number
	return p, len(p.marks) <= most
}

// usual measures the page's letters: parts of a height between one and five millimetres.
func (p *page) usual() {
	var heights, pens, tones, tints, cores []float64
	for i := range p.parts {
		q, sh := &p.parts[i], &p.shape[i]
		h, w := float64(q.box.Height()), float64(q.box.Width())
		if h < p.mm(1) || h > p.mm(5) || w < p.mm(0.3) || w > p.mm(8) || sh.density < 0.15 {
			continue
		}
		heights, pens, tones = append(heights, h), append(pens, sh.pen), append(tones, sh.tone/sh.area)
		tints, cores = append(tints, sh.tint/sh.area), append(cores, sh.core())
	}
	p.letter, p.pen, p.tone, p.core, p.tint = p.mm(2.1), p.mm(0.35), 80, 40, 0
	if len(heights) >= 20 {
		p.letter, p.pen, p.tone, p.core, p.tint = median(heights), median(pens), median(tones), median(cores), median(tints)
	}
}

func median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	slices.Sort(v)
	return v[len(v)/2]
}

// join unites parts that stand as close to each other as letters of a word do. Wide things with little ink in them, as
// frames and rings, take nothing in.
func (p *page) join() {
	order := make([]int, len(p.parts))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(p.parts[a].box[0], p.parts[b].box[0]), cmp.Compare(a, b))
	})
	f := newForest(len(p.parts))
	piece := p.outlines()
	first := map[int]int{}
	for i, n := range piece {
		if n == 0 {
			continue
		}
		if _, ok := first[n]; !ok {
			first[n] = i
		}
		f.unite(i, first[n])
	}
	var open []int // parts whose right end may still reach
	gap := 0.38 * p.letter
	for _, i := range order {
		b := p.parts[i].box
		open = slices.DeleteFunc(open, func(k int) bool { return float64(p.parts[k].box[2])+gap < float64(b[0]) })
		for _, k := range open {
			if piece[i] == 0 && piece[k] == 0 && p.close(i, k, gap) {
				f.unite(i, k)
			}
		}
		if !p.hollow(i) {
			open = append(open, i)
		}
	}
	p.gather(f, piece)
}

// hollow tells whether part i is a wide thing with little ink in its box.
func (p *page) hollow(i int) bool {
	b := p.parts[i].box
	return float64(min(b.Width(), b.Height())) > 2.5*p.letter && p.shape[i].density < 0.3
}

// close tells whether two parts belong to one mark: side by side at about one height, or a dot beside anything.
func (p *page) close(i, k int, gap float64) bool {
	a, b := p.parts[i].box, p.parts[k].box
	if p.parts[i].dye != p.parts[k].dye || p.hollow(i) || p.hollow(k) {
		return false
	}
	dx := float64(max(a[0], b[0]) - min(a[2], b[2]))
	dy := float64(max(a[1], b[1]) - min(a[3], b[3]))
	if dx > gap || dy > gap {
		return false
	}
	low := min(a.Height(), b.Height())
	if -dy >= 0.4*float64(low) {
		return true
	}
	dot := 0.5 * p.letter
	return float64(max(a.Width(), a.Height())) < dot || float64(max(b.Width(), b.Height())) < dot
}

// gather makes marks of united parts, in the order of their first parts.
func (p *page) gather(f forest, piece []int) {
	at := map[int]int{}
	for i := range p.parts {
		root := f.find(i)
		k, ok := at[root]
		if !ok {
			k = len(p.marks)
			at[root] = k
			p.marks = append(p.marks, Mark{dye: p.parts[i].dye})
		}
		m := &p.marks[k]
		m.parts = append(m.parts, i)
		m.area += p.parts[i].area
		m.Box = m.Box.Union(p.parts[i].box)
		m.wide = m.wide || piece[i] > 0 || p.hollow(i)
	}
}

// forest is union and find over numbers from 0.
type forest []int

func newForest(n int) forest {
	f := make(forest, n)
	for i := range f {
		f[i] = i
	}
	return f
}

func (f forest) find(i int) int {
	for f[i] != i {
		f[i] = f[f[i]]
		i = f[i]
	}
	return i
}

// unite lets the smaller number stand for both.
func (f forest) unite(i, k int) {
	i, k = f.find(i), f.find(k)
	f[max(i, k)] = min(i, k)
}
