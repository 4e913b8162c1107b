// Package audit shows admins who did what.
package audit

import (
	"embed"
	"net/http"

	"aktenkundig/web/access"
	"aktenkundig/web/ui"
)

//go:embed templates
var templates embed.FS

// Path is where the handler is found.
const Path = "/audit"

const shown = 500 // acts

// New makes the handler. Only admins are let in.
func New(log *access.Log) (http.Handler, error) {
	pages, err := ui.Parse(templates)
	if err != nil {
		return nil, err
	}
	return access.Only(access.Admin, ui.Forbidden, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		acts, err := log.Last(shown)
		if err != nil {
			ui.Fail(w, r, err)
			return
		}
		w.Header().Set("Cache-Control", "no-store")
		pages.Render(w, r, http.StatusOK, "audit", acts)
	})), nil
}
