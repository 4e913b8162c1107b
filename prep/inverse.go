package prep

import (
	"image"

	"aktenkundig/document"
)

// negative tells whether a page is white on black, as from microfilm: most of it is dark, and what differs from that is
// rather brighter than darker. small is the page reduced by some factor.
func negative(small *image.Gray, tone uint8) bool {
	if tone >= darkPaper {
		return false
	}
	bright, dark := 0, 0
	over, under := tone+(255-tone)/4, tone/2-min(tone/2, 10) // noise is neither
	for y := range small.Rect.Dy() {
		for _, v := range small.Pix[y*small.Stride : y*small.Stride+small.Rect.Dx()] {
			switch {
			case v > over:
				bright++
			case v < under:
				dark++
			}
		}
	}
	return bright > dark
}

// inverted gives the negative of g.
func inverted(g *image.Gray) *image.Gray {
	w := g.Rect.Dx()
	dst := image.NewGray(image.Rect(0, 0, w, g.Rect.Dy()))
	for y := range g.Rect.Dy() {
		out := dst.Pix[y*w : (y+1)*w]
		for x, v := range g.Pix[y*g.Stride : y*g.Stride+w] {
			out[x] = 255 - v
		}
	}
	return dst
}

// The sizes of a bar with white print, in inches, and what it takes to be one.
const (
	barLow, barShort = 0.12, 0.4
	barFill          = 0.45 // share of its box that is dark
	barLetters       = 3    // gaps of the size of letters
)

// findBars lists the solid dark boxes that hold white print.
func (s *survey) findBars(g *image.Gray) (bars []document.Box) {
	var solid []part
	for _, p := range s.parts {
		if p.height() >= s.inches(barLow) && p.width() >= s.inches(barShort) && float64(p.area) >= barFill*float64(p.width()*p.height()) {
			solid = append(solid, p)
		}
	}
	if len(solid) == 0 {
		return nil
	}
	letters := make([]int, len(solid))
	label(g, s.paper, gaps, mostParts, func(some []part) {
		for _, q := range some {
			if !letterLike(q) || q.height() < s.inches(0.04) {
				continue
			}
			for i, p := range solid {
				if q.x0 > p.x0 && q.y0 > p.y0 && q.x1 < p.x1 && q.y1 < p.y1 && 10*q.height() < 9*p.height() && 4*q.width() < p.width() {
					letters[i]++
				}
			}
		}
	})
	for i, p := range solid {
		if letters[i] >= barLetters {
			bars = append(bars, p.box())
		}
	}
	return bars
}

// turnBars makes the white print of bars black on white.
func (k *Ink) turnBars(bars []document.Box) {
	if len(bars) == 0 {
		return
	}
	g := &image.Gray{Pix: append([]byte(nil), k.Grey.Pix...), Stride: k.Grey.Stride, Rect: k.Grey.Rect}
	for _, b := range bars {
		b = k.ToInk.Box(b).Intersect(document.Box{0, 0, g.Rect.Dx(), g.Rect.Dy()})
		for y := b[1]; y < b[3]; y++ {
			row := g.Pix[y*g.Stride+b[0] : y*g.Stride+b[2]]
			for x := range row {
				row[x] = 255 - row[x]
			}
		}
	}
	k.Grey = g
	k.step("bars", "white on black made black on white", "count", float64(len(bars)))
}
