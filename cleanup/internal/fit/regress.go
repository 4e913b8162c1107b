package main

import (
	"math"

	"aktenkundig/cleanup/internal/wordnoise"
)

// The training: full-batch gradient descent with momentum, a little shrinkage, no randomness.
const (
	rounds   = 1200
	rate     = 0.5
	momentum = 0.9
	shrink   = 1e-5
)

// regress fits a logistic regression. Properties only ever speak in the direction they were made for: a weight
// that comes out against it would be an accident of the sample, and its reason could not be told to anyone.
func regress(all [][]wordnoise.Vector, pages []labelled) wordnoise.Logistic {
	var l wordnoise.Logistic
	l.Neutral = neutral(all, pages)
	var grad, speed wordnoise.Vector
	var speedBias float64
	for range rounds {
		n, gradBias := 0.0, 0.0
		grad = wordnoise.Vector{}
		for i, vectors := range all {
			for k, v := range vectors {
				d := l.Probability(v)
				switch pages[i].Labels[k] {
				case '?':
					continue
				case 'n':
					d--
				}
				n++
				gradBias += d
				for j := range v {
					grad[j] += d * (v[j] - l.Neutral[j])
				}
			}
		}
		speedBias = momentum*speedBias - rate*gradBias/n
		l.Bias += speedBias
		for j := range grad {
			speed[j] = momentum*speed[j] - rate*(grad[j]/n+shrink*l.Weights[j])
			l.Weights[j] = direction(wordnoise.Property(j), l.Weights[j]+speed[j])
		}
	}
	return rounded(l)
}

// direction keeps a weight on its own side of zero.
func direction(k wordnoise.Property, w float64) float64 {
	if k == wordnoise.Known || k == wordnoise.Plausible {
		return min(0, w)
	}
	return max(0, w)
}

// neutral is the mean of each property over the words that are text.
func neutral(all [][]wordnoise.Vector, pages []labelled) (mean wordnoise.Vector) {
	n := 0.0
	for i, vectors := range all {
		for k, v := range vectors {
			if pages[i].Labels[k] != 't' {
				continue
			}
			n++
			for j := range v {
				mean[j] += v[j]
			}
		}
	}
	for j := range mean {
		mean[j] /= max(1, n)
	}
	return mean
}

// rounded keeps the model short to read and independent of the last bits of a machine's arithmetic.
func rounded(l wordnoise.Logistic) wordnoise.Logistic {
	round := func(x float64) float64 { return math.Round(x*1000) / 1000 }
	l.Bias = round(l.Bias)
	for j := range l.Weights {
		l.Weights[j], l.Neutral[j] = round(l.Weights[j]), round(l.Neutral[j])
	}
	return l
}
