package access

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// room is a server behind a guard: /page needs a reader, /rule an archivist.
type room struct {
	*httptest.Server
	guard *Guard
}

func newRoom(t *testing.T, o Options) *room {
	t.Helper()
	o.LoginPage = func(w http.ResponseWriter, _ *http.Request, p LoginPage) {
		w.WriteHeader(p.Status)
		fmt.Fprintf(w, "%+v", p)
	}
	s := newStore(t)
	g := newGuard(s, OpenLog(s.dir), o)
	mux := http.NewServeMux()
	hello := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, Of(r.Context()).Name) })
	mux.Handle("/page", Require(Reader, hello))
	mux.Handle("/rule", Require(Archivist, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { g.Note(r, "rule", "abc", "") })))
	mux.HandleFunc("/login", g.Login)
	mux.HandleFunc("POST /logout", g.Logout)
	r := &room{httptest.NewServer(g.Handler(mux)), g}
	t.Cleanup(r.Close)
	return r
}

func browser(t *testing.T) *http.Client {
	jar, err := cookiejar.New(nil)
	must(t, err)
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

func (r *room) login(t *testing.T, c *http.Client, name, password, next string) *http.Response {
	t.Helper()
	res, err := c.PostForm(r.URL+"/login", url.Values{"name": {name}, "password": {password}, "next": {next}})
	must(t, err)
	res.Body.Close()
	return res
}

// status asks with c; what are pairs of header and value.
func (r *room) status(t *testing.T, c *http.Client, method, path string, what ...string) int {
	t.Helper()
	req, err := http.NewRequest(method, r.URL+path, nil)
	must(t, err)
	for i := 0; i < len(what); i += 2 {
		req.Header.Set(what[i], what[i+1])
		if what[i] == "Host" {
			req.Host = what[i+1]
		}
	}
	res, err := c.Do(req)
	must(t, err)
	res.Body.Close()
	return res.StatusCode
}

func TestWithoutUsersThisMachineHasAllRights(t *testing.T) {
	r := newRoom(t, Options{Local: Local("petra")})
	c := browser(t)
	if got := r.status(t, c, "POST", "/rule"); got != 200 {
		t.Errorf("got %d", got)
	}
	if got := r.status(t, c, "GET", "/page", "Host", "evil.example"); got != http.StatusMisdirectedRequest {
		t.Errorf("a name that leads to this machine: %d", got)
	}
	must(t, r.guard.users.Add("petra", Reader, secret))
	if got := r.status(t, c, "GET", "/page"); got != http.StatusUnauthorized {
		t.Errorf("once there are users: %d", got)
	}
}

func TestOnlyThisMachineIsListenedToWithoutUsers(t *testing.T) {
	r := newRoom(t, Options{})
	for _, a := range []string{"127.0.0.1:8080", "localhost:80", "[::1]:80", "127.0.0.3:1"} {
		if err := r.guard.Demand(a); err != nil {
			t.Errorf("%s: %v", a, err)
		}
	}
	for _, a := range []string{":8080", "0.0.0.0:80", "[::]:80", "192.168.1.2:80", "archive.example:80", ""} {
		if r.guard.Demand(a) == nil {
			t.Errorf("%s is listened to without users", a)
		}
	}
	must(t, r.guard.users.Add("petra", Reader, secret))
	must(t, r.guard.Demand(":8080"))
}

func TestALoginLeadsToThePageAndALogoutOut(t *testing.T) {
	r := newRoom(t, Options{})
	must(t, r.guard.users.Add("petra", Reader, secret))
	c := browser(t)
	req, _ := http.NewRequest("GET", r.URL+"/page?q=1", nil)
	req.Header.Set("Accept", "text/html")
	res, err := c.Do(req)
	must(t, err)
	if got := res.Header.Get("Location"); res.StatusCode != 303 || got != "/login?next=%2Fpage%3Fq%3D1" {
		t.Errorf("nobody is led to %q with %d", got, res.StatusCode)
	}
	if got := r.login(t, c, "petra", "wrong", "/page").StatusCode; got != 401 {
		t.Errorf("a wrong password: %d", got)
	}
	res = r.login(t, c, "petra", secret, "/page?q=1")
	if got := res.Header.Get("Location"); res.StatusCode != 303 || got != "/page?q=1" {
		t.Errorf("led to %q with %d", got, res.StatusCode)
	}
	k := res.Cookies()[0]
	if !k.HttpOnly || k.SameSite != http.SameSiteLaxMode || k.Secure || len(k.Value) < 40 {
		t.Errorf("cookie %+v", k)
	}
	if got := r.status(t, c, "GET", "/page"); got != 200 {
		t.Errorf("after the login: %d", got)
	}
	if got := r.status(t, c, "POST", "/rule"); got != http.StatusForbidden {
		t.Errorf("a reader rules: %d", got)
	}
	r.status(t, c, "POST", "/logout")
	if got := r.status(t, c, "GET", "/page", "Cookie", k.Name+"="+k.Value); got != http.StatusUnauthorized {
		t.Errorf("the old cookie after the logout: %d", got)
	}
}

func TestALoginLeadsNowhereElse(t *testing.T) {
	for next, want := range map[string]string{
		"/page?q=a%20b": "/page?q=a%20b", "": "/", "//evil.example": "/", "https://evil.example": "/", `/\evil.example`: "/", "javascript:alert(1)": "/", "/\r\nx": "/", "page": "/",
	} {
		if got := local(next); got != want {
			t.Errorf("%q leads to %q", next, got)
		}
	}
}

func TestSessionsEnd(t *testing.T) {
	end := map[string]func(*testing.T, *Guard){
		"with the password":        func(t *testing.T, g *Guard) { must(t, g.users.SetPassword("petra", secret+"!")) },
		"with the user":            func(t *testing.T, g *Guard) { must(t, g.users.Remove("petra")) },
		"when not used":            func(_ *testing.T, g *Guard) { later(g, sessionIdle+time.Minute) },
		"also when used":           func(_ *testing.T, g *Guard) { later(g, sessionLife+time.Minute) },
		"with the server's memory": func(_ *testing.T, g *Guard) { *g.sessions = *newSessions(time.Now) },
	}
	for name, how := range end {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, Options{})
			must(t, r.guard.users.Add("petra", Reader, secret))
			must(t, r.guard.users.Add("anna", Reader, ""))
			c := browser(t)
			r.login(t, c, "petra", secret, "/")
			if got := r.status(t, c, "GET", "/page"); got != 200 {
				t.Fatalf("before: %d", got)
			}
			how(t, r.guard)
			if got := r.status(t, c, "GET", "/page"); got != http.StatusUnauthorized {
				t.Errorf("after: %d", got)
			}
		})
	}
}

