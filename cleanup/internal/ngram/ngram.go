// Package ngram says how much a string looks like German or English, by its letters alone. Its tables hold, for
// every three letters in a row, how surprising the third is after the first two; they are made from word lists by
// the program in train and are statistics only, no text can be got back from them.
package ngram

import (
	_ "embed"
	"unicode"
)

// symbols is the size of the alphabet: 0 stands for the edge of a word, 1 to 26 for a to z, 27 to 30 for ä, ö, ü, ß,
// 31 for every other letter.
const symbols = 32

// unit is how many steps of a table make one bit.
const unit = 16

//go:embed deu.bin
var german string

//go:embed eng.bin
var english string

// Surprise gives the mean and the worst surprise of the letters of s in bits, edges included, each for the language in
// which it is smaller; letters is their number. What is no letter is passed over; case and accents other than
// umlauts count for nothing. Words of the language have 3 to 4 bits a letter in the mean, random letters 8 and more.
func Surprise(s string) (mean, worst float64, letters int) {
	sum, top, n := surprise(german, s)
	sum2, top2, _ := surprise(english, s)
	sum, top = min(sum, sum2), min(top, top2) // a name may be English in all but its umlaut
	if n == 0 {
		return 0, 0, 0
	}
	return float64(sum) / unit / float64(n+1), float64(top) / unit, n
}

func surprise(table, s string) (sum, top, n int) {
	a, b := 0, 0
	add := func(c int) {
		v := int(table[Index(a, b, c)])
		sum, top = sum+v, max(top, v)
		a, b = b, c
	}
	for _, r := range s {
		if c := Symbol(r); c > 0 {
			add(c)
			n++
		}
	}
	add(0)
	return sum, top, n
}

// Index is the place of the symbols a, b, c in a table.
func Index(a, b, c int) int { return (a*symbols+b)*symbols + c }

// Symbol gives the number of a letter in the tables' alphabet, 0 for what is no letter.
func Symbol(r rune) int {
	switch r = unicode.ToLower(r); {
	case 'a' <= r && r <= 'z':
		return int(r-'a') + 1
	case r == 'ä':
		return 27
	case r == 'ö':
		return 28
	case r == 'ü':
		return 29
	case r == 'ß':
		return 30
	case unicode.IsLetter(r):
		return base(r)
	}
	return 0
}

// base maps the accented letters of European names to the letter beneath.
func base(r rune) int {
	const from = "àáâãåæçèéêëìíîïñòóôõøùúûýÿčćďěłńňřśšťůžżźœ"
	const to = "aaaaaaceeeeiiiinooooouuuyyccdelnnrsstuzzzo"
	i := 0
	for _, f := range from {
		if f == r {
			return int(to[i]-'a') + 1
		}
		i++
	}
	return symbols - 1
}
