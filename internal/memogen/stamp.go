package memogen

import (
	"math"
	"strings"

	"aktenkundig/document"
	"aktenkundig/internal/memogen/prose"
)

// stampWords is what a stamp says.
type stampWords struct {
	city, office string
	date         prose.Date
	language     string
}

// stampKind is a sort of stamp.
type stampKind int

const (
	seal     stampKind = iota // two rings, letters along them, a sign in the middle
	oval                      // like a seal, with a date in the middle
	received                  // a frame with RECEIVED, date and office
	dateline                  // a date alone
	remark                    // a word or two, with or without a frame
	form                      // a received stamp with rows to fill in
	postmark                  // a ring with the date on a bar across it
)

// stamp draws a stamp with its centre at c, turned by degrees.
func (s *sheet) stamp(kind stampKind, w stampWords, c point, degrees float64, ink [3]float64) {
	reach := s.mm(38)
	m := s.canvas(c.x-reach, c.y-reach, c.x+reach, c.y+reach)
	if m.box.Empty() {
		return
	}
	under := document.Affine{1, 0, 0, 1, c.x, c.y}.Then(rotation(degrees, c)).Then(s.toScan)
	text, date := "", ""
	switch kind {
	case form:
		text, date = s.form(m, w, under)
	case postmark:
		text, date = s.postmark(m, w, under)
	case seal:
		text = s.seal(m, w, under)
	case oval:
		text, date = s.oval(m, w, under)
	case received:
		text, date = s.received(m, w, under)
	case dateline:
		text, date = s.dateline(m, w, under)
	case remark:
		text = s.remark(m, w, under)
	}
	s.rubber(m)
	s.add(document.Stamp, m, ink, text, date)
}

// rubber makes ink uneven as rubber stamps leave it: worn places, an edge pressed too lightly, running ink.
func (s *sheet) rubber(m *mask) {
	blur(m.pix, m.box.Width(), m.box.Height(), s.between(0.3, 0.8)*s.dpi/300)
	fine, coarse := newTexture(s.r, max(2, int(s.dpi/100))), newTexture(s.r, int(s.mm(5)))
	worn := s.between(0.15, 1.2)
	lean := s.between(0, 2*math.Pi)
	lift := s.between(0, 0.8)
	w, h := m.box.Width(), m.box.Height()
	for i, v := range m.pix {
		if v == 0 {
			continue
		}
		x, y := i%w, i/w
		edge := ((float64(x)/float64(w)-0.5)*math.Cos(lean) + (float64(y)/float64(h)-0.5)*math.Sin(lean)) * 2
		loss := worn*(fine.at(x, y)*0.8+coarse.at(x, y)*0.7-0.35) + max(edge, 0)*lift
		m.pix[i] = uint8(float64(v) * min(max(1.05-loss, 0.06), 1))
	}
}

// arc sets text along a circle of radius r, its middle at the angle mid (degrees, 0 up); inside true reads from
// outside at the bottom.
func (s *sheet) arc(m *mask, name, text string, size, rx, ry, mid float64, bottom bool, under document.Affine) {
	length := s.length(name, text, size, size*0.08)
	r := (rx + ry) / 2
	start := -length / r / 2
	f := s.book.face(name)
	for _, c := range text {
		g := f.glyph(c)
		half := g.advance * size / 2
		start += half / r
		a := mid*math.Pi/180 + start
		turn := a
		if bottom {
			a = mid*math.Pi/180 - start
			turn = a + math.Pi
		}
		at := point{rx * math.Sin(a), -ry * math.Cos(a)}
		place := document.Affine{size, 0, 0, size, -half, 0}.Then(rotation(turn*180/math.Pi, point{})).Then(document.Affine{1, 0, 0, 1, at.x, at.y})
		m.add(g.outline.under(place.Then(under)), s.pen, 1)
		start += half/r + size*0.08/r
	}
}

func (s *sheet) seal(m *mask, w stampWords, under document.Affine) string {
	r := s.mm(s.between(15, 19))
	line := s.mm(s.between(0.3, 0.6))
	m.add(ring(point{}, r, r, line*1.3).under(under), s.pen, 1)
	m.add(ring(point{}, r*0.66, r*0.66, line*0.8).under(under), s.pen, 1)
	top, low := "Stadt "+w.city, w.office
	if w.language == prose.English {
		top = "Town of " + w.city
	}
	low = shorten(low, 24)
	size := r * 0.21
	s.arc(m, sansBold, strings.ToUpper(top), size, r*0.76, r*0.76, 0, false, under)
	s.arc(m, sans, low, size*0.85, r*0.91, r*0.91, 180, true, under)
	s.emblem(m, point{0, -r * 0.02}, r*0.48, under)
	return strings.ToUpper(top) + " " + low
}

func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		s = strings.TrimSpace(string(r[:n]))
		if i := strings.LastIndex(s, " "); i > 0 {
			s = s[:i]
		}
	}
	return s
}

