package web

import (
	"bytes"
	"image/jpeg"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"aktenkundig/document"
	"aktenkundig/web/access"
	"aktenkundig/web/ui"
)

const (
	maxCrop     = 2600 // pixels of a side of a piece
	cropQuality = 82   // of JPEG
)

// pictured gives the page a request for a picture is about. The reader's copy is good for ever if the request names the
// picture's stamp: the URL changes with the picture.
func (rm *room) pictured(w http.ResponseWriter, r *http.Request) (d document.Document, p *document.Page, ok bool) {
	n, err := strconv.Atoi(r.PathValue("n"))
	if err == nil {
		d, p, err = rm.shelf.Page(r.Context(), r.PathValue("id"), n)
	}
	if err != nil || p == nil {
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, "not found", http.StatusNotFound)
		return d, nil, false
	}
	tag := `"` + stamp(p) + `"`
	switch {
	case !public(&d): // whoever comes to this browser next may be somebody else
		w.Header().Set("Cache-Control", "no-store")
	case r.FormValue("v") == stamp(p):
		w.Header().Set("Cache-Control", "private, max-age=604800, immutable")
	}
	w.Header().Set("ETag", tag)
	if ui.Matches(r, tag) {
		w.WriteHeader(http.StatusNotModified)
		return d, nil, false
	}
	return d, p, true
}

// public tells whether every reader may see a document.
func public(d *document.Document) bool { return access.User{Role: access.Reader}.Sees(d.Level()) }

// tile serves a tile of a page.
func (rm *room) tile(w http.ResponseWriter, r *http.Request) {
	d, p, ok := rm.pictured(w, r)
	if !ok {
		return
	}
	var at [3]int
	for i, name := range []string{"level", "col", "row"} {
		v, err := strconv.Atoi(r.PathValue(name))
		if err != nil {
			http.Error(w, "not found", http.StatusNotFound)
			return
		}
		at[i] = v
	}
	data, ok, err := rm.shelf.Pictures.Tile(r.Context(), &d, p.Number, at[0], at[1], at[2])
	if err != nil {
		noPicture(w, r, err)
		return
	}
	if !ok {
		w.Header().Del("ETag")
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	sendJPEG(w, r, data)
}

// crop serves a piece of a page: box=x0,y0,x1,y1 in pixels of the view, w its width in the answer.
func (rm *room) crop(w http.ResponseWriter, r *http.Request) {
	d, p, ok := rm.pictured(w, r)
	if !ok {
		return
	}
	box, ok := readBox(r.FormValue("box"))
	box = box.Intersect(document.Box{0, 0, p.View[0], p.View[1]})
	width, err := strconv.Atoi(r.FormValue("w"))
	if !ok || box.Empty() || err != nil || width < 1 || width > maxCrop || width*box.Height()/box.Width() > 4*maxCrop {
		w.Header().Del("ETag")
		http.Error(w, "a piece is box=x0,y0,x1,y1 on the page and w=width, at most "+strconv.Itoa(maxCrop), http.StatusBadRequest)
		return
	}
	img, err := rm.shelf.Pictures.Region(r.Context(), &d, p.Number, box, document.Size{width, max(1, width*box.Height()/box.Width())})
	if err != nil {
		noPicture(w, r, err)
		return
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: cropQuality}); err != nil {
		noPicture(w, r, err)
		return
	}
	sendJPEG(w, r, b.Bytes())
}

func readBox(s string) (b document.Box, ok bool) {
	parts := strings.Split(s, ",")
	if len(parts) != 4 {
		return b, false
	}
	for i, t := range parts {
		v, err := strconv.Atoi(t)
		if err != nil || v < 0 || v > 1<<20 {
			return b, false
		}
		b[i] = v
	}
	return b, true
}

// noPicture answers where a page cannot be drawn. Why stands in the log.
func noPicture(w http.ResponseWriter, r *http.Request, err error) {
	h := w.Header()
	h.Del("ETag")
	h.Set("Cache-Control", "no-store")
	if r.Context().Err() != nil {
		return
	}
	slog.WarnContext(r.Context(), "no picture", "path", r.URL.Path, "error", err)
	http.Error(w, "the page cannot be drawn", http.StatusInternalServerError)
}

func sendJPEG(w http.ResponseWriter, r *http.Request, data []byte) {
	h := w.Header()
	h.Set("Content-Type", "image/jpeg")
	h.Set("Content-Length", strconv.Itoa(len(data)))
	if r.Method != http.MethodHead {
		w.Write(data) //nolint:errcheck // the reader is gone
	}
}
