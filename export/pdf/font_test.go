package pdf

import (
	"testing"

	"golang.org/x/image/font/sfnt"
)

func TestTheFontIsReadAndItsWidthsAreTheOnesPromised(t *testing.T) {
	data := fontFile()
	if sum := checksum(data); sum != 0xB1B0AFBA {
		t.Errorf("checksum of the whole file %#x", sum)
	}
	f, err := sfnt.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	if f.NumGlyphs() != len(widths) || f.UnitsPerEm() != 1000 {
		t.Errorf("%d glyphs, %d units an em", f.NumGlyphs(), f.UnitsPerEm())
	}
	var b sfnt.Buffer
	for g, want := range widths {
		got, err := f.GlyphAdvance(&b, sfnt.GlyphIndex(g), 1000<<6, 0)
		if err != nil || int(got>>6) != want {
			t.Errorf("glyph %d is %d wide, %v; want %d", g, got>>6, err, want)
		}
		if outline, err := f.LoadGlyph(&b, sfnt.GlyphIndex(g), 1000<<6, nil); err != nil || len(outline) > 0 {
			t.Errorf("glyph %d has an outline: %v, %v", g, outline, err)
		}
	}
}

func TestNoCharacterIsNotdef(t *testing.T) {
	for r := rune(0); r < 0x10000; r++ {
		if g := glyphOf(r); g < usual || g >= len(widths) {
			t.Fatalf("%U has glyph %d", r, g)
		}
	}
}
