package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"aktenkundig/document"
	"aktenkundig/index"
	"aktenkundig/web/ui"
)

const (
	perPage   = 10 // documents
	maxOffset = 10000
	facetSize = 8 // values of a facet that are shown
)

// searchPage is what the page of results shows.
type searchPage struct {
	Ask    asked
	Groups []group
	Result index.Result
	Notes  []string
	Facets []facet
	Chosen []choice
	Orders []choice
	Before string // URL of the page of results before, "" if there is none
	After  string
	Number int // of this page of results, from 1
	Last   int
	Meant  choice // what may have been meant; without text if nothing
	CSV    string // URLs of the answer as a file
	JSON   string
}

// group is a document with its hits.
type group struct {
	Title, Name, Date, Kind string
	ID, URL                 string
	Refs                    []string
	Pages                   int
	Hits                    []hit
	Secret                  bool // not everybody may see it

	doc *document.Document
}

// hit is a page of a document that matches.
type hit struct {
	index.Hit
	URL   string
	Label string // "page 3"
	Parts []part
	Whys  []string // in the reader's language
	Strip *strip
}

// part is a stretch of a snippet.
type part struct {
	Text string
	Mark bool
}

func (rm *room) search(w http.ResponseWriter, r *http.Request) {
	ask := readAsked(r.URL.Query())
	if ask.empty() {
		rm.home(w, r)
		return
	}
	res, err := rm.shelf.Search(r.Context(), ask.request())
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	rm.pages.Render(w, r, http.StatusOK, "search", rm.results(r, ask, res))
}

// results lays out an answer. A document that went away meanwhile is left out.
func (rm *room) results(r *http.Request, ask asked, res index.Result) searchPage {
	lang := ui.Language(r)
	p := searchPage{Ask: ask, Result: res, Number: ask.Page, Last: max(1, (min(res.Total, maxOffset)+perPage-1)/perPage)}
	for _, h := range res.Hits {
		if len(p.Groups) == 0 || p.Groups[len(p.Groups)-1].ID != h.ID {
			d, err := rm.shelf.Document(r.Context(), h.ID)
			if err != nil {
				continue
			}
			p.Groups = append(p.Groups, groupOf(h, &d, ask))
		}
		g := &p.Groups[len(p.Groups)-1]
		if h.Page >= 1 && h.Page <= len(g.doc.Pages) {
			g.Hits = append(g.Hits, hitOf(h, &g.doc.Pages[h.Page-1], ask, lang))
		}
	}
	p.Notes = notesIn(lang, res.Notes, res.Total)
	for _, s := range ask.Wrong {
		p.Notes = append(p.Notes, lang.T("note.date", s))
	}
	p.Facets, p.Chosen = facetsOf(ask, res.Facets, lang)
	if ask.Like != "" {
		p.Chosen = append(p.Chosen, rm.likeness(r, ask))
	}
	for _, o := range orders() {
		p.Orders = append(p.Orders, choice{Text: "order." + o, URL: ask.with(func(a *asked) { a.Order = o }).url(), On: o == ask.Order})
	}
	if ask.Page > 1 {
		p.Before = ask.at(ask.Page - 1)
	}
	if ask.Page < p.Last {
		p.After = ask.at(ask.Page + 1)
	}
	p.CSV, p.JSON = "/results.csv?"+ask.whole().Encode(), "/results.json?"+ask.whole().Encode()
	if m := ask.typed(res.Meant); m != "" {
		p.Meant = choice{Text: m, URL: ask.with(func(a *asked) { a.Query = m }).url()}
	}
	return p
}

// likeness says what documents are asked to be like, as something that can be given up.
func (rm *room) likeness(r *http.Request, ask asked) choice {
	c := choice{On: true, URL: ask.with(func(a *asked) { a.Like = "" }).url()}
	if d, err := rm.shelf.Document(r.Context(), ask.Like); err == nil {
		c.Text = ui.Language(r).T("search.like", titleOf(&d))
	}
	return c
}

