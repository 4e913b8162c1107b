package extract

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// misreadings are what engines make of print, and what stood there.
var misreadings = [][2]string{
	{"ii", "ü"}, {"fi", "ü"}, {"ti", "ü"}, {"it", "ü"}, {"u", "ü"}, {"a", "ä"}, {"o", "ö"}, {"6", "ö"}, {"é", "ö"}, {"B", "ß"}, {"8", "ß"}, {"fs", "ß"}, {"f", "ß"},
	{"$", "s"}, {"$", "ß"}, {"0", "o"}, {"1", "l"}, {"|", "l"}, {"I", "l"}, {"l", "i"}, {"i", "l"}, {"rn", "m"}, {"m", "rn"}, {"vv", "w"}, {"e", "c"}, {"c", "e"}, {"d", "a"},
	{"tf", "f"}, {"t", "ö"}, {"¢", "c"}, {"€", "e"}, {"ı", "i"}, {"h", "b"}, {"b", "h"}, {"n", "u"}, {"u", "n"},
}

// soft tells whether what was read is as usual in print as what may have stood there.
func soft(read string) bool { return strings.Contains("l i e c d h n b m rn", read) }

// mended gives a text with the words that no list knows and that one usual misreading makes known. What could be two
// words stays as it was read.
func (s sheet) mended(text string) string {
	words := strings.Split(strings.ReplaceAll(text, "ı", "i"), " ") // neither language has an i without a dot
	for i, w := range words {
		m, ok := s.mends[w]
		if !ok {
			m = s.known.mend(w)
			s.mends[w] = m
		}
		words[i] = m
	}
	return strings.Join(words, " ")
}

// rareWord is how common misreadings are that a word list holds ("fiir").
const rareWord = 2.5

// longWord is from how many letters on a word has so few neighbours that one of them must be meant.
const longWord = 7

// nearest is the only listed word, and no rare one, that differs in one letter; "" if there is none or several.
func (e evidence) nearest(word string) string {
	const common = 2.5
	found := ""
	for candidate := range neighbours(word) {
		if e.zipf(candidate) < common {
			continue
		}
		if found != "" {
			return ""
		}
		found = candidate
	}
	return found
}

// neighbours gives what a word becomes if one of its letters is another, a small one.
func neighbours(word string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i, r := range word {
			_, size := utf8.DecodeRuneInString(word[i:])
			for _, a := range "abcdefghijklmnopqrstuvwxyzäöüß" {
				if a != r && !yield(word[:i]+string(a)+word[i+size:]) {
					return
				}
			}
		}
	}
}

// mend mends one word with the signs around it.
func (e evidence) mend(word string) string {
	core := strings.Trim(word, ".,:;()„“”\"!?–-")
	better := e.better(core)
	if better == "" {
		return word
	}
	return strings.Replace(word, core, capitalAs(core, better), 1)
}

// better is what a misread word was; "" where it may be right or nothing is sure.
func (e evidence) better(core string) string {
	const shortest, longest = 4, 40 // letters
	letters := utf8.RuneCountInString(core)
	if letters == shortest-1 {
		return e.smallWord(core)
	}
	if letters < shortest || letters > longest || strings.ContainsFunc(core[1:], unicode.IsUpper) && shouted(core) || strings.ContainsAny(core, "/.") {
		return ""
	}
	if e.german && core == "Marz" {
		return "März" // who bears the name is far rarer
	}
	if two := e.twoWords(core); two != "" {
		return two
	}
	listed := evidence{list: e.list, german: e.german} // what the document has elsewhere may be misread everywhere
	now := listed.alone(core)
	if now >= rareWord {
		return ""
	}
	if candidate := strings.Replace(core, "ii", "ü", 1); now <= unknownWord && candidate != core && e.german && e.alone(candidate) > unknownWord {
		return candidate // no German word has two i in a row
	}
	if candidate := e.dotted(core); candidate != "" {
		if again := e.dotted(candidate); again != "" {
			return again
		}
		return candidate
	}
	best, found, rivals := e.misread(core, now)
	return e.sure(core, found, now, best, rivals)
}

// misread is the commonest word that one usual misreading makes of core, how common it is, and how many come near it.
func (e evidence) misread(core string, now float64) (best float64, found string, rivals int) {
	best = now
	for _, m := range misreadings {
		for at := 0; at < len(core); {
			i := strings.Index(core[at:], m[0])
			if i < 0 {
				break
			}
			at += i
			candidate := core[:at] + m[1] + core[at+len(m[0]):]
			at += len(m[0])
			z := e.alone(candidate)
			if soft(m[0]) && e.zipf(candidate) <= unknownWord {
				continue // nearly every compound is one letter from another
			}
			switch {
			case z > best+0.5:
				best, found, rivals = z, candidate, 0
			case found != "" && candidate != found && z > best-0.5:
				rivals++
			}
		}
	}
	return best, found, rivals
}

// sure is found, or the one listed word next to core, if it is by so much more common than core that core cannot be right.
func (e evidence) sure(core, found string, now, best float64, rivals int) string {
	const gain = 2
	least := now + gain
	switch {
	case now <= unknownWord && strings.ContainsFunc(core, notLetter):
		least = unknownWord + 0.1 // it cannot stay as it is
	case now <= unknownWord:
		least = unknownWord + 0.3
	case e.zipf(core) <= unknownWord && e.zipf(found) > unknownWord:
		least = now + gain/2 // a listed word against one that could be put together
	case e.zipf(found) <= unknownWord:
		return ""
	}
	if found == "" && now <= unknownWord && utf8.RuneCountInString(core) >= longWord {
		if found = (evidence{list: e.list, german: e.german}).nearest(core); found != "" {
			best, least = e.zipf(found), 0
		}
	}
	if found == "" || rivals > 0 || best < least || e.own.Count(core) > 1 && best < now+2*gain {
		return ""
	}
	return found
}

// capitalAs writes a word with a capital if another begins with one.
func capitalAs(model, word string) string {
	if r, _ := utf8.DecodeRuneInString(model); unicode.IsUpper(r) {
		first, size := utf8.DecodeRuneInString(word)
		return string(unicode.ToUpper(first)) + word[size:]
	}
	return word
}
