package oidc

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"aktenkundig/web/access"

	"github.com/go-jose/go-jose/v4"
)

// house is a small OpenID provider that lets everybody in as whom claims tell.
type house struct {
	*httptest.Server
	key     *rsa.PrivateKey
	claims  map[string]any
	asked   map[string]url.Values // by code
	badSign bool
}

func newHouse(t *testing.T) *house {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	h := &house{key: key, claims: map[string]any{"preferred_username": "petra"}, asked: map[string]url.Values{}}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		json.NewEncoder(w).Encode(map[string]any{"issuer": h.URL, "authorization_endpoint": h.URL + "/authorize", "token_endpoint": h.URL + "/token", "jwks_uri": h.URL + "/keys", "id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) {
		json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &key.PublicKey, KeyID: "k", Algorithm: "RS256", Use: "sig"}}})
	})
	mux.HandleFunc("/authorize", func(w http.ResponseWriter, r *http.Request) {
		code := rand.Text()
		h.asked[code] = r.URL.Query()
		http.Redirect(w, r, r.FormValue("redirect_uri")+"?"+url.Values{"code": {code}, "state": {r.FormValue("state")}}.Encode(), http.StatusFound)
	})
	mux.HandleFunc("/token", h.token)
	h.Server = httptest.NewServer(mux)
	t.Cleanup(h.Close)
	return h
}

func (h *house) token(w http.ResponseWriter, r *http.Request) {
	asked := h.asked[r.FormValue("code")]
	delete(h.asked, r.FormValue("code"))
	sum := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	id, secret, _ := r.BasicAuth()
	if asked == nil || base64.RawURLEncoding.EncodeToString(sum[:]) != asked.Get("code_challenge") || asked.Get("code_challenge_method") != "S256" || id != "akte" || secret != "geheim" {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	claims := map[string]any{"iss": h.URL, "sub": "1", "aud": "akte", "exp": time.Now().Add(time.Minute).Unix(), "iat": time.Now().Unix(), "nonce": asked.Get("nonce")}
	for k, v := range h.claims {
		claims[k] = v
	}
	key := h.key
	if h.badSign {
		key, _ = rsa.GenerateKey(rand.Reader, 2048)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: key, KeyID: "k"}}, nil)
	if err != nil {
		panic(err)
	}
	data, _ := json.Marshal(claims)
	signed, err := signer.Sign(data)
	if err != nil {
		panic(err)
	}
	raw, _ := signed.CompactSerialize()
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": raw})
}

// guard knows petra and notes who came in.
type guard struct{ in []string }

func (g *guard) Account(name string) (access.Account, error) {
	if name != "petra" && name != "petra@example.org" {
		return access.Account{}, access.ErrNoUser
	}
	return access.Account{Name: name}, nil
}

func (g *guard) Begin(_ http.ResponseWriter, _ *http.Request, a access.Account) {
	g.in = append(g.in, a.Name)
}

// through goes from the reading room through the house and back.
func through(t *testing.T, h *house, claim string, meddle func(*http.Request)) (g *guard, res *http.Response) {
	t.Helper()
	g = &guard{}
	mux := http.NewServeMux()
	room := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if meddle != nil && r.URL.Path == Callback {
			meddle(r)
		}
		mux.ServeHTTP(w, r)
	}))
	defer room.Close()
	d, err := New(context.Background(), Options{Issuer: h.URL, ClientID: "akte", Secret: "geheim", Base: room.URL, Claim: claim})
	if err != nil {
		t.Fatal(err)
	}
	d.Mount(mux, g, func(next string) string { return next })
	mux.HandleFunc("/page", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "page") })
	jar, _ := cookiejar.New(nil)
	res, err = (&http.Client{Jar: jar}).Get(room.URL + Path + "?next=/page")
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	return g, res
}

func TestAnotherHouseTellsWhoAUserIs(t *testing.T) {
	h := newHouse(t)
	g, res := through(t, h, "", nil)
	if len(g.in) != 1 || g.in[0] != "petra" || res.StatusCode != 200 || res.Request.URL.Path != "/page" {
		t.Errorf("in: %v, at %s with %d", g.in, res.Request.URL, res.StatusCode)
	}
	h.claims = map[string]any{"email": "petra@example.org", "email_verified": true}
	if g, _ := through(t, h, "email", nil); len(g.in) != 1 {
		t.Errorf("by a verified address: %v", g.in)
	}
}

func TestWhoeverIsNotToldOrNotKnownStaysOut(t *testing.T) {
	for name, change := range map[string]func(*house){
		"no user here":          func(h *house) { h.claims["preferred_username"] = "mallory" },
		"no claim":              func(h *house) { delete(h.claims, "preferred_username") },
		"another key":           func(h *house) { h.badSign = true },
		"for another client":    func(h *house) { h.claims["aud"] = "other" },
		"from another house":    func(h *house) { h.claims["iss"] = "https://evil.example" },
		"of another try":        func(h *house) { h.claims["nonce"] = "x" },
		"over":                  func(h *house) { h.claims["exp"] = time.Now().Add(-time.Hour).Unix() },
		"an unverified address": func(h *house) { h.claims["email"] = "petra@example.org" },
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			change(h)
			claim := ""
			if h.claims["email"] != nil {
				claim = "email"
			}
			if g, res := through(t, h, claim, nil); len(g.in) != 0 || res.StatusCode != http.StatusForbidden {
				t.Errorf("in: %v, %d", g.in, res.StatusCode)
			}
		})
	}
}

func TestAnAnswerIsForTheBrowserThatAsked(t *testing.T) {
	for name, meddle := range map[string]func(*http.Request){
		"no cookie":     func(r *http.Request) { r.Header.Del("Cookie") },
		"other cookie":  func(r *http.Request) { r.Header.Set("Cookie", "akte-oidc=x") },
		"made-up state": func(r *http.Request) { r.URL.RawQuery = "state=x&code=y"; r.Header.Set("Cookie", "akte-oidc=x") },
	} {
		g, res := through(t, newHouse(t), "", meddle)
		if len(g.in) != 0 || res.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: in %v, %d", name, g.in, res.StatusCode)
		}
	}
}

func TestTriesAreBounded(t *testing.T) {
	d := &Door{tries: map[string]try{}}
	for i := range maxTries + 10 {
		d.keep(fmt.Sprint(i), try{until: time.Now().Add(time.Duration(i+1) * time.Minute)})
	}
	if _, ok := d.take("0"); ok || len(d.tries) != maxTries {
		t.Errorf("%d tries, the first is there: %v", len(d.tries), ok)
	}
	if _, ok := d.take("500"); !ok {
		t.Error("a try is gone")
	}
	if _, ok := d.take("500"); ok {
		t.Error("a try was taken twice")
	}
}
