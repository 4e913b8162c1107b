package eval

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFateOfWordsByHand(t *testing.T) {
	for _, c := range []struct {
		name, truth, got string
		want             []Link
	}{
		{"as typed", "der Rat", "der Rat", []Link{
			{Same, [2]int{0, 1}, [2]int{0, 1}}, {Same, [2]int{1, 2}, [2]int{1, 2}}}},
		{"garbage before a word leaks", "der Rat", "der QLGZqGU* Rat", []Link{
			{Same, [2]int{0, 1}, [2]int{0, 1}}, {Leaked, [2]int{}, [2]int{1, 2}}, {Same, [2]int{1, 2}, [2]int{2, 3}}}},
		{"a misread word is no leak", "Dirk Hilbert", "Dirk HiLbirt", []Link{
			{Same, [2]int{0, 1}, [2]int{0, 1}}, {Misread, [2]int{1, 2}, [2]int{1, 2}}}},
		{"another word is lost and leaked", "der Rat tagt", "der 25.4.2024 tagt", []Link{
			{Same, [2]int{0, 1}, [2]int{0, 1}}, {Lost, [2]int{1, 2}, [2]int{}},
			{Leaked, [2]int{}, [2]int{1, 2}}, {Same, [2]int{2, 3}, [2]int{2, 3}}}},
		{"a word torn apart is misread", "er ergänzt es", "er er gänzt es", []Link{
			{Same, [2]int{0, 1}, [2]int{0, 1}}, {Misread, [2]int{1, 2}, [2]int{1, 3}}, {Same, [2]int{2, 3}, [2]int{3, 4}}}},
		{"words run together are misread", "Stadt Dresden", "StadtDresden", []Link{
			{Misread, [2]int{0, 2}, [2]int{0, 1}}}},
		{"columns in another order are moved", "a1 a2 a3 b1", "b1 a1 a2 a3", []Link{
			{Moved, [2]int{}, [2]int{0, 1}}, {Same, [2]int{0, 1}, [2]int{1, 2}}, {Same, [2]int{1, 2}, [2]int{2, 3}},
			{Same, [2]int{2, 3}, [2]int{3, 4}}, {Moved, [2]int{3, 4}, [2]int{}}}},
		{"speckles are no parts of words", "Landschaft", "Landschaft . ,", []Link{
			{Same, [2]int{0, 1}, [2]int{0, 1}}, {Leaked, [2]int{}, [2]int{1, 2}}, {Leaked, [2]int{}, [2]int{2, 3}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, Align(Tokens(c.truth), Tokens(c.got))); diff != "" {
				t.Errorf("want - got +\n%s", diff)
			}
		})
	}
}

// Whatever is aligned, each word has one fate, words that are the same are equal, and those are as many as
// multisets and longest common subsequence have in common.
func TestEveryWordHasOneFate(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 300 {
		truth, got := wordSoup(r, r.IntN(90)), wordSoup(r, r.IntN(90))
		links := Align(truth, got)
		if i, j := covered(links); !slices.Equal(i, upTo(len(truth))) || !slices.Equal(slices.Sorted(slices.Values(j)), upTo(len(got))) {
			t.Fatalf("%v\n%v\n%v", truth, got, links)
		}
		same, moved := 0, 0
		for _, l := range links {
			switch l.What {
			case Same:
				same++
				if truth[l.Truth[0]] != got[l.Got[0]] {
					t.Fatalf("%v is not the same", l)
				}
			case Moved:
				moved += l.Truth[1] - l.Truth[0]
			}
		}
		if want := tableCommon([]rune(codes(truth)), []rune(codes(got))); same != want {
			t.Fatalf("%d the same, want %d: %v %v", same, want, truth, got)
		}
		if want := bag(truth, got); same+moved != want {
			t.Fatalf("%d in common, want %d: %v %v", same+moved, want, truth, got)
		}
	}
}

func TestDiffShowsLostLeakedAndMisreadInContext(t *testing.T) {
	got := Diff("Sehr geehrte Damen und Herren, Dirk Hilbert bittet", "Sehr geehrte und xX#7q Herren, Dirk HiLbirt bittet")
	want := "" +
		"lost     Sehr geehrte [-Damen-] und Herren, Dirk …\n" +
		"leaked   … geehrte Damen und [+xX#7q+] Herren, Dirk Hilbert …\n" +
		"misread  … und Herren, Dirk [Hilbert => HiLbirt] bittet\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want - got +\n%s", diff)
	}
	if d := Diff("wie getippt", "wie  getippt\n"); d != "" {
		t.Errorf("as typed, but %q", d)
	}
}

// vocabulary holds words that are near each other, so that every kind of link comes up.
var vocabulary = strings.Fields("der den Rat Rad Stadt Stadtrat ergänzt er gänzt Amt 7 x")

func wordSoup(r *rand.Rand, n int) []string {
	s := make([]string, n)
	for i := range s {
		s[i] = vocabulary[r.IntN(len(vocabulary))]
	}
	return s
}

func codes(words []string) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteRune(rune('A' + slices.Index(vocabulary, w)))
	}
	return b.String()
}

func bag(truth, got []string) int {
	n, have := 0, map[string]int{}
	for _, w := range truth {
		have[w]++
	}
	for _, w := range got {
		if have[w] > 0 {
			have[w]--
			n++
		}
	}
	return n
}

func covered(links []Link) (truth, got []int) {
	for _, l := range links {
		for i := l.Truth[0]; i < l.Truth[1]; i++ {
			truth = append(truth, i)
		}
		for j := l.Got[0]; j < l.Got[1]; j++ {
			got = append(got, j)
		}
	}
	return truth, got
}

func upTo(n int) []int {
	var s []int
	for i := range n {
		s = append(s, i)
	}
	return s
}

func BenchmarkAlignGarbage(b *testing.B) {
	r := rand.New(rand.NewPCG(9, 9))
	soup := func() []string {
		s := make([]string, 800)
		for i := range s {
			s[i] = string(letterSoup(r, 2+r.IntN(12)))
		}
		return s
	}
	truth, got := soup(), soup()
	for b.Loop() {
		Align(truth, got)
	}
}
