// Package lexicon knows how common a word is in German and English. It is how the house tells a word from what dirt
// looks like, a word split at a line end from two words, and the parts of a compound. Its lists are made by
// lexicon/make; their origin and licence stand in SOURCES.md.
package lexicon

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"sort"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// Lexicon is a list of words with their frequencies. It is not changed once loaded and may be shared by goroutines.
type Lexicon struct {
	text  string   // all words one after the other, ascending by bytes
	start []uint32 // where each begins; one more entry for the end
	rare  []uint8  // how rare each is, in steps of rareStep centibels from rareFrom
}

// A word of frequency f (share of all running words) has −100·log10 f centibels.
const (
	rareFrom = 150
	rareStep = 4
)

//go:embed deu.bin
var deu []byte

//go:embed eng.bin
var eng []byte

var (
	loadGerman  = sync.OnceValue(func() *Lexicon { return must(deu) })
	loadEnglish = sync.OnceValue(func() *Lexicon { return must(eng) })
)

// German is the German list: 300,000 words down to one in 30 million. The first call takes some 20 ms.
func German() *Lexicon { return loadGerman() }

// English is the English list: 90,000 words down to one in ten million.
func English() *Lexicon { return loadEnglish() }

// Key folds a word to the form in which lists hold it: lower case, ß as ss; umlauts stay.
func Key(word string) string {
	return strings.ReplaceAll(strings.ToLower(word), "ß", "ss")
}

// Has tells whether the list holds a word.
func (l *Lexicon) Has(word string) bool { return l.find(Key(word)) >= 0 }

// Zipf is how common a word is on the scale of van Heuven et al. (2014, "SUBTLEX-UK", section Zipf scale): the decimal logarithm of its
// occurrences in a thousand million words. 7 is "und", 5 "Stadt", 3 "Denkmalpflege", below 2 hardly anybody knows
// it. 0 if the list does not hold it.
func (l *Lexicon) Zipf(word string) float64 {
	i := l.find(Key(word))
	if i < 0 {
		return 0
	}
	return l.zipf(i)
}

func (l *Lexicon) zipf(i int) float64 { return 9 - float64(rareFrom+rareStep*int(l.rare[i]))/100 }

// HasPrefix tells whether any word of the list begins with prefix.
func (l *Lexicon) HasPrefix(prefix string) bool {
	key := Key(prefix)
	i := l.search(key)
	return i < l.Len() && strings.HasPrefix(l.word(i), key)
}

// Len is how many words the list has.
func (l *Lexicon) Len() int { return len(l.rare) }

func (l *Lexicon) word(i int) string { return l.text[l.start[i]:l.start[i+1]] }

// search is the place of the first word that is not before key.
func (l *Lexicon) search(key string) int {
	return sort.Search(l.Len(), func(i int) bool { return l.word(i) >= key })
}

// find is the place of key, −1 if the list does not hold it.
func (l *Lexicon) find(key string) int {
	if i := l.search(key); i < l.Len() && l.word(i) == key {
		return i
	}
	return -1
}

func must(packed []byte) *Lexicon {
	l, err := read(packed)
	if err != nil {
		panic(fmt.Sprintf("lexicon: built-in list: %v", err)) // our own bytes
	}
	return l
}

// read unpacks a list. Packed it is one Zstandard frame that holds the number of words, then for each word the bytes
// shared with the word before, the number of bytes that follow, these, and the word's rarity.
func read(packed []byte) (*Lexicon, error) {
	d, err := zstd.NewReader(nil)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	b, err := d.DecodeAll(packed, nil)
	if err != nil {
		return nil, err
	}
	n, read := binary.Uvarint(b)
	if read <= 0 || n > uint64(len(b)) {
		return nil, fmt.Errorf("no number of words")
	}
	b = b[read:]
	l := &Lexicon{start: make([]uint32, 0, n+1), rare: make([]uint8, 0, n)}
	var text strings.Builder
	var last []byte
	for i := range n {
		if len(b) < 3 || int(b[0]) > len(last) || len(b) < 3+int(b[1]) {
			return nil, fmt.Errorf("word %d is cut off", i)
		}
		end := 2 + int(b[1])
		last = append(last[:b[0]], b[2:end]...)
		l.start = append(l.start, uint32(text.Len()))
		l.rare = append(l.rare, b[end])
		text.Write(last)
		b = b[end+1:]
	}
	l.start = append(l.start, uint32(text.Len()))
	l.text = text.String()
	return l, nil
}

// Entry is a word and its frequency, in centibels.
type Entry struct {
	Word      string
	Centibels int
}

// Pack writes entries, ascending by Word and no two the same, in the form of the built-in lists.
func Pack(entries []Entry) ([]byte, error) {
	b := binary.AppendUvarint(nil, uint64(len(entries)))
	last := ""
	for i, e := range entries {
		if i > 0 && e.Word <= last || e.Word == "" || len(e.Word) > 255 {
			return nil, fmt.Errorf("word %d, %q: empty, too long or out of order", i, e.Word)
		}
		shared := 0
		for shared < min(len(last), len(e.Word)) && last[shared] == e.Word[shared] {
			shared++
		}
		b = append(b, byte(shared), byte(len(e.Word)-shared))
		b = append(b, e.Word[shared:]...)
		b = append(b, byte(min(max((e.Centibels-rareFrom)/rareStep, 0), 255)))
		last = e.Word
	}
	z, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression))
	if err != nil {
		return nil, err
	}
	defer z.Close()
	return z.EncodeAll(b, nil), nil
}

// Each calls f with every word of the list, ascending by bytes, and its Zipf value.
func (l *Lexicon) Each(f func(word string, zipf float64)) {
	for i := range l.Len() {
		f(l.word(i), l.zipf(i))
	}
}
