package pdf

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// The layer's font has no outlines: every glyph is empty. What it has are widths, roughly those of a book face, so that most
// words need no scaling of their own, and ten heights: a viewer marks a word from the font's ascent to its descent, so a font
// whose descent is a tenth, two tenths … of its height can stand exactly around any word while its baseline is the word's.

// levels is the number of fonts; that of level k reaches k tenths of its size below the baseline.
const levels = 10

// widths of the glyphs in thousandths of the size; the index is the glyph. Glyph 0 is .notdef, which no text may refer to
// (ISO 19005-2, 6.2.11.8); glyph 1 is any character that has none of the others.
var widths = [...]int{540, 540, 250, 340, 680, 860}

// usual is the glyph of most characters.
const usual = 1

// glyphOf gives the glyph of a character.
func glyphOf(r rune) int {
	switch {
	case r < 0x20 || r > 0x2ff:
		return usual
	case bytes.ContainsRune([]byte("ijl|!.,:;'`´· I¡í"), r):
		return 2
	case bytes.ContainsRune([]byte("frt()[]{}-/\\\"°*\u00ad"), r):
		return 3
	case bytes.ContainsRune([]byte("mwMW@%©®Æ"), r):
		return 5
	case r >= 'A' && r <= 'Z' || r >= 'À' && r <= 'Þ':
		return 4
	}
	return usual
}

// natural is the width of a text in sizes.
func natural(text string) float64 {
	sum := 0
	for _, r := range text {
		sum += widths[glyphOf(r)]
	}
	return float64(sum) / 1000
}

// fontParts are the objects that the fonts of all levels share.
type fontParts struct {
	program, glyphs, unicode, widths types.IndirectRef
}

// font gives the font of a level, made at its first use. used tells which blocks of 256 characters the document has.
func (f *file) font(level int, used []byte) types.Object {
	if f.levels[level] != nil {
		return f.levels[level]
	}
	if f.shared == (fontParts{}) {
		f.shared = f.newFontParts(used)
	}
	const fontName = types.Name("AKTENK+Aktenkundig")
	ascent, descent := 1000-100*level, -100*level
	if level == 0 {
		descent = -1 // readers take 0 for missing
	}
	descriptor := f.add(types.Dict{
		"Type": types.Name("FontDescriptor"), "FontName": fontName, "Flags": types.Integer(4), "ItalicAngle": types.Integer(0),
		"FontBBox": types.Array{types.Integer(0), types.Integer(descent), types.Integer(1000), types.Integer(ascent)},
		"Ascent":   types.Integer(ascent), "Descent": types.Integer(descent), "CapHeight": types.Integer(ascent), "StemV": types.Integer(80),
		"FontFile2": f.shared.program,
	})
	descendant := f.add(types.Dict{
		"Type": types.Name("Font"), "Subtype": types.Name("CIDFontType2"), "BaseFont": fontName,
		"CIDSystemInfo":  types.Dict{"Registry": types.StringLiteral("Adobe"), "Ordering": types.StringLiteral("Identity"), "Supplement": types.Integer(0)},
		"FontDescriptor": descriptor, "CIDToGIDMap": f.shared.glyphs, "DW": types.Integer(widths[usual]), "W": f.shared.widths,
	})
	f.levels[level] = f.add(types.Dict{
		"Type": types.Name("Font"), "Subtype": types.Name("Type0"), "BaseFont": fontName, "Encoding": types.Name("Identity-H"),
		"DescendantFonts": types.Array{descendant}, "ToUnicode": f.shared.unicode,
	})
	return f.levels[level]
}

func (f *file) newFontParts(used []byte) fontParts {
	program := fontFile()
	glyphs := bytes.Repeat([]byte{0, usual}, 1<<16)
	var w types.Array
	for r := rune(0x20); r <= 0x2ff; r++ {
		g := glyphOf(r)
		glyphs[2*r+1] = byte(g)
		if g == usual {
			continue
		}
		if n := len(w); n > 0 && w[n-2] == types.Integer(r-1) && w[n-1] == types.Integer(widths[g]) {
			w[n-2] = types.Integer(r)
			continue
		}
		w = append(w, types.Integer(r), types.Integer(r), types.Integer(widths[g]))
	}
	return fontParts{
		program: f.stream(types.Dict{"Length1": types.Integer(len(program))}, program),
		glyphs:  f.stream(nil, glyphs),
		unicode: f.stream(nil, toUnicode(used)),
		widths:  f.add(w),
	}
}

