package archive

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"aktenkundig/document"
)

// newArchive makes an archive in a folder of the test's own.
func newArchive(t *testing.T) *Archive {
	t.Helper()
	a, err := Create(filepath.Join(t.TempDir(), "archive"), Settings{Languages: []string{"deu"}, Policy: "careful"})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// deliver writes a file and adds it.
func deliver(t *testing.T, a *Archive, name, content string) string {
	t.Helper()
	id, err := a.AddOriginal(context.Background(), file(t, name, content), sourceOf(name))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func sourceOf(name string) document.Source {
	return document.Source{Name: name, MediaType: "text/plain", Added: "2026-11-23T08:00:00Z"}
}

// memo is a document of two pages: one with two lines, a stamp over the last word and a date; one blank.
func memo(id string) document.Document {
	return document.Document{
		ID: id,
		Pages: []document.Page{{
			Number: 1, Verdict: document.Text,
			Scan: document.Size{100, 200}, View: document.Size{100, 200}, DPI: 300, ToView: document.Identity(),
			Regions: []document.Region{{Kind: document.Paragraph, Box: document.Box{0, 0, 100, 50}}},
			Lines: []document.Line{
				{Box: document.Box{0, 0, 100, 20}, Height: 20, XHeight: 10},
				{Box: document.Box{0, 20, 100, 40}, Height: 20, XHeight: 10},
			},
			Words: []document.Word{
				{Text: "Beschluss", Box: document.Box{0, 0, 50, 20}, Conf: 0.9},
				{Text: "A0293/21", Box: document.Box{50, 0, 100, 20}, Conf: 0.8},
				{Text: "EINGANG", Box: document.Box{0, 20, 50, 40}, Conf: 0.4, Line: 1, Hidden: true},
			},
			Artefacts: []document.Artefact{{
				Kind: document.Stamp, Box: document.Box{0, 20, 50, 40}, Score: 0.7, Hidden: true, Words: []int{2},
				Reasons: []document.Reason{{Text: "ink is blue", Value: 0.8, Limit: 0.5}},
			}},
			Steps: []document.Step{{Name: "deskew", Values: map[string]float64{"degrees": 0.5, "certainty": 1}}},
		}, {
			Number: 2, Verdict: document.Blank,
			Scan: document.Size{100, 200}, View: document.Size{100, 200}, DPI: 300, ToView: document.Identity(),
		}},
		Fields: []document.Field{{Name: "reference", Type: "motion", Value: "A0293/21", Page: 1, Words: []int{1}, Score: 0.9}},
		Made:   document.Made{Program: "1", Engine: "tesseract 5.3.0", Languages: []string{"deu"}, Policy: "careful"},
	}
}

func put(t *testing.T, a *Archive, d document.Document) {
	t.Helper()
	if err := a.Put(d); err != nil {
		t.Fatal(err)
	}
}

func TestADocumentComesBackAsItWasPut(t *testing.T) {
	a := newArchive(t)
	id := deliver(t, a, "memo.txt", "Beschluss A0293/21")
	want := memo(id)
	put(t, a, want)
	got, err := a.Get(id)
	if err != nil {
		t.Fatal(err)
	}
	want.Source = sourceOf("memo.txt")
	want.Source.Size = 18
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("want - got +\n%s", diff)
	}
	if m, ok := a.Made(id); !ok || !cmp.Equal(m, want.Made) {
		t.Errorf("Made = %+v, %t", m, ok)
	}
}

func TestAFolderThatIsNoArchiveIsLeftAlone(t *testing.T) {
	dir := filepath.Dir(file(t, "letter.txt", "private"))
	if _, err := Create(dir, Settings{}); err == nil || !strings.Contains(err.Error(), "letter.txt") {
		t.Errorf("Create: %v", err)
	}
	if _, err := Open(dir); !errors.Is(err, ErrNoArchive) || !errors.Is(err, ErrNotFound) {
		t.Errorf("Open: %v", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("left %v", entries)
	}
}

func TestCreateKeepsTheSettingsOfAnArchive(t *testing.T) {
	a := newArchive(t)
	b, err := Create(a.Dir(), Settings{Policy: "other"})
	if err != nil {
		t.Fatal(err)
	}
	want := Settings{Format: Format, Languages: []string{"deu"}, Policy: "careful"}
	if diff := cmp.Diff(want, b.Settings()); diff != "" {
		t.Error(diff)
	}
}

func TestABrokenOffCreateCanBeRepeated(t *testing.T) {
	dir := t.TempDir()
	stop := errors.New("stop")
	d := disk{step: func(op, path string) error {
		if op == "rename" {
			return stop
		}
		return nil
	}}
	if _, err := create(dir, Settings{}, d); !errors.Is(err, stop) {
		t.Fatal(err)
	}
	if _, err := Create(dir, Settings{}); err != nil {
		t.Error(err)
	}
}

func TestAnArchiveOfANewerProgramIsRefused(t *testing.T) {
	for settings, want := range map[string]error{`{"format":2}`: ErrNewer, `{"format":0}`: nil, `{`: nil} {
		dir := filepath.Dir(file(t, settingsFile, settings))
		_, err := Open(dir)
		if err == nil || want != nil && !errors.Is(err, want) {
			t.Errorf("%s: %v", settings, err)
		}
		if _, again := Create(dir, Settings{}); again == nil {
			t.Errorf("%s: Create went over it", settings)
		}
	}
}

func TestOneImportAtATime(t *testing.T) {
	a := newArchive(t)
	unlock, err := a.Lock(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	b, err := Open(a.Dir())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Lock(context.Background()); !errors.Is(err, ErrLocked) || !strings.Contains(err.Error(), "process ") {
		t.Errorf("second lock: %v", err)
	}
	unlock()
	unlock, err = b.Lock(context.Background())
	if err != nil {
		t.Fatalf("after unlock: %v", err)
	}
	unlock()
}
