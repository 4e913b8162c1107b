package eval

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"aktenkundig/document"

	"github.com/google/go-cmp/cmp"
)

// memo is a page of three words, 100 by 50 pixels, with a stamp, and the record that reads it without a fault.
func memo() (Item, document.Document) {
	words := []TruthWord{{"Der", [4]int{10, 10, 20, 16}}, {"Rat", [4]int{24, 10, 34, 16}}, {"tagt.", [4]int{10, 20, 24, 26}}}
	truth := Truth{
		File: "memo.png", Classes: []string{"clean"},
		Pages: []TruthPage{{Number: 1, Verdict: "text", Scan: [2]int{100, 50}, Text: "Der Rat\ntagt.", Words: words,
			Artefacts: []TruthArtefact{{Kind: "stamp", Box: [4]int{50, 10, 90, 40}, Text: "25. APR. 2024", Date: "2024-04-25"}}}},
		Fields: []TruthField{{Name: "reference", Type: "motion", Value: "A0293/21", Page: 1}},
	}
	page := document.Page{Number: 1, Verdict: document.Text, Scan: document.Size{100, 50}, View: document.Size{100, 50},
		ToView: document.Identity(), Regions: []document.Region{{}}, Lines: []document.Line{{}, {}},
		Artefacts: []document.Artefact{{Kind: document.Stamp, Box: document.Box{52, 12, 90, 40}, Score: 0.8, Text: "25 Apr 2024"}}}
	for i, w := range words {
		page.Words = append(page.Words, document.Word{Text: w.Text, Box: w.Box, Line: i / 2, Conf: 1})
	}
	fields := []document.Field{{Name: "reference", Score: 0.9, Type: "motion", Value: "A0293/21", Page: 1}}
	return Item{Path: "memo.png", Set: "clean", Truth: truth}, document.Document{Pages: []document.Page{page}, Fields: fields}
}

func TestTruthAgainstItselfIsPerfect(t *testing.T) {
	it, d := memo()
	s := Score(it, d)
	want := Counts{
		Files: 1, Boxes: true, PagesIn: 1, PagesOut: 1, Chars: 13, Words: 3, GotWords: 3, Same: 3,
		BareWords: 3, BareGot: 3, BareCommon: 3, BareOrdered: 3,
		Verdicts: []Confusion{{"text", "text", 1}},
		Artefacts: []KindCounts{
			{Kind: "stamp", Near: Hits{1, 1, 1}, Overlap: Hits{1, 1, 1}, Texts: Hits{1, 1, 1}, Dates: Hits{1, 1, 1}},
			{Kind: Any, Near: Hits{1, 1, 1}, Overlap: Hits{1, 1, 1}, Texts: Hits{1, 1, 1}, Dates: Hits{1, 1, 1}}},
		Scores: []Bin{{0.8, 1, 1}},
		Fields: []FieldCounts{{"reference", Hits{1, 1, 1}}, {"reference:motion", Hits{1, 1, 1}}},
		Turns:  1, TurnsRight: 1, SkewErrors: []float64{0}, BoxErrors: []float64{0, 0, 0},
	}
	if diff := cmp.Diff(want, s.Counts); diff != "" {
		t.Errorf("want - got +\n%s", diff)
	}
}

func TestHiddenWordsCountAsLostButKept(t *testing.T) {
	it, d := memo()
	d.Pages[0].Words[1].Hidden = true
	s := Score(it, d)
	if s.Same != 2 || s.Lost != 1 || s.LostAside != 1 {
		t.Errorf("same %d, lost %d, in the aside %d; want 2, 1, 1", s.Same, s.Lost, s.LostAside)
	}
}

func TestTextPageCalledBlankLosesItsWords(t *testing.T) {
	it, d := memo()
	d.Pages[0].Verdict = document.Blank
	s := Score(it, d)
	if s.Lost != 3 || s.LostAside != 3 || s.VerdictAccuracy() != 0 || s.CER() != 1 {
		t.Errorf("lost %d, in the aside %d, verdicts %v, CER %v", s.Lost, s.LostAside, s.Verdicts, s.CER())
	}
}

func TestMissingAndExtraPagesAreCounted(t *testing.T) {
	it, d := memo()
	none := Score(it, document.Document{})
	if none.Lost != 3 || none.PagesOut != 0 || none.CER() != 1 || none.Verdicts[0].Got != "missing" || none.Artefacts[0].Near.Want != 1 {
		t.Errorf("nothing came out, but %+v", none.Counts)
	}
	d.Pages = append(d.Pages, d.Pages[0])
	extra := Score(it, d)
	if extra.Leaked != 3 || extra.PagesOut != 2 || extra.PagesIn != 1 {
		t.Errorf("a page too many: leaked %d, pages %d of %d", extra.Leaked, extra.PagesOut, extra.PagesIn)
	}
}

