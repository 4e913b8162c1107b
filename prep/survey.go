package prep

import (
	"image"

	"aktenkundig/document"
)

// survey is what was measured on a page: its paper and its marks. Lengths are in pixels of the page.
type survey struct {
	size     image.Point
	dpi      float64
	paper    paper
	parts    []part              // at most mostParts
	screens  []document.Box      // halftone; its dots are not among parts
	pictures []document.Artefact // the same as findings
	border   border
	patches  []patch
	rules    []rule
	factor   int     // that reduced the page where the rules were found
	xHeight  float64 // height of the small letters; 0 if there are too few to tell
	keepSize bool    // the page is not to be brought to another scale
}

// examine measures a view.
func examine(v View) survey {
	k := coarse(v.Grey)
	small := reduce(v.Grey, k)
	s := survey{size: v.Grey.Rect.Size(), dpi: v.DPI, paper: paperOn(small, k)}
	if v.twoTone {
		s.paper.cut = softCut
		s.parts = partsOf(v.Grey, s.paper)
	} else {
		s.parts = printOf(v.Grey, &s.paper)
	}
	s.patches = s.findPatches(v.Grey)
	s.dropHalftone(v.Grey)
	s.border = borderOf(small, k, s.paper.tone, v)
	s.rules, s.factor = s.rulesBut(small, k, v), k
	s.xHeight = xHeight(s.parts)
	return s
}

// coarse is the factor that reduces a page to at most 1200 pixels along its longer side: 100 dpi for A4.
func coarse(g *image.Gray) int {
	return max(1, (max(g.Rect.Dx(), g.Rect.Dy())+1199)/1200)
}

// inches converts a length on the page to pixels.
func (s *survey) inches(v float64) int { return int(v*s.dpi + 0.5) }

// letterLike tells whether p has the proportions of a letter, whatever its size.
func letterLike(p part) bool {
	w, h := p.width(), p.height()
	return h >= 4 && w >= 2 && w <= 3*h && h <= 6*w && int(p.area)*8 >= w*h
}

// xHeight measures the height of small letters: the most common height of letter-like parts. Dirt, which is
// many but small, has no say: what counts is at least two fifths of the height that covers most of the page.
// Where a text is all capitals and figures this is their height; where small letters make a second peak, at the
// proportion that x-height has to capitals in print (0.6 to 0.8), that peak counts if it is at least half as
// strong. It is 0 if there are fewer than 20 letters.
func xHeight(parts []part) float64 {
	const shortest, tallest, fewest = 4, 200, 20
	var count, cover [tallest + 2]int
	n := 0
	for _, p := range parts {
		if h := p.height(); h < tallest && letterLike(p) {
			count[h]++
			cover[h] += h * h
			n++
		}
	}
	if n < fewest {
		return 0
	}
	most := strongest(cover[:], shortest, tallest)
	best := strongest(count[:], max(shortest, most*2/5), tallest)
	low := strongest(count[:], max(shortest, best*6/10), best*8/10+1)
	if 2*peak(count[:], low) >= peak(count[:], best) {
		best = low
	}
	return centre(count[:], best)
}

// strongest is the height from a to b (outside) that has the most around it.
func strongest(count []int, a, b int) int {
	best := a
	for h := a; h < b; h++ {
		if peak(count, h) > peak(count, best) {
			best = h
		}
	}
	return best
}

// peak is what lies within a pixel, and a twelfth, of height h.
func peak(count []int, h int) int {
	sum := 0
	for v := h - h/12 - 1; v <= h+h/12+1; v++ {
		if v >= 0 && v < len(count) {
			sum += count[v]
		}
	}
	return sum
}

// centre is the mean height around the peak at h.
func centre(count []int, h int) float64 {
	n, sum := 0, 0
	for v := h - h/12 - 1; v <= h+h/12+1; v++ {
		if v >= 0 && v < len(count) {
			n += count[v]
			sum += v * count[v]
		}
	}
	if n == 0 {
		return float64(h)
	}
	return float64(sum) / float64(n)
}
