package prep

import (
	"math"

	"aktenkundig/document"
)

const (
	usualDPI   = 200  // the engine's best resolution for print of usual size
	leastX     = 16.0 // text is not shrunk to an x-height under this many pixels of ink
	smallX     = 8.5  // text is grown if its x-height is under this many pixels of the scan; larger text reads as well as it is
	grownX     = 12.0 // and this is what it is grown to; more costs time and reads no better
	mostGrowth = 2.0  // beyond this, growing adds pixels but no information
	mostDPI    = 400  // nor beyond this; it also bounds what a mistaken x-height can cost
	leastLoss  = 0.75 // shrinking by less than this factor saves the engine too little for what it costs the text
	leastGain  = 1.10 // the same for growing
)

// bestScale is the factor from view to ink. Text of usual size goes to the usual resolution; smaller text keeps,
// or gets, the pixels its small letters need. An xHeight of 0 is unknown.
func bestScale(dpi, xHeight float64) float64 {
	f := usualDPI / dpi
	if xHeight > 0 {
		f = max(min(f, 1), min(leastX/xHeight, 1))
		if xHeight < smallX {
			f = grownX / xHeight
		}
	}
	f = min(f, mostGrowth, max(1, mostDPI/dpi))
	if leastLoss < f && f < leastGain {
		return 1
	}
	return f
}

// shrinks tells whether text of usual size is shrunk at this resolution, which blurs it.
func shrinks(dpi float64) bool { return usualDPI/dpi <= leastLoss }

// bringToScale resizes the ink to the engine's best scale for this page.
func (k *Ink) bringToScale(s survey) {
	if s.keepSize {
		return
	}
	f := bestScale(s.dpi, s.xHeight)
	w := max(1, int(math.Round(float64(s.size.X)*f)))
	h := max(1, int(math.Round(float64(s.size.Y)*f)))
	if f == 1 || w*h > maxPixels {
		return
	}
	k.become(resize(k.Grey, w, h))
	k.ToInk = document.Scale(float64(w)/float64(s.size.X), float64(h)/float64(s.size.Y))
	k.DPI = s.dpi * f
	k.step("scale", "", "factor", round(f, 3), "x-height", round(s.xHeight, 1), "dpi", round(k.DPI, 1))
}