// A word read as garbage lies on what was typed; garbage beside it does not.
func TestLeaksAreWordsOnNothingTyped(t *testing.T) {
	it, d := memo()
	d.Pages[0].Words[1].Text = "%&$"
	d.Pages[0].Words = append(d.Pages[0].Words, document.Word{Text: "QLGZqGU*", Box: document.Box{55, 15, 85, 35}, Line: 1})
	s := Score(it, d)
	if s.Lost != 1 || s.LeakedByText != 2 || s.Leaked != 1 {
		t.Errorf("lost %d, leaked by text %d, leaked %d; want 1, 2, 1", s.Lost, s.LeakedByText, s.Leaked)
	}
	// Where "Rat" was read, what else lies on it is too much.
	d.Pages[0].Words[1].Text = "Rat"
	d.Pages[0].Words[3].Box = document.Box{24, 10, 34, 16}
	if s := Score(it, d); s.Leaked != 1 {
		t.Errorf("leaked %d, want 1", s.Leaked)
	}
}

// The view is the scan turned clockwise by 90° and doubled: figures are those of the scan all the same.
func TestBoxesAreComparedInScanPixels(t *testing.T) {
	it, d := memo()
	p := &d.Pages[0]
	p.ToView = document.Affine{0, 2, -2, 0, 100, 0}
	for i := range p.Words {
		p.Words[i].Box = p.ToView.Box(p.Words[i].Box)
	}
	p.Artefacts[0].Box = p.ToView.Box(p.Artefacts[0].Box)
	it.Truth.Pages[0].Turn = 90
	s := Score(it, d)
	if s.BoxError() != 0 || s.TurnsRight != 1 || s.Skew(1) > 1e-9 || s.Artefacts[0].Overlap.Right != 1 {
		t.Errorf("box error %v, turned %d, skew %v, %+v", s.BoxError(), s.TurnsRight, s.Skew(1), s.Artefacts)
	}
	it.Truth.Pages[0].Turn = 270
	if s := Score(it, d); s.TurnsRight != 0 {
		t.Error("upside down, but called upright")
	}
}

func TestTiltIsWhatTheViewLeavesOfTheSkew(t *testing.T) {
	turned := func(degrees float64) document.Affine {
		s, c := math.Sincos(degrees * math.Pi / 180)
		return document.Affine{c, s, -s, c, 3, 4}
	}
	for _, c := range []struct {
		turn              int
		skew, done, tilts float64
	}{
		{0, 0, 0, 0}, {0, 2, 0, 2}, {0, 2, -2, 0}, {0, 2, 2, 4}, {0, -3, 2.5, -0.5},
		{90, 1, 89, 0}, {90, 1, 90, 1}, {180, 0, 0, -180}, {270, -1, -89, 0},
	} {
		got, ok := Tilt(TruthPage{Turn: c.turn, Skew: c.skew}, turned(c.done))
		if !ok || math.Abs(got-c.tilts) > 1e-9 {
			t.Errorf("turn %d, skew %v, turned by %v: %v, want %v", c.turn, c.skew, c.done, got, c.tilts)
		}
	}
	if _, ok := Tilt(TruthPage{}, document.Affine{}); ok {
		t.Error("the zero map has a direction")
	}
}

func TestArtefactsMatchOneToOne(t *testing.T) {
	truth := []TruthArtefact{{Kind: "stamp", Box: [4]int{0, 0, 40, 40}}, {Kind: "stamp", Box: [4]int{10, 0, 50, 40}}, {Kind: "logo", Box: [4]int{200, 0, 240, 40}}}
	got := []found{
		{"stamp", "", document.Box{15, 0, 45, 40}, 0.95},    // near both stamps
		{"stamp", "", document.Box{0, 10, 15, 30}, 0.3},     // near the first alone: a sixth of it, almost
		{"signature", "", document.Box{200, 0, 240, 36}, 1}, // the logo under another name
		{"stamp", "", document.Box{300, 0, 310, 10}, 0.39},
	}
	want := []KindCounts{
		{Kind: "logo", Near: Hits{1, 0, 0}, Overlap: Hits{1, 0, 0}},
		{Kind: "signature", Near: Hits{0, 1, 0}, Overlap: Hits{0, 1, 0}},
		{Kind: "stamp", Near: Hits{2, 3, 2}, Overlap: Hits{2, 3, 1}},
		{Kind: Any, Near: Hits{3, 4, 3}, Overlap: Hits{3, 4, 2}},
	}
	if diff := cmp.Diff(want, countKinds(truth, got)); diff != "" {
		t.Errorf("want - got +\n%s", diff)
	}
	if diff := cmp.Diff([]Bin{{0.3, 2, 1}, {0.9, 2, 1}}, calibrate(truth, got)); diff != "" {
		t.Errorf("want - got +\n%s", diff)
	}
}

