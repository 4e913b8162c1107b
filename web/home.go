package web

import (
	"net/http"
	"slices"
	"strings"

	"aktenkundig/web/ui"
)

// homePage is what the front page shows: where to begin.
type homePage struct {
	Total    int
	Newest   []group
	Facets   []facet
	Examples []string
}

// home serves the front page: the newest documents, and what there is by year and kind.
func (rm *room) home(w http.ResponseWriter, r *http.Request) {
	ask := asked{Order: "newest", All: true, Page: 1}
	q := ask.request()
	q.Limit = 6
	res, err := rm.shelf.Search(r.Context(), q)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	found := rm.results(r, asked{Order: "best", Page: 1}, res)
	p := homePage{Total: res.Total, Newest: found.Groups}
	for _, f := range found.Facets {
		if f.Name == "facet.year" || f.Name == "facet.type" {
			p.Facets = append(p.Facets, f)
		}
		if i := slices.IndexFunc(f.Values, func(c choice) bool { return strings.Contains(c.Text, "/") }); f.Name == "facet.ref" && i >= 0 {
			p.Examples = append(p.Examples, f.Values[i].Text)
		}
	}
	p.Examples = append(p.Examples, ui.Language(r).T("home.example"))
	rm.pages.Render(w, r, http.StatusOK, "home", p)
}
