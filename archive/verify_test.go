package archive

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// verified is what Verify finds.
func verified(t *testing.T, a *Archive) []Finding {
	t.Helper()
	var found []Finding
	n, err := a.Verify(context.Background(), func(f Finding) { found = append(found, f) })
	if err != nil {
		t.Fatal(err)
	}
	if n.Findings != len(found) {
		t.Errorf("counted %d findings, reported %d", n.Findings, len(found))
	}
	return found
}

// whole is an archive with one document that was ruled on, one in quarantine, and a ledger.
func whole(t *testing.T) (a *Archive, read, quarantined string) {
	t.Helper()
	a = newArchive(t)
	read, quarantined = deliver(t, a, "memo.txt", "Beschluss"), deliver(t, a, "bad.pdf", "%PDF")
	put(t, a, memo(read))
	if err := a.Rule(read, keepStamp); err != nil {
		t.Fatal(err)
	}
	if err := a.Quarantine(Quarantined{ID: quarantined, Reason: "damaged"}); err != nil {
		t.Fatal(err)
	}
	b, err := a.NewBatch(someTime)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(b.Add(Entry{Path: "memo.txt", ID: read, Outcome: NewFile}), b.Close()); err != nil {
		t.Fatal(err)
	}
	return a, read, quarantined
}

func TestAWholeArchiveHasNoFindingsAndCountsAddUp(t *testing.T) {
	a, _, _ := whole(t)
	unlock, err := a.Lock(context.Background()) // leaves its file behind
	if err != nil {
		t.Fatal(err)
	}
	unlock()
	n, err := a.Verify(context.Background(), func(f Finding) { t.Errorf("%s: %s", f.Path, f.What) })
	if err != nil {
		t.Fatal(err)
	}
	want := Counts{Originals: 2, Bytes: 13, Records: 1, Pages: 2, Quarantined: 1, Rulings: 1, Batches: 1}
	if diff := cmp.Diff(want, n); diff != "" {
		t.Error(diff)
	}
}

