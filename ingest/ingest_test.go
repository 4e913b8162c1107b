package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"aktenkundig/archive"
	"aktenkundig/cleanup"
	"aktenkundig/document"
	"aktenkundig/ingest"
	"aktenkundig/internal/eval"
	"aktenkundig/internal/memogen"
	"aktenkundig/ocr"
	"aktenkundig/ocr/ocrtest"

	"github.com/google/go-cmp/cmp"
)

// house is an archive with a pipeline whose engine counts its pages and answers with one line.
type house struct {
	*ingest.Pipeline
	read   atomic.Int64
	answer func(ctx context.Context, nth int64) (ocr.Reading, error) // nil: a line of text
	events []ingest.Event
}

func newHouse(t *testing.T) *house {
	t.Helper()
	made := document.Made{Program: "test", Engine: "test", Languages: []string{"deu"}, Policy: "off"}
	a, err := archive.Create(filepath.Join(t.TempDir(), "archive"), archive.Settings{Languages: made.Languages, Policy: made.Policy})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{}
	h.Pipeline = &ingest.Pipeline{
		Archive: a, Policy: cleanup.Off(), Made: made, Slots: 2,
		Engine: ocrtest.Func(func(ctx context.Context, ink ocr.Ink) (ocr.Reading, error) {
			n := h.read.Add(1)
			if h.answer != nil {
				r, err := h.answer(ctx, n)
				return covering(r, ink), err
			}
			return covering(ocrtest.Line("Antrag", "A0293/21"), ink), nil
		}),
		Report: func(e ingest.Event) { h.events = append(h.events, e) },
	}
	return h
}

// covering spreads the words over all of the ink, so that no print is left that they passed over.
func covering(r ocr.Reading, ink ocr.Ink) ocr.Reading {
	w, h := ink.Size()
	r.Words = slices.Clone(r.Words)
	for i := range r.Words {
		r.Words[i].Box = document.Box{0, 0, w, h}
	}
	return r
}

// take imports paths and fails the test on an error.
func (h *house) take(t *testing.T, paths ...string) ingest.Summary {
	t.Helper()
	sum, err := h.Import(t.Context(), t.Context(), paths)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// stack is a G4 TIFF of n pages with a few words of ink on each.
func stack(t *testing.T, path string, n int) {
	t.Helper()
	m := memogen.Memo{Format: memogen.TIFFG4}
	for i := range n {
		s := ocrtest.NewSheet(t, 105, 74, 200)
		s.Print(10, 20, 12, fmt.Sprintf("Blatt Nummer %d der Akte\nmit zwei Zeilen Text", i+1))
		m.Pages = append(m.Pages, image.Image(s.Ink.Image))
		m.Truth.Pages = append(m.Truth.Pages, eval.TruthPage{
			Number: i + 1, DPI: 200, Scan: document.Size{s.Ink.Image.Rect.Dx(), s.Ink.Image.Rect.Dy()},
		})
	}
	data, err := memogen.Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, string(data))
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// documents gives all records in order.
func (h *house) documents(t *testing.T) []document.Document {
	t.Helper()
	var all []document.Document
	for id, err := range h.Archive.IDs() {
		if err != nil {
			t.Fatal(err)
		}
		d, err := h.Archive.Get(id)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, d)
	}
	return all
}

func TestEveryFileHasOneOutcome(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	stack(t, filepath.Join(box, "stack.tif"), 3)
	write(t, filepath.Join(box, "deep", "note.txt"), "Ein Vermerk.\fSeite zwei.")
	write(t, filepath.Join(box, "copy.txt"), "Ein Vermerk.\fSeite zwei.")
	write(t, filepath.Join(box, "broken.png"), "\x89PNG\r\n\x1a\n and no more")
	write(t, filepath.Join(box, ".hidden.txt"), "nicht lesen")
	write(t, filepath.Join(box, "half.pdf.part"), "%PDF-")
	if err := os.Symlink("stack.tif", filepath.Join(box, "link.tif")); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(box, "pipe.tif"), 0o600); err != nil {
		t.Fatal(err)
	}
	sum := h.take(t, box, filepath.Join(box, "nowhere.tif"))
	want := ingest.Summary{
		Found:    9,
		Files:    map[string]int{ingest.New: 2, ingest.Known: 1, ingest.Quarantined: 1, ingest.Skipped: 4, ingest.Failed: 1},
		Pages:    map[document.Verdict]int{document.Text: 5},
		Problems: 0,
	}
	if diff := cmp.Diff(sum, want); diff != "" {
		t.Errorf("summary (-got +want)\n%s", diff)
	}
	var files int
	for _, e := range h.events {
		if e.Event == "file" {
			files++
		}
	}
	if files != sum.Found {
		t.Errorf("%d files reported, %d found", files, sum.Found)
	}
	q, err := h.Archive.Quarantines()
	if err != nil || len(q) != 1 || q[0].Source.Name != "broken.png" || q[0].Reason != "damaged" {
		t.Errorf("quarantine = %+v, %v", q, err)
	}
}

