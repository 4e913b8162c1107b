package index

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"aktenkundig/document"
)

// page lays a text out: words 10 pixels a letter, lines 20 pixels, an empty line begins a region. A word in
// [brackets] is hidden.
func page(number int, text string) document.Page {
	p := document.Page{Number: number, Verdict: document.Text, View: document.Size{1000, 1400}}
	region := 0
	for _, l := range strings.Split(text, "\n") {
		if l == "" {
			region++
			continue
		}
		line := len(p.Lines)
		p.Lines = append(p.Lines, document.Line{Region: region})
		x, y := 10, 20*line
		for _, w := range strings.Fields(l) {
			hidden := strings.HasPrefix(w, "[")
			w = strings.Trim(w, "[]")
			p.Words = append(p.Words, document.Word{Text: w, Box: document.Box{x, y, x + 10*len(w), y + 18}, Conf: 0.9, Line: line, Hidden: hidden})
			x += 10*len(w) + 10
		}
	}
	return p
}

func memoOf(id string, texts ...string) document.Document {
	d := document.Document{ID: id, Source: document.Source{Name: id + ".pdf"}}
	for i, t := range texts {
		d.Pages = append(d.Pages, page(i+1, t))
	}
	return d
}

// archive is a source in memory: a log of ids and records that may be missing or unreadable.
type archive struct {
	log     []string
	records map[string]document.Document
	broken  map[string]bool

	corrected map[string][][2]string
}

// Delivered implements Delivered.
func (a *archive) Delivered(batch string) ([]string, error) {
	if batch != "20261123-080000" {
		return nil, fs.ErrNotExist
	}
	return []string{"c", "gone", "a"}, nil
}

// Corrections implements Corrected.
func (a *archive) Corrections(id string) ([][2]string, error) { return a.corrected[id], nil }

func (a *archive) put(docs ...document.Document) {
	for _, d := range docs {
		a.log = append(a.log, d.ID)
		a.records[d.ID] = d
	}
}

func (a *archive) drop(id string) {
	a.log = append(a.log, id)
	delete(a.records, id)
}

func (a *archive) Changes(since string) ([]string, string, error) {
	var n int
	fmt.Sscan(since, &n)
	ids := slices.Clone(a.log[n:])
	slices.Sort(ids)
	return slices.Compact(ids), fmt.Sprint(len(a.log)), nil
}

func (a *archive) Get(id string) (document.Document, error) {
	if a.broken[id] {
		return document.Document{}, errors.New("damaged")
	}
	d, ok := a.records[id]
	if !ok {
		return d, fs.ErrNotExist
	}
	return d, nil
}

func newArchive(docs ...document.Document) *archive {
	a := &archive{records: map[string]document.Document{}, broken: map[string]bool{}, corrected: map[string][][2]string{}}
	a.put(docs...)
	return a
}

// library is an index over an archive in memory.
type library struct {
	*Index
	archive *archive
	dir     string
}

func newLibrary(t testing.TB, docs ...document.Document) *library {
	t.Helper()
	l := &library{archive: newArchive(docs...), dir: filepath.Join(t.TempDir(), "index")}
	l.open(t)
	t.Cleanup(func() { l.Close() })
	l.sync(t)
	return l
}

func (l *library) open(t testing.TB) {
	t.Helper()
	var err error
	if l.Index, err = Open(l.dir); err != nil {
		t.Fatal(err)
	}
}

