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
// verdict: noise, or picture where what was read lies in one. Such a verdict on a page with words is proposed anew too, so that a page is text again where another
// policy leaves doubt. Findings are sorted by first word, place and kind; one that is already there is not added twice, so
// cleaning again changes nothing. Rulings come afterwards (document.Page.Apply).
func Clean(p *document.Page, ds []Detector, pol Policy) {
	var found []document.Artefact
	for _, d := range ds {
		found = append(found, d.Detect(p)...)
	}
	for _, old := range p.Artefacts {
		i := slices.IndexFunc(found, func(a document.Artefact) bool { return same(a, old) || oneStamp(a, old) })
		if i < 0 {
			found = append(found, old)
		} else {
			found[i] = joined(old, found[i])
		}
	}
	slices.SortStableFunc(found, order)
	for i := range found {
		found[i].Hidden = pol.Hides(found[i])
	}
	p.Artefacts = found
	p.Propose()
	if len(p.Words) > 0 && (p.Verdict == document.Noise || p.Verdict == document.Blank || p.Verdict == document.Picture && Pictured(p)) {
		p.Verdict = document.Text
	}
	if p.Verdict == document.Text && nothingButNoise(p) {
		p.Verdict = document.Noise
		if Pictured(p) {
			p.Verdict = document.Picture
		}
	}
}

// same tells whether two findings say the same of the same place.
func same(a, b document.Artefact) bool {
	return a.Kind == b.Kind && a.Box == b.Box && slices.Equal(a.Words, b.Words)
}

// oneStamp tells whether two findings are of one stamp, seen in the picture and read with the text: most of one lies in the
// other.
func oneStamp(a, b document.Artefact) bool {
	return a.Kind == document.Stamp && b.Kind == document.Stamp && 2*a.Box.Intersect(b.Box).Area() > min(a.Box.Area(), b.Box.Area())
}

// joined makes one finding of two that say the same of one place: what one has seen speaks for the other. The one that was there
// before keeps its text.
func joined(old, a document.Artefact) document.Artefact {
	old.Box = old.Box.Union(a.Box)
	old.Score = max(old.Score, a.Score)
	old.Words = slices.Compact(slices.Sorted(slices.Values(slices.Concat(old.Words, a.Words))))
	for _, r := range a.Reasons {
		if !slices.Contains(old.Reasons, r) {
			old.Reasons = append(slices.Clip(old.Reasons), r)
		}
	}
	if old.Text == "" {
		old.Text = a.Text
	}
	return old
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

// doubtless is the mean score of its noise from which on a page's words alone make it a page of noise.
const doubtless = 0.95

// nothingButNoise tells whether the page has words, all are hidden, most of them as noise, and that beyond doubt: a page wrongly
// called noise is out of every search. Where a stamp or a hand leaves hardly a doubt, the page says something.
func nothingButNoise(p *document.Page) bool {
	const most = 0.6
	if spoken(p) {
		return false
	}
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
	return words > 0 && float64(words) >= most*float64(len(p.Words)) && sum/float64(words) >= doubtless
}

// Pictured tells whether pictures take up a good part of the page, so that, without text, it is one.
func Pictured(p *document.Page) bool {
	const part = 0.12
	area := 0
	for _, a := range p.Artefacts {
		if a.Kind == document.PictureKind {
			area += a.Box.Area()
		}
	}
	return area > 0 && float64(area) >= part*float64(p.View[0])*float64(p.View[1])
}
