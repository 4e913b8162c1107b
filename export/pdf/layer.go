package pdf

import (
	"bytes"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"aktenkundig/document"
)

// layers gives every page its text.
func (f *file) layers(d document.Document, places []Place, o Options, r *Result) error {
	if len(f.pages) < len(d.Pages) {
		return fmt.Errorf("the PDF has %d pages, the record %d", len(f.pages), len(d.Pages))
	}
	blocks := usedBlocks(d)
	var open types.Object
	for i := range d.Pages {
		place := places[i]
		if place.Keep || d.Pages[i].Verdict == document.Unreadable {
			continue
		}
		s := newSetter(place.Unit)
		for _, l := range lines(&d.Pages[i], place, o.Aside) {
			s.line(l)
		}
		stripped, was, err := f.strip(f.pages[i], place.Scan)
		if err != nil {
			return fmt.Errorf("page %d: %w", i+1, err)
		}
		if s.text.Len() == 0 && !was.found {
			continue
		}
		if was.found {
			r.noteOnce("the text layer of another program was replaced")
		}
		if f.pages[i].ref.ObjectNumber == 0 {
			return fmt.Errorf("page %d is no object of its own", i+1)
		}
		if open == nil {
			open = f.add(plainStream(types.Dict{}, []byte("q\n")))
		}
		f.setPage(f.pages[i], stripped, was, open, s, blocks)
	}
	return nil
}

func (r *Result) noteOnce(text string) {
	if !slices.Contains(r.Notes, text) {
		r.note(text)
	}
}

// usedBlocks gives the high bytes of the characters in a document, ascending.
func usedBlocks(d document.Document) []byte {
	seen := map[int]bool{0: true}
	for i := range d.Pages {
		for _, w := range d.Pages[i].Words {
			for _, u := range utf16.Encode([]rune(w.Text)) {
				seen[int(u>>8)] = true
			}
		}
	}
	var out []byte
	for _, b := range sortedKeys(seen) {
		out = append(out, byte(b))
	}
	return out
}

// setPage lays the text over a page. Its own content is fenced in by q and Q; where text was taken out of it, it is a
// new stream. Nothing that other pages may share is changed.
func (f *file) setPage(p page, stripped []byte, was balance, open types.Object, s *setter, blocks []byte) {
	dict := maps.Clone(p.dict)
	var own types.Array
	switch o := entry(dict, "Contents"); v := f.deref(o).(type) {
	case types.StreamDict:
		own = types.Array{o}
	case types.Array:
		own = slices.DeleteFunc(slices.Clone(v), func(o types.Object) bool { return f.dict(o) == nil })
	}
	if was.found {
		own = types.Array{f.stream(nil, stripped)}
	}
	contents := types.Array{}
	for range 1 + was.missing {
		contents = append(contents, open)
	}
	contents = append(contents, own...)
	closing := append(bytes.Repeat([]byte("Q "), 1+was.open), '\n')
	if s.text.Len() > 0 {
		dict["Resources"] = f.withFonts(p.resources, s.used(), blocks)
		closing = append(closing, s.content()...)
	}
	dict["Contents"] = append(contents, f.stream(nil, closing))
	f.changed[int(p.ref.ObjectNumber)] = dict
}

// withFonts gives a page's resources with the layer's fonts among them.
func (f *file) withFonts(old types.Object, used []int, blocks []byte) types.Object {
	resources := maps.Clone(f.dict(old))
	if resources == nil {
		resources = types.Dict{}
	}
	fonts := maps.Clone(f.dict(entry(resources, "Font")))
	if fonts == nil {
		fonts = types.Dict{}
	}
	for _, level := range used {
		fonts[fontName(level)] = f.font(level, blocks)
	}
	resources["Font"] = fonts
	return resources
}

// fontName names the font of a level in the resources. No other program names its fonts so, except an earlier copy of
// ours, whose fonts are gone with their text.
func fontName(level int) string { return "akte" + strconv.Itoa(level) }

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
	pen    float64 // from the beginning that Td set, in units
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

// line sets a line.
func (s *setter) line(l line) {
	usual := lineStyle(l)
	s.turn(l)
	for i, w := range l.words {
		st := styleOf(w, append([]style{usual}, s.recent...), s.unit)
		s.remember(st)
		s.word(w, st, s.local(w.start, st.rise), i == 0)
	}
	s.end()
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

// local gives a place in the text matrix's space, raised by rise.
func (s *setter) local(p point, rise float64) point {
	n := s.along.dot(s.along)
	return point{p.dot(s.along) / n, p.dot(point{-s.along.y, s.along.x})/n + rise}
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

// grid is the number of places in a unit where a line may begin, and gapStep the rounding of gaps between words, in thousandths of the
// size.
const (
	grid    = 10
	gapStep = 40
)

// moveTo begins a line at p of the text matrix's space.
func (s *setter) moveTo(p point) {
	s.end()
	x, y := int(math.Round(grid*p.x)), int(math.Round(grid*p.y))
	fmt.Fprintf(&s.text, "%s %s Td\n", decimal(float64(x-s.x)/grid, 2), decimal(float64(y-s.y)/grid, 2))
	s.x, s.y, s.pen = x, y, 0
}

// offLine is how far, in points, a word may stand off the line that is being set before it gets a beginning of its own.
const offLine = 0.45

// word sets a word, and the blank after it, so that it begins at p.
func (s *setter) word(w word, st style, p point, first bool) {
	s.change(st)
	if first || math.Abs(p.y-float64(s.y)/grid)*s.unit > offLine {
		s.moveTo(p)
	}
	scale := s.style.size * s.style.scale
	gap := gapStep * int(math.Round(1000/gapStep*(s.pen-(p.x-float64(s.x)/grid))/scale))
	if !s.shown {
		s.text.WriteByte('[')
		s.shown = true
	}
	if gap != 0 {
		s.text.WriteString(strconv.Itoa(gap))
		s.pen -= float64(gap) * scale / 1000
	}
	text := w.text
	if w.space {
		text += " "
	}
	writeString(&s.text, text)
	s.pen += natural(text) * scale
}

// change writes what of the style is new.
func (s *setter) change(st style) {
	st.rise = 0 // readers do not look at Ts for a word's place; Td raises it
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

// end closes a TJ.
func (s *setter) end() {
	if s.shown {
		s.text.WriteString("]TJ\n")
		s.shown = false
	}
}

// writeString writes a string of two-byte codes, which are UTF-16.
func writeString(b *bytes.Buffer, text string) {
	b.WriteByte('(')
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
	b.WriteByte(')')
}

// decimal writes a number with so many digits after the point at most.
func decimal(v float64, digits int) string {
	p := math.Pow10(digits)
	v = math.Round(v*p)/p + 0 // no minus before zero
	return strconv.FormatFloat(v, 'f', -1, 64)
}
