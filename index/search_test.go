package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"aktenkundig/document"
)

func TestSpellingsMeet(t *testing.T) {
	l := newLibrary(t, memoOf("a", "Herr Müller"), memoOf("b", "Herr Mueller"), memoOf("c", "Herr MULLER"))
	for _, q := range []string{"Müller", "mueller", "Muller", "Mul*", `"Herr Müller"`} {
		got := l.found(t, q)
		slices.Sort(got)
		if want := []string{"a/1", "b/1", "c/1"}; !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", q, got, want)
		}
	}
}

func TestReferencesAreOneTerm(t *testing.T) {
	l := newLibrary(t, memoOf("a", "zu A0293/21 vom"), memoOf("b", "zu A 0293/21 vom"), memoOf("c", "A0294/21 und 0293 am 21."))
	for _, q := range []string{"A0293/21", "a0293/21", "a 0293/21", "A 0293/21"} {
		got := l.found(t, q)
		slices.Sort(got)
		if want := []string{"a/1", "b/1"}; !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", q, got, want)
		}
	}
	if got := l.found(t, "A0293/*"); len(got) != 2 {
		t.Errorf("A0293/*: %v, want two", got)
	}
}

func TestExactFormOutranksStem(t *testing.T) {
	l := newLibrary(t, memoOf("a", "die Verbandes tagen heute"), memoOf("b", "der Verband tagt heute"))
	res := l.search(t, Request{Query: "Verband"})
	if len(res.Hits) != 2 || res.Hits[0].ID != "b" || res.Hits[0].Terms[0].Why != "exact" || res.Hits[1].Terms[0].Why != "stem" {
		t.Errorf("hits %+v, want b by its exact form, then a by its stem", res.Hits)
	}
}

func TestQueries(t *testing.T) {
	l := newLibrary(t,
		memoOf("a", "Der Verband plant die Satzung\nfür Dresden", "Haushalt und Finanzen"),
		memoOf("b", "Die Satzung des Amtes", "Verordnung für Pirna"),
		memoOf("c", "The council decided on policies for the region"),
	)
	for q, want := range map[string][]string{ // best first
		"Satzung":                     {"b/1", "a/1"},
		"Satzung Haushalt":            {"a/1", "a/2", "b/1"}, // a has both
		"Satzung -Dresden":            {"b/1"},
		"-Satzung":                    {"c/1"},
		"Haushalt OR Verordnung":      {"b/2", "a/2"}, // b is shorter
		"(Haushalt OR Pirna) Satzung": {"b/1", "b/2", "a/1", "a/2"},
		`"die Satzung"`:               {"b/1", "a/1"},
		`"Satzung für Dresden"`:       {"a/1"}, // over a line end
		`"Dresden Haushalt"`:          nil,     // not over a page's end
		`"Satzungen"`:                 nil,     // quotes mean the form as written
		"Satzungen":                   {"b/1", "a/1"},
		"Verord*":                     {"b/2"},
		"policy decides":              {"c/1"},
		"die Satzung des Planeten":    {"b/1", "a/1"}, // one word is nowhere
		"!!!":                         nil,
		"":                            nil,
		"name:b.pdf":                  {"b/1"},
		"name:b Satzung":              {"b/1"},
	} {
		if got := l.found(t, q); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", q, got, want)
		}
	}
}

func TestSmallWordsDoNotMakeAQueryFail(t *testing.T) {
	l := newLibrary(t, memoOf("a", "Finanzierung des Verbandes"), memoOf("b", "wie die Karten lagen"))
	if got := l.found(t, "wie ist die Finanzierung der Verbände"); !slices.Equal(got, []string{"a/1"}) {
		t.Errorf("found %v", got)
	}
	if got := l.found(t, "wie die"); !slices.Equal(got, []string{"b/1"}) {
		t.Errorf("only small words: found %v", got)
	}
}

func TestACommonPartDoesNotOutweighTheRareWord(t *testing.T) {
	docs := []document.Document{memoOf("rare", "Gartenstraße mit Parkraum, Bäumen, Bänken, Lampen, Papierkörben, Pollern, Brunnen und vielem mehr")}
	for i := range 30 {
		docs = append(docs, memoOf(fmt.Sprintf("common%02d", i), strings.Repeat("Straße ", 9)+"und vieles mehr"))
	}
	l := newLibrary(t, docs...)
	if got := l.found(t, "Gartenstraße Kometenschweif"); len(got) == 0 || got[0] != "rare/1" {
		t.Errorf("found %v, want rare/1 first", got)
	}
}

