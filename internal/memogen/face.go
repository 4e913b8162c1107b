package memogen

import (
	"fmt"

	"aktenkundig/internal/memogen/fonts"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// The typefaces by the role they play.
const (
	sans       = "LiberationSans-Regular.ttf"
	sansBold   = "LiberationSans-Bold.ttf"
	serif      = "LiberationSerif-Regular.ttf"
	serifBold  = "LiberationSerif-Bold.ttf"
	slab       = "RobotoSlab-Regular.otf"
	slabBold   = "RobotoSlab-Bold.otf"
	typewriter = "CourierPrime-Regular.otf"
	brushHand  = "Kristi.ttf"
	roundHand  = "DancingScript-Regular.otf"
	printHand  = "Breip.ttf"
)

// book opens typefaces and keeps their outlines. It is not safe for concurrent use.
type book map[string]*face

// face is one typeface; lengths are in em, y grows downwards from the baseline.
type face struct {
	font   *sfnt.Font
	buf    sfnt.Buffer
	glyphs map[rune]glyph
}

type glyph struct {
	outline path
	advance float64
}

// face gives the typeface in the named file, which is one of the constants above: anything else is a bug here.
func (b book) face(name string) *face {
	if f := b[name]; f != nil {
		return f
	}
	data, err := fonts.Files.ReadFile(name)
	if err != nil {
		panic(fmt.Sprintf("memogen: font %s: %v", name, err))
	}
	parsed, err := sfnt.Parse(data)
	if err != nil {
		panic(fmt.Sprintf("memogen: font %s: %v", name, err))
	}
	f := &face{font: parsed, glyphs: map[rune]glyph{}}
	b[name] = f
	return f
}

// glyph gives the outline of r; a rune the typeface lacks is drawn by a plain stand-in where there is one.
func (f *face) glyph(r rune) glyph {
	if g, ok := f.glyphs[r]; ok {
		return g
	}
	g := f.load(r)
	f.glyphs[r] = g
	return g
}

func (f *face) load(r rune) glyph {
	index, err := f.font.GlyphIndex(&f.buf, r)
	if plain, ok := standIn(r); (err != nil || index == 0) && ok {
		index, err = f.font.GlyphIndex(&f.buf, plain)
	}
	if err != nil || index == 0 {
		return glyph{advance: 0.5}
	}
	em := fixed.I(int(f.font.UnitsPerEm()))
	unit := 1 / float64(em)
	segments, err := f.font.LoadGlyph(&f.buf, index, em, nil)
	if err != nil {
		return glyph{advance: 0.5}
	}
	var outline path
	for _, s := range segments {
		outline = append(outline, fontSegment(s, unit))
	}
	advance, err := f.font.GlyphAdvance(&f.buf, index, em, font.HintingNone)
	if err != nil {
		return glyph{advance: 0.5}
	}
	return glyph{outline, float64(advance) * unit}
}

func fontSegment(s sfnt.Segment, unit float64) segment {
	out := segment{op: op(s.Op)}
	for i, p := range s.Args {
		out.p[i] = point{float64(p.X) * unit, float64(p.Y) * unit}
	}
	return out
}

func standIn(r rune) (rune, bool) {
	switch r {
	case '„', '“', '”':
		return '"', true
	case '’', '‘':
		return '\'', true
	case '–':
		return '-', true
	case '•':
		return '-', true
	}
	return 0, false
}

// width is the length of text set in one em, without kerning.
func (f *face) width(text string) float64 {
	w := 0.0
	for _, r := range text {
		w += f.glyph(r).advance
	}
	return w
}
