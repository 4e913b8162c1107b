package scan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"math"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"

	"aktenkundig/document"
)

type openDocument = responses.OpenDocument

// drawing is a PDF as the renderer sees it. The renderer starts with the first page that needs it.
type drawing struct {
	root     *drawing // that of the file; pictures taken out of it are drawn in its name
	body     *io.SectionReader
	o        Options
	password string // tried first

	once  sync.Once
	own   *Renderer // if the options name none
	inUse bool
}

func newDrawing(body *io.SectionReader, o Options) *drawing {
	d := &drawing{body: body, o: o}
	d.root = d
	return d
}

// inner is another PDF that is drawn in the name of d's file, by the same renderer.
func (d *drawing) inner(body *io.SectionReader) *drawing {
	i := newDrawing(body, d.o)
	i.o.Renderer, i.root = d.renderer(), d.root
	return i
}

func (d *drawing) passwords() []string {
	return append([]string{d.password, ""}, d.o.Passwords...)
}

func (d *drawing) renderer() *Renderer {
	d.once.Do(func() {
		d.own, d.inUse = d.o.Renderer, true
		if d.own == nil {
			d.own = NewRenderer(d.o.CacheDir, 1)
		}
	})
	return d.own
}

func (d *drawing) close() error {
	d.once.Do(func() {})
	switch {
	case !d.inUse:
		return nil
	case d.own == d.o.Renderer:
		d.own.forget(d)
		return nil
	}
	return d.own.Close()
}

// Bounds on drawing.
const (
	drawTime    = 60 * time.Second // a page
	maxDrawn    = 64 << 20         // pixels of a page; PDFium takes 4 bytes for each
	plainDPI    = 300              // for pages without a large image
	minDrawnDPI = 150
	maxDrawnDPI = 600
	leastDPI    = 10 // below, a page is too large to draw
)

// limited bounds the time of one request and says so in the error.
func limited[T any](ctx context.Context, d *drawing, do func(context.Context, *instance) (T, error)) (T, error) {
	inner, cancel := context.WithTimeout(ctx, drawTime)
	defer cancel()
	value, err := onInstance(inner, d.renderer(), d, do)
	if err != nil && inner.Err() != nil && ctx.Err() == nil {
		return value, fail(TooLarge, "drawing took longer than %v", drawTime)
	}
	return value, err
}

// count gives the number of pages.
func (d *drawing) count(ctx context.Context) (int, error) {
	return limited(ctx, d, func(_ context.Context, i *instance) (int, error) {
		r, err := i.pdfium.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: i.document})
		if err != nil {
			return 0, fmt.Errorf("counting pages: %w", err)
		}
		return r.PageCount, d.o.checkPages(r.PageCount)
	})
}

// sheet draws page n at so many pixels per inch, 0 to choose; a unit is unit points. With it comes the page's text, if that
// is asked for and can be had.
func (d *drawing) sheet(ctx context.Context, n int, density, unit float64, withText bool) (Sheet, pageText, error) {
	p, err := limited(ctx, d, func(ctx context.Context, i *instance) (drawnPage, error) {
		page := requests.Page{ByIndex: &requests.PageByIndex{Document: i.document, Index: n - 1}}
		size, err := i.pdfium.GetPageSize(&requests.GetPageSize{Page: page})
		if err != nil {
			return drawnPage{}, fail(Damaged, "page %d: %w", n, err)
		}
		dpi, err := d.density(size.Width*unit, size.Height*unit, density)
		if err != nil {
			return drawnPage{}, err
		}
		img, err := i.draw(ctx, page, pixels(size.Width*unit, dpi), pixels(size.Height*unit, dpi), white)
		if err != nil {
			return drawnPage{}, err
		}
		b := img.Bounds()
		var text pageText
		s := Sheet{Image: img, Size: document.Size{b.Dx(), b.Dy()}, DPI: dpi, Orientation: 1, Path: PathRendered}
		if withText {
			if text, err = i.text(ctx, page); err != nil {
				s.LayerStep = document.Step{Name: layerStep, Note: "passed over: " + err.Error()}
			}
		}
		return drawnPage{s, text}, ctx.Err()
	})
	return p.sheet, p.text, err
}

type drawnPage struct {
	sheet Sheet
	text  pageText
}

// untouched is a colour that tells, if it is all there is, that PDFium drew nothing. It is the same in either order of
// bytes.
const untouched = 0xfffe01fe

// blank tells whether a drawing on untouched shows nothing.
func blank(img image.Image) bool {
	m, ok := img.(*image.RGBA)
	if !ok {
		return false
	}
	const r, g, b = untouched >> 16 & 0xff, untouched >> 8 & 0xff, untouched & 0xff
	for i := 0; i < len(m.Pix); i += 4 {
		if m.Pix[i] != r || m.Pix[i+1] != g || m.Pix[i+2] != b {
			return false
		}
	}
	return true
}

