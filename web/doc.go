package web

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"aktenkundig/document"
	"aktenkundig/graph"
	"aktenkundig/index"
	"aktenkundig/web/access"
	"aktenkundig/web/shelf"
	"aktenkundig/web/ui"
)

// docPage is what the page of a document shows.
type docPage struct {
	Doc      *document.Document
	Page     *document.Page
	Title    string
	Kind     string
	Date     string
	Query    string
	Self     string // URL of this page without a place
	Before   string // URLs of the pages beside it, "" at the ends
	After    string
	Back     string // URL of the results this was opened from
	Scan     scanView
	Thumbs   []thumb
	Hits     hitSteps
	Body     []paragraph
	Aside    []paragraph
	Fields   []fieldRow
	Refs     []refRow
	CitedBy  []graph.Event
	Own      string // the document's own reference
	Due      []graph.Deadline
	Findings []finding
	Cite     citation
	Formats  []shelf.Format
	Batch    string // day on which it came in, "" if unknown
	Changed  string
	Bound    bool // made of pages of several originals
	Doors    []ui.Link
}

// thumb is a small picture of a page that leads to it.
type thumb struct {
	Number  int
	URL     string
	Src     string
	Width   int
	Height  int
	Current bool
	Hits    int
	Verdict document.Verdict
}

// document sends those who name a document to its first page.
func (rm *room) document(w http.ResponseWriter, r *http.Request) {
	d, err := rm.shelf.Document(r.Context(), r.PathValue("id"))
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	n := 1
	if q := r.URL.Query().Get("q"); q != "" {
		if res, err := rm.shelf.Within(r.Context(), &d, q); err == nil && len(res.Hits) > 0 {
			n = res.Hits[0].Page
		}
	}
	http.Redirect(w, r, pageURL(d.ID, n, r.URL.Query()), http.StatusSeeOther)
}

func (rm *room) page(w http.ResponseWriter, r *http.Request) {
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil {
		ui.Problem(w, r, http.StatusNotFound, "")
		return
	}
	d, p, err := rm.shelf.Page(r.Context(), r.PathValue("id"), n)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	view, err := rm.docPage(r, &d, p)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	rm.pages.Render(w, r, http.StatusOK, "doc", view)
}

func (rm *room) docPage(r *http.Request, d *document.Document, p *document.Page) (docPage, error) {
	lang, query := ui.Language(r), r.URL.Query()
	v := docPage{Doc: d, Page: p, Title: titleOf(d), Kind: fieldOf(d, "kind"), Date: fieldOf(d, "date"), Query: query.Get("q"), Own: fieldOf(d, "own-reference")}
	keep := url.Values{}
	if v.Query != "" {
		keep.Set("q", v.Query)
		v.Back = "/?" + keep.Encode()
	}
	v.Self = pageURL(d.ID, p.Number, keep)
	if p.Number > 1 {
		v.Before = pageURL(d.ID, p.Number-1, keep)
	}
	if p.Number < len(d.Pages) {
		v.After = pageURL(d.ID, p.Number+1, keep)
	}
	var hits []index.Hit
	if v.Query != "" {
		res, err := rm.shelf.Within(r.Context(), d, v.Query)
		if err != nil {
			return v, err
		}
		hits = res.Hits
	}
	v.Hits = stepsOf(d, p, hits, keep)
	v.Thumbs = thumbsOf(d, p.Number, hits, keep)
	v.Scan = scanOf(d, p, readPlace(query.Get("xywh"), p))
	words := wordsOf(d, p, v.Hits)
	v.Body, v.Aside = paragraphs(p, p.Body(), words), paragraphs(p, p.Aside(), words)
	v.Fields = fieldRows(d, keep)
	v.Findings = findingsOf(p, v.Self)
	v.Cite = citationOf(r, d, p, lang)
	if _, err := time.Parse(time.RFC3339, d.Source.Added); err == nil {
		v.Batch = d.Source.Added[:len(time.DateOnly)]
	}
	v.Bound = d.Source.MediaType == document.BoundType
	for _, door := range rm.doors {
		if access.Of(r.Context()).Is(door.Role) {
			v.Doors = append(v.Doors, ui.Link{URL: door.URL(d.ID, p.Number), Text: door.Text})
		}
	}
	if rm.shelf.Exporter != nil {
		v.Formats = rm.shelf.Exporter.Formats()
	}
	if t := rm.shelf.Changed(d.ID); !t.IsZero() {
		v.Changed = t.UTC().Format("2006-01-02 15:04 UTC")
	}
	return v, rm.relations(r, d, &v)
}

