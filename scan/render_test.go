package scan

import (
	"errors"
	"testing"
	"time"
)

// TestRendererIsFreeWhileAnInstanceStarts holds up the start, as compiling does, and uses the renderer meanwhile.
func TestRendererIsFreeWhileAnInstanceStarts(t *testing.T) {
	r := NewRenderer("", 1)
	r.compiling.Lock()
	taken := make(chan error, 1)
	go func() {
		_, err := r.take(&drawing{})
		taken <- err
	}()
	closed := make(chan error, 1)
	go func() {
		for !isStarting(r) {
			time.Sleep(time.Millisecond)
		}
		r.forget(&drawing{})
		closed <- r.Close()
	}()
	select {
	case err := <-closed:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("forget and Close wait for the start")
	}
	r.compiling.Unlock()
	if err := <-taken; !errors.Is(err, errRendererClosed) {
		t.Errorf("an instance of a closed renderer: %v", err)
	}
}

func isStarting(r *Renderer) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.starting > 0
}
