package ingest

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWalkGoesInNaturalOrder(t *testing.T) {
	box := t.TempDir()
	for _, name := range []string{"page10.tif", "page2.tif", "page1.tif", "Page3.tif", "b/2.tif", "a/10.tif", "a/9.tif"} {
		path := filepath.Join(box, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	counted := 0
	var got []string
	for f := range walk(t.Context(), []string{box}, "", false, func() { counted++ }) {
		name, _ := filepath.Rel(box, f.path)
		got = append(got, name)
	}
	want := []string{"Page3.tif", "a/9.tif", "a/10.tif", "b/2.tif", "page1.tif", "page2.tif", "page10.tif"}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("order (-got +want)\n%s", diff)
	}
	if counted != len(want) {
		t.Errorf("counted %d, want %d", counted, len(want))
	}
}

// TestFolderOfManyNamesIsSortedInPieces has names in chunks of 7 and compares with sorting them at once.
func TestFolderOfManyNamesIsSortedInPieces(t *testing.T) {
	for _, n := range []int{0, 1, 6, 7, 8, 14, 500} {
		box := t.TempDir()
		var want []string
		for i := range n {
			name := fmt.Sprintf("Blatt %d.txt", i*7919%1000)
			want = append(want, name)
			if err := os.WriteFile(filepath.Join(box, name), nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		slices.SortFunc(want, naturally)
		f, err := openFolder(box, 7)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for {
			e, ok, err := f.next()
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				break
			}
			got = append(got, e.name)
		}
		f.close()
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("%d names (-got +want)\n%s", n, diff)
		}
	}
}

// TestFolderOfManyFilesIsWalkedInBoundedMemory walks a hundred thousand files in one folder.
func TestFolderOfManyFilesIsWalkedInBoundedMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("makes a hundred thousand files")
	}
	const files, most = 100_000, 8 << 20 // bytes
	box, err := os.MkdirTemp("/dev/shm", "walk")
	if err != nil {
		box = t.TempDir()
	}
	defer os.RemoveAll(box)
	for i := range files {
		if f, err := os.Create(filepath.Join(box, fmt.Sprintf("Seite %d.txt", i))); err != nil {
			t.Fatal(err)
		} else {
			f.Close()
		}
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	before, peak, n, last := m.HeapAlloc, uint64(0), 0, ""
	for f := range walk(t.Context(), []string{box}, "", false, func() {}) {
		if last != "" && naturally(last, f.path) >= 0 {
			t.Fatalf("%s comes after %s", f.path, last)
		}
		last = f.path
		if n++; n%20_000 == 1 {
			runtime.GC()
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapAlloc)
		}
	}
	if n != files {
		t.Errorf("walked %d files", n)
	}
	if peak > before+most {
		t.Errorf("holds %d kB while walking", (peak-before)>>10)
	}
	t.Logf("holds %d kB while walking", (max(peak, before)-before)>>10)
}

func TestAheadCountsWhatWalkGives(t *testing.T) {
	box := t.TempDir()
	for _, name := range []string{"1.txt", ".hidden", "a/2.txt", "a/b/3.txt", ".git/config", "archive/originals/x"} {
		path := filepath.Join(box, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	paths, own := []string{box, filepath.Join(box, "1.txt"), "/nowhere"}, filepath.Join(box, "archive")
	walked, counted := 0, 0
	for range walk(t.Context(), paths, own, false, func() { walked++ }) {
	}
	ahead(t.Context(), paths, own, func(n int) { counted += n })
	if walked != counted || walked != 8 {
		t.Errorf("walked %d, counted %d", walked, counted)
	}
}

func TestNamedPathIsTakenWhateverItsName(t *testing.T) {
	path := filepath.Join(t.TempDir(), ".hidden.gt.txt")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for f := range walk(t.Context(), []string{path}, "", false, func() {}) {
		if f.err != nil {
			t.Errorf("%s: %v", f.path, f.err)
		}
	}
}

func TestWalkStopsWithItsContext(t *testing.T) {
	box := t.TempDir()
	for _, name := range []string{"1", "2", "3"} {
		if err := os.WriteFile(filepath.Join(box, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	n := 0
	for range walk(ctx, []string{box}, "", false, func() {}) {
		n++
		stop()
	}
	if n != 1 {
		t.Errorf("%d files after the end of the context, want 1", n)
	}
}
