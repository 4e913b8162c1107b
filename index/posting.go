package index

import (
	"math"

	bindex "github.com/blevesearch/bleve_index_api"
)

// Where a word stands in a document is written into Bleve's "frequency" of it, which is a number of 63 bits that
// nobody but us reads: up to three places fit in. Bleve's own locations take seven bytes a place, these take two or
// three; only words that stand four times and more in a document have one location, which holds all their places. See
// docs/decisions/places-in-frequencies.md.
//
//	bits 0-1  n: how many places follow, 1 to 3; 0: the other bits are the number of places, which are in the location
//	bits 2-3  the width of a place: 8, 12, 16 or 19 bits
//	then      the first place, and the distances of the next ones
//
// The value 1 says: one place, unknown. Bleve keeps a word that has it in one document only at no cost.

// widths are the widths of a place, by bits 2 and 3.
var widths = [4]uint{8, 12, 16, 19}

// pack writes places, ascending and from 1, as a frequency; ok is false if they need a location.
func pack(places []int) (freq uint64, ok bool) {
	n := len(places)
	if n < 1 || n > 3 {
		return uint64(n) << 2, false
	}
	most, last := 0, 0
	for _, p := range places {
		most, last = max(most, p-last), p
	}
	for w, width := range widths {
		if most < 1<<width {
			freq, last = uint64(n)|uint64(w)<<2, 0
			for i, p := range places {
				freq |= uint64(p-last) << (4 + uint(i)*width)
				last = p
			}
			return freq, true
		}
	}
	return uint64(n) << 2, false
}

// times tells how often a word stands in a document.
func times(freq uint64) int {
	if n := freq & 3; n > 0 {
		return int(n)
	}
	return int(freq >> 2)
}

// unpack gives the places of a word, ascending; none if they are unknown.
func unpack(freq uint64, vectors []*bindex.TermFieldVector, places []int) []int {
	n := int(freq & 3)
	if n == 0 {
		if len(vectors) == 0 {
			return places
		}
		v := vectors[0]
		at := 0
		for _, d := range append([]uint64{v.Pos, v.Start, v.End}, v.ArrayPositions...) {
			at += int(d)
			places = append(places, at)
		}
		return places
	}
	width, at := widths[freq>>2&3], 0
	for i := range n {
		at += int(freq >> (4 + uint(i)*width) & (1<<width - 1))
		if at > 0 {
			places = append(places, at)
		}
	}
	return places
}

// text is a field of a document in the index: terms with their places.
type text struct {
	name    string
	options bindex.FieldIndexingOptions
	length  int // words, for ranking
	end     int // where the next stretch of text begins
	terms   map[string][]int
	freqs   bindex.TokenFrequencies
}

const (
	withPlaces = bindex.IndexField
	termsOnly  = bindex.IndexField | bindex.SkipFreqNorm
	keyword    = termsOnly | bindex.DocValues
)

func newText(name string, options bindex.FieldIndexingOptions) *text {
	return &text{name: name, options: options, terms: map[string][]int{}}
}

// add notes that a term stands at a place, from 1; places of a term are added in ascending order. 0 is a place unknown.
func (t *text) add(term string, place int) {
	places := t.terms[term]
	if n := len(places); n > 0 && (place == 0 || places[n-1] >= place || t.options.SkipFreqNorm()) {
		return
	}
	t.terms[term] = append(places, place)
}

// Analyze implements Bleve's Field.
func (t *text) Analyze() {
	if t.freqs != nil {
		return
	}
	t.freqs = make(bindex.TokenFrequencies, len(t.terms))
	for term, places := range t.terms {
		f := &bindex.TokenFreq{Term: []byte(term)}
		if !t.options.SkipFreqNorm() {
			freq, ok := pack(places)
			f.SetFrequency(int(freq))
			if !ok {
				f.Locations = []*bindex.TokenLocation{location(places)}
			}
		}
		t.freqs[term] = f
	}
	t.terms = nil
}

// location holds any number of places.
func location(places []int) *bindex.TokenLocation {
	d := make([]uint64, max(3, len(places)))
	last := 0
	for i, p := range places {
		d[i], last = uint64(p-last), p
	}
	return &bindex.TokenLocation{Position: int(d[0]), Start: int(d[1]), End: int(d[2]), ArrayPositions: d[3:]}
}

// Name, Value and the other methods implement Bleve's Field. There is no value: the index stores no text.
func (t *text) Name() string                                      { return t.name }
func (t *text) Value() []byte                                     { return nil }
func (t *text) ArrayPositions() []uint64                          { return nil }
func (t *text) EncodedFieldType() byte                            { return 't' }
func (t *text) Options() bindex.FieldIndexingOptions              { return t.options }
func (t *text) AnalyzedTokenFrequencies() bindex.TokenFrequencies { return t.freqs }
func (t *text) NumPlainTextBytes() uint64                         { return 0 }
func (t *text) Size() int                                         { return 64 * (len(t.terms) + len(t.freqs)) }

// AnalyzedLength is the length in steps of a ninth of a doubling, 1 to 127, so that it takes one byte in each posting.
func (t *text) AnalyzedLength() int { return step(t.length) }

func step(length int) int { return min(1+int(math.Round(9*math.Log2(1+float64(length)/8))), 127) }

// lengthOf is the number of words that a step stands for.
func lengthOf(step int) float64 { return 8 * (math.Exp2(float64(step-1)/9) - 1) }

// stepOf reads the step from what Bleve makes of it.
func stepOf(norm float64) int {
	if norm == 0 {
		return 1
	}
	return min(max(int(math.Round(1/(norm*norm))), 1), 127)
}
