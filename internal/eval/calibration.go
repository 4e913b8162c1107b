package eval

import (
	"cmp"
	"slices"
)

// Bin counts findings whose score is at least From and less than From + 0.1 (1 counts with 0.9), and those of them
// that match a true artefact of their kind Near. Where scores are calibrated, Right is about From + 0.05 of Found.
type Bin struct {
	From  float64 `json:"from"`
	Found int     `json:"found"`
	Right int     `json:"right"`
}

// calibrate counts the findings of one page, by kind matched, sorted by score; empty bins are left out.
func calibrate(truth []TruthArtefact, got []found) []Bin {
	var bins []Bin
	for _, kind := range kindsOf(truth, got) {
		t, g := ofKind(kind, truth, got)
		right := make([]bool, len(g))
		for _, p := range matching(t, g, near) {
			right[p[1]] = true
		}
		for i, f := range g {
			tenth := max(0, min(9, int(f.score*10+1e-9)))
			bins = addBins(bins, []Bin{{float64(tenth) / 10, 1, one(right[i])}})
		}
	}
	return bins
}

func addBins(list, more []Bin) []Bin {
	list = slices.Clone(list)
	for _, m := range more {
		i := slices.IndexFunc(list, func(b Bin) bool { return b.From == m.From })
		if i < 0 {
			list = append(list, m)
			continue
		}
		list[i].Found += m.Found
		list[i].Right += m.Right
	}
	slices.SortFunc(list, func(a, b Bin) int { return cmp.Compare(a.From, b.From) })
	return list
}