func groupOf(h index.Hit, d *document.Document, ask asked) group {
	refs := h.Fields["reference"]
	return group{ID: h.ID, Title: titleOf(d), Name: d.Source.Name, Date: first(h.Fields["date"]), Kind: first(h.Fields["kind"]),
		URL: pageURL(h.ID, h.Page, ask.inside()), Refs: refs[:min(4, len(refs))], Pages: len(d.Pages),
		Secret: !public(d), doc: d}
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

func hitOf(h index.Hit, page *document.Page, ask asked, lang ui.Lang) hit {
	out := hit{Hit: h, URL: pageURL(h.ID, h.Page, ask.inside()), Label: lang.T("page.number", h.Page), Strip: stripOf(h, page)}
	if out.Strip != nil {
		out.Strip.URL = out.URL
	}
	at := 0
	for _, m := range h.Marks {
		if m[0] > at {
			out.Parts = append(out.Parts, part{h.Snippet[at:m[0]], false})
		}
		out.Parts = append(out.Parts, part{h.Snippet[m[0]:m[1]], true})
		at = m[1]
	}
	if at < len(h.Snippet) {
		out.Parts = append(out.Parts, part{h.Snippet[at:], false})
	}
	for _, t := range h.Terms {
		if why := lang.T("why." + t.Why); !slices.Contains(out.Whys, why) {
			out.Whys = append(out.Whys, why)
		}
	}
	return out
}

// pageURL is where a page of a document is read.
func pageURL(id string, page int, query url.Values) string {
	u := "/doc/" + id + "/" + strconv.Itoa(page)
	if len(query) > 0 {
		u += "?" + query.Encode()
	}
	return u
}

// asked is a search as its URL says it.
type asked struct {
	Query    string
	From, To string
	Order    string
	Like     string
	All      bool // every document, where nothing else is asked
	Page     int  // of results, from 1
	Facets   []chosen
	Wrong    []string // what was given as a date and is none
}

// chosen is a value of a facet that narrows the search.
type chosen struct{ Name, Value string }

// orders are the orders by their name in the URL; their places are the values of index.Order.
func orders() []string { return []string{"best", "newest", "oldest", "reference"} }

// readAsked reads a search from a URL; what makes no sense is left out.
func readAsked(v url.Values) asked {
	a := asked{Query: strings.TrimSpace(v.Get("q")), Order: v.Get("order"), Like: v.Get("like"), All: v.Get("all") != "", Page: 1}
	for name, day := range map[string]*string{"from": &a.From, "to": &a.To} {
		if s := strings.TrimSpace(v.Get(name)); s != "" {
			if *day = readDay(s); *day == "" {
				a.Wrong = append(a.Wrong, s)
			}
		}
	}
	if !slices.Contains(orders(), a.Order) {
		a.Order = orders()[0]
	}
	if n, err := strconv.Atoi(v.Get("page")); err == nil && n > 1 {
		a.Page = min(n, maxOffset/perPage)
	}
	for _, f := range v["f"] {
		name, value, ok := strings.Cut(f, ":")
		c := chosen{name, value}
		if ok && value != "" && c.query() != "" && len(a.Facets) < 20 && !slices.Contains(a.Facets, c) {
			a.Facets = append(a.Facets, c)
		}
	}
	return a
}

// readDay reads a day, month or year as people write it (11.6.2024, 6.2024, 2024) or as the index wants it (2024-06-11);
// "" if it is none.
func readDay(s string) string {
	for form, out := range map[string]string{"2006": "2006", "2006-1": "2006-01", "2006-1-2": time.DateOnly, "2.1.2006": time.DateOnly, "1.2006": "2006-01", "1/2006": "2006-01"} {
		if t, err := time.Parse(form, s); err == nil {
			return t.Format(out)
		}
	}
	return ""
}

func (a asked) empty() bool {
	return !a.All && len(a.Wrong) == 0 && a.Query == "" && a.From == "" && a.To == "" && a.Like == "" && len(a.Facets) == 0
}

// query is the chosen value in the language of queries, "" if there is no such facet.
func (c chosen) query() string {
	value := `"` + strings.ReplaceAll(c.Value, `"`, " ") + `"`
	switch c.Name {
	case "year":
		return "date:" + value
	case "person":
		return "(from:" + value + " OR to:" + value + ")"
	case "type", "ref", "lang", "batch", "verdict":
		return c.Name + ":" + value
	}
	return ""
}

// all finds every document: each page has one of the verdicts.
const all = "(verdict:text OR verdict:blank OR verdict:show-through OR verdict:picture OR verdict:noise OR verdict:unreadable)"

// request puts the search to the index. What narrows stands before what was typed, so that a quote left open there ends
// with it.
func (a asked) request() index.Request {
	r := index.Request{Query: a.Query, From: a.From, To: a.To, Like: a.Like, Limit: perPage, Offset: (a.Page - 1) * perPage, Facets: facetSize, ByDocument: true}
	r.Order = index.Order(slices.Index(orders(), a.Order))
	if len(a.Facets) == 0 {
		if a.Query == "" && a.Like == "" {
			r.Query = all
		}
		return r
	}
	r.Query = a.narrow() + "(" + a.Query + ")"
	if a.Query == "" {
		r.Query = a.narrow()
	}
	return r
}

// narrow is what the chosen facets put before what was typed.
func (a asked) narrow() string {
	var b strings.Builder
	for _, c := range a.Facets {
		b.WriteString(c.query() + " ")
	}
	return b.String()
}

// typed is the part of a query for the index that a person would have typed.
func (a asked) typed(query string) string {
	if len(a.Facets) == 0 {
		return query
	}
	inner, ok := strings.CutPrefix(query, a.narrow()+"(")
	if !ok {
		return ""
	}
	return strings.TrimSuffix(inner, ")")
}

// with is the search changed, on its first page.
func (a asked) with(change func(*asked)) asked {
	a.Facets = slices.Clone(a.Facets)
	a.Page = 1
	change(&a)
	return a
}

// values are the search as a URL has it.
func (a asked) values() url.Values {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	set("q", a.Query)
	set("from", a.From)
	set("to", a.To)
	set("like", a.Like)
	if a.All && a.Query == "" {
		v.Set("all", "1")
	}
	if a.Order != orders()[0] {
		v.Set("order", a.Order)
	}
	for _, c := range a.Facets {
		v.Add("f", c.Name+":"+c.Value)
	}
	if a.Page > 1 {
		v.Set("page", strconv.Itoa(a.Page))
	}
	return v
}

// inside is what of the search a document's page needs to mark its hits.
func (a asked) inside() url.Values {
	v := url.Values{}
	if a.Query != "" {
		v.Set("q", a.Query)
	}
	return v
}

func (a asked) url() string { return "/?" + a.values().Encode() }

// whole are the values of the whole answer.
func (a asked) whole() url.Values {
	a.Page = 1
	return a.values()
}

// Hidden are the values that a form for other dates keeps.
func (a asked) Hidden() url.Values {
	a.From, a.To, a.Page = "", "", 1
	return a.values()
}

// at is the URL of another page of results.
func (a asked) at(page int) string {
	a.Page = page
	return a.url()
}
