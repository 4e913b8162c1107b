package scan

import (
	"context"
	"fmt"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"aktenkundig/document"
)

// pageText is the text of a page as the renderer knows it.
type pageText struct {
	glyphs []glyph
	box    rect // what of the page is shown, in its own units
	turn   int  // quarter turns clockwise
}

// text gives the characters of page n.
func (d *drawing) text(ctx context.Context, n int) (pageText, error) {
	return limited(ctx, d, func(ctx context.Context, i *instance) (pageText, error) {
		return i.text(ctx, requests.Page{ByIndex: &requests.PageByIndex{Document: i.document, Index: n - 1}})
	})
}

func (i *instance) text(ctx context.Context, page requests.Page) (t pageText, err error) {
	box, err := i.pdfium.FPDF_GetPageBoundingBox(&requests.FPDF_GetPageBoundingBox{Page: page})
	if err != nil {
		return t, fmt.Errorf("text: %w", err)
	}
	b := box.Rect
	t.box = rect{float64(min(b.Left, b.Right)), float64(min(b.Bottom, b.Top)), float64(max(b.Left, b.Right)), float64(max(b.Bottom, b.Top))}
	turn, err := i.pdfium.FPDFPage_GetRotation(&requests.FPDFPage_GetRotation{Page: page})
	if err != nil {
		return t, fmt.Errorf("text: %w", err)
	}
	t.turn = int(turn.PageRotation) & 3
	loaded, err := i.pdfium.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: page})
	if err != nil {
		return t, fmt.Errorf("text: %w", err)
	}
	defer func() { // what fails here goes with the instance's memory
		_, _ = i.pdfium.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: loaded.TextPage})
	}()
	count, err := i.pdfium.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: loaded.TextPage})
	if err != nil {
		return t, fmt.Errorf("text: %w", err)
	}
	if count.Count > maxGlyphs {
		return t, fail(TooLarge, "a text layer of %d characters", count.Count)
	}
	t.glyphs = make([]glyph, 0, max(0, count.Count))
	for at := range max(0, count.Count) {
		if at%askEvery == 0 && ctx.Err() != nil {
			return t, ctx.Err()
		}
		g, err := i.glyph(loaded.TextPage, at)
		if err != nil {
			return t, fmt.Errorf("text: %w", err)
		}
		t.glyphs = append(t.glyphs, g)
	}
	return t, nil
}

// glyph reads one character. The box of its ink is taken if it has some; fonts without outlines have none, as those of
// invisible layers.
func (i *instance) glyph(page references.FPDF_TEXTPAGE, at int) (g glyph, err error) {
	char, err := i.pdfium.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: page, Index: at})
	if err != nil {
		return g, err
	}
	g.char, g.mapped = rune(char.Unicode), true
	if g.char == '\n' || g.char == '\r' || g.char == ' ' {
		return g, nil
	}
	bad, err := i.pdfium.FPDFText_HasUnicodeMapError(&requests.FPDFText_HasUnicodeMapError{TextPage: page, Index: at})
	g.mapped = err == nil && !bad.HasUnicodeMapError
	tight, err := i.pdfium.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: page, Index: at})
	if err == nil {
		if g.box = (rect{tight.Left, tight.Bottom, tight.Right, tight.Top}); !g.box.empty() {
			return g, nil
		}
	}
	loose, err := i.pdfium.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: page, Index: at})
	if err == nil {
		r := loose.Rect
		g.box = rect{float64(r.Left), float64(min(r.Bottom, r.Top)), float64(r.Right), float64(max(r.Bottom, r.Top))}
	}
	return g, nil
}

// toDrawn maps the page's units to the pixels of its drawing, which is upright.
func (t pageText) toDrawn(size document.Size) document.Affine {
	b := t.box
	w, h := float64(size[0]), float64(size[1])
	m := document.Affine{1 / b.width(), 0, 0, -1 / b.height(), -b[0] / b.width(), b[3] / b.height()} // to the unit square, y downwards
	turned := [4]document.Affine{{1, 0, 0, 1, 0, 0}, {0, 1, -1, 0, 1, 0}, {-1, 0, 0, -1, 1, 1}, {0, -1, 1, 0, 0, 1}}[t.turn]
	return m.Then(turned).Then(document.Affine{w, 0, 0, h, 0, 0})
}
