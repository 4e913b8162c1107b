package pdf

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strconv"
	"unicode/utf16"
)

// setter writes the text of a page in the operators of a content stream (ISO 32000-2, 9.4).
type setter struct {
	unit   float64 // points
	text   bytes.Buffer
	begun  bool
	along  point // of the text matrix
	x, y   int   // beginning of the line in the text matrix's space, in grid steps
	style  style
	marks  [levels]bool
	recent []style // that words were set in, the newest first
	shown  bool    // a TJ is open
	quoted bool    // and a string in it
	pen    float64 // where the next glyph would stand, from the beginning that Td set
	edge   float64 // where the next word may begin, so that readers see a blank before it
}

func newSetter(unit float64) *setter {
	if unit <= 0 {
		unit = 1
	}
	return &setter{unit: unit, style: style{level: -1, scale: 1}}
}

// used gives the levels that the text has, ascending.
func (s *setter) used() []int {
	var out []int
	for level, used := range s.marks {
		if used {
			out = append(out, level)
		}
	}
	return out
}

// content gives the text object.
func (s *setter) content() []byte {
	return slices.Concat([]byte("BT 3 Tr\n"), s.text.Bytes(), []byte("ET\n"))
}

// placed is a word in the text matrix's space.
type placed struct {
	word
	p    point   // where it begins on its baseline
	next float64 // where the next word of its line begins
}

// room is how wide the word may become in a size, so that readers see a blank before the next one.
func (w placed) room(size float64) float64 { return w.next - w.p.x - blank*size }

// line sets a line: run by run of words that can share a baseline.
func (s *setter) line(l line) {
	s.turn(l)
	words := make([]placed, len(l.words))
	for i, w := range l.words {
		words[i] = placed{w, s.local(w.start), math.Inf(1)}
		if i > 0 && words[i].p.x > words[i-1].p.x {
			words[i-1].next = words[i].p.x
		}
	}
	for usual := lineStyle(l); len(words) > 0; {
		styles, y := s.run(words, usual)
		for i, st := range styles {
			s.word(words[i], st, y, i == 0)
		}
		words = words[len(styles):]
	}
	s.end()
}

// run gives the styles of the words from the first on that can share a baseline, at least one, and where it may be.
func (s *setter) run(words []placed, usual style) (styles []style, y span) {
	y = span{math.Inf(-1), math.Inf(1)}
	for i, w := range words {
		st, there, ok := styleOf(w, slices.Concat(s.recent, []style{usual}), y, tolerance/s.unit)
		if !ok && i > 0 {
			break
		}
		s.remember(st)
		styles, y = append(styles, st), there
	}
	return styles, y
}

// maxRecent is how many styles are kept in mind: a style that comes again costs next to nothing once it is compressed.
const maxRecent = 12

// remember keeps a style in mind, the newest first.
func (s *setter) remember(st style) {
	if i := slices.Index(s.recent, st); i >= 0 {
		s.recent = slices.Delete(s.recent, i, i+1)
	}
	s.recent = slices.Insert(s.recent, 0, st)
	s.recent = s.recent[:min(len(s.recent), maxRecent)]
}

// local gives a place in the text matrix's space.
func (s *setter) local(p point) point {
	n := s.along.dot(s.along)
	return point{p.dot(s.along) / n, p.dot(point{-s.along.y, s.along.x}) / n}
}

// turn sets the direction of the text if it is another one. A quarter of a point over the line is too little to matter.
func (s *setter) turn(l line) {
	last := l.words[len(l.words)-1]
	length := math.Abs(last.start.minus(l.words[0].start).dot(l.along)) + last.width
	off := l.along.x*s.along.y - l.along.y*s.along.x
	same := l.along.dot(s.along) > 0 && math.Abs(off)*length*s.unit < 0.25
	if s.begun && same {
		return
	}
	s.begun, s.along, s.x, s.y = true, point{roundTo(l.along.x, 1e5), roundTo(l.along.y, 1e5)}, 0, 0
	up := point{-s.along.y, s.along.x}
	fmt.Fprintf(&s.text, "%s %s %s %s 0 0 Tm\n", decimal(s.along.x, 5), decimal(s.along.y, 5), decimal(up.x, 5), decimal(up.y, 5))
}

