package cleanup

import (
	"fmt"
	"slices"

	"aktenkundig/cleanup/internal/marks"
	"aktenkundig/cleanup/internal/wordnoise"
	"aktenkundig/document"
)

// solid makes a finding of the mark that takes up a good part of the page, if there is one: on a page without typed lines, what a
// scanner sees of a picture in even greys. Screens of dots are found by themselves.
func solid(found *marks.Found, scale int) []document.Artefact {
	box, part := found.Solid()
	if part == 0 {
		return nil
	}
	return []document.Artefact{{Kind: document.PictureKind, Box: scaled([]document.Box{box}, scale)[0], Score: 0.9,
		Reasons: []document.Reason{{Text: "share of the page that it covers with ink, in one piece", Value: places(part), Limit: 0.1}}}}
}

// behind makes a finding of the other side of the sheet where it shines through too faintly to be read.
func behind(sheet *marks.Sheet) []document.Artefact {
	box, ok := sheet.Faint()
	if !ok {
		return nil
	}
	return []document.Artefact{{Kind: document.Through, Box: scaled([]document.Box{box}, sheet.Scale)[0], Score: 0.9, Hidden: true,
		Reasons: []document.Reason{{Text: "pale ink in rows like typed lines", Value: 1, Limit: 1}}}}
}

// Bare is the verdict on a page on which nothing lies: blank, or show-through where pale rows of the other side are seen, which then
// are a finding of the page.
func (s *Sight) Bare(p *document.Page) document.Verdict {
	if len(s.behind) == 0 {
		return document.Blank
	}
	p.Artefacts = append(p.Artefacts, s.behind...)
	slices.SortStableFunc(p.Artefacts, order)
	return document.ShowThrough
}

// Wordless is the verdict on a page with ink on which no word was read, by what was seen on it, and if it is that it could not be
// read, what is wrong.
func (s *Sight) Wordless(p *document.Page) (v document.Verdict, problem string) {
	const some = 25
	switch {
	case Pictured(p):
		return document.Picture, ""
	case s.Lettered >= some:
		return document.Unreadable, fmt.Sprintf("no word could be read, though %d marks look like typed words; a better scan may help", s.Lettered)
	case s.Lined:
		return document.Unreadable, "no word could be read, though ink lies in rows like typed lines; a better scan may help"
	}
	return s.textless(p), ""
}

// Unlettered proposes the verdict of a cleaned page by what was seen on it. Where nothing looks like typed words or lines, and what was
// read makes no sense either, it is a picture, blank, show-through or noise, also if the words alone would leave a doubt. Where something does, it is text, however
// little of it can be read. A policy that never hides noise leaves it text.
func (s *Sight) Unlettered(p *document.Page, pol Policy) {
	_, hides := pol.Hide[document.NoiseKind]
	if !hides || p.Verdict != document.Text && p.Verdict != document.Noise {
		return
	}
	switch {
	case s.Lettered > 0 || s.Lined:
		p.Verdict = document.Text
	case senseless(p) && !spoken(p):
		p.Verdict = s.textless(p)
	}
}

// textless tells what a page without text is. A picture that is the reason becomes a finding of the page.
func (s *Sight) textless(p *document.Page) document.Verdict {
	if !Pictured(p) {
		p.Artefacts = append(p.Artefacts, s.solid...)
		slices.SortStableFunc(p.Artefacts, order)
	}
	switch {
	case Pictured(p):
		return document.Picture
	case s.bare(p):
		return s.Bare(p)
	}
	return document.Noise
}

// bare tells whether nothing lies on the sheet but specks, what runs along its edges, and what scanning and filing left: holes,
// staples, streaks, borders. A page with one figure on it is not bare.
func (s *Sight) bare(p *document.Page) bool {
	const most = 0.6
	var left []document.Box
	for _, a := range p.Artefacts {
		switch a.Kind {
		case document.Hole, document.Staple, document.Streak, document.Border:
			left = append(left, document.Box{a.Box[0] - s.margin, a.Box[1] - s.margin, a.Box[2] + s.margin, a.Box[3] + s.margin})
		case document.Stamp, document.Signature, document.Handwriting, document.Logo:
			return false
		}
	}
	for _, b := range s.sizeable {
		if coveredBy(b, left) < most {
			return false
		}
	}
	return true
}

// senseless tells whether what was read is no language: less than a third of many letters, and of few not one word of which the
// engine is sure.
func senseless(p *document.Page) bool {
	const clear = 0.7
	if s := SenseOf(p); s.Letters >= least {
		return s.Share() < 1.0/3
	}
	for i, e := range wordnoise.Estimates(p) {
		if w := &p.Words[i]; !w.Hidden && w.Conf >= clear && e.Noise < found {
			return false
		}
	}
	return true
}

// spoken tells whether a stamp or a hand, of which there is hardly a doubt, was read on the page: then it says something.
func spoken(p *document.Page) bool {
	const clear = 0.95
	for _, a := range p.Artefacts {
		if (a.Kind == document.Stamp || a.Kind == document.Signature) && a.Score >= clear && len(a.Words) > 0 {
			return true
		}
	}
	return false
}
