package scan

import (
	"bufio"
	"context"
	"fmt"
	"image"
	"io"

	"aktenkundig/document"
)

// single is the part that files of one picture share.
type single struct{}

func (single) len() int     { return 1 }
func (single) close() error { return nil }

// wholeFile reads a file, whose size is bounded when it is opened.
func wholeFile(body *io.SectionReader) ([]byte, error) {
	data := make([]byte, body.Size())
	if _, err := body.ReadAt(data, 0); err != nil && err != io.EOF {
		return nil, err
	}
	return data, nil
}

// pictureSheet is a sheet of stored pixels.
func pictureSheet(img image.Image, f facts) Sheet {
	size := img.Bounds().Size()
	return Sheet{
		Image:       img,
		Size:        document.Size{size.X, size.Y},
		DPI:         credible(f.dpi, size.X, size.Y),
		Orientation: f.turn(),
		Path:        PathImage,
		Stored:      f.stored,
	}
}

// pictureFile is a file of one picture whose decoder needs no help from here.
type pictureFile struct {
	single
	body   *io.SectionReader
	name   string
	coding string // how its pixels are compressed
	facts  facts
	decode func(io.Reader) (image.Image, error)
	// partial gives what can be had of a damaged file, and says what is lost; nil if nothing can be.
	partial func(data []byte) (image.Image, string, error)
}

// openPicture checks the size that config tells before any pixel is decoded.
func openPicture(f *pictureFile, o Options, config func(io.Reader) (image.Config, error)) (sheets, error) {
	c, err := config(bufio.NewReader(f.reader()))
	if err != nil {
		return nil, fail(Damaged, "%s header: %w", f.name, err)
	}
	if err := o.checkPixels(c.Width, c.Height); err != nil {
		return nil, err
	}
	return f, nil
}

func (f *pictureFile) reader() io.Reader { return io.NewSectionReader(f.body, 0, f.body.Size()) }

func (f *pictureFile) sheet(context.Context, int) (Sheet, error) {
	img, err := f.decode(bufio.NewReaderSize(f.reader(), 1<<16))
	lost := ""
	if err != nil {
		if img, lost = f.rest(); img == nil {
			return Sheet{}, fmt.Errorf("%s: %w", f.name, err)
		}
	}
	known := f.facts
	known.stored = Stored{Coding: f.coding, Colour: colourOf(img)}
	s := pictureSheet(safe(img), known)
	s.Problem = lost
	return s, nil
}

// rest is what can be had of a damaged file, nil if nothing.
func (f *pictureFile) rest() (image.Image, string) {
	if f.partial == nil {
		return nil, ""
	}
	data, err := wholeFile(f.body)
	if err != nil {
		return nil, ""
	}
	img, lost, err := f.partial(data)
	if err != nil {
		return nil, ""
	}
	return img, lost
}
