package scan

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

func wantReason(t testing.TB, name string, err error, want Reason) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Errorf("%s: got error %v, want one with reason %q", name, err, want)
		return
	}
	if e.Reason != want {
		t.Errorf("%s: got %v, want reason %q", name, err, want)
	}
}

func TestOnlyRegularFilesAreOpened(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "a.txt")
	link, pipe := filepath.Join(dir, "link"), filepath.Join(dir, "pipe")
	if err := errors.Join(os.WriteFile(file, []byte("a"), 0o600), os.Symlink(file, link), syscall.Mkfifo(pipe, 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{dir, link, pipe, "/dev/null"} {
		_, err := Open(context.Background(), path, Options{})
		wantReason(t, path, err, NotAFile)
	}
	if _, err := Open(context.Background(), filepath.Join(dir, "missing"), Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing file: got %v", err)
	}
}

func TestEmptyFileHasAReason(t *testing.T) {
	_, err := Open(context.Background(), write(t, "a.pdf", nil), Options{})
	wantReason(t, "no bytes", err, Empty)
}

func TestLimitsNameTheirFlag(t *testing.T) {
	for _, c := range []struct {
		content string
		o       Options
		want    string
	}{
		{"abc", Options{MaxBytes: 2}, "too large: 3 bytes, the limit is 2; raise it with --max-bytes"},
		{"a\fb\fc", Options{MaxPages: 2}, "too large: more than 2 pages; raise the limit with --max-pages"},
	} {
		_, err := Open(context.Background(), write(t, "a.txt", []byte(c.content)), c.o)
		wantReason(t, c.want, err, TooLarge)
		if err.Error() != c.want {
			t.Errorf("got %q, want %q", err, c.want)
		}
	}
}

func TestSheetOutsideTheFileIsRefused(t *testing.T) {
	f := open(t, "a.txt", []byte("a"), Options{})
	for _, n := range []int{-1, 0, 2} {
		if _, err := f.Sheet(context.Background(), n); err == nil {
			t.Errorf("sheet %d: no error", n)
		}
	}
}

func TestCancelledContextStopsASheet(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := open(t, "a.txt", []byte("a"), Options{}).Sheet(ctx, 1)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
