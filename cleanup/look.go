package cleanup

import (
	"image"
	"math"
	"slices"

	"aktenkundig/cleanup/internal/marks"
	"aktenkundig/cleanup/internal/wordnoise"
	"aktenkundig/document"
)

// Picture is a view as the detectors that look at pictures see it.
type Picture struct {
	Grey *image.Gray // starts at (0, 0)
	A, B *image.Gray // CIELAB a* and b* plus 128 at half the resolution; nil without colour
	DPI  float64     // of Grey
}

// Sight is what was seen on a picture: findings that no engine has read yet.
type Sight struct {
	// Findings are stamps, signatures, handwriting and logos, from top to bottom, with boxes in pixels of the view and
	// Hidden as the policy proposes. They cover no words yet.
	Findings []document.Artefact
	// Grey is the view without the ink of what is hidden: a copy, or the picture's own where nothing is.
	Grey *image.Gray
	// Plate holds what is hidden, to be read by itself; nil if there is nothing to read.
	Plate *Plate

	// Lettered is how many marks look like typed words and stand in line with others: where nothing legible was read, they tell
	// text from dirt.
	Lettered int
	// Lined tells whether ink lies in rows as typed lines do, also where no letter can be told.
	Lined bool

	boxes    [][]document.Box // of the marks of each finding, in pixels of the view
	inks     []ink            // of each finding that was taken off
	sheet    *marks.Sheet
	sizeable []document.Box      // of pieces of ink off the edges that are as large as a small figure, in pixels of the view
	solid    []document.Artefact // the mark that takes up a good part of the page, if there is one
	behind   []document.Artefact // the other side of the sheet, where it shines through a page without letters
	margin   int                 // a millimetre of the view, in pixels
}

// Look finds what the picture of a page shows beside its text, and takes off it what the policy hides, so that the
// engine does not read it. Typed letters under coloured ink stay; where black strokes run through typed lines, what lies
// in the lines stays. The picture is not changed. The same picture and policy give the same Sight.
func Look(pic Picture, pol Policy) Sight {
	sheet := marks.NewSheet(pic.Grey, pic.A, pic.B, pic.DPI)
	found := marks.Find(sheet)
	s := Sight{Grey: pic.Grey, Lettered: found.Lettered(), Lined: found.Lined(), sheet: sheet, sizeable: scaled(found.Sizeable(), sheet.Scale), margin: int(pic.DPI / 25.4)}
	s.solid = solid(found, sheet.Scale)
	if s.Lettered == 0 && !s.Lined {
		s.behind = behind(sheet)
	}
	l := lifter{pic: pic, sheet: sheet}
	for i := range found.Figures {
		a, ok := figure(found, i, sheet.Scale, pic.Grey.Rect)
		if !ok {
			continue
		}
		a.Hidden = pol.Hides(a)
		s.Findings = append(s.Findings, a)
		s.boxes = append(s.boxes, scaled(found.Boxes(i), sheet.Scale))
		s.inks = append(s.inks, ink{})
		if a.Hidden {
			s.inks[len(s.inks)-1].own = found.Own(i)
			s.inks[len(s.inks)-1].off = l.take(found, i, len(s.Findings)-1, a.Kind)
		}
	}
	if l.out != nil {
		s.Grey = l.out
	}
	s.Plate = l.plate()
	return s
}

// kindOf is the kind of finding that a figure of kind k makes; ok is false where it makes none.
func kindOf(k marks.Kind) (kind document.Kind, ok bool) {
	switch k {
	case marks.Stamp:
		return document.Stamp, true
	case marks.Signature:
		return document.Signature, true
	case marks.Hand:
		return document.Handwriting, true
	case marks.Logo:
		return document.Logo, true
	}
	return "", false
}

// figure makes a finding of a figure; ok is false where it is likelier none.
func figure(found *marks.Found, i, scale int, view image.Rectangle) (a document.Artefact, ok bool) {
	g := &found.Figures[i]
	best := g.Odds.Best()
	kind, ok := kindOf(best)
	if !ok {
		return a, false
	}
	a = document.Artefact{Kind: kind, Box: scaled([]document.Box{g.Box}, scale)[0], Score: round(g.Odds[best])}
	a.Box = a.Box.Intersect(document.Box{0, 0, view.Dx(), view.Dy()})
	a.Reasons = []document.Reason{{Text: "likelihood by all measurements", Value: a.Score, Limit: 0.5}}
	for _, r := range found.Reasons(i, best) {
		a.Reasons = append(a.Reasons, document.Reason{Text: r.Text, Value: places(r.Value), Limit: places(r.Usual)})
	}
	return a, true
}

