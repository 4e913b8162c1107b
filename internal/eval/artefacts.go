package eval

import (
	"cmp"
	"slices"

	"aktenkundig/document"
)

// Any is the row of artefacts found as such, whatever their kind.
const Any = "any"

// KindCounts counts the artefacts of one kind. A finding and a true artefact can match where they are of one kind and
//
//	Near:    the finding's centre lies in the true box and the areas differ by a factor of at most 6;
//	Overlap: their intersection is at least half their union.
//
// Of all ways to pair them one to one that with most pairs counts. Boxes are compared in scan pixels. Findings of
// the kind noise are not counted: what they cover was read as words, and shows as lost or leaked.
type KindCounts struct {
	Kind    string `json:"kind"`
	Near    Hits   `json:"near"`
	Overlap Hits   `json:"overlap"`
	// Texts counts the true artefacts that say something (Want), their Near findings with a text (Got), and those of
	// them whose letters and digits are the same, case folded (Right).
	Texts Hits `json:"texts"`
	// Dates counts the true artefacts that bear a date, their Near findings with a date in their text, and those of
	// them with the right one.
	Dates Hits `json:"dates"`
}

// found is a finding in scan pixels.
type found struct {
	kind, text string
	box        document.Box
	score      float64
}

func inScan(p document.Page) []found {
	back, known := p.ToView.Inverse()
	var all []found
	for _, a := range p.Artefacts {
		if !known || a.Kind == document.NoiseKind {
			continue
		}
		all = append(all, found{string(a.Kind), a.Text, back.Box(a.Box), a.Score})
	}
	return all
}

// countKinds counts one page, sorted by kind, with the row Any last.
func countKinds(truth []TruthArtefact, got []found) []KindCounts {
	var counts []KindCounts
	kinds := kindsOf(truth, got)
	for _, k := range kinds {
		t, g := ofKind(k, truth, got)
		counts = append(counts, countKind(k, t, g))
	}
	if len(kinds) > 0 {
		counts = append(counts, countKind(Any, truth, got))
	}
	return counts
}

// kindsOf gives the kinds on either side, sorted.
func kindsOf(truth []TruthArtefact, got []found) []string {
	var kinds []string
	for _, t := range truth {
		kinds = append(kinds, t.Kind)
	}
	for _, g := range got {
		kinds = append(kinds, g.kind)
	}
	slices.Sort(kinds)
	return slices.Compact(kinds)
}

func ofKind(kind string, truth []TruthArtefact, got []found) ([]TruthArtefact, []found) {
	t := slices.DeleteFunc(slices.Clone(truth), func(a TruthArtefact) bool { return a.Kind != kind })
	g := slices.DeleteFunc(slices.Clone(got), func(f found) bool { return f.kind != kind })
	return t, g
}

func countKind(kind string, truth []TruthArtefact, got []found) KindCounts {
	pairs := matching(truth, got, near)
	c := KindCounts{
		Kind:    kind,
		Near:    Hits{len(truth), len(got), len(pairs)},
		Overlap: Hits{len(truth), len(got), len(matching(truth, got, overlap))},
	}
	for _, t := range truth {
		c.Texts.Want += one(t.Text != "")
		c.Dates.Want += one(t.Date != "")
	}
	for _, p := range pairs {
		c.says(truth[p[0]], got[p[1]].text)
	}
	return c
}

// says counts what was read of the artefact t.
func (c *KindCounts) says(t TruthArtefact, text string) {
	if t.Text != "" && text != "" {
		c.Texts.Got++
		c.Texts.Right += one(alphanumeric(t.Text) == alphanumeric(text))
	}
	if date, ok := stampDate(text); ok && t.Date != "" {
		c.Dates.Got++
		c.Dates.Right += one(date == t.Date)
	}
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func near(truth, got document.Box) bool {
	a, b := truth.Area(), got.Area()
	return truth.ContainsCentre(got) && a <= 6*b && b <= 6*a
}

func overlap(truth, got document.Box) bool {
	shared := truth.Intersect(got).Area()
	return shared > 0 && 2*shared >= truth.Area()+got.Area()-shared
}

// matching gives a largest set of pairs of a true and a found artefact, each in one pair at most, by augmenting
// paths (H. Kuhn 1955), sorted by true artefact.
func matching(truth []TruthArtefact, got []found, fits func(truth, got document.Box) bool) [][2]int {
	owner := make([]int, len(got))
	for i := range owner {
		owner[i] = -1
	}
	var claim func(t int, asked []bool) bool
	claim = func(t int, asked []bool) bool {
		for g := range got {
			if asked[g] || !fits(truth[t].Box, got[g].box) {
				continue
			}
			asked[g] = true
			if owner[g] < 0 || claim(owner[g], asked) {
				owner[g] = t
				return true
			}
		}
		return false
	}
	for t := range truth {
		claim(t, make([]bool, len(got)))
	}
	var pairs [][2]int
	for g, t := range owner {
		if t >= 0 {
			pairs = append(pairs, [2]int{t, g})
		}
	}
	slices.SortFunc(pairs, func(a, b [2]int) int { return cmp.Compare(a[0], b[0]) })
	return pairs
}

func addKinds(list, more []KindCounts) []KindCounts {
	list = slices.Clone(list)
	for _, m := range more {
		i := slices.IndexFunc(list, func(k KindCounts) bool { return k.Kind == m.Kind })
		if i < 0 {
			list = append(list, m)
			continue
		}
		list[i].Near = list[i].Near.plus(m.Near)
		list[i].Overlap = list[i].Overlap.plus(m.Overlap)
		list[i].Texts = list[i].Texts.plus(m.Texts)
		list[i].Dates = list[i].Dates.plus(m.Dates)
	}
	slices.SortFunc(list, byKind)
	return list
}

func (h Hits) plus(o Hits) Hits { return Hits{h.Want + o.Want, h.Got + o.Got, h.Right + o.Right} }

// byKind sorts by name, Any last.
func byKind(a, b KindCounts) int {
	if (a.Kind == Any) != (b.Kind == Any) {
		if a.Kind == Any {
			return 1
		}
		return -1
	}
	return cmp.Compare(a.Kind, b.Kind)
}
