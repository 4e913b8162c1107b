package web

import (
	"bufio"
	"encoding/json"
	"encoding/xml"
	"log/slog"
	"mime"
	"net/http"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"aktenkundig/index"
	"aktenkundig/internal/table"
	"aktenkundig/web/shelf"
	"aktenkundig/web/ui"
)

// attach makes an answer a file to be kept, never a page of this house.
func attach(w http.ResponseWriter, mediaType, name string) {
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": harmless(name)}))
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
}

// harmless takes from a file's name what another system may take for more than a name.
func harmless(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || strings.ContainsRune(`/\:*?"<>|`, r) || unicode.In(r, unicode.Cf) {
			return '_'
		}
		return r
	}, path.Base(name))
	if name = strings.TrimLeft(name, "."); name == "" {
		return "document"
	}
	return name
}

// broken tells the log that an answer ended early; the reader sees it by the connection.
func broken(r *http.Request, err error) {
	if r.Context().Err() == nil {
		slog.WarnContext(r.Context(), "answer ended early", "path", r.URL.Path, "error", err)
	}
	panic(http.ErrAbortHandler)
}

// original serves the file as it was delivered.
func (rm *room) original(w http.ResponseWriter, r *http.Request) {
	file, src, err := rm.shelf.Original(r.Context(), r.PathValue("id"))
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	f, err := os.Open(file)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	attach(w, src.MediaType, src.Name)
	w.Header().Set("ETag", `"`+r.PathValue("id")+`"`)
	http.ServeContent(w, r, "", info.ModTime(), f)
}

// export serves a document in another format.
func (rm *room) export(w http.ResponseWriter, r *http.Request) {
	d, err := rm.shelf.Document(r.Context(), r.PathValue("id"))
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	if rm.shelf.Exporter == nil {
		ui.Problem(w, r, http.StatusNotFound, "")
		return
	}
	formats := rm.shelf.Exporter.Formats()
	i := slices.IndexFunc(formats, func(f shelf.Format) bool { return f.Name == r.PathValue("format") })
	if i < 0 {
		ui.Problem(w, r, http.StatusNotFound, "")
		return
	}
	name := strings.TrimSuffix(d.Source.Name, path.Ext(d.Source.Name)) + formats[i].Ext
	out := &late{w: w, begin: func() { attach(w, formats[i].MediaType, name) }}
	buffered := bufio.NewWriterSize(out, 256<<10)
	err = rm.shelf.Exporter.Write(r.Context(), buffered, &d, formats[i].Name)
	switch {
	case err == nil:
		err = buffered.Flush()
		if err != nil {
			broken(r, err)
		}
	case out.begun:
		broken(r, err)
	default: // for example a document without pixels, as PDF
		slog.InfoContext(r.Context(), "not exported", "path", r.URL.Path, "error", err)
		ui.Problem(w, r, http.StatusUnprocessableEntity, "")
	}
}

// late begins an answer with its first byte.
type late struct {
	w     http.ResponseWriter
	begin func()
	begun bool
}

func (l *late) Write(p []byte) (int, error) {
	if !l.begun {
		l.begun = true
		l.begin()
	}
	return l.w.Write(p)
}

// mostResults are the documents of a search that leave as CSV or JSON.
const mostResults = 1000

// found searches for a list that leaves.
func (rm *room) found(w http.ResponseWriter, r *http.Request) (index.Result, bool) {
	ask := readAsked(r.URL.Query())
	q := ask.request()
	q.Offset, q.Limit, q.Facets = 0, mostResults, 0
	res, err := rm.shelf.Search(r.Context(), q)
	if err != nil {
		ui.Fail(w, r, err)
		return res, false
	}
	return res, true
}

// resultsCSV serves the pages that a search finds as a table.
func (rm *room) resultsCSV(w http.ResponseWriter, r *http.Request) {
	res, ok := rm.found(w, r)
	if !ok {
		return
	}
	rows := [][]string{{"document", "page", "name", "date", "kind", "references", "subject", "passage", "url"}}
	for _, h := range res.Hits {
		rows = append(rows, []string{h.ID, strconv.Itoa(h.Page), h.Name, first(h.Fields["date"]), first(h.Fields["kind"]),
			strings.Join(h.Fields["reference"], " "), first(h.Fields["subject"]), h.Snippet, base(r) + pageURL(h.ID, h.Page, nil)})
	}
	attach(w, "text/csv; charset=utf-8", ui.Language(r).T("results.file")+".csv")
	if err := table.CSV(w, rows); err != nil {
		broken(r, err)
	}
}

// resultsJSON serves the same as akte search --json prints it, in a list.
func (rm *room) resultsJSON(w http.ResponseWriter, r *http.Request) {
	res, ok := rm.found(w, r)
	if !ok {
		return
	}
	attach(w, "application/json", ui.Language(r).T("results.file")+".json")
	if err := json.NewEncoder(w).Encode(map[string]any{"total": res.Total, "hits": res.Hits, "notes": res.Notes}); err != nil {
		broken(r, err)
	}
}

// suggest completes what is being typed, as OpenSearch Suggestions 1.1 has it: [typed, [completions]].
func (rm *room) suggest(w http.ResponseWriter, r *http.Request) {
	typed := r.FormValue("q")
	all, err := rm.shelf.Suggest(r.Context(), typed, 8)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	texts := []string{}
	for _, s := range all {
		texts = append(texts, s.Text)
	}
	w.Header().Set("Content-Type", "application/x-suggestions+json")
	json.NewEncoder(w).Encode([]any{typed, texts})
}

// openSearch describes the search to browsers (OpenSearch 1.1).
func (rm *room) openSearch(w http.ResponseWriter, r *http.Request) {
	type url struct {
		Type     string `xml:"type,attr"`
		Template string `xml:"template,attr"`
	}
	w.Header().Set("Content-Type", "application/opensearchdescription+xml")
	xml.NewEncoder(w).Encode(struct { //nolint:errcheck // the browser is gone
		XMLName     xml.Name `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
		ShortName   string
		Description string
		URL         []url `xml:"Url"`
	}{ShortName: "aktenkundig", Description: ui.Language(r).T("home.title"), URL: []url{
		{"text/html", base(r) + "/?q={searchTerms}"},
		{"application/x-suggestions+json", base(r) + "/suggest?q={searchTerms}"},
	}})
}