func (s *sheet) oval(m *mask, w stampWords, under document.Affine) (text, date string) {
	rx := s.mm(s.between(18, 22))
	ry := rx * s.between(0.6, 0.7)
	line := s.mm(0.4)
	m.add(ring(point{}, rx, ry, line).under(under), s.pen, 1)
	m.add(ring(point{}, rx*0.7, ry*0.58, line).under(under), s.pen, 1)
	name := strings.ToUpper(w.city)
	word := map[string]string{prose.German: "EINGANG", prose.English: "RECEIVED"}[w.language]
	s.arc(m, sansBold, name, rx*0.14, rx*0.78, ry*0.68, 0, false, under)
	s.arc(m, sansBold, word, rx*0.13, rx*0.9, ry*0.88, 180, true, under)
	printed := w.date.Stamp(w.language)
	size := rx * 0.19
	s.lettering(m, sansBold, printed, size, -s.length(sansBold, printed, size, 0)/2, size*0.36, 0, under)
	return name + " " + printed + " " + word, w.date.ISO()
}

func (s *sheet) received(m *mask, w stampWords, under document.Affine) (text, date string) {
	wide, high := s.mm(s.between(26, 32)), s.mm(s.between(10, 13))
	s.surround(m, wide, high, under)
	german := []string{"EINGEGANGEN", "Eingegangen am", "POSTEINGANG", "Eingang"}
	english := []string{"RECEIVED", "Received", "REGISTRY"}
	word := german[s.r.IntN(len(german))]
	if w.language == prose.English {
		word = english[s.r.IntN(len(english))]
	}
	lines := []string{shorten(w.office, 26), w.date.Stamp(w.language), word}
	if s.chance(50) {
		lines = []string{word, w.date.Stamp(w.language), shorten("Stadt "+w.city, 26)}
		if w.language == prose.English {
			lines[2] = shorten("Town of "+w.city, 26)
		}
	}
	name := s.stampFace()
	for i, l := range lines {
		size := high * 0.42
		if i == 1 {
			size = high * 0.56
		}
		if long := s.length(name, l, size, 0); long > 1.9*wide {
			size *= 1.9 * wide / long
		}
		y := -high + high*(0.56+0.66*float64(i))
		s.lettering(m, name, l, size, -s.length(name, l, size, 0)/2, y, 0, under)
	}
	return strings.Join(lines, " "), w.date.ISO()
}

// stampFace is a typeface that stamps are cut in.
func (s *sheet) stampFace() string {
	return []string{sansBold, sansBold, sansBold, sans, slabBold, serifBold, serif, typewriter}[s.r.IntN(8)]
}

// surround draws what stands around a stamp's words: a frame with sharp or round corners, two of them, a line above and
// below, or nothing.
func (s *sheet) surround(m *mask, wide, high float64, under document.Affine) {
	line := s.mm(s.between(0.3, 0.7))
	switch n := s.r.IntN(10); {
	case n < 4:
		m.add(frame(-wide, -high, wide, high, line).under(under), s.pen, 1)
	case n < 6:
		m.add(frame(-wide, -high, wide, high, line).under(under), s.pen, 1)
		gap := s.mm(s.between(0.8, 1.3))
		m.add(frame(-wide-gap, -high-gap, wide+gap, high+gap, line*0.7).under(under), s.pen, 1)
	case n < 8:
		round := high * s.between(0.2, 0.6)
		m.add(stroke(rounded(wide, high, round), func(float64) float64 { return line }).under(under), s.pen, 1)
	case n < 9:
		m.add(rectangle(-wide, -high-line, wide, -high).under(under), s.pen, 1)
		m.add(rectangle(-wide, high, wide, high+line).under(under), s.pen, 1)
	}
}

// rounded is the outline of a rectangle about the origin with round corners.
func rounded(wide, high, r float64) []point {
	var line []point
	for i, c := range []point{{wide - r, -high + r}, {wide - r, high - r}, {-wide + r, high - r}, {-wide + r, -high + r}} {
		for k := range 7 {
			sin, cos := math.Sincos((float64(i-1) + float64(k)/6) * math.Pi / 2)
			line = append(line, point{c.x + r*cos, c.y + r*sin})
		}
	}
	return append(line, line[0])
}

// form draws a received stamp with rows: who, when, and lines left for a number and a sign.
func (s *sheet) form(m *mask, w stampWords, under document.Affine) (text, date string) {
	wide, high := s.mm(s.between(24, 30)), s.mm(s.between(11, 15))
	line := s.mm(s.between(0.25, 0.5))
	m.add(frame(-wide, -high, wide, high, line).under(under), s.pen, 1)
	rows := []string{shorten("Stadt "+w.city, 26), "Eing. " + w.date.Stamp(w.language), "Anl.", "Az."}
	if w.language == prose.English {
		rows = []string{shorten(w.office, 26), "Rec. " + w.date.Stamp(w.language), "Encl.", "Ref."}
	}
	name := s.stampFace()
	step := 2 * high / 4
	for i, l := range rows {
		size := step * 0.6
		if long := s.length(name, l, size, 0); long > 1.85*wide {
			size *= 1.85 * wide / long
		}
		y := -high + step*(float64(i)+0.74)
		s.lettering(m, name, l, size, -wide+s.mm(1.2), y, 0, under)
		if i > 0 {
			m.add(rectangle(-wide, -high+step*float64(i)-line/2, wide, -high+step*float64(i)+line/2).under(under), s.pen, 1)
		}
	}
	return strings.Join(rows, " "), w.date.ISO()
}

