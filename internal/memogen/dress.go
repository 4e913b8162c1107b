package memogen

import (
	"aktenkundig/document"
	"aktenkundig/internal/eval"
	"aktenkundig/internal/memogen/prose"
)

// text draws a page of the memo: what is typed, then what people added to it.
func (d *drawer) text(s *sheet, l *leaf, i int, c *scanner) {
	var hit strike
	if d.has(Typewriter) || d.has(Carbon) {
		hit = strike{s.between(0.006, 0.02), s.between(0.25, 0.6)}
	}
	s.print(l, hit)
	if d.has(Highlighted) {
		s.highlight()
	}
	if l.ticked != nil {
		s.tickBox(*l.ticked, d.artefacts[document.Handwriting])
	}
	if d.has(Behind) {
		s.mirrored(d.other(i), point{s.between(-15, 15), s.between(-15, 15)})
		c.through = s.between(0.08, 0.22)
	}
	if i == 0 && d.artefacts[document.Logo] && l.logo != nil {
		ink := [3]float64{0.1, 0.1, 0.12}
		if s.chance(50) {
			ink = s.stampInk()
		}
		s.logo(*l.logo, d.memo.City, ink)
	}
	if d.artefacts[document.PictureKind] {
		d.insert(s, l)
	}
	if d.artefacts[document.Signature] {
		d.sign(s, l)
	}
	if d.artefacts[document.Stamp] && i == 0 {
		d.stamps(s, l)
	}
	if d.artefacts[document.Handwriting] {
		d.write(s)
	}
}

// tickBox crosses a box, printed or by hand.
func (s *sheet) tickBox(at spot, byHand bool) {
	in := at.w * 0.12
	if !byHand {
		s.toner.add(cross(at.x+in, at.y+in, at.x+at.w-in, at.y+at.h-in, at.w*0.12).under(s.toScan), s.pen, 1)
		return
	}
	m := s.canvas(at.x-at.w, at.y-at.h, at.x+2*at.w, at.y+2*at.h)
	over := func() float64 { return s.between(-0.25, 0.12) * at.w }
	for _, line := range [][]point{
		{{at.x + over(), at.y + over()}, {at.x + at.w/2, at.y + at.h*s.between(0.45, 0.6)}, {at.x + at.w - over(), at.y + at.h - over()}},
		{{at.x + over(), at.y + at.h - over()}, {at.x + at.w/2, at.y + at.h*s.between(0.4, 0.55)}, {at.x + at.w - over(), at.y + over()}},
	} {
		s.trace(m, spline(line, 6), s.mm(0.45), s.toScan)
	}
	s.add(document.Handwriting, m, s.penInk(), "", "")
}

// other is a page that may lie behind page i: the next one of the memo, or one of another memo.
func (d *drawer) other(i int) *leaf {
	if len(d.leaves) > 1 {
		return d.leaves[(i+1)%len(d.leaves)]
	}
	b := *d
	b.seed, b.pages, b.leaves = d.seed+0x5eed, 1, nil
	b.set()
	return b.leaves[0]
}

// insert prints a small picture below the text, if there is room.
func (d *drawer) insert(s *sheet, l *leaf) {
	top := l.bottom + s.mm(6)
	room := float64(s.page[1]) - s.mm(26) - top
	if room < s.mm(30) {
		return
	}
	w := s.mm(s.between(50, 110))
	s.picture(spot{s.mm(s.between(25, 60)), top, w, min(room, w*s.between(0.5, 0.8))}, d.cell(s))
}

// sign puts a signature over each printed name, sometimes across it.
func (d *drawer) sign(s *sheet, l *leaf) {
	ink := s.penInk()
	for k, at := range l.signatures {
		h := at.h * s.between(0.2, 0.5)
		y := at.y + at.h*s.between(0.62, 0.8)
		if s.chance(30) {
			y = at.y + at.h*s.between(0.9, 1.1)
		}
		letters := 12
		if names := d.signatories(); k < len(names) {
			letters = len([]rune(names[k]))
		}
		width := s.mm(s.between(24, 52))
		if s.chance(15) { // initials
			letters, width = 2, width*0.4
		}
		s.signature(letters, point{at.x + s.mm(s.between(1, 12)), y}, width, h, ink)
	}
}

