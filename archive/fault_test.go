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

// sabotage makes one operation of a disk fail, the nth from 0, and if dead every one after it: a killed process.
type sabotage struct {
	nth  int
	err  error
	dead bool
	torn bool // a failing write leaves a piece behind
	seen int
}

func (f *sabotage) step(op, path string) error {
	n := f.seen
	f.seen++
	if n != f.nth && (n < f.nth || !f.dead) {
		return nil
	}
	if f.torn && op == "write" && n == f.nth {
		tear(path)
	}
	return f.err
}

// hit tells whether the fault came to pass.
func (f *sabotage) hit() bool { return f.seen > f.nth }

func tear(path string) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	f.WriteString(`{"pa`)
}

// delivery is everything an import does: one document is read page by page, put and ruled on; the other goes to
// quarantine and is read after all. What is done already is not done again.
func delivery(a *Archive, when time.Time, paths [2]string) error {
	b, err := a.Begin(when, document.Made{Program: "1"}, paths[:])
	if err != nil {
		return err
	}
	defer b.lines.close()
	var ids [2]string
	for i, path := range paths {
		if ids[i], err = a.AddOriginal(context.Background(), path, sourceOf(filepath.Base(path))); err != nil {
			return err
		}
	}
	if !a.Has(ids[0]) {
		d := memo(ids[0])
		for _, p := range d.Pages {
			if err := a.PutPage(ids[0], "key", p); err != nil {
				return err
			}
		}
		if err := b.Put(d, Entry{Path: paths[0], ID: ids[0], Outcome: NewFile}); err != nil {
			return err
		}
	} else if err := b.Add(Entry{Path: paths[0], ID: ids[0], Outcome: KnownFile}); err != nil {
		return err
	}
	rulings, err := a.Rulings(ids[0])
	if err != nil {
		return err
	}
	if len(rulings) == 0 {
		if err := a.Rule(ids[0], keepStamp); err != nil {
			return err
		}
	}
	if !a.Has(ids[1]) {
		if err := a.Quarantine(Quarantined{ID: ids[1], Reason: "damaged"}); err != nil {
			return err
		}
		if err := a.Put(memo(ids[1])); err != nil {
			return err
		}
	}
	if err := bindBoth(a, b, paths, ids); err != nil {
		return err
	}
	return b.End(when, len(paths), nil)
}

// bindBoth makes a document of the first pages of both files, and a separator of the second's.
func bindBoth(a *Archive, b *Batch, paths, ids [2]string) error {
	leaves := []document.Leaf{{Original: ids[0], Page: 1}, {Original: ids[1], Page: 1}}
	id, err := a.AddBound(sourceOf("both"), leaves)
	if err != nil {
		return err
	}
	if _, err := a.Binding(id); errors.Is(err, ErrNotFound) {
		what := Binding{ID: id, Join: true, Split: "patch", Documents: []string{id}, Sheets: []Bound{
			{Leaf: leaves[0]}, {Leaf: leaves[1]}, {Leaf: document.Leaf{Original: ids[1], Page: 2}, Separator: "patch T"},
		}}
		told := []Entry{
			{Path: paths[0], ID: ids[0], Outcome: BoundFile, Stack: id, Sheets: 1},
			{Path: paths[1], ID: ids[1], Outcome: BoundFile, Stack: id, Sheets: 2, Pages: map[document.Verdict]int{document.Separator: 1}},
		}
		if err := b.Bind(what, told); err != nil {
			return err
		}
	} else if err != nil {
		return err
	}
	if a.Has(id) {
		return nil
	}
	return b.Put(memo(id), Entry{Path: "both", ID: id, Outcome: NewFile, Stack: id})
}

var keepStamp = document.Ruling{Page: 1, Box: document.Box{0, 20, 50, 40}, Verb: document.Keep, Who: "Petra", When: "2026-11-23T09:00:00Z"}

var someTime = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

func TestWhateverFailsNothingIsLost(t *testing.T) {
	paths := [2]string{file(t, "memo.pdf", "Beschluss A0293/21"), file(t, "letter.txt", "Sehr geehrte Frau Hübner")}
	calm := quickArchive(t)
	if err := delivery(calm, someTime, paths); err != nil {
		t.Fatal(err)
	}
	want := snapshot(t, calm)
	for _, fault := range []struct {
		name string
		sabotage
	}{
		{"disk full once", sabotage{err: syscall.ENOSPC, torn: true}},
		{"input/output error once", sabotage{err: syscall.EIO}},
		{"access denied once", sabotage{err: syscall.EACCES}},
		{"short write once", sabotage{err: io.ErrShortWrite, torn: true}},
		{"killed", sabotage{err: errors.New("killed"), dead: true}},
		{"killed while writing", sabotage{err: errors.New("killed"), dead: true, torn: true}},
	} {
		t.Run(fault.name, func(t *testing.T) {
			for n := 0; ; n++ {
				f := fault.sabotage
				f.nth = n
				if !disturbed(t, &f, paths, want) {
					break
				}
				if t.Failed() {
					t.Fatalf("at operation %d", n)
				}
			}
		})
	}
}

