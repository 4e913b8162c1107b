package ingest_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/ingest"
	"aktenkundig/ingest/account"
	"aktenkundig/ingest/separator"
	"aktenkundig/internal/eval"
	"aktenkundig/internal/memogen"
	"aktenkundig/ocr/ocrtest"
	"aktenkundig/scan"

	"github.com/google/go-cmp/cmp"
)

const pileDPI = 100

// sheets draws pages of A4: "" is an empty one, "|T" one with patch T, "#title" a separator sheet as it is printed, anything else
// text.
func sheets(t *testing.T, pages ...string) (drawn []image.Image) {
	t.Helper()
	for _, p := range pages {
		if title, ok := strings.CutPrefix(p, "#"); ok {
			drawn = append(drawn, printedSheet(t, title))
			continue
		}
		s := ocrtest.NewSheet(t, 210, 297, pileDPI)
		switch {
		case p == "|T":
			y := 100
			for i, thick := range []int{8, 8, 20, 8, 8, 8, 20} {
				if i%2 == 0 {
					draw.Draw(s.Ink.Image, image.Rect(100, y, 700, y+thick), image.NewUniform(color.Gray{10}), image.Point{}, draw.Src)
				}
				y += thick
			}
		case p != "":
			s.Print(25, 40, 12, p+"\nmit einer zweiten Zeile Text\nund einer dritten Zeile")
		}
		drawn = append(drawn, s.Ink.Image)
	}
	return drawn
}

func printedSheet(t *testing.T, title string) image.Image {
	t.Helper()
	var b bytes.Buffer
	if err := separator.WriteSheets(&b, []string{title}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "sheet.pdf")
	write(t, path, b.String())
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	f, err := scan.Open(t.Context(), path, scan.Options{CacheDir: filepath.Join(cache, "akte"), TextLayer: scan.IgnoreLayer})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s, err := f.Sheet(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	return s.Image
}

// pile writes pages as one TIFF file.
func pile(t *testing.T, path string, pages ...string) {
	t.Helper()
	m := memogen.Memo{Format: memogen.TIFFG4}
	for i, p := range sheets(t, pages...) {
		m.Pages = append(m.Pages, p)
		m.Truth.Pages = append(m.Truth.Pages, eval.TruthPage{
			Number: i + 1, DPI: pileDPI * float64(p.Bounds().Dx()) / 827, Scan: document.Size{p.Bounds().Dx(), p.Bounds().Dy()},
		})
	}
	data, err := memogen.Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, string(data))
}

// verified fails the test if the archive is not whole.
func (h *house) verified(t *testing.T) archive.Counts {
	t.Helper()
	report := func(f archive.Finding) { t.Errorf("verify: %+v", f) }
	n, err := h.Archive.Verify(t.Context(), report)
	if err != nil {
		t.Fatal(err)
	}
	if err := ingest.Check(t.Context(), h.Archive, h.Scan, report); err != nil {
		t.Fatal(err)
	}
	return n
}

// names gives the documents by name, with their numbers of pages.
func (h *house) names(t *testing.T) map[string]int {
	t.Helper()
	all := map[string]int{}
	for _, d := range h.documents(t) {
		all[d.Source.Name] = len(d.Pages)
	}
	return all
}

// account makes up the account of the last import, which must balance.
func (h *house) account(t *testing.T) *account.Account {
	t.Helper()
	names, err := h.Archive.Batches()
	if err != nil {
		t.Fatal(err)
	}
	acc, err := account.Of(t.Context(), h.Archive, names[len(names)-1])
	if err != nil {
		t.Fatal(err)
	}
	if len(acc.Unbalanced) > 0 {
		t.Errorf("ledger and archive do not agree: %q", acc.Unbalanced)
	}
	return acc
}