func (l *library) sync(t testing.TB) int {
	t.Helper()
	n, err := l.Sync(context.Background(), l.archive, nil)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (l *library) search(t testing.TB, r Request) Result {
	t.Helper()
	res, err := l.Search(context.Background(), l.archive, r)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// found gives the ids and pages of hits of a query.
func (l *library) found(t testing.TB, q string) []string {
	t.Helper()
	return ids(l.search(t, Request{Query: q}))
}

// ids gives the ids and pages of hits: "a/1".
func ids(res Result) []string {
	var all []string
	for _, h := range res.Hits {
		all = append(all, fmt.Sprintf("%s/%d", h.ID, h.Page))
	}
	return all
}

// marked gives a hit's passage with its marks.
func marked(h Hit) string {
	var b strings.Builder
	at := 0
	for _, m := range h.Marks {
		b.WriteString(h.Snippet[at:m[0]] + "«" + h.Snippet[m[0]:m[1]] + "»")
		at = m[1]
	}
	return b.String() + h.Snippet[at:]
}

func TestSecondOpenerIsToldThatTheIndexIsBusy(t *testing.T) {
	l := newLibrary(t)
	begin := time.Now()
	if _, err := Open(l.dir); !errors.Is(err, ErrBusy) {
		t.Errorf("second Open: %v, want ErrBusy", err)
	}
	if d := time.Since(begin); d > 5*time.Second {
		t.Errorf("ErrBusy took %v", d)
	}
}

func TestIndexOfAnotherSchemaIsMadeAnew(t *testing.T) {
	l := newLibrary(t, memoOf("a", "Verband"))
	if err := l.bleve.SetInternal(schemaKey, []byte("0")); err != nil {
		t.Fatal(err)
	}
	l.Close()
	l.open(t)
	if got := l.found(t, "Verband"); got != nil {
		t.Errorf("before Sync: %v, want an empty index", got)
	}
	if n := l.sync(t); n != 1 {
		t.Errorf("Sync dealt with %d documents, want 1", n)
	}
	if got := l.found(t, "Verband"); !slices.Equal(got, []string{"a/1"}) {
		t.Errorf("after Sync: %v", got)
	}
}

func TestIndexOfANewerProgramIsLeftAlone(t *testing.T) {
	l := newLibrary(t, memoOf("a", "Verband"))
	if err := l.bleve.SetInternal(schemaKey, []byte("1000")); err != nil {
		t.Fatal(err)
	}
	l.Close()
	if _, err := Open(l.dir); !errors.Is(err, ErrNewer) {
		t.Fatalf("Open: %v, want ErrNewer", err)
	}
	b, err := open(l.dir)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := b.DocCount(); n != 1 || err != nil {
		t.Errorf("%d documents are left, %v; want 1", n, err)
	}
	if err := errors.Join(b.SetInternal(schemaKey, []byte(schema)), b.Close()); err != nil {
		t.Fatal(err)
	}
	l.open(t)
}

func TestDamagedIndexIsMadeAnew(t *testing.T) {
	for name, damage := range map[string]func(dir string) error{
		"no meta":      func(dir string) error { return os.Remove(filepath.Join(dir, "index_meta.json")) },
		"no store":     func(dir string) error { return os.RemoveAll(filepath.Join(dir, "store")) },
		"garbage meta": func(dir string) error { return os.WriteFile(filepath.Join(dir, "index_meta.json"), []byte("{"), 0o600) },
		"garbage bolt": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "store", "root.bolt"), []byte("x"), 0o600)
		},
		"lost segment":   removeSegments,
		"empty index":    func(dir string) error { return errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o755)) },
		"folder is gone": os.RemoveAll,
	} {
		t.Run(name, func(t *testing.T) {
			l := newLibrary(t, memoOf("a", "Verband"))
			l.Close()
			if err := damage(l.dir); err != nil {
				t.Fatal(err)
			}
			l.open(t)
			// With a lost segment Bleve itself may go back to an earlier state, from which Sync goes on.
			if told := strings.HasPrefix(name, "no ") || strings.HasPrefix(name, "garbage"); (l.Anew() != nil) != told && name != "lost segment" {
				t.Errorf("made anew because of: %v", l.Anew())
			}
			l.sync(t)
			if got := l.found(t, "Verband"); !slices.Equal(got, []string{"a/1"}) {
				t.Errorf("found %v", got)
			}
		})
	}
}

func removeSegments(dir string) error {
	files, err := filepath.Glob(filepath.Join(dir, "store", "*.zap"))
	if len(files) == 0 {
		return fmt.Errorf("no segments to remove: %w", err)
	}
	for _, f := range files {
		if err := os.Remove(f); err != nil {
			return err
		}
	}
	return nil
}

func TestOpenDoesNotClearAStrangersFolder(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "thesis.txt")
	if err := os.WriteFile(file, []byte("years of work"), 0o600); err != nil {
		t.Fatal(err)
	}
	if ix, err := Open(dir); !errors.Is(err, errForeign) {
		t.Errorf("Open: %v, %v; want errForeign", ix, err)
	}
	if _, err := os.Stat(file); err != nil {
		t.Error(err)
	}
}

func TestSyncFollowsChanges(t *testing.T) {
	l := newLibrary(t, memoOf("a", "Verband"), memoOf("b", "Satzung"))
	if n := l.sync(t); n != 0 {
		t.Errorf("second Sync dealt with %d documents, want 0", n)
	}
	l.archive.put(memoOf("a", "Haushalt"))
	l.archive.drop("b")
	l.archive.put(memoOf("c", "Verband"))
	if n := l.sync(t); n != 3 {
		t.Errorf("Sync dealt with %d documents, want 3", n)
	}
	for q, want := range map[string][]string{"Verband": {"c/1"}, "Haushalt": {"a/1"}, "Satzung": nil} {
		if got := l.found(t, q); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", q, got, want)
		}
	}
	l.checks(t)
}

