package memogen

import (
	"bytes"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"aktenkundig/document"
	"aktenkundig/internal/eval"
	"aktenkundig/internal/memogen/prose"

	"github.com/google/go-cmp/cmp"
)

func TestSameSeedDrawsTheSameMemo(t *testing.T) {
	for _, format := range []string{JPEG, PDFG4} {
		o := Options{Format: format, Pages: 1, Extra: []document.Verdict{}}
		a, b := Draw(5, o), Draw(5, o)
		if diff := cmp.Diff(a.Truth, b.Truth); diff != "" {
			t.Error(diff)
		}
		one, err := Encode(a)
		if err != nil {
			t.Fatal(err)
		}
		two, err := Encode(b)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(one, two) {
			t.Errorf("%s: equal seeds gave different bytes", format)
		}
	}
}

func TestComposeSaysWhatDrawDraws(t *testing.T) {
	for seed := range uint64(3) {
		drawn, composed := Draw(seed, Options{Pages: 1}), Compose(seed, Options{Pages: 1})
		if got, want := composed.Pages[0].Text, drawn.Truth.Pages[0].Text; got != want {
			t.Errorf("seed %d: composed\n%s\ndrawn\n%s", seed, got, want)
		}
	}
}

// Words and text are two views of one thing; every word must lie on the scan and hold ink up to its box's edges.
func TestWordBoxesAreTightAroundTheInk(t *testing.T) {
	for _, classes := range [][]string{{Clean}, {Clean, Turned}, {Clean, Skew}} {
		m := Draw(11, Options{Language: prose.German, Classes: classes, Artefacts: []document.Kind{}, Pages: 1, Format: JPEG})
		page, grey := m.Truth.Pages[0], toGrey(m.Pages[0])
		if got := grey.Rect.Max; got != image.Pt(page.Scan[0], page.Scan[1]) {
			t.Fatalf("scan is %v, truth says %v", got, page.Scan)
		}
		for _, w := range page.Words {
			if !tight(grey, w.Box) {
				t.Errorf("%v: box %v of %q is not tight", classes, w.Box, w.Text)
			}
		}
	}
}

// tight tells whether ink comes within two pixels of each edge of the box.
func tight(im *image.Gray, b [4]int) bool {
	dark := func(x0, y0, x1, y1 int) bool {
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				if im.GrayAt(x, y).Y < 170 {
					return true
				}
			}
		}
		return false
	}
	return dark(b[0], b[1], b[0]+2, b[3]) && dark(b[2]-2, b[1], b[2], b[3]) && dark(b[0], b[1], b[2], b[1]+2) &&
		dark(b[0], b[3]-2, b[2], b[3])
}

func toGrey(im image.Image) *image.Gray {
	if g, ok := im.(*image.Gray); ok {
		return g
	}
	out := image.NewGray(im.Bounds())
	for y := range out.Rect.Max.Y {
		for x := range out.Rect.Max.X {
			out.Set(x, y, im.At(x, y))
		}
	}
	return out
}

func TestWordsAreTheTextInOrder(t *testing.T) {
	for seed := range uint64(6) {
		m := Draw(seed, Options{Classes: []string{Fax}})
		for _, p := range m.Truth.Pages {
			words := []string{}
			for _, w := range p.Words {
				words = append(words, w.Text)
				if w.Box[0] < 0 || w.Box[1] < 0 || w.Box[2] > p.Scan[0] || w.Box[3] > p.Scan[1] || w.Box[0] >= w.Box[2] || w.Box[1] >= w.Box[3] {
					t.Errorf("seed %d, page %d: box %v of %q", seed, p.Number, w.Box, w.Text)
				}
			}
			if diff := cmp.Diff(words, strings.Fields(p.Text)); diff != "" {
				t.Errorf("seed %d, page %d: %s", seed, p.Number, diff)
			}
		}
	}
}

func TestNothingIsSetOverAnotherWord(t *testing.T) {
	for seed := range uint64(120) {
		d := &drawer{plan: newPlan(seed, Options{}), book: book{}, author: &prose.Author{}}
		d.set()
		for i, l := range d.leaves {
			var boxes []document.Box
			for _, w := range l.words {
				box := document.Box{int(w.x), int(w.y - w.size*0.6), int(w.x + d.book.face(w.face).width(w.text)*w.size), int(w.y)}
				if box[2] > d.paper[0] || box[3] > d.paper[1] || box[0] < 0 || box[1] < 0 {
					t.Errorf("seed %d, page %d: %q is off the paper: %v", seed, i+1, w.text, box)
				}
				for k, other := range boxes {
					if !box.Intersect(other).Empty() {
						t.Errorf("seed %d, page %d: %q lies on %q", seed, i+1, w.text, l.words[k].text)
					}
				}
				boxes = append(boxes, box)
			}
		}
	}
}

// What a memo states about itself must be read on the page that the field names.
func TestFieldsStandOnTheirPage(t *testing.T) {
	for seed := range uint64(150) {
		truth := Compose(seed, Options{})
		for _, f := range truth.Fields {
			switch f.Name {
			case "from", "to": // file number and date may stand on the same lines
				if text := truth.Pages[f.Page-1].Text; !inOrder(strings.Fields(f.Value), strings.Fields(text)) {
					t.Errorf("seed %d: %s %q is not on page %d:\n%s", seed, f.Name, f.Value, f.Page, text)
				}
			case "reference", "subject", "signatory", "file-number":
				if text := strings.Join(strings.Fields(truth.Pages[f.Page-1].Text), " "); !strings.Contains(unbroken(text), unbroken(f.Value)) {
					t.Errorf("seed %d: %s %q is not on page %d:\n%s", seed, f.Name, f.Value, f.Page, text)
				}
			}
		}
	}
}

