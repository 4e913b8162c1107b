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

// cookie is the name of the cookie.
func (g *Guard) cookie() string { return CookieName("akte", g.options.HTTPS) }

func (g *Guard) setCookie(w http.ResponseWriter, value string, seconds int) {
	SetCookie(w, "akte", g.options.HTTPS, value, seconds)
}

// CookieName is how a cookie of the reading room is called. By https it begins with __Host-: then no other site below
// the same name can set it.
func CookieName(name string, https bool) string {
	if https {
		return "__Host-" + name
	}
	return name
}

// SetCookie sets a cookie of the reading room for so many seconds, or removes it if they are negative. Scripts do not see
// it, and it comes along when another site leads here, but not with what that site has a browser send (SameSite=Lax).
func SetCookie(w http.ResponseWriter, name string, https bool, value string, seconds int) {
	http.SetCookie(w, &http.Cookie{Name: CookieName(name, https), Value: value, Path: "/", MaxAge: seconds, HttpOnly: true, Secure: https, SameSite: http.SameSiteLaxMode})
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
