package ngram

import (
	"math"
	"testing"
)

func TestWordsSurpriseLessThanLetterSoup(t *testing.T) {
	words := []string{"Zusammenarbeit", "Oberbürgermeister", "Gewerbefläche", "Stadtrat", "council", "Resolution", "meeting", "Straße"}
	soups := []string{"QLGZqGU", "ymrcyMyhyyyy", "xSAV", "wmfyxy", "mmimyyyyr", "Xhqkzv"}
	worstWord, bestSoup := 0.0, math.Inf(1)
	for _, w := range words {
		mean, _, _ := Surprise(w)
		worstWord = max(worstWord, mean)
	}
	for _, s := range soups {
		mean, _, _ := Surprise(s)
		bestSoup = min(bestSoup, mean)
	}
	if worstWord+1 > bestSoup {
		t.Errorf("words have up to %.2f bits a letter, soup from %.2f: want a bit between them", worstWord, bestSoup)
	}
}

func TestOnlyLettersCount(t *testing.T) {
	a, b, n := Surprise("Haus")
	c, d, m := Surprise("„HÄUS'?\"")
	if n != 4 || m != 4 {
		t.Errorf("letters: got %d and %d, want 4", n, m)
	}
	if e, f, _ := Surprise("(häus)"); c != e || d != f {
		t.Errorf("case or punctuation changed the surprise: %v %v, %v %v", c, d, e, f)
	}
	if a <= 0 || b < a {
		t.Errorf("mean %v, worst %v", a, b)
	}
	if mean, worst, n := Surprise("12:.-"); mean != 0 || worst != 0 || n != 0 {
		t.Errorf("no letters gave %v, %v, %v", mean, worst, n)
	}
}

func TestTablesArePredictions(t *testing.T) {
	for name, table := range map[string]string{"German": german, "English": english} {
		if len(table) != symbols*symbols*symbols {
			t.Fatalf("%s: %d entries", name, len(table))
		}
		for ab := 0; ab < len(table); ab += symbols {
			sum := 0.0
			for c := range symbols {
				sum += math.Exp2(-float64(table[ab+c]) / unit)
			}
			if sum < 0.9 || sum > 1.1 {
				t.Fatalf("%s: what follows %d adds up to %.3f, want 1", name, ab/symbols, sum)
			}
		}
	}
}

func FuzzSurprise(f *testing.F) {
	f.Add("Straße")
	f.Fuzz(func(t *testing.T, s string) {
		mean, worst, n := Surprise(s)
		if n < 0 || mean < 0 || worst < 0 || mean > 16 || worst > 16 || math.IsNaN(mean) {
			t.Fatalf("%q: %v, %v, %d", s, mean, worst, n)
		}
	})
}
