package archive

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aktenkundig/document"
)

func TestAnOriginalKeepsItsBytesItsEndingAndItsFirstSource(t *testing.T) {
	a := newArchive(t)
	id := deliver(t, a, "Bescheid.PDF", "%PDF")
	again := deliver(t, a, "copy.tif", "%PDF")
	if again != id {
		t.Errorf("same bytes, two ids: %s, %s", id, again)
	}
	path, s, err := a.Original(id)
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := os.ReadFile(path); string(got) != "%PDF" || filepath.Ext(path) != ".pdf" {
		t.Errorf("%s holds %q", path, got)
	}
	want := sourceOf("Bescheid.PDF")
	want.Size = 4
	if diff := cmp.Diff(want, s); diff != "" {
		t.Error(diff)
	}
	if info, _ := os.Stat(path); info.Mode().Perm()&0o222 != 0 {
		t.Errorf("can be written to: %v", info.Mode())
	}
	if files, _ := os.ReadDir(filepath.Dir(path)); len(files) != 2 {
		t.Errorf("files: %v", files)
	}
}

func TestAnOriginalIsNamedByTheHashOfItsBytes(t *testing.T) {
	// The SHA-256 of "abc" is the first example of FIPS 180-2.
	const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	id, size, err := Hash(context.Background(), file(t, "a", "abc"))
	if id != abc || size != 3 || err != nil {
		t.Errorf("Hash = %s, %d, %v", id, size, err)
	}
	if id := deliver(t, newArchive(t), "a", "abc"); id != abc {
		t.Errorf("AddOriginal = %s", id)
	}
}

func TestNamesCannotLeadOutOfTheArchive(t *testing.T) {
	for name, ext := range map[string]string{
		"memo.pdf": ".pdf", "MEMO.TIFF": ".tiff", "memo": ".bin", "x.json": ".bin", "x.p/../../y": ".bin",
		"x.überlang": ".bin", "x.verylongending": ".bin", ".pdf": ".pdf", "x.": ".bin", "x.pd f": ".bin",
	} {
		if got := extension(name); got != ext {
			t.Errorf("extension(%q) = %q, want %q", name, got, ext)
		}
	}
	a := newArchive(t)
	s := sourceOf("../../etc/pass\xffwd.txt")
	id, err := a.AddOriginal(context.Background(), file(t, "x", "abc"), s)
	if err != nil {
		t.Fatal(err)
	}
	if _, s, _ := a.Original(id); s.Name != "pass\uFFFDwd.txt" {
		t.Errorf("name %q", s.Name)
	}
	for _, id := range []string{"", "ab", strings.Repeat("../", 22)[:64], strings.Repeat("A", 64)} {
		_, getErr := a.Get(id)
		_, _, originalErr := a.Original(id)
		if a.Has(id) || !errors.Is(getErr, ErrNotFound) || !errors.Is(originalErr, ErrNotFound) {
			t.Errorf("id %q: %v, %v", id, getErr, originalErr)
		}
		for _, err := range []error{a.Put(document.Document{ID: id}), a.PutPage(id, "", document.Page{}), a.Rule(id, keepStamp), a.Quarantine(Quarantined{ID: id}), a.Release(id)} {
			if err == nil {
				t.Errorf("id %q was taken", id)
			}
		}
	}
}

func TestOnlyRegularFilesAreTaken(t *testing.T) {
	a, dir := newArchive(t), t.TempDir()
	link, pipe := filepath.Join(dir, "link.pdf"), filepath.Join(dir, "pipe.pdf")
	if err := os.Symlink(file(t, "secret", "secret"), link); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{link, pipe, dir, "/dev/null"} {
		_, err := a.AddOriginal(context.Background(), path, sourceOf("x"))
		if !errors.Is(err, ErrNotRegular) || !errors.Is(err, ErrSource) {
			t.Errorf("%s: %v", path, err)
		}
	}
	_, err := a.AddOriginal(context.Background(), filepath.Join(dir, "missing"), sourceOf("x"))
	if !errors.Is(err, ErrSource) || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing: %v", err)
	}
	if left := snapshot(t, a); len(left) != 1 {
		t.Errorf("something stayed: %v", left)
	}
}

func TestAFileThatChangesWhileItIsReadIsRefused(t *testing.T) {
	for name, change := range map[string]func(path string) error{
		"grows":       func(path string) error { return os.WriteFile(path, []byte("longer than before"), 0o600) },
		"is replaced": func(path string) error { return os.Rename(file(t, "other", "before"), path) },
		"is touched":  func(path string) error { return os.Chtimes(path, time.Time{}, time.Unix(1, 0)) },
		"vanishes":    os.Remove,
	} {
		path := file(t, "scan.pdf", "before")
		a := newArchive(t)
		changed := false
		a.disk.step = func(op, at string) error {
			if op == "write" && !changed {
				changed = true
				return change(path)
			}
			return nil
		}
		_, err := a.AddOriginal(context.Background(), path, sourceOf("scan.pdf"))
		if !errors.Is(err, ErrChanged) || !changed {
			t.Errorf("a file that %s: %v", name, err)
		}
	}
}

func TestADamagedOriginalIsMendedByItsNextDelivery(t *testing.T) {
	a := newArchive(t)
	id := deliver(t, a, "memo.txt", "Beschluss")
	path, _, err := a.Original(id)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, 3); err != nil {
		t.Skip("this file system does not let even the owner write: ", err)
	}
	deliver(t, a, "memo.txt", "Beschluss")
	if got, _ := os.ReadFile(path); string(got) != "Beschluss" {
		t.Errorf("still %q", got)
	}
}

func TestACancelledCopyLeavesNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	a := newArchive(t)
	if _, err := a.AddOriginal(ctx, file(t, "x", "abc"), sourceOf("x")); !errors.Is(err, context.Canceled) || errors.Is(err, ErrSource) {
		t.Error(err)
	}
	src, err := openSource(file(t, "x", "abc"))
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	if _, _, err := src.copy(ctx, io.Discard); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if left := snapshot(t, a); len(left) != 1 {
		t.Errorf("left %v", left)
	}
}
