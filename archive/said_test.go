package archive

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aktenkundig/document"
)

func TestRulingsOutliveTheRecordAndCanBeUndone(t *testing.T) {
	a := newArchive(t)
	id := deliver(t, a, "memo.txt", "Beschluss")
	put(t, a, memo(id))
	body := func() string {
		t.Helper()
		d, err := a.Get(id)
		if err != nil {
			t.Fatal(err)
		}
		return d.Pages[0].Body().String
	}
	proposed := body()
	rule := func(verb document.Verb, box document.Box) {
		t.Helper()
		r := keepStamp
		r.Verb, r.Box = verb, box
		if err := a.Rule(id, r); err != nil {
			t.Fatal(err)
		}
	}
	rule(document.Keep, document.Box{0, 20, 50, 40})
	if got, want := body(), proposed+"\nEINGANG"; got != want {
		t.Errorf("kept: %q, want %q", got, want)
	}
	put(t, a, memo(id))
	if got, want := body(), proposed+"\nEINGANG"; got != want {
		t.Errorf("read again: %q, want %q", got, want)
	}
	rule(document.Hide, document.Box{0, 0, 100, 40})
	if got := body(); got != "" {
		t.Errorf("hidden: %q", got)
	}
	rule(document.Withdraw, document.Box{0, 0, 100, 40})
	if got := body(); got != proposed {
		t.Errorf("withdrawn: %q, want %q", got, proposed)
	}
	if rulings, err := a.Rulings(id); len(rulings) != 3 || err != nil {
		t.Errorf("%v, %v", rulings, err)
	}
}

func TestARulingThatSaysNothingIsRefused(t *testing.T) {
	a := newArchive(t)
	id := deliver(t, a, "memo.txt", "Beschluss")
	if err := a.Rule(id, keepStamp); !errors.Is(err, ErrNotFound) {
		t.Errorf("no record: %v", err)
	}
	put(t, a, memo(id))
	for _, spoil := range []func(*document.Ruling){
		func(r *document.Ruling) { r.Page = 0 },
		func(r *document.Ruling) { r.Box = document.Box{} },
		func(r *document.Ruling) { r.Verb = "burn" },
	} {
		r := keepStamp
		spoil(&r)
		if err := a.Rule(id, r); err == nil {
			t.Errorf("%+v was taken", r)
		}
	}
}

func TestATornRulingIsPassedOverAndCancelledByTheNext(t *testing.T) {
	a := newArchive(t)
	id := deliver(t, a, "memo.txt", "Beschluss")
	put(t, a, memo(id))
	for range 2 {
		if err := a.Rule(id, keepStamp); err != nil {
			t.Fatal(err)
		}
		tear(a.file(rulingsDir, id, linesExt))
	}
	want := []document.Ruling{keepStamp, keepStamp}
	got, err := a.Rulings(id)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	if found := verified(t, a); len(found) != 1 || !strings.HasPrefix(found[0].What, "line 4: ") {
		t.Errorf("only the line nobody cancelled is a finding: %v", found)
	}
}

func TestALineThatOnlyLacksItsEndCounts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lines")
	overwrite(t, path, `{"path":"first"}`)
	if err := (disk{}).appendLine(path, []byte(`{"path":"second"}`)); err != nil {
		t.Fatal(err)
	}
	var paths []string
	for e, err := range readLines(path, func(Entry) error { return nil }) {
		if err != nil {
			t.Error(err)
		}
		paths = append(paths, e.Path)
	}
	if diff := cmp.Diff([]string{"first", "second"}, paths); diff != "" {
		t.Error(diff)
	}
}

