package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os"

	"aktenkundig/document"
	"aktenkundig/export/pdf"
	"aktenkundig/scan"
)

// pdfParts are the files of a document as PDF: one, but two of a signed original, the original itself and a searchable copy.
func pdfParts(ctx context.Context, x *exporting, d document.Document) ([]part, error) {
	path, source, err := x.archive.Original(d.ID)
	if err != nil {
		return nil, err
	}
	o := pdf.Options{Aside: x.aside, Archival: x.how.name == "pdfa", Passwords: x.opened.Passwords}
	copied := part{write: func(ctx context.Context, w io.Writer) ([]string, error) {
		f, err := scan.Open(ctx, path, x.opened)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if source.MediaType == "application/pdf" {
			return copyPDF(ctx, w, f, path, d, o)
		}
		r, err := pdf.Bind(ctx, w, d, &scans{f, path, source.MediaType}, o)
		return r.Notes, refused(err)
	}}
	if source.MediaType != "application/pdf" {
		return []part{copied}, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	signed, err := pdf.Signed(file, source.Size, o.Passwords)
	if err != nil || !signed || o.Archival {
		return []part{copied}, err
	}
	copied.suffix = ".searchable"
	untouched := part{write: func(ctx context.Context, w io.Writer) ([]string, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		_, err = io.Copy(w, f)
		return []string{"it is digitally signed and was copied as it is; the searchable copy beside it left the signature behind"}, err
	}}
	return []part{untouched, copied}, nil
}

// copyPDF writes the searchable copy of a PDF.
func copyPDF(ctx context.Context, w io.Writer, f *scan.File, path string, d document.Document, o pdf.Options) ([]string, error) {
	places := make([]pdf.Place, len(d.Pages))
	for i := range d.Pages {
		p := &d.Pages[i]
		if p.Verdict == document.Unreadable {
			continue
		}
		at, err := f.Place(ctx, p.Number, p.Scan)
		if err != nil {
			return nil, fmt.Errorf("page %d: %w", p.Number, err)
		}
		places[i] = pdf.Place{ToPage: at.ToPage, Unit: at.Unit, Scan: at.Scan, Keep: scan.KeptDrawnText(p)}
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	r, err := pdf.Copy(w, file, info.Size(), d, places, o)
	return r.Notes, refused(err)
}

// scans are the pictures of an original that is no PDF.
type scans struct {
	file      *scan.File
	path      string
	mediaType string
}

func (p *scans) Coded(int) ([]byte, error) {
	if p.mediaType != "image/jpeg" && p.mediaType != "image/png" {
		return nil, nil
	}
	return os.ReadFile(p.path)
}

func (p *scans) Decoded(ctx context.Context, n int) (image.Image, error) {
	s, err := p.file.Sheet(ctx, n)
	return s.Image, err
}

// refused marks the errors of documents that cannot be PDF, or not this kind of it.
func refused(err error) error {
	var clause *pdf.ClauseError
	if errors.Is(err, pdf.ErrNoPixels) || errors.As(err, &clause) {
		return fmt.Errorf("%w: %w", errRefused, err)
	}
	return err
}