// disturbed runs a delivery with a fault in it, looks at what is left, heals and delivers again. It is false when
// the fault lies behind the last operation.
func disturbed(t *testing.T, f *sabotage, paths [2]string, want map[string]string) bool {
	t.Helper()
	a := quickArchive(t)
	_, before, err := a.Changes("")
	if err != nil {
		t.Fatal(err)
	}
	a.disk = disk{step: f.step}
	if err := delivery(a, someTime, paths); err == nil && f.hit() && f.dead {
		t.Errorf("died, but said nothing")
	}
	a = reopen(t, a)
	everyNameHoldsAWholeFile(t, a)
	if err := a.Heal(); err != nil {
		t.Fatal(err)
	}
	isConsistent(t, a, before)
	if err := delivery(a, someTime, paths); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, snapshot(t, a)); diff != "" {
		t.Errorf("undisturbed - disturbed +\n%s", diff)
	}
	for _, told := range []struct{ path, outcome string }{
		{paths[0], NewFile}, {paths[0], BoundFile}, {paths[1], BoundFile}, {"both", NewFile},
	} {
		if n := timesTold(t, a, told.path, told.outcome); n != 1 {
			t.Errorf("%s is told as %s %d times", told.path, told.outcome, n)
		}
	}
	return f.hit()
}

// A crash in Heal is healed by the next one.
func TestHealingCanBreakOffToo(t *testing.T) {
	paths := [2]string{file(t, "memo.pdf", "Beschluss A0293/21"), file(t, "letter.txt", "Sehr geehrte Frau Hübner")}
	for n := 0; n < 160; n += 5 {
		for m := 0; ; m++ {
			a := quickArchive(t)
			_, before, err := a.Changes("")
			if err != nil {
				t.Fatal(err)
			}
			a.disk = disk{step: (&sabotage{nth: n, err: errors.New("killed"), dead: true, torn: true}).step}
			_ = delivery(a, someTime, paths)
			a = reopen(t, a)
			f := &sabotage{nth: m, err: errors.New("killed again"), dead: true}
			a.disk = disk{step: f.step}
			err = a.Heal()
			if f.hit() != (err != nil) {
				t.Errorf("Heal, killed at %d: %v", m, err)
			}
			a = reopen(t, a)
			if err := a.Heal(); err != nil {
				t.Fatal(err)
			}
			isConsistent(t, a, before)
			if t.Failed() {
				t.Fatalf("delivery killed at %d, healing at %d", n, m)
			}
			if !f.hit() {
				break
			}
		}
	}
}

// A rename that the disk sees before the content of the file, or that a power failure undoes, would break the promise
// even though no test with a living file system can see it.
func TestContentIsOnDiskBeforeItsNameAndTheNameBeforeTheNextStep(t *testing.T) {
	type step struct{ Op, Path string }
	var trace []step
	a := newArchive(t)
	a.disk.step = func(op, path string) error {
		trace = append(trace, step{op, path})
		return nil
	}
	if err := delivery(a, someTime, [2]string{file(t, "memo.pdf", "one"), file(t, "letter.txt", "two")}); err != nil {
		t.Fatal(err)
	}
	named := 0
	for i, s := range trace {
		if s.Op != "rename" && s.Op != "link" {
			continue
		}
		named++
		if before := trace[i-1]; before.Op != "sync" || filepath.Base(filepath.Dir(before.Path)) != tmpDir {
			t.Errorf("%v follows %v", s, before)
		}
		if diff := cmp.Diff(step{"syncdir", filepath.Dir(s.Path)}, trace[i+1]); diff != "" {
			t.Errorf("after %v: %s", s, diff)
		}
	}
	if named < 8 {
		t.Errorf("only %d files got a name", named)
	}
}

func TestHealLeavesTheWorkOfOthersAlone(t *testing.T) {
	a := newArchive(t)
	id := deliver(t, a, "memo.txt", "Beschluss")
	m, err := a.begin(id, markPut, nil)
	if err != nil {
		t.Fatal(err)
	}
	w, err := a.temp(fileMode)
	if err != nil {
		t.Fatal(err)
	}
	other := reopen(t, a)
	if err := other.Heal(); err != nil {
		t.Fatal(err)
	}
	for _, f := range []*temp{m.temp, w} {
		if _, err := os.Stat(f.file.Name()); err != nil {
			t.Errorf("held file: %v", err)
		}
	}
	m.abandon()
	w.file.Close()
	if err := other.Heal(); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(a.path(tmpDir)); len(left) != 0 {
		t.Errorf("left over: %v", left)
	}
}

// Reading a book again takes hours; a kill while its new record is written must not cost them.
func TestPagesReadAgainSurviveAPutThatNeverGotItsName(t *testing.T) {
	a := newArchive(t)
	id := deliver(t, a, "memo.txt", "Beschluss")
	put(t, a, memo(id))
	if err := a.PutPage(id, "new settings", memo(id).Pages[0]); err != nil {
		t.Fatal(err)
	}
	dead := false
	a.disk.step = func(op, path string) error {
		dead = dead || op == "rename" && strings.HasSuffix(path, recordExt)
		if dead {
			return errors.New("killed")
		}
		return nil
	}
	again := memo(id)
	again.Made.Policy = "new settings"
	if err := a.Put(again); err == nil {
		t.Fatal("was put")
	}
	a = reopen(t, a)
	if err := a.Heal(); err != nil {
		t.Fatal(err)
	}
	if m, ok := a.Made(id); !ok || m.Policy != "careful" {
		t.Errorf("the old record: %+v, %t", m, ok)
	}
	if pages, err := a.JournalPages(id, "new settings"); len(pages) != 1 || err != nil {
		t.Errorf("journal: %v, %v", pages, err)
	}
}
