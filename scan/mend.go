package scan

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// A content stream whose compressed bytes were damaged goes on as pieces that lie beside one another by chance.
// PDFium paints what it can of them, often a black page. Such a page is drawn from a copy of the file in which its
// content ends where it stops making sense.

// mendedDrawing gives the drawing of the mended copy, and the percentage of the content that it leaves out; nil if the
// page's content is whole, or makes sense to its end.
func (f *pdfFile) mendedDrawing(ctx context.Context, page pdfPage) (d *drawing, without int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if page.ref == nil || f.structure.Root == nil || f.structure.Encrypt != nil || !f.isGarbled(page) {
		return nil, 0
	}
	content, err := f.content(ctx, page)
	if err != nil {
		return nil, 0
	}
	end := sensible(content)
	if end == len(content) {
		return nil, 0
	}
	body, err := f.withContent(page, content[:end])
	if err != nil {
		return nil, 0
	}
	return f.drawing.inner(body), 100 - 100*end/len(content)
}

// isGarbled tells whether zlib's checksum (RFC 1950) denies what a content stream unpacks to.
func (f *pdfFile) isGarbled(page pdfPage) bool {
	return slices.ContainsFunc(f.contentStreams(page), func(s types.StreamDict) bool {
		filters, err := f.filters(s)
		if err != nil || len(filters) == 0 || filters[0].name != "FlateDecode" && filters[0].name != "Fl" {
			return false
		}
		z, err := zlib.NewReader(bytes.NewReader(s.Raw))
		if err != nil {
			return false
		}
		_, err = io.Copy(io.Discard, io.LimitReader(z, maxContent))
		return err != nil && !errors.Is(err, io.ErrUnexpectedEOF)
	})
}

// withContent is the file with another content for a page, as an incremental update (ISO 32000-2, 7.5.6).
func (f *pdfFile) withContent(page pdfPage, content []byte) (*io.SectionReader, error) {
	data, err := wholeFile(f.body)
	if err != nil {
		return nil, err
	}
	number := page.ref.ObjectNumber.Value()
	next := max(*f.structure.Size, number+1)
	dict := page.dict.Clone().(types.Dict)
	dict["Contents"] = *types.NewIndirectRef(next, 0)
	w := tailWriter{base: len(data), offsets: map[int]int{}, generations: [][2]int{{number, page.ref.GenerationNumber.Value()}}}
	w.b.WriteString("\n")
	w.object(number, dict.PDFString())
	w.object(next, fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content))
	trailer := fmt.Sprintf("<< /Size %d /Root %s", next+1, f.structure.Root.PDFString())
	if at, ok := lastTable(data); ok {
		trailer += fmt.Sprintf(" /Prev %d", at)
	}
	parts := joined{data, w.finish(trailer + " >>")}
	return io.NewSectionReader(parts, 0, parts.size()), nil
}

// lastTable gives what the last startxref says.
func lastTable(data []byte) (at int, ok bool) {
	const word = "startxref"
	i := bytes.LastIndex(data, []byte(word))
	if i < 0 {
		return 0, false
	}
	lex := lexer{src: data, at: i + len(word)}
	t, ok := lex.next()
	return int(t.number), ok && t.kind == number && t.number >= 0 && t.number < float64(len(data))
}

// sensible tells how far a content stream makes sense: up to the first operation that the standard does not know, that
// has other operands than it needs, or goes on from a point that is not there.
func sensible(content []byte) (end int) {
	var (
		lex  = lexer{src: content}
		args []token
		open bool // a path has a current point
	)
	for {
		t, ok := lex.next()
		switch {
		case !ok:
			return len(content)
		case t.kind != operator:
			args = append(args, t)
			continue
		case t.text == "BI":
			lex.skipInlineImage()
		case !isOperation(t.text, args), isContinued(t.text) && !open:
			return end
		}
		open = t.text == "m" || t.text == "re" || open && !endsPath(t.text)
		args, end = args[:0], lex.at
	}
}

// isOperation tells whether these tokens are what the operator needs.
func isOperation(op string, args []token) bool {
	for n := range numbersOnly {
		if strings.Contains(numbersOnly[n], " "+op+" ") {
			_, ok := floats(args, n)
			return ok && len(args) == n
		}
	}
	ends := func(kinds ...kind) bool {
		return slices.EqualFunc(args, kinds, func(a token, k kind) bool { return a.kind == k || k == text && a.kind == other })
	}
	switch op {
	case "Do", "gs", "cs", "CS", "ri", "sh", "MP", "BMC":
		return ends(name)
	case "Tf":
		return ends(name, number)
	case "Tj", "'":
		return ends(text)
	case "\"":
		return ends(number, number, text)
	case "TJ", "d", "sc", "SC", "scn", "SCN", "BDC", "DP":
		return len(args) > 0
	}
	return false
}

// numbersOnly are the operators of ISO 32000-2, annex A, whose operands are 0, 1, … numbers.
var numbersOnly = []string{
	" b B b* B* BT BX EMC ET EX f F f* h n q Q s S T* W W* ",
	" g G i j J M Tc TL Tr Ts Tw Tz w ",
	" d0 l m Td TD ",
	" rg RG ",
	" k K re v y ",
	"",
	" c cm d1 Tm ",
}

// isContinued tells whether an operator goes on from a path's current point.
func isContinued(op string) bool { return op == "l" || op == "c" || op == "v" || op == "y" }

// endsPath tells whether an operator paints and ends the path.
func endsPath(op string) bool {
	return strings.Contains(" n f F f* S s B B* b b* ", " "+op+" ")
}
