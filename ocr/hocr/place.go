package hocr

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"aktenkundig/document"

	"golang.org/x/text/unicode/norm"
)

func newPage(t title) Page {
	everything := document.Box{0, 0, farthest, farthest}
	return Page{Box: t.box().Intersect(everything), DPI: max(t.or0("scan_res"), 0)}
}

// bounds is the box of the page, or all that is believed if it does not say.
func (p *Page) bounds() document.Box {
	return fit(p.Box, document.Box{0, 0, farthest, farthest})
}

// addWord puts the word e, whose text has been gathered, into the page. Of words with blanks inside, which some
// programs write, each part gets its share of the box.
func (b *builder) addWord(e *element) {
	parts := tidy(b.chars.String())
	b.chars.Reset()
	if len(parts) == 0 {
		return
	}
	if len(b.pages) == 0 {
		b.pages = append(b.pages, newPage(nil))
	}
	p := &b.pages[len(b.pages)-1]
	box := b.place(p, e)
	n := b.lineOf(p, e, box)
	for i, part := range share(box, parts) {
		p.Words = append(p.Words, document.Word{Text: parts[i], Box: part, Conf: e.title.confidence(), Line: n})
	}
}

// place gives the box of the word e: its own, or else that of the nearest element around it.
func (b *builder) place(p *Page, e *element) document.Box {
	box := e.title.box().Intersect(p.bounds())
	for i := len(b.stack) - 1; i >= 0 && box.Empty(); i-- {
		if b.stack[i].role != other {
			box = b.stack[i].title.box().Intersect(p.bounds())
		}
	}
	return fit(box, p.bounds())
}

// lineOf gives the index of the line in which the word e with the given box stands, new if it is the line's first
// word. A line without a box grows with its words.
func (b *builder) lineOf(p *Page, e *element, box document.Box) int {
	l := b.inner(line, heading)
	if l == nil {
		l = e
	}
	own := l.title.box().Intersect(p.bounds())
	if l.index > 0 && l.index == len(p.Lines) { // else another line came in between
		n := l.index - 1
		if own.Empty() {
			p.Lines[n].Box = p.Lines[n].Box.Union(box)
			b.grow(p, p.Lines[n])
		}
		return n
	}
	n := document.Line{Box: fit(own, box), Baseline: l.title.baseline(l.title.box()), Region: b.regionOf(p, l)}
	n.Height, n.XHeight = l.title.heights()
	p.Lines = append(p.Lines, n)
	b.grow(p, n)
	l.index = len(p.Lines)
	return len(p.Lines) - 1
}

// grow makes the region of the line l hold it.
func (b *builder) grow(p *Page, l document.Line) {
	g := &p.Regions[l.Region]
	g.Box = g.Box.Union(l.Box)
}

// regionOf gives the index of the region in which the line l stands, new if it is the region's first line. A
// heading among other lines is a region of its own.
func (b *builder) regionOf(p *Page, l *element) int {
	kind := document.Paragraph
	switch {
	case l.role == heading:
		kind = document.Heading
	case b.inner(table, table) != nil:
		kind = document.Table
	}
	around := b.around()
	if n := around.index; n > 0 && n == len(p.Regions) && p.Regions[n-1].Kind == kind {
		return n - 1
	}
	p.Regions = append(p.Regions, document.Region{Kind: kind})
	around.index = len(p.Regions)
	return len(p.Regions) - 1
}

// around gives the element that makes a region of its lines.
func (b *builder) around() *element {
	for _, r := range [][2]role{{par, par}, {area, table}, {page, page}} {
		if e := b.inner(r[0], r[1]); e != nil {
			return e
		}
	}
	return &b.root
}

// tidy gives the words in the text of one ocrx_word, as a rule one: NFC, without white space and without the
// characters that only steer layout, such as soft hyphens and direction marks.
func tidy(s string) []string {
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) || unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return strings.Fields(norm.NFC.String(s))
}

// share cuts a box from left to right into one part for each text, as wide as the text is long; every part is the
// whole box where it is too narrow to be cut.
func share(b document.Box, texts []string) []document.Box {
	all := 0
	for _, t := range texts {
		all += utf8.RuneCountInString(t)
	}
	boxes := make([]document.Box, len(texts))
	done := 0
	for i, t := range texts {
		boxes[i] = b
		next := done + utf8.RuneCountInString(t)
		if b.Width() >= all {
			boxes[i][0] = b[0] + b.Width()*done/all
			boxes[i][2] = b[0] + b.Width()*next/all
		}
		done = next
	}
	return boxes
}

// fit gives b, or instead if b is empty.
func fit(b, instead document.Box) document.Box {
	if b.Empty() {
		return instead
	}
	return b
}
