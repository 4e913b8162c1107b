package marks

import (
	"math"
	"slices"

	"aktenkundig/document"
)

// blob is a connected piece of a figure's ink in Letters.
type blob struct {
	box   document.Box
	at    []int32 // its pixels
	frame int     // how many of them are framing
}

// remains tells whether a piece is what is left of a frame: framing ink too narrow or too low for a letter, or a stretch of a
// thin line.
func (b *blob) remains(p *page) bool {
	w, h := float64(b.box.Width()), float64(b.box.Height())
	if h < p.mm(1) && w > p.mm(2.5) && w > 4*h {
		return true
	}
	return 2*b.frame > len(b.at) && (h < p.mm(1.2) || 3*w < h || 3*h < w || 5*float64(len(b.at)) < w*h)
}

// solid tells whether a piece is filled as no letter is, like a part of an emblem: at most of its pixels ink runs on, both
// level and upright, for more than half its height.
func (l *Letters) solid(b *blob) bool {
	thick := 0
	for _, i := range b.at {
		if 2*min(l.stretch(int(i), 1), l.stretch(int(i), l.W)) > b.box.Height() {
			thick++
		}
	}
	return 2*thick > len(b.at)
}

// stretch is how far ink runs on through pixel i in steps of step, both ways.
func (l *Letters) stretch(i, step int) int {
	n := 1
	for k := i - step; k >= 0 && l.pix[k] >= framing; k -= step {
		n++
	}
	for k := i + step; k < len(l.pix) && l.pix[k] >= framing; k += step {
		n++
	}
	return n
}

// rows sorts the ink into lines of letters: pieces as high as letters whose middles share rows are of one line, and small
// ones, as dots and commas, go with the line they stand in. What is in no line is dropped, and so are emblems and what is
// left of frames; high is the usual height of the figure's parts.
func (l *Letters) rows(p *page, high float64) {
	blobs := slices.DeleteFunc(l.blobs(), func(b blob) bool {
		h, w := float64(b.box.Height()), float64(b.box.Width())
		big := h > min(p.mm(10), 2.5*max(p.mm(2), high)) || w > p.mm(40)
		return big || b.remains(p) || h >= p.mm(1.2) && l.solid(&b)
	})
	tall := func(b *blob) bool { return float64(b.box.Height()) >= p.mm(1.2) }
	var bands []document.Box // of rows; only [1] and [3] count
	level := make([]bool, l.H)
	for i := range blobs {
		if b := &blobs[i]; tall(b) {
			h := b.box.Height()
			for y := b.box[1] + h/4; y < b.box[3]-h/4; y++ {
				level[y] = true
			}
		}
	}
	for y := 0; y < l.H; y++ {
		if !level[y] {
			continue
		}
		start := y
		for y < l.H && level[y] {
			y++
		}
		bands = append(bands, document.Box{0, start, l.W, y})
	}
	l.assign(blobs, bands, tall)
}

// assign gives each band its pieces and makes lines of those that have letters.
func (l *Letters) assign(blobs []blob, bands []document.Box, tall func(*blob) bool) {
	lineOf := func(b *blob) int {
		mid := (b.box[1] + b.box[3]) / 2
		best, least := -1, math.MaxInt
		for n, band := range bands {
			away := max(band[1]-mid, mid-band[3]+1, 0)
			reach := 0
			if !tall(b) {
				reach = band.Height() * 5 / 4 // the dots of capitals stand well above, commas below
			}
			if away <= reach && away < least {
				best, least = n, away
			}
		}
		return best
	}
	rows := make([][]*blob, len(bands))
	for i := range blobs {
		b := &blobs[i]
		if n := lineOf(b); n >= 0 {
			rows[n] = append(rows[n], b)
		}
	}
	for _, row := range rows {
		l.line(row, tall)
	}
	l.ends = make([]uint8, len(l.pix))
	for n := range l.Lines {
		l.widen(n)
	}
	l.hide()
}

