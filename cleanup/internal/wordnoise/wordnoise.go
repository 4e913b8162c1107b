// Package wordnoise estimates for every word of a page how likely it is no language at all but something the engine
// made of dirt, strokes and shadows. The estimate is a logistic regression over measured properties of the word and,
// in further passes, over what the pass before thinks of its neighbours.
package wordnoise

import (
	"math"
	"strings"
	"unicode/utf8"

	"aktenkundig/document"
)

// Property is one measured property of a word.
type Property int

// The properties. Shares lie between 0 and 1; ratios are absolute natural logarithms, 0 where nothing is known.
const (
	Doubt         Property = iota // 1 − confidence; 0 where confidence tells nothing
	OddSymbols                    // share of characters that ordinary print does not use
	Punctuation                   // share of punctuation marks beyond two, rulers counted once
	NoLetters                     // 1 where the word has neither letter nor digit
	CaseBreaks                    // capitals after small letters, in ten letters, at most 3
	DigitBreaks                   // changes between letter and digit, at most 3
	ConsonantRun                  // consonants in a row beyond 5
	VowelRun                      // vowels in a row beyond 3
	LetterRun                     // the same letter in a row beyond 2
	MeanSurprise                  // bits a letter beyond 4, in the likelier language; 3 letters or more
	WorstSurprise                 // bits of the least likely letter beyond 9; 3 letters or more
	Soup                          // bits a letter beyond 6, times letters by 5; at most 4
	Plausible                     // bits below 4.5 a letter, times letters by 10: long words are sure of themselves; at most 3
	Short                         // 1 for one letter or digit, 0.5 for two, unless a known short word
	Known                         // 1 for the commonest short words
	Alone                         // 1 where the word is alone on its line
	HeightRatio                   // height against the page's median
	WidthRatio                    // width of a character against the page's median
	LineNoise                     // mean estimate of the line's other words
	BlockNoise                    // mean estimate of the lines around, nearer than reach
	Properties                    // how many there are
)

// Names of the properties, as reasons show them.
func (k Property) String() string {
	return [...]string{
		"doubt of the engine", "odd symbols", "punctuation", "no letter or digit", "capitals inside",
		"letters mixed with digits", "consonants in a row", "vowels in a row", "same letter in a row",
		"surprise of the letters, bits", "worst surprise, bits", "letters without sense", "language", "short", "known word", "alone on its line",
		"height against the page", "width against the page", "noise in the line", "noise around",
	}[k]
}

// Vector holds the properties of one word.
type Vector [Properties]float64

// Estimate is what the model makes of one word.
type Estimate struct {
	Noise     float64 // 0 to 1
	Measured  Vector
	Weights   Vector // what each property weighs, times its distance from Neutral; the same for all words
	Neutral   Vector // the properties of ordinary text
	Protected bool   // a pattern says it is text whatever the estimate
}

// reach is how many lines up and down count as around.
const reach = 4

// Estimates looks at every word of a page; the result has one entry a word.
func Estimates(p *document.Page) []Estimate {
	m := model(Informative(p))
	vectors := Measure(p)
	var noise []float64
	for pass, l := range m {
		if pass > 0 {
			Surround(p, vectors, noise)
		}
		noise = l.Pass(p, vectors)
	}
	last := m[len(m)-1]
	out := make([]Estimate, len(vectors))
	for i, v := range vectors {
		out[i] = Estimate{last.Probability(v), v, last.Weights, last.Neutral, protected(p.Words[i].Text, v)}
	}
	return out
}

// Pass estimates every word of a page. What a form protects is text to its neighbours too: a line of figures is no
// noise because figures have no language.
func (l Logistic) Pass(p *document.Page, vectors []Vector) []float64 {
	const ofCertain, ofLikely = 0.02, 0.2
	noise := make([]float64, len(vectors))
	for i, v := range vectors {
		noise[i] = l.Probability(v)
		switch Protect(p.Words[i].Text) {
		case Certain:
			noise[i] = min(noise[i], ofCertain)
		case Likely:
			noise[i] = min(noise[i], ofLikely)
		}
	}
	return noise
}

