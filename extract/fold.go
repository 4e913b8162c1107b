package extract

import (
	"strings"
	"unicode"
)

// fold writes a text in small letters without umlauts and accents, the way anchors are compared. It keeps no
// offsets.
func fold(s string) string {
	s = strings.ToLower(s)
	for i := range len(s) {
		if s[i] >= 0x80 {
			return unaccented.Replace(s)
		}
	}
	return s
}

var unaccented = strings.NewReplacer("ä", "a", "ö", "o", "ü", "u", "ß", "ss", "é", "e", "è", "e", "á", "a", "à", "a")

// tokens gives the folded words of a text: letters and digits in a row.
func tokens(s string) []string {
	return strings.FieldsFunc(fold(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// alike tells whether a token as read can be the word, both folded and passed through looks: letters that engines
// mistake count as equal, and one edit is forgiven in a word of five letters or more, two from twelve.
func alike(token, word string) bool {
	allowed := 0
	switch {
	case len(word) >= 12:
		allowed = 2
	case len(word) >= 5:
		allowed = 1
	}
	return token == word || allowed > 0 && distance(token, word, allowed) <= allowed
}

// looks maps characters that look alike to one of them: 0 is o; 1, l, | and j are i; 5 is s, 8 is b; rn is m, vv is w.
func looks(s string) string {
	if !strings.ContainsAny(s, "01l|j58nv") {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '0':
			c = 'o'
		case c == '1' || c == 'l' || c == '|' || c == 'j':
			c = 'i'
		case c == '5':
			c = 's'
		case c == '8':
			c = 'b'
		case c == 'r' && i+1 < len(s) && s[i+1] == 'n':
			c = 'm'
			i++
		case c == 'v' && i+1 < len(s) && s[i+1] == 'v':
			c = 'w'
			i++
		}
		out = append(out, c)
	}
	return string(out)
}

// seen gives words as they look, for lists that never change.
func seen(words []string) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = looks(w)
	}
	return out
}

// distance is the Levenshtein distance of two short words in bytes, or something greater than most where it is
// greater.
func distance(a, b string, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most || len(a) > 64 || len(b) > 64 {
		return most + 1
	}
	var rows [2][65]int
	for j := range len(b) + 1 {
		rows[0][j] = j
	}
	for i := range len(a) {
		row, last := &rows[(i+1)%2], &rows[i%2]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
		}
	}
	return rows[len(a)%2][len(b)]
}
