package scan

import (
	"math"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"aktenkundig/document"
)

// TextLayer says what becomes of the text that a sheet with pixels brings along.
type TextLayer string

// The ways to treat a text layer.
const (
	AutoLayer   TextLayer = "auto"   // keep what is real text, pass over the rest; "" is the same
	KeepLayer   TextLayer = "keep"   // keep whatever words there are
	IgnoreLayer TextLayer = "ignore" // do not look for any
)

// glyph is a character of a text layer with its place on the page.
type glyph struct {
	char   rune
	box    rect // y upwards
	mapped bool // the file says which character it is
}

// maxGlyphs bounds the characters of a page; the densest printed pages have some 20,000.
const maxGlyphs = 200_000

// layerOf makes words, lines and regions of glyphs in their order. toScan maps the page to the sheet's pixels, within which
// the boxes are kept. Every word has confidence 1.
func layerOf(glyphs []glyph, toScan document.Affine, size document.Size) *Layer {
	b := layerBuilder{toScan: toScan, all: document.Box{0, 0, size[0], size[1]}}
	for _, g := range glyphs {
		switch {
		case g.char == '\n' || g.char == '\r':
			b.endLine()
		case unicode.IsSpace(g.char) || unicode.IsControl(g.char) && g.char != softBreak:
			b.endWord()
		default:
			b.add(g)
		}
	}
	b.endLine()
	b.regions()
	return &b.layer
}

// softBreak is what PDFium gives for the hyphen at the end of a line.
const softBreak = 0x02

type layerBuilder struct {
	layer  Layer
	toScan document.Affine
	all    document.Box
	text   strings.Builder
	box    rect
	first  int // word of the line under construction
}

func (b *layerBuilder) add(g glyph) {
	switch {
	case g.char == softBreak || g.char == 0xad || g.char == 0xfffe:
		b.text.WriteByte('-')
	case !g.mapped || g.char == 0:
		b.text.WriteRune(unicode.ReplacementChar)
	case g.char >= 0xfb00 && g.char <= 0xfb06: // ligatures: nobody searches for them
		b.text.WriteString(norm.NFKC.String(string(g.char)))
	default:
		b.text.WriteRune(g.char)
	}
	b.box = b.box.union(mapRect(b.toScan, g.box))
}

func (b *layerBuilder) endWord() {
	text := norm.NFC.String(b.text.String())
	box := pixelBox(b.box).Intersect(b.all)
	b.text.Reset()
	b.box = rect{}
	if text == "" || box.Empty() { // outside the sheet nobody sees it
		return
	}
	b.layer.Words = append(b.layer.Words, document.Word{Text: text, Box: box, Conf: 1, Line: len(b.layer.Lines)})
}

func (b *layerBuilder) endLine() {
	b.endWord()
	words := b.layer.Words[b.first:]
	if len(words) == 0 {
		return
	}
	b.first = len(b.layer.Words)
	box := words[0].Box
	for _, w := range words[1:] {
		box = box.Union(w.Box)
	}
	b.layer.Lines = append(b.layer.Lines, document.Line{Box: box, Height: float64(box[3] - box[1])})
}

// regions joins lines that follow each other closely, one under the other, to paragraphs.
func (b *layerBuilder) regions() {
	l := &b.layer
	for i := range l.Lines {
		if i == 0 || !follows(l.Lines[i-1].Box, l.Lines[i].Box) {
			l.Regions = append(l.Regions, document.Region{Kind: document.Paragraph})
		}
		r := len(l.Regions) - 1
		l.Lines[i].Region = r
		l.Regions[r].Box = l.Regions[r].Box.Union(l.Lines[i].Box)
	}
}

// follows tells whether a line belongs to the paragraph of the line before it: beside it, or below it without room for
// another line, of about the same height.
func follows(before, line document.Box) bool {
	h := float64(min(before[3]-before[1], line[3]-line[1]))
	gap := float64(line[1] - before[3])
	overlap := min(before[2], line[2]) - max(before[0], line[0])
	beside := float64(min(before[3], line[3])-max(before[1], line[1])) > h/2
	return beside || overlap > 0 && gap < 0.9*h && gap > -h
}

func pixelBox(r rect) document.Box {
	if r.empty() || math.IsInf(r[0], 0) || math.IsNaN(r[0]+r[1]+r[2]+r[3]) {
		return document.Box{}
	}
	const far = 1 << 24
	clamp := func(v float64) int { return int(max(-far, min(far, v))) }
	return document.Box{clamp(math.Floor(r[0])), clamp(math.Floor(r[1])), clamp(math.Ceil(r[2])), clamp(math.Ceil(r[3]))}
}