func TestAFolderBecomesOneDocument(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	h.Join = true
	for _, n := range []int{1, 2, 10} {
		pile(t, filepath.Join(box, "Akte 7", fmt.Sprintf("seite%d.tif", n)), fmt.Sprintf("Blatt %d der Akte", n))
	}
	pile(t, filepath.Join(box, "Akte 7", "seite3.tif"), "Blatt 3a", "Blatt 3b") // a file of two pages
	write(t, filepath.Join(box, "Akte 7", "seite4.png"), "\x89PNG\r\n\x1a\n and no more")
	write(t, filepath.Join(box, "Akte 7", "seite11.jpg"), "")
	write(t, filepath.Join(box, "Akte 7", "notiz.txt"), "Eine Notiz.")
	pile(t, filepath.Join(box, "einzeln.tif"), "Blatt der obersten Ebene")
	sum := h.take(t, box)
	if diff := cmp.Diff(sum.Files, map[string]int{ingest.Bound: 7, ingest.New: 1}); diff != "" {
		t.Errorf("outcomes (-got +want)\n%s", diff)
	}
	if sum.Bound != 2 || sum.Found != 8 {
		t.Errorf("bound %d of %d files found", sum.Bound, sum.Found)
	}
	want := map[string]int{"Akte 7.bound": 7, filepath.Base(box) + ".bound": 1, "notiz.txt": 1}
	if diff := cmp.Diff(h.names(t), want); diff != "" {
		t.Errorf("documents (-got +want)\n%s", diff)
	}
	acc := h.account(t)
	if acc.PagesIn != 9 || acc.PagesOut != 9 || acc.Verdicts[document.Unreadable] != 2 || acc.FileTotal() != 8 {
		t.Errorf("account: %d in, %d out, %v, %d files", acc.PagesIn, acc.PagesOut, acc.Verdicts, acc.FileTotal())
	}
	for _, d := range h.documents(t) {
		if d.Source.Name != "Akte 7.bound" {
			continue
		}
		if p := d.Pages[4]; p.Verdict != document.Unreadable || p.Problem == "" {
			t.Errorf("the damaged page: %s, %q", p.Verdict, p.Problem)
		}
		leaves, err := h.Archive.Leaves(d.ID)
		if err != nil || len(leaves) != 7 || leaves[2].Original != leaves[3].Original || leaves[3].Page != 2 {
			t.Errorf("leaves %v, %v", leaves, err)
		}
	}
	if n := h.verified(t); n.Records != 3 || n.Leaves != 7 || n.Unfinished != 0 || n.Bindings != 2 {
		t.Errorf("verify: %+v", n)
	}
	for id, err := range h.Archive.Unread() {
		t.Errorf("unread: %s, %v", id, err)
	}

	reads := h.read.Load()
	if sum := h.take(t, box); sum.Files[ingest.Known] != 8 || sum.Bound != 0 || h.read.Load() != reads {
		t.Errorf("again: %+v, %d reads", sum, h.read.Load()-reads)
	}
	h.account(t)
	h.Join = false
	if sum := h.take(t, box); sum.Files[ingest.Known] != 8 || h.read.Load() != reads {
		t.Errorf("without --join: %+v, %d reads", sum, h.read.Load()-reads)
	}
}

func TestAFolderWithAFileThatCannotBeReadIsNotJoined(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root can read everything")
	}
	h, box := newHouse(t), t.TempDir()
	h.Join = true
	for _, n := range []int{1, 2} {
		pile(t, filepath.Join(box, fmt.Sprintf("%d.tif", n)), "Text")
	}
	if err := os.Chmod(filepath.Join(box, "2.tif"), 0); err != nil {
		t.Fatal(err)
	}
	if sum := h.take(t, box); sum.Files[ingest.Failed] != 2 || len(h.documents(t)) != 0 {
		t.Errorf("%+v", sum)
	}
}

