package scan

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/unicode/norm"

	"aktenkundig/document"
)

// ocrFile is what another program read: hOCR, ALTO or PAGE XML. Its pages are text with places, without pixels.
type ocrFile []ocrPage

// ocrPage is one page of it.
type ocrPage struct {
	size  document.Size // pixels
	dpi   float64       // 0 if not said
	layer Layer
}

// Bounds on such files; 200 words take some 20 kB.
const (
	maxOCRFile  = 128 << 20
	maxOCRWords = 1_000_000
	maxOCRDepth = 200
)

// The media types of the three kinds.
const (
	hocrType = "text/vnd.hocr+html"
	altoType = "application/alto+xml"
	pageType = "application/vnd.prima.page+xml"
)

func openHOCR(_ context.Context, body *io.SectionReader, o Options) (sheets, error) {
	return openOCR(body, o, "hOCR", &hocrReader{})
}

func openALTO(_ context.Context, body *io.SectionReader, o Options) (sheets, error) {
	return openOCR(body, o, "ALTO", &altoReader{scale: 1})
}

func openPAGE(_ context.Context, body *io.SectionReader, o Options) (sheets, error) {
	return openOCR(body, o, "PAGE XML", &pageReader{})
}

// ocrReader takes the elements of one kind of file, in order; the builder collects what it finds.
type ocrReader interface {
	start(b *ocrBuilder, e xml.StartElement)
	text(b *ocrBuilder, s string)
	end(b *ocrBuilder, name string)
}

func openOCR(body *io.SectionReader, o Options, name string, r ocrReader) (sheets, error) {
	if body.Size() > maxOCRFile {
		return nil, fail(TooLarge, "%s of %d bytes, the limit is %d; split it", name, body.Size(), maxOCRFile)
	}
	pages, err := readOCR(io.NewSectionReader(body, 0, body.Size()), r, o)
	var known *Error
	switch {
	case errors.As(err, &known):
		return nil, err
	case err != nil && len(pages) == 0:
		return nil, fail(Damaged, "%s: %w", name, err)
	case len(pages) == 0:
		return nil, fail(Empty, "%s without pages", name)
	}
	return ocrFile(pages), nil
}

// readOCR leads the elements of a file to its reader. Damage costs what is behind it.
func readOCR(from io.Reader, r ocrReader, o Options) ([]ocrPage, error) {
	d := xml.NewDecoder(from)
	d.Strict, d.AutoClose, d.Entity, d.CharsetReader = false, xml.HTMLAutoClose, xml.HTMLEntity, charset.NewReaderLabel
	b := &ocrBuilder{}
	for depth := 0; ; {
		t, err := d.Token()
		if err != nil {
			b.endPage()
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return b.pages, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > maxOCRDepth {
				return nil, fail(TooLarge, "elements nested deeper than %d", maxOCRDepth)
			}
			r.start(b, t)
		case xml.EndElement:
			depth--
			r.end(b, t.Name.Local)
		case xml.CharData:
			r.text(b, string(t))
		}
		if len(b.pages) > o.MaxPages {
			return nil, o.checkPages(len(b.pages))
		}
		if b.words > maxOCRWords {
			return nil, fail(TooLarge, "more than %d words", maxOCRWords)
		}
	}
}

func (f ocrFile) len() int     { return len(f) }
func (f ocrFile) close() error { return nil }

func (f ocrFile) sheet(ctx context.Context, n int) (Sheet, error) {
	p := &f[n-1]
	s := Sheet{Size: p.size, DPI: credible(p.dpi, p.size[0], p.size[1]), Orientation: 1, Layer: &p.layer, Path: PathText}
	if s.Size[0] < 1 || s.Size[1] < 1 {
		return Sheet{}, fail(Damaged, "a page without a size")
	}
	return s, ctx.Err()
}

// ocrBuilder collects pages, regions, lines and words. Whatever comes without a line or region gets one.
type ocrBuilder struct {
	pages   []ocrPage
	page    *ocrPage // nil outside of pages
	region  bool     // the last region is open
	line    bool     // the last line is open
	words   int
	pending ocrPage
}

