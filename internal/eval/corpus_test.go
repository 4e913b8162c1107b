package eval

import (
	"encoding/csv"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// The corpus of real scans notes, beside its texts, what another program measured with plain Tesseract: recall and
// precision of bare words. Ours must agree, read by the same engine.
func TestBareWordsAgreeWithFiguresOfAnotherProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds of Tesseract")
	}
	corpus := filepath.Join("..", "..", "..", "shared", "corpus", "ocr-gt")
	noted := notedFigures(t, filepath.Join(corpus, "MANIFEST.tsv"))
	if _, err := exec.LookPath("tesseract"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("tesseract is missing")
		}
		t.Skip("tesseract is missing")
	}
	for _, name := range []string{"classic/phototest.tif", "docspell/scanner-jfif.jpg", "sroie/072.jpg"} {
		t.Run(name, func(t *testing.T) {
			items, err := LoadTruth(filepath.Join(corpus, filepath.FromSlash(name)))
			if err != nil {
				t.Fatal(err)
			}
			run := exec.Command("tesseract", items[0].Path, "stdout", "-l", "eng", "--psm", "3")
			run.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
			text, err := run.Output()
			if err != nil {
				t.Fatal(err)
			}
			got, want := Score(items[0], Plain(string(text))).Bare(), noted[name]
			// Another release of the engine may read a few words in a hundred otherwise.
			if math.Abs(got.Recall()-want[0]) > 0.02 || math.Abs(got.Precision()-want[1]) > 0.02 {
				t.Errorf("recall %.3f, precision %.3f; noted are %v", got.Recall(), got.Precision(), want)
			}
		})
	}
}

// notedFigures reads recall and precision by file; the manifest's column says "eng r0.994 p0.982 o0.994".
func notedFigures(t *testing.T, path string) map[string][2]float64 {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Skip("the corpus of real scans is missing: ", err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := 0
	for i, name := range rows[0] {
		if strings.HasPrefix(name, "plain_tesseract") {
			column = i
		}
	}
	noted := make(map[string][2]float64)
	for _, row := range rows[1:] {
		p := strings.Fields(row[column])
		if len(p) != 4 {
			continue
		}
		recall, errR := strconv.ParseFloat(p[1][1:], 64)
		precision, errP := strconv.ParseFloat(p[2][1:], 64)
		if errR == nil && errP == nil {
			noted[row[0]] = [2]float64{recall, precision}
		}
	}
	return noted
}
