// Package iiif hands out documents to viewers of other houses, by the standards of the International Image
// Interoperability Framework: pictures of pages (Image API 3.0, level 2), manifests (Presentation API 3.0) and search
// within a document (Content Search API 2.0).
package iiif

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"image"
	"io/fs"
	"net/http"
	"strings"

	"aktenkundig/document"
	"aktenkundig/index"
	"aktenkundig/web/problem"
)

// Shelf gives documents as the person who asks, in the context, may see them; an error that is fs.ErrNotExist says that
// there is none for them.
type Shelf interface {
	Document(ctx context.Context, id string) (document.Document, error)
}

// Finder finds what a query seeks in one document: a hit for each page.
type Finder interface {
	Within(ctx context.Context, d *document.Document, query string) (index.Result, error)
}

// Pictures draws the part of a page's view inside box, scaled to size pixels. Neither is empty, and box lies inside the view.
type Pictures interface {
	Region(ctx context.Context, d *document.Document, page int, box document.Box, size document.Size) (image.Image, error)
}

// Options say what is handed out.
type Options struct {
	Shelf    Shelf
	Finder   Finder
	Pictures Pictures
	HTTPS    bool   // browsers come by https, also where a proxy ends it
	Base     string // URL of the reading room as others see it, without a slash at the end; "" is what the request says
}

type house struct{ Options }

// Prefix is where the handler is found.
const Prefix = "/iiif/"

// New makes the handler for everything below Prefix. It is safe for concurrent use.
func New(o Options) http.Handler {
	h := &house{o}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /iiif/image/{page}", h.imageBase)
	mux.HandleFunc("GET /iiif/image/{page}/info.json", h.info)
	mux.HandleFunc("GET /iiif/image/{page}/{region}/{size}/{rotation}/{file}", h.image)
	mux.HandleFunc("GET /iiif/doc/{id}/manifest", h.manifest)
	mux.HandleFunc("GET /iiif/doc/{id}/lines/{page}", h.lines)
	mux.HandleFunc("GET /iiif/doc/{id}/search", h.search)
	mux.HandleFunc("GET /iiif/doc/{id}/search/1", h.search1)
	mux.HandleFunc("/iiif/", func(w http.ResponseWriter, _ *http.Request) {
		problem.Write(w, http.StatusNotFound, "there is no such thing here")
	})
	return shared(mux)
}

// shared lets pages of other houses read the answers, as IIIF wants it. They come without cookies, so they see what
// everybody sees, or bring a token.
func shared(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Access-Control-Allow-Origin", "*")
		h.Set("Access-Control-Expose-Headers", "ETag, Link")
		h.Set("Cross-Origin-Resource-Policy", "cross-origin")
		if r.Method == http.MethodOptions {
			h.Set("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
			h.Set("Access-Control-Allow-Headers", "Accept, Authorization, If-None-Match")
			h.Set("Access-Control-Max-Age", "86400")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// base is the URL under which the asker sees the reading room.
func (h *house) base(r *http.Request) string {
	if h.Base != "" {
		return h.Base
	}
	scheme := "http"
	if r.TLS != nil || h.HTTPS {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

// page finds the page that an image's name means: the document's id, a dash, the page's number.
func (h *house) page(r *http.Request) (*document.Document, *document.Page, error) {
	id, number, _ := strings.Cut(r.PathValue("page"), "-")
	d, err := h.Shelf.Document(r.Context(), id)
	if err != nil {
		return nil, nil, err
	}
	p, err := pageOf(&d, number)
	return &d, p, err
}

func pageOf(d *document.Document, number string) (*document.Page, error) {
	for i := range d.Pages {
		if fmt.Sprint(d.Pages[i].Number) == number {
			return &d.Pages[i], nil
		}
	}
	return nil, fmt.Errorf("page %q: %w", number, fs.ErrNotExist)
}

// imageID is the URL of the image of a page.
func imageID(base, id string, page int) string {
	return fmt.Sprintf("%s/iiif/image/%s-%d", base, id, page)
}

// mediaType is that of JSON of a context; as plain JSON, unless the asker knows the other.
func mediaType(r *http.Request, context string) string {
	if strings.Contains(r.Header.Get("Accept"), "application/ld+json") {
		return fmt.Sprintf("application/ld+json;profile=%q", context)
	}
	return "application/json"
}

// writeJSON answers with v, or with 304 if the asker has it already.
func writeJSON(w http.ResponseWriter, r *http.Request, context string, v any) {
	data, err := json.Marshal(v)
	if err != nil {
		problem.Fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", mediaType(r, context))
	w.Header().Set("Vary", "Accept, Cookie, Authorization")
	if unchanged(w, r, tag(data)) {
		return
	}
	w.Write(data) //nolint:errcheck // the asker is gone
}

func tag(parts ...[]byte) string {
	h := fnv.New64a()
	for _, p := range parts {
		h.Write(p)
	}
	return fmt.Sprintf(`"%016x"`, h.Sum64())
}

// unchanged sets the ETag and answers with 304 if the asker has what it names.
func unchanged(w http.ResponseWriter, r *http.Request, tag string) bool {
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "private, max-age=0, must-revalidate")
	for _, t := range strings.Split(r.Header.Get("If-None-Match"), ",") {
		if t = strings.TrimPrefix(strings.TrimSpace(t), "W/"); t == tag || t == "*" {
			w.WriteHeader(http.StatusNotModified)
			return true
		}
	}
	return false
}