func TestWordsThatStandTogetherRankFirst(t *testing.T) {
	l := newLibrary(t,
		memoOf("a", "die Zusammenarbeit ist gut und die Gemeinden sind interkommunale Partner"),
		memoOf("b", "die gute interkommunale Zusammenarbeit und die Gemeinden sind doch Partner"))
	if got := l.found(t, "interkommunale Zusammenarbeit"); !slices.Equal(got, []string{"b/1", "a/1"}) {
		t.Errorf("found %v, want b first", got)
	}
}

func TestWordsPartedByALineEnd(t *testing.T) {
	l := newLibrary(t, memoOf("a", "daran, die interkom\nmunale Zusammen-\narbeit wird er\ngänzt"))
	for q, want := range map[string]string{
		"interkommunale":                     "daran, die «interkom munale» Zusammen- arbeit wird er gänzt",
		"interkommunale Zusammenarbeit":      "daran, die «interkom munale» «Zusammen- arbeit» wird er gänzt",
		`"interkommunale Zusammenarbeit"`:    "daran, die «interkom munale» «Zusammen- arbeit» wird er gänzt",
		`"die interkommunale Zusammen"`:      "daran, «die» «interkom munale» «Zusammen»- arbeit wird er gänzt",
		"ergänzt":                            "daran, die interkom munale Zusammen- arbeit wird «er gänzt»",
		"Ergänzung OR interkommunalen":       "daran, die «interkom munale» Zusammen- arbeit wird «er gänzt»",
		"munale":                             "daran, die interkom «munale» Zusammen- arbeit wird er gänzt",
		`"interkom munale Zusammen- arbeit"`: "daran, die «interkom» «munale» «Zusammen»- «arbeit» wird er gänzt",
	} {
		res := l.search(t, Request{Query: q})
		if len(res.Hits) != 1 {
			t.Errorf("%s: %d hits, want 1", q, len(res.Hits))
			continue
		}
		if got := marked(res.Hits[0]); got != want {
			t.Errorf("%s: %s\nwant %s", q, got, want)
		}
	}
	res := l.search(t, Request{Query: "interkommunale"})
	words := l.archive.records["a"].Pages[0].Words
	want := []Term{{"interkom", words[2].Box, "exact"}, {"munale", words[3].Box, "exact"}}
	if d := cmp.Diff(want, res.Hits[0].Terms); d != "" {
		t.Errorf("terms (-want +got):\n%s", d)
	}
}

func TestBestPageComesFirst(t *testing.T) {
	l := newLibrary(t, memoOf("a", "Verband", "nichts hier", "Verband und Satzung", "Satzung"))
	got := l.found(t, "Verband Satzung")
	if len(got) == 0 || got[0] != "a/3" || slices.Contains(got, "a/2") {
		t.Errorf("found %v, want a/3 first and a/2 not at all", got)
	}
}

func TestPagesOfADocumentStandTogetherAndPartsOfAnAnswerAreStable(t *testing.T) {
	var docs []document.Document
	for i := range 30 {
		docs = append(docs, memoOf(fmt.Sprintf("%02d", i), strings.Repeat("Verband ", i%7+1)+strings.Repeat("anderes ", i%5), "Verband", "Haushalt Verband"))
	}
	l := newLibrary(t, docs...)
	all := l.search(t, Request{Query: "Verband", Limit: 60}).Hits
	first, seen := all[0], map[string]bool{all[0].ID: true}
	for i, h := range all[1:] {
		switch {
		case h.ID == all[i].ID:
			if h.Score > all[i].Score {
				t.Errorf("page %d of %s has score %v, the one before %v", h.Page, h.ID, h.Score, all[i].Score)
			}
		case h.Score > first.Score || seen[h.ID]:
			t.Errorf("document %s with score %v comes after %s with %v", h.ID, h.Score, first.ID, first.Score)
		default:
			first, seen[h.ID] = h, true
		}
	}
	for offset := 0; offset < 50; offset += 7 {
		part := l.search(t, Request{Query: "Verband", Limit: 7, Offset: offset}).Hits
		if d := cmp.Diff(all[offset:offset+7], part); d != "" {
			t.Fatalf("offset %d (-whole +part):\n%s", offset, d)
		}
	}
}

func TestHiddenWordsAreFoundOnlyInTheAside(t *testing.T) {
	l := newLibrary(t, memoOf("a", "Der Verband [EINGEGANGEN] plant"))
	if got := l.found(t, "eingegangen"); got != nil {
		t.Errorf("by default: %v", got)
	}
	res := l.search(t, Request{Query: "in:aside eingegangen"})
	if len(res.Hits) != 1 || marked(res.Hits[0]) != "«EINGEGANGEN»" {
		t.Errorf("in:aside: %+v", res.Hits)
	}
	if h := l.search(t, Request{Query: "Verband"}).Hits[0]; strings.Contains(h.Snippet, "EINGEGANGEN") {
		t.Errorf("hidden word in the passage %q", h.Snippet)
	}
	if got := l.found(t, "in:aside Verband"); got != nil {
		t.Errorf("in:aside Verband: %v, want none", got)
	}
}