// widen notes what ink of frames stands beyond the ends of line n, as far as two figures go: the first and the last of a date
// may have grown together with the ring around it.
func (l *Letters) widen(n int) {
	const figures = 1.4 // of the line's height
	line := &l.Lines[n]
	reach := int(figures * line.Height)
	wide := document.Box{max(0, line.Box[0]-reach), line.Box[1], min(l.W, line.Box[2]+reach), line.Box[3]}
	ink := 0
	for y := wide[1]; y < wide[3]; y++ {
		for x := wide[0]; x < wide[2]; x++ {
			if i := y*l.W + x; l.pix[i] == mine || l.pix[i] == framing {
				l.ends[i] = uint8(n) + 1
				if x < line.Box[0] || x >= line.Box[2] {
					ink++
				}
			}
		}
	}
	if least := line.Height * line.Height / 8; float64(ink) >= least {
		line.Wide = wide
	}
}

// hide makes foreign what is in no line, and the soft edges of all that is foreign.
func (l *Letters) hide() {
	for i, v := range l.pix {
		if v == mine || v == framing {
			l.pix[i] = foreign
		}
	}
	var edge []int
	for y := range l.H {
		for x := range l.W {
			if l.pix[y*l.W+x] == bare && l.besideForeign(x, y) {
				edge = append(edge, y*l.W+x)
			}
		}
	}
	for _, i := range edge {
		l.pix[i] = foreign
	}
}

func (l *Letters) besideForeign(x, y int) bool {
	for v := max(0, y-1); v < min(l.H, y+2); v++ {
		for u := max(0, x-1); u < min(l.W, x+2); u++ {
			if l.pix[v*l.W+u] == foreign {
				return true
			}
		}
	}
	return false
}

// line makes a line of pieces, unless they hold less than two letters.
func (l *Letters) line(row []*blob, tall func(*blob) bool) {
	var heights []int
	wide := 0
	for _, b := range row {
		if tall(b) {
			heights = append(heights, b.box.Height())
			wide += b.box.Width()
		}
	}
	if len(heights) == 0 || len(l.Lines) >= mostLines {
		return
	}
	slices.Sort(heights)
	height := heights[len(heights)*2/3]
	if wide < 3*height/2 && len(heights) < 2 {
		return
	}
	n := mine + 1 + uint8(len(l.Lines))
	line := Line{Height: float64(height)}
	for _, b := range row {
		if b.box.Height() > 3*height {
			continue
		}
		line.Box = line.Box.Union(b.box)
		for _, i := range b.at {
			l.pix[i] = n
		}
	}
	side := height / 2 // a worn letter may stand there
	line.Box = document.Box{max(0, line.Box[0]-side), max(0, line.Box[1]-1), min(l.W, line.Box[2]+side), min(l.H, line.Box[3]+1)}
	l.Lines = append(l.Lines, line)
}

// blobs finds the connected pieces of the figure's ink, in the order of their first pixels; they touch over edges and
// corners.
func (l *Letters) blobs() []blob {
	seen := make([]bool, len(l.pix))
	var out []blob
	var todo []int32
	for i := range l.pix {
		if v := l.pix[i]; v != mine && v != framing || seen[i] {
			continue
		}
		b := blob{}
		todo = append(todo[:0], int32(i))
		seen[i] = true
		for len(todo) > 0 {
			k := todo[len(todo)-1]
			todo = todo[:len(todo)-1]
			b.at = append(b.at, k)
			if l.pix[k] == framing {
				b.frame++
			}
			x, y := int(k)%l.W, int(k)/l.W
			b.box = b.box.Union(document.Box{x, y, x + 1, y + 1})
			for v := max(0, y-1); v < min(l.H, y+2); v++ {
				for u := max(0, x-1); u < min(l.W, x+2); u++ {
					if n := v*l.W + u; (l.pix[n] == mine || l.pix[n] == framing) && !seen[n] {
						seen[n] = true
						todo = append(todo, int32(n))
					}
				}
			}
		}
		out = append(out, b)
	}
	return out
}