// later lets time pass. What is used now and then is still over at the end of its life.
func later(g *Guard, d time.Duration) {
	begin := time.Now()
	for passed := time.Duration(0); d > sessionLife && passed < sessionLife; passed += sessionIdle / 2 {
		g.sessions.now = func() time.Time { return begin.Add(passed) }
		for _, s := range g.sessions.all {
			s.used = g.sessions.now()
		}
	}
	g.sessions.now = func() time.Time { return begin.Add(d) }
}

func TestGuessingIsBraked(t *testing.T) {
	r := newRoom(t, Options{Proxy: true})
	must(t, r.guard.users.Add("petra", Reader, secret))
	try := func(name, password, from string) int {
		req, _ := http.NewRequest("POST", r.URL+"/login", strings.NewReader(url.Values{"name": {name}, "password": {password}}.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("X-Forwarded-For", "9.9.9.9, "+from)
		res, err := browser(t).Do(req)
		must(t, err)
		res.Body.Close()
		return res.StatusCode
	}
	for range brakeBoth {
		if got := try("petra", "wrong", "10.0.0.1"); got != 401 {
			t.Fatalf("got %d", got)
		}
	}
	if got := try("petra", secret, "10.0.0.1"); got != http.StatusTooManyRequests {
		t.Errorf("one more guess, a right one: %d", got)
	}
	if got := try("petra", secret, "10.0.0.2"); got != 303 {
		t.Errorf("from elsewhere: %d", got)
	}
	r.guard.brake.now = func() time.Time { return time.Now().Add(brakeTime) }
	if got := try("petra", secret, "10.0.0.1"); got != 303 {
		t.Errorf("later: %d", got)
	}
}

func TestTheBrakeHoldsForUsersAndAddressesAndForgets(t *testing.T) {
	now := time.Now()
	b := newBrake(func() time.Time { return now })
	at := func(i int) netip.Addr { return netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}) }
	for i := range brakeUser {
		b.try("petra", at(i))
	}
	if b.try("petra", at(999)) == 0 || b.try("anna", at(60)) != 0 {
		t.Error("one user, many addresses")
	}
	for i := range brakeAddress {
		b.try(fmt.Sprint(i), at(7777))
	}
	if b.try("new", at(7777)) == 0 || b.try("new", at(7778)) != 0 {
		t.Error("one address, many users")
	}
	six := netip.MustParseAddr("2001:db8::1")
	for range brakeBoth {
		b.try("zoe", six)
	}
	if b.try("zoe", netip.MustParseAddr("2001:db8::2")) == 0 || b.try("zoe", netip.MustParseAddr("2001:db8:0:1::2")) != 0 {
		t.Error("a subscriber's network is one address")
	}
	for i := range maxBraked/2 + 10 {
		b.try(fmt.Sprint("n", i), at(i))
		if i%1000 == 0 {
			now = now.Add(time.Second)
		}
	}
	if len(b.counts) > maxBraked {
		t.Errorf("%d keys", len(b.counts))
	}
}

