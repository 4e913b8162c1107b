package prep

import (
	"image"

	"aktenkundig/internal/greymorph"
)

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
	g := greymorph.Darkest(scanned, reach)
	if !shrinks(v.DPI) {
		g = greymorph.Lightest(g, reach)
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