// checks fails if Check finds anything but what is wanted.
func (l *library) checks(t *testing.T, want ...string) {
	t.Helper()
	var got []string
	if err := l.Check(context.Background(), l.archive, func(id, what string) { got = append(got, id+": "+what) }); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("Check (-want +got):\n%s", d)
	}
}

func TestCheckNamesWhatIsMissingAndWhatIsTooMuch(t *testing.T) {
	l := newLibrary(t, memoOf("a", "Verband"), memoOf("b", "Satzung"))
	if err := l.bleve.Delete("a"); err != nil {
		t.Fatal(err)
	}
	d := memoOf("x", "Fremder")
	batch := l.bleve.NewBatch()
	m, _ := memo(l.vocabulary, &d, nil)
	if err := batch.IndexAdvanced(m); err != nil {
		t.Fatal(err)
	}
	if err := l.bleve.Batch(batch); err != nil {
		t.Fatal(err)
	}
	l.checks(t, "a: not in the index", "x: in the index, but there is no such record")
}

func TestInterruptedSyncHeals(t *testing.T) {
	docs := make([]document.Document, 3*batchDocs/2)
	for i := range docs {
		docs[i] = memoOf(fmt.Sprintf("%04d", i), fmt.Sprintf("Verband n%d", i))
	}
	l := newLibrary(t)
	l.archive.put(docs...)
	ctx, stop := context.WithCancel(context.Background())
	n, err := l.Sync(ctx, l.archive, func(int, int) { stop() })
	if !errors.Is(err, context.Canceled) || n != batchDocs {
		t.Fatalf("Sync = %d, %v; want it cancelled after %d documents", n, err, batchDocs)
	}
	l.Close()
	l.open(t)
	l.sync(t)
	l.checks(t)
	if got := l.search(t, Request{Query: "Verband"}).Total; got != len(docs) {
		t.Errorf("found %d documents, want %d", got, len(docs))
	}
}

func TestOnlyTheUnreadableRecordIsTriedAgain(t *testing.T) {
	l := newLibrary(t, memoOf("b", "Satzung"))
	l.archive.put(memoOf("a", "Verband"), memoOf("b", "Verband"), memoOf("c", "Verband"))
	l.archive.broken["a"], l.archive.broken["b"] = true, true
	for i, want := range []int{3, 2, 2} { // documents dealt with
		n, err := l.Sync(context.Background(), l.archive, nil)
		if n != want || err == nil || !strings.Contains(err.Error(), "a: damaged") || !strings.Contains(err.Error(), "b: damaged") {
			t.Errorf("Sync %d = %d, %v; want %d and the damaged records named", i+1, n, err, want)
		}
		l.Close()
		l.open(t)
	}
	if got := l.found(t, "Verband"); !slices.Equal(got, []string{"c/1"}) {
		t.Errorf("found %v, want the readable one", got)
	}
	l.checks(t, "a: not in the index", "b: older in the index than its record, which could not be read")
	l.archive.drop("a")
	l.archive.broken = nil
	if n := l.sync(t); n != 2 {
		t.Errorf("mended: Sync dealt with %d documents, want the two", n)
	}
	if n := l.sync(t); n != 0 {
		t.Errorf("after that: Sync dealt with %d documents, want 0", n)
	}
	l.checks(t)
}

func TestRebuildAnswersWhileItWorks(t *testing.T) {
	l := newLibrary(t, memoOf("a", "Verband"), memoOf("b", "Satzung"))
	if err := l.bleve.SetInternal(schemaKey, []byte(answerable[0])); err != nil {
		t.Fatal(err)
	}
	l.Close()
	l.open(t)
	l.archive.put(memoOf("c", "Verband"))
	if got := l.found(t, "Verband"); !slices.Equal(got, []string{"a/1"}) {
		t.Errorf("the old index: %v", got)
	}
	n, err := l.Sync(context.Background(), l.archive, func(int, int) {
		if got := l.found(t, "Verband"); !slices.Equal(got, []string{"a/1"}) {
			t.Errorf("while the new one is made: %v", got)
		}
	})
	if n != 3 || err != nil {
		t.Errorf("Sync = %d, %v", n, err)
	}
	if got := l.found(t, "Verband"); !slices.Equal(got, []string{"a/1", "c/1"}) {
		t.Errorf("the new index: %v", got)
	}
	l.Close()
	l.open(t)
	l.archive.put(memoOf("d", "Verband"))
	l.sync(t)
	if got := l.found(t, "Verband"); len(got) != 3 {
		t.Errorf("opened again: %v", got)
	}
	l.checks(t)
}
