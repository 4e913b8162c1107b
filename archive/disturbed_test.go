package archive

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// timesTold counts the ledgers' lines that tell of an outcome of a path.
func timesTold(t *testing.T, a *Archive, path, outcome string) (n int) {
	t.Helper()
	batches, err := a.Batches()
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range batches {
		for e, err := range a.Entries(b) {
			if le := (*lineError)(nil); err != nil && !errors.As(err, &le) {
				t.Fatal(err)
			}
			if e.Path == path && e.Outcome == outcome {
				n++
			}
		}
	}
	return n
}

// quickDir is a folder in memory where there is one: syncing to a real disk some ten thousand times takes a minute.
func quickDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "archive")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func quickArchive(t *testing.T) *Archive {
	t.Helper()
	a, err := Create(quickDir(t), Settings{Languages: []string{"deu"}, Policy: "careful"})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func reopen(t *testing.T, a *Archive) *Archive {
	t.Helper()
	b, err := Open(a.Dir())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// everyNameHoldsAWholeFile looks at an archive that nobody has healed yet.
func everyNameHoldsAWholeFile(t *testing.T, a *Archive) {
	t.Helper()
	for path := range snapshot(t, a) {
		id, ext, _ := strings.Cut(filepath.Base(path), ".")
		var err error
		switch folder, _, _ := strings.Cut(path, "/"); {
		case folder == recordsDir:
			_, err = a.Get(id)
		case folder == quarantineDir:
			_, err = a.quarantined(id)
		case folder == journalDir:
			_, err = a.journaled(filepath.Base(filepath.Dir(path)), filepath.Base(path))
		case folder == originalsDir && "."+ext == jsonExt:
			_, err = a.source(id)
		case folder == originalsDir:
			var hash string
			if hash, _, err = Hash(context.Background(), a.path(path)); hash != id {
				err = fmt.Errorf("hash is %s", hash)
			}
			if _, _, lost := a.Original(id); lost != nil {
				err = lost
			}
		}
		if err != nil {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// isConsistent looks at a healed archive: Verify finds nothing but originals that are still to be read, and the log
// names every record that came after before.
func isConsistent(t *testing.T, a *Archive, before Position) {
	t.Helper()
	n, err := a.Verify(context.Background(), func(f Finding) {
		if f.What != "has not been read yet: akte import --unread reads it" {
			t.Errorf("%s: %s", f.Path, f.What)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if n.Originals != n.Records+n.Quarantined+n.Unfinished {
		t.Errorf("%d originals, but %d records, %d in quarantine, %d unfinished", n.Originals, n.Records, n.Quarantined, n.Unfinished)
	}
	changed, _, err := a.Changes(before)
	if err != nil {
		t.Fatal(err)
	}
	for id := range a.IDs() {
		if !slices.Contains(changed, id) {
			t.Errorf("the index would never hear of %s", short(id))
		}
		if pages, _ := a.JournalPages(id, "key"); len(pages) > 0 {
			t.Errorf("the journal of %s is still there", short(id))
		}
	}
}

var cancelled = regexp.MustCompile("(?m)^.*\x18\n")

// snapshot is every file of an archive but log and ledger, by path and content; torn lines that were cancelled do
// not count.
func snapshot(t *testing.T, a *Archive) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(a.Dir(), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(a.Dir(), path)
		if rel == logFile || strings.HasPrefix(rel, batchesDir) {
			return nil
		}
		data, err := os.ReadFile(path)
		if strings.HasPrefix(rel, rulingsDir) {
			data = cancelled.ReplaceAll(data, nil)
		}
		files[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
