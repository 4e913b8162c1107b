package marks

import (
	"slices"

	"aktenkundig/document"
)

// Lettered is how many marks look like typed words and stand in line with at least two others; 0 where they hold less than a
// third of the page's ink, as where some strokes of a pattern happen to look so. Shadows, pictures and frames are no ink here.
func (f *Found) Lettered() int {
	const part, bulk = 1.0 / 3, 15 // millimetres both ways
	n, ink, all := 0, 0, 0
	for i, o := range f.odds {
		m := &f.p.marks[i]
		if float64(min(m.Box.Width(), m.Box.Height())) > f.p.mm(bulk) {
			continue
		}
		all += m.area
		if o[Text] > 0.7 && m.x[Mates] >= 2 && len(m.parts) >= 2 && slices.ContainsFunc(m.parts, f.p.lettersize) {
			n, ink = n+1, ink+m.area
		}
	}
	if float64(ink) < part*float64(all) {
		return 0
	}
	return n
}

// Solid gives the box, in pixels of the sheet, of the one mark that takes up a good part of the sheet with its ink, and that
// part; 0 where there is none. Shadows and lids that lie along three edges or more are none.
func (f *Found) Solid() (box document.Box, part float64) {
	const least = 0.1
	for i := range f.p.marks {
		m := &f.p.marks[i]
		if ink := float64(m.area) / float64(f.p.W*f.p.H); ink >= max(least, part) && f.p.edges(m.Box, 2) < 3 {
			box, part = m.Box, ink
		}
	}
	return box, part
}

// edges counts the edges of the sheet to which b comes nearer than some millimetres.
func (p *page) edges(b document.Box, near float64) (n int) {
	d := int(p.mm(near))
	for _, at := range [4]bool{b[0] < d, b[1] < d, b[2] > p.W-d, b[3] > p.H-d} {
		if at {
			n++
		}
	}
	return n
}

// Sizeable gives the boxes, in pixels of the sheet, of the pieces of ink that are as large as a small figure and lie off the
// edges, and are no hole of a staple: what makes a sheet more than bare.
func (f *Found) Sizeable() (boxes []document.Box) {
	const (
		least, strip = 1.6, 4  // millimetres
		hole, corner = 2.2, 20 // the largest, and how near to two edges
	)
	for i := range f.p.parts {
		b := f.p.parts[i].box
		long := float64(max(b.Width(), b.Height()))
		stapled := long <= f.p.mm(hole) && f.p.edges(b, corner) >= 2
		if long > f.p.mm(least) && f.p.edges(b, strip) == 0 && !stapled {
			boxes = append(boxes, b)
		}
	}
	return boxes
}

// Share is the part of the ink in a box of the sheet that belongs to the strokes; 0 where there is no ink.
func (s *Sheet) Share(b document.Box, of Strokes) float64 {
	b = b.Intersect(document.Box{0, 0, s.W, s.H})
	all, own := 0, 0
	for y := b[1]; y < b[3]; y++ {
		for x := b[0]; x < b[2]; x++ {
			if s.layer[y*s.W+x] == paper {
				continue
			}
			all++
			inside := x >= of.Box[0] && x < of.Box[2] && y >= of.Box[1] && y < of.Box[3]
			if inside && of.Pix[(y-of.Box[1])*of.Box.Width()+x-of.Box[0]] == 1 {
				own++
			}
		}
	}
	return float64(own) / float64(max(1, all))
}
