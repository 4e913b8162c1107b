package eval

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"aktenkundig/document"
)

// FieldCounts counts the facts of one name, as a set of different values a file: a fact stated on three pages is one.
// A value is right if it is the same text, folded. A name with a colon, "reference:motion", counts only facts of
// that type, and right ones have the right type.
type FieldCounts struct {
	Name string `json:"name"`
	Hits
}

// Acted is the least score of a field that programs act on; what has less is a candidate and counts for nothing.
const Acted = 0.5

const decision = "decision"

// Fields counts what a record says against what is true. Decisions are stretches of words and not
// counted here.
func Fields(truth []TruthField, got []document.Field) []FieldCounts {
	got = slices.DeleteFunc(slices.Clone(got), func(f document.Field) bool { return f.Score < Acted || f.Name == decision })
	truth = slices.DeleteFunc(slices.Clone(truth), func(f TruthField) bool { return f.Name == decision })
	want, have := map[[2]string]bool{}, map[[2]string]bool{}
	for _, f := range truth {
		put(want, f.Name, f.Type, f.Value)
	}
	for _, f := range got {
		put(have, f.Name, f.Type, f.Value)
	}
	hits := map[string]Hits{}
	for f := range want {
		h := hits[f[0]]
		h.Want++
		if have[f] {
			h.Right++
		}
		hits[f[0]] = h
	}
	for f := range have {
		h := hits[f[0]]
		h.Got++
		hits[f[0]] = h
	}
	var counts []FieldCounts
	for name, h := range hits {
		counts = append(counts, FieldCounts{name, h})
	}
	return AddFields(nil, counts)
}

func put(facts map[[2]string]bool, name, kind, value string) {
	facts[[2]string{name, FoldField(value)}] = true
	if kind != "" {
		facts[[2]string{name + ":" + kind, FoldField(value)}] = true
	}
}

// FoldField folds a value as text is folded; and dashes are one: no reader is wrong who takes one for another.
func FoldField(value string) string {
	return strings.NewReplacer("–", "-", "—", "-").Replace(Fold(value))
}

// known leaves the fields whose names some truth states.
func known(fields, total []FieldCounts) []FieldCounts {
	return slices.DeleteFunc(slices.Clone(fields), func(f FieldCounts) bool {
		i := slices.IndexFunc(total, func(t FieldCounts) bool { return t.Name == f.Name })
		return i < 0 || total[i].Want == 0
	})
}

// AddFields adds up counts by name.
func AddFields(list, more []FieldCounts) []FieldCounts {
	list = slices.Clone(list)
	for _, m := range more {
		i := slices.IndexFunc(list, func(f FieldCounts) bool { return f.Name == m.Name })
		if i < 0 {
			list = append(list, m)
		} else {
			list[i].Hits = list[i].plus(m.Hits)
		}
	}
	slices.SortFunc(list, func(a, b FieldCounts) int { return cmp.Compare(a.Name, b.Name) })
	return list
}

// alphanumeric gives the letters and digits of text, case folded.
func alphanumeric(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, lower(Fold(text)))
}
