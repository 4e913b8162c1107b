package wordnoise

import (
	"math"
	"slices"
	"unicode/utf8"

	"aktenkundig/document"
)

// geometry is what words of a page usually measure, in view pixels; 0 if unknown.
type geometry struct {
	height, width float64
	words         map[int]int // how many words a line has
}

func pageGeometry(p *document.Page) geometry {
	g := geometry{words: map[int]int{}}
	var heights, widths []float64
	for _, w := range p.Words {
		g.words[w.Line]++
		if n := utf8.RuneCountInString(w.Text); n >= 3 && !w.Box.Empty() {
			heights = append(heights, float64(w.Box.Height()))
			widths = append(widths, float64(w.Box.Width())/float64(n))
		}
	}
	g.height, g.width = median(heights), median(widths)
	return g
}

// ratios compares a word's height and width a character with the page's.
func (g geometry) ratios(w document.Word) (height, width float64) {
	if w.Box.Empty() || g.height == 0 || g.width == 0 {
		return 0, 0
	}
	n := float64(utf8.RuneCountInString(w.Text))
	return ratio(float64(w.Box.Height()), g.height), ratio(float64(w.Box.Width())/n, g.width)
}

// ratio is how far two lengths are apart; a third more or less is ordinary and counts for nothing.
func ratio(a, b float64) float64 {
	return min(3, max(0, math.Abs(math.Log(a/b))-math.Log(4.0/3)))
}

func median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	slices.Sort(v)
	return v[len(v)/2]
}
