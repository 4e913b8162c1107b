package extract

import (
	"strings"
	"unicode"
)

// fold writes a text in small letters without umlauts and accents, the way anchors are compared. It keeps no
// offsets.
func fold(s string) string {
	return unaccented.Replace(strings.ToLower(s))
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

// looks maps characters that look alike to one of them.
func looks(s string) string { return lookalikes.Replace(s) }

var lookalikes = strings.NewReplacer("0", "o", "1", "i", "l", "i", "|", "i", "j", "i", "5", "s", "8", "b", "rn", "m", "vv", "w")

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
