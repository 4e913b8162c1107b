// Package web is the reading room: search, see the passage on the scan, follow a resolution through the years, cite it.
// It serves HTML that works without scripts, in German and English, and composes what its subpackages serve beside it.
package web

import (
	"embed"
	"log/slog"
	"net/http"
	"runtime"

	"aktenkundig/web/access"
	"aktenkundig/web/shelf"
	"aktenkundig/web/ui"
)

//go:embed all:templates
var templates embed.FS

// Options say what the reading room is made of.
type Options struct {
	Shelf *shelf.Shelf // all that is read; must not be nil

	// Access is put around everything but assets and probes: it finds out who asks and says so with access.With, or answers
	// itself. Nil lets everybody in as one local person with all rights: only for listening to this machine alone.
	Access func(http.Handler) http.Handler

	Routes []Route      // what subpackages serve
	Links  []Part       // their entries in the bar
	Doors  []PageLink   // links on the page of a document
	Ready  func() error // why the room cannot answer yet; nil is always ready
	Log    *slog.Logger // a line for each request; nil is silent
}

// Route is a handler and the pattern of net/http.ServeMux under which it is found.
type Route struct {
	Pattern string
	Handler http.Handler
}

// Part is an entry in the bar for those who have a role.
type Part struct {
	ui.Link
	Role access.Role
}

// PageLink leads from a page of a document to what else can be done with it.
type PageLink struct {
	Text string      // key of the catalogue
	Role access.Role // of those who may
	URL  func(id string, page int) string
}

// room holds what the handlers share.
type room struct {
	shelf   *shelf.Shelf
	pages   *ui.Set
	doors   []PageLink
	parts   []Part
	metrics *metrics
	turns   chan struct{} // a place for each page that is being made
}

// serve puts the pages under their URLs.
func (rm *room) serve(mux *http.ServeMux) {
	pages := map[string]http.HandlerFunc{
		"GET /{$}":           rm.search,
		"GET /results.csv":   rm.resultsCSV,
		"GET /results.json":  rm.resultsJSON,
		"GET /suggest":       rm.suggest,
		"GET /doc/{id}":      rm.document,
		"GET /doc/{id}/{n}":  rm.page,
		"GET /ref/{ref...}":  rm.paper,
		"GET /missing":       rm.missing,
		"GET /deadlines":     rm.deadlines,
		"GET /deadlines.csv": rm.deadlinesCSV,
		"GET /deadlines.ics": rm.deadlinesFeed,
	}
	for pattern, h := range pages {
		mux.Handle(pattern, rm.metrics.count(pattern, rm.inTurn(h)))
	}
	files := map[string]http.HandlerFunc{ // pictures have their own queue where they are drawn
		"GET /doc/{id}/{n}/tile/{level}/{col}/{row}": rm.tile,
		"GET /doc/{id}/{n}/crop":                     rm.crop,
		"GET /doc/{id}/original":                     rm.original,
		"GET /export/{format}/{id}":                  rm.export,
		"GET /opensearch.xml":                        rm.openSearch,
	}
	for pattern, h := range files {
		mux.Handle(pattern, rm.metrics.count(pattern, h))
	}
	mux.Handle("GET /metrics", access.Require(access.Admin, rm.metrics.handler()))
}

// New makes the reading room's handler. It is safe for concurrent use.
func New(o Options) (http.Handler, error) {
	pages, err := ui.Parse(templates)
	if err != nil {
		return nil, err
	}
	rm := &room{shelf: o.Shelf, pages: pages, doors: o.Doors, metrics: newMetrics(), turns: make(chan struct{}, runtime.GOMAXPROCS(0)+1)}
	rm.parts = append([]Part{
		{ui.Link{URL: "/deadlines", Text: "nav.deadlines"}, access.Reader},
	}, o.Links...)

	inside := http.NewServeMux()
	rm.serve(inside)
	for _, r := range o.Routes {
		inside.Handle(r.Pattern, rm.metrics.count(r.Pattern, r.Handler))
	}
	inside.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { ui.Problem(w, r, http.StatusNotFound, "") })

	enter := o.Access
	if enter == nil {
		enter = local
	}
	outside := http.NewServeMux()
	outside.Handle("GET /static/", ui.Assets())
	outside.HandleFunc("GET /lang", ui.Choose)
	outside.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { answer(w, nil) })
	outside.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if o.Ready == nil {
			answer(w, nil)
			return
		}
		answer(w, o.Ready())
	})
	outside.Handle("/", enter(rm.withBar(inside)))

	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(ui.Forbidden))
	return logged(o.Log, headers(recovered(compressed(guard.Handler(outside))))), nil
}

// localName is who asks where there are no users.
const localName = "local"

// local lets everybody in as one person with all rights.
func local(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(access.With(r.Context(), access.Local(localName))))
	})
}

// withBar gives each page the entries of the bar that the asker may use.
func (rm *room) withBar(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		u := access.Of(r.Context())
		b := ui.Bar{Query: r.URL.Query().Get("q"), Bare: r.URL.Path == "/" && readAsked(r.URL.Query()).empty()}
		for _, p := range rm.parts {
			if u.Is(p.Role) {
				link := p.Link
				link.Current = r.URL.Path == link.URL
				b.Links = append(b.Links, link)
			}
		}
		if !u.Alone {
			b.User = u.Name
		}
		next.ServeHTTP(w, ui.WithBar(r, b))
	})
}

// answer is the reply of a probe.
func answer(w http.ResponseWriter, err error) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		w.Write([]byte(err.Error() + "\n")) //nolint:errcheck // the prober is gone
		return
	}
	w.Write([]byte("ok\n")) //nolint:errcheck // the prober is gone
}
