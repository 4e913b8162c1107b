// Package cleanup tells what on a page is not its text. Detectors find, the policy proposes what to hide, people
// rule: nothing is ever deleted, and a hidden word can always be brought back.
package cleanup

import (
	"cmp"
	"slices"

	"aktenkundig/document"
)

// Detector finds artefacts of one or more kinds on a page as read. It only finds: it leaves the page as it is, sets
// no Hidden, and gives each finding a score and at least one reason with the measured value and its limit. The same
// page gives the same findings in the same order. Words of a finding ascend. A Detector may be used by several
// goroutines at once, each with a page of its own.
type Detector interface {
	Detect(p *document.Page) []document.Artefact
}

// Clean lets the detectors look at the page, adds what they find to the findings it already has, and proposes by
// policy what to hide: Artefact.Hidden, Word.Hidden and, where every word of a text page is surely noise, the
// verdict. A verdict of noise on a page with words is proposed anew too, so that a page is text again where another
// policy leaves doubt. Findings are sorted by first word, place and kind; one that is already there is not added twice, so
// cleaning again changes nothing. Rulings come afterwards (document.Page.Apply).
func Clean(p *document.Page, ds []Detector, pol Policy) {
	var found []document.Artefact
	for _, d := range ds {
		found = append(found, d.Detect(p)...)
	}
	for _, old := range p.Artefacts {
		if !slices.ContainsFunc(found, func(a document.Artefact) bool { return same(a, old) }) {
			found = append(found, old)
		}
	}
	slices.SortStableFunc(found, order)
	for i := range found {
		found[i].Hidden = pol.Hides(found[i])
	}
	p.Artefacts = found
	p.Propose()
	if p.Verdict == document.Noise && len(p.Words) > 0 {
		p.Verdict = document.Text
	}
	if p.Verdict == document.Text && nothingButNoise(p) {
		p.Verdict = document.Noise
	}
}

// same tells whether two findings say the same of the same place.
func same(a, b document.Artefact) bool {
	return a.Kind == b.Kind && a.Box == b.Box && slices.Equal(a.Words, b.Words)
}

// order sorts findings by first word (those without words first), then from top to bottom, left to right, by kind.
func order(a, b document.Artefact) int {
	return cmp.Or(
		cmp.Compare(first(a), first(b)),
		cmp.Compare(a.Box[1], b.Box[1]),
		cmp.Compare(a.Box[0], b.Box[0]),
		cmp.Compare(a.Kind, b.Kind),
		slices.Compare(a.Words, b.Words),
		cmp.Compare(b.Score, a.Score),
	)
}

func first(a document.Artefact) int {
	if len(a.Words) == 0 {
		return -1
	}
	return a.Words[0]
}

// nothingButNoise tells whether the page has words, all are covered by hidden noise, and that with a mean score that
// leaves no doubt: a page wrongly called noise is out of every search.
func nothingButNoise(p *document.Page) bool {
	const doubtless = 0.95
	sum, words := 0.0, 0
	for _, a := range p.Artefacts {
		if a.Kind == document.NoiseKind && a.Hidden {
			sum += a.Score * float64(len(a.Words))
			words += len(a.Words)
		}
	}
	for _, w := range p.Words {
		if !w.Hidden {
			return false
		}
	}
	return len(p.Words) > 0 && words >= len(p.Words) && sum/float64(words) >= doubtless
}
