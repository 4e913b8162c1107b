package index

import (
	"slices"
	"strings"

	"aktenkundig/document"
	terms "aktenkundig/index/analysis"
)

// glance tells at little cost which texts cannot have any of the words sought. Most pages of a document that matches do
// not match themselves.
type glance struct {
	needles []string // one of them is in the gist of every text that matches
	blind   bool     // that cannot be told
}

// partStart is how much of the stem of a part a compound must show: the rest may be inflected otherwise.
const partStart = 4

// newGlance looks for what was noted of words when the index was searched.
func newGlance(lookups []lookup) glance {
	var g glance
	for _, l := range lookups {
		for _, r := range l.rows {
			for _, w := range r.wants {
				g.add(w)
			}
		}
	}
	slices.Sort(g.needles)
	g.needles = slices.Compact(g.needles)
	return g
}

func (g *glance) add(w *want) {
	if _, day := parseDay(w.form); day {
		g.blind = true // 2024-04-25 is printed otherwise
		return
	}
	g.need(w.form)
	for form := range w.forms {
		g.need(form)
	}
	if w.pattern == nil && !w.only {
		stem := w.stems[terms.German]
		g.need(stem[:min(partStart, len(stem))])
	}
}

func (g *glance) need(form string) {
	n := terms.Needle(form)
	g.needles = append(g.needles, n)
	g.blind = g.blind || n == ""
}

// may tells whether a text may have a word that is sought.
func (g *glance) may(t *pageText) bool {
	if g.blind || terms.Elided(t.flow.String) {
		return true
	}
	return slices.ContainsFunc(g.needles, func(n string) bool { return strings.Contains(t.gist(), n) })
}

// asks tells whether a condition is on a field that the page bears.
func (t *target) asks(d *document.Document, p *document.Page) bool {
	return len(t.facts) > 0 && slices.ContainsFunc(d.Fields, func(f document.Field) bool { return f.Page == p.Number })
}
