package access

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"aktenkundig/web/problem"
)

// Guard tells who asks, lets people in and keeps others out. Its methods may be called from several goroutines.
type Guard struct {
	users    *Store
	log      *Log
	options  Options
	sessions *sessions
	brake    *brake
	checker  *checker
}

// Options say how a Guard works.
type Options struct {
	// Local is who asks where there are no users; nobody, if it is the zero value.
	Local User
	// HTTPS says that browsers come by https, also where a proxy in front of the server ends it.
	HTTPS bool
	// Proxy says that all requests come through a proxy that puts the address of who asks last into X-Forwarded-For.
	Proxy bool
	// LoginPage shows the page with the form. Its fields are name, password and next; it is sent by POST to the same path.
	LoginPage func(w http.ResponseWriter, r *http.Request, p LoginPage)
}

// NewGuard makes a guard for the users of a folder, which need not be there.
func NewGuard(dir string, o Options) (*Guard, error) {
	s, err := OpenStore(dir)
	if err != nil {
		return nil, err
	}
	return newGuard(s, OpenLog(dir), o), nil
}

func newGuard(s *Store, l *Log, o Options) *Guard {
	return &Guard{users: s, log: l, options: o, sessions: newSessions(time.Now), brake: newBrake(time.Now), checker: newChecker(s.cost)}
}

// Demand says whether a server may listen on an address: without users, on no other than this machine's own.
func (g *Guard) Demand(address string) error {
	if loopback(address) {
		return nil
	}
	users, err := g.users.Accounts()
	if err == nil && len(users) == 0 {
		err = fmt.Errorf("listen on %s: others than this machine may come there, and there are no users; make one first with `akte user add`", address)
	}
	return err
}

// loopback tells whether host, with or without a port, is this machine and nothing else.
func loopback(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.Unmap().IsLoopback()
}

// Handler lets next know who asks (see Of), and keeps out what another site has a browser send. Who may do what is
// next's business, see Require.
func (g *Guard) Handler(next http.Handler) http.Handler {
	origin := http.NewCrossOriginProtection()
	return origin.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		u, err := g.user(r)
		switch {
		case errors.Is(err, errHost):
			problem.Write(w, http.StatusMisdirectedRequest, err.Error())
			return
		case errors.Is(err, ErrNoUser):
			w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
			problem.Write(w, http.StatusUnauthorized, "the token is none, or no longer good")
			return
		case err != nil:
			slog.ErrorContext(r.Context(), "who asks cannot be told", "error", err)
			problem.Write(w, http.StatusInternalServerError, "the users cannot be read")
			return
		}
		next.ServeHTTP(w, r.WithContext(With(r.Context(), u)))
	}))
}

// errHost keeps off sites whose name was made to lead to this machine (DNS rebinding).
var errHost = errors.New("this server answers to localhost and 127.0.0.1 only, as long as it has no users")

// user tells who asks. ErrNoUser: a token that is none.
func (g *Guard) user(r *http.Request) (User, error) {
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return g.users.ByToken(token)
	}
	accounts, err := g.users.Accounts()
	if err != nil {
		return User{}, err
	}
	if len(accounts) == 0 {
		if g.options.Local.Role != "" && !loopback(r.Host) {
			return User{}, errHost
		}
		return g.options.Local, nil
	}
	c, err := r.Cookie(g.cookie())
	if err != nil {
		return User{}, nil
	}
	name, stamp, ok := g.sessions.get(c.Value)
	if !ok {
		return User{}, nil
	}
	a, err := g.users.Account(name)
	if errors.Is(err, ErrNoUser) || err == nil && a.Password != stamp {
		g.sessions.end(c.Value)
		return User{}, nil
	}
	return User{Name: a.Name, Role: a.Role}, err
}

// Require lets only users with the rights of a role through. Others are told so; browsers of nobody are led to the login.
func Require(role Role, next http.Handler) http.Handler {
	return Only(role, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case Of(r.Context()).Role != "":
			problem.Write(w, http.StatusForbidden, fmt.Sprintf("this needs the role %s", role))
		case r.Method == http.MethodGet && strings.Contains(r.Header.Get("Accept"), "text/html"):
			http.Redirect(w, r, "/login?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
		default:
			w.Header().Set("WWW-Authenticate", "Bearer")
			problem.Write(w, http.StatusUnauthorized, "say who you are")
		}
	}, next)
}

// Only lets only users with the rights of a role through; others get what refuse writes.
func Only(role Role, refuse http.HandlerFunc, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !Of(r.Context()).Is(role) {
			refuse(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Note logs what a user did. An error is told in the server's log: the act is done already.
func (g *Guard) Note(r *http.Request, what, about, note string) {
	g.note(r, Of(r.Context()).Name, what, about, note)
}

func (g *Guard) note(r *http.Request, who, what, about, note string) {
	err := g.log.Add(Act{Who: who, From: g.address(r).String(), What: what, About: about, Note: note})
	if err != nil {
		slog.ErrorContext(r.Context(), "an act is not in the audit log", "who", who, "what", what, "about", about, "error", err)
	}
}

// Account gives a user; ErrNoUser if there is none.
func (g *Guard) Account(name string) (Account, error) { return g.users.Account(name) }

// Log is the log of who did what.
func (g *Guard) Log() *Log { return g.log }

// address is where a request comes from.
func (g *Guard) address(r *http.Request) netip.Addr {
	if g.options.Proxy {
		all := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if a, err := netip.ParseAddr(strings.TrimSpace(all[len(all)-1])); err == nil {
			return a
		}
	}
	a, _ := netip.ParseAddrPort(r.RemoteAddr)
	return a.Addr()
}

// login looks at name and password. ok is false where they are wrong; wait is how long no further one is looked at.
func (g *Guard) login(ctx context.Context, name, password string, from netip.Addr) (a Account, wait time.Duration, ok bool, err error) {
	if wait := g.brake.try(name, from); wait > 0 {
		return a, wait, false, nil
	}
	a, err = g.users.Account(name)
	if err != nil && !errors.Is(err, ErrNoUser) {
		return a, 0, false, err
	}
	if ok, err = g.checker.check(ctx, a.Password, password); ok {
		g.brake.passed(name, from)
	}
	return a, 0, ok, err
}
