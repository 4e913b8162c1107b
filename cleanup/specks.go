package cleanup

import (
	"slices"
	"strings"
	"unicode/utf8"

	"aktenkundig/cleanup/internal/wordnoise"
	"aktenkundig/document"
)

// specks lifts the estimates of words whose picture cannot be what was read, on a page that was read from a picture: dashes
// that stand upright, as strokes in the margin do, and one or two signs lower than half a word that stand far from every word.
// What stands beside words may be a bullet, a full stop, or a dash.
func specks(p *document.Page, estimates []wordnoise.Estimate) {
	const likely, surely = 0.93, 0.95
	usual := wordHeight(p)
	if usual == 0 || !wordnoise.Informative(p) {
		return
	}
	lift := func(i int, noise float64) {
		estimates[i].Noise, estimates[i].Protected = max(estimates[i].Noise, noise), false
	}
	for i, w := range p.Words {
		h := w.Box.Height()
		switch {
		case w.Box.Empty():
		case strings.Trim(w.Text, "-–—_=~") == "" && 2*h > 3*w.Box.Width() && h > usual:
			lift(i, surely)
		case utf8.RuneCountInString(w.Text) <= 2 && 20*h < 9*usual && strings.Trim(w.Text, "-–—_") != "" && lonely(p, i, 2*usual):
			lift(i, likely)
		}
	}
}

// wordHeight is the median height of words of three letters and more, in pixels; 0 if there is none.
func wordHeight(p *document.Page) int {
	var heights []int
	for _, w := range p.Words {
		if !w.Box.Empty() && utf8.RuneCountInString(w.Text) >= 3 {
			heights = append(heights, w.Box.Height())
		}
	}
	if len(heights) == 0 {
		return 0
	}
	slices.Sort(heights)
	return heights[len(heights)/2]
}

// lonely tells whether word i has no neighbour in its line within so many pixels.
func lonely(p *document.Page, i, pixels int) bool {
	b := p.Words[i].Box
	for _, k := range [2]int{i - 1, i + 1} {
		if k < 0 || k >= len(p.Words) || p.Words[k].Line != p.Words[i].Line {
			continue
		}
		o := p.Words[k].Box
		if max(b[0]-o[2], o[0]-b[2]) < pixels {
			return false
		}
	}
	return true
}
