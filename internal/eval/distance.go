package eval

import (
	"math/bits"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Fold gives text as it is compared: valid UTF-8 in Unicode's form NFC, every run of white space one blank, none at
// either end.
func Fold(text string) string { return strings.Join(Tokens(text), " ") }

// Tokens gives the words that are counted: Fold's text parted at white space. Punctuation stays with its word.
func Tokens(text string) []string {
	return strings.Fields(norm.NFC.String(strings.ToValidUTF8(text, "\uFFFD")))
}

// bareWords gives the maximal runs of letters, marks and digits of text, case folded.
func bareWords(text string) []string {
	return strings.FieldsFunc(lower(Fold(text)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r)
	})
}

// lower folds case by Unicode's full case folding, so that ß equals SS.
func lower(text string) string { return norm.NFC.String(cases.Fold().String(text)) }

// CER is the character error rate: the Levenshtein distance in code points between the folded texts, divided by
// the length of the folded truth. It passes 1 where more was read than was there. Where truth is empty nothing can
// be divided: then it is 0 if nothing was read and 1 if anything was.
func CER(truth, got string) float64 {
	t := []rune(Fold(truth))
	return errorRate(Distance(t, []rune(Fold(got))), len(t))
}

// WER is the word error rate: as CER, in Tokens.
func WER(truth, got string) float64 {
	t := Tokens(truth)
	return errorRate(Distance(t, Tokens(got)), len(t))
}

// errorRate is never NaN nor infinite; see CER for an empty truth.
func errorRate(edits, length int) float64 {
	if length == 0 {
		return float64(min(edits, 1))
	}
	return float64(edits) / float64(length)
}

// Distance is the Levenshtein distance between a and b: the least number of symbols to insert, delete or replace.
// It works in len(a)·len(b)/64 steps: bit vectors of vertical differences in blocks of 64 rows, G. Myers, A Fast
// Bit-Vector Algorithm for Approximate String Matching (JACM 46, 1999), made global by H. Hyyrö (2003).
func Distance[T comparable](a, b []T) int {
	a, b = trim(a, b)
	if len(a) < len(b) {
		a, b = b, a
	}
	switch {
	case len(b) == 0:
		return len(a)
	case len(a) <= few:
		return byRows(a, b)
	}
	var (
		eq    = positions(a)
		none  = make([]uint64, blocks(len(a)))
		plus  = make([]uint64, blocks(len(a))) // rows where the column grows by one
		minus = make([]uint64, blocks(len(a))) // rows where it shrinks by one
		last  = uint((len(a) - 1) % 64)
		d     = len(a)
	)
	for i := range plus {
		plus[i] = ^uint64(0)
	}
	for _, s := range b {
		e := eq[s]
		if e == nil {
			e = none
		}
		d += column(e, plus, minus, last)
	}
	return d
}

// few is up to where the plain table is faster than setting up bit vectors.
const few = 32

// byRows is the table of Wagner and Fischer (1974), one row at a time, for a of at most few symbols.
func byRows[T comparable](a, b []T) int {
	var row [few + 1]int
	for i := range a {
		row[i+1] = i + 1
	}
	for j := range b {
		corner := row[0]
		row[0] = j + 1
		for i := range a {
			above := row[i+1]
			d := min(above, row[i]) + 1
			if a[i] == b[j] {
				d = min(d, corner)
			} else {
				d = min(d, corner+1)
			}
			corner, row[i+1] = above, d
		}
	}
	return row[len(a)]
}

// column moves plus and minus one column on, given the rows equal to its symbol, and tells by how much the bottom
// row's distance changes. The bottom row is bit last of the last block.
func column(eq, plus, minus []uint64, last uint) int {
	up, down := uint64(1), uint64(0) // what enters a block from above; the top row grows by one a column
	for i := range plus {
		e, p, m := eq[i], plus[i], minus[i]
		xv := e | m
		e |= down
		xh := (((e & p) + p) ^ p) | e
		ph := m | ^(xh | p)
		mh := p & xh
		if i == len(plus)-1 {
			plus[i], minus[i] = shift(ph, mh, xv, up, down)
			return int(ph>>last&1) - int(mh>>last&1)
		}
		plus[i], minus[i] = shift(ph, mh, xv, up, down)
		up, down = ph>>63, mh>>63
	}
	return 0
}

func shift(ph, mh, xv, up, down uint64) (plus, minus uint64) {
	ph, mh = ph<<1|up, mh<<1|down
	return mh | ^(xv | ph), ph & xv
}

// common gives, for every i from 0 to len(a), the length of the longest common subsequence of a[:i] and b, by
// H. Hyyrö, Bit-Parallel LCS-length Computation Revisited (2004).
func common[T comparable](a, b []T) []int {
	v := make([]uint64, blocks(len(a)))
	for i := range v {
		v[i] = ^uint64(0)
	}
	eq := positions(a)
	for _, s := range b {
		e := eq[s]
		if e == nil {
			continue
		}
		var carry uint64
		for i := range v {
			var sum uint64
			u := v[i] & e[i]
			sum, carry = bits.Add64(v[i], u, carry)
			v[i] = sum | v[i]&^u
		}
	}
	lengths := make([]int, len(a)+1)
	for i := range a {
		lengths[i+1] = lengths[i] + int(^v[i/64]>>(i%64)&1)
	}
	return lengths
}

// positions gives for each symbol of a the bit set of its places.
func positions[T comparable](a []T) map[T][]uint64 {
	eq := make(map[T][]uint64)
	for i, s := range a {
		e := eq[s]
		if e == nil {
			e = make([]uint64, blocks(len(a)))
			eq[s] = e
		}
		e[i/64] |= 1 << (i % 64)
	}
	return eq
}

func blocks(n int) int { return (n + 63) / 64 }

// trim cuts off what both begin with and what both end with; neither distance nor common words depend on it.
func trim[T comparable](a, b []T) (restA, restB []T) {
	p := prefix(a, b)
	a, b = a[p:], b[p:]
	s := suffix(a, b)
	return a[:len(a)-s], b[:len(b)-s]
}

func prefix[T comparable](a, b []T) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func suffix[T comparable](a, b []T) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}
