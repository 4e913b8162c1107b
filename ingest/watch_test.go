package ingest_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"aktenkundig/ingest"
)

func newWatch(t *testing.T) *ingest.Watch {
	w := &ingest.Watch{Dir: t.TempDir(), Still: 300 * time.Millisecond, Poll: 20 * time.Millisecond}
	t.Cleanup(w.Close)
	return w
}

// wait gives the names that come to rest within a while.
func wait(t *testing.T, w *ingest.Watch, within time.Duration) []string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	paths, err := w.Wait(ctx)
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	for i := range paths {
		paths[i], _ = filepath.Rel(w.Dir, paths[i])
	}
	return paths
}

func TestWatchGivesFilesThatAreAtRest(t *testing.T) {
	w := newWatch(t)
	for _, name := range []string{"page10.tif", "page2.tif", "sub/page1.tif", ".hidden", "half.part", "x.tmp", "~lock", "Thumbs.db", ".DS_Store", "@eaDir/thumb.jpg"} {
		write(t, filepath.Join(w.Dir, name), "x")
	}
	if err := os.Symlink("page2.tif", filepath.Join(w.Dir, "link.tif")); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(w.Dir, "pipe.tif"), 0o600); err != nil {
		t.Fatal(err)
	}
	growing := filepath.Join(w.Dir, "growing.tif")
	write(t, growing, "a")
	done := make(chan bool)
	go func() {
		defer close(done)
		for range 20 {
			f, _ := os.OpenFile(growing, os.O_APPEND|os.O_WRONLY, 0)
			f.WriteString("more")
			f.Close()
			time.Sleep(50 * time.Millisecond)
		}
	}()
	if got, want := wait(t, w, 5*time.Second), []string{"page2.tif", "page10.tif", "sub/page1.tif"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	select {
	case <-done:
		t.Error("came to rest only after the growing file")
	default:
	}
	<-done
	if got := wait(t, w, 5*time.Second); !slices.Equal(got, []string{"growing.tif"}) {
		t.Errorf("then %q", got)
	}
	if got := wait(t, w, 700*time.Millisecond); got != nil {
		t.Errorf("again %q", got)
	}
	write(t, filepath.Join(w.Dir, "page2.tif"), "another page")
	if got := wait(t, w, 5*time.Second); !slices.Equal(got, []string{"page2.tif"}) {
		t.Errorf("changed: %q", got)
	}
}

func TestMovedFilesReplaceNothingAndNewOnesStay(t *testing.T) {
	w := newWatch(t)
	path := filepath.Join(w.Dir, "sub", "a.tif")
	for _, content := range []string{"one", "two"} {
		write(t, path, content)
		if got := wait(t, w, 5*time.Second); len(got) != 1 {
			t.Fatalf("waited for %q", got)
		}
		if err := w.Move(path, ingest.DoneFolder); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{"a.tif": "one", "a (2).tif": "two"} {
		if got, err := os.ReadFile(filepath.Join(w.Dir, ingest.DoneFolder, "sub", name)); string(got) != want {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	write(t, path, "three")
	if got := wait(t, w, 5*time.Second); len(got) != 1 {
		t.Fatal(got)
	}
	write(t, path, "written over while it was taken")
	if err := w.Move(path, ingest.DoneFolder); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); err != nil {
		t.Errorf("a file that nobody has taken was moved: %v", err)
	}
}

func TestWatchOfNoFolder(t *testing.T) {
	w := newWatch(t)
	w.Dir = filepath.Join(w.Dir, "nowhere")
	if _, err := w.Wait(t.Context()); err == nil {
		t.Error("no error")
	}
}
