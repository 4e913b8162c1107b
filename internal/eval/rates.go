package eval

import "math"

// rate is one figure that golden files keep and JSON shows.
type rate struct {
	name  string
	value float64
}

// ratesOf gives the rates of c that something was measured for, in a fixed order. All are finite.
func ratesOf(c Counts) []rate {
	list := []rate{{"pagesKept", share(min(c.PagesIn, c.PagesOut), max(c.PagesIn, c.PagesOut))}, {"leakedPerPage", c.LeakedPerPage()}}
	add := func(measured int, name string, value float64) {
		if measured > 0 {
			list = append(list, rate{name, value})
		}
	}
	add(c.Chars, "cer", c.CER())
	add(c.Words, "wer", c.WER())
	add(c.Words, "recall", c.Bag().Recall())
	add(c.GotWords, "precision", c.Bag().Precision())
	add(c.Words, "orderedRecall", c.Ordered().Recall())
	add(c.GotWords, "orderedPrecision", c.Ordered().Precision())
	add(c.BareWords, "bareRecall", c.Bare().Recall())
	add(c.BareGot, "barePrecision", c.Bare().Precision())
	add(c.Words, "lost", share(c.Lost, c.Words))
	add(len(c.Verdicts), "verdicts", c.VerdictAccuracy())
	add(c.Turns, "upright", c.TurnAccuracy())
	add(c.TurnsRight, "skew95", c.Skew(0.95))
	add(len(c.BoxErrors), "boxError", c.BoxError())
	for _, k := range c.Artefacts {
		add(k.Near.Want, k.Kind+".f1Near", k.Near.F1())
		add(k.Overlap.Want, k.Kind+".f1Overlap", k.Overlap.F1())
		add(k.Texts.Want, k.Kind+".texts", k.Texts.Recall())
		add(k.Dates.Want, k.Kind+".dates", k.Dates.Recall())
	}
	for _, f := range c.Fields {
		add(f.Want, f.Name+".recall", f.Recall())
		add(f.Got, f.Name+".precision", f.Precision())
	}
	return list
}

// rates is ratesOf by name, for JSON.
func rates(c Counts) map[string]float64 {
	m := make(map[string]float64)
	for _, r := range ratesOf(c) {
		m[r.name] = round(r.value)
	}
	return m
}

// round leaves six places, which is more than the figures bear.
func round(x float64) float64 { return math.Round(x*1e6) / 1e6 }
