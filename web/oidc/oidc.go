// Package oidc has another house tell who a user is (OpenID Connect Core 1.0, authorization code flow with PKCE). It makes
// no users: whom the other house names must be a user of the archive already.
package oidc

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"time"

	"aktenkundig/web/access"
	"aktenkundig/web/ui"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Options say which house is asked, and as whom.
type Options struct {
	Issuer   string // its URL
	ClientID string
	Secret   string
	Base     string // URL of the reading room as browsers see it, without a slash at the end
	Claim    string // that holds a user's name; "" is preferred_username. Of email, only a verified one counts
	HTTPS    bool   // browsers come by https
}

// Paths below which it answers; the second is to be entered with the other house.
const (
	Path     = "/login/oidc"
	Callback = "/login/oidc/back"
)

// Guard lets users in.
type Guard interface {
	Account(name string) (access.Account, error)
	Begin(w http.ResponseWriter, r *http.Request, a access.Account)
}

// Door leads through the other house. Its methods may be called from several goroutines.
type Door struct {
	options  Options
	oauth    oauth2.Config
	verifier *oidc.IDTokenVerifier

	mu    sync.Mutex
	tries map[string]try // by state
}

// try is a login on its way.
type try struct {
	nonce, verifier, next string
	until                 time.Time
}

const (
	patience = 10 * time.Minute
	maxTries = 1000
	asking   = 20 * time.Second // for one question to the other house
)

// New asks the other house for its keys and addresses.
func New(ctx context.Context, o Options) (*Door, error) {
	ctx, cancel := context.WithTimeout(ctx, asking)
	defer cancel()
	p, err := oidc.NewProvider(ctx, o.Issuer)
	if err != nil {
		return nil, fmt.Errorf("ask %s how users sign in there: %w", o.Issuer, err)
	}
	if o.Claim == "" {
		o.Claim = "preferred_username"
	}
	return &Door{
		options:  o,
		oauth:    oauth2.Config{ClientID: o.ClientID, ClientSecret: o.Secret, Endpoint: p.Endpoint(), RedirectURL: o.Base + Callback, Scopes: []string{oidc.ScopeOpenID, "profile", "email"}},
		verifier: p.VerifierContext(context.Background(), &oidc.Config{ClientID: o.ClientID}),
		tries:    map[string]try{},
	}, nil
}

// Mount puts the door under its paths. local gives a path of this server, whatever next leads to.
func (d *Door) Mount(mux *http.ServeMux, g Guard, local func(next string) string) {
	mux.HandleFunc("GET "+Path, func(w http.ResponseWriter, r *http.Request) { d.leave(w, r, local(r.FormValue("next"))) })
	mux.HandleFunc("GET "+Callback, func(w http.ResponseWriter, r *http.Request) { d.back(w, r, g) })
}

// leave sends a browser to the other house. The cookie ties the answer to this browser.
func (d *Door) leave(w http.ResponseWriter, r *http.Request, next string) {
	state := rand.Text() + rand.Text()
	t := try{nonce: rand.Text(), verifier: oauth2.GenerateVerifier(), next: next, until: time.Now().Add(patience)}
	d.keep(state, t)
	w.Header().Set("Cache-Control", "no-store")
	d.setCookie(w, state, int(patience/time.Second))
	http.Redirect(w, r, d.oauth.AuthCodeURL(state, oidc.Nonce(t.nonce), oauth2.S256ChallengeOption(t.verifier)), http.StatusSeeOther)
}

func (d *Door) keep(state string, t try) {
	d.mu.Lock()
	defer d.mu.Unlock()
	now, oldest := time.Now(), ""
	for s, x := range d.tries {
		if now.After(x.until) {
			delete(d.tries, s)
		} else if oldest == "" || x.until.Before(d.tries[oldest].until) {
			oldest = s
		}
	}
	if len(d.tries) >= maxTries {
		delete(d.tries, oldest)
	}
	d.tries[state] = t
}

// take gives the try of a state, once.
func (d *Door) take(state string) (try, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	t, ok := d.tries[state]
	delete(d.tries, state)
	return t, ok && time.Now().Before(t.until)
}

// back takes a browser that comes from the other house.
func (d *Door) back(w http.ResponseWriter, r *http.Request, g Guard) {
	w.Header().Set("Cache-Control", "no-store")
	state := r.FormValue("state")
	c, err := r.Cookie(access.CookieName(cookieName, d.options.HTTPS))
	d.setCookie(w, "", -1)
	if err != nil || subtle.ConstantTimeCompare([]byte(c.Value), []byte(state)) != 1 {
		ui.Problem(w, r, http.StatusBadRequest, "")
		return
	}
	t, ok := d.take(state)
	if !ok {
		ui.Problem(w, r, http.StatusBadRequest, "")
		return
	}
	name, err := d.name(r.Context(), r.FormValue("code"), t)
	if err == nil {
		var a access.Account
		if a, err = g.Account(name); err == nil {
			g.Begin(w, r, a)
			http.Redirect(w, r, t.next, http.StatusSeeOther)
			return
		}
	}
	slog.WarnContext(r.Context(), "a login through another house failed", "name", name, "said", url.QueryEscape(r.FormValue("error")), "error", err)
	ui.Forbidden(w, r)
}

// name asks the other house, for a code, whom it let in.
func (d *Door) name(ctx context.Context, code string, t try) (string, error) {
	if code == "" {
		return "", errors.New("no code")
	}
	ctx, cancel := context.WithTimeout(ctx, asking)
	defer cancel()
	token, err := d.oauth.Exchange(ctx, code, oauth2.VerifierOption(t.verifier))
	if err != nil {
		return "", err
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return "", errors.New("no id_token")
	}
	id, err := d.verifier.Verify(ctx, raw)
	if err != nil {
		return "", err
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(t.nonce)) != 1 {
		return "", errors.New("the nonce is another")
	}
	claims := map[string]any{}
	if err := id.Claims(&claims); err != nil {
		return "", err
	}
	if verified, _ := claims["email_verified"].(bool); d.options.Claim == "email" && !verified {
		return "", errors.New("the address is not verified")
	}
	name, _ := claims[d.options.Claim].(string)
	if name == "" {
		return "", fmt.Errorf("no claim %s", d.options.Claim)
	}
	return name, nil
}

// cookieName is that of the cookie which ties a login on its way to a browser.
const cookieName = "akte-oidc"

// setCookie sets the cookie, which has to come along from the other house: SameSite=Lax.
func (d *Door) setCookie(w http.ResponseWriter, value string, seconds int) {
	access.SetCookie(w, cookieName, d.options.HTTPS, value, seconds)
}
