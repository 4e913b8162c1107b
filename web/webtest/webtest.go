// Package webtest opens a small archive for the tests of the reading room's parts: a real archive, index and graph in a
// folder of the test, with documents that are made up instead of read, and pictures on which each word is a black box.
package webtest

import (
	"context"
	"image"
	"image/color"
	"image/draw"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/graph"
	"aktenkundig/index"
	"aktenkundig/web/access"
	"aktenkundig/web/shelf"
	"aktenkundig/web/views"
)

// Room is an archive with all that reads it.
type Room struct {
	Archive *archive.Archive
	Index   *index.Index
	Graph   *graph.Store
	Views   *views.Cache
	Shelf   *shelf.Shelf
	source  index.Source
}

// New opens an archive that holds documents; their ids are set by what they say.
func New(t testing.TB, docs ...*document.Document) *Room {
	t.Helper()
	a, err := archive.Create(filepath.Join(t.TempDir(), "archive"), archive.Settings{Languages: []string{"deu"}, Policy: "off"})
	check(t, err)
	r := &Room{Archive: a, source: index.From(a, archive.ErrNotFound), Graph: graph.New(a.GraphDir()), Views: views.New(painter{}, 64<<20, 2)}
	r.Index, err = index.Open(a.IndexDir())
	check(t, err)
	t.Cleanup(func() { r.Index.Close() })
	for _, d := range docs {
		r.Put(t, d)
	}
	r.Sync(t)
	r.Shelf = &shelf.Shelf{Archive: records{a, r.source}, Finder: shelf.Searched{Index: r.Index, Records: r.source}, Graph: r.Graph, Pictures: r.Views}
	return r
}

// Put puts a document into the archive, with a text of its name and words as its original.
func (r *Room) Put(t testing.TB, d *document.Document) {
	t.Helper()
	var text strings.Builder
	text.WriteString(d.Source.Name)
	for i := range d.Pages {
		text.WriteString("\n" + d.Pages[i].Body().String + d.Pages[i].Aside().String)
	}
	path := filepath.Join(t.TempDir(), "original.txt")
	check(t, os.WriteFile(path, []byte(text.String()), 0o600))
	id, err := r.Archive.AddOriginal(context.Background(), path, document.Source{Name: d.Source.Name, MediaType: "text/plain"})
	check(t, err)
	d.ID = id
	check(t, r.Archive.Put(*d))
}

// Sync brings index and graph up to the archive.
func (r *Room) Sync(t testing.TB) {
	t.Helper()
	_, err := r.Index.Sync(context.Background(), r.source, nil)
	check(t, err)
	_, err = r.Graph.Sync(context.Background(), r.source)
	check(t, err)
}

// Source is the archive as index and graph follow it.
func (r *Room) Source() index.Source { return r.source }

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// records is the archive, for which a document that is not there is fs.ErrNotExist.
type records struct {
	*archive.Archive
	source index.Source
}

func (r records) Get(id string) (document.Document, error) { return r.source.Get(id) }

// Memo is a document whose pages say texts, a word each 100 pixels, ten words a line. Words in [brackets] are hidden by a
// stamp that was found on them.
func Memo(name string, fields []document.Field, texts ...string) *document.Document {
	d := &document.Document{Source: document.Source{Name: name}, Fields: fields, Made: document.Made{Program: "akte test", Engine: "none", Languages: []string{"deu"}, Policy: "off"}}
	if d.Fields == nil {
		d.Fields = []document.Field{}
	}
	for i, text := range texts {
		d.Pages = append(d.Pages, page(i+1, text))
	}
	return d
}

func page(number int, text string) document.Page {
	p := document.Page{Number: number, Verdict: document.Text, Scan: document.Size{1200, 1600}, View: document.Size{1200, 1600}, DPI: 150, ToView: document.Identity(),
		Regions: []document.Region{{Kind: document.Paragraph, Box: document.Box{100, 100, 1100, 1500}}}, Artefacts: []document.Artefact{}}
	for j, w := range strings.Fields(text) {
		x, y := 100+100*(j%10), 100+40*(j/10)
		if j%10 == 0 {
			p.Lines = append(p.Lines, document.Line{Box: document.Box{100, y, 1100, y + 24}})
		}
		box := document.Box{x, y, x + 90, y + 24}
		bare := strings.Trim(w, "[]")
		p.Words = append(p.Words, document.Word{Text: bare, Box: box, Conf: 0.9, Line: j / 10, Hidden: bare != w})
		if bare != w {
			p.Artefacts = append(p.Artefacts, document.Artefact{Kind: document.Stamp, Box: box, Score: 0.8, Hidden: true, Words: []int{j},
				Reasons: []document.Reason{{Text: "colour apart from the text", Value: 0.8, Limit: 0.5}}})
		}
	}
	return p
}

// Field is a field of page 1 that rests on no word.
func Field(name, value string) document.Field {
	return document.Field{Name: name, Value: value, Page: 1, Words: []int{}, Score: 0.9}
}

// Secret is the field of a confidential document.
func Secret() []document.Field {
	return []document.Field{Field("confidentiality", string(document.LevelConfidential))}
}

// painter paints each word as a black box on white paper.
type painter struct{}

func (painter) Draw(_ context.Context, d *document.Document, page int) (image.Image, error) {
	p := &d.Pages[page-1]
	img := image.NewGray(image.Rect(0, 0, p.View[0], p.View[1]))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	for _, w := range p.Words {
		draw.Draw(img, image.Rect(w.Box[0], w.Box[1], w.Box[2], w.Box[3]), image.NewUniform(color.Black), image.Point{}, draw.Src)
	}
	return img, nil
}

// As has a handler answer to a user of a role; "" is nobody.
func As(role access.Role, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(access.With(r.Context(), access.User{Name: "test", Role: role})))
	})
}

// Ask asks a handler. Headers stand as name, value, name, value; a body is sent as a form unless they say otherwise.
func Ask(h http.Handler, method, url, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, url, strings.NewReader(body))
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}