func (d *drawer) signatories() []string {
	var out []string
	for _, f := range d.fields {
		if f.Name == "signatory" {
			out = append(out, f.Value)
		}
	}
	return out
}

// stamps sets one or two stamps; the first may stand for the date.
func (d *drawer) stamps(s *sheet, l *leaf) {
	words := stampWords{d.memo.City, d.memo.Office, d.memo.Date, d.language}
	if d.dateless && l.date != nil {
		at := l.date
		s.stamp(dateline, words, point{at.x + s.mm(s.between(16, 22)), at.y + at.h*0.6}, s.between(-4, 4), s.stampInk())
		d.stampDate(words.date)
		if s.chance(70) {
			return
		}
		s.freeStamp([]stampKind{seal, remark}[s.r.IntN(2)], words)
		return
	}
	kind := []stampKind{received, received, received, oval, seal, seal, dateline, dateline, remark, remark, form, postmark}[s.r.IntN(12)]
	if kind != seal && kind != remark {
		words.date = words.date.Add(s.r.IntN(9))
		d.stampDate(words.date)
	}
	s.freeStamp(kind, words)
	if s.chance(20) {
		s.freeStamp([]stampKind{seal, remark}[s.r.IntN(2)], words)
	}
}

func (d *drawer) stampDate(date prose.Date) {
	d.stamped = append(d.stamped, eval.TruthField{Name: "stamp-date", Value: date.ISO(), Page: 1})
}

// freeStamp finds a place for a stamp: mostly a free one, sometimes across typed lines.
func (s *sheet) freeStamp(kind stampKind, w stampWords) {
	reach := map[stampKind]point{seal: {20, 20}, oval: {23, 15}, received: {33, 14}, dateline: {22, 6}, remark: {26, 8}, form: {31, 16}, postmark: {18, 18}}[kind]
	half := point{s.mm(reach.x), s.mm(reach.y)}
	crossing := s.chance(35)
	best, least := point{}, -1
	for range 80 {
		c := point{s.between(half.x+s.mm(3), float64(s.page[0])-half.x-s.mm(3)), s.between(half.y+s.mm(5), float64(s.page[1])-half.y-s.mm(8))}
		n := s.covered(c, half)
		if crossing && n >= 2 && n < 16 {
			best = c
			break
		}
		if least < 0 || n < least {
			best, least = c, n
		}
	}
	lean := s.r.NormFloat64() * 6
	if s.chance(10) {
		lean = s.between(-40, 40)
	}
	s.stamp(kind, w, best, lean, s.stampInk())
}

// covered counts the words and marks in the rectangle about c.
func (s *sheet) covered(c, half point) int {
	box := document.Box{int(c.x - half.x), int(c.y - half.y), int(c.x + half.x), int(c.y + half.y)}
	n := 0
	for _, w := range s.words {
		if !box.Intersect(w).Empty() {
			n++
		}
	}
	at := s.toScan.Box(box)
	for _, a := range s.truth.Artefacts {
		if a.Kind != string(document.Through) && !at.Intersect(a.Box).Empty() {
			n += 40
		}
	}
	return n
}

// write adds one to three things written by hand.
func (d *drawer) write(s *sheet) {
	ink := s.penInk()
	if s.chance(15) {
		ink = [3]float64{0.75, 0.15, 0.18}
	}
	for range 1 + s.r.IntN(3) {
		switch s.r.IntN(5) {
		case 0, 1:
			d.comment(s, ink)
		case 2:
			if b, ok := s.someLine(); ok {
				s.underline(b, ink)
			}
		case 3:
			if b, ok := s.someLine(); ok {
				s.tick(point{float64(b[0]) - s.mm(s.between(6, 12)), float64(b[3])}, s.mm(s.between(3, 5)), ink)
			}
		case 4:
			if b, ok := s.someLine(); ok {
				x := s.mm(s.between(15, 21))
				s.bar(x, float64(b[1]), float64(b[3])+s.mm(s.between(8, 30)), ink)
			}
		}
	}
}

