package eval

import "slices"

// anchors gives the places of one longest common subsequence, ascending on both sides (D. Hirschberg, A linear
// space algorithm for computing maximal common subsequences, CACM 18, 1975).
func anchors(truth, got []string) [][2]int {
	var found [][2]int
	hirschberg(truth, got, 0, 0, &found)
	return found
}

func hirschberg(a, b []string, i0, j0 int, found *[][2]int) {
	p := prefix(a, b)
	for i := range p {
		*found = append(*found, [2]int{i0 + i, j0 + i})
	}
	a, b, i0, j0 = a[p:], b[p:], i0+p, j0+p
	s := suffix(a, b)
	end := [2]int{i0 + len(a) - s, j0 + len(b) - s}
	halves(a[:len(a)-s], b[:len(b)-s], i0, j0, found)
	for i := range s {
		*found = append(*found, [2]int{end[0] + i, end[1] + i})
	}
}

func halves(a, b []string, i0, j0 int, found *[][2]int) {
	switch {
	case len(a) == 0 || len(b) == 0:
		return
	case len(b) == 1:
		if i := slices.Index(a, b[0]); i >= 0 {
			*found = append(*found, [2]int{i0 + i, j0})
		}
		return
	}
	mid := len(b) / 2
	head, tail := common(a, b[:mid]), common(reversed(a), reversed(b[mid:]))
	cut := 0
	for i := range head {
		if head[i]+tail[len(a)-i] > head[cut]+tail[len(a)-cut] {
			cut = i
		}
	}
	hirschberg(a[:cut], b[:mid], i0, j0, found)
	hirschberg(a[cut:], b[mid:], i0+cut, j0+mid, found)
}

func reversed(s []string) []string {
	r := slices.Clone(s)
	slices.Reverse(r)
	return r
}
