package analysis

import (
	"slices"
	"strings"
	"unicode/utf8"

	"aktenkundig/internal/lexicon"
)

// ellipses reads what a hyphen leaves out: Landschafts- und Denkmalpflege is also Landschaftspflege, Grünflächenpflege
// und -planung also Grünflächenplanung. The token rests on, and stands at, the run that has the hyphen.
func (a *analysis) ellipses(v *lexicon.Lexicon) {
	for i := range a.runs {
		if a.open(i) {
			if j := a.full(i); j > 0 {
				for _, end := range tails(v, a.part(j)) {
					a.ellipsis(i, a.part(i)+end)
				}
			}
		}
		if i > 0 && a.leads(i) {
			for _, front := range fronts(v, a.part(i-2)) {
				a.ellipsis(i, front+a.part(i))
			}
		}
	}
}

func (a *analysis) ellipsis(i int, raw string) {
	r := a.runs[i]
	a.tokens = append(a.tokens, Token{Text: Fold(raw), Start: r.start, End: r.end, Pos: i + 1, First: i + 1, Last: i + 1, Kind: Elliptic, raw: raw})
}

// open tells whether run i ends in a hyphen that stands for the end of a later word: "Landschafts- und", "Haupt-, ".
func (a *analysis) open(i int) bool {
	if i+1 >= len(a.runs) || a.runs[i].digit || utf8.RuneCountInString(a.part(i)) < 3 {
		return false
	}
	gap := strings.TrimRight(a.gap(i), " \n")
	return gap != a.gap(i) && (dash(gap) || dash(strings.TrimSuffix(gap, ",")))
}

func dash(s string) bool { return s == "-" || s == "‐" || s == "‑" || s == "–" }

// full gives the run that holds the whole word for the open run i, past "und" and further open runs; 0 if there is none.
func (a *analysis) full(i int) int {
	for j := i + 1; j < len(a.runs) && j <= i+6; j++ {
		switch {
		case a.open(j):
		case slices.Contains(conjunctions, Fold(a.part(j))):
			if j+1 < len(a.runs) && !a.open(j+1) && !a.runs[j+1].digit {
				return j + 1
			}
		default:
			return 0
		}
	}
	return 0
}

var conjunctions = []string{"und", "oder", "bzw", "sowie", "u", "noch", "statt", "wie"}

// leads tells whether run i begins with a hyphen that stands for the beginning of the word before: "und -planung".
func (a *analysis) leads(i int) bool {
	if i < 2 || a.runs[i].digit || utf8.RuneCountInString(a.part(i)) < 3 || !slices.Contains(conjunctions, Fold(a.part(i-1))) {
		return false
	}
	gap := a.gap(i - 1)
	return dash(strings.TrimLeft(gap, " \n")) && !dash(gap)
}

// tails gives what the ends of a compound may be: Pflege of Denkmalpflege, Bauamt and Amt of Gartenbauamt.
func tails(v *lexicon.Lexicon, word string) []string {
	parts := v.Split(word)
	var all []string
	for _, p := range parts[min(1, len(parts)):] {
		all = append(all, word[p.Start:])
	}
	return all
}

// fronts gives what the beginnings of a compound may be, with the letters that link them.
func fronts(v *lexicon.Lexicon, word string) []string {
	parts := v.Split(word)
	var all []string
	for _, p := range parts[min(1, len(parts)):] {
		all = append(all, word[:p.Start])
	}
	return all
}
