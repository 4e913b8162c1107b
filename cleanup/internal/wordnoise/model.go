package wordnoise

import (
	_ "embed"
	"encoding/json"
	"math"
	"sync"
)

// Logistic is one logistic regression: each property weighs by its distance from neutral, which is what words of
// the language have in the mean.
type Logistic struct {
	Bias    float64
	Weights Vector
	Neutral Vector
}

// Model is one regression a pass. The first sees each word by itself, every later one also what the pass before it
// makes of the neighbours.
type Model []Logistic

// Models are the model for words with a confidence and the one for text alone.
type Models struct{ Scanned, Plain Model }

//go:embed model.json
var modelJSON []byte

var load = sync.OnceValue(func() Models {
	var m Models
	if err := json.Unmarshal(modelJSON, &m); err != nil {
		panic("wordnoise: embedded model: " + err.Error())
	}
	return m
})

func model(informative bool) Model {
	if informative {
		return load().Scanned
	}
	return load().Plain
}

// Sum is the logarithm of the odds that a word with these properties is noise.
func (l Logistic) Sum(v Vector) float64 {
	s := l.Bias
	for k := range v {
		s += l.Weights[k] * (v[k] - l.Neutral[k])
	}
	return s
}

// Probability is the estimate for a word with these properties, 0 to 1.
func (l Logistic) Probability(v Vector) float64 { return 1 / (1 + math.Exp(-l.Sum(v))) }
