package extract

import "image"

// lit gives a place of a view as under even light: each pixel as far below white as it is below the paper around it. The
// paper is what a closing by a square of side 2·reach+1 leaves (J. Serra, Image Analysis and Mathematical Morphology, 1982,
// ch. XII): no ink that is narrower changes it. The place begins at 0, 0.
func lit(view *image.Gray, place image.Rectangle, reach int) *image.Gray {
	w, h := place.Dx(), place.Dy()
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		copy(out.Pix[y*out.Stride:][:w], view.Pix[view.PixOffset(place.Min.X, place.Min.Y+y):][:w])
	}
	paper := extreme(extreme(out, reach, func(a, b uint8) uint8 { return max(a, b) }), reach, func(a, b uint8) uint8 { return min(a, b) })
	for i, g := range out.Pix {
		out.Pix[i] = 255 - (max(paper.Pix[i], g) - g)
	}
	return out
}

// extreme gives each pixel the greatest or least, as pick has it, of the square around it that is in the picture.
func extreme(g *image.Gray, reach int, pick func(a, b uint8) uint8) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	rows, out := image.NewGray(g.Rect), image.NewGray(g.Rect)
	for y := range h {
		along(g.Pix[y*g.Stride:], rows.Pix[y*rows.Stride:], w, 1, reach, pick)
	}
	for x := range w {
		along(rows.Pix[x:], out.Pix[x:], h, out.Stride, reach, pick)
	}
	return out
}

// along is extreme on n pixels that are step apart.
func along(from, to []uint8, n, step, reach int, pick func(a, b uint8) uint8) {
	for i := range n {
		best := from[i*step]
		for k := max(0, i-reach); k < min(n, i+reach+1); k++ {
			best = pick(best, from[k*step])
		}
		to[i*step] = best
	}
}
