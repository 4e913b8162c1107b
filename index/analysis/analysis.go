// Package analysis says under which terms a text is found. A printed place may be read in several ways, and every
// reading becomes a token of its own at the same place: the word as printed, a word joined over a hyphen or a line
// end, a reference or date as a whole. Text and query pass through the same functions. The package knows no index.
package analysis

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"aktenkundig/internal/lexicon"
)

// Kind says how a token came about.
type Kind int

// The kinds of token.
const (
	Printed  Kind = iota // a run of letters and digits as printed
	Joined               // printed runs read as one word: over a hyphen, or over a line end where the hyphen may be lost
	Whole                // runs with digits and their separators as one term: A0293/21, 25.04.2024, 1.234,56
	Elliptic             // a printed run with what its hyphen leaves out: Landschaftspflege in "Landschafts- und Denkmalpflege"
)

// Token is one reading of one place.
type Token struct {
	Text        string // folded, see Fold; never empty, at most 96 bytes
	Start, End  int    // bytes of the text it rests on, End outside
	Pos         int    // number of its printed run, from 1; a Joined token stands at its first and at its last run
	First, Last int    // numbers of its first and last run
	Kind        Kind

	raw string // unfolded, for Vocabulary.Of; "" of a Whole
}

// Raw is the word unfolded, without the signs around it and joined; "" of a Whole.
func (t Token) Raw() string { return t.raw }

// Join is a stretch of text that is one word, parted at the end of a line.
type Join struct {
	Start, End int    // bytes of the text, End outside
	Text       string // the word as its author wrote it, with the signs around it
}

// Bounds: what is longer is no word.
const (
	maxTerm = 96 // bytes of a term
	maxRuns = 8  // runs of a Whole
	maxJoin = 4  // runs joined by hyphens
)

// Tokens gives every reading of text, ascending by Pos, then by Start, Kind and Text. Offsets are those of text as
// given. joins are the words known to be parted at line ends, ascending; without any, what may be one is read so.
func Tokens(text string, joins ...Join) []Token {
	a := analysis{text: text, runs: runs(text), german: lexicon.German(), english: lexicon.English()}
	for i, r := range a.runs {
		a.word(Printed, i, i, text[r.start:r.end])
	}
	for i := 0; i < len(a.runs); {
		end := a.chunk(i)
		a.hyphens(i, end)
		a.wholes(i, end)
		i = end + 1
	}
	if len(joins) > 0 {
		a.joins(joins)
	} else {
		a.lineEnds()
	}
	a.ellipses(a.german)
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
	text            string
	runs            []run
	tokens          []Token
	german, english *lexicon.Lexicon
}

// gap is what stands between run i and the next one.
func (a *analysis) gap(i int) string { return a.text[a.runs[i].end:a.runs[i+1].start] }

func (a *analysis) part(i int) string { return a.text[a.runs[i].start:a.runs[i].end] }

// word adds runs first to last as one word that reads raw, unless folding leaves nothing of it, as of a lone sound mark; joined, it stands at both ends, so that a phrase can
// enter at the first run and leave at the last.
func (a *analysis) word(kind Kind, first, last int, raw string) {
	t := Token{Text: Fold(raw), Start: a.runs[first].start, End: a.runs[last].end, Pos: first + 1, First: first + 1, Last: last + 1, Kind: kind, raw: raw}
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
		a.tokens = append(a.tokens, Token{Text: text, Start: a.runs[first].start, End: a.runs[last].end, Pos: first + 1, First: first + 1, Last: last + 1, Kind: Whole})
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

// joins reads runs that make one word over a line end.
func (a *analysis) joins(joins []Join) {
	for _, j := range joins {
		first := sort.Search(len(a.runs), func(i int) bool { return a.runs[i].end > j.Start })
		last := sort.Search(len(a.runs), func(i int) bool { return a.runs[i].start >= j.End }) - 1
		if first >= last || last-first >= maxJoin {
			continue
		}
		raw := strings.TrimFunc(j.Text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
		if len(runs(raw)) == 1 {
			a.word(Joined, first, last, raw)
			continue
		}
		a.word(Joined, first, last, strings.Map(letters, raw)) // a double name: with its hyphen it is two runs
	}
}

func letters(r rune) rune {
	if unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) {
		return r
	}
	return -1
}

// lineEnds reads the last word of a line and the first of the next also as one word.
func (a *analysis) lineEnds() {
	for i := 0; i+1 < len(a.runs); i++ {
		hyphen, ok := lineEnd(a.gap(i))
		if whole := a.part(i) + a.part(min(i+1, len(a.runs)-1)); ok && a.continues(i, hyphen) && (hyphen || a.likely(i, whole)) {
			a.word(Joined, i, i+1, whole)
		}
	}
}

// likely tells whether two runs without a hyphen are rather one word: the lists hold it, or not both of the parts. Two
// words that are known might also make a compound; at a line's end they are two words.
func (a *analysis) likely(i int, whole string) bool {
	return a.listed(whole) || !a.known(a.part(i)) || !a.known(a.part(i+1))
}

func (a *analysis) listed(word string) bool {
	return a.german.Zipf(word) >= knownFrom || a.english.Zipf(word) >= knownFrom
}

func (a *analysis) known(word string) bool {
	return a.listed(word) || a.german.Split(word) != nil
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
