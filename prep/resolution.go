package prep

import (
	"image"
	"math"
)

// resolved is a resolution and, if the claim was not simply believed, why.
type resolved struct {
	dpi  float64
	note string
}

// papers are the usual sheets, width and height in inches, upright.
var papers = [...]struct {
	name          string
	width, height float64
}{
	{"A4", 210 / 25.4, 297 / 25.4},
	{"Letter", 8.5, 11},
	{"Legal", 8.5, 14},
	{"A5", 148 / 25.4, 210 / 25.4},
	{"A3", 297 / 25.4, 420 / 25.4},
}

// scanned are the resolutions at which people scan.
var scanned = [...]float64{300, 200, 400, 600, 150, 240, 100, 96, 72, 75, 1200}

// A text's small letters are between three and eight points high, in inches (8 to 14 point print and
// typing; headings and footnotes do not rule a page). Print of 10 to 11 points has usualX.
const (
	leastTextX, mostTextX = 0.04, 0.11
	usualX                = 0.075
)

// resolution gives the pixels per inch of a page. A claim is believed if it makes a sheet between 2 and 24
// inches long and at most 18 wide; one up to 100, which programs write when they know nothing, must also give
// the letters a credible height. Otherwise the page is held against the usual papers at the usual resolutions,
// and last against the height of its letters.
func resolution(g *image.Gray, claimed float64) resolved {
	const unproven = 100
	w, h := float64(g.Rect.Dx()), float64(g.Rect.Dy())
	sheet := credible(w, h, claimed)
	if sheet && claimed > unproven {
		return resolved{dpi: claimed}
	}
	x := xHeight(partsOf(g, paperOf(g, coarse(g))))
	switch {
	case sheet && readable(x, claimed):
		return resolved{dpi: claimed}
	case x > 0:
		if r, ok := fromPaper(w, h, x); ok {
			return r
		}
		return resolved{common(x / usualX), "from the height of the letters"}
	}
	if r, ok := fromPaper(w, h, 0); ok {
		return r
	}
	return resolved{common(max(w, h) / papers[0].height), "as if the page were A4"}
}

// credible tells whether w×h pixels at dpi make a sheet that a scanner takes.
func credible(w, h, dpi float64) bool {
	if math.IsNaN(dpi) || dpi < 50 || dpi > 2400 {
		return false
	}
	short, long := min(w, h)/dpi, max(w, h)/dpi
	return short <= 18 && 2 <= long && long <= 24
}

// readable tells whether letters x pixels high are text at dpi; if their height is not known, it may be.
func readable(x, dpi float64) bool {
	return x == 0 || leastTextX <= x/dpi && x/dpi <= mostTextX
}

// fromPaper finds the paper and resolution that fit best, within two parts in a hundred of both sides, and
// that let letters x pixels high be text.
func fromPaper(w, h, x float64) (best resolved, ok bool) {
	least := 0.02
	short, long := min(w, h), max(w, h)
	for _, dpi := range scanned {
		if !readable(x, dpi) {
			continue
		}
		for _, p := range papers {
			off := max(math.Abs(short/(p.width*dpi)-1), math.Abs(long/(p.height*dpi)-1))
			if off < least {
				least, best, ok = off, resolved{dpi, "from the size of " + p.name + " paper"}, true
			}
		}
	}
	return best, ok
}

// common is the usual resolution nearest to dpi, by ratio.
func common(dpi float64) float64 {
	best := scanned[0]
	for _, d := range scanned {
		if math.Abs(math.Log(d/dpi)) < math.Abs(math.Log(best/dpi)) {
			best = d
		}
	}
	return best
}