// places keeps two places of a measurement for people.
func places(v float64) float64 { return math.Round(v*100) / 100 }

func scaled(boxes []document.Box, k int) []document.Box {
	out := make([]document.Box, len(boxes))
	for i, b := range boxes {
		out[i] = document.Box{b[0] * k, b[1] * k, b[2] * k, b[3] * k}
	}
	return out
}

// Cover says which of the page's words lie on what was seen. Words most of which lies on the marks of something that was
// not taken off the picture go with it; taken says whether the engine read the picture without it. Words on the rules of
// tables and on boxes to tick are found as noise.
//
// Where something was taken off, words in or close about its box that are hardly language are what was left of it, and go with it too, and so do
// words that were read out of its own ink, and beside a logo its lettering.
func (s *Sight) Cover(p *document.Page, taken bool) {
	const most, about = 0.6, 2.5 // of a word's area; millimetres
	estimates := wordnoise.Estimates(p)
	g := int(about / 25.4 * s.sheet.DPI * float64(s.sheet.Scale))
	for i := range s.Findings {
		a := &s.Findings[i]
		if taken && a.Hidden {
			near := []document.Box{{a.Box[0] - g, a.Box[1] - g, a.Box[2] + g, a.Box[3] + g}}
			for w := range p.Words {
				if coveredBy(p.Words[w].Box, near) > most && (left(&p.Words[w], estimates[w]) || s.outOf(i, &p.Words[w])) {
					a.Words = append(a.Words, w)
				}
			}
			continue
		}
		for w := range p.Words {
			if coveredBy(p.Words[w].Box, s.boxes[i]) > most {
				a.Words = append(a.Words, w)
			}
		}
	}
	for i := range s.Findings {
		if a := &s.Findings[i]; a.Kind == document.Logo && a.Hidden {
			lettering(a, p)
		}
	}
	s.Findings = append(s.Findings, printed(s.sheet, p)...)
	s.sheet = nil
}

// lettering adds to a logo the word that stands alone beside it: level with it, at no more than half its height. Typed lines beside a
// coat of arms have more words.
func lettering(a *document.Artefact, p *document.Page) {
	const near = 0.5
	own := func(w int) bool { return slices.Contains(a.Words, w) }
	mates := map[int]int{}
	for w := range p.Words {
		if !own(w) {
			mates[p.Words[w].Line]++
		}
	}
	for w := range p.Words {
		b := p.Words[w].Box
		middle := (b[1] + b[3]) / 2
		level := middle > a.Box[1] && middle < a.Box[3]
		gap := float64(max(b[0]-a.Box[2], a.Box[0]-b[2]))
		if !own(w) && mates[p.Words[w].Line] == 1 && level && gap <= near*float64(a.Box.Height()) {
			a.Words = append(a.Words, w)
		}
	}
	slices.Sort(a.Words)
}

// left tells whether a word that was read where something was taken off is a remainder of it.
func left(w *document.Word, e wordnoise.Estimate) bool {
	const doubtful, unsure, odd = 0.5, 0.4, 0.25
	return wordnoise.Protect(w.Text) != wordnoise.Certain && (e.Noise >= doubtful || w.Conf < unsure && e.Noise >= odd)
}

// ink is that of a finding on the sheet: what was taken off, and all of it.
type ink struct{ off, own marks.Strokes }

// outOf tells whether a word was read out of the ink of finding i: most of the ink in its place was taken off, or nearly all of it is the
// finding's and the engine is not sure. Typed words under strokes have most of their ink to themselves.
func (s *Sight) outOf(i int, w *document.Word) bool {
	const mostly, wholly, unsure = 0.6, 0.9, 0.55
	if i >= len(s.inks) || wordnoise.Protect(w.Text) == wordnoise.Certain {
		return false
	}
	k := s.sheet.Scale
	b := document.Box{w.Box[0] / k, w.Box[1] / k, (w.Box[2]-1)/k + 1, (w.Box[3]-1)/k + 1}
	return s.sheet.Share(b, s.inks[i].off) >= mostly || w.Conf < unsure && s.sheet.Share(b, s.inks[i].own) >= wholly
}

// coveredBy is the share of b that boxes cover, counting overlaps twice.
func coveredBy(b document.Box, boxes []document.Box) float64 {
	sum := 0
	for _, c := range boxes {
		sum += b.Intersect(c).Area()
	}
	return float64(sum) / float64(max(1, b.Area()))
}
