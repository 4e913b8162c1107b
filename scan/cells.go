package scan

import (
	"image"

	"aktenkundig/document"
)

// cells is a sheet seen coarsely: a grid in which a cell is printed if it holds strokes, some dark pixels on paper. Solid
// black, and the many tones of photographs and maps, do not count.
type cells struct {
	side, w, h int
	printed    []bool
	marked     []bool // there is any contrast in it, be it white on a photograph
}

// A cell is about a millimetre wide, the height of a small letter.
const cellsPerInch = 25

// Strokes: the dark share of a cell is between these.
const (
	leastStroke = 0.03
	mostStroke  = 0.7
	mostTones   = 0.4 // share of pixels that are neither dark nor paper
	contrast    = 40  // least difference of a mark to what is around it, of 255
)

func newCells(img image.Image, dpi float64) *cells {
	size := img.Bounds().Size()
	if dpi < minDPI {
		dpi = float64(max(size.X, size.Y)) / 11.7 // as if it were A4
	}
	c := &cells{side: max(3, int(dpi/cellsPerInch))}
	c.w, c.h = (size.X+c.side-1)/c.side, (size.Y+c.side-1)/c.side
	counts := make([]tones, c.w*c.h)
	row := make([]byte, size.X)
	paper := paperLevel(img)
	dark, light := byte(paper*2/3), byte(paper*9/10)
	for y := range size.Y {
		luminance(row, img, y)
		line := counts[y/c.side*c.w:]
		for x, v := range row {
			t := &line[x/c.side]
			switch {
			case v < dark:
				t.dark++
			case v < light:
				t.between++
			}
			t.most, t.leastInverse = max(t.most, v), max(t.leastInverse, ^v)
		}
	}
	c.printed, c.marked = make([]bool, len(counts)), make([]bool, len(counts))
	area := float64(c.side * c.side)
	for i, n := range counts {
		d := float64(n.dark)
		c.printed[i] = d >= leastStroke*area && d <= mostStroke*area && float64(n.between) <= mostTones*area
		c.marked[i] = int(n.most)-int(^n.leastInverse) >= contrast
	}
	return c
}

// tones is what a cell's pixels are like.
type tones struct {
	dark, between int  // pixels
	most          byte // the brightest
	leastInverse  byte // the darkest, inverted
}

// paperLevel is the brightness that a tenth of the pixels reach.
func paperLevel(img image.Image) int {
	var histogram [256]int
	size := img.Bounds().Size()
	row := make([]byte, size.X)
	n := 0
	for y := 0; y < size.Y; y += max(1, size.Y/64) {
		luminance(row, img, y)
		for _, v := range row {
			histogram[v]++
		}
		n += len(row)
	}
	paper, above := 255, 0
	for ; paper > 0; paper-- {
		if above += histogram[paper]; above >= n/10 {
			break
		}
	}
	return paper
}

// luminance reads a row of one of the kinds of picture a sheet has.
func luminance(row []byte, img image.Image, y int) {
	switch m := img.(type) {
	case *image.Gray:
		copy(row, m.Pix[y*m.Stride:])
	case *image.YCbCr:
		copy(row, m.Y[y*m.YStride:])
	case *image.RGBA:
		src := m.Pix[y*m.Stride:]
		for x := range row {
			row[x] = byte((299*int(src[4*x]) + 587*int(src[4*x+1]) + 114*int(src[4*x+2])) / 1000)
		}
	}
}

// agreement gives the share of words that stand on a marked cell, and the share of printed cells that lie within a cell
// of a word.
func (c *cells) agreement(words []document.Word) (onInk, covered float64) {
	under := make([]bool, len(c.printed))
	on := 0
	for _, w := range words {
		hit := false
		x0, y0, x1, y1 := w.Box[0]/c.side, w.Box[1]/c.side, (w.Box[2]-1)/c.side, (w.Box[3]-1)/c.side
		for y := max(0, y0-1); y <= min(c.h-1, y1+1); y++ {
			for x := max(0, x0-1); x <= min(c.w-1, x1+1); x++ {
				inside := x >= x0 && x <= x1 && y >= y0 && y <= y1
				hit = hit || inside && c.marked[y*c.w+x]
				under[y*c.w+x] = true
			}
		}
		if hit {
			on++
		}
	}
	printed, both := 0, 0
	for i, p := range c.printed {
		if p {
			printed++
			if under[i] {
				both++
			}
		}
	}
	return float64(on) / float64(max(1, len(words))), float64(both) / float64(max(1, printed))
}
