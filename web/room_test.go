package web

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"aktenkundig/document"
	"aktenkundig/web/access"
	"aktenkundig/web/shelf"
	"aktenkundig/web/webtest"
)

// texts is an exporter that knows two formats; one of them cannot be written.
type texts struct{}

func (texts) Formats() []shelf.Format {
	return []shelf.Format{{Name: "text", Ext: ".txt", MediaType: "text/plain; charset=utf-8"}, {Name: "pdf", Ext: ".pdf", MediaType: "application/pdf"}}
}

func (texts) Write(_ context.Context, w io.Writer, d *document.Document, format string) error {
	if format == "pdf" {
		return io.ErrUnexpectedEOF
	}
	for i := range d.Pages {
		if _, err := io.WriteString(w, d.Pages[i].Body().String+"\f"); err != nil {
			return err
		}
	}
	return nil
}

// open opens a reading room over documents, for a user of a role.
func open(t *testing.T, role access.Role, docs ...*document.Document) http.Handler {
	t.Helper()
	room, _ := opened(t, role, docs...)
	return room
}

func opened(t *testing.T, role access.Role, docs ...*document.Document) (http.Handler, *webtest.Room) {
	t.Helper()
	r := webtest.New(t, docs...)
	r.Shelf.Exporter = texts{}
	r.Shelf.Canonical = strings.ToUpper
	room, err := New(Options{Shelf: r.Shelf, Access: func(next http.Handler) http.Handler { return webtest.As(role, next) }})
	if err != nil {
		t.Fatal(err)
	}
	return room, r
}

// get asks for a URL and wants an answer of a status. Headers stand as name, value, name, value.
func get(t *testing.T, room http.Handler, want int, url string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	w := webtest.Ask(room, http.MethodGet, url, "", headers...)
	if w.Code != want {
		t.Fatalf("GET %s: status %d, want %d: %.300s", url, w.Code, want, w.Body)
	}
	return w
}

// page asks for a page that must be there.
func page(t *testing.T, room http.Handler, url string, headers ...string) string {
	t.Helper()
	return get(t, room, http.StatusOK, url, headers...).Body.String()
}

func has(t *testing.T, where, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("%s: %q is not in it", where, p)
		}
	}
}

func hasNot(t *testing.T, where, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if strings.Contains(text, p) {
			t.Errorf("%s: %q is in it", where, p)
		}
	}
}
