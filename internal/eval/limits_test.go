package eval

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aktenkundig/document"
)

func TestMisreadMeansHalfOfAWordOrThreeQuartersOfAJoin(t *testing.T) {
	for _, c := range []struct {
		truth, got string
		want       int
	}{
		{"abcd", "abxy", 2}, {"abcd", "axyz", 0}, {"ab", "abxy", 2}, {"ab", "abxyz", 0},
		{"ab cd", "abcx", 3}, {"ab cd", "abxy", 0}, {"abcdefgh", "ab cd efxy", 6}, {"abcdefgh", "ab cd exyz", 0},
	} {
		if got := explained(runes(c.truth), runes(c.got)); got != c.want {
			t.Errorf("%q read as %q: %d characters explained, want %d", c.truth, c.got, got, c.want)
		}
	}
}

func TestBoxesMatchUpToTheirLimits(t *testing.T) {
	square := document.Box{100, 100, 110, 110}
	for _, c := range []struct {
		name  string
		match func(a, b document.Box) bool
		box   document.Box
		want  bool
	}{
		{"near: six times as large", near, document.Box{75, 100, 135, 110}, true},
		{"near: more than six times", near, document.Box{75, 100, 136, 110}, false},
		{"near: a sixth, at the edge", near, document.Box{100, 100, 108, 102}, false},
		{"near: a fifth", near, document.Box{100, 100, 110, 102}, true},
		{"near: centre outside", near, document.Box{105, 100, 116, 110}, false},
		{"near: no area", near, document.Box{105, 105, 105, 110}, false},
		{"overlap: half is added", overlap, document.Box{100, 100, 110, 120}, true},
		{"overlap: more than that", overlap, document.Box{100, 100, 110, 121}, false},
		{"overlap: half is missing", overlap, document.Box{100, 100, 110, 105}, true},
		{"overlap: more than that", overlap, document.Box{100, 100, 110, 104}, false},
		{"on it: half of it", lies, document.Box{105, 100, 115, 110}, true},
		{"on it: less", lies, document.Box{106, 100, 116, 110}, false},
		{"on it: half of the smaller", lies, document.Box{100, 98, 104, 102}, true},
	} {
		if got := c.match(square, c.box); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func lies(a, b document.Box) bool { return onOne(b, []document.Box{a}) }

func TestLongGapsAreAlignedAsAWhole(t *testing.T) {
	what := map[What]int{}
	for _, l := range Align(Tokens("alpha Dresden"), Tokens("alphq Dresdcn Q1 Q2")) {
		what[l.What]++
	}
	if what[Misread] != 2 || what[Leaked] != 2 {
		t.Errorf("%v, want two misread and two leaked", what)
	}
}

// Every page of a garbled document must come out, however long it is.
func TestVeryLongGapsAreCutInProportion(t *testing.T) {
	var truth, got []string
	for i := range 1100 {
		word := strings.Repeat(string(rune('a'+i%26)), 4+i%7)
		truth, got = append(truth, word+"0"), append(got, word+"1")
	}
	misread := 0
	for _, l := range Align(truth, got) {
		if l.What == Misread {
			misread += l.Truth[1] - l.Truth[0]
		}
	}
	if misread != len(truth) {
		t.Errorf("%d of %d words found misread", misread, len(truth))
	}
}

func TestAWordInTheAsideExcusesOneLossOnly(t *testing.T) {
	it := typedItem("x", "Rat tagt Rat")
	ours := Plain("Rat tagt Rat")
	ours.Pages[0].Words[0].Hidden = true
	ours.Pages[0].Words = ours.Pages[0].Words[:2]
	c := Compare([]FileScore{Score(it, ours)}, []FileScore{Score(it, Plain("Rat tagt Rat"))})
	if b := c.Sets[0]; b.LostToThem != 2 || b.Gone != 1 {
		t.Errorf("lost %d, gone %d; want 2, 1", b.LostToThem, b.Gone)
	}
}

func TestLeaksAreComparedAlikeWhenOneSideHasNoBoxes(t *testing.T) {
	it, d := memo()
	d.Pages[0].Words[1].Text = "%&$"
	ours, plain := Score(it, d), Score(it, Plain("Der %&$\ntagt."))
	if ours.Leaked != 0 {
		t.Fatalf("leaked %d, but the word lies on a typed one", ours.Leaked)
	}
	if b := Compare([]FileScore{ours}, []FileScore{plain}).Sets[0]; b.Leaked != [2]float64{1, 1} {
		t.Errorf("leaked %v, want one on either side", b.Leaked)
	}
	if b := Compare([]FileScore{ours}, []FileScore{ours}).Sets[0]; b.Leaked != [2]float64{0, 0} {
		t.Errorf("leaked %v, want none", b.Leaked)
	}
}

func TestFindingsOfNoiseAreNoArtefacts(t *testing.T) {
	it, d := memo()
	d.Pages[0].Artefacts = append(d.Pages[0].Artefacts, document.Artefact{Kind: document.NoiseKind, Box: document.Box{0, 0, 9, 9}})
	if s := Score(it, d); len(s.Artefacts) != 2 || s.Artefacts[1].Near.Got != 1 {
		t.Errorf("%+v", s.Artefacts)
	}
}

func TestQuantilesByNearestRank(t *testing.T) {
	c := Counts{SkewErrors: []float64{0.5, 0.1, 0.3, 0.2, 0.4}, BoxErrors: []float64{7, 1}}
	if c.Skew(0.5) != 0.3 || c.Skew(0) != 0.1 || c.Skew(1) != 0.5 || c.Skew(0.95) != 0.5 || c.BoxError() != 7 {
		t.Errorf("%v %v %v", c.Skew(0.5), c.Skew(0.95), c.BoxError())
	}
}

func TestToleranceIsRelativeAboveOne(t *testing.T) {
	path := filepath.Join(t.TempDir(), "golden.txt")
	sets := []SetScore{{Set: All, Counts: Counts{Files: 1, PagesIn: 1, PagesOut: 1, Leaked: 100}}}
	if err := WriteGolden(path, sets); err != nil {
		t.Fatal(err)
	}
	sets[0].Leaked = 104
	if err := Golden(path, sets, 0.05); err != nil {
		t.Errorf("four in a hundred more is within tolerance, but %v", err)
	}
	if err := Golden(path, sets, 0.03); err == nil {
		t.Error("four in a hundred more is beyond tolerance")
	}
}

func TestTruthOfNoReasonableSizeIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "letter.gt.txt")
	write(t, filepath.Dir(path), "letter.gt.txt", "")
	if err := os.Truncate(path, maxSize+1); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadTruth(path); err == nil || !strings.Contains(err.Error(), "larger than 8 MB") {
		t.Errorf("got %v", err)
	}
}

