// Package problem answers programs with what went wrong, as RFC 9457 has it.
package problem

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
)

// Details are what is told.
type Details struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
}

// Write answers with a status and, in words, what is wrong.
func Write(w http.ResponseWriter, status int, detail string) {
	h := w.Header()
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	h.Del("ETag")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(Details{"about:blank", http.StatusText(status), status, detail})
}

// Fail answers with err: what does not exist for the asker is not found, whoever left gets nothing, all else is logged
// and told without its details, which may name what the asker must not know.
func Fail(w http.ResponseWriter, r *http.Request, err error) {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		Write(w, http.StatusNotFound, "there is no such thing here")
	case errors.Is(err, context.DeadlineExceeded):
		Write(w, http.StatusServiceUnavailable, "it took too long; try again")
	case r.Context().Err() != nil:
	default:
		slog.ErrorContext(r.Context(), "request failed", "path", r.URL.Path, "error", err)
		Write(w, http.StatusInternalServerError, "")
	}
}