func TestAQuarantineEntryLastsUntilTheDocumentIsReadOrReleased(t *testing.T) {
	a := newArchive(t)
	read, released := deliver(t, a, "a.pdf", "a"), deliver(t, a, "b.pdf", "b")
	for _, id := range []string{read, released} {
		if err := a.Quarantine(Quarantined{ID: id, Source: sourceOf("a.pdf"), Reason: "damaged", Detail: "no trailer"}); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := a.Quarantines()
	if err != nil || len(entries) != 2 || entries[0].Reason != "damaged" || entries[0].ID > entries[1].ID {
		t.Errorf("%+v, %v", entries, err)
	}
	put(t, a, memo(read))
	if err := a.Release(released); err != nil {
		t.Fatal(err)
	}
	if entries, err := a.Quarantines(); len(entries) != 0 || err != nil {
		t.Errorf("%+v, %v", entries, err)
	}
	if err := a.Quarantine(Quarantined{ID: read, Reason: "worse"}); err == nil {
		t.Error("a document that is read went to quarantine")
	}
	if err := a.Quarantine(Quarantined{ID: string(digest(nil))}); !errors.Is(err, ErrNotFound) {
		t.Errorf("without an original: %v", err)
	}
}

func TestALedgerKeepsEveryEntryInOrder(t *testing.T) {
	a := newArchive(t)
	var names []string
	want := []Entry{
		{Path: "dir/memo.pdf", ID: string(digest(nil)), Outcome: NewFile, Pages: map[document.Verdict]int{document.Text: 2}, Size: 9, Time: "2026-11-23T08:00:00Z"},
		{Path: "dir/Thumbs.db", Outcome: SkippedFile, Reason: "not a document", Time: "2026-11-23T08:00:01Z"},
	}
	for range 3 { // all in the same second
		b, err := a.NewBatch(someTime)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, b.Name())
		for _, e := range want {
			if err := b.Add(e); err != nil {
				t.Fatal(err)
			}
		}
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
	}
	got, err := a.Batches()
	if diff := cmp.Diff(names, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	var entries []Entry
	for e, err := range a.Entries(names[1]) {
		if err != nil {
			t.Error(err)
		}
		entries = append(entries, e)
	}
	if diff := cmp.Diff(want, entries); diff != "" {
		t.Error(diff)
	}
	for _, strange := range []string{"none", "../settings", ""} {
		for _, err := range a.Entries(strange) {
			if !errors.Is(err, ErrNotFound) {
				t.Errorf("batch %q: %v", strange, err)
			}
		}
	}
}

func TestAnEntryTellsWhenItWasDone(t *testing.T) {
	a := newArchive(t)
	before := time.Now().Truncate(time.Second)
	b, err := a.NewBatch(someTime)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(b.Add(Entry{Path: "memo.pdf", Outcome: FailedFile}), b.Close()); err != nil {
		t.Fatal(err)
	}
	for e, err := range a.Entries(b.Name()) {
		done, terr := time.Parse(time.RFC3339, e.Time)
		if err != nil || terr != nil || done.Before(before) || done.After(time.Now()) {
			t.Errorf("done at %q: %v, %v", e.Time, err, terr)
		}
	}
}

func TestTheJournalGivesBackOnlyWhatWasMadeTheSameWay(t *testing.T) {
	a := newArchive(t)
	id := deliver(t, a, "memo.txt", "Beschluss")
	pages := memo(id).Pages
	for _, p := range pages {
		if err := a.PutPage(id, "deu", p); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.PutPage(id, "deu+eng", pages[0]); err != nil {
		t.Fatal(err)
	}
	folder := a.path(journalDir, id)
	overwrite(t, filepath.Join(folder, keyName("deu")+"-000003.json.zst"), "torn")
	overwrite(t, filepath.Join(folder, ".DS_Store"), "")
	first, err := os.ReadFile(filepath.Join(folder, keyName("deu")+"-000001.json.zst"))
	if err != nil {
		t.Fatal(err)
	}
	overwrite(t, filepath.Join(folder, keyName("deu")+"-000004.json.zst"), string(first))
	overwrite(t, filepath.Join(folder, keyName("deu")+"-000005.json.zst"), string(first[:len(first)-2]))
	for key, want := range map[string][]int{"deu": {1, 2}, "deu+eng": {1}, "eng": nil} {
		got, err := a.JournalPages(id, key)
		if err != nil {
			t.Fatal(err)
		}
		var numbers []int
		for n, p := range got {
			numbers = append(numbers, n)
			if len(p.Words) != len(pages[n-1].Words) {
				t.Errorf("page %d: %+v", n, p)
			}
		}
		slices.Sort(numbers)
		if diff := cmp.Diff(want, numbers); diff != "" {
			t.Errorf("%s: %s", key, diff)
		}
	}
	put(t, a, memo(id))
	if _, err := os.Stat(folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("journal of a finished document: %v", err)
	}
}

func TestCorrectionsTellWhatWasReadAndWhatIsTrue(t *testing.T) {
	a := newArchive(t)
	id := deliver(t, a, "memo.txt", "Beschluss")
	put(t, a, memo(id))
	if got, err := a.Corrections(id); got != nil || err != nil {
		t.Errorf("nothing was corrected: %v, %v", got, err)
	}
	rule := func(verb document.Verb, box document.Box, text string) {
		t.Helper()
		r := keepStamp
		r.Verb, r.Box, r.Text = verb, box, text
		if err := a.Rule(id, r); err != nil {
			t.Fatal(err)
		}
	}
	rule(document.Read, document.Box{0, 0, 100, 20}, "Beschluss A0293/27") // the first word was right
	rule(document.Read, document.Box{0, 20, 50, 40}, "EIN GANG")           // parted: it tells nothing of letters
	want := [][2]string{{"A0293/21", "A0293/27"}}
	if got, err := a.Corrections(id); !cmp.Equal(got, want) || err != nil {
		t.Errorf("%v, %v; want %v", got, err, want)
	}
	rule(document.Withdraw, document.Box{0, 0, 100, 20}, "")
	if got, err := a.Corrections(id); got != nil || err != nil {
		t.Errorf("withdrawn: %v, %v", got, err)
	}
}

func TestABatchNamesItsDocumentsOnce(t *testing.T) {
	a := newArchive(t)
	id := deliver(t, a, "memo.txt", "Beschluss")
	b, err := a.Begin(time.Now(), document.Made{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer b.lines.close()
	for _, e := range []Entry{{Path: "memo.txt", ID: id, Outcome: NewFile}, {Path: "again.txt", ID: id, Outcome: KnownFile}, {Path: "x", Outcome: FailedFile}} {
		if err := b.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := a.Delivered(b.Name()); !slices.Equal(got, []string{id}) || err != nil {
		t.Errorf("%v, %v; want %s alone", got, err, id)
	}
	if _, err := a.Delivered("../" + b.Name()); !errors.Is(err, ErrNotFound) {
		t.Errorf("no such batch: %v", err)
	}
}
