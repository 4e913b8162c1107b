package archive

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func changes(t *testing.T, a *Archive, since Position) ([]string, Position) {
	t.Helper()
	ids, now, err := a.Changes(since)
	if err != nil {
		t.Fatal(err)
	}
	return ids, now
}

func TestChangesNameWhatChangedSinceOnce(t *testing.T) {
	a := newArchive(t)
	one, two := deliver(t, a, "1", "1"), deliver(t, a, "2", "2")
	put(t, a, memo(one))
	all, start := changes(t, a, "")
	if diff := cmp.Diff([]string{one}, all); diff != "" {
		t.Error(diff)
	}
	put(t, a, memo(two))
	put(t, a, memo(two))
	if err := a.Rule(two, keepStamp); err != nil {
		t.Fatal(err)
	}
	got, now := changes(t, a, start)
	if diff := cmp.Diff([]string{two}, got); diff != "" {
		t.Error(diff)
	}
	if got, still := changes(t, a, now); len(got) != 0 || still != now {
		t.Errorf("nothing happened, but %v and %s instead of %s", got, still, now)
	}
	if err := a.Rule(one, keepStamp); err != nil {
		t.Fatal(err)
	}
	if got, _ := changes(t, a, now); !slices.Equal(got, []string{one}) {
		t.Errorf("after a ruling: %v", got)
	}
}

func TestAStrangePositionGivesEveryDocument(t *testing.T) {
	a, b := newArchive(t), newArchive(t)
	id := deliver(t, a, "1", "1")
	put(t, a, memo(id))
	_, elsewhere := changes(t, b, "")
	_, here := changes(t, a, "")
	for _, p := range []Position{"", "nonsense", elsewhere, here + "000", Position(strings.Replace(string(here), ":", ":-", 1))} {
		got, now := changes(t, a, p)
		if !slices.Equal(got, []string{id}) || now != here {
			t.Errorf("since %q: %v, now %q, want %q", p, got, now, here)
		}
	}
}

func TestALostLogCostsOneFullPassAndNoDocument(t *testing.T) {
	for name, spoil := range map[string]func(path string) error{
		"removed": os.Remove,
		"emptied": func(path string) error { return os.Truncate(path, 0) },
		"garbled": func(path string) error { return os.WriteFile(path, []byte("garbage\n"), fileMode) },
	} {
		a := newArchive(t)
		id := deliver(t, a, "1", "1")
		put(t, a, memo(id))
		_, before := changes(t, a, "")
		if err := spoil(a.path(logFile)); err != nil {
			t.Fatal(err)
		}
		got, now := changes(t, a, before)
		if !slices.Equal(got, []string{id}) {
			t.Errorf("%s: %v", name, got)
		}
		if err := a.Heal(); err != nil {
			t.Fatal(err)
		}
		got, now = changes(t, a, now)
		if !slices.Equal(got, []string{id}) {
			t.Errorf("%s, healed: %v", name, got)
		}
		if got, _ = changes(t, a, now); len(got) != 0 {
			t.Errorf("%s, and then: %v", name, got)
		}
	}
}

func TestATornLineInTheLogIsPassedOver(t *testing.T) {
	a := newArchive(t)
	one, two := deliver(t, a, "1", "1"), deliver(t, a, "2", "2")
	_, start := changes(t, a, "")
	put(t, a, memo(one))
	tear(a.path(logFile))
	got, now := changes(t, a, start)
	if !slices.Equal(got, []string{one}) {
		t.Errorf("before the torn line: %v", got)
	}
	put(t, a, memo(two))
	if got, _ := changes(t, a, now); !slices.Equal(got, []string{two}) {
		t.Errorf("after the torn line: %v", got)
	}
}

func TestIDsAreSortedAndStopWhenAsked(t *testing.T) {
	a := newArchive(t)
	var want []string
	for i := range 9 {
		id := deliver(t, a, "x", fmt.Sprint(i))
		put(t, a, memo(id))
		want = append(want, id)
	}
	slices.Sort(want)
	overwrite(t, a.path(recordsDir, want[0][:2], "notes.txt"), "")
	overwrite(t, a.path(recordsDir, "zz", want[0]+recordExt), "")
	var got []string
	for id, err := range a.IDs() {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, id)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for id := range a.IDs() {
		if id != want[0] {
			t.Errorf("first is %s", id)
		}
		break
	}
}

func TestADocumentIsFoundByTheStartOfItsID(t *testing.T) {
	a, read, bad := whole(t)
	twin := read[:6] + strings.Repeat("0", 58)
	overwrite(t, a.file(recordsDir, twin, recordExt), "")
	for prefix, want := range map[string]struct {
		id  string
		err error
	}{
		read: {read, nil}, strings.ToUpper(read[:20]): {read, nil}, bad[:4]: {bad, nil},
		read[:6]: {"", ErrAmbiguous}, read[:3]: {"", ErrNotFound}, "": {"", ErrNotFound}, "../../x": {"", ErrNotFound},
		"A0293/21": {"", ErrNotFound}, read + "0": {"", ErrNotFound}, strings.Repeat("f", 8): {"", ErrNotFound},
	} {
		id, err := a.Find(prefix)
		if id != want.id || !errors.Is(err, want.err) {
			t.Errorf("Find(%q) = %q, %v", prefix, id, err)
		}
	}
}
