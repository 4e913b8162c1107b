package ui

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"sync"
)

var problems = sync.OnceValue(func() *Set {
	s, err := Parse(pages)
	if err != nil {
		panic(err) // the templates are part of the program
	}
	return s
})

type problemPage struct {
	Status int
	Title  string // key of the catalogue
	Detail string // in words, "" if there is nothing to add
}

// Problem writes a page that says what is wrong and what helps. Detail is shown to the reader; it may be empty.
func Problem(w http.ResponseWriter, r *http.Request, status int, detail string) {
	key := "problem.500"
	switch status {
	case http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed,
		http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity,
		http.StatusTooManyRequests, http.StatusServiceUnavailable:
		key = "problem." + itoa(status)
	}
	w.Header().Set("Cache-Control", "no-store")
	problems().Render(w, r, status, "problem", problemPage{status, key, detail})
}

// Fail answers a request with err: what does not exist for the asker is not found, whoever left gets nothing, all else is
// logged and told without its details, which may name what the asker must not know.
func Fail(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		Problem(w, r, http.StatusNotFound, "")
	case errors.Is(err, context.DeadlineExceeded):
		Problem(w, r, http.StatusServiceUnavailable, "")
	case r.Context().Err() != nil:
	default:
		slog.ErrorContext(r.Context(), "request failed", "path", r.URL.Path, "error", err)
		Problem(w, r, http.StatusInternalServerError, "")
	}
}

// Forbidden writes the page for who may not see a place.
func Forbidden(w http.ResponseWriter, r *http.Request) { Problem(w, r, http.StatusForbidden, "") }
