package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold gives the form under which words meet: lower case, without accents, ß as ss, and umlauts as their vowel
// however they are written: ü, ue and u are one. The digraphs ae and oe always fold, ue does unless a vowel or q
// stands before it (neue, Bauer, Quelle stay). That brings a few strangers together (Poet and Pot); it loses nothing,
// since text and query fold alike. What is longer than 96 bytes is cut.
func Fold(s string) string { return digraphs(plain(s)) }

// plain is lower case without accents; compatibility forms (ﬁ, ſ, ²) become ordinary letters.
func plain(s string) string {
	if ascii(s) {
		return cut(strings.ToLower(s))
	}
	var b strings.Builder
	for _, r := range s {
		if r >= 0x100 {
			return cut(decomposed(s))
		}
		b.WriteString(latin[r])
	}
	return cut(b.String())
}

// latin is what plain makes of each Latin-1 character; it is only read.
var latin = func() (t [0x100]string) {
	for r := range t {
		t[r] = decomposed(string(rune(r)))
	}
	return t
}()

// decomposed is plain by the tables of Unicode, uncut.
func decomposed(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(norm.NFKC.String(s))) {
		switch {
		case unicode.IsMark(r):
		case r == 'ß':
			b.WriteString("ss")
		case r == 'æ':
			b.WriteString("ae")
		case r == 'œ':
			b.WriteString("oe")
		case r == 'ø':
			b.WriteByte('o')
		case r == 'ł':
			b.WriteByte('l')
		case r == 'đ':
			b.WriteByte('d')
		case r == 'ı':
			b.WriteByte('i')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func digraphs(s string) string {
	if !strings.Contains(s, "ae") && !strings.Contains(s, "oe") && !strings.Contains(s, "ue") {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		b = append(b, s[i])
		if i+1 < len(s) && s[i+1] == 'e' && umlaut(s, i) {
			i++
		}
	}
	return string(b)
}

// umlaut tells whether the vowel at i and the e behind it are an umlaut.
func umlaut(s string, i int) bool {
	switch s[i] {
	case 'a', 'o':
		return true
	case 'u':
		return i == 0 || !strings.ContainsRune("aeiouyq", rune(s[i-1]))
	}
	return false
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func cut(s string) string {
	if len(s) <= maxTerm {
		return s
	}
	n := maxTerm
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
