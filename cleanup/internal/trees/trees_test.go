package trees

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// rings draws points of three classes that no straight line parts: an inner disc, a ring, and what lies outside.
func rings(seed uint64, n int) []Sample {
	r := rand.New(rand.NewPCG(seed, 1))
	var out []Sample
	for range n {
		x, y := r.NormFloat64(), r.NormFloat64()
		class := 0
		switch d := math.Hypot(x, y); {
		case d > 1.6:
			class = 2
		case d > 0.8:
			class = 1
		}
		out = append(out, Sample{[]float32{float32(x), float32(y), r.Float32()}, class, 1})
	}
	return out
}

func TestTreesLearnWhatNoLineParts(t *testing.T) {
	m := Fit(rings(1, 3000), Options{Classes: 3, Rounds: 40, Depth: 4, Seed: 1})
	right := 0
	p := make([]float64, 3)
	test := rings(2, 1000)
	for _, s := range test {
		m.Probabilities(s.X, p)
		if sum := p[0] + p[1] + p[2]; math.Abs(sum-1) > 1e-9 {
			t.Fatalf("probabilities %v add up to %v", p, sum)
		}
		if p[s.Class] > 0.5 {
			right++
		}
	}
	if right < 930 {
		t.Errorf("%d of %d right, want 930", right, len(test))
	}
}

func TestSameSamplesSameModelAndStoredModelIsTheSame(t *testing.T) {
	o := Options{Classes: 3, Rounds: 5, Depth: 3, Seed: 7}
	a, err := Fit(rings(1, 500), o).MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	b, _ := Fit(rings(1, 500), o).MarshalBinary()
	if diff := cmp.Diff(a, b); diff != "" {
		t.Error("the same samples gave two models")
	}
	var m Model
	if err := m.UnmarshalBinary(a); err != nil {
		t.Fatal(err)
	}
	again, _ := m.MarshalBinary()
	if diff := cmp.Diff(a, again); diff != "" {
		t.Error("a model read and stored again differs")
	}
}

func FuzzUnmarshal(f *testing.F) {
	b, _ := Fit(rings(1, 100), Options{Classes: 3, Rounds: 1, Depth: 2}).MarshalBinary()
	f.Add(b)
	f.Add([]byte("akt1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var m Model
		if m.UnmarshalBinary(data) != nil {
			return
		}
		m.Probabilities(make([]float32, m.Features), make([]float64, m.Classes))
	})
}
