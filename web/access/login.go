package access

import (
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"aktenkundig/web/problem"
)

// LoginPage is what the page with the form shows.
type LoginPage struct {
	Status int    // of the answer
	Name   string // as typed
	Next   string // where to go afterwards, a path of this server
	Wrong  bool   // name or password are wrong
	Wait   int    // minutes until another try; 0: at once
}

// Login shows the form and takes it.
func (g *Guard) Login(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	p := LoginPage{Status: http.StatusOK, Next: local(r.FormValue("next"))}
	if r.Method != http.MethodPost {
		g.options.LoginPage(w, r, p)
		return
	}
	p.Name = r.PostFormValue("name")
	a, wait, ok, err := g.login(r.Context(), p.Name, r.PostFormValue("password"), g.address(r))
	switch {
	case err != nil:
		slog.ErrorContext(r.Context(), "login", "error", err)
		problem.Write(w, http.StatusInternalServerError, "the users cannot be read")
	case wait > 0:
		p.Status, p.Wait = http.StatusTooManyRequests, int(wait/time.Minute)+1
		w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
		g.options.LoginPage(w, r, p)
	case !ok:
		g.note(r, shorten(p.Name), "login failed", "", "")
		p.Status, p.Wrong = http.StatusUnauthorized, true
		g.options.LoginPage(w, r, p)
	default:
		g.Begin(w, r, a)
		http.Redirect(w, r, p.Next, http.StatusSeeOther)
	}
}

// Begin begins a session of a user whose identity is certain.
func (g *Guard) Begin(w http.ResponseWriter, r *http.Request, a Account) {
	g.note(r, a.Name, "login", "", "")
	g.forget(r)
	g.setCookie(w, g.sessions.begin(a), int(sessionLife/time.Second))
}

// Logout ends the session.
func (g *Guard) Logout(w http.ResponseWriter, r *http.Request) {
	if name := Of(r.Context()).Name; g.forget(r) && name != "" {
		g.note(r, name, "logout", "", "")
	}
	g.setCookie(w, "", -1)
	http.Redirect(w, r, "/login", http.StatusSeeOther)
}

// forget ends the session that a request belongs to, if any.
func (g *Guard) forget(r *http.Request) bool {
	c, err := r.Cookie(g.cookie())
	if err == nil {
		g.sessions.end(c.Value)
	}
	return err == nil
}

// cookie is the name of the cookie. With __Host- no other site below the same name can set it.
func (g *Guard) cookie() string {
	if g.options.HTTPS {
		return "__Host-akte"
	}
	return "akte"
}

func (g *Guard) setCookie(w http.ResponseWriter, value string, seconds int) {
	http.SetCookie(w, &http.Cookie{Name: g.cookie(), Value: value, Path: "/", MaxAge: seconds, HttpOnly: true, Secure: g.options.HTTPS, SameSite: http.SameSiteLaxMode})
}

// local gives a path of this server, "/" for whatever leads elsewhere.
func local(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return next
}

func shorten(name string) string {
	runes := []rune(name)
	return string(runes[:min(len(runes), 64)])
}
