// Package pdf makes searchable PDFs. The pages of a PDF stay as they are: what is added follows the original's bytes as an
// incremental update (ISO 32000-2, 7.5.6), so that the original is a prefix of the copy. Pictures become pages of a new PDF,
// their coded bytes taken over wherever PDF knows the coding. The text is drawn in rendering mode 3, which nobody sees.
package pdf

import (
	"errors"
	"fmt"
	"io"

	"aktenkundig/document"
)

// Options say what goes into the copy.
type Options struct {
	Aside     bool     // also the hidden words
	Archival  bool     // as PDF/A-2b
	Passwords []string // tried on an encrypted original, after the empty one
	Pages     []int    // of Copy: the original's pages that d is made of, in order, from 1; nil are all
}

// Place is where the pixels of a page's scan lie.
type Place struct {
	ToPage document.Affine // scan pixels to the page's default user space, y upwards
	Unit   float64         // points a unit of the page; 0 is 1
	Scan   bool            // the page is its picture: whatever text is on it is not seen
	Keep   bool            // the page shows the recorded words by itself: it gets no layer
}

// Result tells what the copy is, beyond being searchable.
type Result struct {
	Notes []string // what a reader of the copy should know, in words
}

// The refusals. Their message says why and what helps.
var (
	ErrEncrypted = errors.New("none of the passwords opens the PDF; give the right one with --password-file")
	ErrNoPixels  = errors.New("plain text has no pages to show; use --format text")
)

// Signed tells whether an original bears a digital signature.
func Signed(original io.ReaderAt, size int64, passwords []string) (bool, error) {
	f, err := open(original, size, passwords)
	if err != nil {
		return false, err
	}
	return len(f.signatures()) > 0, nil
}

// Copy writes a searchable copy of the PDF original. places has one entry for each page of d. Where the original's
// structure allows it, its bytes are a prefix of the copy; otherwise, and for PDF/A, its objects are written anew with the
// bytes of their streams as they were. So it is where d is made of some pages only. The same input gives the same bytes.
func Copy(w io.Writer, original io.ReaderAt, size int64, d document.Document, places []Place, o Options) (r Result, err error) {
	defer rescue(&err)
	f, err := open(original, size, o.Passwords)
	if err != nil {
		return r, err
	}
	if f.encrypted {
		r.note("the original is encrypted; the copy is not")
	}
	if signed := f.signatures(); len(signed) > 0 {
		f.dropSignatures(signed)
		r.note(leftBehind)
	}
	if o.Pages != nil {
		if err := f.extract(o.Pages); err != nil {
			return r, err
		}
	}
	if err := f.layers(d, places, o, &r); err != nil {
		return r, err
	}
	if o.Archival {
		if err := f.archival(); err != nil {
			return r, err
		}
	}
	f.describe(d, o, r.Notes)
	if why := f.broken(); why != "" || f.encrypted || o.Archival || o.Pages != nil {
		if why != "" && o.Pages == nil {
			r.note("the original's " + why + "; the copy is written anew")
		}
		return r, f.rewrite(w)
	}
	return r, f.appendTo(w)
}

// leftBehind is what the copy of a signed original says of itself.
const leftBehind = "the digital signature of the original was left behind; only the original is signed"

func (r *Result) note(text string) { r.Notes = append(r.Notes, text) }

// rescue shields from pdfcpu's panics: it fails on some broken files in this way.
func rescue(err *error) {
	if v := recover(); v != nil {
		*err = fmt.Errorf("the PDF is too odd to be written: %v", v)
	}
}
