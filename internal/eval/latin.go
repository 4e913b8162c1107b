package eval

import (
	"strings"
	"unicode"
)

// latin replaces Cyrillic letters by the Latin ones that look the same, in words that have a Latin letter.
func latin(text string) string {
	var b strings.Builder
	for len(text) > 0 {
		n := strings.IndexFunc(text, unicode.IsSpace)
		switch {
		case n < 0:
			n = len(text)
		case n == 0:
			n = len(text) - len(strings.TrimLeftFunc(text, unicode.IsSpace))
		}
		b.WriteString(latinWord(text[:n]))
		text = text[n:]
	}
	return b.String()
}

func latinWord(word string) string {
	mixed := strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Latin, r) }) &&
		strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
	if !mixed {
		return word
	}
	return lookAlikes.Replace(word)
}

var lookAlikes = strings.NewReplacer(
	"А", "A", "В", "B", "Е", "E", "К", "K", "М", "M", "Н", "H", "О", "O", "Р", "P", "С", "C", "Т", "T", "Х", "X",
	"а", "a", "е", "e", "о", "o", "р", "p", "с", "c", "у", "y", "х", "x", "і", "i", "ј", "j", "ѕ", "s",
	"Ӓ", "Ä", "ӓ", "ä", "Ӧ", "Ö", "ӧ", "ö", "Ё", "Ë", "ё", "ë", "Ї", "Ï", "ї", "ï",
)