// toUnicode says that a code is the character of that number (ISO 32000-2, 9.10.3). A range may not leave its block of 256.
func toUnicode(blocks []byte) []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for part := range slices.Chunk(blocks, 100) {
		fmt.Fprintf(&b, "%d beginbfrange\n", len(part))
		for _, block := range part {
			fmt.Fprintf(&b, "<%02X00> <%02XFF> <%02X00>\n", block, block, block)
		}
		b.WriteString("endbfrange\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}

// fontFile draws the font: a TrueType file (ISO/IEC 14496-22) of empty glyphs with the widths above, 1000 units an em.
func fontFile() []byte {
	n := len(widths)
	be := binary.BigEndian
	u16 := func(v ...int) (b []byte) {
		for _, x := range v {
			b = be.AppendUint16(b, uint16(x))
		}
		return b
	}
	var hmtx, loca []byte
	for _, w := range widths {
		hmtx = append(hmtx, u16(w, 0)...)
	}
	glyf := make([]byte, 12) // the first glyph has no contours, the others no bytes
	for i := range n + 1 {
		loca = append(loca, u16(min(i, 1)*len(glyf)/2)...)
	}
	head := be.AppendUint32(nil, 0x00010000) // version
	head = be.AppendUint32(head, 0x00010000) // revision
	head = be.AppendUint32(head, 0)          // checksum adjustment, set below
	head = be.AppendUint32(head, 0x5F0F3CF5)
	head = append(head, u16(0x0003, 1000)...)  // flags, units an em
	head = append(head, make([]byte, 16)...)   // times
	head = append(head, u16(0, 0, 0, 0)...)    // box
	head = append(head, u16(0, 8, 2, 0, 0)...) // style, smallest size, direction, short loca, glyph format
	hhea := be.AppendUint32(nil, 0x00010000)
	hhea = append(hhea, u16(1000, -1&0xffff, 0, slices.Max(widths[:]), 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, n)...)
	maxp := be.AppendUint32(nil, 0x00010000)
	maxp = append(maxp, u16(n, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)...)
	cmap := u16(0, 1, 3, 0) // one table, for symbols
	cmap = be.AppendUint32(cmap, 12)
	cmap = append(cmap, u16(4, 32, 0, 4, 4, 1, 0, 0xf020, 0xffff, 0, 0xf020, 0xffff, (1-0xf020)&0xffff, 1, 0, 0)...)
	post := be.AppendUint32(nil, 0x00030000)
	post = append(post, make([]byte, 28)...)
	return joinTables([]fontTable{
		{"cmap", cmap}, {"glyf", glyf}, {"head", head}, {"hhea", hhea}, {"hmtx", hmtx}, {"loca", loca}, {"maxp", maxp}, {"name", u16(0, 0, 6)}, {"post", post},
	})
}

type fontTable struct {
	tag  string
	data []byte
}

// joinTables writes the tables, sorted by tag, behind their directory.
func joinTables(tables []fontTable) []byte {
	be := binary.BigEndian
	log, pow := 0, 1
	for pow*2 <= len(tables) {
		log, pow = log+1, pow*2
	}
	b := be.AppendUint32(nil, 0x00010000)
	for _, v := range []int{len(tables), 16 * pow, log, 16 * (len(tables) - pow)} {
		b = be.AppendUint16(b, uint16(v))
	}
	at, headAt := len(b)+16*len(tables), 0
	var body []byte
	for _, t := range tables {
		if t.tag == "head" {
			headAt = at + len(body)
		}
		b = append(b, t.tag...)
		b = be.AppendUint32(b, checksum(t.data))
		b = be.AppendUint32(b, uint32(at+len(body)))
		b = be.AppendUint32(b, uint32(len(t.data)))
		body = append(body, t.data...)
		body = append(body, make([]byte, -len(t.data)&3)...)
	}
	b = append(b, body...)
	be.PutUint32(b[headAt+8:], 0xB1B0AFBA-checksum(b))
	return b
}

// checksum is the sum of a table's words.
func checksum(b []byte) (sum uint32) {
	padded := append(slices.Clone(b), make([]byte, -len(b)&3)...)
	for i := 0; i < len(padded); i += 4 {
		sum += binary.BigEndian.Uint32(padded[i:])
	}
	return sum
}
