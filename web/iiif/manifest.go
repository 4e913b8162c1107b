package iiif

import (
	"cmp"
	"fmt"
	"net/http"

	"aktenkundig/document"
	"aktenkundig/web/problem"
)

const (
	presentationContext = "http://iiif.io/api/presentation/3/context.json"
	thumbSide           = 200
)

// texts are words by language; "none" where that is not known (Presentation API 3.0, section 4).
type texts map[string][]string

func plain(s string) texts { return texts{"none": {s}} }

// Presentation API 3.0, section 3 and 5.
type (
	manifest struct {
		Context   []string   `json:"@context"`
		ID        string     `json:"id"`
		Type      string     `json:"type"`
		Label     texts      `json:"label"`
		Metadata  []metadata `json:"metadata,omitempty"`
		NavDate   string     `json:"navDate,omitempty"`
		Thumbnail []any      `json:"thumbnail,omitempty"`
		Homepage  []resource `json:"homepage"`
		SeeAlso   []resource `json:"seeAlso"`
		Rendering []resource `json:"rendering"`
		Service   []any      `json:"service"`
		Items     []canvas   `json:"items"`
	}
	metadata struct {
		Label texts `json:"label"`
		Value texts `json:"value"`
	}
	resource struct {
		ID     string `json:"id"`
		Type   string `json:"type"`
		Label  texts  `json:"label,omitempty"`
		Format string `json:"format,omitempty"`
	}
	reference struct {
		ID      string `json:"id"`
		Type    string `json:"type"`
		Profile string `json:"profile,omitempty"`
	}
	oldService struct { // before Presentation API 3
		Context string `json:"@context"`
		ID      string `json:"@id"`
		Type    string `json:"@type"`
		Profile string `json:"profile"`
	}
	canvas struct {
		ID          string      `json:"id"`
		Type        string      `json:"type"`
		Label       texts       `json:"label"`
		Width       int         `json:"width"`
		Height      int         `json:"height"`
		Thumbnail   []any       `json:"thumbnail,omitempty"`
		Items       []annotated `json:"items"`
		Annotations []reference `json:"annotations,omitempty"`
	}
	annotated struct {
		Context string       `json:"@context,omitempty"`
		ID      string       `json:"id"`
		Type    string       `json:"type"`
		Items   []annotation `json:"items"`
	}
	annotation struct {
		ID         string `json:"id"`
		Type       string `json:"type"`
		Motivation string `json:"motivation"`
		Body       any    `json:"body,omitempty"`
		Target     any    `json:"target"`
	}
	picture struct {
		ID      string      `json:"id"`
		Type    string      `json:"type"`
		Format  string      `json:"format"`
		Width   int         `json:"width"`
		Height  int         `json:"height"`
		Service []reference `json:"service"`
	}
	textBody struct {
		Type   string `json:"type"`
		Value  string `json:"value"`
		Format string `json:"format"`
	}
)

func manifestID(base, id string) string { return base + "/iiif/doc/" + id + "/manifest" }
func canvasID(base, id string, page int) string {
	return fmt.Sprintf("%s/iiif/doc/%s/canvas/%d", base, id, page)
}
func linesID(base, id string, page int) string {
	return fmt.Sprintf("%s/iiif/doc/%s/lines/%d", base, id, page)
}
func searchID(base, id string) string { return base + "/iiif/doc/" + id + "/search" }

// said are the fields that a manifest tells, with their labels.
var said = []struct{ field, german, english string }{
	{"date", "Datum", "Date"}, {"kind", "Art", "Kind"}, {"own-reference", "Zeichen", "Reference"}, {"reference", "Bezug", "Refers to"},
	{"from", "Von", "From"}, {"to", "An", "To"}, {"office", "Amt", "Office"}, {"city", "Stadt", "City"}, {"deadline", "Frist", "Deadline"},
}

func (h *house) manifest(w http.ResponseWriter, r *http.Request) {
	d, err := h.Shelf.Document(r.Context(), r.PathValue("id"))
	if err != nil {
		problem.Fail(w, r, err)
		return
	}
	writeJSON(w, r, presentationContext, makeManifest(h.base(r), &d))
}

const believed = 0.5 // least score of a field that is told

