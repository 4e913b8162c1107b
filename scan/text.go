package scan

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	xunicode "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"

	"aktenkundig/document"
)

// Plain text has no pixels; its words stand on a typewriter's grid, so that hits in it have a place like any other.
const (
	cellWidth  = 10  // pixels
	cellHeight = 20  // pixels
	cellDPI    = 100 // ten characters an inch, as a typewriter's pica
	tabStop    = 8
	maxColumns = 10_000  // of the grid; what stands further right is kept at its edge
	maxText    = 8 << 20 // bytes of a file, more than two thousand typed pages; two bytes can become a word of seventy
)

type textFile []string // pages

// openText reads UTF-8, UTF-16 with a byte order mark, or else Windows-1252, which holds Latin-1. A form feed starts
// a new page; one at the very end does not. More than 8 MiB are refused.
func openText(_ context.Context, body *io.SectionReader, o Options) (sheets, error) {
	if body.Size() > maxText {
		return nil, fail(TooLarge, "a text of %d bytes, the limit is %d; split it", body.Size(), maxText)
	}
	raw, err := io.ReadAll(body)
	if err != nil {
		return nil, err
	}
	if !looksLikeText(raw) {
		return nil, fail(Unsupported, "it starts like text but holds other bytes")
	}
	text := decodeText(raw)
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	text = strings.TrimSuffix(strings.TrimRight(text, "\n\x1a"), "\f")
	if n := strings.Count(text, "\f") + 1; n > o.MaxPages {
		return nil, o.checkPages(n)
	}
	return textFile(strings.Split(text, "\f")), nil
}

func (t textFile) len() int     { return len(t) }
func (t textFile) close() error { return nil }

func (t textFile) sheet(ctx context.Context, n int) (Sheet, error) {
	layer, size := typewrite(t[n-1])
	return Sheet{Size: size, DPI: cellDPI, Orientation: 1, Layer: layer, Path: PathText}, ctx.Err()
}

// looksLikeText tells text from binary data: no control characters but white space, and, where it is not Unicode,
// only bytes that Windows-1252 defines and more ASCII than not. b may be cut within a character.
func looksLikeText(b []byte) bool {
	if hasUTF16Mark(b) {
		text := strings.TrimSuffix(decodeText(b), "\ufffd") // half of a pair at the cut
		return len(b)%2 == 0 && !strings.ContainsFunc(text, func(r rune) bool {
			return r == utf8.RuneError || r < utf8.RuneSelf && isControl(byte(r))
		})
	}
	for _, other := range []string{"{\\rtf", "%!PS", "<?xml", "<!DOCTYPE", "<!doctype", "<html", "<HTML"} {
		if bytes.HasPrefix(bytes.TrimLeft(b, "\ufeff \t\r\n"), []byte(other)) {
			return false
		}
	}
	ascii := 0
	for _, c := range b {
		if isControl(c) {
			return false
		}
		if c < utf8.RuneSelf {
			ascii++
		}
	}
	if validUTF8Prefix(b) {
		return true
	}
	return 2*ascii > len(b) && !slices.ContainsFunc(b, undefined1252)
}

// undefined1252 tells the bytes that Windows-1252 has no character for.
func undefined1252(c byte) bool {
	return c == 0x81 || c == 0x8d || c == 0x8f || c == 0x90 || c == 0x9d
}

// isControl tells bytes that no text holds; tab, line ends, form feed, escape and end-of-file are taken.
func isControl(c byte) bool {
	return c < 0x20 && !strings.ContainsRune("\t\n\v\f\r\x1a\x1b", rune(c)) || c == 0x7f
}

// validUTF8Prefix tells whether b is UTF-8, possibly cut within its last character.
func validUTF8Prefix(b []byte) bool {
	for cut := 0; cut < utf8.UTFMax && cut <= len(b); cut++ {
		if utf8.Valid(b[:len(b)-cut]) {
			return cut == 0 || !utf8.FullRune(b[len(b)-cut:])
		}
	}
	return false
}

func hasUTF16Mark(b []byte) bool {
	return bytes.HasPrefix(b, []byte("\xff\xfe")) || bytes.HasPrefix(b, []byte("\xfe\xff"))
}

func decodeText(b []byte) string {
	switch {
	case hasUTF16Mark(b):
		out, err := xunicode.UTF16(xunicode.BigEndian, xunicode.ExpectBOM).NewDecoder().Bytes(b)
		if err != nil {
			return "\xff" // not text
		}
		return string(out)
	case utf8.Valid(b):
		return strings.TrimPrefix(string(b), "\ufeff")
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(b)
	if err != nil {
		return "\xff"
	}
	return string(out)
}

// typewrite lays a page's words on the grid: a region for lines between empty ones, a line for each line with words.
func typewrite(page string) (*Layer, document.Size) {
	var (
		layer    Layer
		size     document.Size
		inRegion bool
	)
	for row, line := range strings.Split(page, "\n") {
		words := lineWords(line, row, len(layer.Lines))
		if len(words) == 0 {
			inRegion = false
			continue
		}
		if !inRegion {
			layer.Regions = append(layer.Regions, document.Region{Kind: document.Paragraph})
			inRegion = true
		}
		box := words[0].Box.Union(words[len(words)-1].Box)
		region := &layer.Regions[len(layer.Regions)-1]
		region.Box = region.Box.Union(box)
		layer.Lines = append(layer.Lines, document.Line{Box: box, Height: cellHeight, Region: len(layer.Regions) - 1})
		layer.Words = append(layer.Words, words...)
		size = document.Size{max(size[0], box[2]), max(size[1], box[3])}
	}
	return &layer, document.Size{max(size[0], cellWidth), max(size[1], cellHeight)}
}

// lineWords gives the words of one line of text, in cells of its row.
func lineWords(text string, row, line int) []document.Word {
	var words []document.Word
	column, start, from := 0, -1, 0
	text = norm.NFC.String(strings.ToValidUTF8(text, "\ufffd"))
	flush := func(to int) {
		if start >= 0 {
			x0, x1 := min(from, maxColumns-1), min(max(column, from+1), maxColumns)
			box := document.Box{x0 * cellWidth, row * cellHeight, x1 * cellWidth, (row + 1) * cellHeight}
			words = append(words, document.Word{Text: text[start:to], Box: box, Conf: 1, Line: line})
			start = -1
		}
	}
	for i, r := range text {
		if unicode.IsSpace(r) || unicode.IsControl(r) || r == '\ufeff' {
			flush(i)
			column = advance(column, r)
			continue
		}
		if start < 0 {
			start, from = i, column
		}
		if !unicode.Is(unicode.Mn, r) {
			column++
		}
	}
	flush(len(text))
	return words
}

func advance(column int, r rune) int {
	if r == '\t' {
		return (column/tabStop + 1) * tabStop
	}
	return column + 1
}
