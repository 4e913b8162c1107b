package analysis

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"aktenkundig/internal/lexicon"
)

// Word is what is known of a folded form in one language.
type Word struct {
	Form     string   // folded, see Fold
	Stem     string   // what its inflections share; the form itself if it holds a digit
	Parts    []string // stems of the parts of a compound, ascending, without Stem; nil if it is none
	Skeleton string   // see Skeleton; "" of a word that the word lists know: it is no misreading
	Garbage  bool     // no word of any language
}

// Vocabulary tells what is known of words, and remembers it. It may be shared by goroutines.
type Vocabulary struct {
	german, english *lexicon.Lexicon

	mu   sync.Mutex
	seen map[seenKey]*Word
}

type seenKey struct {
	raw  string
	lang Lang
}

// maxSeen bounds the words a Vocabulary remembers: some 50 MB.
const maxSeen = 200_000

// NewVocabulary makes a vocabulary of the built-in word lists.
func NewVocabulary() *Vocabulary {
	return &Vocabulary{german: lexicon.German(), english: lexicon.English(), seen: map[seenKey]*Word{}}
}

// Of tells about the word of a token, read in a language.
func (v *Vocabulary) Of(t Token, lang Lang) *Word {
	if t.raw == "" {
		return &Word{Form: t.Text, Stem: t.Text}
	}
	key := seenKey{t.raw, lang}
	v.mu.Lock()
	w := v.seen[key]
	v.mu.Unlock()
	if w != nil {
		return w
	}
	w = v.word(t.raw, t.Text, lang)
	v.mu.Lock()
	if len(v.seen) >= maxSeen {
		clear(v.seen) // the common ones are back at once
	}
	v.seen[key] = w
	v.mu.Unlock()
	return w
}

func (v *Vocabulary) word(raw, form string, lang Lang) *Word {
	w := &Word{Form: form, Stem: form}
	if strings.ContainsFunc(form, unicode.IsNumber) {
		if wordish(form) {
			w.Skeleton = Skeleton(form)
		}
		return w
	}
	w.Stem = v.Stem(raw, lang)
	if Stop(form) || utf8.RuneCountInString(form) < 3 {
		return w
	}
	parts := v.german.Split(raw)
	if len(parts) > 0 {
		w.Parts = v.parts(raw, parts, w.Stem)
		return w
	}
	if v.german.Zipf(raw) < knownFrom && v.english.Zipf(raw) < knownFrom {
		w.Skeleton = Skeleton(form)
		w.Garbage = garbage(raw)
	}
	return w
}

// knownFrom is the Zipf value from which a word of the lists is a word: below it, misspellings are as common.
const knownFrom = 2.0

// Known tells whether the lists know a word, alone or as a compound.
func (v *Vocabulary) Known(raw string) bool {
	return v.german.Zipf(raw) >= knownFrom || v.english.Zipf(raw) >= knownFrom || v.german.Split(raw) != nil
}

// parts gives the stems of a compound's parts, of their own parts, and of parts that stand side by side: Stadtratssitzung
// is found by Stadtrat, Sitzung, Stadt and Rat.
func (v *Vocabulary) parts(raw string, parts []lexicon.Part, whole string) []string {
	var stems []string
	for i, p := range parts {
		stems = append(stems, v.Stem(p.Word, German))
		for _, q := range v.german.Split(p.Word) {
			stems = append(stems, v.Stem(q.Word, German))
		}
		for j := i + 1; j < len(parts) && j-i+1 < len(parts); j++ {
			stems = append(stems, v.Stem(raw[p.Start:parts[j].End], German))
		}
	}
	slices.Sort(stems)
	stems = slices.Compact(stems)
	return slices.DeleteFunc(stems, func(s string) bool { return s == whole || len(s) < 2 })
}

// Common tells whether a word is so common that a form one letter apart from another word is hardly a slip of it.
func (v *Vocabulary) Common(raw string) bool {
	return max(v.german.Zipf(raw), v.english.Zipf(raw)) >= 3
}

// wordish tells whether a form with digits may be a misread word: three letters and more, at most every third a digit.
func wordish(form string) bool {
	digits, letters := 0, 0
	for _, r := range form {
		if unicode.IsNumber(r) {
			digits++
		} else {
			letters++
		}
	}
	return letters >= 3 && digits*2 <= letters
}

// garbage tells what no language writes: capitals after small letters more than once, one letter four times in a row,
// seven consonants on end, hardly a vowel, or more letters than any word has.
func garbage(raw string) bool {
	inner, vowels, run, same, n := 0, 0, 0, 0, 0
	var last rune
	for _, r := range raw {
		low := unicode.ToLower(r)
		if n++; low == unicode.ToLower(last) {
			same++
		} else {
			same = 1
		}
		if unicode.IsUpper(r) && unicode.IsLower(last) {
			inner++
		}
		if strings.ContainsRune("aeiouyäöüáàâéèêíìîóòôúùûæœøå", low) {
			vowels, run = vowels+1, 0
		} else {
			run++
		}
		if run >= 7 || same >= 4 {
			return true
		}
		last = r
	}
	shouted := strings.ToUpper(raw) == raw
	return inner >= 2 || n > 45 || n >= 5 && vowels == 0 && !shouted || vowels*9 < n && n >= 9
}