func makeManifest(base string, d *document.Document) manifest {
	values := map[string][]string{}
	for _, f := range d.Fields {
		if f.Score >= believed {
			values[f.Name] = append(values[f.Name], f.Value)
		}
	}
	m := manifest{
		Context: []string{"http://iiif.io/api/search/2/context.json", presentationContext},
		ID:      manifestID(base, d.ID), Type: "Manifest",
		Label:     plain(cmp.Or(first(values["subject"]), d.Source.Name, d.ID[:min(12, len(d.ID))])),
		Homepage:  []resource{{base + "/doc/" + d.ID, "Text", texts{"de": {"Im Lesesaal"}, "en": {"In the reading room"}}, "text/html"}},
		SeeAlso:   []resource{{base + "/api/v1/documents/" + d.ID, "Dataset", plain("JSON"), "application/json"}},
		Rendering: []resource{{base + "/api/v1/documents/" + d.ID + "/original", "Dataset", texts{"de": {"Das Original"}, "en": {"The original"}}, cmp.Or(d.Source.MediaType, "application/octet-stream")}},
		Service: []any{reference{ID: searchID(base, d.ID), Type: "SearchService2"},
			oldService{search1Context, searchID(base, d.ID) + "/1", "SearchService1", "http://iiif.io/api/search/1/search"}},
		Items: []canvas{},
	}
	for _, s := range said {
		if v := values[s.field]; len(v) > 0 {
			m.Metadata = append(m.Metadata, metadata{texts{"de": {s.german}, "en": {s.english}}, texts{"none": v}})
		}
	}
	m.Metadata = append(m.Metadata, metadata{texts{"de": {"SHA-256"}, "en": {"SHA-256"}}, plain(d.ID)})
	if day := first(values["date"]); day != "" {
		m.NavDate = day + "T00:00:00Z"
	}
	for i := range d.Pages {
		m.Items = append(m.Items, makeCanvas(base, d.ID, &d.Pages[i]))
	}
	if len(m.Items) > 0 {
		m.Thumbnail = m.Items[0].Thumbnail
	}
	return m
}

// makeCanvas is a page. Without a picture it is an empty sheet.
func makeCanvas(base, id string, p *document.Page) canvas {
	at := canvasID(base, id, p.Number)
	c := canvas{ID: at, Type: "Canvas", Label: plain(fmt.Sprint(p.Number)), Width: max(p.View[0], 1), Height: max(p.View[1], 1), Items: []annotated{{ID: at + "/painting", Type: "AnnotationPage", Items: []annotation{}}}}
	if p.View[0] < 1 || p.View[1] < 1 {
		return c
	}
	img := imageID(base, id, p.Number)
	service := []reference{{img, "ImageService3", "level2"}}
	full := largest(float64(p.View[0]), float64(p.View[1]))
	c.Items[0].Items = append(c.Items[0].Items, annotation{ID: at + "/picture", Type: "Annotation", Motivation: "painting", Target: at,
		Body: picture{img + "/full/max/0/default.jpg", "Image", "image/jpeg", full[0], full[1], service}})
	t := shrunk(p.View, thumbSide)
	c.Thumbnail = []any{picture{fmt.Sprintf("%s/full/%d,%d/0/default.jpg", img, t[0], t[1]), "Image", "image/jpeg", t[0], t[1], service}}
	if len(p.Lines) > 0 {
		c.Annotations = []reference{{ID: linesID(base, id, p.Number), Type: "AnnotationPage"}}
	}
	return c
}

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// lines gives the text of a page's body line by line, each with its place.
func (h *house) lines(w http.ResponseWriter, r *http.Request) {
	d, err := h.Shelf.Document(r.Context(), r.PathValue("id"))
	if err != nil {
		problem.Fail(w, r, err)
		return
	}
	p, err := pageOf(&d, r.PathValue("page"))
	if err != nil {
		problem.Fail(w, r, err)
		return
	}
	base := h.base(r)
	page := annotated{Context: presentationContext, ID: linesID(base, d.ID, p.Number), Type: "AnnotationPage", Items: []annotation{}}
	for i := 0; i < len(p.Words); {
		line, text, box := p.Words[i].Line, "", document.Box{}
		for ; i < len(p.Words) && p.Words[i].Line == line; i++ {
			if w := p.Words[i]; !w.Hidden {
				if text != "" {
					text += " "
				}
				text, box = text+w.Text, box.Union(w.Box)
			}
		}
		if text != "" {
			page.Items = append(page.Items, annotation{ID: fmt.Sprintf("%s#%d", page.ID, len(page.Items)), Type: "Annotation", Motivation: "supplementing",
				Body: textBody{"TextualBody", text, "text/plain"}, Target: target(base, d.ID, p.Number, box)})
		}
	}
	writeJSON(w, r, presentationContext, page)
}

// target is a place on a canvas.
func target(base, id string, page int, b document.Box) string {
	return fmt.Sprintf("%s#xywh=%d,%d,%d,%d", canvasID(base, id, page), b[0], b[1], b.Width(), b.Height())
}
