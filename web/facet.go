package web

import (
	"cmp"
	"slices"

	"aktenkundig/index"
	"aktenkundig/web/ui"
)

// facet is a property by which a search can be narrowed.
type facet struct {
	Name   string // key of the catalogue
	Values []choice
}

// choice is something that can be chosen by following a link.
type choice struct {
	Text  string
	Count int
	URL   string
	On    bool
}

// facetsOf gives the facets of an answer as links that narrow the search, and what was chosen as links that widen it again.
func facetsOf(ask asked, counted []index.Facet, lang ui.Lang) (facets []facet, on []choice) {
	for _, c := range ask.Facets {
		on = append(on, choice{Text: lang.T("facet."+c.Name) + ": " + facetText(c, lang), On: true, URL: ask.with(func(a *asked) {
			a.Facets = slices.DeleteFunc(a.Facets, func(o chosen) bool { return o == c })
		}).url()})
	}
	for _, f := range counted {
		out := facet{Name: "facet." + f.Name}
		for _, v := range f.Values {
			c := chosen{f.Name, v.Value}
			if slices.Contains(ask.Facets, c) {
				continue
			}
			out.Values = append(out.Values, choice{Text: facetText(c, lang), Count: v.Count, URL: ask.with(func(a *asked) { a.Facets = append(a.Facets, c) }).url()})
		}
		if f.Name == "year" {
			slices.SortStableFunc(out.Values, func(a, b choice) int { return cmp.Compare(b.Text, a.Text) })
		}
		if len(out.Values) > 1 || len(out.Values) == 1 && out.Values[0].Count < maxCount(counted) {
			facets = append(facets, out)
		}
	}
	return facets, on
}

// maxCount is the largest count of any value.
func maxCount(all []index.Facet) int {
	most := 0
	for _, f := range all {
		for _, v := range f.Values {
			most = max(most, v.Count)
		}
	}
	return most
}

// facetText is how people read the value of a facet.
func facetText(c chosen, lang ui.Lang) string {
	switch c.Name {
	case "type":
		return ui.Kind(c.Value)
	case "lang", "verdict":
		return lang.Or(c.Name+"."+c.Value, c.Value)
	case "batch":
		return lang.Day(c.Value)
	}
	return c.Value
}