// grid is the number of places in a unit where a line may begin.
const grid = 10

// moveTo begins a line somewhere in x and y, which are of the text matrix's space.
func (s *setter) moveTo(x, y span) {
	s.end()
	steps := []float64{10, 5, 2, 1}
	dx := int(math.Round(roundest(grid*x.lo-float64(s.x), grid*x.hi-float64(s.x), steps...)))
	dy := int(math.Round(roundest(grid*y.lo-float64(s.y), grid*y.hi-float64(s.y), steps...)))
	fmt.Fprintf(&s.text, "%s %s Td\n", decimal(float64(dx)/grid, 2), decimal(float64(dy)/grid, 2))
	s.x, s.y, s.pen, s.edge = s.x+dx, s.y+dy, 0, math.Inf(-1)
}

// word sets a word, and the blank after it. first has it begin a line on a baseline somewhere in y.
func (s *setter) word(w placed, st style, y span, first bool) {
	s.change(st)
	x := st.starts(w, tolerance/s.unit)
	x.hi = max(x.lo, min(x.hi, w.p.x+w.room(st.size)-st.wide(w.text)))
	if first {
		s.moveTo(x, y)
	}
	if !s.shown {
		s.text.WriteByte('[')
		s.shown = true
	}
	begin := float64(s.x) / grid
	x = span{x.lo - begin, x.hi - begin}
	x.lo = max(x.lo, min(x.hi, s.edge))
	if !x.holds(s.pen) {
		s.gap(x)
	}
	if !s.quoted {
		s.text.WriteByte('(')
		s.quoted = true
	}
	writeString(&s.text, w.text)
	s.pen += st.wide(w.text)
	s.edge = s.pen
	if w.space {
		s.edge += blank * st.size
		writeString(&s.text, " ")
		s.pen += st.wide(" ")
	}
}

// blank is how much paper, in sizes, readers want between two words: poppler shows no blank below 0.15, whatever the text says.
const blank = 0.17

// gap moves the pen somewhere into x.
func (s *setter) gap(x span) {
	s.unquote()
	scale := s.style.size * s.style.scale / 1000
	n := int(math.Round(roundest((s.pen-x.hi)/scale, (s.pen-x.lo)/scale, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1)))
	s.text.WriteString(strconv.Itoa(n))
	s.pen -= float64(n) * scale
}

// change writes what of the style is new.
func (s *setter) change(st style) {
	if st == s.style {
		return
	}
	s.end()
	if st.level != s.style.level || st.size != s.style.size {
		fmt.Fprintf(&s.text, "/%s %s Tf ", fontName(st.level), decimal(st.size, 2))
		s.marks[st.level] = true
	}
	if st.scale != s.style.scale {
		fmt.Fprintf(&s.text, "%s Tz ", decimal(100*st.scale, 0))
	}
	s.style = st
}

func (s *setter) unquote() {
	if s.quoted {
		s.text.WriteByte(')')
		s.quoted = false
	}
}

// end closes a TJ.
func (s *setter) end() {
	s.unquote()
	if s.shown {
		s.text.WriteString("]TJ\n")
		s.shown = false
	}
}

// writeString writes text as two-byte codes, which are UTF-16, inside a string.
func writeString(b *bytes.Buffer, text string) {
	for _, u := range utf16.Encode([]rune(text)) {
		for _, c := range []byte{byte(u >> 8), byte(u)} {
			switch c {
			case '(', ')', '\\':
				b.WriteByte('\\')
			case '\r':
				b.WriteString("\\r")
				continue
			}
			b.WriteByte(c)
		}
	}
}

// decimal writes a number with so many digits after the point at most.
func decimal(v float64, digits int) string {
	p := math.Pow10(digits)
	v = math.Round(v*p)/p + 0 // no minus before zero
	return strconv.FormatFloat(v, 'f', -1, 64)
}