func TestManyGuessesAtOnceCountAsMany(t *testing.T) {
	b := newBrake(time.Now)
	var looked atomic.Int32
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() {
			if b.try("petra", netip.MustParseAddr("10.0.0.1")) == 0 {
				looked.Add(1)
			}
		})
	}
	all.Wait()
	if got := looked.Load(); got != brakeBoth {
		t.Errorf("%d of 100 were looked at", got)
	}
}

func TestForeignPagesCannotSendForms(t *testing.T) {
	r := newRoom(t, Options{})
	must(t, r.guard.users.Add("petra", Archivist, secret))
	c := browser(t)
	r.login(t, c, "petra", secret, "/")
	if got := r.status(t, c, "POST", "/rule", "Sec-Fetch-Site", "cross-site"); got != http.StatusForbidden {
		t.Errorf("cross-site: %d", got)
	}
	if got := r.status(t, c, "POST", "/rule", "Origin", "https://evil.example"); got != http.StatusForbidden {
		t.Errorf("foreign origin: %d", got)
	}
	if got := r.status(t, c, "POST", "/rule", "Sec-Fetch-Site", "same-origin"); got != 200 {
		t.Errorf("own page: %d", got)
	}
}

func TestProgramsComeWithTokens(t *testing.T) {
	r := newRoom(t, Options{})
	must(t, r.guard.users.Add("petra", Archivist, ""))
	token, _, err := r.guard.users.NewToken("petra", Reader, "", time.Hour)
	must(t, err)
	c := browser(t)
	for _, x := range []struct {
		path, header string
		want         int
	}{{"/page", "Bearer " + token, 200}, {"/rule", "Bearer " + token, 403}, {"/page", "Bearer akte_nonsense12345", 401}, {"/page", "Basic x", 401}} {
		if got := r.status(t, c, "GET", x.path, "Authorization", x.header); got != x.want {
			t.Errorf("%s with %.12s: %d, want %d", x.path, x.header, got, x.want)
		}
	}
	if got := r.login(t, c, "petra", "", "/").StatusCode; got != 401 {
		t.Errorf("a user without password logs in: %d", got)
	}
}

func TestActsAreLoggedAndTheLogOnlyGrows(t *testing.T) {
	r := newRoom(t, Options{HTTPS: true})
	must(t, r.guard.users.Add("petra", Archivist, secret))
	c := browser(t)
	r.login(t, c, "x\n{\"who\":\"petra\"}", "wrong", "")
	res := r.login(t, c, "petra", secret, "")
	k := res.Cookies()[0]
	if !k.Secure || k.Name != "__Host-akte" {
		t.Errorf("cookie %+v", k)
	}
	r.status(t, c, "POST", "/rule", "Cookie", k.Name+"="+k.Value)
	acts, err := r.guard.Log().Last(10)
	must(t, err)
	var got []string
	for _, a := range acts {
		got = append(got, a.Who+" "+a.What+" "+a.About)
	}
	if want := "[petra rule abc petra login  x\n{\"who\":\"petra\"} login failed ]"; fmt.Sprint(got) != want {
		t.Errorf("got %v", got)
	}
	// A torn line costs itself only.
	f, err := os.OpenFile(r.guard.log.path, os.O_APPEND|os.O_WRONLY, 0)
	must(t, err)
	_, _ = f.WriteString(`{"time":`)
	f.Close()
	must(t, r.guard.Log().Add(Act{Who: "anna", What: "login"}))
	acts, err = r.guard.Log().Last(1)
	if err != nil || len(acts) != 1 || acts[0].Who != "anna" {
		t.Errorf("got %+v, %v", acts, err)
	}
	if info, err := os.Stat(r.guard.log.path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
}

func TestSessionsAreBounded(t *testing.T) {
	now := time.Now()
	s := newSessions(func() time.Time { now = now.Add(time.Millisecond); return now })
	first := s.begin(Account{Name: "petra"})
	for range maxPerUser {
		s.begin(Account{Name: "petra"})
	}
	if _, _, ok := s.get(first); ok || len(s.all) != maxPerUser {
		t.Errorf("%d sessions, the first goes on: %v", len(s.all), ok)
	}
}
