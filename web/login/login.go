// Package login is the door of the reading room: the page where users sign in, and the rule that whoever is nobody goes
// no further.
package login

import (
	"embed"
	"net/http"

	"aktenkundig/web/access"
	"aktenkundig/web/oidc"
	"aktenkundig/web/ui"
)

//go:embed templates
var templates embed.FS

// page is what the page to sign in shows.
type page struct {
	access.LoginPage
	Beside bool // another house may tell who somebody is
}

// New gives what is put around a reading room, and the guard in it: everybody but readers sees only the page to sign in.
// Users live in a folder, see access. Beside is another way in; nil for none.
func New(dir string, o access.Options, beside *oidc.Door) (door func(http.Handler) http.Handler, g *access.Guard, err error) {
	pages, err := ui.Parse(templates)
	if err != nil {
		return nil, nil, err
	}
	o.LoginPage = func(w http.ResponseWriter, r *http.Request, p access.LoginPage) {
		pages.Render(w, r, p.Status, "login", page{p, beside != nil})
	}
	if g, err = access.NewGuard(dir, o); err != nil {
		return nil, nil, err
	}
	return func(next http.Handler) http.Handler {
		mux := http.NewServeMux()
		mux.HandleFunc("GET /login", g.Login)
		mux.HandleFunc("POST /login", g.Login)
		mux.HandleFunc("POST /logout", g.Logout)
		if beside != nil {
			beside.Mount(mux, g, ui.Local)
		}
		mux.Handle("/", access.Require(access.Reader, next))
		return g.Handler(mux)
	}, g, nil
}
