package ocr

import (
	"slices"

	"aktenkundig/document"
)

// cellWords is up to how many words a line is a cell of a table or the other half of a heading, which belongs into the
// row it stands in; a longer one is a line of a column of text.
const cellWords = 3

// Insert gives r with the lines of more, a second reading of what the first passed over, in the same pixels. A short
// line goes into the line of r that stands beside it, in order from left to right; another into the region it lies in, between
// the lines above and below it; what is left becomes regions of its own, before the first one that begins below. r is not changed.
func (r Reading) Insert(more Reading) Reading {
	tree := r.regions()
	var own []regionTree
	for _, g := range more.regions() {
		rest := regionTree{region: g.region}
		for _, l := range g.lines {
			if len(l.words) <= cellWords && intoRow(tree, l) || intoRegion(tree, l) {
				continue
			}
			rest.lines = append(rest.lines, l)
		}
		if len(rest.lines) > 0 {
			own = append(own, rest)
		}
	}
	for _, g := range own {
		g.region.Box = document.Box{}
		for _, l := range g.lines {
			g.region.Box = g.region.Box.Union(l.line.Box)
		}
		at := slices.IndexFunc(tree, func(o regionTree) bool { return o.region.Box[1] >= g.region.Box[3] })
		if at < 0 {
			at = len(tree)
		}
		tree = slices.Insert(tree, at, g)
	}
	return flat(tree)
}

type regionTree struct {
	region document.Region
	lines  []lineTree
}

type lineTree struct {
	line  document.Line
	words []document.Word
}

// regions gives the reading as a tree of its own memory.
func (r Reading) regions() []regionTree {
	tree := make([]regionTree, len(r.Regions))
	for i, g := range r.Regions {
		tree[i].region = g
	}
	lines := make([]lineTree, len(r.Lines))
	for i, l := range r.Lines {
		lines[i].line = l
	}
	for _, w := range r.Words {
		lines[w.Line].words = append(lines[w.Line].words, w)
	}
	for _, l := range lines {
		g := &tree[l.line.Region]
		g.lines = append(g.lines, l)
	}
	return tree
}

// flat numbers what the tree holds.
func flat(tree []regionTree) (r Reading) {
	for i, g := range tree {
		r.Regions = append(r.Regions, g.region)
		for _, l := range g.lines {
			l.line.Region = i
			for _, w := range l.words {
				w.Line = len(r.Lines)
				r.Words = append(r.Words, w)
			}
			r.Lines = append(r.Lines, l.line)
		}
	}
	return r
}

// intoRow puts the words of l beside the nearest word at their left, or, if there is none, at their right; false if no
// word stands in their row.
func intoRow(tree []regionTree, l lineTree) bool {
	var (
		best             = -1 // distance
		region, line, at int
		box              = wordsBox(l.words)
	)
	for g := range tree {
		for i := range tree[g].lines {
			for j, w := range tree[g].lines[i].words {
				if !sameRow(w.Box, box) {
					continue
				}
				d := box[0] - w.Box[2]
				after := 1
				if w.Box[0] >= box[0] {
					d, after = w.Box[0]-box[2]+1<<20, 0 // any word at the left comes first
				}
				if d = max(d, 0); best < 0 || d < best {
					best, region, line, at = d, g, i, j+after
				}
			}
		}
	}
	if best < 0 {
		return false
	}
	host := &tree[region].lines[line]
	host.words = slices.Insert(host.words, at, l.words...)
	host.line.Box = host.line.Box.Union(box)
	tree[region].region.Box = tree[region].region.Box.Union(box)
	return true
}

// intoRegion puts l between the lines of a region it lies in: with at least half of its width, and no further above or
// below than it is high. False if there is none.
func intoRegion(tree []regionTree, l lineTree) bool {
	box := wordsBox(l.words)
	for i := range tree {
		g := &tree[i]
		in := box.Intersect(document.Box{g.region.Box[0], g.region.Box[1] - box.Height(), g.region.Box[2], g.region.Box[3] + box.Height()})
		if in.Height() < box.Height() || 2*in.Width() < box.Width() {
			continue
		}
		at := slices.IndexFunc(g.lines, func(o lineTree) bool { return o.line.Box[1]+o.line.Box[3] > box[1]+box[3] })
		if at < 0 {
			at = len(g.lines)
		}
		g.lines = slices.Insert(g.lines, at, l)
		g.region.Box = g.region.Box.Union(l.line.Box)
		return true
	}
	return false
}

func wordsBox(words []document.Word) (b document.Box) {
	for _, w := range words {
		b = b.Union(w.Box)
	}
	return b
}

// sameRow tells whether two boxes share at least half of the lower one's height.
func sameRow(a, b document.Box) bool {
	return 2*(min(a[3], b[3])-max(a[1], b[1])) >= min(a.Height(), b.Height())
}

// Where gives r with the words that keep wants, and the lines and regions that still have some.
func (r Reading) Where(keep func(document.Word) bool) Reading {
	tree := r.regions()
	for i := range tree {
		g := &tree[i]
		for j := range g.lines {
			g.lines[j].words = slices.DeleteFunc(g.lines[j].words, func(w document.Word) bool { return !keep(w) })
		}
		g.lines = slices.DeleteFunc(g.lines, func(l lineTree) bool { return len(l.words) == 0 })
	}
	return flat(slices.DeleteFunc(tree, func(g regionTree) bool { return len(g.lines) == 0 }))
}
