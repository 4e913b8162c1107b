// Package analysis says under which terms a text is found. A printed place may be read in several ways, and every
// reading becomes a token of its own at the same place: the word as printed, a word joined over a hyphen or a line
// end, a reference or date as a whole. Text and query pass through the same functions. The package knows no index.
package analysis

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kind says how a token came about.
type Kind int

// The kinds of token.
const (
	Printed Kind = iota // a run of letters and digits as printed
	Joined              // printed runs read as one word: over a hyphen, or over a line end where the hyphen may be lost
	Whole               // runs with digits and their separators as one term: A0293/21, 25.04.2024, 1.234,56
)

// Token is one reading of one place.
type Token struct {
	Text       string // folded, see Fold; never empty, at most 96 bytes
	Start, End int    // bytes of the text it rests on, End outside
	Pos        int    // number of its printed run, from 1; a Joined token stands at its first and at its last run
	Kind       Kind

	raw string // unfolded, for Stems; "" of a Whole
}

// Stems gives the folded German and English stems of a token, ascending, without repetition; none if it holds a
// digit or is Whole. They begin with the same byte as the token's text.
func (t Token) Stems() []string { return stems(t.raw, t.Text) }

// Bounds: what is longer is no word.
const (
	maxTerm = 96 // bytes of a term
	maxRuns = 8  // runs of a Whole
	maxJoin = 4  // runs joined by hyphens
)

// Tokens gives every reading of text, ascending by Pos, then by Start, Kind and Text. Offsets are those of text as given.
func Tokens(text string) []Token {
	a := analysis{text: text, runs: runs(text)}
	for i, r := range a.runs {
		a.word(Printed, i, i, text[r.start:r.end])
	}
	for i := 0; i < len(a.runs); {
		end := a.chunk(i)
		a.hyphens(i, end)
		a.wholes(i, end)
		i = end + 1
	}
	a.lineEnds()
	slices.SortStableFunc(a.tokens, func(x, y Token) int {
		return cmp.Or(x.Pos-y.Pos, x.Start-y.Start, int(x.Kind)-int(y.Kind), strings.Compare(x.Text, y.Text))
	})
	return a.tokens
}

// run is a maximal stretch of letters, digits and marks.
type run struct {
	start, end int
	digit      bool
}

func runs(text string) []run {
	var all []run
	in := false
	for i, r := range text {
		digit := unicode.IsNumber(r)
		part := digit || unicode.IsLetter(r) || in && unicode.IsMark(r)
		if part && !in {
			all = append(all, run{start: i})
		}
		if in = part; !part {
			continue
		}
		last := &all[len(all)-1]
		last.end = i + utf8.RuneLen(r)
		last.digit = last.digit || digit
	}
	return all
}

type analysis struct {
	text   string
	runs   []run
	tokens []Token
}

// gap is what stands between run i and the next one.
func (a *analysis) gap(i int) string { return a.text[a.runs[i].end:a.runs[i+1].start] }

func (a *analysis) part(i int) string { return a.text[a.runs[i].start:a.runs[i].end] }

// word adds runs first to last as one word that reads raw; joined, it stands at both ends, so that a phrase can
// enter at the first run and leave at the last.
func (a *analysis) word(kind Kind, first, last int, raw string) {
	t := Token{Text: Fold(raw), Start: a.runs[first].start, End: a.runs[last].end, Pos: first + 1, Kind: kind, raw: raw}
	if t.Text == "" {
		return
	}
	a.tokens = append(a.tokens, t)
	if first != last {
		t.Pos = last + 1
		a.tokens = append(a.tokens, t)
	}
}

func (a *analysis) whole(first, last int, raw string) {
	if first == last || last-first >= maxRuns {
		return
	}
	if text := Fold(raw); text != "" {
		a.tokens = append(a.tokens, Token{Text: text, Start: a.runs[first].start, End: a.runs[last].end, Pos: first + 1, Kind: Whole})
	}
}

// chunk gives the last run that hangs together with run i.
func (a *analysis) chunk(i int) int {
	for i+1 < len(a.runs) && a.tied(i) {
		i++
	}
	return i
}

// tied tells whether nothing but a separator stands between run i and the next one.
func (a *analysis) tied(i int) bool {
	gap := a.gap(i)
	if strings.TrimSpace(gap) == "/" { // A0293 / 21, also over a line end
		return gap == "/" || a.runs[i].digit || a.runs[i+1].digit
	}
	if utf8.RuneCountInString(gap) != 1 {
		return false
	}
	return strings.ContainsAny(gap, ".-:,_'’‐‑\u00ad")
}

// hyphens reads Klima-Anpassung also as one word.
func (a *analysis) hyphens(first, last int) {
	for ; first < last; first++ {
		raw, end := a.part(first), first
		for end < last && end-first+1 < maxJoin && strings.ContainsAny(a.gap(end), "-'’‐‑\u00ad") && !a.runs[end].digit && !a.runs[end+1].digit {
			end++
			raw += a.part(end)
		}
		if end > first {
			a.word(Joined, first, end, raw)
			first = end - 1
		}
	}
}

// lineEnds reads the last word of a line and the first of the next also as one word.
func (a *analysis) lineEnds() {
	for i := 0; i+1 < len(a.runs); i++ {
		hyphen, ok := lineEnd(a.gap(i))
		if ok && a.continues(i, hyphen) {
			a.word(Joined, i, i+1, a.part(i)+a.part(i+1))
		}
	}
}

// lineEnd tells whether a gap is the end of a line that may fall within a word, and whether its hyphen is printed.
func lineEnd(gap string) (hyphen, ok bool) {
	if !strings.Contains(gap, "\n") {
		return false, false
	}
	switch strings.TrimRight(gap, "\n") {
	case "":
		return false, true
	case "-", "‐", "‑", "\u00ad", "¬":
		return true, true
	}
	return false, false
}

// continues tells whether run i may be the beginning of the word that run i+1 ends. Without a printed hyphen the
// second part must begin in lower case, and pairs that are plainly two words are left alone: two small words, or a
// small word of four letters and more in front. So "er" and "gänzt" meet, "wird" and "ergänzt" do not.
func (a *analysis) continues(i int, hyphen bool) bool {
	if a.runs[i].digit || a.runs[i+1].digit {
		return false
	}
	head, tail := Fold(a.part(i)), Fold(a.part(i+1))
	if hyphen {
		// Landschafts- und Denkmalpflege
		return !slices.Contains([]string{"und", "oder", "bzw", "sowie", "and", "or"}, tail)
	}
	r, _ := utf8.DecodeRuneInString(a.part(i + 1))
	if !unicode.IsLower(r) || len(head) < 2 || len(tail) < 2 {
		return false
	}
	return !Stop(head) || len(head) < 4 && !Stop(tail)
}
