package prep

import "image"

// softCut is the cut on a softened picture of black and white: a gap of a pixel between two black ones is a mark
// (127), a lone black pixel is none (191).
const softCut = 150

// soften blurs g by the binomial kernel of 3×3 pixels (sigma 0.7): the steps of black and white outlines, and gaps of a
// pixel, close. Pixels at the edge stay.
func soften(g *image.Gray) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	dst := image.NewGray(image.Rect(0, 0, w, h))
	if w < 3 || h < 3 {
		for y := range h {
			copy(dst.Pix[y*w:(y+1)*w], g.Pix[y*g.Stride:])
		}
		return dst
	}
	sum := make([]uint16, w)
	for y := range h {
		here := g.Pix[y*g.Stride : y*g.Stride+w]
		out := dst.Pix[y*w : (y+1)*w]
		copy(out, here)
		if y == 0 || y == h-1 {
			continue
		}
		above, below := g.Pix[(y-1)*g.Stride:][:w], g.Pix[(y+1)*g.Stride:][:w]
		for x := range sum {
			sum[x] = uint16(above[x]) + 2*uint16(here[x]) + uint16(below[x])
		}
		for x := 1; x < w-1; x++ {
			out[x] = uint8((sum[x-1] + 2*sum[x] + sum[x+1] + 8) >> 4)
		}
	}
	return dst
}
