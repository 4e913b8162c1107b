package analysis

import (
	"fmt"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
)

func TestSpellingsOfOneWordMeet(t *testing.T) {
	for _, words := range [][]string{
		{"Müller", "Mueller", "Muller", "MÜLLER", "Mu\u0308ller"},
		{"Größe", "Groesse", "Grosse", "GRÖSSE"},
		{"Straße", "Strasse", "STRAẞE", "ﬅraße"},
		{"Aufträge", "Auftraege", "Auftrage"},
		{"Änderung", "Aenderung"},
		{"café", "Cafe"},
		{"Œuvre", "Oeuvre"},
	} {
		for _, w := range words {
			if got, want := Fold(w), Fold(words[0]); got != want {
				t.Errorf("Fold(%q) = %q, Fold(%q) = %q; want the same", w, got, words[0], want)
			}
		}
	}
}

func TestOnlyDigraphsThatCanBeUmlautsFold(t *testing.T) {
	for word, want := range map[string]string{
		"neue": "neue", "Bauer": "bauer", "Quelle": "quelle", "treue": "treue", "Frauen": "frauen",
		"über": "uber", "ueber": "uber", "zurück": "zuruck", "Israel": "isral",
	} {
		if got := Fold(word); got != want {
			t.Errorf("Fold(%q) = %q, want %q", word, got, want)
		}
	}
}

func TestInflectedFormsShareAStem(t *testing.T) {
	v := NewVocabulary()
	for lang, pairs := range map[Lang][][2]string{
		German: {
			{"Verband", "Verbandes"}, {"interkommunale", "interkommunalen"}, {"Bürger", "Buergers"}, {"Gemeinde", "Gemeinden"},
			{"Häuser", "Haus"}, {"beschließen", "beschlossen"}, {"beschloß", "beschließt"}, {"prüfen", "geprüft"}, {"einreichen", "eingereichten"},
			{"einreichen", "einzureichen"}, {"vorlegen", "vorgelegt"}, {"abschließen", "abgeschlossene"}, {"finden", "gefunden"}, {"teilnehmen", "teilgenommen"},
			{"Vorlage", "Vorlagen"}, {"Anlage", "ANLAGEN"}, {"Angebot", "Angeboten"}, {"Schritt", "Schritten"}, {"Mittel", "Mitteln"}, {"vorliegen", "vorlagen"}, {"Aufnahme", "Aufnahmen"},
		},
		English: {{"value", "values"}, {"council", "councils"}, {"decided", "decides"}, {"policies", "policy"}},
	} {
		for _, pair := range pairs {
			if a, b := v.Stem(pair[0], lang), v.Stem(pair[1], lang); a != b {
				t.Errorf("%s: stems of %q and %q are %q and %q", lang, pair[0], pair[1], a, b)
			}
		}
	}
}

func TestStrangersDoNotShareAStem(t *testing.T) {
	v := NewVocabulary()
	for _, pair := range [][2]string{{"Verband", "verbinden"}, {"Bestand", "bestehen"}, {"Gemeinde", "meinen"}, {"Gebot", "bieten"}, {"Gesetz", "setzen"}} {
		if a, b := v.Stem(pair[0], German), v.Stem(pair[1], German); a == b {
			t.Errorf("%q and %q have the stem %q", pair[0], pair[1], a)
		}
	}
}

// show writes tokens as "text@pos" with what they rest on, without Printed ones.
func show(text string) []string {
	var all []string
	for _, t := range Tokens(text) {
		if t.Kind != Printed {
			all = append(all, fmt.Sprintf("%s@%d %q", t.Text, t.Pos, text[t.Start:t.End]))
		}
	}
	return all
}

