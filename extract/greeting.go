package extract

import (
	"regexp"
	"slices"
)

var (
	// greeting is a salutation behind other words, in one row with them.
	greeting   = regexp.MustCompile(`\s+[_|.–-]?\s*(?:Sehr[ .,]*geehrte[rn]?|Dear (?:Sir|Madam|Mr|Mrs|Ms|Dr))\b`)
	salutation = regexp.MustCompile(`(?i)^\s*(?:sehr[ .,]*g\S{2,6}t|sehr verehrte|liebe[rs]?\s+\pL|dear\s+\pL|guten tag|werte[rs]?\s+\pL|ladies and gentlemen|hallo\s+\pL)`)
)

// greets tells whether a line is a salutation, also a misread one.
func greets(text string) bool {
	const most = 9 // words
	if salutation.MatchString(text) {
		return true
	}
	words := tokens(text)
	n := len(words)
	if n < 2 || n > most {
		return false
	}
	for i, w := range words {
		words[i] = looks(w)
	}
	return distance(words[0], "sehr", 1) <= 1 && slices.ContainsFunc(honoured, func(h string) bool { return alike(words[1], h) }) ||
		n > 3 && alike(words[n-3], "damen") && words[n-2] == "und" && alike(words[n-1], "herren")
}

var honoured = seen([]string{"geehrte", "geehrter", "geehrten", "geehrtes"})
