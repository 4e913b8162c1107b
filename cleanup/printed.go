package cleanup

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"aktenkundig/cleanup/internal/marks"
	"aktenkundig/document"
)

// printed finds words that were read into what is printed but no text: the upright rules of tables and boxes to tick. The
// picture is the evidence; a bar that was typed is no longer than its line is high.
func printed(s *marks.Sheet, p *document.Page) []document.Artefact {
	var out []document.Artefact
	for i := range p.Words {
		w := &p.Words[i]
		b := document.Box{w.Box[0] / s.Scale, w.Box[1] / s.Scale, (w.Box[2]-1)/s.Scale + 1, (w.Box[3]-1)/s.Scale + 1}
		if r, ok := ruleOrBox(s, w, b); ok {
			out = append(out, document.Artefact{Kind: document.NoiseKind, Box: w.Box, Score: 0.95, Words: []int{i}, Reasons: []document.Reason{r}})
		}
	}
	return out
}

func ruleOrBox(s *marks.Sheet, w *document.Word, b document.Box) (document.Reason, bool) {
	const longer, atLeast = 1.8, 5.5 // a rule against its word's height, and in millimetres
	switch {
	case strings.Trim(w.Text, `|¦!'\/[](){}Il1:;.,_-—–=`) == "" && utf8.RuneCountInString(w.Text) <= 2:
		height := float64(b.Height()) / s.DPI * 25.4
		limit := max(atLeast, longer*min(height, atLeast))
		if !strings.ContainsAny(w.Text, "Il1") { // a bar is often given a box beside its line
			b[0], b[2] = b[0]-2, b[2]+2
		}
		if length := s.UprightLine(b); length > limit {
			return document.Reason{Text: "length of the upright line it lies on, mm", Value: math.Round(length*10) / 10, Limit: limit}, true
		}
	case utf8.RuneCountInString(w.Text) <= 3:
		if s.TickBox(b) {
			return document.Reason{Text: "edges of a box to tick", Value: 4, Limit: 3}, true
		}
	}
	return document.Reason{}, false
}

// Boxed finds the words that were read into the boxes to tick of a cleaned page (Page.Ticks), and proposes by policy to hide them.
func Boxed(p *document.Page, pol Policy) {
	const whole, longest = 0.85, 3 // share of the box that the word covers; signs
	for _, t := range p.Ticks {
		for i, w := range p.Words {
			covers := float64(w.Box.Intersect(t.Box).Area()) / float64(max(1, t.Box.Area()))
			if w.Hidden || t.Frame == 0 || slices.Contains(t.Label, i) || utf8.RuneCountInString(w.Text) > longest || covers < whole {
				continue
			}
			a := document.Artefact{Kind: document.NoiseKind, Box: w.Box, Score: 0.95, Words: []int{i},
				Reasons: []document.Reason{{Text: "share of a box to tick that it covers", Value: places(covers), Limit: whole}}}
			a.Hidden = pol.Hides(a)
			p.Artefacts = append(p.Artefacts, a)
		}
	}
	slices.SortStableFunc(p.Artefacts, order)
	p.Propose()
}
