package web

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"aktenkundig/document"
	"aktenkundig/graph"
	"aktenkundig/index"
	"aktenkundig/web/access"
	"aktenkundig/web/shelf"
	"aktenkundig/web/views"
)

// holdings is an archive in memory, searched by a real index and a real graph.
type holdings struct {
	docs  map[string]document.Document
	order []string
}

func (h *holdings) Get(id string) (document.Document, error) {
	d, ok := h.docs[id]
	if !ok {
		return d, fmt.Errorf("%s: %w", id, shelf.ErrNotFound)
	}
	return d, nil
}

func (h *holdings) Changes(since string) (ids []string, now string, err error) {
	return h.order, fmt.Sprint(len(h.order)), nil
}

func (h *holdings) Changed(string) (time.Time, error) {
	return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), nil
}

func (h *holdings) Original(id string) (string, document.Source, error) {
	d, err := h.Get(id)
	return "", d.Source, err
}

// Draw paints each word as a black box on white paper.
func (h *holdings) Draw(_ context.Context, d *document.Document, page int) (image.Image, error) {
	p := &d.Pages[page-1]
	img := image.NewGray(image.Rect(0, 0, p.View[0], p.View[1]))
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	for _, w := range p.Words {
		draw.Draw(img, image.Rect(w.Box[0], w.Box[1], w.Box[2], w.Box[3]), image.NewUniform(color.Black), image.Point{}, draw.Src)
	}
	return img, nil
}

type finder struct {
	*index.Index
	h *holdings
}

func (f finder) Search(ctx context.Context, r index.Request) (index.Result, error) {
	return f.Index.Search(ctx, f.h, r)
}

func (f finder) Suggest(ctx context.Context, typed string, n int, v index.Visible) ([]index.Suggestion, error) {
	return f.Index.Suggest(ctx, f.h, typed, n, v)
}

// id makes a document's id of a letter.
func id(letter string) string { return strings.Repeat(letter, 64) }

// memo is a document whose pages say texts, a word each 100 pixels, ten words a line.
func memo(letter, name string, fields []document.Field, texts ...string) document.Document {
	d := document.Document{ID: id(letter), Source: document.Source{Name: name, MediaType: "application/pdf", Added: "2026-01-02T03:04:05Z"}, Fields: fields,
		Made: document.Made{Program: "akte test", Engine: "none", Languages: []string{"deu"}, Policy: "off"}}
	for i, text := range texts {
		p := document.Page{Number: i + 1, Verdict: document.Text, Scan: document.Size{1200, 1600}, View: document.Size{1200, 1600}, DPI: 150, ToView: document.Identity(),
			Regions: []document.Region{{Kind: document.Paragraph, Box: document.Box{100, 100, 1100, 1500}}}}
		for j, w := range strings.Fields(text) {
			x, y := 100+100*(j%10), 100+40*(j/10)
			if j%10 == 0 {
				p.Lines = append(p.Lines, document.Line{Box: document.Box{100, y, 1100, y + 24}})
			}
			p.Words = append(p.Words, document.Word{Text: w, Box: document.Box{x, y, x + 90, y + 24}, Conf: 0.9, Line: j / 10})
		}
		d.Pages = append(d.Pages, p)
	}
	return d
}

func field(name, value string) document.Field {
	return document.Field{Name: name, Value: value, Page: 1, Words: []int{}, Score: 0.9}
}

// open opens a reading room over documents. Requests are asked by who stands in their header X-Role; without it by a
// reader.
func open(t *testing.T, docs ...document.Document) http.Handler {
	t.Helper()
	h := &holdings{docs: map[string]document.Document{}}
	for _, d := range docs {
		h.docs[d.ID] = d
		h.order = append(h.order, d.ID)
	}
	ix, err := index.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ix.Close() })
	if _, err := ix.Sync(t.Context(), h, nil); err != nil {
		t.Fatal(err)
	}
	g := graph.New(t.TempDir())
	if _, err := g.Sync(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	room, err := New(Options{
		Shelf: &shelf.Shelf{Archive: h, Finder: finder{ix, h}, Graph: g, Pictures: views.New(h, 64<<20, 2)},
		Access: func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				role := access.Role(r.Header.Get("X-Role"))
				if !slices.Contains(access.Roles(), role) {
					role = access.Reader
				}
				next.ServeHTTP(w, r.WithContext(access.With(r.Context(), access.User{Name: "test", Role: role})))
			})
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return room
}

// get asks for a page. Headers stand as name, value, name, value.
func get(t *testing.T, room http.Handler, url string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, url, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	room.ServeHTTP(w, r)
	return w
}

func TestSearchShowsThePassage(t *testing.T) {
	room := open(t, memo("a", "haushalt.pdf", nil, "Der Haushalt der Stadt ist beschlossen"))
	w := get(t, room, "/?q=haushalt")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "<mark>Haushalt</mark>") {
		t.Errorf("status %d, page %s", w.Code, w.Body)
	}
}