func (b *ocrBuilder) startPage(size document.Size, dpi float64) {
	b.endPage()
	b.pending = ocrPage{size: size, dpi: dpi}
	b.page = &b.pending
}

func (b *ocrBuilder) endPage() {
	if b.page == nil {
		return
	}
	b.endRegion()
	p := b.pending
	all := document.Box{0, 0, p.size[0], p.size[1]}
	for i := range p.layer.Regions {
		p.layer.Regions[i].Box = p.layer.Regions[i].Box.Intersect(all)
	}
	b.pages, b.page = append(b.pages, p), nil
}

func (b *ocrBuilder) startRegion() { b.endRegion() }

func (b *ocrBuilder) endRegion() { b.endLine(); b.region = false }

func (b *ocrBuilder) startLine() { b.endLine() }

func (b *ocrBuilder) endLine() { b.line = false }

// word adds a word; text with blanks becomes several that share the box's width by their letters.
func (b *ocrBuilder) word(text string, box document.Box, conf float64) {
	if b.page == nil {
		return
	}
	all := document.Box{0, 0, b.page.size[0], b.page.size[1]}
	for _, part := range spread(text, box) {
		if part.Box = part.Box.Intersect(all); part.Box.Empty() {
			continue
		}
		part.Conf = max(0, min(1, conf))
		b.add(part)
	}
}

func (b *ocrBuilder) add(w document.Word) {
	l := &b.page.layer
	if !b.region {
		l.Regions = append(l.Regions, document.Region{Kind: document.Paragraph})
		b.region, b.line = true, false
	}
	if !b.line {
		l.Lines = append(l.Lines, document.Line{Region: len(l.Regions) - 1})
		b.line = true
	}
	line, region := &l.Lines[len(l.Lines)-1], &l.Regions[len(l.Regions)-1]
	w.Line = len(l.Lines) - 1
	line.Box, region.Box = line.Box.Union(w.Box), region.Box.Union(w.Box)
	line.Height = float64(line.Box[3] - line.Box[1])
	l.Words = append(l.Words, w)
	b.words++
}

// spread parts text at its blanks and gives each word its share of the box.
func spread(text string, box document.Box) []document.Word {
	text = norm.NFC.String(strings.ToValidUTF8(text, "\ufffd"))
	fields := strings.Fields(text)
	if len(fields) == 1 {
		return []document.Word{{Text: fields[0], Box: box}}
	}
	letters := len(fields) - 1
	for _, f := range fields {
		letters += len([]rune(f))
	}
	var out []document.Word
	at := 0
	for _, f := range fields {
		n := len([]rune(f))
		x0, x1 := box[0]+at*(box[2]-box[0])/letters, box[0]+(at+n)*(box[2]-box[0])/letters
		out = append(out, document.Word{Text: f, Box: document.Box{x0, box[1], max(x1, x0+1), box[3]}})
		at += n + 1
	}
	return out
}

// attribute gives an attribute's value, "" if there is none.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func realAttribute(e xml.StartElement, name string) float64 {
	v, err := strconv.ParseFloat(attribute(e, name), 64)
	if err != nil || !(v > -1e7 && v < 1e7) {
		return 0
	}
	return v
}

// ocrKind tells the three kinds by the beginning of a file that is XML or HTML; "" if it is none.
func ocrKind(head []byte) string {
	if !bytes.HasPrefix(bytes.TrimLeft(head, "\ufeff \t\r\n"), []byte("<")) {
		return ""
	}
	switch {
	case bytes.Contains(head, []byte("ocr_page")), bytes.Contains(head, []byte("ocr-system")):
		return hocrType
	case bytes.Contains(head, []byte("PcGts")):
		return pageType
	case bytes.Contains(head, []byte("<alto")), bytes.Contains(head, []byte(":alto ")):
		return altoType
	}
	return ""
}

// sized checks a page's size, which is no more than a claim.
func sized(w, h float64) document.Size {
	if !(w >= 1 && h >= 1 && w < 1e6 && h < 1e6) {
		return document.Size{}
	}
	return document.Size{int(w + 0.5), int(h + 0.5)}
}
