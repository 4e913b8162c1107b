package analysis

import "strings"

// Skeleton gives a form under which a word and what an engine makes of it meet: letters that scanners and engines take
// for each other become one. Strokes are counted (i, l, 1, r, t, f, j are one, n and u two, m three), c, e, o and 0 are
// one round letter, ß (ss), B, 8, 6 and h are one, and so are s and 5, v, w and y, g, q and 9. It is coarse on purpose: what it brings together
// is weighed by Confusion afterwards, and only words that no list knows have one in the index.
func Skeleton(folded string) string {
	var b strings.Builder
	b.Grow(len(folded) + 8)
	for i := 0; i < len(folded); i++ {
		if folded[i] == 's' && i+1 < len(folded) && folded[i+1] == 's' {
			b.WriteByte('b')
			i++
			continue
		}
		if s := strokes[folded[i]]; s != "" {
			b.WriteString(s)
			continue
		}
		b.WriteByte(folded[i])
	}
	if b.Len() > maxTerm {
		return b.String()[:maxTerm]
	}
	return b.String()
}

// strokes are the letters that do not stand for themselves, by byte.
var strokes = [256]string{
	'i': "i", 'l': "i", '1': "i", 'r': "i", 't': "i", 'f': "i", 'j': "i", '7': "i",
	'n': "ii", 'u': "ii", 'm': "iii", 'h': "b", '8': "b", '6': "b", 'b': "b",
	'c': "c", 'e': "c", 'o': "c", '0': "c", 'd': "ci",
	's': "s", '5': "s", 'v': "v", 'y': "v", 'w': "vv", 'g': "g", 'q': "g", '9': "g", 'z': "z", '2': "z", 'k': "bi",
}
