package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aktenkundig/archive"
	"aktenkundig/document"

	"github.com/google/go-cmp/cmp"
)

// filled makes an archive of n documents of one page; the scans are the same picture with other bytes behind it.
func filled(t testing.TB, n int) *archive.Archive {
	t.Helper()
	a, err := archive.Create(filepath.Join(t.TempDir(), "archive"), archive.Settings{Languages: []string{"deu"}, Policy: "conservative"})
	if err != nil {
		t.Fatal(err)
	}
	var scan bytes.Buffer
	if err := png.Encode(&scan, image.NewGray(image.Rect(0, 0, 620, 877))); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		name := filepath.Join(t.TempDir(), fmt.Sprintf("memo %d.png", i))
		if err := os.WriteFile(name, append(scan.Bytes(), byte(i), byte(i>>8)), 0o600); err != nil {
			t.Fatal(err)
		}
		id, err := a.AddOriginal(t.Context(), name, document.Source{Name: filepath.Base(name), MediaType: "image/png", Added: "2024-04-25T08:00:00Z"})
		if err != nil {
			t.Fatal(err)
		}
		if err := a.Put(record(id, i)); err != nil {
			t.Fatal(err)
		}
	}
	return a
}

// record is a page of three words, one of them noise.
func record(id string, i int) document.Document {
	p := document.Page{
		Number: 1, Verdict: document.Text, Scan: document.Size{620, 877}, View: document.Size{620, 877}, DPI: 75, ToView: document.Identity(),
		Regions: []document.Region{{Kind: document.Paragraph, Box: document.Box{50, 50, 400, 70}}},
		Lines:   []document.Line{{Box: document.Box{50, 50, 400, 70}}},
	}
	for k, text := range []string{"Haushalt", fmt.Sprintf("Nummer%d", i), "QLGZ*"} {
		p.Words = append(p.Words, document.Word{Text: text, Box: document.Box{50 + 120*k, 50, 150 + 120*k, 70}, Conf: 0.9})
	}
	p.Artefacts = []document.Artefact{{Kind: document.NoiseKind, Box: p.Words[2].Box, Score: 0.9, Hidden: true, Words: []int{2},
		Reasons: []document.Reason{{Text: "for the test", Value: 1, Limit: 0.5}}}}
	p.Words[2].Hidden = true
	return document.Document{ID: id, Pages: []document.Page{p}, Made: document.Made{Program: "akte test", Engine: "none", Languages: []string{"deu"}}}
}

// akte runs a command and gives its exit code and what it said.
func akte(args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	code = run(args, strings.NewReader(""), &o, &e)
	return code, o.String(), e.String()
}

func TestABagBringsBackOriginalsRulingsAndText(t *testing.T) {
	a := filled(t, 3)
	ids := collect(t, a)
	ruling := document.Ruling{Page: 1, Box: document.Box{280, 40, 400, 80}, Verb: document.Keep, Who: "Petra", When: "2024-05-01T08:00:00Z"}
	if err := a.Rule(ids[1], ruling); err != nil {
		t.Fatal(err)
	}
	bag, again := filepath.Join(t.TempDir(), "bag"), filepath.Join(t.TempDir(), "again")
	for _, dir := range []string{bag, again} {
		if code, _, errs := akte("-A", a.Dir(), "export", "--format", "bag", "-o", dir); code != 0 {
			t.Fatalf("export: %d, %s", code, errs)
		}
	}
	sameFiles(t, bag, again)

	to := filepath.Join(t.TempDir(), "to")
	for range 2 { // a second time there is nothing to do
		if code, _, errs := akte("-A", to, "import", bag); code != 0 {
			t.Fatalf("import: %d, %s", code, errs)
		}
	}
	b, err := archive.Open(to)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(collect(t, b), ids); diff != "" {
		t.Fatalf("documents (-got +want)\n%s", diff)
	}
	for _, id := range ids {
		got, err := b.Get(id)
		if err != nil {
			t.Fatal(err)
		}
		want, err := a.Get(id)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(got, want); diff != "" {
			t.Errorf("document (-got +want)\n%s", diff)
		}
	}
	if got, err := b.Rulings(ids[1]); err != nil || len(got) != 1 || got[0] != ruling {
		t.Errorf("rulings %v, %v", got, err)
	}
	if code, out, _ := akte("-A", to, "search", "Nummer2"); code != 0 || !strings.Contains(out, "memo 2.png") {
		t.Errorf("search: %d, %s", code, out)
	}
	if code, out, _ := akte("-A", to, "verify"); code != 0 {
		t.Errorf("verify: %d, %s", code, out)
	}
}

