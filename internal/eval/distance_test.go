package eval

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func TestErrorRatesByHand(t *testing.T) {
	for _, c := range []struct {
		name, truth, got string
		cer, wer         float64
	}{
		{"as typed", "Der Rat", "Der Rat", 0, 0},
		{"white space is one blank", "Der  Rat\n\n", "\tDer\nRat", 0, 0},
		{"composed and decomposed are one", "für", "fu\u0308r", 0, 0},
		{"one letter of seven", "Der Rat", "Der Rar", 1.0 / 7, 0.5},
		{"a lost word takes its blank along", "Der Rat", "Der", 4.0 / 7, 0.5},
		{"nothing read", "Der Rat", "", 1, 1},
		{"more read than typed", "ab", "abcdef", 2, 1},
		{"blank page read as blank", "", " \n", 0, 0},
		{"anything on a blank page is all wrong", "", "Xq7 !", 1, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := CER(c.truth, c.got); got != c.cer {
				t.Errorf("CER %v, want %v", got, c.cer)
			}
			if got := WER(c.truth, c.got); got != c.wer {
				t.Errorf("WER %v, want %v", got, c.wer)
			}
		})
	}
}

// The bit vectors must agree with the table of the textbooks at every length around a block's edge.
func TestDistanceAgreesWithTheTable(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		a, b := letterSoup(r, r.IntN(200)), letterSoup(r, r.IntN(200))
		if got, want := Distance(a, b), table(a, b); got != want {
			t.Fatalf("Distance(%q, %q) = %d, want %d", a, b, got, want)
		}
	}
	for _, n := range []int{1, 31, 32, 33, 63, 64, 65, 127, 128, 129} {
		a, b := letterSoup(r, n), letterSoup(r, n+1)
		if got, want := Distance(a, b), table(a, b); got != want {
			t.Errorf("length %d: %d, want %d", n, got, want)
		}
	}
}

func TestDistanceIsAMetric(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		a, b, c := letterSoup(r, r.IntN(150)), letterSoup(r, r.IntN(150)), letterSoup(r, r.IntN(150))
		switch {
		case Distance(a, a) != 0:
			t.Fatalf("%q is not at distance 0 from itself", a)
		case Distance(a, b) != Distance(b, a):
			t.Fatalf("not symmetric: %q, %q", a, b)
		case Distance(a, c) > Distance(a, b)+Distance(b, c):
			t.Fatalf("the way by %q is shorter than from %q to %q", b, a, c)
		}
	}
}

func TestCommonAgreesWithTheTable(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		a, b := letterSoup(r, r.IntN(150)), letterSoup(r, r.IntN(150))
		lengths := common(a, b)
		for _, i := range []int{0, len(a) / 2, len(a)} {
			if want := tableCommon(a[:i], b); lengths[i] != want {
				t.Fatalf("common(%q, %q)[%d] = %d, want %d", a, b, i, lengths[i], want)
			}
		}
	}
}

func letterSoup(r *rand.Rand, n int) []rune {
	s := make([]rune, n)
	for i := range s {
		s[i] = rune('a' + r.IntN(4))
	}
	return s
}

// table is the recursion of the definition, filled in by rows.
func table(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		for j := range d[i] {
			switch {
			case i == 0 || j == 0:
				d[i][j] = i + j
			case a[i-1] == b[j-1]:
				d[i][j] = d[i-1][j-1]
			default:
				d[i][j] = 1 + min(d[i-1][j-1], d[i-1][j], d[i][j-1])
			}
		}
	}
	return d[len(a)][len(b)]
}

func tableCommon(a, b []rune) int {
	row := make([]int, len(b)+1)
	for _, x := range a {
		old := slices.Clone(row)
		for j, y := range b {
			row[j+1] = max(old[j+1], row[j])
			if x == y {
				row[j+1] = old[j] + 1
			}
		}
	}
	return row[len(b)]
}

func BenchmarkCER20000Characters(b *testing.B) {
	r := rand.New(rand.NewPCG(7, 8))
	truth := []rune(strings.Repeat("Der Oberbürgermeister wird beauftragt. ", 520))[:20000]
	got := slices.Clone(truth)
	for i := range got {
		if r.IntN(20) == 0 {
			got[i] = 'x'
		}
	}
	for b.Loop() {
		Distance(truth, got)
	}
}
