package wordnoise

import (
	"math"
	"testing"

	"aktenkundig/document"
)

func TestFormsAreProtectedByDegree(t *testing.T) {
	for want, words := range map[Protection][]string{
		Certain: {"1972", "25.04.2024", "1.234,56", "A0293/21", "SR/043/2022", "DE89", "www.dresden.de", "rat@dresden.de", "100MX75M", "0351/4882021"},
		Likely:  {"GmbH,", "AfD", "BNatSchG", "§", "IV", "14", "19a", "z.B.", "Nr.", "km", "______", "......", "BIC"},
		None:    {"x", "•", "-", "Wort", "QLGZqGU*", ":'y'y^y", "^^'■", "ÄSä;.S", "'", ""},
	} {
		for _, w := range words {
			if got := Protect(w); got != want {
				t.Errorf("%q: protection %d, want %d", w, got, want)
			}
		}
	}
}

func TestModelsHavePasses(t *testing.T) {
	for name, m := range map[string]Model{"scanned": load().Scanned, "plain": load().Plain} {
		if len(m) < 2 {
			t.Errorf("%s: %d passes, want one for the words and at least one for their neighbours", name, len(m))
		}
		for i, l := range m {
			for k := range Properties {
				if w := l.Weights[k]; w < 0 && k != Known && k != Plausible || math.IsNaN(w) {
					t.Errorf("%s, pass %d: %s weighs %v: it would speak for text", name, i, k, w)
				}
			}
		}
	}
}

func TestLetterSpacedWordsAreReadTogether(t *testing.T) {
	p := &document.Page{}
	for _, r := range "Stadtverwaltung" {
		p.Words = append(p.Words, document.Word{Text: string(r), Conf: 1})
	}
	for i, v := range Measure(p) {
		if v[Short] != 0 || v[Plausible] == 0 {
			t.Errorf("letter %d is judged alone: %v", i, v)
		}
	}
}

func TestNearerNeighboursCountMore(t *testing.T) {
	p := &document.Page{Words: []document.Word{{Text: "a", Line: 0}, {Text: "noise", Line: 1}, {Text: "b", Line: 5}, {Text: "text", Line: 6}}}
	v := make([]Vector, 4)
	Surround(p, v, []float64{0, 1, 0, 0})
	if near, far, beyond := v[0][BlockNoise], v[2][BlockNoise], v[3][BlockNoise]; near <= far || far <= beyond || beyond != 0 {
		t.Errorf("noise around: one line off %v, four lines %v, five %v", near, far, beyond)
	}
}