func TestSecondImportDoesNothing(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	stack(t, filepath.Join(box, "stack.tif"), 2)
	h.take(t, box)
	before := h.read.Load()
	sum := h.take(t, box)
	if h.read.Load() != before || sum.Files[ingest.Known] != 1 || sum.PageTotal() != 0 {
		t.Errorf("the second import read %d pages: %+v", h.read.Load()-before, sum)
	}
}

func TestCopiesInOneRunAreReadOnce(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	for i := range 5 {
		stack(t, filepath.Join(box, fmt.Sprintf("copy-%d.tif", i)), 2)
	}
	sum := h.take(t, box)
	if h.read.Load() != 2 || sum.Files[ingest.New] != 1 || sum.Files[ingest.Known] != 4 {
		t.Errorf("%d pages read: %+v", h.read.Load(), sum)
	}
	if got := h.documents(t)[0].Source.Name; got != "copy-0.tif" {
		t.Errorf("the document is named %s, want its first delivery copy-0.tif", got)
	}
}

func TestPagesOfARecordStandInOrder(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	h.Slots = 4
	stack(t, filepath.Join(box, "stack.tif"), 9)
	h.take(t, box)
	d := h.documents(t)[0]
	for i, p := range d.Pages {
		if p.Number != i+1 || p.Body().String != "Antrag A0293/21" || p.Scan == (document.Size{}) {
			t.Errorf("page %d is %+v", i+1, p)
		}
	}
	reference := func(f document.Field) bool { return f.Name == "reference" && f.Value == "A0293/21" }
	if len(d.Pages) != 9 || !slices.ContainsFunc(d.Fields, reference) {
		t.Errorf("%d pages, fields %+v", len(d.Pages), d.Fields)
	}
}

func TestPageThatCannotBeReadKeepsItsProblem(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	h.Slots = 1
	h.answer = func(_ context.Context, nth int64) (ocr.Reading, error) {
		if nth == 2 {
			return ocr.Reading{}, ocr.ErrTimeout
		}
		return ocrtest.Line("Text"), nil
	}
	stack(t, filepath.Join(box, "stack.tif"), 3)
	sum := h.take(t, box)
	if sum.Problems != 1 || sum.Pages[document.Unreadable] != 1 || sum.Pages[document.Text] != 2 {
		t.Errorf("summary = %+v", sum)
	}
	p := h.documents(t)[0].Pages[1]
	if p.Verdict != document.Unreadable || p.Problem == "" || p.View == (document.Size{}) {
		t.Errorf("page 2 = %+v", p)
	}
}

func TestEngineThatDoesNotStartEndsTheRun(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	h.answer = func(context.Context, int64) (ocr.Reading, error) { return ocr.Reading{}, ocr.ErrStart }
	for i := range 4 {
		stack(t, filepath.Join(box, fmt.Sprintf("%d.tif", i)), i+1)
	}
	_, err := h.Import(t.Context(), t.Context(), []string{box})
	if !errors.Is(err, ocr.ErrStart) {
		t.Errorf("err = %v, want ErrStart", err)
	}
	if n := len(h.documents(t)); n != 0 {
		t.Errorf("%d documents without an engine", n)
	}
	if n := h.read.Load(); n > 2*int64(h.Slots)+1 {
		t.Errorf("the engine was asked %d times after it did not start", n)
	}
	h.answer = nil
	if sum := h.take(t, box); sum.Files[ingest.New] != 4 || sum.Pages[document.Text] != 10 {
		t.Errorf("with an engine again: %+v", sum)
	}
}

// TestDrainedImportGoesOn ends drain while page 3 of 8 is read: the pages in work are finished, none is begun, and
// the next run reads only the others.
func TestDrainedImportGoesOn(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	h.Slots = 2
	stack(t, filepath.Join(box, "stack.tif"), 8)
	drain, stop := context.WithCancel(t.Context())
	h.answer = func(_ context.Context, nth int64) (ocr.Reading, error) {
		if nth == 3 {
			stop()
		}
		return ocrtest.Line("Text"), nil
	}
	sum, err := h.Import(t.Context(), drain, []string{box})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("err = %v, want canceled", err)
	}
	first := h.read.Load()
	if first < 3 || first > 4 || sum.Total() != 0 || int64(sum.PageTotal()) != first {
		t.Errorf("%d pages read before the end: %+v", first, sum)
	}
	if sum := h.take(t, box); h.read.Load() != 8 || sum.Pages[document.Text] != 8 {
		t.Errorf("%d pages read in all, want 8: %+v", h.read.Load(), sum)
	}
}