func TestPagesThatAreNotTextAreFoundOnlyInTheNoise(t *testing.T) {
	d := memoOf("a", "Verband", "Qzrk Verband")
	d.Pages[1].Verdict = document.Noise
	l := newLibrary(t, d)
	if got := l.found(t, "Qzrk"); got != nil {
		t.Errorf("by default: %v", got)
	}
	if got := l.found(t, "Verband"); !slices.Equal(got, []string{"a/1"}) {
		t.Errorf("Verband: %v", got)
	}
	if got := l.found(t, "in:noise Qzrk"); !slices.Equal(got, []string{"a/2"}) {
		t.Errorf("in:noise: %v", got)
	}
	if got := l.found(t, "verdict:noise"); !slices.Equal(got, []string{"a/1"}) {
		t.Errorf("verdict:noise: %v", got)
	}
}

func dated(id, date, ref string) document.Document {
	d := memoOf(id, "Datum "+date+" Vorlage "+ref)
	d.Fields = []document.Field{
		{Name: "date", Value: date, Page: 1, Words: []int{1}},
		{Name: "reference", Type: "motion", Value: ref, Page: 1, Words: []int{3}},
		{Name: "deadline", Value: "2025-03-31", Page: 1},
		{Name: "subject", Value: "Starke Region " + id, Page: 1},
	}
	return d
}

func TestFieldsAndConditions(t *testing.T) {
	undated := memoOf("d", "Vorlage ohne Datum")
	undated.Fields = []document.Field{{Name: "deadline", Value: "2023-07-01", Page: 1}}
	l := newLibrary(t, dated("a", "2021-05-04", "A0293/21"), dated("b", "2023-11-30", "V1234/20"), dated("c", "2024-01-01", "A0293/21"), undated)
	tests := []struct {
		r    Request
		want []string
	}{
		{Request{Query: "Vorlage", From: "2021-05-04", To: "2023-11-30"}, []string{"a", "b", "d"}},
		{Request{Query: "Vorlage", From: "2023-12"}, []string{"c"}},
		{Request{Query: "Vorlage", To: "2021"}, []string{"a"}},
		{Request{Query: "Vorlage", Ref: "a 0293/21"}, []string{"a", "c"}},
		{Request{Ref: "A0293/21", From: "2024"}, []string{"c"}},
		{Request{Query: "ref:a0293/21"}, []string{"a", "c"}},
		{Request{Query: "ref:V*"}, nil},
		{Request{Query: "ref:V12*"}, []string{"b"}},
		{Request{Query: "date:2021..2023-11"}, []string{"a", "b", "d"}},
		{Request{Query: "date:30.11.2023"}, []string{"b"}},
		{Request{Query: "deadline:2023"}, []string{"d"}},
		{Request{Query: "deadline:..2024 Vorlage"}, []string{"d"}},
		{Request{Query: `subject:"starke Region"`}, []string{"a", "b", "c"}},
		{Request{Query: `subject:"Region starke"`}, nil},
		{Request{Query: "subject:b"}, []string{"b"}},
		{Request{Query: "type:motion -ref:A0293/21"}, []string{"b"}},
		{Request{Query: "A0293/21 2024-01-01"}, []string{"c"}},
		{Request{Query: "!!!", Ref: "A0293/21"}, nil},
	}
	for _, tt := range tests {
		var got []string
		for _, h := range l.search(t, tt.r).Hits {
			got = append(got, h.ID)
		}
		slices.Sort(got)
		if !slices.Equal(got, tt.want) {
			t.Errorf("%+v: %v, want %v", tt.r, got, tt.want)
		}
	}
}

func TestFieldThatWasAskedForIsMarked(t *testing.T) {
	l := newLibrary(t, dated("a", "2021-05-04", "A0293/21"))
	h := l.search(t, Request{Ref: "A0293/21"}).Hits[0]
	if got, want := marked(h), "Datum 2021-05-04 Vorlage «A0293/21»"; got != want {
		t.Errorf("passage %q, want %q", got, want)
	}
	if len(h.Terms) != 1 || h.Terms[0].Why != "field" {
		t.Errorf("terms %+v", h.Terms)
	}
	if d := cmp.Diff([]string{"A0293/21"}, h.Fields["reference"]); d != "" {
		t.Errorf("fields (-want +got):\n%s", d)
	}
}

func TestWrongDatesOfARequestAreErrors(t *testing.T) {
	l := newLibrary(t)
	if _, err := l.Search(context.Background(), l.archive, Request{Query: "x", From: "gestern"}); err == nil {
		t.Error("no error")
	}
}

