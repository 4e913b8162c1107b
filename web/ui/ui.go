// Package ui is how the reading room looks and speaks: the frame around every page, its style and scripts under URLs that
// name their content, German and English, and the pages that tell of a problem.
package ui

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"strconv"
	"strings"
)

//go:embed templates
var frame embed.FS

//go:embed pages/templates
var own embed.FS

var pages = func() fs.FS {
	sub, err := fs.Sub(own, "pages")
	if err != nil {
		panic(err)
	}
	return sub
}()

// Set is a set of pages that share the frame. It is safe for concurrent use.
type Set struct {
	pages map[Lang]map[string]*template.Template
}

// Parse reads the pages *.html in the folder templates of fsys; a file whose name begins with _ holds parts that all
// pages of the set may use. Each page defines "title" and "main", and may define "head".
func Parse(fsys fs.FS) (*Set, error) {
	names, err := fs.Glob(fsys, "templates/[^_]*.html")
	if err != nil {
		return nil, err
	}
	parts, err := fs.Glob(fsys, "templates/_*.html")
	if err != nil {
		return nil, err
	}
	s := &Set{pages: map[Lang]map[string]*template.Template{}}
	for _, lang := range Langs() {
		s.pages[lang] = map[string]*template.Template{}
		base, err := template.New("frame.html").Funcs(funcs(lang)).ParseFS(frame, "templates/*.html")
		if err != nil {
			return nil, err
		}
		if len(parts) > 0 {
			if base, err = base.ParseFS(fsys, parts...); err != nil {
				return nil, err
			}
		}
		for _, name := range names {
			t, err := template.Must(base.Clone()).ParseFS(fsys, name)
			if err != nil {
				return nil, err
			}
			s.pages[lang][name[len("templates/"):len(name)-len(".html")]] = t
		}
	}
	return s, nil
}

// view is what the frame sees.
type view struct {
	Lang     Lang
	Bar      Bar
	Path     string // of the request, for the switch of language
	Other    Lang
	OtherURL string
	Page     any // what the page's template is about
}

// Render writes the page of a name in the reader's language. The page is made whole before anything is sent, so an error
// becomes a page that says so.
func (s *Set) Render(w http.ResponseWriter, r *http.Request, status int, name string, page any) {
	lang := Language(r)
	t := s.pages[lang][name]
	if t == nil {
		panic("ui: there is no page " + name)
	}
	v := view{Lang: lang, Bar: barOf(r), Path: r.URL.Path, Other: lang.other(), OtherURL: switchURL(r, lang.other()), Page: page}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "frame.html", v); err != nil {
		Fail(w, r, fmt.Errorf("page %s: %w", name, err))
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", string(lang))
	h.Add("Vary", "Accept-Language, Cookie")
	if status == http.StatusOK {
		sum := sha256.Sum256(b.Bytes())
		tag := `"` + hex.EncodeToString(sum[:12]) + `"`
		h.Set("ETag", tag)
		if Matches(r, tag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		b.WriteTo(w) //nolint:errcheck // the reader is gone; there is nobody to tell
	}
}

// Matches tells whether a request already holds what has the given entity tag.
func Matches(r *http.Request, tag string) bool {
	for _, t := range strings.Split(r.Header.Get("If-None-Match"), ",") {
		if t = strings.TrimPrefix(strings.TrimSpace(t), "W/"); t == tag || t == "*" {
			return true
		}
	}
	return false
}
