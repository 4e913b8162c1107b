package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"aktenkundig/document"
)

// dots are the letters that lose their dots in scans.
var dots = map[rune]string{'a': "ä", 'o': "ö", 'u': "ü", 'A': "Ä", 'O': "Ö", 'U': "Ü"}

// losesDots tells whether words of a German page can only have lost their dots: "fiir", or two that no list has without them.
func (e evidence) losesDots(p *document.Page) bool {
	const least, common = 2, 3.5
	lost := 0
	for _, w := range p.Words {
		core := strings.TrimFunc(w.Text, notLetter)
		if dotlessFor(core) {
			return true
		}
		if w.Hidden || len(core) < leastPart+1 || e.list.Zipf(core) > unknownWord {
			continue
		}
		if e.brokenDots(core, common) {
			return true
		}
		for i, r := range core {
			if d, ok := dots[r]; ok && e.list.Zipf(core[:i]+d+core[i+1:]) >= common {
				lost++
				break
			}
		}
	}
	return lost >= least
}

// brokenDots tells whether two letters of a word that no list has can only be an ü.
func (e evidence) brokenDots(core string, common float64) bool {
	for _, read := range []string{"ii", "ti", "fi"} {
		if mended := strings.Replace(core, read, "ü", 1); mended != core && e.list.Zipf(mended) >= common {
			return true
		}
	}
	return false
}

// dotlessFor tells whether a German word can only be "für".
func dotlessFor(word string) bool { return word == "fiir" || word == "fir" || word == "fur" }

// smallWord mends a word of two or three letters that no list has: the only one of the cement of sentences that differs in one letter.
func (e evidence) smallWord(core string) string {
	const clear = 1 // by how much it is commoner than any other
	if e.dotless && dotlessFor(core) {
		return "für"
	}
	first, _ := utf8.DecodeRuneInString(core)
	if e.zipf(core) >= rareWord || shouted(core) || e.german && unicode.IsUpper(first) {
		return "" // a name
	}
	best, second, found := 0.0, 0.0, ""
	for candidate := range neighbours(core) {
		switch z := e.list.Zipf(candidate); {
		case z > best:
			best, second, found = z, best, candidate
		case z > second:
			second = z
		}
	}
	if best < small || best < second+clear {
		return ""
	}
	return found
}

// twoWords parts a preposition and an article between which the blank was not read ("ofthe"), where the two together are rare.
func (e evidence) twoWords(core string) string {
	const rarer = 3.5 // word lists hold such slips
	for _, article := range articles {
		if head, ok := strings.CutSuffix(core, article); ok && slices.Contains(prepositions, head) && e.list.Zipf(core)+rarer <= min(e.list.Zipf(head), e.list.Zipf(article)) {
			return head + " " + article
		}
	}
	return ""
}

var (
	prepositions = []string{"of", "in", "to", "on", "for", "by", "at", "from", "with", "and", "an", "von", "zu", "für", "auf", "mit", "bei", "aus", "und"}
	articles     = []string{"the", "der", "die", "das", "den", "dem", "des"}
)

// dotted is a word that no list has with the dots that one of its letters lost: where that makes it a word of the list, or
// a compound of clearly more common parts. "" if it does not, and on pages that keep their dots.
func (e evidence) dotted(core string) string {
	const gain = 0.5
	const often = 3 // the document has it so and means it
	if !e.dotless || e.list.Zipf(core) > unknownWord || e.own.Count(core) >= often {
		return ""
	}
	best, found := e.parts(core)+gain, ""
	for i, r := range core {
		d, ok := dots[r]
		if !ok || i > 0 && unicode.IsUpper(r) {
			continue
		}
		candidate := core[:i] + d + core[i+1:]
		z := e.parts(candidate)
		if e.zipf(candidate) > unknownWord {
			z = 2 * e.zipf(candidate)
		}
		if z > best {
			best, found = z, candidate
		}
	}
	return found
}

// parts tells how likely a word is as two others, or three: the sum of how common they are; twice unknownWord if it is none.
func (e evidence) parts(word string) float64 {
	const common = 2.3
	best := 2 * unknownWord
	for i := range word {
		head, tail := word[:i], word[i:]
		if utf8.RuneCountInString(head) < leastPart || utf8.RuneCountInString(tail) < leastPart {
			continue
		}
		if h := e.part(head); h >= common {
			t := e.zipf(tail)
			if t < common {
				t = e.compound(tail, -1, 1) + 1
			}
			if t >= common {
				best = max(best, h+t)
			}
		}
	}
	return best
}