func TestADamagedBagIsNotTaken(t *testing.T) {
	a := filled(t, 1)
	bag := filepath.Join(t.TempDir(), "bag")
	if code, _, errs := akte("-A", a.Dir(), "export", "--format", "bag", "-o", bag); code != 0 {
		t.Fatalf("export: %d, %s", code, errs)
	}
	found, _ := filepath.Glob(filepath.Join(bag, "data/exports/*/*.txt"))
	if len(found) != 1 || os.WriteFile(found[0], []byte("other"), 0o600) != nil {
		t.Fatalf("text: %v", found)
	}
	to := filepath.Join(t.TempDir(), "to")
	if code, _, errs := akte("-A", to, "import", bag); code == 0 || !strings.Contains(errs, "nothing was taken") {
		t.Errorf("import: %d, %s", code, errs)
	}
	if _, err := os.Stat(to); err == nil {
		t.Error("an archive was made")
	}
}

func collect(t *testing.T, a *archive.Archive) (ids []string) {
	t.Helper()
	for id, err := range a.IDs() {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

// sameFiles sees that two folders hold the same.
func sameFiles(t *testing.T, a, b string) {
	t.Helper()
	seen := 0
	err := filepath.WalkDir(a, func(p string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(a, p)
		x, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		y, err := os.ReadFile(filepath.Join(b, rel))
		if err != nil || !bytes.Equal(x, y) {
			t.Errorf("%s differs: %v", rel, err)
		}
		seen++
		return nil
	})
	if err != nil || seen == 0 {
		t.Errorf("%d files, %v", seen, err)
	}
}

func TestEveryFormatIsWrittenWholeAndTheSameAgain(t *testing.T) {
	a := filled(t, 2)
	for _, f := range formats() {
		first, second := filepath.Join(t.TempDir(), "first"), filepath.Join(t.TempDir(), "second")
		for _, dir := range []string{first, second} {
			if code, _, errs := akte("-A", a.Dir(), "export", "--format", f.name, "--with-aside", "-o", dir); code != 0 {
				t.Fatalf("%s: %d, %s", f.name, code, errs)
			}
		}
		sameFiles(t, first, second)
		if left, _ := filepath.Glob(filepath.Join(first, ".akte-*.part")); len(left) > 0 {
			t.Errorf("%s left %v", f.name, left)
		}
	}
}

func TestAnExportGoesOnWhereItStopped(t *testing.T) {
	a := filled(t, 3)
	dir := t.TempDir()
	export := func(args ...string) string {
		_, _, errs := akte(append([]string{"-A", a.Dir(), "export", "--format", "text", "-o", dir}, args...)...)
		return errs
	}
	export()
	texts, _ := filepath.Glob(filepath.Join(dir, "*.txt"))
	if len(texts) != 3 || os.Remove(texts[1]) != nil {
		t.Fatalf("texts: %v", texts)
	}
	if got := export(); !strings.Contains(got, "1 document written, 2 up to date") {
		t.Errorf("after a file went: %s", got)
	}
	if err := a.Rule(collect(t, a)[0], document.Ruling{Page: 1, Box: document.Box{0, 0, 600, 800}, Verb: document.Keep, Who: "Petra"}); err != nil {
		t.Fatal(err)
	}
	if got := export(); !strings.Contains(got, "1 document written, 2 up to date") {
		t.Errorf("after a ruling: %s", got)
	}
	if got := export("--with-aside"); !strings.Contains(got, "3 documents written") {
		t.Errorf("with other flags: %s", got)
	}
}
