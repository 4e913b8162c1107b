package api

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"aktenkundig/document"
	"aktenkundig/graph"
	"aktenkundig/index"
	"aktenkundig/web/problem"
)

// SearchAnswer is what was found.
type SearchAnswer struct {
	Total   int           `json:"total"`
	Hits    []index.Hit   `json:"hits"`
	Notes   []string      `json:"notes"`
	Facets  []index.Facet `json:"facets,omitempty"`
	Meant   string        `json:"meant,omitempty"`
	Partial bool          `json:"partial,omitempty"`
	Next    string        `json:"next,omitempty"`
}

func (s *service) search(r *http.Request, q url.Values) (any, error) {
	from, err := offset(q)
	if err != nil {
		return nil, err
	}
	req := index.Request{Query: q.Get("q"), From: q.Get("from"), To: q.Get("to"), Ref: q.Get("ref"), Like: q.Get("like"),
		Facets: number(q, "facets", 0), Limit: number(q, "limit", 10), Offset: from}
	req.Order = index.Order(max(0, slices.Index([]string{"best", "newest", "oldest", "reference"}, q.Get("order"))))
	if !days(req.From, req.To) {
		return nil, bad("from, to: want dates such as 2024-06-11, 2024-06 or 2024")
	}
	res, err := s.Shelf.Search(r.Context(), req)
	if err != nil {
		return nil, err
	}
	a := SearchAnswer{Total: res.Total, Hits: res.Hits, Notes: append([]string{}, res.Notes...), Facets: res.Facets, Meant: res.Meant, Partial: res.Partial}
	if len(res.Hits) == req.Limit && from+req.Limit < maxOffset {
		a.Next = cursor(strconv.Itoa(from + req.Limit))
	}
	return a, nil
}

const maxOffset = 10000 // hits that a search can pass over

// days tells whether all are days, months, years or empty.
func days(all ...string) bool {
	for _, s := range all {
		ok := s == ""
		for _, form := range []string{time.DateOnly, "2006-01", "2006"} {
			_, err := time.Parse(form, s)
			ok = ok || err == nil
		}
		if !ok {
			return false
		}
	}
	return true
}

// Suggestions go on from what was typed.
type Suggestions struct {
	Suggestions []index.Suggestion `json:"suggestions"`
}

func (s *service) suggest(r *http.Request, q url.Values) (any, error) {
	all, err := s.Shelf.Suggest(r.Context(), q.Get("q"), number(q, "limit", 10))
	return Suggestions{append([]index.Suggestion{}, all...)}, err
}

// Documents is a part of the list of documents.
type Documents struct {
	Documents []Brief `json:"documents"`
	Next      string  `json:"next,omitempty"`
}

// Brief tells about a document in short.
type Brief struct {
	ID     string              `json:"id"`
	Source document.Source     `json:"source"`
	Level  document.Level      `json:"level"`
	Pages  int                 `json:"pages"`
	Fields map[string][]string `json:"fields"`
}

func (s *service) documents(r *http.Request, q url.Values) (any, error) {
	from, err := place(q)
	if err != nil {
		return nil, err
	}
	a, most := Documents{Documents: []Brief{}}, number(q, "limit", 20)
	for id, err := range s.Archive.IDs() {
		if err != nil {
			return nil, err
		}
		if id <= from {
			continue
		}
		if len(a.Documents) == most {
			a.Next = cursor(a.Documents[most-1].ID)
			break
		}
		d, err := s.Shelf.Document(r.Context(), id)
		if r.Context().Err() != nil {
			return nil, r.Context().Err()
		}
		if err != nil { // not for the asker, or its record is damaged
			continue
		}
		a.Documents = append(a.Documents, Brief{d.ID, d.Source, d.Level(), len(d.Pages), values(d.Fields)})
	}
	return a, nil
}

// values gives the values of fields by name, each once.
func values(fields []document.Field) map[string][]string {
	m := map[string][]string{}
	for _, f := range fields {
		if !slices.Contains(m[f.Name], f.Value) {
			m[f.Name] = append(m[f.Name], f.Value)
		}
	}
	return m
}

// Document tells about a document.
type Document struct {
	ID     string           `json:"id"`
	Source document.Source  `json:"source"`
	Level  document.Level   `json:"level"`
	Made   document.Made    `json:"made"`
	Fields []document.Field `json:"fields"`
	Pages  []PageBrief      `json:"pages"`
	IIIF   string           `json:"iiif"` // path of the manifest
}

// PageBrief tells about a page in short.
type PageBrief struct {
	Number   int              `json:"number"`
	Verdict  document.Verdict `json:"verdict"`
	View     document.Size    `json:"view"`
	DPI      float64          `json:"dpi"`
	Words    int              `json:"words"`
	Findings int              `json:"findings"`
	Problem  string           `json:"problem,omitempty"`
}

func briefly(p *document.Page) PageBrief {
	return PageBrief{p.Number, p.Verdict, p.View, p.DPI, len(p.Words), len(p.Artefacts), p.Problem}
}