func TestFoldedCaseStaysComposed(t *testing.T) {
	if got := lower("\u01f0"); got != "\u01f0" {
		t.Errorf("%+q", got)
	}
}

func runes(text string) [][]rune {
	var words [][]rune
	for _, w := range strings.Fields(text) {
		words = append(words, []rune(w))
	}
	return words
}

func TestTableOfTesseractIsARecordWithBoxes(t *testing.T) {
	d := PlainTSV("level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n" +
		"1\t1\t0\t0\t0\t0\t0\t0\t100\t200\t-1\t\n" +
		"4\t1\t1\t1\t1\t0\t10\t10\t60\t12\t-1\t\n" +
		"5\t1\t1\t1\t1\t1\t10\t10\t20\t12\t96.1\tDer\n" +
		"5\t1\t1\t1\t1\t2\t34\t10\t30\t12\t91\tRat\n" +
		"5\t1\t1\t1\t2\t1\t10\t30\t30\t12\t91\ttagt.\n" +
		"5\t1\t1\t1\t2\t2\tx\t30\t30\t12\t91\tbroken\n" +
		"1\t2\t0\t0\t0\t0\t0\t0\t100\t200\t-1\t\n")
	if len(d.Pages) != 2 || len(d.Pages[1].Words) != 0 || d.Pages[0].Body().String != "Der Rat\ntagt." {
		t.Fatalf("%+v", d.Pages)
	}
	if b := d.Pages[0].Words[1].Box; b != (document.Box{34, 10, 64, 22}) {
		t.Errorf("box %v", b)
	}
}

func TestWhatWasMisreadIsNoVoid(t *testing.T) {
	it, d := memo()
	d.Pages[0].Words[1].Text = "%&$"
	theirs := Score(it, Plain("Der Rat\ntagt."))
	if b := Compare([]FileScore{Score(it, d)}, []FileScore{theirs}).Sets[0]; b.LostToThem != 1 || b.Void != 0 {
		t.Errorf("lost %d, void %d; want 1, 0", b.LostToThem, b.Void)
	}
	d.Pages[0].Words[1].Box = document.Box{900, 900, 910, 910}
	if b := Compare([]FileScore{Score(it, d)}, []FileScore{theirs}).Sets[0]; b.LostToThem != 1 || b.Void != 1 {
		t.Errorf("lost %d, void %d; want 1, 1", b.LostToThem, b.Void)
	}
}
