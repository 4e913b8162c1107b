package web

import (
	"net/http"
	"sync"
)

// inTurn has pages made in the order in which they were asked for, a few at a time: when many ask at once, all wait about
// as long, and none takes memory before its turn. Who leaves gives up their place.
func (rm *room) inTurn(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case rm.turns <- struct{}{}:
		case <-r.Context().Done():
			return
		}
		turn := &turn{ResponseWriter: w, free: sync.OnceFunc(func() { <-rm.turns })}
		defer turn.free()
		next.ServeHTTP(turn, r)
	})
}

// turn ends when the answer begins to be sent: a slow reader keeps nobody waiting.
type turn struct {
	http.ResponseWriter
	free func()
}

// WriteHeader implements http.ResponseWriter.
func (t *turn) WriteHeader(status int) {
	t.free()
	t.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (t *turn) Write(p []byte) (int, error) {
	t.free()
	return t.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController reach what lies below.
func (t *turn) Unwrap() http.ResponseWriter { return t.ResponseWriter }
