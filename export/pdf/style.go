package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// style is how words are set.
type style struct {
	level int     // of the font
	size  float64 // of the font, in units of the page
	scale float64 // horizontal scaling; 1 is none
}

// reach is how far text in a style goes up and down from where it is set.
func (s style) reach() (ascent, descent float64) {
	k := float64(s.level) / levels
	return s.size * (1 - k), s.size * k
}

// wide is the width of a text in a style.
func (s style) wide(text string) float64 { return natural(text) * s.size * s.scale }

// tolerance is how far, in points, a side of a word may be set off its box. Readers are promised two points; the rest is for
// rounding. What may be off need not be said: it halves the layer of a dense page.
const tolerance = 1.7

// Sizes, scalings and places are rounded as far as the tolerance allows: what is round is short, and what repeats compresses well.
const sizeSteps = 2 // in a unit

// roundest gives the roundest multiple of one of the steps, the largest first, between lo and hi; their middle if there is none.
func roundest(lo, hi float64, steps ...float64) float64 {
	middle := (lo + hi) / 2
	for _, step := range steps {
		if v := math.Round(middle/step) * step; v >= lo && v <= hi {
			return v
		}
	}
	return middle
}

// fit gives the style that stands closest around a word of that ascent, descent and width; text is what it says.
func fit(ascent, descent, width float64, text string) style {
	s := style{scale: 1}
	s.size = max(roundTo(ascent+descent, sizeSteps), 1.0/sizeSteps)
	s.level = min(max(int(math.Round(levels*descent/s.size)), 0), levels-1)
	s.scale = scaleFor(width, width, s.size, text)
	return s
}

// scaleFor is the roundest horizontal scaling that gives a text a width from least to most.
func scaleFor(least, most, size float64, text string) float64 {
	unscaled := natural(text) * size
	scale := roundest(least/unscaled, most/unscaled, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01)
	return min(max(roundTo(scale, 100), 0.01), 100)
}

func roundTo(v, parts float64) float64 { return math.Round(v*parts) / parts }

// lineStyle is the style that suits most words of a line.
func lineStyle(l line) style {
	ascents, descents := make([]float64, len(l.words)), make([]float64, len(l.words))
	width, text := 0.0, strings.Builder{}
	for i, w := range l.words {
		ascents[i], descents[i] = w.ascent, w.descent
		width += w.width
		text.WriteString(w.text)
	}
	return fit(middle(ascents), middle(descents), width, text.String())
}

// middle is halfway between the second smallest tenth and the second largest.
func middle(v []float64) float64 {
	slices.SortFunc(v, cmp.Compare[float64])
	n := len(v) / 10
	return (v[n] + v[len(v)-1-n]) / 2
}

// span is a range of places.
type span struct{ lo, hi float64 }

func (s span) and(t span) span { return span{max(s.lo, t.lo), min(s.hi, t.hi)} }

func (s span) holds(v float64) bool { return v >= s.lo && v <= s.hi }

// heights are where the baseline of a word may be when it is set in a style, so that its box is off by at most tol.
func (s style) heights(w placed, tol float64) span {
	ascent, descent := s.reach()
	top, bottom := w.p.y+w.ascent-ascent, w.p.y-w.descent+descent
	return span{max(top, bottom) - tol, min(top, bottom) + tol}
}

// starts are where a word may begin when it is set in a style.
func (s style) starts(w placed, tol float64) span {
	left, right := w.p.x, w.p.x+w.width-s.wide(w.text)
	return span{max(left, right) - tol, min(left, right) + tol}
}

// slack is the part of the tolerance that is left for rounding where a style is chosen.
const slack = 0.15

// styleOf gives the style for a word, and where the baseline of all words before and it may then be: the first of those given that
// suits it there, else one that does when it is scaled, else the word's own. It is false if none can stand there.
func styleOf(w placed, given []style, there span, tol float64) (style, span, bool) {
	enough := 2 * slack * tol
	var scaled *style
	var at span
	for i, s := range given {
		h := s.heights(w, tol)
		if !h.holds(w.p.y) || h.and(there).hi-h.and(there).lo < enough {
			continue
		}
		if x := s.starts(w, tol); x.hi-x.lo >= enough && s.wide(w.text) <= w.room(s.size) {
			return s, h.and(there), true
		}
		if scaled == nil {
			scaled, at = &given[i], h.and(there)
		}
	}
	if scaled == nil {
		s := fit(w.ascent, w.descent, w.width, w.text)
		scaled, at = &s, s.heights(w, tol).and(there)
	}
	s := *scaled
	most := min(w.width+tol, max(w.room(s.size), w.width-2*tol+enough))
	s.scale = scaleFor(min(w.width-tol, most), most, s.size, w.text)
	return s, at, at.hi-at.lo >= enough
}