func (s *service) document(r *http.Request, _ url.Values) (any, error) {
	d, err := s.Shelf.Document(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	a := Document{ID: d.ID, Source: d.Source, Level: d.Level(), Made: d.Made, Fields: append([]document.Field{}, d.Fields...), Pages: []PageBrief{}, IIIF: "/iiif/doc/" + d.ID + "/manifest"}
	for i := range d.Pages {
		a.Pages = append(a.Pages, briefly(&d.Pages[i]))
	}
	return a, nil
}

// original hands out the file as it was delivered: to be kept, never to be shown as a page of this house.
func (s *service) original(w http.ResponseWriter, r *http.Request) {
	path, src, err := s.Shelf.Original(r.Context(), r.PathValue("id"))
	if err != nil {
		problem.Fail(w, r, err)
		return
	}
	f, err := os.Open(path)
	if err != nil {
		problem.Fail(w, r, errors.New("original: "+err.Error())) // its record is there: not to be told as not found
		return
	}
	defer f.Close()
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	if t, _, err := mime.ParseMediaType(src.MediaType); err == nil && !strings.Contains(t, "html") && !strings.Contains(t, "xml") {
		h.Set("Content-Type", t)
	}
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": src.Name}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("ETag", `"`+r.PathValue("id")+`"`)
	http.ServeContent(w, r, "", time.Time{}, f)
}

// WithinAnswer is what was found in one document.
type WithinAnswer struct {
	Hits  []index.Hit `json:"hits"`
	Notes []string    `json:"notes"`
}

func (s *service) within(r *http.Request, q url.Values) (any, error) {
	d, err := s.Shelf.Document(r.Context(), r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	res, err := s.Finder.Within(r.Context(), &d, q.Get("q"))
	return WithinAnswer{res.Hits, append([]string{}, res.Notes...)}, err
}

// Page is a page.
type Page struct {
	PageBrief
	Document  string              `json:"document"`
	Scan      document.Size       `json:"scan"`
	ToView    document.Affine     `json:"toView"`
	Body      string              `json:"body"`
	Aside     string              `json:"aside"`
	Artefacts []document.Artefact `json:"artefacts"`
	Image     string              `json:"image"` // path of the picture, an image service of IIIF
}

func (s *service) onePage(ctx context.Context, id, n string) (document.Document, *document.Page, error) {
	d, err := s.Shelf.Document(ctx, id)
	if err != nil {
		return d, nil, err
	}
	for i := range d.Pages {
		if strconv.Itoa(d.Pages[i].Number) == n {
			return d, &d.Pages[i], nil
		}
	}
	return d, nil, fmt.Errorf("page %s: %w", n, fs.ErrNotExist)
}

func (s *service) page(r *http.Request, _ url.Values) (any, error) {
	d, p, err := s.onePage(r.Context(), r.PathValue("id"), r.PathValue("page"))
	if err != nil {
		return nil, err
	}
	return Page{briefly(p), d.ID, p.Scan, p.ToView, p.Body().String, p.Aside().String, append([]document.Artefact{}, p.Artefacts...), fmt.Sprintf("/iiif/image/%s-%d", d.ID, p.Number)}, nil
}

// Words are the words of a page.
type Words struct {
	Words []document.Word `json:"words"`
	Lines []document.Line `json:"lines"`
}

func (s *service) words(r *http.Request, _ url.Values) (any, error) {
	_, p, err := s.onePage(r.Context(), r.PathValue("id"), r.PathValue("page"))
	if err != nil {
		return nil, err
	}
	return Words{append([]document.Word{}, p.Words...), append([]document.Line{}, p.Lines...)}, nil
}

// Reference is the life of a reference.
type Reference struct {
	Reference string        `json:"reference"`
	Events    []graph.Event `json:"events"`
}

func (s *service) reference(r *http.Request, _ url.Values) (any, error) {
	ref := strings.ToUpper(strings.Join(strings.Fields(r.PathValue("ref")), ""))
	all, err := s.Shelf.Life(r.Context(), ref)
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("reference %q: %w", ref, fs.ErrNotExist)
	}
	return Reference{ref, all}, err
}

// MissingList is a part of the references that are missing.
type MissingList struct {
	Missing []graph.Missing `json:"missing"`
	Next    string          `json:"next,omitempty"`
}

func (s *service) missing(r *http.Request, q url.Values) (any, error) {
	from, err := offset(q)
	if err != nil {
		return nil, err
	}
	all, err := s.Shelf.Missing(r.Context())
	part, next := cut(all, from, number(q, "limit", 100))
	return MissingList{part, next}, err
}

// Deadlines is a part of what is due.
type Deadlines struct {
	Deadlines []graph.Deadline `json:"deadlines"`
	Next      string           `json:"next,omitempty"`
}

func (s *service) deadlines(r *http.Request, q url.Values) (any, error) {
	from, err := offset(q)
	if err != nil {
		return nil, err
	}
	on := q.Get("on")
	if on == "" {
		on = s.Today()
	} else if _, err := time.Parse(time.DateOnly, on); err != nil {
		return nil, bad("on=%q: want a day such as 2024-06-11", on)
	}
	all, err := s.Shelf.Deadlines(r.Context(), on)
	if state := graph.State(q.Get("state")); state != "" {
		all = slices.DeleteFunc(slices.Clone(all), func(d graph.Deadline) bool { return d.State != state })
	}
	part, next := cut(all, from, number(q, "limit", 100))
	return Deadlines{part, next}, err
}
