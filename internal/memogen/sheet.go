package memogen

import (
	"math/rand/v2"

	"aktenkundig/document"
	"aktenkundig/internal/eval"
)

// sheet is one page under the pen: what is printed, stamped and written on it, in pixels of the scan.
type sheet struct {
	size   document.Size   // of the scan
	toScan document.Affine // from pixels of the upright page to pixels of the scan
	page   document.Size   // of the upright page
	dpi    float64
	r      *rand.Rand
	book   book
	pen    *pen
	toner  *mask // what is printed or typed
	marks  []mark
	behind *mask // what shines through from the other side
	photo  *photo
	truth  eval.TruthPage
	words  []document.Box // of the words, in pixels of the upright page
}

// mark is something on the sheet that is not typed text, in ink of its own.
type mark struct {
	mask *mask
	ink  [3]float64 // what the ink reflects of red, green and blue, 0 to 1
}

// photo is a grey picture printed on the sheet: what it reflects, 0 to 255.
type photo struct {
	box document.Box
	pix []uint8
}

func (s *sheet) mm(x float64) float64 { return x / 25.4 * s.dpi }

// between gives a number from low to high.
func (s *sheet) between(low, high float64) float64 { return low + (high-low)*s.r.Float64() }

func (s *sheet) chance(percent int) bool { return s.r.IntN(100) < percent }

// all is the whole scan.
func (s *sheet) all() document.Box { return document.Box{0, 0, s.size[0], s.size[1]} }

// canvas makes an empty mask around a rectangle of the page.
func (s *sheet) canvas(x0, y0, x1, y1 float64) *mask {
	box := document.Box{int(x0) - 2, int(y0) - 2, int(x1) + 3, int(y1) + 3}
	return newMask(s.toScan.Box(box), s.size)
}

// add records an artefact drawn in ink; one that left no trace is passed over.
func (s *sheet) add(kind document.Kind, m *mask, ink [3]float64, text, date string) {
	box := m.ink()
	if box.Empty() {
		return
	}
	s.marks = append(s.marks, mark{m, ink})
	s.truth.Artefacts = append(s.truth.Artefacts, eval.TruthArtefact{Kind: string(kind), Box: box, Text: text, Date: date})
}

// print lays a leaf's words and rules on the sheet in toner and records the words.
func (s *sheet) print(l *leaf, hit strike) {
	for _, w := range l.words {
		box := s.word(w, hit)
		s.truth.Words = append(s.truth.Words, eval.TruthWord{Text: w.text, Box: box})
		f := s.book.face(w.face)
		s.words = append(s.words, document.Box{int(w.x), int(w.y - w.size*0.8), int(w.x + f.width(w.text)*w.size), int(w.y + w.size*0.25)})
	}
	for _, r := range l.rules {
		s.toner.add(r.under(s.toScan), s.pen, 1)
	}
	s.truth.Text = l.text.String()
}

// strike is how unevenly a typewriter hits the paper; the zero strike prints evenly.
type strike struct {
	jitter float64 // of the baseline, in em
	faint  float64 // how much of the ink a weak hit loses, 0 to 1
}

// word prints one word and gives its box in the scan.
func (s *sheet) word(w typed, hit strike) document.Box {
	f := s.book.face(w.face)
	x := w.x
	var box document.Box
	for _, r := range w.text {
		g := f.glyph(r)
		y, density := w.y, 1.0
		if hit.jitter > 0 {
			y += s.r.NormFloat64() * hit.jitter * w.size
			density -= hit.faint * s.r.Float64() * s.r.Float64()
		}
		place := document.Affine{w.size, 0, 0, w.size, x, y}
		box = box.Union(s.toner.add(g.outline.under(place.Then(s.toScan)), s.pen, density))
		x += g.advance * w.size
	}
	return box
}

// mirrored prints a leaf as it shines through from the back: left and right changed, and a little displaced.
func (s *sheet) mirrored(l *leaf, slip point) {
	back := document.Affine{-1, 0, 0, 1, float64(s.page[0]) + slip.x, slip.y}.Then(s.toScan)
	m := newMask(s.all(), s.size)
	for _, w := range l.words {
		f, x := s.book.face(w.face), w.x
		for _, r := range w.text {
			g := f.glyph(r)
			m.add(g.outline.under(document.Affine{w.size, 0, 0, w.size, x, w.y}.Then(back)), s.pen, 1)
			x += g.advance * w.size
		}
	}
	for _, r := range l.rules {
		m.add(r.under(back), s.pen, 1)
	}
	s.behind = m
	if box := m.ink(); !box.Empty() {
		s.truth.Artefacts = append(s.truth.Artefacts, eval.TruthArtefact{Kind: string(document.Through), Box: box})
	}
}

// lettering sets text in a typeface from (x, y) on, the glyphs track further apart, and brings it under a map.
func (s *sheet) lettering(m *mask, name, text string, size, x, y, track float64, under document.Affine) {
	f := s.book.face(name)
	for _, r := range text {
		g := f.glyph(r)
		m.add(g.outline.under(document.Affine{size, 0, 0, size, x, y}.Then(under)), s.pen, 1)
		x += g.advance*size + track
	}
}

// length is how long lettering gets.
func (s *sheet) length(name, text string, size, track float64) float64 {
	return s.book.face(name).width(text)*size + track*float64(len([]rune(text)))
}