// protected tells whether a word's form says it is text, here where it stands.
func protected(word string, v Vector) bool {
	const nearlyAll, doubtful = 0.8, 0.7
	switch Protect(word) {
	case Certain:
		return true
	case Likely:
		return v[BlockNoise] < nearlyAll && v[Doubt] < doubtful
	}
	return false
}

// Informative tells whether the words' confidences say anything: read from plain text they are all the same.
func Informative(p *document.Page) bool {
	for _, w := range p.Words {
		if w.Conf != p.Words[0].Conf {
			return true
		}
	}
	return len(p.Words) == 1 && p.Words[0].Conf < 1
}

// Measure gives every word's own properties; those of its neighbours are zero.
func Measure(p *document.Page) []Vector {
	g := pageGeometry(p)
	inform := Informative(p)
	out := make([]Vector, len(p.Words))
	for i, w := range p.Words {
		v := shape(w.Text)
		if inform {
			v[Doubt] = 1 - w.Conf
		}
		if g.words[w.Line] == 1 {
			v[Alone] = 1
		}
		v[HeightRatio], v[WidthRatio] = g.ratios(w)
		out[i] = v
	}
	spaced(p, out)
	return out
}

// spaced finds words printed or read letter by letter (S t a d t r a t): a row of very short words whose letters make
// sense together is judged by them.
func spaced(p *document.Page, vectors []Vector) {
	const least, longest, sense = 6, 2, 0.2
	for start := 0; start < len(p.Words); {
		end := start
		var joined strings.Builder // a plain text may hold millions of such words
		for end < len(p.Words) && utf8.RuneCountInString(p.Words[end].Text) <= longest {
			joined.WriteString(p.Words[end].Text)
			end++
		}
		if end-start >= least {
			if v := shape(joined.String()); v[Plausible] > sense && v[OddSymbols] == 0 {
				for i := start; i < end; i++ {
					vectors[i][Short], vectors[i][Plausible] = 0, v[Plausible]
				}
			}
		}
		start = max(end, start+1)
	}
}

// Surround fills in what the neighbours are like, given an estimate of each word. Long words count more; a line of few
// words leans on the lines around, lest two rare names talk each other into noise.
func Surround(p *document.Page, vectors []Vector, noise []float64) {
	sums := map[int]mean{}
	var page mean
	for i, w := range p.Words {
		s := sums[w.Line]
		s.add(noise[i], weight(w.Text))
		sums[w.Line] = s
		page.add(noise[i], weight(w.Text))
	}
	const cautious = 4 // the weight of the lines around beside the words of the line
	around := map[int]mean{}
	for line := range sums {
		var a mean
		for d := -reach; d <= reach; d++ {
			if s, ok := sums[line+d]; ok && d != 0 {
				a.add(s.value(0), s.weight/float64(max(d, -d)))
			}
		}
		around[line] = a
	}
	for i, w := range p.Words {
		s := sums[w.Line]
		s.add(noise[i], -weight(w.Text))
		a := around[w.Line].value(page.value(0))
		vectors[i][BlockNoise] = a
		s.add(a, cautious)
		vectors[i][LineNoise] = s.value(a)
	}
}

// weight is what a word counts among its neighbours.
func weight(s string) float64 { return math.Sqrt(float64(utf8.RuneCountInString(s))) }

// mean is a weighted mean in the making.
type mean struct{ sum, weight float64 }

func (m *mean) add(v, w float64) { m.sum, m.weight = m.sum+v*w, m.weight+w }

// value is the mean, or otherwise where nothing was added.
func (m mean) value(otherwise float64) float64 {
	if m.weight < 1e-9 {
		return otherwise
	}
	return m.sum / m.weight
}