// inOrder tells whether words stand in text one after the other, others between them.
func inOrder(words, text []string) bool {
	for _, w := range text {
		if len(words) > 0 && w == words[0] {
			words = words[1:]
		}
	}
	return len(words) == 0
}

// unbroken removes blanks and hyphens, since a line may end inside a word.
func unbroken(s string) string { return strings.NewReplacer(" ", "", "-", "").Replace(s) }

func TestVocabularyIsLarge(t *testing.T) {
	for language, want := range map[string]int{prose.German: 3000, prose.English: 900} {
		seen := map[string]bool{}
		for seed := range uint64(150) {
			for _, p := range Compose(seed, Options{Language: language}).Pages {
				for _, w := range strings.FieldsFunc(p.Text, func(r rune) bool { return !unicode.IsLetter(r) }) {
					seen[w] = true
				}
			}
		}
		t.Logf("%s: %d words in 150 memos", language, len(seen))
		if len(seen) < want {
			t.Errorf("%s: %d distinct words, want at least %d", language, len(seen), want)
		}
	}
}

func TestOptionsAreObeyed(t *testing.T) {
	o := Options{Language: prose.English, Kind: "motion", Classes: []string{Fax, Skew}, Artefacts: []document.Kind{document.Hole, document.Signature},
		Pages: 2, Extra: []document.Verdict{document.Blank, document.Picture}, Paper: "letter", Format: TIFFG4}
	m := Draw(3, o)
	var verdicts []string
	for _, p := range m.Truth.Pages {
		verdicts = append(verdicts, p.Verdict)
		if p.DPI != 200 || p.Skew == 0 || p.Turn != 0 {
			t.Errorf("page %d: %v dpi, skew %v, turn %v", p.Number, p.DPI, p.Skew, p.Turn)
		}
	}
	if diff := cmp.Diff(verdicts, []string{"text", "text", "blank", "picture"}); diff != "" {
		t.Error(diff)
	}
	kinds := kindsOf(m.Truth)
	if kinds["hole"] != 12 || kinds["signature"] == 0 || kinds["stamp"] != 0 || kinds["logo"] != 0 {
		t.Errorf("artefacts: %v", kinds)
	}
}

func TestOtherSideThatLeavesNoTraceInBlackAndWhiteIsBlank(t *testing.T) {
	behind := &mask{document.Box{0, 0, 10, 10}, bytes.Repeat([]byte{255}, 100)}
	scan := image.NewGray(image.Rect(0, 0, 10, 10))
	for i := range scan.Pix {
		scan.Pix[i] = 255
	}
	scan.Pix[7] = 0
	if behind.shows(scan) {
		t.Error("one pixel of a hundred is seen")
	}
	for i := range 10 {
		scan.Pix[5*i] = 0
	}
	if !behind.shows(scan) {
		t.Error("a tenth of it is not seen")
	}
	for class, want := range map[string]document.Verdict{Fax: document.Blank, Scan: document.ShowThrough} {
		m := Draw(3, Options{Classes: []string{class}, Pages: 1, Extra: []document.Verdict{document.ShowThrough}, Artefacts: []document.Kind{}})
		p := m.Truth.Pages[1]
		if p.Verdict != string(want) || (len(p.Artefacts) == 0) != (want == document.Blank) {
			t.Errorf("%s: %s with %v, want %s", class, p.Verdict, p.Artefacts, want)
		}
	}
}

func kindsOf(truth eval.Truth) map[string]int {
	out := map[string]int{}
	for _, p := range truth.Pages {
		for _, a := range p.Artefacts {
			out[a.Kind]++
		}
	}
	return out
}

func TestCheckNamesWhatIsWrong(t *testing.T) {
	for _, o := range []Options{{Classes: []string{"dirty"}}, {Language: "fra"}, {Kind: "memo"}, {Format: "gif"}, {Paper: "a5"},
		{Format: PNG, Pages: 2}, {Pages: -1}, {Artefacts: []document.Kind{"coffee"}}, {Extra: []document.Verdict{document.Text}}} {
		if o.Check() == nil {
			t.Errorf("%+v passed", o)
		}
	}
}

// The engine knows nothing of the truth: on clean pages both must agree, else the truth is wrong.
func TestPlainEngineReadsCleanPagesAsTruthSays(t *testing.T) {
	if _, err := exec.LookPath("tesseract"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("tesseract is not installed")
		}
		t.Skip("tesseract is not installed")
	}
	for _, language := range []string{prose.German, prose.English} {
		m := Draw(21, Options{Language: language, Classes: []string{Clean}, Artefacts: []document.Kind{}, Format: PNG})
		dir := t.TempDir()
		file, err := Write(dir, "page", m)
		if err != nil {
			t.Fatal(err)
		}
		engine := exec.Command("tesseract", filepath.Join(dir, file), "-", "-l", language, "--psm", "3")
		engine.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
		read, err := engine.Output()
		if err != nil {
			t.Fatal(err)
		}
		lost := missing(strings.Fields(m.Truth.Pages[0].Text), strings.Fields(string(read)))
		if n := len(m.Truth.Pages[0].Words); len(lost)*25 > n {
			t.Errorf("%s: of %d words the engine did not read %q", language, n, lost)
		}
	}
}

// missing lists the words of a that b does not hold as often.
func missing(a, b []string) []string {
	have := map[string]int{}
	for _, w := range b {
		have[w]++
	}
	var out []string
	for _, w := range a {
		if have[w]--; have[w] < 0 && strings.ContainsFunc(w, unicode.IsLetter) {
			out = append(out, w)
		}
	}
	return out
}
