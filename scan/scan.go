// Package scan turns a file into sheets: PDF, TIFF, JPEG, PNG, GIF, BMP, WebP, JPEG 2000 and plain text, told apart
// by content. No C code sees a stranger's bytes: they are decoded by Go, or by PDFium inside WebAssembly.
package scan

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"io/fs"
	"os"
	"syscall"

	"aktenkundig/document"
)

// Options bound what a file may cost. The zero value has safe limits.
type Options struct {
	MaxBytes  int64 // size of the file; 0 means 512 MiB
	MaxPages  int   // sheets in the file; 0 means 10000
	MaxPixels int64 // pixels of one sheet; 0 means 100 million, an A3 sheet at 600 dpi with room to spare

	// TextLayer says what becomes of the text that sheets with pixels bring along; "" is AutoLayer.
	TextLayer TextLayer
	// Beside is a file of hOCR, ALTO or PAGE XML that tells what is on the sheets of a picture file, "" if there is none;
	// see FindBeside.
	Beside string
	// Passwords are tried in order on an encrypted PDF, after the empty one.
	Passwords []string
	// Renderer draws the PDF pages that are more than one image. It may be shared by any number of files. If nil, each
	// file that needs one starts its own, which costs up to three seconds where CacheDir is empty or not set.
	Renderer *Renderer
	// CacheDir is where a file's own renderer keeps its compiled code; "" keeps nothing.
	CacheDir string
}

func (o Options) withDefaults() Options {
	if o.MaxBytes <= 0 {
		o.MaxBytes = 512 << 20
	}
	if o.MaxPages <= 0 {
		o.MaxPages = 10_000
	}
	if o.MaxPixels <= 0 {
		o.MaxPixels = 100_000_000
	}
	return o
}

// checkPixels refuses a picture before its pixels are decoded.
func (o Options) checkPixels(w, h int) error {
	if w < 1 || h < 1 {
		return fail(Damaged, "a picture of %d × %d pixels", w, h)
	}
	if int64(w) > o.MaxPixels/int64(h) {
		return fail(TooLarge, "%d × %d pixels, the limit is %d; raise it with --max-pixels", w, h, o.MaxPixels)
	}
	return nil
}

// PageLimit is the most sheets that a file may have.
func (o Options) PageLimit() int { return o.withDefaults().MaxPages }

func (o Options) checkPages(n int) error {
	if n < 1 {
		return fail(Empty, "the file has no pages")
	}
	if n > o.MaxPages {
		return fail(TooLarge, "more than %d pages; raise the limit with --max-pages", o.MaxPages)
	}
	return nil
}

// Sheet is one side of paper, decoded.
type Sheet struct {
	// Image is nil for a sheet that is text only, otherwise an *image.Gray, *image.YCbCr or *image.RGBA. It is
	// opaque, starts at (0, 0), and is made by this package, so no damage in the file can hide in it. Bilevel
	// scans are grey with the values 0 and 255; palettes, CMYK, 16 bits and transparency (on white) are resolved.
	Image image.Image
	// Size is the extent of the scan in pixels as stored, before any turn. Fax pages with half the resolution along
	// the columns have each row repeated, so that pixels are square; that counts as stored.
	Size document.Size
	// DPI is the resolution in pixels per inch; 0 if the file does not say, or says what cannot be.
	DPI float64
	// Orientation says how the stored pixels must be turned or mirrored to be upright: 1 to 8 as in EXIF and TIFF.
	Orientation int
	// Layer is the text that the sheet brought along and that stands for it, nil if there is none to be trusted.
	Layer *Layer
	// LayerStep records what became of a text layer, and why; its name is "" if the sheet brought none.
	LayerStep document.Step
	// Path is the way the sheet was got: PathImage, PathRendered or PathText.
	Path string
	// Stored tells how the pixels lie in the file; zero for a sheet that was drawn or is text only.
	Stored Stored
	// Note tells in words why the sheet was drawn instead of taken, "" if there is nothing to tell.
	Note string
	// Problem says what of the sheet is lost, "" if nothing. What could be decoded is in Image, the rest white.
	Problem string
}

// The ways in which a sheet is got.
const (
	PathImage    = "image"    // the pixels stored in the file
	PathRendered = "rendered" // drawn from a page description
	PathText     = "text"     // text only, no pixels
)

// Steps tells, for the record, how the sheet was got and what became of a text layer.
func (s Sheet) Steps() []document.Step {
	note := s.Path
	if s.Note != "" {
		note += ": " + s.Note
	}
	steps := []document.Step{{Name: "scan", Note: note}}
	if s.LayerStep.Name != "" {
		steps = append(steps, s.LayerStep)
	}
	return steps
}

