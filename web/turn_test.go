package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
)

func TestPagesAreMadeAFewAtATime(t *testing.T) {
	rm := &room{turns: make(chan struct{}, 2)}
	var now, most, answered atomic.Int32
	h := rm.inTurn(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for n := now.Add(1); ; {
			old := most.Load()
			if n <= old || most.CompareAndSwap(old, n) {
				break
			}
		}
		now.Add(-1)
		w.WriteHeader(http.StatusOK)
		answered.Add(1)
	}))
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() { h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil)) })
	}
	all.Wait()
	if most.Load() > 2 || answered.Load() != 50 || len(rm.turns) != 0 {
		t.Errorf("%d at once, %d answered, %d places taken at the end", most.Load(), answered.Load(), len(rm.turns))
	}
}

func TestASlowReaderAndOneWhoLeavesKeepNobodyWaiting(t *testing.T) {
	rm := &room{turns: make(chan struct{}, 1)}
	sending := make(chan struct{})
	go func() {
		rm.inTurn(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusOK) // from here on the reader is slow
			close(sending)
			<-t.Context().Done()
		})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil))
	}()
	<-sending
	rm.inTurn(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil))

	rm.turns <- struct{}{}
	ctx, leave := context.WithCancel(t.Context())
	leave()
	rm.inTurn(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("whoever left was served") })).
		ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/", nil))
}
