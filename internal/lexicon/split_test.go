package lexicon

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func parts(word string) string {
	var all []string
	for _, p := range German().Split(word) {
		all = append(all, p.Word)
	}
	return strings.Join(all, " ")
}

func TestCompoundsAreSplit(t *testing.T) {
	for word, want := range map[string]string{
		"Planungsverbandes":        "planung verbandes",
		"Haushaltssatzung":         "haushalt satzung",
		"Straßenbau":               "strasse bau",
		"STRASSENBAU":              "strasse bau",
		"Stadtrat":                 "stadt rat",
		"Bürgermeister":            "bürger meister",
		"Schulgesetz":              "schule gesetz",
		"Kinderbetreuung":          "kinder betreuung",
		"Kostendeckungsgrad":       "kosten deckung grad",
		"Abwassergebühren":         "abwasser gebühren",
		"Jugendbegleiterprogramm":  "jugend begleiter programm",
		"Stadtjugendausschusses":   "stadt jugend ausschusses",
		"Grundstück":               "grund stück",
		"Bauamt":                   "bau amt",
		"Wohnraumversorgung":       "wohnraum versorgung",
		"Verkehrsstatistikgerätes": "verkehr statistik gerätes",
	} {
		if got := parts(word); got != want {
			t.Errorf("%s: got %q, want %q", word, got, want)
		}
	}
}

func TestWhatIsNoCompoundIsLeftWhole(t *testing.T) {
	for _, word := range []string{
		"Beschluss", "beschließen", "Aufgaben", "Versammlung", "Nachrichten", "Unterricht", "bestellen", "Minister", "Interesse",
		"Abteilung", "kulturellen", "Mannschaft", "Wirtschaft", "Sicherheit", "verbraucht", "gestalten", "aufgestellt", "Mitarbeiter",
		"unterzogen", "Hilbert", "QLGZqGU", "", "Verordnung", "zusammen", "Ausbau", "Verein", "gemeinsam",
		strings.Repeat("bau", 30),
	} {
		if got := parts(word); got != "" {
			t.Errorf("%s: got %q, want it whole", word, got)
		}
	}
}

func TestPartsStandInTheWord(t *testing.T) {
	got := German().Split("Flächennutzungsplanung")
	want := []Part{{0, 8, "flächen"}, {8, 15, "nutzung"}, {16, 23, "planung"}}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("(-got +want)\n%s", diff)
	}
}

func FuzzPartsDoNotOverlapAndCoverAllButLinks(f *testing.F) {
	for _, w := range []string{"Planungsverbandes", "STRAẞENBAU", "İstanbulbau", "\xffbauamt", "Öffnungszeiten", "aa-bau-amt"} {
		f.Add(w)
	}
	g := German()
	f.Fuzz(func(t *testing.T, w string) {
		all := g.Split(w)
		if len(all) == 1 {
			t.Fatalf("%q has one part", w)
		}
		at := 0
		for i, p := range all {
			if p.Start < at || p.Start-at > 3 || p.End <= p.Start || p.End > len(w) || !g.Has(p.Word) {
				t.Fatalf("%q: part %d is %+v", w, i, p)
			}
			if !utf8.ValidString(w[p.Start:p.End]) {
				t.Fatalf("%q: part %d cuts a letter", w, i)
			}
			at = p.End
		}
		if len(all) > 0 && at != len(w) {
			t.Fatalf("%q: the parts end at byte %d", w, at)
		}
	})
}

func BenchmarkSplit(b *testing.B) {
	g := German()
	for b.Loop() {
		g.Split("Planungsverbandes")
	}
}
