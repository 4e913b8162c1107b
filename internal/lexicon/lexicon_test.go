package lexicon

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCommonWordsAreCommonerThanRareOnes(t *testing.T) {
	g := German()
	order := []string{"und", "Stadt", "Beschluss", "Denkmalpflege", "Flächennutzungsplan"}
	for i := 1; i < len(order); i++ {
		if a, b := g.Zipf(order[i-1]), g.Zipf(order[i]); a <= b || b == 0 {
			t.Errorf("%s has %.2f, %s %.2f: want the first commoner, both known", order[i-1], a, order[i], b)
		}
	}
	if z := g.Zipf("und"); z < 7 || z > 8 {
		t.Errorf("und: got %.2f, want 7 to 8", z)
	}
}

func TestWordsAreFoundInEveryCaseAndSpellingOfSharpS(t *testing.T) {
	for _, w := range []string{"straße", "Straße", "STRASSE", "Strasse"} {
		if !German().Has(w) {
			t.Errorf("%s is not known", w)
		}
	}
	for _, w := range []string{"", "QLGZqGU", "gänzt", "D^hauser", "25"} {
		if German().Has(w) {
			t.Errorf("%s is known", w)
		}
	}
	if !English().Has("Council") || English().Has("Beschlusskontrolle") {
		t.Error("English holds Council and no Beschlusskontrolle")
	}
}

func TestPrefixes(t *testing.T) {
	for prefix, want := range map[string]bool{"interkommun": true, "Planungsverb": true, "xqz": false} {
		if got := German().HasPrefix(prefix); got != want {
			t.Errorf("%s: got %v, want %v", prefix, got, want)
		}
	}
}

func TestWhatIsPackedIsReadBack(t *testing.T) {
	packed, err := Pack([]Entry{{"amt", 400}, {"amtlich", 550}, {"bau", 410}, {"über", 300}})
	if err != nil {
		t.Fatal(err)
	}
	l, err := read(packed)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]float64{}
	for _, w := range []string{"amt", "Amtlich", "bau", "ÜBER", "amtl", "z"} {
		got[w] = l.Zipf(w)
	}
	want := map[string]float64{"amt": 5.02, "Amtlich": 3.5, "bau": 4.9, "ÜBER": 6.02, "amtl": 0, "z": 0}
	near := cmp.Comparer(func(a, b float64) bool { return a-b < 0.045 && b-a < 0.045 })
	if diff := cmp.Diff(got, want, near); diff != "" {
		t.Errorf("(-got +want)\n%s", diff)
	}
}

func TestOnlyOrderedWordsArePacked(t *testing.T) {
	for _, bad := range [][]Entry{{{"b", 1}, {"a", 1}}, {{"a", 1}, {"a", 2}}, {{"", 1}}} {
		if _, err := Pack(bad); err == nil {
			t.Errorf("%v was packed", bad)
		}
	}
}

func TestADamagedListIsAnError(t *testing.T) {
	packed, _ := Pack([]Entry{{"amt", 400}, {"amtlich", 550}})
	for n := range len(packed) {
		if _, err := read(packed[:n]); err == nil {
			t.Errorf("the first %d bytes were taken for a list", n)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := read(deu); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkZipf(b *testing.B) {
	g := German()
	for b.Loop() {
		g.Zipf("Planungsverbandes")
	}
}
