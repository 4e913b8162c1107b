package iiif

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"aktenkundig/document"
	"aktenkundig/index"
	"aktenkundig/web/problem"
)

const (
	searchContext  = "http://iiif.io/api/search/2/context.json"
	search1Context = "http://iiif.io/api/search/1/context.json"
	maxQuery       = 8 << 10 // bytes
	maxFound       = 5000    // words in one answer
)

// foundPage is the answer to a search (Content Search API 2.0, section 4).
type foundPage struct {
	Context     string       `json:"@context"`
	ID          string       `json:"id"`
	Type        string       `json:"type"`
	Ignored     []string     `json:"ignored,omitempty"`
	Items       []annotation `json:"items"`
	Annotations []annotated  `json:"annotations,omitempty"`
}

// specific is a place within an annotation's text (section 4.3).
type specific struct {
	Type     string     `json:"type"`
	Source   string     `json:"source"`
	Selector []selector `json:"selector"`
}

type selector struct {
	Type  string `json:"type"`
	Exact string `json:"exact"`
}

// within answers both versions: what is sought in which document, and where it is.
func (h *house) within(w http.ResponseWriter, r *http.Request) (d document.Document, q string, hits []index.Hit, ok bool) {
	d, err := h.Shelf.Document(r.Context(), r.PathValue("id"))
	if err != nil {
		problem.Fail(w, r, err)
		return d, "", nil, false
	}
	if q = strings.TrimSpace(r.FormValue("q")); len(q) > maxQuery {
		problem.Write(w, http.StatusBadRequest, fmt.Sprintf("q has more than %d bytes", maxQuery))
		return d, q, nil, false
	}
	res, err := h.Finder.Within(r.Context(), &d, q)
	if err != nil {
		problem.Fail(w, r, err)
		return d, q, nil, false
	}
	return d, q, res.Hits, true
}

// ignored are the parameters of the standards that make no difference here.
func ignored(r *http.Request) []string {
	var all []string
	for _, p := range []string{"motivation", "date", "user"} {
		if r.FormValue(p) != "" {
			all = append(all, p)
		}
	}
	return all
}

// search finds words in a document: an annotation for each, on the canvas of its page.
func (h *house) search(w http.ResponseWriter, r *http.Request) {
	d, q, hits, ok := h.within(w, r)
	if !ok {
		return
	}
	base := h.base(r)
	out := foundPage{Context: searchContext, ID: searchID(base, d.ID) + "?q=" + url.QueryEscape(q), Type: "AnnotationPage", Ignored: ignored(r), Items: []annotation{}}
	marks := annotated{ID: out.ID + "#marks", Type: "AnnotationPage"}
	for _, hit := range hits {
		for i, t := range hit.Terms[:min(len(hit.Terms), maxFound-len(out.Items))] {
			id := foundID(base, d.ID, hit.Page, i)
			out.Items = append(out.Items, annotation{ID: id, Type: "Annotation", Motivation: "supplementing",
				Body: textBody{"TextualBody", t.Text, "text/plain"}, Target: target(base, d.ID, hit.Page, t.Box)})
			marks.Items = append(marks.Items, annotation{ID: id + "/mark", Type: "Annotation", Motivation: "highlighting",
				Target: specific{"SpecificResource", id, []selector{{"TextQuoteSelector", t.Text}}}})
		}
	}
	if len(marks.Items) > 0 {
		out.Annotations = []annotated{marks}
	}
	writeJSON(w, r, searchContext, out)
}

func foundID(base, id string, page, i int) string {
	return fmt.Sprintf("%s/found/%d/%d", searchID(base, id), page, i)
}

// Content Search API 1.0, sections 3.2 and 3.4: viewers such as Mirador 4 know no other.
type (
	foundList struct {
		Context   []string   `json:"@context"`
		ID        string     `json:"@id"`
		Type      string     `json:"@type"`
		Within    layer      `json:"within"`
		Start     int        `json:"startIndex"`
		Resources []painted  `json:"resources"`
		Hits      []foundHit `json:"hits"`
	}
	layer struct {
		Type    string   `json:"@type"`
		Total   int      `json:"total"`
		Ignored []string `json:"ignored,omitempty"`
	}
	painted struct {
		ID         string    `json:"@id"`
		Type       string    `json:"@type"`
		Motivation string    `json:"motivation"`
		Resource   textBody1 `json:"resource"`
		On         string    `json:"on"`
	}
	foundHit struct {
		Type        string   `json:"@type"`
		Annotations []string `json:"annotations"`
		Match       string   `json:"match"`
	}
	textBody1 struct {
		Type  string `json:"@type"`
		Chars string `json:"chars"`
	}
)

func (h *house) search1(w http.ResponseWriter, r *http.Request) {
	d, q, hits, ok := h.within(w, r)
	if !ok {
		return
	}
	base := h.base(r)
	out := foundList{Context: []string{"http://iiif.io/api/presentation/2/context.json", search1Context}, ID: searchID(base, d.ID) + "/1?q=" + url.QueryEscape(q),
		Type: "sc:AnnotationList", Resources: []painted{}, Hits: []foundHit{}}
	for _, hit := range hits {
		for i, t := range hit.Terms[:min(len(hit.Terms), maxFound-len(out.Resources))] {
			id := foundID(base, d.ID, hit.Page, i)
			out.Resources = append(out.Resources, painted{id, "oa:Annotation", "sc:painting", textBody1{"cnt:ContentAsText", t.Text}, target(base, d.ID, hit.Page, t.Box)})
			out.Hits = append(out.Hits, foundHit{"search:Hit", []string{id}, t.Text})
		}
	}
	out.Within = layer{"sc:Layer", len(out.Resources), ignored(r)}
	writeJSON(w, r, search1Context, out)
}
