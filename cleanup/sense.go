package cleanup

import (
	"unicode/utf8"

	"aktenkundig/cleanup/internal/wordnoise"
	"aktenkundig/document"
)

// Sense is how much language a reading holds.
type Sense struct {
	Language float64 // letters of words of three and more, each times the likelihood that its word is text
	Letters  float64 // letters and signs of all words
}

// Share is the part of what was read that is language, 0 to 1; 1 where nothing was read.
func (s Sense) Share() float64 {
	if s.Letters == 0 {
		return 1
	}
	return s.Language / s.Letters
}

// SenseOf measures a page's words.
func SenseOf(p *document.Page) (s Sense) {
	for i, e := range wordnoise.Estimates(p) {
		n := float64(utf8.RuneCountInString(p.Words[i].Text))
		s.Letters += n
		if core := utf8.RuneCountInString(wordnoise.Core(p.Words[i].Text)); core >= 3 {
			s.Language += n * (1 - e.Noise)
		}
	}
	return s
}

// least is how many letters say something about a page.
const least = 40

// Doubtful tells whether a page may be something else than text: there is something to judge by, and less than two
// thirds of it is language. Such a page is worth a second look.
func Doubtful(p *document.Page) bool {
	s := SenseOf(p)
	return s.Letters >= least && s.Share() < 2.0/3
}

// Behind tells whether a page shows only the other side of its sheet, given what was read on it and on its mirror
// image: the mirrored one makes clearly more sense. Then the page gets that verdict and the finding that says so.
func Behind(p, mirrored *document.Page) bool {
	const more = 1.5
	own, other := SenseOf(p), SenseOf(mirrored)
	if other.Language < least || other.Language < more*own.Language || other.Share() < own.Share() {
		return false
	}
	a := document.Artefact{Kind: document.Through, Hidden: true, Score: round(other.Language / (own.Language + other.Language)), Reasons: []document.Reason{
		{Text: "letters that make sense in the mirror", Value: round(other.Language), Limit: round(more * own.Language)},
		{Text: "share of sense in the mirror", Value: round(other.Share()), Limit: round(own.Share())},
	}}
	for i := range p.Words {
		a.Words = append(a.Words, i)
		a.Box = a.Box.Union(p.Words[i].Box)
	}
	p.Verdict = document.ShowThrough
	p.Artefacts = append(p.Artefacts, a)
	return true
}
