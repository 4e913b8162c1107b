package ui

import (
	"context"
	"net/http"
)

// Bar is what stands at the head of every page beside the search field.
type Bar struct {
	Query string // what the search field holds
	Bare  bool   // no search field: the page has one of its own
	User  string // name of who is signed in, "" where there are no users
	Links []Link // to the parts of the reading room that the asker may enter
}

// Link leads somewhere. Text is a key of the catalogue.
type Link struct {
	URL     string
	Text    string
	Current bool
}

type barKey struct{}

// WithBar gives a request whose pages carry a bar.
func WithBar(r *http.Request, b Bar) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), barKey{}, b))
}

func barOf(r *http.Request) Bar {
	b, _ := r.Context().Value(barKey{}).(Bar)
	return b
}
