package scan

import (
	"context"
	"fmt"
	"image"
	"strings"

	"aktenkundig/document"
)

// Place is where a sheet lies on its PDF page.
type Place struct {
	// ToPage maps pixels of the sheet to the page's default user space (ISO 32000-2, 8.3.2.3): y upwards, before /Rotate.
	ToPage document.Affine
	// Turn is the page's /Rotate: 0, 90, 180 or 270 degrees clockwise.
	Turn int
	// Unit is the page's /UserUnit, points a unit.
	Unit float64
	// Scan tells that the page is its picture: no text on it is seen, whatever its rendering mode.
	Scan bool
}

// Place tells where sheet n, which was recorded with size, lies on its page. It decodes no pixels. The error is an *Error
// or that of ctx; a file without pages, such as a TIFF, has no place for its sheets.
func (f *File) Place(ctx context.Context, n int, size document.Size) (p Place, err error) {
	pdf, ok := f.sheets.(*pdfFile)
	if !ok {
		return p, fail(Unsupported, "a file of the type %s has no pages", f.mediaType)
	}
	if n < 1 || n > len(pdf.pages) {
		return p, fail(Damaged, "the structure of the PDF has no page %d", n)
	}
	if size[0] < 1 || size[1] < 1 {
		return p, fail(Empty, "page %d has no pixels", n)
	}
	defer rescue(&err)
	return pdf.place(ctx, pdf.pages[n-1], size)
}

func (f *pdfFile) place(ctx context.Context, page pdfPage, size document.Size) (Place, error) {
	place := Place{Turn: page.turn, Unit: page.unit}
	p, err := f.plan(ctx, page)
	if ctx.Err() != nil {
		return place, ctx.Err()
	}
	if err == nil {
		if frame, kept := window(p.parts, p.frame, page.crop); kept.Size() == image.Pt(size[0], size[1]) {
			place.ToPage, place.Scan = frame, true
			return place, nil
		}
	}
	back, ok := pageText{box: page.crop, turn: page.turn / 90}.toDrawn(size).Inverse()
	if !ok {
		return place, fmt.Errorf("a page of no extent")
	}
	place.ToPage = back
	return place, nil
}

// KeptDrawnText tells whether the words of a page are the text that its PDF shows by itself.
func KeptDrawnText(p *document.Page) bool {
	for _, s := range p.Steps {
		if s.Name == layerStep && strings.HasPrefix(s.Note, drawnText+", "+keptLayer) {
			return true
		}
	}
	return false
}
