package analysis

// Lang is a language that the analysis knows.
type Lang byte

// The languages. A text of neither is read as German.
const (
	German Lang = iota
	English
)

// String gives the code under which a language is searched, as ISO 639-1 has it.
func (l Lang) String() string { return [...]string{"de", "en"}[l] }

// Langs lists the languages.
func Langs() []Lang { return []Lang{German, English} }

// Language tells in which language a text is: that whose small words it has more of. The words that both share say
// nothing; a text without small words is German.
func Language(tokens []Token) Lang {
	german, english := 0, 0
	for _, t := range tokens {
		if t.Kind != Printed {
			continue
		}
		de, en := small(t.Text)
		if de && !en {
			german++
		}
		if en && !de {
			english++
		}
	}
	if english > german {
		return English
	}
	return German
}
