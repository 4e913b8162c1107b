package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"image"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/index"
	"aktenkundig/internal/eval"
	"aktenkundig/internal/memogen"
	"aktenkundig/ocr"
	"aktenkundig/ocr/ocrtest"
	"aktenkundig/ocr/worker"

	"github.com/google/go-cmp/cmp"
)

// quickReads names a file: a worker process of the test binary then reads quickly, whatever is on the page, and adds
// a line to the file for each ink it begins to read. The test is about the machinery around the engine.
const quickReads = "AKTE_TEST_QUICK_READS"

// quickWorker is what the test binary is as `ocr-worker`.
func quickWorker(log string) error {
	f, err := os.OpenFile(log, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return worker.Serve(os.Stdin, os.Stdout, ocrtest.Func(func(_ context.Context, ink ocr.Ink) (ocr.Reading, error) {
		h := fnv.New64a()
		h.Write(ink.Image.Pix)
		fmt.Fprintf(f, "%x\n", h.Sum64())
		time.Sleep(10 * time.Millisecond)
		return ocrtest.Line("Der", "Stadtrat", "beschließt", "die", "Vorlage", paperNumber(h.Sum64())), nil
	}))
}

// paperNumber is a reference that a page can be found by.
func paperNumber(n uint64) string { return fmt.Sprintf("V%04d/%02d", n/100%10000, n%100) }

const (
	manyDocuments = 60
	manySlots     = 2
)

// TestImportOfManyFilesSurvivesKills kills an import of 60 documents at random instants with its whole process group:
// inside reading, Put, ledger and index. In the end the archive is as an undisturbed one, byte for byte, each file is
// told as new once, every page is found, and no more was read twice than was in work.
// AKTE_TEST_KILLS says how often; `make kill-test` kills 200 times.
func TestImportOfManyFilesSurvivesKills(t *testing.T) {
	if testing.Short() {
		t.Skip("imports sixty files several times")
	}
	needEngine(t)
	r := randomly(t)
	survivesKills(t, r, killsWanted(t, 8), manyFiles(t, r))
}

// TestImportOfStacksSurvivesKills is the same with folders that are joined and stacks that are cut. No sheet may get lost
// between a stack and its documents, and none be told twice.
func TestImportOfStacksSurvivesKills(t *testing.T) {
	if testing.Short() {
		t.Skip("imports twenty stacks several times")
	}
	needEngine(t)
	r := randomly(t)
	survivesKills(t, r, killsWanted(t, 6), manyStacks(t, r), "--join", "folder", "--split", "patch")
}

func randomly(t *testing.T) *rand.Rand {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// killsWanted is how often to kill.
func killsWanted(t *testing.T, usual int) int {
	t.Helper()
	n, err := strconv.Atoi(first(os.Getenv("AKTE_TEST_KILLS"), strconv.Itoa(usual)))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// survivesKills imports box undisturbed, then with so many kills in all, and compares.
func survivesKills(t *testing.T, r *rand.Rand, wanted int, box string, flags ...string) {
	t.Helper()
	dir := t.TempDir()
	calm := filepath.Join(dir, "calm")
	start := time.Now()
	if out, err := quickImport(t, calm, box, filepath.Join(dir, "calm.reads"), flags...).CombinedOutput(); exit(err) != exitSomeFailed {
		t.Fatalf("import: %v\n%s", err, out)
	}
	whole := time.Since(start)
	calmReads, pages := len(readsIn(t, filepath.Join(dir, "calm.reads"))), pagesFound(t, calm)
	t.Logf("an undisturbed import took %v: %d pages, %d inks", whole.Round(time.Millisecond), pages, calmReads)

	struck, archives, twice := 0, 0, 0
	for ; struck < wanted; archives++ {
		killed := filepath.Join(dir, fmt.Sprint(archives))
		log := killed + ".reads"
		before := struck
		for struck < wanted && killAfter(t, quickImport(t, killed, box, log, flags...), time.Duration(r.Int64N(int64(whole/2)))) {
			struck++
		}
		if out, err := quickImport(t, killed, box, log, flags...).CombinedOutput(); exit(err) != exitSomeFailed {
			t.Fatalf("last import: %v\n%s", err, out)
		}
		same(t, killed, calm)
		if diff := cmp.Diff(told(t, killed), told(t, calm)); diff != "" {
			t.Errorf("ledgers (-killed +calm)\n%s", diff)
		}
		pagesFound(t, killed)
		again := len(readsIn(t, log)) - calmReads
		twice += again
		// A page in work may have had all its inks read, those that tell which way is up among them.
		if most := (struck - before) * manySlots * inksOfAPage; again > most {
			t.Errorf("%d inks read twice after %d kills, want at most %d", again, struck-before, most)
		}
		if t.Failed() {
			t.FailNow()
		}
		if struck == before && archives > wanted {
			t.Fatalf("only %d of %d kills met a living import", struck, wanted)
		}
		os.RemoveAll(killed)
	}
	t.Logf("%d kills over %d archives, %d inks read twice, %.2f a kill", struck, archives, twice, float64(twice)/float64(struck))
}

// inksOfAPage is how many inks the pages of manyFiles have at most: the page itself, and pieces of it in four turns.
const inksOfAPage = 5

func quickImport(t *testing.T, archive, box, log string, flags ...string) *exec.Cmd {
	cmd := command(t, archive, append([]string{"import", "--jobs", fmt.Sprint(manySlots), box}, flags...)...)
	cmd.Env = append(cmd.Env, quickReads+"="+log)
	return cmd
}

// manyFiles is a folder of texts, pictures, stacks, copies and broken files, other ones each time.
func manyFiles(t *testing.T, r *rand.Rand) string {
	t.Helper()
	box := t.TempDir()
	for i := range manyDocuments {
		name := filepath.Join(box, fmt.Sprintf("akte %d", i))
		switch {
		case i%20 == 7:
			write(t, name+".pdf", fmt.Sprintf("%%PDF-1.4\n%d and nothing more", i))
		case i%20 == 13:
			write(t, name+".txt", text(r, i-1)) // a new text; its copy comes beside it
			data, _ := os.ReadFile(name + ".txt")
			write(t, name+" copy.txt", string(data))
		case i%3 == 0:
			write(t, name+".txt", text(r, i))
		default:
			format, n := string(memogen.TIFFG4), 1+r.IntN(4)
			if i%3 == 1 {
				format, n = memogen.PNG, 1
			}
			m := memogen.Memo{Format: format}
			for p := range n {
				img := scribble(r)
				m.Pages = append(m.Pages, img)
				m.Truth.Pages = append(m.Truth.Pages, eval.TruthPage{Number: p + 1, DPI: 150, Scan: document.Size{img.Rect.Dx(), img.Rect.Dy()}})
			}
			data, err := memogen.Encode(m)
			if err != nil {
				t.Fatal(err)
			}
			write(t, name+map[string]string{memogen.TIFFG4: ".tif", memogen.PNG: ".png"}[format], string(data))
		}
	}
	return box
}

// manyStacks is a folder of folders with pictures and of stacks, with sheets of patch T among their pages, and a broken file.
func manyStacks(t *testing.T, r *rand.Rand) string {
	t.Helper()
	box := t.TempDir()
	write(t, filepath.Join(box, "broken.pdf"), "%PDF-1.4 and nothing more")
	for i := range 10 {
		folder := filepath.Join(box, fmt.Sprintf("folder %d", i))
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		for page := range 2 + r.IntN(6) {
			write(t, filepath.Join(folder, fmt.Sprintf("%d.tif", page)), string(tiff(t, sheetOrPatch(r))))
		}
	}
	for i := range 10 { // each in a folder of its own, for a folder is joined
		folder := filepath.Join(box, fmt.Sprintf("stack %d", i))
		if err := os.Mkdir(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		var pages []image.Image
		for range 3 + r.IntN(8) {
			pages = append(pages, sheetOrPatch(r))
		}
		write(t, filepath.Join(folder, "stack.tif"), string(tiff(t, pages...)))
	}
	return box
}

func tiff(t *testing.T, pages ...image.Image) []byte {
	t.Helper()
	m := memogen.Memo{Format: memogen.TIFFG4, Pages: pages}
	for i, p := range pages {
		m.Truth.Pages = append(m.Truth.Pages, eval.TruthPage{Number: i + 1, DPI: 100, Scan: document.Size{p.Bounds().Dx(), p.Bounds().Dy()}})
	}
	data, err := memogen.Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// sheetOrPatch is a scribble or, one time in four, a sheet with patch T.
func sheetOrPatch(r *rand.Rand) *image.Gray {
	if r.IntN(4) > 0 {
		return scribble(r)
	}
	img := image.NewGray(image.Rect(0, 0, 300, 200))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	y := 60
	for i, thick := range []int{8, 8, 20, 8, 8, 8, 20} {
		for ; thick > 0; thick, y = thick-1, y+1 {
			for x := 60; i%2 == 0 && x < 240; x++ {
				img.Pix[y*img.Stride+x] = byte(r.IntN(60))
			}
		}
	}
	return img
}

func text(r *rand.Rand, i int) string {
	var pages []string
	for range 1 + i%3 {
		pages = append(pages, "Der Stadtrat beschließt die Vorlage "+paperNumber(r.Uint64())+".")
	}
	return strings.Join(pages, "\f")
}

// scribble is a small page with bars where lines of words would be.
func scribble(r *rand.Rand) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, 300, 200))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for y := 30; y < 170; y += 25 {
		for x := 20; x < 260; {
			w := 2 + r.IntN(5)
			for yy := y; yy < y+10; yy++ {
				for xx := x; xx < x+w; xx++ {
					img.Pix[yy*img.Stride+xx] = 0
				}
			}
			x += w + 3 + r.IntN(9)
		}
	}
	return img
}

// readsIn gives the inks in a log of reads.
func readsIn(t *testing.T, log string) []string {
	t.Helper()
	data, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Fields(string(data))
}

// pagesFound searches every page of an archive by its reference and counts them.
func pagesFound(t *testing.T, dir string) (pages int) {
	t.Helper()
	a, err := archive.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	ix, err := index.Open(a.IndexDir())
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	for id, err := range a.IDs() {
		if err != nil {
			t.Fatal(err)
		}
		d, err := a.Get(id)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range d.Pages {
			pages++
			if len(p.Words) == 0 {
				t.Errorf("%s page %d has no word", d.Source.Name, p.Number)
				continue
			}
			want := strings.Trim(p.Words[len(p.Words)-1].Text, ".")
			res, err := ix.Search(t.Context(), source(a), index.Request{Query: want, Limit: 50})
			if err != nil {
				t.Fatal(err)
			}
			found := false
			for _, h := range res.Hits {
				found = found || h.ID == id && h.Page == p.Number
			}
			if !found {
				t.Errorf("%s page %d is not found by %s", d.Source.Name, p.Number, want)
			}
		}
	}
	return pages
}

// told is what the ledgers say of each path: the first outcome that is not known, else known. Twins are told with
// whichever of two files was put last.
func told(t *testing.T, dir string) map[string]archive.Entry {
	t.Helper()
	a, err := archive.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	batches, err := a.Batches()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]archive.Entry{}
	for _, b := range batches {
		for e, err := range a.Entries(b) {
			if err != nil {
				continue // torn by the kill; verify looks at it
			}
			old, there := all[e.Path]
			if there && old.Outcome != archive.KnownFile && e.Outcome == old.Outcome && old.Outcome != archive.QuarantinedFile {
				t.Errorf("%s is told as %s twice", e.Path, e.Outcome)
			}
			if !there || old.Outcome == archive.KnownFile {
				e.Time, e.Same, e.Near = "", nil, nil
				all[e.Path] = e
			}
		}
	}
	return all
}
