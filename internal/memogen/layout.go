package memogen

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"aktenkundig/internal/eval"
	"aktenkundig/internal/memogen/prose"
)

// style is how a memo is set. Lengths are in pixels of the page.
type style struct {
	body, bold string  // typefaces
	size       float64 // of the body's em
	leading    float64 // from baseline to baseline
	hyphenate  bool
	justify    bool
	bullet     string
	footPages  bool // page numbers at the foot, not the head
	metaRight  bool // file number and date beside the recipient
	logoRight  bool
	mono       bool
}

// typed is one word as set: its left end, its baseline and its size in pixels of the page.
type typed struct {
	text string
	face string
	size float64
	x, y float64
}

// leaf is one page as set, before any ink.
type leaf struct {
	words      []typed
	text       strings.Builder // as eval.TruthPage.Text
	rules      []path          // lines of tables, boxes to tick
	signatures []spot          // free places above printed names
	ticked     *spot           // the box that is to be ticked
	date       *spot           // free place after the label of a stamped date
	logo       *spot
	bottom     float64 // where the text ends
}

// spot is a free place on the page; w and h in pixels.
type spot struct{ x, y, w, h float64 }

// setter sets blocks on pages.
type setter struct {
	style
	book                     book
	dpi                      float64
	language                 string
	w, h                     float64
	left, right, top, bottom float64
	y                        float64
	leaves                   []*leaf
	fields                   []eval.TruthField
	beside                   [][]string // what the next fixed lines have at their right: label and value
	fresh                    bool       // the next line begins a paragraph of the text
}

func (s *setter) mm(x float64) float64 { return x / 25.4 * s.dpi }

func (s *setter) leaf() *leaf { return s.leaves[len(s.leaves)-1] }

// newPage begins a page; from the second on its number is printed.
func (s *setter) newPage() {
	s.leaves = append(s.leaves, &leaf{})
	s.y = s.top
	s.fresh = true
	n := len(s.leaves)
	if n == 1 || s.footPages {
		return
	}
	s.centred(fmt.Sprintf("- %d -", n), s.top-s.mm(9))
	s.paragraph()
}

// paragraph makes the next line begin a new paragraph of the page's text.
func (s *setter) paragraph() { s.fresh = true }

func (s *setter) centred(text string, y float64) {
	width := s.book.face(s.body).width(text) * s.size
	s.put(strings.Fields(text), s.body, s.size, (s.w-width)/2, y, 0)
}

// put sets words on a line of their own; extra is added to each gap between them. It gives the line's end.
func (s *setter) put(words []string, name string, size, x, y, extra float64) float64 {
	text := &s.leaf().text
	if text.Len() > 0 {
		text.WriteString("\n")
		if s.fresh {
			text.WriteString("\n")
		}
	}
	s.fresh = false
	return s.place(words, name, size, x, y, extra)
}

// more goes on with the line just set, at x.
func (s *setter) more(words []string, name string, size, x, y float64) float64 {
	s.leaf().text.WriteString(" ")
	return s.place(words, name, size, x, y, 0)
}

func (s *setter) place(words []string, name string, size, x, y, extra float64) float64 {
	l, f := s.leaf(), s.book.face(name)
	l.text.WriteString(strings.Join(words, " "))
	for i, w := range words {
		if i > 0 {
			x += f.width(" ")*size + extra
		}
		l.words = append(l.words, typed{w, name, size, x, y})
		x += f.width(w) * size
	}
	l.bottom = max(l.bottom, y)
	return x
}

// need begins a new page unless height is left on this one.
func (s *setter) need(height float64) {
	if s.y+height > s.bottom {
		s.newPage()
	}
}

// note puts a block's facts on the page where the block stands.
func (s *setter) note(fields []prose.Field) {
	for _, f := range fields {
		s.fields = append(s.fields, eval.TruthField{Name: f.Name, Type: f.Type, Value: f.Value, Page: len(s.leaves)})
	}
}

// flow breaks text into lines of the given width.
func (s *setter) flow(text, name string, size, width float64) [][]string {
	f := s.book.face(name)
	blank := f.width(" ") * size
	var lines [][]string
	var line []string
	room := width
	for _, raw := range strings.Fields(text) {
		word := prose.Plain(raw)
		need := f.width(word) * size
		if len(line) > 0 {
			need += blank
		}
		if need <= room {
			line, room = append(line, word), room-need
			continue
		}
		head, tail := s.split(raw, f, size, room-blank)
		if head != "" {
			line = append(line, head)
		}
		if len(line) > 0 {
			lines = append(lines, line)
		}
		line, room = []string{tail}, width-f.width(tail)*size
	}
	if len(line) > 0 {
		lines = append(lines, line)
	}
	return lines
}

// split breaks a word so that its beginning with hyphen fits into room; head is empty if it cannot.
func (s *setter) split(raw string, f *face, size, room float64) (head, tail string) {
	plain := prose.Plain(raw)
	if !s.hyphenate {
		return "", plain
	}
	parts := prose.Syllables(raw, s.language)
	for n := len(parts) - 1; n > 0; n-- {
		head = strings.Join(parts[:n], "")
		if !strings.HasSuffix(head, "-") {
			head += "-"
		}
		if f.width(head)*size <= room {
			return head, strings.Join(parts[n:], "")
		}
	}
	return "", plain
}

// lines sets lines one below the other, going over to new pages.
func (s *setter) lines(lines [][]string, name string, size, x, width float64) {
	f := s.book.face(name)
	for i, line := range lines {
		s.need(s.leading)
		extra := 0.0
		if gaps := len(line) - 1; s.justify && i < len(lines)-1 && gaps > 2 {
			extra = (width - f.width(strings.Join(line, " "))*size) / float64(gaps)
			extra = min(extra, f.width(" ")*size*1.4)
		}
		s.put(line, name, size, x, s.y, extra)
		s.y += s.leading
	}
}

// newStyle draws how a memo is set; typist is for typewritten ones.
func newStyle(r *rand.Rand, dpi float64, typist bool) style {
	faces := [][2]string{{sans, sansBold}, {sans, sansBold}, {serif, serifBold}, {slab, slabBold}}[r.IntN(4)]
	pt := []float64{10, 10.5, 11, 11, 12}[r.IntN(5)]
	if faces[0] == slab {
		pt -= 0.5
	}
	s := style{body: faces[0], bold: faces[1], size: pt / 72 * dpi, hyphenate: r.IntN(100) < 85, justify: r.IntN(4) == 0,
		bullet: []string{"•", "•", "-", "–"}[r.IntN(4)], footPages: r.IntN(3) == 0, metaRight: r.IntN(2) == 0, logoRight: r.IntN(3) > 0}
	s.leading = s.size * (1.15 + 0.2*r.Float64())
	if typist {
		s.mono, s.body, s.bold, s.justify, s.bullet = true, typewriter, typewriter, false, "-"
		s.size, s.leading = 12.0/72*dpi, 12.0/72*dpi*[]float64{1, 1.25, 1.5}[r.IntN(3)]
	}
	return s
}

func itoa(n int) string { return fmt.Sprint(n) }