// postmark draws a ring with the town along it and the date between two bars.
func (s *sheet) postmark(m *mask, w stampWords, under document.Affine) (text, date string) {
	r := s.mm(s.between(13, 17))
	line := s.mm(s.between(0.3, 0.5))
	m.add(ring(point{}, r, r, line).under(under), s.pen, 1)
	printed := w.date.Stamp(w.language)
	size := r * 0.3
	half := min(s.length(sansBold, printed, size, 0)/2+r*0.08, r*1.25)
	if long := s.length(sansBold, printed, size, 0) / 2; long > r*1.1 {
		size *= r * 1.1 / long
	}
	for _, y := range []float64{-size * 0.75, size * 0.75} {
		edge := min(half, math.Sqrt(r*r-y*y))
		m.add(rectangle(-edge, y-line/2, edge, y+line/2).under(under), s.pen, 1)
	}
	s.lettering(m, sansBold, printed, size, -s.length(sansBold, printed, size, 0)/2, size*0.36, 0, under)
	name := strings.ToUpper(w.city)
	s.arc(m, sansBold, name, r*0.24, r*0.7, r*0.7, 0, false, under)
	if s.chance(60) {
		s.emblem(m, point{0, r * 0.58}, r*0.22, under)
	}
	return name + " " + printed, w.date.ISO()
}

func (s *sheet) dateline(m *mask, w stampWords, under document.Affine) (text, date string) {
	printed := w.date.Stamp(w.language)
	size := s.mm(s.between(4, 5.2))
	face := []string{sansBold, sans, slab}[s.r.IntN(3)]
	track := size * s.between(0, 0.12)
	half := s.length(face, printed, size, track) / 2
	x := -half
	f := s.book.face(face)
	for _, c := range printed { // the bands of a date stamp never stand quite level
		if c == ' ' {
			x += size * 0.35
			continue
		}
		y := size*0.36 + s.r.NormFloat64()*size*0.018
		g := f.glyph(c)
		m.add(g.outline.under(document.Affine{size, 0, 0, size, x, y}.Then(under)), s.pen, 1)
		x += g.advance*size + track
	}
	return printed, w.date.ISO()
}

func (s *sheet) remark(m *mask, w stampWords, under document.Affine) string {
	german := []string{"Kopie", "ENTWURF", "Zu den Akten", "GEPRÜFT", "Erledigt", "ORIGINAL", "Z. d. A.", "EILT", "Zur Kenntnis", "ABLAGE"}
	english := []string{"COPY", "DRAFT", "FILED", "CHECKED", "Approved", "ORIGINAL", "URGENT", "For information", "ENTERED", "REGISTRY"}
	word := german[s.r.IntN(len(german))]
	if w.language == prose.English {
		word = english[s.r.IntN(len(english))]
	}
	size := s.mm(s.between(4, 8))
	name := s.stampFace()
	half := s.length(name, word, size, size*0.05) / 2
	s.lettering(m, name, word, size, -half, size*0.36, size*0.05, under)
	if s.chance(65) {
		pad := size * 0.35
		line := s.mm(s.between(0.4, 0.9))
		m.add(frame(-half-pad, -size*0.36-pad, half+pad, size*0.36+pad, line).under(under), s.pen, 1)
	}
	return word
}

// inks for stamps and pens: what they reflect of red, green and blue.
func (s *sheet) stampInk() [3]float64 {
	inks := [][3]float64{{0.2, 0.25, 0.65}, {0.15, 0.2, 0.55}, {0.72, 0.15, 0.2}, {0.62, 0.1, 0.18}, {0.42, 0.2, 0.58}, {0.15, 0.45, 0.3},
		{0.12, 0.12, 0.13}, {0.15, 0.15, 0.17}, {0.1, 0.1, 0.1}, {0.25, 0.25, 0.26}, {0.1, 0.35, 0.55}}
	ink := inks[s.r.IntN(len(inks))]
	wash := s.between(0, 0.3)
	for i := range ink {
		ink[i] += (1 - ink[i]) * wash
	}
	return ink
}

func (s *sheet) penInk() [3]float64 {
	inks := [][3]float64{{0.12, 0.16, 0.5}, {0.1, 0.1, 0.3}, {0.08, 0.08, 0.1}, {0.1, 0.1, 0.12}, {0.15, 0.4, 0.25}, {0.3, 0.3, 0.32}}
	return inks[s.r.IntN(len(inks))]
}