// relations fills in what the graph knows: papers that are named, documents that name this one, what is due.
func (rm *room) relations(r *http.Request, d *document.Document, v *docPage) error {
	v.Refs = refRows(d, v.Own)
	if v.Own != "" {
		life, err := rm.shelf.Life(r.Context(), v.Own)
		if err != nil {
			return err
		}
		for _, e := range life {
			if e.ID != d.ID {
				v.CitedBy = append(v.CitedBy, e)
			}
		}
	}
	if fieldOf(d, "deadline") == "" {
		return nil
	}
	due, err := rm.shelf.Deadlines(r.Context(), today())
	for _, x := range due {
		if x.ID == d.ID {
			v.Due = append(v.Due, x)
		}
	}
	return err
}

// believed is the score from which a field is taken for true; those below are candidates.
const believed = 0.5

// fieldOf is the value of a document's first believed field of a name, "" if there is none.
func fieldOf(d *document.Document, name string) string {
	for _, f := range d.Fields {
		if f.Name == name && f.Score >= believed {
			return f.Value
		}
	}
	return ""
}

// titleOf is what a document is called: its subject, or the name of its file.
func titleOf(d *document.Document) string {
	return cmp.Or(fieldOf(d, "subject"), d.Source.Name, d.ID[:12])
}

// stamp names the picture of a page: it changes when the page is read anew in another way.
func stamp(p *document.Page) string {
	sum := sha256.Sum256(fmt.Append(nil, p.View, p.ToView))
	return hex.EncodeToString(sum[:4])
}

// thumbsOf gives the pages of a document; more than a few hundred are only told by number.
func thumbsOf(d *document.Document, current int, hits []index.Hit, keep url.Values) []thumb {
	if len(d.Pages) == 1 {
		return nil
	}
	matches := map[int]int{}
	for _, h := range hits {
		matches[h.Page] = len(h.Terms)
	}
	const around = 100
	var all []thumb
	for i := max(0, current-1-around); i < min(len(d.Pages), current+around); i++ {
		p := &d.Pages[i]
		t := thumb{Number: p.Number, URL: pageURL(d.ID, p.Number, keep), Current: p.Number == current, Hits: matches[p.Number], Verdict: p.Verdict}
		if t.Width, t.Height = fit(p.View, 96, 136); t.Width > 0 {
			t.Src = cropURL(d.ID, p, document.Box{0, 0, p.View[0], p.View[1]}, 2*t.Width)
		}
		all = append(all, t)
	}
	return all
}

// fit scales a size down into a frame, keeping its proportions; zeros for an empty size.
func fit(s document.Size, w, h int) (int, int) {
	if s[0] <= 0 || s[1] <= 0 {
		return 0, 0
	}
	if s[0]*h < s[1]*w {
		return max(1, s[0]*h/s[1]), h
	}
	return w, max(1, s[1]*w/s[0])
}

// readPlace reads x,y,w,h in pixels of the view, as a media fragment has them; the zero Box if it is no place on the page.
func readPlace(s string, p *document.Page) document.Box {
	parts := strings.Split(strings.TrimPrefix(s, "pixel:"), ",")
	if len(parts) != 4 {
		return document.Box{}
	}
	var n [4]int
	for i, t := range parts {
		v, err := strconv.ParseFloat(t, 64)
		if err != nil || v < 0 || v > 1<<20 {
			return document.Box{}
		}
		n[i] = int(v)
	}
	return document.Box{n[0], n[1], n[0] + n[2], n[1] + n[3]}.Intersect(document.Box{0, 0, p.View[0], p.View[1]})
}

// xywh writes a box as a media fragment has it.
func xywh(b document.Box) string {
	return fmt.Sprintf("%d,%d,%d,%d", b[0], b[1], b.Width(), b.Height())
}
