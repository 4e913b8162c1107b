package extract

import (
	"regexp"
	"slices"
	"unicode"
	"unicode/utf8"
)

// hit is something found in a text, bytes start to end (outside).
type hit struct {
	start, end        int
	name, kind, value string
	score             float64
	words             []int // where the words are not those between start and end
}

func fact(start, end int, name, kind, value string, score float64) hit {
	return hit{start: start, end: end, name: name, kind: kind, value: value, score: score}
}

// places gives the parts of a text that lie no further than around bytes from a match of an expression, ascending and
// not overlapping: where the expensive searches are worth while.
func places(text string, find *regexp.Regexp, around int) (out [][2]int) {
	for _, m := range find.FindAllStringIndex(text, -1) {
		from, to := max(0, m[0]-around), min(len(text), m[1]+around)
		if n := len(out); n > 0 && from <= out[n-1][1] {
			out[n-1][1] = to
			continue
		}
		out = append(out, [2]int{from, to})
	}
	return out
}

// each hands over the matches of an expression in a text, with their groups. After one that is not taken the search
// goes on within it: a number may begin where another seemed to go on.
func each(find *regexp.Regexp, text string, take func(m []int, groups []string) bool) {
	for at := 0; at < len(text); {
		m := find.FindStringSubmatchIndex(text[at:])
		if m == nil {
			return
		}
		groups := make([]string, len(m)/2)
		for i := range groups {
			if m[2*i] >= 0 {
				groups[i] = text[at+m[2*i] : at+m[2*i+1]]
			}
		}
		if take([]int{at + m[0], at + m[1]}, groups) {
			at += m[1]
			continue
		}
		_, size := utf8.DecodeRuneInString(text[at+m[0]:])
		at += m[0] + size
	}
}

// parted tells whether what lies between start and end stands for itself and is no piece of something longer.
func parted(text string, start, end int) bool {
	before, size := utf8.DecodeLastRuneInString(text[:start])
	if unicode.IsLetter(before) || unicode.IsDigit(before) || before == '/' || before == '_' {
		return false
	}
	if before == '-' || before == '.' || before == ',' {
		if r, _ := utf8.DecodeLastRuneInString(text[:start-size]); unicode.IsDigit(r) {
			return false
		}
	}
	after, size := utf8.DecodeRuneInString(text[end:])
	if unicode.IsLetter(after) || unicode.IsDigit(after) || after == '_' {
		return false
	}
	if after == '/' || after == '-' || after == '.' || after == ',' || after == ':' {
		r, _ := utf8.DecodeRuneInString(text[end+size:])
		return !unicode.IsDigit(r)
	}
	return true
}

// taken marks the bytes of a text that belong to a hit. A text can hold a hundred thousand, too many to ask each.
type taken []bool

func (t taken) add(h hit) {
	for i := h.start; i < h.end; i++ {
		t[i] = true
	}
}

func (t taken) overlaps(h hit) bool { return slices.Contains(t[h.start:h.end], true) }

func byPlace(a, b hit) int {
	if a.start != b.start {
		return a.start - b.start
	}
	return a.end - b.end
}
