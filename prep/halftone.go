package prep

import (
	"image"
	"slices"

	"aktenkundig/document"
)

// screen is the page in cells of a sixteenth of an inch, each with the pixels that dots cover in it.
type screen struct {
	cell, w, h int
	dots       []int
	hit        []bool // cells of the page that are halftone
}

// dropHalftone finds the stretches of the page that are screens of printed dots, or of holes in solid print, and
// takes their dots off the parts. Dots are marks too small to be letters; a screen is where they cover an eighth
// of every cell in a quarter of an inch both ways. Print, typing and speckled paper stay far under that, and even
// needle print, which is made of dots, leaves free cells between its lines. Layout analysis needs minutes for a
// page of such dots.
func (s *survey) dropHalftone(g *image.Gray) {
	c := screen{cell: max(4, s.inches(1.0/16))}
	c.w, c.h = (s.size.X+c.cell-1)/c.cell, (s.size.Y+c.cell-1)/c.cell
	c.dots, c.hit = make([]int, c.w*c.h), make([]bool, c.w*c.h)
	solid := false
	look := func(parts []part) {
		c.count(parts, s.inches(0.03))
		solid = solid || s.solid(parts)
	}
	crowded := len(s.parts) >= mostParts // and so perhaps not all
	if crowded {
		label(g, s.paper, marks, mostParts, look)
	} else {
		look(s.parts)
	}
	if solid {
		label(g, s.paper, gaps, mostParts, func(parts []part) { c.count(parts, s.inches(0.03)) })
	}
	c.find()
	s.screens, s.pictures = c.boxes(s.size), c.pictures(s.size)
	switch {
	case len(s.screens) == 0:
	case crowded:
		s.parts = partsBut(g, s.paper, c.holds)
	default:
		s.parts = slices.DeleteFunc(s.parts, c.holds)
	}
}

// holds tells whether the centre of p lies in the screen.
func (c *screen) holds(p part) bool { return c.hit[c.at(p)] }

// at is the cell of the centre of p.
func (c *screen) at(p part) int {
	return int(p.y0+p.y1)/2/c.cell*c.w + int(p.x0+p.x1)/2/c.cell
}

// solid tells whether there is a big dark mark among parts, in which holes could be a screen.
func (s *survey) solid(parts []part) bool {
	for _, p := range parts {
		if min(p.width(), p.height()) > s.inches(0.4) && int(p.area)*4 > p.width()*p.height() {
			return true
		}
	}
	return false
}

// count adds parts of less than the given length to the dots.
func (c *screen) count(parts []part, length int) {
	for _, p := range parts {
		if p.long() < length {
			c.dots[c.at(p)] += int(p.area)
		}
	}
}

// find marks the blocks of cells that are a screen, and their neighbours with dots.
func (c *screen) find() {
	const block, enough = 4, 15
	for y := 0; y+block <= c.h; y++ {
		for x := 0; x+block <= c.w; x++ {
			if c.covered(x, y, block) >= enough {
				c.mark(x, y, block)
			}
		}
	}
}

// covered counts the cells of a block of which dots cover at least an eighth.
func (c *screen) covered(x, y, block int) int {
	n := 0
	for v := y; v < y+block; v++ {
		for _, d := range c.dots[v*c.w+x : v*c.w+x+block] {
			if d*8 >= c.cell*c.cell {
				n++
			}
		}
	}
	return n
}

// mark hits a block and what dots there are in the cells next to it.
func (c *screen) mark(x, y, block int) {
	for v := max(0, y-1); v < min(c.h, y+block+1); v++ {
		for u := max(0, x-1); u < min(c.w, x+block+1); u++ {
			inside := u >= x && u < x+block && v >= y && v < y+block
			if inside || c.dots[v*c.w+u] > 0 {
				c.hit[v*c.w+u] = true
			}
		}
	}
}

// boxes gives the hit cells as boxes of pixels, one for each stretch of cells in a row.
func (c *screen) boxes(size image.Point) []document.Box {
	var list []document.Box
	for y := range c.h {
		for x := 0; x < c.w; x++ {
			start := x
			for x < c.w && c.hit[y*c.w+x] {
				x++
			}
			if x > start {
				list = append(list, document.Box{start * c.cell, y * c.cell, min(size.X, x*c.cell), min(size.Y, (y+1)*c.cell)})
			}
		}
	}
	return list
}

// pictures gives the stretches of screen as findings: the cells that hang together over gaps of one cell, with the
// share of their box that is screen.
func (c *screen) pictures(size image.Point) (list []document.Artefact) {
	const least = 16 // cells, a quarter of an inch both ways
	seen := make([]bool, len(c.hit))
	for i, hit := range c.hit {
		if !hit || seen[i] {
			continue
		}
		box, n := c.together(i, seen)
		if n < least {
			continue
		}
		share := float64(n*c.cell*c.cell) / float64(box.Area())
		box = box.Intersect(document.Box{0, 0, size.X, size.Y})
		list = append(list, document.Artefact{Kind: document.PictureKind, Box: box, Score: round(min(0.99, 0.6+0.4*share), 3),
			Reasons: []document.Reason{
				{Text: "share of it that is a screen of dots", Value: round(min(1, share), 3), Limit: 0.1},
				{Text: "square inches of screen", Value: round(float64(n)/256, 2), Limit: least / 256.0},
			}})
	}
	return list
}

// together gives the box, in pixels, of the hit cells that hang together with cell i, and their number.
func (c *screen) together(i int, seen []bool) (box document.Box, n int) {
	box = document.Box{i % c.w * c.cell, i / c.w * c.cell, (i%c.w + 1) * c.cell, (i/c.w + 1) * c.cell}
	todo := []int{i}
	seen[i] = true
	for ; len(todo) > 0; n++ {
		i, todo = todo[len(todo)-1], todo[:len(todo)-1]
		x, y := i%c.w, i/c.w
		box = box.Union(document.Box{x * c.cell, y * c.cell, (x + 1) * c.cell, (y + 1) * c.cell})
		for v := max(0, y-2); v <= min(c.h-1, y+2); v++ {
			for u := max(0, x-2); u <= min(c.w-1, x+2); u++ {
				if k := v*c.w + u; c.hit[k] && !seen[k] {
					seen[k] = true
					todo = append(todo, k)
				}
			}
		}
	}
	return box, n
}
