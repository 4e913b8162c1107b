// Package greymorph has the morphology of grey pictures: dilation and erosion by a square (J. Serra, Image Analysis and Mathematical
// Morphology, 1982, ch. XII).
package greymorph

import "image"

// Lightest gives each pixel the greatest value of the square of side 2·reach+1 around it, as far as that lies in the picture. The
// result begins at (0, 0); g is not changed.
func Lightest(g *image.Gray, reach int) *image.Gray {
	return extreme(g, reach, func(a, b uint8) uint8 { return max(a, b) })
}

// Darkest is Lightest with the least value.
func Darkest(g *image.Gray, reach int) *image.Gray {
	return extreme(g, reach, func(a, b uint8) uint8 { return min(a, b) })
}

// extreme gives each pixel the greatest or least of its square, as pick has it: along the rows, then along the columns.
func extreme(g *image.Gray, reach int, pick func(a, b uint8) uint8) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	rows, out := image.NewGray(image.Rect(0, 0, w, h)), image.NewGray(image.Rect(0, 0, w, h))
	up, down := make([]uint8, max(w, h)), make([]uint8, max(w, h))
	for y := range h {
		along(g.Pix[y*g.Stride:], rows.Pix[y*rows.Stride:], up[:w], down[:w], 1, reach, pick)
	}
	for x := range w {
		along(rows.Pix[x:], out.Pix[x:], up[:h], down[:h], out.Stride, reach, pick)
	}
	return out
}

// along is extreme on pixels that are step apart, as many as up and down have room for: from the extremes up to each pixel and
// from each pixel on, in blocks as long as the window (M. van Herk, A fast algorithm for local minimum and maximum filters,
// 1992).
func along(from, to, up, down []uint8, step, reach int, pick func(a, b uint8) uint8) {
	n, block := len(up), 2*reach+1
	for i := range n {
		up[i] = from[i*step]
		if i%block > 0 {
			up[i] = pick(up[i-1], up[i])
		}
	}
	for i := n - 1; i >= 0; i-- {
		down[i] = from[i*step]
		if i+1 < n && (i+1)%block > 0 {
			down[i] = pick(down[i], down[i+1])
		}
	}
	for i := range n {
		first, last := max(0, i-reach), min(n-1, i+reach)
		switch {
		case first/block < last/block:
			to[i*step] = pick(down[first], up[last])
		case first == 0:
			to[i*step] = up[last]
		default:
			to[i*step] = down[first]
		}
	}
}
