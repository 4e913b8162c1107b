package cleanup

import (
	"regexp"
	"slices"
	"strings"

	"aktenkundig/document"
)

// Dated finds date stamps that were read with the text because nothing in their picture gave them away: black, without a frame.
// What the bands of a date stamp print is a form of its own, two figures for the day, a short name of a month in capitals, four
// for the year; it is a stamp's where it also differs from the type around, by the height of its figures or by the slope of its
// line. Lines above or below that say that something was received belong to it.
type Dated struct{}

var (
	bandDay   = regexp.MustCompile(`^[0-3]\d\.?$`)
	bandMonth = regexp.MustCompile(`^(?:JAN|FEB|MÄRZ?|MAR|APR|MAI|MAY|JUNI?|JULI?|AUG|SEPT?|OKT|OCT|NOV|DEZ|DEC)\.?$`)
	bandYear  = regexp.MustCompile(`^(?:19|20)\d\d$`)
	receipt   = regexp.MustCompile(`(?i)^(?:eingegangen|posteingang|eingang|received|registry|rec\.|eing\.)$`)
)

// Detect implements Detector.
func (Dated) Detect(p *document.Page) []document.Artefact {
	usual := capitalHeight(p)
	if usual == 0 {
		return nil
	}
	var out []document.Artefact
	for i := 0; i+2 < len(p.Words); i++ {
		if w := p.Words[i : i+3]; w[0].Line == w[2].Line && bandDay.MatchString(w[0].Text) && bandMonth.MatchString(w[1].Text) && bandYear.MatchString(w[2].Text) {
			if a, ok := dated(p, i, usual); ok {
				out = append(out, a)
			}
		}
	}
	return out
}

// dated makes a finding of the date whose day is word i, if it differs from the page's type.
func dated(p *document.Page, i int, usual float64) (a document.Artefact, ok bool) {
	const taller, steeper = 1.15, 0.015 // of the usual height; pixels up or down for each along
	first, last := p.Words[i].Box, p.Words[i+2].Box
	if first.Empty() || last.Empty() || p.Words[i].Hidden {
		return a, false
	}
	height := float64(first.Height()+last.Height()) / 2 / usual
	slope := float64(last[1]+last[3]-first[1]-first[3]) / max(1, float64(last[0]+last[2]-first[0]-first[2]))
	a = document.Artefact{Kind: document.Stamp, Score: 0.55, Words: []int{i, i + 1, i + 2}}
	a.Reasons = []document.Reason{{Text: "words of the form of a date stamp", Value: 3, Limit: 3}}
	if height >= taller {
		a.Score += 0.2
		a.Reasons = append(a.Reasons, document.Reason{Text: "height of its figures against the text's", Value: places(height), Limit: taller})
	}
	if slope > steeper || slope < -steeper {
		a.Score += 0.2
		a.Reasons = append(a.Reasons, document.Reason{Text: "slope of its line", Value: places(max(slope, -slope)), Limit: steeper})
	}
	if len(a.Reasons) == 1 {
		return a, false
	}
	a.Score = round(a.Score)
	date := first.Union(p.Words[i+1].Box).Union(last)
	for _, line := range linesOf(p) {
		if ofReceipt(p, line, date) {
			a.Words = append(a.Words, line...)
		}
	}
	slices.Sort(a.Words)
	var text []string
	for _, w := range a.Words {
		a.Box = a.Box.Union(p.Words[w].Box)
		text = append(text, p.Words[w].Text)
	}
	a.Text = strings.Join(text, " ")
	return a, true
}

// ofReceipt tells whether a line says that something was received, close above or below a date and about as wide.
func ofReceipt(p *document.Page, line []int, date document.Box) bool {
	var b document.Box
	says := false
	for _, i := range line {
		b = b.Union(p.Words[i].Box)
		says = says || receipt.MatchString(p.Words[i].Text)
	}
	h := date.Height()
	apart := max(date[1]-b[3], b[1]-date[3])
	beside := b[2] < date[0] || b[0] > date[2]
	return says && len(line) <= 4 && apart > -h/2 && 2*apart < 3*h && !beside
}

// capitalHeight is the median height of words of figures and capitals alone, in pixels; 0 where there are too few to tell.
func capitalHeight(p *document.Page) float64 {
	const few = 4
	var heights []int
	for _, w := range p.Words {
		if !w.Box.Empty() && upright.MatchString(w.Text) {
			heights = append(heights, w.Box.Height())
		}
	}
	if len(heights) < few {
		return 0
	}
	slices.Sort(heights)
	return float64(heights[len(heights)/2])
}

// upright are words without descenders that are as high as their capitals or figures.
var upright = regexp.MustCompile(`^(?:\d[\d.]*|[A-Z][A-Z\d./]*|\p{Lu}[a-fh-ik-or-xz]{2,}|[a-fh-ik-or-xz]*[bdfhklt][a-fh-ik-or-xz]{2,})$`)