func TestStampDatesAreReadWithoutGuessing(t *testing.T) {
	for text, want := range map[string]string{
		"EINGEGANGEN 25. APR. 2024":   "2024-04-25",
		"25APR2024":                   "2024-04-25",
		"Received 7 March 1999 Clerk": "1999-03-07",
		"Amt 15.1, 03.12.24":          "2024-12-03",
		"1. März 2024":                "2024-03-01",
		"2024-04-25":                  "2024-04-25",
		"25. A8R. 2024":               "",
		"32. APR. 2024":               "",
		"EINGEGANGEN":                 "",
		"":                            "",
	} {
		if got, _ := stampDate(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestFieldsAreCountedAsDifferentValues(t *testing.T) {
	truth := []TruthField{{Name: "reference", Type: "motion", Value: "A0293/21"}, {Name: "reference", Type: "motion", Value: "A0293/21", Page: 2}, {Name: "date", Value: "2024-04-25"}}
	got := []document.Field{{Name: "reference", Score: 0.9, Type: "proposal", Value: "A0293/21"}, {Name: "date", Value: "2024-04-26", Score: 0.9}, {Name: "phone", Value: "4882000", Score: 0.9}}
	s := FileScore{Set: "x", Counts: Counts{Files: 1, Fields: Fields(truth, got)}}
	want := []FieldCounts{{"date", Hits{1, 1, 0}}, {"reference", Hits{1, 1, 1}}, {"reference:motion", Hits{1, 0, 0}}}
	if diff := cmp.Diff(want, Sum([]FileScore{s})[1].Fields); diff != "" {
		t.Errorf("want - got +\n%s", diff)
	}
}

func TestSumWeighsEveryCharacterAlike(t *testing.T) {
	long := Score(typedItem("long", strings.Repeat("a", 90)), Plain(strings.Repeat("a", 90)))
	short := Score(typedItem("short", "aaaaaaaaaa"), Plain("aaaaabbbbb"))
	short.Classes = []string{"fax", "short"}
	sets := Sum([]FileScore{long, short})
	var names []string
	for _, s := range sets {
		names = append(names, s.Set)
	}
	if diff := cmp.Diff([]string{"fax", "long", "short", All}, names); diff != "" {
		t.Errorf("want - got +\n%s", diff)
	}
	if got := sets[3].CER(); got != 0.05 || sets[3].Files != 2 {
		t.Errorf("CER %v of %d files, want 0.05 of 2", got, sets[3].Files)
	}
}

func TestFoldedCaseIsAlike(t *testing.T) {
	it := typedItem("sroie", "HAUPTSTRASSE 7 TOTAL")
	if s := Score(it, Plain("Hauptstraße 7 Total")); s.Same != 1 {
		t.Errorf("%d the same, want 1", s.Same)
	}
	items := []Item{it}
	FoldCase(items, "sroie")
	if s := Score(items[0], Plain("Hauptstraße 7 Total")); s.Same != 3 || s.CER() != 0 {
		t.Errorf("%d the same, CER %v; want 3, 0", s.Same, s.CER())
	}
}

func TestWholeTextIsComparedOverAllPages(t *testing.T) {
	s := Score(typedItem("x", "Der Rat tagt"), Plain("Der Rat\ftagt\f"))
	if s.PagesIn != 2 || s.PagesOut != 2 || s.CER() != 0 {
		t.Errorf("pages %d of %d, CER %v", s.PagesOut, s.PagesIn, s.CER())
	}
	if s := Score(typedItem("x", "Der Rat"), document.Document{}); s.PagesIn != 1 || s.PagesOut != 0 {
		t.Errorf("a file that vanished: %d pages of %d", s.PagesOut, s.PagesIn)
	}
}

func TestCountsOfWordsAddUp(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 200 {
		truth, got := wordSoup(r, r.IntN(60)), wordSoup(r, r.IntN(60))
		s := Score(typedItem("x", strings.Join(truth, " ")), Plain(strings.Join(got, "\n")))
		if s.Words != s.Same+s.Moved+s.Misread+s.Lost || s.Words != len(truth) || s.GotWords != len(got) {
			t.Fatalf("%+v", s.Counts)
		}
		if s.Bag().Right != bag(truth, got) {
			t.Fatalf("bag %d, want %d", s.Bag().Right, bag(truth, got))
		}
	}
}

func typedItem(set, text string) Item {
	return Item{Path: set + ".png", Set: set, TextOnly: true, Truth: Truth{Pages: []TruthPage{{Number: 1, Text: text}}}}
}
