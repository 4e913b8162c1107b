// Package drawtext draws German office pages of any number, with the vocabulary and the frequencies of real German, for
// measuring a search engine at a size for which there is no real text. The pages say nothing; what an index sees of
// them (how many words there are, how common they are, how many compounds, names, numbers and misreadings) is as in
// real ones. A page is the same for the same seed and number.
package drawtext

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"aktenkundig/internal/lexicon"
)

// Writer draws pages. It may be shared by goroutines.
type Writer struct {
	Seed    uint64
	Garbage float64 // share of words that are replaced by noise, as on a bad scan
	words   []string
	sums    []float64 // of the words' frequencies
	heads   []string  // words that compounds are made of
}

// leastZipf is the rarest word that is drawn by itself.
const leastZipf = 1.6

// New makes a writer.
func New(seed uint64, garbage float64) *Writer {
	w := &Writer{Seed: seed, Garbage: garbage}
	sum := 0.0
	lexicon.German().Each(func(word string, zipf float64) {
		if zipf < leastZipf {
			return
		}
		sum += math.Pow(10, zipf)
		w.words, w.sums = append(w.words, word), append(w.sums, sum)
		if n := utf8.RuneCountInString(word); zipf > 3.2 && n >= 5 && n <= 10 {
			w.heads = append(w.heads, word)
		}
	})
	return w
}

// Page gives the text of page n: some 300 words in lines of some 80 letters.
func (w *Writer) Page(n uint64) string {
	r := rand.New(rand.NewPCG(w.Seed, n))
	var b strings.Builder
	fmt.Fprintf(&b, "%s vom %s\n\n", w.Reference(n), w.Day(n))
	line, sentence := 0, 0
	for range 250 + r.IntN(100) {
		word := w.word(r)
		if sentence == 0 {
			first, size := utf8.DecodeRuneInString(word)
			word = string(unicode.ToUpper(first)) + word[size:]
		}
		if sentence++; sentence > 8+r.IntN(10) {
			word, sentence = word+".", 0
		}
		switch {
		case line+len(word) > 80 && r.IntN(40) == 0:
			b.WriteString("\n\n")
			line = 0
		case line+len(word) > 80:
			b.WriteByte('\n')
			line = 0
		case line > 0:
			b.WriteByte(' ')
		}
		b.WriteString(word)
		line += len(word) + 1
	}
	return b.String()
}

// Reference is the number of the paper to which page n belongs: a few pages share one.
func (w *Writer) Reference(n uint64) string {
	return fmt.Sprintf("%c%04d/%02d", "AVFS"[n/4%4], n/16%10000, 5+n/4%20)
}

// Day is the date on page n.
func (w *Writer) Day(n uint64) string {
	d := n / 4 * 7919 % (20 * 336)
	return fmt.Sprintf("%02d.%02d.%d", 1+d%28, 1+d/28%12, 2005+d/336)
}

// word draws one word: of the list, a compound, a number, or noise.
func (w *Writer) word(r *rand.Rand) string {
	if r.Float64() < w.Garbage {
		return noise(r, w.common(r))
	}
	switch k := r.IntN(100); {
	case k < 2:
		return fmt.Sprint(r.IntN(100_000))
	case k < 8:
		return w.compound(uint64(zipfian(r, compounds)))
	}
	return w.common(r)
}

// compounds is how many compounds there are that no list holds; like words, few are common and most rare.
const compounds = 400_000

// compound makes compound n.
func (w *Writer) compound(n uint64) string {
	r := rand.New(rand.NewPCG(w.Seed, ^n))
	return w.heads[r.IntN(len(w.heads))] + []string{"", "s", "s"}[r.IntN(3)] + w.heads[zipfian(r, len(w.heads))]
}

// common draws a word by its frequency.
func (w *Writer) common(r *rand.Rand) string {
	return w.words[sort.SearchFloat64s(w.sums, r.Float64()*w.sums[len(w.sums)-1])]
}

// Content draws a word that says something: of medium frequency.
func (w *Writer) Content(r *rand.Rand) string {
	for {
		word := w.common(r)
		if z := lexicon.German().Zipf(word); utf8.RuneCountInString(word) >= 6 && z < 5 && z > 2.5 {
			return word
		}
	}
}

func zipfian(r *rand.Rand, n int) int {
	return min(int(math.Exp(r.Float64()*math.Log(float64(n)))), n-1)
}

// noise makes of a word what a bad scan makes of it: every third time letters at random, else one or two letters
// otherwise.
func noise(r *rand.Rand, word string) string {
	const letters = "abcdefghijklmnopqrstuvwxyzäöüßABCDEFGHIKLMNORSTUVWZ1!|"
	all := []rune(letters)
	if r.IntN(3) == 0 {
		b := make([]rune, 2+r.IntN(10))
		for i := range b {
			b[i] = all[r.IntN(len(all))]
		}
		return string(b)
	}
	b := []rune(word)
	for range 1 + r.IntN(2) {
		b[r.IntN(len(b))] = all[r.IntN(len(all))]
	}
	return string(b)
}
