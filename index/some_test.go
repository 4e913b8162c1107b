package index

import (
	"slices"
	"strings"
	"testing"
)

func TestSomeWordsSufficeWhenNoDocumentHasAll(t *testing.T) {
	l := newLibrary(t, memoOf("a", "Finanzierung Verband Dresden A0293/21"), memoOf("b", "Verband"))
	for q, want := range map[string][]string{
		"Finanzierung Verband Kometenschweif": {"a/1", "b/1"}, // most first
		"Verband Kometenschweif":              {"b/1", "a/1"},
		"Finanzierung Verband":                {"a/1", "b/1"}, // a has all
		"Verband A0294/21":                    nil,            // a reference must match
		`Verband "Kometen"`:                   nil,            // so must what is quoted
	} {
		res := l.search(t, Request{Query: q})
		if got := ids(res); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", q, got, want)
		}
		told := slices.Contains(res.Notes, "no document has all the words; those that have most come first")
		if told != strings.Contains(q, "Kometenschweif") {
			t.Errorf("%s: notes %q", q, res.Notes)
		}
	}
}

func TestAWordMayBeMissingBesideWhatMustBeThere(t *testing.T) {
	l := newLibrary(t, memoOf("a", "der sichere Hafen A0293/21"), memoOf("b", "Satzung"), memoOf("c", "Satzung zum Wasser"))
	for q, want := range map[string][]string{
		`Bedeutung "sichere Hafen"`:   {"a/1"},
		"Bedeutung A0293/21":          {"a/1"},
		"Bedeutung Kern A0293/21":     {"a/1"},
		`Satzung "zum Wasser" Kern`:   {"c/1"},
		`Satzung -"zum Wasser" Kern`:  {"b/1"}, // what must not be there makes nothing found
		`Satzung -"zum Wasser"`:       {"b/1"},
		`Bedeutung ref:A0293/21`:      nil, // a condition is none of the words
		`Bedeutung "unsichere Hafen"`: nil,
	} {
		if got := ids(l.search(t, Request{Query: q})); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", q, got, want)
		}
	}
}

func TestOfALongQueryTheBestComeFirstAndNotThoseWithEveryWord(t *testing.T) {
	const query = "Sachstand Beschluss Neubau Kindergarten Rosental"
	strewn := "Sachstand " + strings.Repeat("Tagesordnung und Anwesenheit ", 80) + "Beschluss " + strings.Repeat("Wortmeldung und Antwort ", 80) +
		"Kindergarten " + strings.Repeat("Anlage und Verteiler ", 80) + "Rosental, Neubau"
	l := newLibrary(t, memoOf("strewn", strewn), memoOf("meant", "Sachstand: Neubau Kindergarten Rosental"), memoOf("other", "Anfrage"))
	for _, limit := range []int{1, 2, 100} {
		res := l.search(t, Request{Query: query, Limit: limit})
		if got := ids(res); len(got) == 0 || got[0] != "meant/1" {
			t.Errorf("limit %d: %v, want meant first", limit, got)
		}
		if !slices.Contains(res.Notes, "documents with all the words: 1; they stand among those that have most") {
			t.Errorf("limit %d: notes %q", limit, res.Notes)
		}
	}
	if got := l.found(t, "Sachstand Beschluss Neubau Rosental"); !slices.Equal(got, []string{"strewn/1", "meant/1"}) {
		t.Errorf("a short query: %v, want what has all words first", got)
	}
}

func TestTheQuotesOfATitleAreForgivenIfNothingHasThem(t *testing.T) {
	l := newLibrary(t, memoOf("a", "Umsetzung des Beschlusses über den sicheren Hafen"), memoOf("b", "Satzung"))
	res := l.search(t, Request{Query: `Umsetzung Beschluss "sicherer Hafen" einer*eines`})
	if got := ids(res); !slices.Equal(got, []string{"a/1"}) || !slices.Contains(res.Notes, "no document has what was quoted as it stands; its words were searched") {
		t.Errorf("found %v, notes %q", got, res.Notes)
	}
	l.archive.put(memoOf("c", "Umsetzung: ein Beschluss, ein sicherer Hafen"))
	l.sync(t)
	if got := l.found(t, `Umsetzung Beschluss "sicherer Hafen"`); !slices.Equal(got, []string{"c/1"}) {
		t.Errorf("with a document that has it: %v", got)
	}
}
