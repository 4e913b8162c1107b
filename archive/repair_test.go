package archive

import (
	"os"
	"path/filepath"
	"testing"
)

func TestRepairTakesAwayOnlyWhatWasMadeAndIsDamaged(t *testing.T) {
	a := newArchive(t)
	sound, damaged, half := deliver(t, a, "a.txt", "eins"), deliver(t, a, "b.txt", "zwei"), deliver(t, a, "c.txt", "drei")
	put(t, a, memo(sound))
	put(t, a, memo(damaged))
	for _, p := range memo(half).Pages {
		if err := a.PutPage(half, "key", p); err != nil {
			t.Fatal(err)
		}
	}
	pages, err := filepath.Glob(a.path(journalDir, half, "*"))
	if err != nil || len(pages) != 2 {
		t.Fatal(pages, err)
	}
	overwrite(t, pages[0], "torn")
	overwrite(t, a.file(recordsDir, damaged, recordExt), "torn")
	overwrite(t, a.path("stranger.txt"), "whose")
	overwrite(t, a.file(rulingsDir, sound, linesExt), "not a ruling\n")
	var said []string
	if err := a.Repair(t.Context(), func(f Finding) { said = append(said, f.Path) }); err != nil {
		t.Fatal(err)
	}
	if len(said) != 2 || a.Has(damaged) || !a.Has(sound) {
		t.Errorf("taken away: %q", said)
	}
	for _, kept := range []string{a.path("stranger.txt"), a.file(rulingsDir, sound, linesExt), pages[1]} {
		if _, err := os.Stat(kept); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(pages[0]); err == nil {
		t.Error("the torn page is still there")
	}
	var unread []string
	for id := range a.Unread() {
		unread = append(unread, id)
	}
	if len(unread) != 2 {
		t.Errorf("unread: %v", unread)
	}
}