// TestStoppedImportLosesOnlyPagesInWork ends ctx while both slots are inside the engine.
func TestStoppedImportLosesOnlyPagesInWork(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	stack(t, filepath.Join(box, "stack.tif"), 6)
	ctx, stop := context.WithCancel(t.Context())
	var inside sync.WaitGroup
	inside.Add(2)
	h.answer = func(ctx context.Context, nth int64) (ocr.Reading, error) {
		if nth <= 2 {
			return ocrtest.Line("Text"), nil
		}
		inside.Done()
		inside.Wait()
		stop()
		<-ctx.Done()
		return ocr.Reading{}, ctx.Err()
	}
	if _, err := h.Import(ctx, ctx, []string{box}); !errors.Is(err, context.Canceled) {
		t.Fatalf("err = %v, want canceled", err)
	}
	h.answer = nil
	before := h.read.Load()
	h.take(t, box)
	if again := h.read.Load() - before; again != 4 {
		t.Errorf("%d pages read by the second run, want the 4 that were not finished", again)
	}
}

func TestOtherSettingsDoNotUseTheJournal(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	h.Slots = 1
	stack(t, filepath.Join(box, "stack.tif"), 3)
	drain, stop := context.WithCancel(t.Context())
	h.answer = func(_ context.Context, nth int64) (ocr.Reading, error) {
		stop()
		return ocrtest.Line("alt"), nil
	}
	if _, err := h.Import(t.Context(), drain, []string{box}); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	h.answer = nil
	h.Made.Languages = []string{"eng"}
	h.take(t, box)
	for _, p := range h.documents(t)[0].Pages {
		if got := p.Body().String; got != "Antrag A0293/21" {
			t.Errorf("page %d says %q, read with other settings", p.Number, got)
		}
	}
}

func TestArchiveInsideTheFolderIsPassedOver(t *testing.T) {
	h := newHouse(t)
	box := filepath.Dir(h.Archive.Dir())
	write(t, filepath.Join(box, "a.txt"), "Text.")
	write(t, filepath.Join(box, ".git", "config"), "nicht lesen")
	for _, want := range []string{ingest.New, ingest.Known} {
		sum := h.take(t, box)
		if sum.Found != 3 || sum.Files[want] != 1 || sum.Files[ingest.Skipped] != 2 {
			t.Errorf("summary = %+v, want one %s file, the archive and .git skipped", sum, want)
		}
	}
}

func TestNamedLinkFails(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	write(t, filepath.Join(box, "a.txt"), "Text.")
	if err := os.Symlink("a.txt", filepath.Join(box, "link.txt")); err != nil {
		t.Fatal(err)
	}
	if sum := h.take(t, filepath.Join(box, "link.txt")); sum.Files[ingest.Failed] != 1 {
		t.Errorf("summary = %+v", sum)
	}
}

func TestAgainReadsWhatCouldNotBeRead(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	stack(t, filepath.Join(box, "stack.tif"), 2)
	h.answer = func(context.Context, int64) (ocr.Reading, error) { return ocr.Reading{}, ocr.ErrTimeout }
	h.take(t, box)
	h.answer = nil
	if sum := h.take(t, box); sum.Files[ingest.Known] != 1 {
		t.Errorf("without Again: %+v", sum)
	}
	h.Again = true
	if sum := h.take(t, box); sum.Files[ingest.New] != 1 || sum.Pages[document.Text] != 2 || sum.Problems != 0 {
		t.Errorf("with Again: %+v", sum)
	}
	if sum := h.take(t, box); sum.Files[ingest.Known] != 1 {
		t.Errorf("with Again and all read: %+v", sum)
	}
}

func TestDefectOfOursCostsOnePage(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	h.Slots = 1
	h.answer = func(_ context.Context, nth int64) (ocr.Reading, error) {
		if nth == 1 {
			panic("index out of range")
		}
		return ocrtest.Line("Text"), nil
	}
	stack(t, filepath.Join(box, "stack.tif"), 2)
	sum := h.take(t, box)
	if sum.Problems != 1 || sum.Pages[document.Text] != 1 {
		t.Errorf("summary = %+v", sum)
	}
}

func TestLostOriginalIsTakenInAgain(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	write(t, filepath.Join(box, "a.txt"), "Text.")
	h.take(t, box)
	path, _, err := h.Archive.Original(h.documents(t)[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	h.take(t, box)
	if _, err := os.Stat(path); err != nil {
		t.Errorf("after delivering it again: %v", err)
	}
}

func TestNilReportIsSilent(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	h.Report = nil
	write(t, filepath.Join(box, "a.txt"), "Text.")
	if sum := h.take(t, box); sum.Files[ingest.New] != 1 {
		t.Errorf("summary = %+v", sum)
	}
}
