package cleanup

import (
	"slices"

	"aktenkundig/cleanup/internal/wordnoise"
	"aktenkundig/document"
)

// Noise finds words that are no language: what the engine reads into dirt, strokes, shadows and pictures. It looks
// at the text alone: confidence, character classes, case, letter statistics of German and English, size, and the
// neighbours. Numbers, dates, references, bank numbers, addresses and abbreviations are never found. One finding
// covers neighbouring words of one line; its score is that of its likeliest word to be text. Words read from plain
// text, all of one confidence, are judged without it.
type Noise struct{}

// found is the estimate from which on a word is a finding; sure parts findings, so that a doubtful word never takes
// its clear neighbours along, or they it.
const (
	found = 0.5
	sure  = 0.9
)

// Detect implements Detector.
func (Noise) Detect(p *document.Page) []document.Artefact {
	estimates := wordnoise.Estimates(p)
	sunken(p, estimates)
	lone(p, estimates)
	specks(p, estimates)
	var out []document.Artefact
	for start := 0; start < len(estimates); {
		end := runFrom(p, estimates, start)
		if end > start {
			out = append(out, finding(p, estimates, start, end))
		}
		start = max(end, start+1)
	}
	return out
}

// runFrom gives the end (outside) of the run of alike noise words of one line that begins at start; start if there
// is none.
func runFrom(p *document.Page, estimates []wordnoise.Estimate, start int) int {
	end := start
	for end < len(estimates) && noisy(estimates[end]) &&
		p.Words[end].Line == p.Words[start].Line &&
		(estimates[end].Noise >= sure) == (estimates[start].Noise >= sure) {
		end++
	}
	return end
}

func noisy(e wordnoise.Estimate) bool { return e.Noise >= found && !e.Protected }

// finding makes one artefact of the words from start to end (outside).
func finding(p *document.Page, estimates []wordnoise.Estimate, start, end int) document.Artefact {
	a := document.Artefact{Kind: document.NoiseKind, Score: 1}
	var mean wordnoise.Vector
	for i := start; i < end; i++ {
		a.Words = append(a.Words, i)
		a.Box = a.Box.Union(p.Words[i].Box)
		a.Score = min(a.Score, round(estimates[i].Noise))
		for k, v := range estimates[i].Measured {
			mean[k] += v / float64(end-start)
		}
	}
	a.Reasons = reasons(a.Score, mean, estimates[start])
	return a
}

// reasons gives the estimate itself and the up to three properties that speak loudest for noise, each against its
// ordinary value in text.
func reasons(score float64, mean wordnoise.Vector, e wordnoise.Estimate) []document.Reason {
	const most, least = 3, 0.1
	type voice struct {
		k    wordnoise.Property
		says float64
	}
	var voices []voice
	for k := range wordnoise.Properties {
		if says := e.Weights[k] * (mean[k] - e.Neutral[k]); says > least {
			voices = append(voices, voice{k, says})
		}
	}
	slices.SortStableFunc(voices, func(a, b voice) int {
		switch {
		case a.says > b.says:
			return -1
		case a.says < b.says:
			return 1
		}
		return 0
	})
	out := []document.Reason{{Text: "likelihood of noise", Value: score, Limit: found}}
	for _, v := range voices[:min(most, len(voices))] {
		out = append(out, document.Reason{Text: v.k.String(), Value: round(mean[v.k]), Limit: e.Neutral[v.k]})
	}
	return out
}

// round keeps three places: enough to tell, few enough to be the same on every machine. Downwards, so that no score
// reaches a threshold by rounding.
func round(x float64) float64 { return float64(int(x*1000)) / 1000 }
