package iiif

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"aktenkundig/web/problem"
)

const (
	searchContext = "http://iiif.io/api/search/2/context.json"
	maxQuery      = 8 << 10 // bytes
	maxFound      = 5000    // words in one answer
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

// search finds words in a document: an annotation for each, on the canvas of its page.
func (h *house) search(w http.ResponseWriter, r *http.Request) {
	d, err := h.Shelf.Document(r.Context(), r.PathValue("id"))
	if err != nil {
		problem.Fail(w, r, err)
		return
	}
	q := strings.TrimSpace(r.FormValue("q"))
	if len(q) > maxQuery {
		problem.Write(w, http.StatusBadRequest, fmt.Sprintf("q has more than %d bytes", maxQuery))
		return
	}
	base := h.base(r)
	out := foundPage{Context: searchContext, ID: searchID(base, d.ID) + "?q=" + url.QueryEscape(q), Type: "AnnotationPage", Items: []annotation{}}
	for _, p := range []string{"motivation", "date", "user"} {
		if r.FormValue(p) != "" {
			out.Ignored = append(out.Ignored, p)
		}
	}
	res, err := h.Finder.Within(r.Context(), &d, q)
	if err != nil {
		problem.Fail(w, r, err)
		return
	}
	marks := annotated{ID: out.ID + "#marks", Type: "AnnotationPage"}
	for _, hit := range res.Hits {
		for i, t := range hit.Terms {
			if len(out.Items) == maxFound {
				break
			}
			id := fmt.Sprintf("%s/found/%d/%d", searchID(base, d.ID), hit.Page, i)
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
