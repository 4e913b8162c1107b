package prep

import (
	"image"
	"slices"

	"aktenkundig/document"
)

// What counts as print that a reading passed over, in heights of the page's small letters. Letters of a line stand on its
// baseline and are of like height; pen strokes, frames and what is left of stamps are not.
const (
	letterLow, letterHigh = 0.6, 2.2 // height of a mark that can be a letter
	markMost              = 7        // longer side of any mark of print: letters that touch
	printLow, printHigh   = 0.8, 1.9 // middle height of the marks of a row
	onBase                = 0.3      // how far the foot of a letter may lie from the row's
	baseShare             = 0.6      // share of the marks that stand on the base
	rowGap                = 2.0      // gap within a row
	leastMarks            = 3        // marks of a row; fewer could be anything
	readMargin            = 0.25     // by which a word that was read reaches beyond its box
)

// Passed finds rows of print that no box of read, the words an engine found, covers: layout analysis loses columns of
// tables and what stands beside a picture. Boxes are in pixels of the view and come from top to bottom; nil on a page
// whose letters are too few to know their height.
func (k Ink) Passed(read []document.Box) []document.Box {
	if k.xHeight == 0 || len(k.marks) == 0 {
		return nil
	}
	known := newCover(k.size, k.xHeight)
	for _, b := range read {
		known.add(b, int(readMargin*k.xHeight))
	}
	var left, small []part
	for _, p := range k.marks {
		switch {
		case known.has(p.box()):
		case k.canBeLetter(p):
			left = append(left, p)
		default:
			small = append(small, p)
		}
	}
	var rows []document.Box
	for _, row := range rowsOf(left, k.xHeight) {
		if printed(row, k.xHeight) {
			rows = append(rows, withSmall(row, small, k.xHeight))
		}
	}
	slices.SortFunc(rows, func(a, b document.Box) int { return a[1] - b[1] })
	return rows
}

// Only is an ink with nothing on it but what stands in boxes of the view, and a margin for accents and descenders; small
// as the boxes allow. Its ToInk leads from the view to it.
func (k Ink) Only(boxes []document.Box) Ink {
	var (
		ink    = document.Box{0, 0, k.Grey.Rect.Dx(), k.Grey.Rect.Dy()}
		mx, my = int(0.4 * k.xHeight), int(0.7 * k.xHeight)
		around document.Box
		parts  []document.Box
	)
	for _, b := range boxes {
		b = k.ToInk.Box(document.Box{b[0] - mx, b[1] - my, b[2] + mx, b[3] + my}).Intersect(ink)
		parts, around = append(parts, b), around.Union(b)
	}
	const margin = 20 // pixels; print at the very edge is read worse
	w, h := around.Width()+2*margin, around.Height()+2*margin
	g := image.NewGray(image.Rect(0, 0, w, h))
	for i := range g.Pix {
		g.Pix[i] = 255
	}
	for _, b := range parts {
		for y := b[1]; y < b[3]; y++ {
			copy(g.Pix[(y-around[1]+margin)*w+b[0]-around[0]+margin:], k.Grey.Pix[y*k.Grey.Stride+b[0]:y*k.Grey.Stride+b[2]])
		}
	}
	shift := document.Affine{1, 0, 0, 1, float64(margin - around[0]), float64(margin - around[1])}
	return Ink{Grey: g, DPI: k.DPI, ToInk: k.ToInk.Then(shift), own: true}
}

// withSmall gives the box of a row with the hyphens, quotes and dots before, in and after it.
func withSmall(row, small []part, xHeight float64) (b document.Box) {
	for _, p := range row {
		b = b.Union(p.box())
	}
	band := document.Box{b[0] - int(rowGap*xHeight), b[1], b[2] + int(rowGap*xHeight), b[3]}
	for _, p := range small {
		if band.ContainsCentre(p.box()) {
			b = b.Union(p.box())
		}
	}
	return b
}

// keepMarks remembers the marks that can be print, and are not dirt.
func (k *Ink) keepMarks(s survey, dirt []document.Box) {
	k.size, k.xHeight = s.size, s.xHeight
	if s.xHeight == 0 {
		return
	}
	whitened := newCover(s.size, s.xHeight)
	for _, b := range dirt {
		whitened.add(b, 0)
	}
	for _, p := range s.parts {
		if float64(p.long()) <= markMost*s.xHeight && !whitened.has(p.box()) {
			k.marks = append(k.marks, p)
		}
	}
}

// canBeLetter tells whether a mark has the proportions of a letter, and the height of one of this page.
func (k Ink) canBeLetter(p part) bool {
	h := float64(p.height())
	return letterLike(p) && h >= letterLow*k.xHeight && h <= letterHigh*k.xHeight
}

// rowsOf joins marks side by side to rows.
func rowsOf(parts []part, xHeight float64) (rows [][]part) {
	slices.SortFunc(parts, func(a, b part) int { return int(a.x0 - b.x0) })
	var open []int // rows that may go on
	for _, p := range parts {
		open = slices.DeleteFunc(open, func(r int) bool {
			last := rows[r][len(rows[r])-1]
			return float64(p.x0-last.x1) > rowGap*xHeight
		})
		found := slices.IndexFunc(open, func(r int) bool { return beside(rows[r][len(rows[r])-1], p) })
		if found < 0 {
			open, rows = append(open, len(rows)), append(rows, []part{p})
			continue
		}
		rows[open[found]] = append(rows[open[found]], p)
	}
	return rows
}

// beside tells whether two marks share at least half of the lower one's height.
func beside(a, b part) bool {
	return 2*int(min(a.y1, b.y1)-max(a.y0, b.y0)) >= min(a.height(), b.height())
}

// printed tells whether a row looks like print.
func printed(row []part, xHeight float64) bool {
	if len(row) < leastMarks {
		return false
	}
	heights, feet := make([]int, len(row)), make([]int, len(row))
	for i, p := range row {
		heights[i], feet[i] = p.height(), int(p.y1)
	}
	slices.Sort(heights)
	slices.Sort(feet)
	middle, foot := float64(heights[len(row)/2]), float64(feet[len(row)/2])
	on := 0
	for _, f := range feet {
		if d := float64(f) - foot; d <= onBase*xHeight && -d <= onBase*xHeight {
			on++
		}
	}
	return middle >= printLow*xHeight && middle <= printHigh*xHeight && float64(on) >= baseShare*float64(len(row))
}

// cover is a coarse map of a page on which boxes are painted.
type cover struct {
	cell, w, h int
	is         []bool
}

// newCover makes an empty one; its cells are a third of a small letter wide.
func newCover(size image.Point, xHeight float64) cover {
	c := cover{cell: max(1, int(xHeight/3))}
	c.w, c.h = size.X/c.cell+1, size.Y/c.cell+1
	c.is = make([]bool, c.w*c.h)
	return c
}

func (c cover) add(b document.Box, margin int) {
	x0, x1 := max(0, (b[0]-margin)/c.cell), min(c.w-1, (b[2]+margin-1)/c.cell)
	for y := max(0, (b[1]-margin)/c.cell); y <= min(c.h-1, (b[3]+margin-1)/c.cell); y++ {
		for x := x0; x <= x1; x++ {
			c.is[y*c.w+x] = true
		}
	}
}

// has tells whether the centre of b is covered.
func (c cover) has(b document.Box) bool {
	return c.is[min(c.h-1, (b[1]+b[3])/2/c.cell)*c.w+min(c.w-1, (b[0]+b[2])/2/c.cell)]
}