// Stored is how the pixels of a sheet lie in the file.
type Stored struct {
	Coding string // for example "JPEG", "CCITT G4", "Deflate"; "none" if they are not compressed
	Colour string // for example "bilevel", "grey", "RGB 16 bit", "CMYK", "palette"; 8 bits a sample if not said
}

// Layer is text with its place. Boxes are in scan pixels; Word.Line indexes Lines and Line.Region indexes Regions.
type Layer struct {
	Regions []document.Region
	Lines   []document.Line
	Words   []document.Word
}

// File is an open file. All methods are safe for concurrent use, except that nothing may follow Close.
type File struct {
	mediaType string
	note      string
	sheets    sheets
	file      *os.File
	beside    *beside // nil if nothing lies beside it
}

// sheets is a format's own part of a File.
type sheets interface {
	len() int
	sheet(ctx context.Context, n int) (Sheet, error) // n from 1 to len
	close() error
}

// Open opens the file at path, tells its format by its content and counts its sheets without decoding pixels.
// The path must name a regular file; links are not followed. The error is an *Error, or one of the file system.
func Open(ctx context.Context, path string, o Options) (f *File, err error) {
	o = o.withDefaults()
	file, size, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			file.Close()
		}
	}()
	defer rescue(&err)
	switch {
	case size == 0:
		return nil, fail(Empty, "the file has no bytes")
	case size > o.MaxBytes:
		return nil, fail(TooLarge, "%d bytes, the limit is %d; raise it with --max-bytes", size, o.MaxBytes)
	}
	kind, s, err := openBody(ctx, io.NewSectionReader(file, 0, size), o)
	if err != nil {
		return nil, typed(ctx, err)
	}
	f = &File{mediaType: kind.mediaType, note: kind.note(path), sheets: s, file: file}
	if o.Beside != "" && o.TextLayer != IgnoreLayer && kind.isPicture() {
		f.beside = openBeside(ctx, o)
	}
	return f, nil
}

// openBody tells the format and counts the sheets.
func openBody(ctx context.Context, body *io.SectionReader, o Options) (format, sheets, error) {
	kind, err := sniff(body)
	if err != nil {
		return format{}, nil, err
	}
	s, err := kind.open(ctx, body, o)
	if err != nil {
		return format{}, nil, err
	}
	if err := o.checkPages(s.len()); err != nil {
		return format{}, nil, errors.Join(err, s.close())
	}
	return kind, s, nil
}

// openRegular opens a file without following a link in its last element and without waiting for a pipe's writer.
func openRegular(path string) (*os.File, int64, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if errors.Is(err, syscall.ELOOP) {
		return nil, 0, fail(NotAFile, "a symbolic link; give the file it points to")
	}
	if errors.Is(err, syscall.ENXIO) {
		return nil, 0, fail(NotAFile, "a socket, pipe or device")
	}
	if err != nil {
		return nil, 0, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	if !info.Mode().IsRegular() {
		f.Close()
		return nil, 0, fail(NotAFile, "%s", kindOfFile(info.Mode()))
	}
	return f, info.Size(), nil
}

func kindOfFile(m fs.FileMode) string {
	switch {
	case m.IsDir():
		return "a folder"
	case m&fs.ModeNamedPipe != 0:
		return "a pipe"
	}
	return "a device or socket"
}

// MediaType gives the format by content, for example "application/pdf" or "image/tiff".
func (f *File) MediaType() string { return f.mediaType }

// Note tells what is odd about the file but harmless, for example a name that promises another format; "" if nothing.
func (f *File) Note() string { return f.note }

// Len gives the number of sheets, at least 1.
func (f *File) Len() int { return f.sheets.len() }

// Sheet decodes sheet n, counted from 1. Damage in one sheet does not touch the others. The error is an *Error or
// that of ctx.
func (f *File) Sheet(ctx context.Context, n int) (s Sheet, err error) {
	if n < 1 || n > f.Len() {
		return Sheet{}, fail(Damaged, "there is no page %d, the file has %d", n, f.Len())
	}
	if err := ctx.Err(); err != nil {
		return Sheet{}, err
	}
	defer rescue(&err)
	s, err = f.sheets.sheet(ctx, n)
	if err != nil {
		return Sheet{}, typed(ctx, err)
	}
	if f.beside != nil {
		f.beside.lay(&s, n)
	}
	return s, nil
}

// typed makes sure that every error is the context's, the file system's, or has a reason.
func typed(ctx context.Context, err error) error {
	var (
		e  *Error
		fs *fs.PathError
	)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &e), errors.As(err, &fs):
		return err
	}
	return &Error{Damaged, err}
}

// Close lets go of the file and of what was decoded from it for later sheets.
func (f *File) Close() error {
	if err := errors.Join(f.sheets.close(), f.file.Close()); err != nil {
		return fmt.Errorf("closing: %w", err)
	}
	return nil
}
