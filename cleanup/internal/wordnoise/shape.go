package wordnoise

import (
	"strings"
	"unicode"

	"aktenkundig/cleanup/internal/ngram"
)

// shape measures what the characters alone tell; many of the properties are those of Taghva, Nartker, Condit and
// Borsack, Automatic Removal of "Garbage Strings" in OCR Text, 2001.
func shape(s string) (v Vector) {
	runes := []rune(s)
	core := []rune(Core(s))
	odd, marks, solid := 0, 0, 0
	for i, r := range runes {
		switch {
		case solidRune(r):
			solid++
		case oddSymbol(r):
			odd, marks = odd+1, marks+1
		case i == 0 || r != runes[i-1]: // a ruler of points or dashes counts once
			marks++
		}
	}
	if len(runes) > 0 {
		v[OddSymbols] = float64(odd) / float64(len(runes))
		v[Punctuation] = max(0, float64(marks-2)) / float64(len(runes)) // two are ordinary: (word),
	}
	if len(runes) == 1 {
		v[OddSymbols] /= 4 // a lone sign is a bullet, a box, an equals sign: its neighbours must tell
	}
	if solid == 0 {
		v[NoLetters] = 1
	}
	runs(core, &v)
	mean, worst, letters := ngram.Surprise(string(core))
	if letters >= 3 {
		v[MeanSurprise] = max(0, mean-4)
		v[WorstSurprise] = max(0, worst-9)
		v[Soup] = min(4, max(0, mean-6)*float64(letters)/5)
		v[Plausible] = min(3, max(0, 4.5-mean)*float64(letters)/10)
		v[CaseBreaks] *= min(1, 10/float64(letters))
	}
	short(string(core), solid, &v)
	return v
}

// short says whether a word is short, and whether it is one of those that are short by nature.
func short(core string, solid int, v *Vector) {
	switch {
	case known(core):
		v[Known] = 1
	case solid == 1:
		v[Short] = 1
	case solid == 2:
		v[Short] = 0.5
	}
}

// runs measures what stands next to what in the word.
func runs(core []rune, v *Vector) {
	var consonants, vowels, same int
	var last rune
	for i, r := range core {
		lower := unicode.ToLower(r)
		consonants, vowels = longer(consonants, consonant(lower)), longer(vowels, vowel(lower))
		if i > 0 && lower == unicode.ToLower(last) && unicode.IsLetter(r) {
			same++
		} else {
			same = 1
		}
		v[ConsonantRun] = max(v[ConsonantRun], float64(consonants-5))
		v[VowelRun] = max(v[VowelRun], float64(vowels-3))
		v[LetterRun] = max(v[LetterRun], float64(same-2))
		if i > 0 {
			breaks(last, r, v)
		}
		last = r
	}
	for _, k := range []Property{ConsonantRun, VowelRun, LetterRun, CaseBreaks, DigitBreaks} {
		v[k] = min(3, v[k])
	}
}

func longer(run int, goesOn bool) int {
	if goesOn {
		return run + 1
	}
	return 0
}

// breaks counts unusual neighbours.
func breaks(a, b rune, v *Vector) {
	if unicode.IsLower(a) && unicode.IsUpper(b) {
		v[CaseBreaks]++
	}
	if unicode.IsLetter(a) && unicode.IsDigit(b) || unicode.IsDigit(a) && unicode.IsLetter(b) {
		v[DigitBreaks]++
	}
}

// Core is a word without the punctuation at its edges.
func Core(s string) string { return strings.TrimFunc(s, func(r rune) bool { return !solidRune(r) }) }

func solidRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func vowel(r rune) bool { return strings.ContainsRune("aeiouäöüáàâéèêíìîóòôúùû", r) }

// consonant leaves out y, which is both.
func consonant(r rune) bool { return unicode.IsLetter(r) && !vowel(r) && r != 'y' }

// oddSymbol tells whether a character is neither letter, digit nor ordinary punctuation of office text. Characters of
// private use are bullets of symbol fonts.
func oddSymbol(r rune) bool {
	return !solidRune(r) && !unicode.Is(unicode.Co, r) && !strings.ContainsRune(".,:;-–—()/\"'„“”‚‘’!?%&+§€$•·…[]☐☑☒□", r)
}

// known tells whether a word of at most three letters is a common one, in German or English.
func known(core string) bool {
	if len(core) == 0 || len(core) > 6 {
		return false
	}
	return strings.Contains(shortWords, " "+strings.ToLower(core)+" ")
}

const shortWords = " ab aus am an auf als bei bis da das dem den der des die du ein er es für hat ich ihm ihr im in ins " +
	"ist ja je man mit nur ob oder sie so tag um und uns vom von vor war was weg wer wie wir wo zu zum zur amt art bau " +
	"der geb gez alt neu tod ort ost rat uhr weg zug nr st dr abs art bzw evt ggf hrn inkl str tel usw vgl zzgl " +
	"the of and to in a is it be as at so we he by or on do if me my up an go no us are for was not you his her had " +
	"has but its all one two our out who can may any new per day due end far few how let man men own put see set she " +
	"too use via way yes mr mrs ms co dr st ltd inc jan feb mär mar apr mai may jun jul aug sep okt oct nov dez dec " +
	"de la le les du et un une en il je au ne se que qui est pas par sur "