func TestStacksAreCut(t *testing.T) {
	for _, c := range []struct {
		name   string
		kind   separator.Kind
		duplex bool
		pages  []string
		want   map[string]int // documents by name
		seps   int
	}{
		{"patch", separator.Patch, false, []string{"|T", "eins", "zwei", "|T", "drei", ""}, map[string]int{"stapel 1.bound": 2, "stapel 2.bound": 2}, 2},
		{"several in a row and at the end", separator.Patch, false, []string{"eins", "|T", "|T", "zwei", "|T"}, map[string]int{"stapel 1.bound": 1, "stapel 2.bound": 1}, 3},
		{"blank", separator.Blank, false, []string{"eins", "", "zwei", "drei"}, map[string]int{"stapel 1.bound": 1, "stapel 2.bound": 2}, 1},
		{"blank, both sides", separator.Blank, true, []string{"eins", "", "", "", "zwei", "drei"}, map[string]int{"stapel 1.bound": 2, "stapel 2.bound": 2}, 2},
		{"patch, both sides", separator.Patch, true, []string{"|T", "", "eins", "", "|T", "zwei"}, map[string]int{"stapel 1.bound": 2, "stapel 2.bound": 1}, 3},
		{"bar code", separator.Barcode, false, []string{"#Bauakte 1/2", "eins", "#", "zwei", "|T"}, map[string]int{"Bauakte 1-2.bound": 1, "stapel 2.bound": 2}, 2},
		{"none", separator.Patch, false, []string{"eins", "", "zwei"}, map[string]int{"stapel.tif": 3}, 0},
		{"nothing else", separator.Patch, false, []string{"|T", "|T"}, map[string]int{}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			if testing.Short() && c.kind == separator.Barcode {
				t.Skip("draws PDF")
			}
			h, box := newHouse(t), t.TempDir()
			h.Split, h.Duplex = c.kind, c.duplex
			pile(t, filepath.Join(box, "stapel.tif"), c.pages...)
			sum := h.take(t, box)
			if diff := cmp.Diff(h.names(t), c.want); diff != "" {
				t.Fatalf("documents (-got +want)\n%s", diff)
			}
			if sum.Total() != 1 || sum.PageTotal() != len(c.pages) || sum.Pages[document.Separator] != c.seps {
				t.Errorf("summary: %+v", sum)
			}
			acc := h.account(t)
			if acc.PagesIn != len(c.pages) || acc.PagesOut != len(c.pages) || acc.Verdicts[document.Separator] != c.seps {
				t.Errorf("account: %d in, %d out, %v", acc.PagesIn, acc.PagesOut, acc.Verdicts)
			}
			h.verified(t)
			reads := h.read.Load()
			if sum := h.take(t, box); sum.Files[ingest.Known] != 1 || h.read.Load() != reads {
				t.Errorf("again: %+v, %d reads", sum, h.read.Load()-reads)
			}
		})
	}
}

// A folder of a scanner that writes a file a page, with separator sheets among them.
func TestAJoinedFolderIsCut(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	h.Join, h.Split = true, separator.Patch
	for i, p := range []string{"eins", "zwei", "|T", "drei"} {
		pile(t, filepath.Join(box, "Kiste", fmt.Sprintf("%d.tif", i)), p)
	}
	h.take(t, box)
	if diff := cmp.Diff(h.names(t), map[string]int{"Kiste 1.bound": 2, "Kiste 2.bound": 1}); diff != "" {
		t.Errorf("documents (-got +want)\n%s", diff)
	}
	if acc := h.account(t); acc.PagesIn != 4 || acc.PagesOut != 4 || acc.Files[ingest.Bound] != 4 {
		t.Errorf("account: %+v", acc)
	}
	if n := h.verified(t); n.Leaves != 4 || n.Unfinished != 0 {
		t.Errorf("verify: %+v", n)
	}
}

// What was broken off after the binding is gone on with, also without the source.
func TestBoundDocumentsAreReadLater(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	h.Split = separator.Patch
	pile(t, filepath.Join(box, "stapel.tif"), "eins", "|T", "zwei", "drei")
	ctx, cancel := context.WithCancel(t.Context())
	h.Report = func(e ingest.Event) {
		if e.Event == "page" {
			cancel() // after the first page
		}
	}
	if _, err := h.Import(ctx, ctx, []string{box}); err == nil {
		t.Fatal("went through")
	}
	if n := len(h.documents(t)); n == 2 {
		t.Skip("all was read before the end")
	}
	h.Report, h.Split, h.Unread = nil, "", true
	h.take(t)
	if diff := cmp.Diff(h.names(t), map[string]int{"stapel 1.bound": 1, "stapel 2.bound": 2}); diff != "" {
		t.Errorf("documents (-got +want)\n%s", diff)
	}
	h.verified(t)
}

func TestBoundDocumentsAreReprocessed(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	h.Split = separator.Patch
	pile(t, filepath.Join(box, "stapel.tif"), "eins", "|T", "zwei", "drei")
	h.take(t, box)
	before := h.names(t)
	h.Made.Policy = "another"
	if all := h.reprocess(t, false); len(all) != 2 || slices.ContainsFunc(all, func(d ingest.Difference) bool { return !d.Same() }) {
		t.Errorf("reprocessed: %+v", all)
	}
	if diff := cmp.Diff(h.names(t), before); diff != "" {
		t.Errorf("documents (-got +want)\n%s", diff)
	}
	h.verified(t)
}

// A manifest that somebody delivers without the pages it binds is kept in quarantine and does no harm.
func TestAForeignManifestIsQuarantined(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	leaves := []document.Leaf{{Original: strings.Repeat("ab", 32), Page: 1}}
	write(t, filepath.Join(box, "fremd.txt"), string(document.Manifest(leaves)))
	if sum := h.take(t, box); sum.Files[ingest.Quarantined] != 1 {
		t.Errorf("%+v", sum)
	}
}
