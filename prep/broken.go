package prep

import "image"

// leastPrint is the x-height, in inches, under which no print is: that of type of four points. What is measured lower on a page
// of black and white are the pieces of broken letters.
const leastPrint = 0.025

// broken tells whether most of what was measured on a page of black and white are pieces of letters.
func (s *survey) broken(v View) bool {
	return v.twoTone && s.xHeight > 0 && s.xHeight < leastPrint*v.DPI
}

// mendBroken joins the pieces of broken letters, of the page as it was scanned, and measures it again. Strokes are thickened by a
// pixel on either side; where a pixel is as much as a third of a stroke they are thinned again, which leaves what has grown together
// (a closing: Serra, Image Analysis and Mathematical Morphology, 1982, II). The page keeps its size: shrinking would
// make faint what was thickened, and growing costs time and reads no better.
func (k *Ink) mendBroken(scanned *image.Gray, v View) survey {
	const reach = 1
	g := extreme(scanned, reach, func(a, b uint8) uint8 { return min(a, b) })
	if !shrinks(v.DPI) {
		g = extreme(g, reach, func(a, b uint8) uint8 { return max(a, b) })
	}
	k.become(soften(g))
	v.Grey = k.Grey
	s := examine(v)
	if s.broken(v) {
		s.xHeight = 0
	}
	s.keepSize = true
	k.step("broken", "pieces of letters joined")
	return s
}

// extreme gives each pixel the least or the greatest of the square around it.
func extreme(g *image.Gray, reach int, pick func(a, b uint8) uint8) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	level, out := image.NewGray(image.Rect(0, 0, w, h)), image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		from, to := g.Pix[y*g.Stride:][:w], level.Pix[y*w:][:w]
		for x := range to {
			v := from[x]
			for u := max(0, x-reach); u <= min(w-1, x+reach); u++ {
				v = pick(v, from[u])
			}
			to[x] = v
		}
	}
	for y := range h {
		to := out.Pix[y*w:][:w]
		copy(to, level.Pix[y*w:][:w])
		for v := max(0, y-reach); v <= min(h-1, y+reach); v++ {
			for x, b := range level.Pix[v*w:][:w] {
				to[x] = pick(to[x], b)
			}
		}
	}
	return out
}