// picture draws the only page of a wrapped picture pixel by pixel.
func (d *drawing) picture(ctx context.Context, w, h int) (image.Image, error) {
	return limited(ctx, d, func(ctx context.Context, i *instance) (image.Image, error) {
		img, err := i.draw(ctx, requests.Page{ByIndex: &requests.PageByIndex{Document: i.document}}, w, h, untouched)
		if err == nil && blank(img) {
			err = fail(Damaged, "nothing of the picture can be decoded")
		}
		return img, err
	})
}

// density chooses the resolution for a page of that many points.
func (d *drawing) density(width, height, wanted float64) (float64, error) {
	if wanted == 0 {
		wanted = plainDPI
	}
	wanted = max(minDrawnDPI, min(maxDrawnDPI, wanted))
	limit := float64(min(d.o.MaxPixels, maxDrawn))
	dpi := min(wanted, 72*math.Sqrt(limit/(max(width, 1)*max(height, 1))))
	if !(dpi >= leastDPI) {
		return 0, fail(TooLarge, "a page of %.0f × %.0f points; raise --max-pixels", width, height)
	}
	return dpi, nil
}

func pixels(points, dpi float64) int {
	return max(1, int(math.Round(points*dpi/72)))
}

// white is paper.
const white = 0xffffffff

// draw paints a page on a ground, given as alpha, red, green, blue. Drawings without colour come back grey.
func (i *instance) draw(ctx context.Context, page requests.Page, w, h int, ground uint64) (image.Image, error) {
	i.drawn++
	bitmap, err := i.pdfium.FPDFBitmap_Create(&requests.FPDFBitmap_Create{Width: w, Height: h})
	if err != nil {
		return nil, fmt.Errorf("drawing %d × %d pixels: %w", w, h, err)
	}
	defer func() { // what fails here goes with the instance's memory
		_, _ = i.pdfium.FPDFBitmap_Destroy(&requests.FPDFBitmap_Destroy{Bitmap: bitmap.Bitmap})
	}()
	_, err = i.pdfium.FPDFBitmap_FillRect(&requests.FPDFBitmap_FillRect{Bitmap: bitmap.Bitmap, Width: w, Height: h, Color: ground})
	if err != nil {
		return nil, fmt.Errorf("drawing: %w", err)
	}
	status, err := i.pdfium.FPDF_RenderPageBitmap_Start(&requests.FPDF_RenderPageBitmap_Start{
		Bitmap: bitmap.Bitmap, Page: page, SizeX: w, SizeY: h,
		Flags:                  enums.FPDF_RENDER_FLAG_ANNOT | enums.FPDF_RENDER_FLAG_REVERSE_BYTE_ORDER,
		NeedToPauseNowCallback: func() bool { return ctx.Err() != nil },
	})
	if err == nil && status.RenderStatus != enums.FPDF_RENDER_STATUS_DONE {
		err = cmp.Or(ctx.Err(), errNotDrawn)
	}
	if err != nil {
		i.spent = true
		return nil, fmt.Errorf("drawing: %w", err)
	}
	_, _ = i.pdfium.FPDF_RenderPage_Close(&requests.FPDF_RenderPage_Close{Page: page})
	buffer, err := i.pdfium.FPDFBitmap_GetBuffer(&requests.FPDFBitmap_GetBuffer{Bitmap: bitmap.Bitmap})
	if err != nil || len(buffer.Buffer) < 4*w*h {
		i.spent = true
		return nil, fail(TooLarge, "no memory to draw %d × %d pixels", w, h)
	}
	return copyDrawn(buffer.Buffer, w, h), nil
}

var errNotDrawn = errors.New("PDFium did not finish the page")

// copyDrawn copies a bitmap of four bytes a pixel; grey if it has no colour.
func copyDrawn(pix []byte, w, h int) image.Image {
	pix = pix[:4*w*h]
	if !hasColour(pix) {
		out := image.NewGray(image.Rect(0, 0, w, h))
		for i := range out.Pix {
			out.Pix[i] = pix[4*i]
		}
		return out
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	copy(out.Pix, pix)
	for i := 3; i < len(out.Pix); i += 4 {
		out.Pix[i] = 255
	}
	return out
}

func hasColour(pix []byte) bool {
	for i := 0; i+2 < len(pix); i += 4 {
		if pix[i] != pix[i+1] || pix[i] != pix[i+2] {
			return true
		}
	}
	return false
}
