// Package ocr says what an engine is: ink goes in, a reading comes out. Its subfolders hold the engines: tesseract
// (the only C code in the house), worker (any engine behind a child process), hocr (the format most engines answer
// in) and ocrtest (what every engine must pass).
package ocr

import (
	"context"
	"errors"
	"fmt"
	"image"
	"math"
)

// Limits of an ink. They leave room for A1 at 300 dpi and keep a forged size from taking all memory.
const (
	MaxSide   = 32767   // pixels of width or height; Tesseract counts in 16 bits
	MaxPixels = 1 << 27 // pixels in all
)

// The errors that callers act on; test with errors.Is.
var (
	ErrInk     = errors.New("ink is not fit to be read")          // the caller's mistake; nothing was tried
	ErrStart   = errors.New("engine does not start")              // no page will fare better
	ErrTimeout = errors.New("engine took too long over the page") // costs one page
	ErrCrashed = errors.New("engine crashed on the page")         // costs one page
	ErrBabble  = errors.New("engine's answer makes no sense")     // costs one page
	ErrClosed  = errors.New("engine is closed")
)

// Ink is what an engine sees of a page: one grey channel, black letters on white, upright.
type Ink struct {
	Image *image.Gray // at least 1×1; its top left pixel is (0, 0) of the reading, whatever its bounds say
	DPI   float64     // pixels per inch of Image, greater than 0
}

// Check gives an error that is ErrInk if k cannot be read: no pixels, more than the limits, fewer than its bounds
// promise, or no resolution.
func (k Ink) Check() error {
	if k.Image == nil || k.Image.Rect.Empty() {
		return fmt.Errorf("%w: no pixels", ErrInk)
	}
	w, h := k.Size()
	if w > MaxSide || h > MaxSide || w*h > MaxPixels {
		return fmt.Errorf("%w: %d×%d pixels are too many", ErrInk, w, h)
	}
	if k.Image.Stride < w || len(k.Image.Pix) < (h-1)*k.Image.Stride+w {
		return fmt.Errorf("%w: pixels are missing", ErrInk)
	}
	if !(k.DPI > 0) || math.IsInf(k.DPI, 0) {
		return fmt.Errorf("%w: resolution of %v dpi", ErrInk, k.DPI)
	}
	return nil
}

// Size gives width and height in pixels.
func (k Ink) Size() (w, h int) { return k.Image.Rect.Dx(), k.Image.Rect.Dy() }

// Engine reads pages. Read may be called from several goroutines; an engine that can do one page at a time lets the
// others wait. It neither changes the ink nor keeps it after it returns. The same ink gives the same reading,
// whatever was read before. A page without text gives an empty reading and no error.
//
// Read returns ErrInk for an ink that fails Ink.Check, and the context's error if ctx ends while it waits; an engine
// that can be stopped within a page says so. After an error the engine can be used again, unless it is ErrClosed.
type Engine interface {
	Read(ctx context.Context, ink Ink) (Reading, error)
}
