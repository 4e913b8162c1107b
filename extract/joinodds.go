package extract

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// decide tells how the author wrote what a seam parts and how sure that is; 0 where nothing is to be joined.
func (e evidence) decide(s seam, prior float64) (text string, score float64) {
	if s.hyphen {
		return e.hyphened(s)
	}
	after, _ := utf8.DecodeRuneInString(s.tail)
	if !unicode.IsLower(after) || s.table || s.a != strings.TrimRightFunc(s.a, notLetter) || strings.ContainsFunc(s.tail, notLower) {
		return "", 0
	}
	odds := e.odds(s) + prior
	if s.apart {
		odds -= apartOdds
	}
	return s.a + s.b, 1 / (1 + math.Pow(10, -odds))
}

// apartOdds is what speaks against a word that goes on in another region, as a decimal logarithm.
const apartOdds = 1.5

// odds is the decimal logarithm of p(ab) : p(a)·p(b).
func (e evidence) odds(s seam) float64 {
	a, b, ab := e.alone(s.head), e.alone(s.tail), e.whole(s.head, s.tail)
	if ab <= unknownWord && (a > unknownWord || b > unknownWord) {
		return -9 // nothing but a known word and an unknown one
	}
	if a > unknownWord && b > unknownWord && e.zipf(s.head+s.tail) <= unknownWord {
		return -9 // two words, and one that could be put together somehow
	}
	odds := ab + 9 - a - b - attraction
	switch {
	case s.noun && e.german && a >= small-1 && !polite(s.head):
		odds += 2.5 // "die An frage": no small word has a capital there
	case a >= small && b >= small:
		odds -= 3 // "in dem", "wie der": small words stand together far more often than by chance
	}
	return odds
}

// polite words have a capital wherever they stand.
func polite(word string) bool {
	return slices.Contains([]string{"Sie", "Ihr", "Ihre", "Ihren", "Ihrem", "Ihrer", "Ihnen"}, word)
}

// attraction is by how much words that follow each other do so more often than by chance, as a decimal logarithm.
const attraction = 1.0

// small is from where words are the cement of sentences: articles, prepositions, pronouns.
const small = 5.9

// prior is the decimal logarithm of the odds that an end of a line without a hyphen parts a word on this page: of the
// share of ends where that is beyond doubt.
func (e evidence) prior(seams []seam) float64 {
	const sure = 3.5
	ends, parted := 0, 0
	for _, s := range seams {
		if s.hyphen || s.table {
			continue
		}
		ends++
		after, _ := utf8.DecodeRuneInString(s.tail)
		if unicode.IsLower(after) && e.zipf(s.tail) <= unknownWord && e.odds(s) > sure {
			parted++
		}
	}
	share := (float64(parted) + 0.02) / (float64(ends) + 10)
	return math.Log10(share / (1 - share))
}

// hyphened decides a seam with a hyphen: the author's hyphen stays, the line's goes.
func (e evidence) hyphened(s seam) (text string, score float64) {
	after, _ := utf8.DecodeRuneInString(s.tail)
	before, _ := utf8.DecodeLastRuneInString(s.head)
	bare, kept := strings.TrimRight(s.a, hyphens)+s.b, strings.TrimRight(s.a, hyphens)+"-"+s.b
	known := e.zipf(s.head+s.tail) > unknownWord
	switch {
	case strings.HasSuffix(s.a, "\u00ad"):
		return bare, 0.99
	case strings.Contains("-–—", s.b[:1]), s.table && !known && unicode.IsUpper(after):
		return "", 0
	case ellipticTail(s.tail) && e.zipf(s.head+s.tail) <= unknownWord:
		return "", 0 // "Landschafts- und Denkmalpflege"
	case unicode.IsDigit(before) && unicode.IsUpper(after):
		return "", 0 // "-3-", the page's number
	case unicode.IsDigit(before):
		return kept, 0.8 // "20-jährig"
	case unicode.IsUpper(after) && shouted(s.head) && shouted(s.tail) && known:
		return bare, 0.9
	case unicode.IsUpper(after):
		return kept, 0.85 // "Ost-West", "CDU-Fraktion"
	case !known && utf8.RuneCountInString(s.head) > 1 && shouted(s.head):
		return kept, 0.8 // "EU-weit"
	case s.apart && !known:
		return bare, 0.7
	}
	return bare, 0.97
}

// ellipticTail tells whether a word after a hyphen says that the first part of a compound stands there alone.
func ellipticTail(word string) bool {
	return slices.Contains([]string{"und", "oder", "bzw", "beziehungsweise", "sowie", "wie", "als", "bis", "noch", "statt", "u", "o", "and", "or", "to", "nor"},
		strings.ToLower(word))
}

func notLower(r rune) bool { return !unicode.IsLower(r) }

// shouted tells whether a word has no small letter.
func shouted(word string) bool { return strings.IndexFunc(word, unicode.IsLower) < 0 }
