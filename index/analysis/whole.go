package analysis

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// wholes reads runs first to last, which hang together, as exact terms if there is a digit in them: all of it, and
// what is left without words tied to it, so that A0293/21 is found in "Nr.A0293/21" and in "A0293/21-neu".
func (a *analysis) wholes(first, last int) {
	digits := false
	for i := first; i <= last; i++ {
		digits = digits || a.runs[i].digit
	}
	if !digits {
		return
	}
	a.whole(first, last, a.tight(first, last))
	lo, hi := first, last
	for lo < hi && !a.runs[lo].digit && !a.slash(lo) {
		lo++
	}
	for lo < hi && !a.runs[hi].digit && !a.slash(hi-1) {
		hi--
	}
	if lo != first || hi != last {
		a.whole(lo, hi, a.tight(lo, hi))
	}
	a.date(lo, hi)
	a.letters(lo, hi)
}

func (a *analysis) slash(i int) bool { return strings.Contains(a.gap(i), "/") }

// tight is the text of runs first to last without blanks.
func (a *analysis) tight(first, last int) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, a.text[a.runs[first].start:a.runs[last].end])
}

// date adds 2024-04-25 for 25.04.2024 and 25.4.24.
func (a *analysis) date(first, last int) {
	if last-first != 2 || a.gap(first) != "." || a.gap(first+1) != "." {
		return
	}
	day, err1 := strconv.Atoi(a.part(first))
	month, err2 := strconv.Atoi(a.part(first + 1))
	year, err3 := strconv.Atoi(a.part(last))
	if err1 != nil || err2 != nil || err3 != nil || day < 1 || day > 31 || month < 1 || month > 12 {
		return
	}
	switch len(a.part(last)) {
	case 2:
		if year += 2000; year >= 2070 {
			year -= 100
		}
	case 4:
	default:
		return
	}
	a.whole(first, last, fmt.Sprintf("%04d-%02d-%02d", year, month, day))
}

// letters adds a0293/21 for "A 0293/21": capitals, a blank, a number with a slash.
func (a *analysis) letters(first, last int) {
	if first == 0 || first == last || !a.runs[first].digit || !a.slash(first) {
		return
	}
	if head := a.part(first - 1); strings.Trim(a.gap(first-1), " ") == "" && isCapitals(head) {
		a.whole(first-1, last, a.tight(first-1, last))
	}
}

// isCapitals tells whether s can be the letters of a reference: one to four capitals.
func isCapitals(s string) bool {
	for _, r := range s {
		if !unicode.IsUpper(r) {
			return false
		}
	}
	return utf8.RuneCountInString(s) <= 4
}

// Reference gives the term under which a reference is found, however its blanks and case are: "a 0293/21" and
// "A0293/21" are one.
func Reference(s string) string {
	return Fold(strings.Join(strings.Fields(s), ""))
}
