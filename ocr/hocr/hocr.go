// Package hocr reads hOCR, the HTML in which Tesseract and others say what they read and where. It takes what there
// is and forgives the rest: missing end tags, unknown classes, boxes that leave the page. See the hOCR 1.2
// specification, https://kba.github.io/hocr-spec/1.2/.
package hocr

import (
	"errors"
	"fmt"
	"io"

	"aktenkundig/document"
	"aktenkundig/ocr"

	"golang.org/x/net/html"
)

// Limits of what is read; more is an error.
const (
	MaxBytes = 64 << 20 // of the whole input; a page of 3,000 words has 0.5 MB
	maxToken = 1 << 20  // bytes of one tag or one run of text
	maxDepth = 256      // elements open at once
)

// ErrTooBig says that the input passes one of the limits.
var ErrTooBig = errors.New("hocr is too big")

// Page is one ocr_page and what was read on it. The reading keeps every promise of ocr.Reading.
type Page struct {
	Box document.Box // pixels; empty if the page does not say
	DPI float64      // pixels per inch as scan_res says, 0 if it does not
	ocr.Reading
}

// Parse reads all pages of an hOCR document, in order. Words stand in regions: the ocr_par around them, or else the
// ocr_carea, or else the page. A word without a line is a line of its own, without a confidence it has 0, without a
// box that of its line. Boxes are clipped to the page. Text outside of ocrx_word is passed over.
func Parse(r io.Reader) ([]Page, error) { return parse(r, MaxBytes) }

func parse(r io.Reader, maxBytes int64) ([]Page, error) {
	limited := &io.LimitedReader{R: r, N: maxBytes + 1}
	z := html.NewTokenizer(limited)
	z.SetMaxBuf(maxToken)
	var b builder
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return b.finish(z.Err(), limited.N <= 0)
		case html.StartTagToken, html.SelfClosingTagToken:
			closed := kind == html.SelfClosingTagToken
			if err := b.open(tag(z), closed); err != nil {
				return nil, err
			}
			if closed {
				z.NextIsNotRawText() // XHTML's <title/> would swallow the page
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			b.close(string(name))
		case html.TextToken:
			b.text(z.Text())
		}
	}
}

// tag gives the element at which z stands, with the two attributes that matter.
func tag(z *html.Tokenizer) element {
	name, more := z.TagName()
	e := element{name: string(name)}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		switch string(key) {
		case "class":
			e.role = roleOf(string(value))
		case "title":
			e.title = parseTitle(string(value))
		}
	}
	return e
}

func (b *builder) finish(err error, cut bool) ([]Page, error) {
	switch {
	case cut || errors.Is(err, html.ErrBufferExceeded):
		return nil, ErrTooBig
	case err != nil && !errors.Is(err, io.EOF):
		return nil, fmt.Errorf("hocr: %w", err)
	}
	b.closeTo(0)
	return b.pages, nil
}
