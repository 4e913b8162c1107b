package analysis

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Gist gives the letters and digits of a text, folded more coarsely than Fold and with nothing between them: if a token
// of the text reads form, Needle(form) is part of Gist(text), unless the token is a date or one of those that Elided tells
// of. It costs a small share of what Tokens does and spares whoever looks for words the pages that cannot have them.
func Gist(text string) string {
	b := make([]byte, 0, len(text)+8)
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			b = gistByte(b, gists[c])
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case r < 0x100:
			for k := range len(latinGists[r&0x7f]) {
				b = gistByte(b, latinGists[r&0x7f][k])
			}
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
			return Gist(onlyASCII(decomposed(text)))
		}
		i += n
	}
	return string(b)
}

// Needle gives what a text must have in its Gist to have a folded form; "" if that cannot be told.
func Needle(form string) string {
	// The last letter of the word before may have taken an e for a part of its umlaut.
	return strings.TrimLeft(Gist(form), "e")
}

// gistByte adds a letter or digit; an e that may make an umlaut of the vowel before it is left out.
func gistByte(b []byte, c byte) []byte {
	if n := len(b); c == 0 || c == 'e' && n > 0 && (b[n-1] == 'a' || b[n-1] == 'o' || b[n-1] == 'u') {
		return b
	}
	return append(b, c)
}

func onlyASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= utf8.RuneSelf {
			return -1
		}
		return r
	}, s)
}

// gists and latinGists are what Gist writes for the ASCII and the other Latin-1 characters; they are only read.
var (
	gists = func() (t [utf8.RuneSelf]byte) {
		for c := range t {
			if r := rune(c); unicode.IsLetter(r) || unicode.IsDigit(r) {
				t[c] = byte(unicode.ToLower(r))
			}
		}
		return t
	}()
	latinGists = func() (t [utf8.RuneSelf]string) {
		for c := range t {
			if r := rune(c + 0x80); unicode.IsLetter(r) || unicode.IsNumber(r) {
				t[c] = onlyASCII(decomposed(string(r)))
			}
		}
		return t
	}()
)

// Elided tells whether a text may leave out parts of words: "Landschafts- und Denkmalpflege", "Grünflächenpflege und
// -planung".
func Elided(text string) bool {
	for i := 0; i < len(text); i++ {
		n := dashAt(text, i)
		if n == 0 {
			continue
		}
		before, after := text[:i], text[i+n:]
		if next := firstWord(strings.TrimPrefix(after, ",")); slices.Contains(conjunctions, Fold(next)) && !blankEnd(before) {
			return true
		}
		if slices.Contains(conjunctions, Fold(lastWord(before))) && !blankEnd(after[:min(1, len(after))]) {
			return true
		}
		i += n - 1
	}
	return false
}

// dashAt gives the length of the dash at byte i; 0 if there is none.
func dashAt(s string, i int) int {
	if s[i] == '-' {
		return 1
	}
	if s[i] == 0xE2 && len(s) >= i+3 && dash(s[i:i+3]) {
		return 3
	}
	return 0
}

// firstWord is the word that follows a blank at the beginning of s.
func firstWord(s string) string {
	rest := strings.TrimLeft(s, " \n")
	if len(rest) == len(s) {
		return ""
	}
	if end := strings.IndexFunc(rest, notLetter); end >= 0 {
		return rest[:end]
	}
	return rest
}

// lastWord is the word that a blank follows at the end of s.
func lastWord(s string) string {
	rest := strings.TrimRight(s, " \n")
	if len(rest) == len(s) {
		return ""
	}
	return rest[strings.LastIndexFunc(rest, notLetter)+1:] // a byte after the rune suffices: Fold decides
}

func blankEnd(s string) bool { return s == "" || s[len(s)-1] == ' ' || s[len(s)-1] == '\n' }

func notLetter(r rune) bool { return !unicode.IsLetter(r) }