func TestReadings(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"zwei Worte", nil},
		{"zu A0293/21 (SR/043/2022)", []string{`a0293/21@2 "A0293/21"`, `sr/043/2022@4 "SR/043/2022"`}},
		{"zu A 0293/21.", []string{`a0293/21@2 "A 0293/21"`, `0293/21@3 "0293/21"`}},
		{"A0293 / 21", []string{`a0293/21@1 "A0293 / 21"`}},
		{"A0293/\n21", []string{`a0293/21@1 "A0293/\n21"`}},
		{"Az.12/345-6", []string{`az.12/345-6@1 "Az.12/345-6"`, `12/345-6@2 "12/345-6"`}},
		{"am 25.04.2024", []string{`2024-04-25@2 "25.04.2024"`, `25.04.2024@2 "25.04.2024"`}},
		{"5.4.99", []string{`1999-04-05@1 "5.4.99"`, `5.4.99@1 "5.4.99"`}},
		{"1.234,56 EUR", []string{`1.234,56@1 "1.234,56"`}},
		{"und/oder", nil},
		{"Klima-Anpassung", []string{`klimaanpassung@1 "Klima-Anpassung"`, `klimaanpassung@2 "Klima-Anpassung"`}},
		{"Zusammen-\narbeit", []string{`zusammenarbeit@1 "Zusammen-\narbeit"`, `zusammenarbeit@2 "Zusammen-\narbeit"`}},
		{"wird er\ngänzt", []string{`erganzt@2 "er\ngänzt"`, `erganzt@3 "er\ngänzt"`}},
		{"Be\n\nreitstellung", []string{`bereitstellung@1 "Be\n\nreitstellung"`, `bereitstellung@2 "Be\n\nreitstellung"`}},
		{"wird\nergänzt", nil},
		{"in\nder", nil},
		{"sind.\ndabei", nil},
		{"interkommunale\nZusammenarbeit", nil},
		{"Landschafts-\nund Denkmalpflege", []string{`landschaftspflege@1 "Landschafts"`}},
		{"Haupt-, Real- und Gesamtschulen", []string{`hauptschulen@1 "Haupt"`, `realschulen@2 "Real"`}},
		{"Grünflächenpflege und -planung", []string{`grunflachenplanung@3 "planung"`}},
		{"Ost- und Westdeutschland", []string{`ostdeutschland@1 "Ost"`}},
		{"Ost- und West", nil},
	}
	for _, tt := range tests {
		if d := cmp.Diff(tt.want, show(tt.text)); d != "" {
			t.Errorf("%q (-want +got):\n%s", tt.text, d)
		}
	}
}

func TestReferencesIgnoreBlanksAndCase(t *testing.T) {
	for _, s := range []string{"A0293/21", "a 0293/21", " A 0293 / 21 "} {
		if got := Reference(s); got != "a0293/21" {
			t.Errorf("Reference(%q) = %q", s, got)
		}
	}
}

func FuzzEveryWordHasATokenInItsPlace(f *testing.F) {
	for _, s := range []string{"Müller er\ngänzt A 0293/21", "a\u0308\u00adb ½ Ⅻ", "\xff\xfe", "ﬁ-ﬁ-ﬁ-ﬁ-ﬁ", "1/2/3/4/5/6/7/8/9/0", "İI\u0307", "//\uff9e"} {
		f.Add(s)
	}
	v := NewVocabulary()
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, " ")
		tokens := Tokens(s)
		covered := make([]bool, len(s))
		for _, tok := range tokens {
			if tok.Start < 0 || tok.End > len(s) || tok.Start >= tok.End || tok.Pos < 1 || tok.Text == "" || len(tok.Text) > maxTerm {
				t.Fatalf("%q: token %+v", s, tok)
			}
			for _, lang := range Langs() {
				if w := v.Of(tok, lang); w.Stem == "" || w.Form != tok.Text || strings.ContainsAny(w.Stem, "\x00\x01\x02\x03") {
					t.Fatalf("%q: token %q is the word %+v", s, tok.Text, w)
				}
			}
			for i := tok.Start; i < tok.End; i++ {
				covered[i] = true
			}
		}
		for i, r := range s {
			if (unicode.IsLetter(r) || unicode.IsNumber(r)) && !covered[i] && Fold(string(r)) != "" { // a sound mark by itself is no word
				t.Fatalf("%q: no token at %d (%q)", s, i, r)
			}
		}
	})
}