// highlight marks some words on some lines with one highlighter. That is no artefact: the words are there to be read.
func (s *sheet) highlight() {
	inks := highlighters()
	ink := inks[s.r.IntN(len(inks))]
	for range 3 + s.r.IntN(6) {
		b, ok := s.someLine()
		if !ok {
			return
		}
		y, thick := float64(b[1]+b[3])/2+s.mm(s.between(-0.4, 0.4)), s.mm(s.between(3.5, 5))
		x0, x1 := float64(b[0])-s.mm(s.between(0, 2)), float64(b[2])+s.mm(s.between(0, 2))
		m := s.canvas(x0, y-thick, x1, y+thick)
		line := []point{{x0, y}, {(x0 + x1) / 2, y + s.mm(s.between(-0.3, 0.3))}, {x1, y + s.mm(s.between(-0.4, 0.4))}}
		m.add(stroke(line, func(float64) float64 { return thick }).under(s.toScan), s.pen, s.between(0.75, 1))
		s.marks = append(s.marks, mark{m, ink})
	}
}

// someLine gives the box of a few words that follow each other on one line.
func (s *sheet) someLine() (document.Box, bool) {
	if len(s.words) < 20 {
		return document.Box{}, false
	}
	i := s.r.IntN(len(s.words) - 6)
	box := s.words[i]
	for _, w := range s.words[i+1 : i+2+s.r.IntN(4)] {
		if w[1] != s.words[i][1] || w[0] < box[0] {
			break
		}
		box = box.Union(w)
	}
	return box, true
}

// comment writes a note into a free place, as a rule the margin.
func (d *drawer) comment(s *sheet, ink [3]float64) {
	notes := germanNotes()
	if d.language == prose.English {
		notes = englishNotes()
	}
	lines := notes[s.r.IntN(len(notes))]
	size := s.mm(s.between(4.5, 7))
	half := point{s.mm(24), size * float64(len(lines))}
	best, least := point{}, -1
	for range 60 {
		c := point{s.between(half.x, float64(s.page[0])-half.x), s.between(half.y, float64(s.page[1])-half.y)}
		if n := s.covered(c, half); least < 0 || n < least {
			best, least = c, n
		}
	}
	s.margin(lines, point{best.x - half.x, best.y}, size, ink)
}

func germanNotes() [][]string {
	return [][]string{{"z. K."}, {"erl.", "Kö"}, {"bitte", "Rücksprache"}, {"WV 12.3."}, {"s. Anlage"}, {"einverstanden"}, {"Kopie an", "Amt 61"}, {"wann?"},
		{"tel. geklärt", "4.5. Br"}, {"zdA"}, {"Frist!"}, {"ja"}, {"Frau Klemm", "bitte prüfen"}, {"Stimmt das?"}, {"vgl. Vorlage"}, {"18/2"}, {"Termin", "verlegt"}}
}

func englishNotes() [][]string {
	return [][]string{{"noted"}, {"please", "discuss"}, {"see file"}, {"agreed", "JH"}, {"copy to", "Finance"}, {"when?"}, {"phoned 4/5"}, {"done"}, {"urgent!"},
		{"check this"}, {"Mr Carter", "to reply"}, {"yes"}, {"see p. 3"}, {"why?"}, {"bring up", "12 March"}}
}

// soil adds what handling and scanning leave.
func (d *drawer) soil(s *sheet) {
	if d.artefacts[document.Hole] {
		s.holes(d.letter, d.punched)
	}
	if d.artefacts[document.Staple] {
		s.staple()
	}
	if d.artefacts[document.Streak] {
		s.streaks()
	}
	if d.artefacts[document.Speck] {
		s.specks(6 + s.r.IntN(30))
	}
	if d.dark {
		s.borders()
	}
}