func TestVerifyNamesWhatIsOff(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(t *testing.T, a *Archive, read, quarantined string)
		path  string // where the finding is, with ID for the id of the document that was read, BAD for the other
		what  string
	}{
		"a flipped byte": {func(t *testing.T, a *Archive, read, _ string) {
			overwrite(t, a.file(originalsDir, read, ".txt"), "beschluss")
		}, "originals/ID.txt", "is damaged: its SHA-256 is now"},
		"a lost original": {func(t *testing.T, a *Archive, read, _ string) {
			remove(t, a.file(originalsDir, read, ".txt"))
		}, "originals/ID.json", "its original is missing"},
		"a lost source": {func(t *testing.T, a *Archive, read, _ string) {
			remove(t, a.file(originalsDir, read, ".json"))
		}, "originals/ID.txt", "source beside it"},
		"a damaged source": {func(t *testing.T, a *Archive, read, _ string) {
			overwrite(t, a.file(originalsDir, read, ".json"), "{")
		}, "originals/ID.json", "cannot be read"},
		"a lost record": {func(t *testing.T, a *Archive, read, _ string) {
			remove(t, a.file(recordsDir, read, recordExt))
		}, "originals/ID.txt", "has not been read yet"},
		"a lost quarantine entry": {func(t *testing.T, a *Archive, _, bad string) {
			remove(t, a.file(quarantineDir, bad, jsonExt))
		}, "originals/BAD.pdf", "has not been read yet"},
		"a torn ruling": {func(t *testing.T, a *Archive, read, _ string) {
			tear(a.file(rulingsDir, read, linesExt))
		}, "rulings/ID.jsonl", "line 2: "},
		"a senseless ruling": {func(t *testing.T, a *Archive, read, _ string) {
			overwrite(t, a.file(rulingsDir, read, linesExt), `{"page":1,"box":[0,0,9,9],"verb":"burn"}`)
		}, "rulings/ID.jsonl", "unknown verb"},
		"a ruling on a page that is not there": {func(t *testing.T, a *Archive, read, _ string) {
			overwrite(t, a.file(rulingsDir, read, linesExt), `{"page":9,"box":[0,0,9,9],"verb":"hide"}`)
		}, "rulings/ID.jsonl", "rules on page 9 of 2"},
		"a torn ledger": {func(t *testing.T, a *Archive, _, _ string) {
			tear(a.path(batchesDir, "2026-11-23T08-00-00Z.jsonl"))
		}, "batches/2026-11-23T08-00-00Z.jsonl", "line 2: "},
		"a ledger that tells of a file nobody has": {func(t *testing.T, a *Archive, _, _ string) {
			overwrite(t, a.path(batchesDir, "2026-11-23T08-00-00Z.jsonl"), `{"path":"x.pdf","id":"`+string(digest(nil))+`","outcome":"new"}`)
		}, "batches/2026-11-23T08-00-00Z.jsonl", "x.pdf was new, but is not in the archive"},
		"a stray": {func(t *testing.T, a *Archive, _, _ string) {
			overwrite(t, a.path("Thumbs.db"), "")
		}, "Thumbs.db", "does not belong here"},
		"a stray among the originals": {func(t *testing.T, a *Archive, read, _ string) {
			overwrite(t, a.file(originalsDir, read, ".tif"), "")
		}, "originals/ID.tif", "does not belong here"},
		"a record in the wrong folder": {func(t *testing.T, a *Archive, read, _ string) {
			if err := os.Rename(filepath.Dir(a.file(recordsDir, read, "")), a.path(recordsDir, "zz")); err != nil {
				t.Fatal(err)
			}
		}, "records/zz/ID.json.zst", "does not belong here"},
		"a link": {func(t *testing.T, a *Archive, read, _ string) {
			path := a.file(originalsDir, read, ".txt")
			remove(t, path)
			if err := os.Symlink(file(t, "memo.txt", "Beschluss"), path); err != nil {
				t.Fatal(err)
			}
		}, "originals/ID.txt", "does not belong here"},
		"a page torn in the journal": {func(t *testing.T, a *Archive, read, _ string) {
			if err := a.PutPage(read, "key", memo(read).Pages[0]); err != nil {
				t.Fatal(err)
			}
			overwrite(t, a.path(journalDir, read, keyName("key")+"-000001"+recordExt), "torn")
		}, "journal/FULL/" + keyName("key") + "-000001.json.zst", "is no finished page"},
		"what a crash left": {func(t *testing.T, a *Archive, _, _ string) {
			overwrite(t, a.path(tmpDir, "x.tmp"), "")
		}, "tmp/x.tmp", "the next import sees to it"},
		"a quarantined record": {func(t *testing.T, a *Archive, read, _ string) {
			overwrite(t, a.file(quarantineDir, read, jsonExt), `{"id":"`+read+`"}`)
		}, "quarantine/ID.json", "is in quarantine and has a record"},
	} {
		t.Run(name, func(t *testing.T) {
			a, read, bad := whole(t)
			c.spoil(t, a, read, bad)
			want := strings.NewReplacer("zz/ID", "zz/"+read, "ID", read[:2]+"/"+read, "BAD", bad[:2]+"/"+bad, "FULL", read).Replace(c.path)
			found := verified(t, a)
			for _, f := range found {
				if f.Path == want && strings.Contains(f.What, c.what) {
					return
				}
			}
			t.Errorf("no finding %q at %s among %v", c.what, want, found)
		})
	}
}

func overwrite(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), dirMode); err != nil {
		t.Fatal(err)
	}
	_ = os.Remove(path)
	if err := os.WriteFile(path, []byte(content), fileMode); err != nil {
		t.Fatal(err)
	}
}

func remove(t *testing.T, path string) {
	t.Helper()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

func TestVerifyEndsWithItsContext(t *testing.T) {
	a, _, _ := whole(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := a.Verify(ctx, func(f Finding) { t.Errorf("%v", f) }); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestVerifyChangesNothing(t *testing.T) {
	a, _, _ := whole(t)
	tear(a.path(logFile))
	before := snapshot(t, a)
	verified(t, a)
	if diff := cmp.Diff(before, snapshot(t, a)); diff != "" {
		t.Error(diff)
	}
}