func TestSearchEndsWithItsContext(t *testing.T) {
	l := newLibrary(t, memoOf("a", "Verband"))
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := l.Search(ctx, l.archive, Request{Query: "Verband"}); !errors.Is(err, context.Canceled) {
		t.Errorf("err %v, want Canceled", err)
	}
}

func TestPassageIsShortAndHoldsTheDensestMatch(t *testing.T) {
	text := "Verband steht hier allein.\n" + strings.Repeat("Füllwörter über die lange Straße\n", 40) + "Der Verband berät die Finanzierung.\n" + strings.Repeat("noch mehr davon\n", 40)
	l := newLibrary(t, memoOf("a", text))
	h := l.search(t, Request{Query: "Verband Finanzierung"}).Hits[0]
	if m := marked(h); !strings.Contains(m, "Der «Verband» berät die «Finanzierung».") {
		t.Errorf("passage %q", m)
	}
	if n := len(h.Snippet); n > 260 || n < 120 {
		t.Errorf("passage of %d bytes", n)
	}
	if strings.ContainsAny(h.Snippet, "\n\t") || strings.Contains(h.Snippet, "  ") || !utf8.ValidString(h.Snippet) {
		t.Errorf("passage %q is not one clean line", h.Snippet)
	}
}

// seed is the text of a real memo as another engine read it.
func seed(t testing.TB) document.Document {
	t.Helper()
	text, err := os.ReadFile("../../shared/seed/hausmitteilung.txt")
	if err != nil {
		t.Skip("the seed text is not here:", err)
	}
	return memoOf("seed", string(text))
}

func TestSeedMemoIsFound(t *testing.T) {
	d := seed(t)
	l := newLibrary(t, d)
	for _, q := range []string{"A0293/21", "interkommunale Zusammenarbeit", `"interkommunale Zusammenarbeit"`, "SR/043/2022", "Beschlusskontrolle", "ergänzt", "Planungsverbandes"} {
		if got := l.found(t, q); len(got) != 1 {
			t.Errorf("%s: %v, want the memo", q, got)
		}
	}
	var words []string
	for _, term := range l.search(t, Request{Query: `"interkommunale Zusammenarbeit"`}).Hits[0].Terms {
		words = append(words, term.Text)
	}
	// By itself, over a line end, and parted by one.
	if got, want := strings.Join(words, " "), "interkommunale Zusammenarbeit interkommunale Zusammenarbeit interkom munale Zusammenarbeit interkommunale Zusammenarbeit"; got != want {
		t.Errorf("marked %q\nwant %q", got, want)
	}
}

func TestEveryVisibleWordIsFindableAndItsBoxMarked(t *testing.T) {
	d := seed(t)
	l := newLibrary(t, d)
	asked := map[string]bool{}
	for _, w := range d.Pages[0].Words {
		plain := strings.NewReplacer(`"`, " ", "„", " ", "“", " ").Replace(w.Text)
		if asked[w.Text] || !strings.ContainsFunc(w.Text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
			continue
		}
		asked[w.Text] = true
		queries := []string{`"` + plain + `"`}
		if !strings.ContainsAny(plain, "*:() ") {
			queries = append(queries, strings.TrimLeft(plain, "-"))
		}
		for _, q := range queries {
			res := l.search(t, Request{Query: q})
			if len(res.Hits) != 1 || !slices.ContainsFunc(res.Hits[0].Terms, func(term Term) bool { return term.Box == w.Box }) {
				t.Errorf("query %s: word %q at %v is not among the terms", q, w.Text, w.Box)
			}
		}
	}
	if len(asked) < 400 {
		t.Errorf("only %d words asked for", len(asked))
	}
}

func FuzzSearchNeverFails(f *testing.F) {
	l := newLibrary(f, memoOf("a", "Der Verband plant\nSatzung A0293/21 [Stempel]", "Haushalt"), dated("b", "2021-05-04", "V1234/20"))
	for _, s := range []string{"Verband", `"der Verband" -x`, "ref:A* OR date:2021.. OR in:aside", "a/ */x", "0/1 2/3", "date:99999", "-(-(", "x 0/1", "deadline:2021*", "verdict:text*", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, q string) {
		res, err := l.Search(context.Background(), l.archive, Request{Query: q})
		if err != nil {
			t.Fatalf("%q: %v", q, err)
		}
		for _, h := range res.Hits {
			at := 0
			for _, m := range h.Marks {
				if m[0] < at || m[1] <= m[0] || m[1] > len(h.Snippet) {
					t.Fatalf("%q: marks %v of %q", q, h.Marks, h.Snippet)
				}
				at = m[1]
			}
		}
	})
}
