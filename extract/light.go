package extract

import (
	"image"

	"aktenkundig/internal/greymorph"
)

// lit gives a place of a view as under even light: each pixel as far below white as it is below the paper around it. The
// paper is what a closing by a square of side 2·reach+1 leaves (J. Serra, Image Analysis and Mathematical Morphology, 1982,
// ch. XII): no ink that is narrower changes it. The place begins at 0, 0.
func lit(view *image.Gray, place image.Rectangle, reach int) *image.Gray {
	w, h := place.Dx(), place.Dy()
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		copy(out.Pix[y*out.Stride:][:w], view.Pix[view.PixOffset(place.Min.X, place.Min.Y+y):][:w])
	}
	paper := greymorph.Darkest(greymorph.Lightest(out, reach), reach)
	for i, g := range out.Pix {
		out.Pix[i] = 255 - (max(paper.Pix[i], g) - g)
	}
	return out
}
