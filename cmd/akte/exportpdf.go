package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"os"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/export/pdf"
	"aktenkundig/ingest"
	"aktenkundig/scan"
)

// pdfParts are the files of a document as PDF: one, but two of a signed original, the original itself and a searchable copy.
func pdfParts(ctx context.Context, x *exporting, d document.Document) ([]part, error) {
	o := pdf.Options{Aside: x.aside, Archival: x.how.name == "pdfa", Passwords: x.opened.Passwords}
	leaves, err := x.archive.Leaves(d.ID)
	if err != nil {
		return nil, err
	}
	if leaves != nil {
		return x.boundPDF(d, leaves, o)
	}
	path, source, err := x.archive.Original(d.ID)
	if err != nil {
		return nil, err
	}
	if source.MediaType != "application/pdf" {
		return []part{{write: func(ctx context.Context, w io.Writer) ([]string, error) { return x.bindScans(ctx, w, d, nil, o) }}}, nil
	}
	copied := part{write: func(ctx context.Context, w io.Writer) ([]string, error) { return x.copyPDF(ctx, w, path, d, o) }}
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

// boundPDF is the one file of a bound document: the pages of one PDF, or pictures.
func (x *exporting) boundPDF(d document.Document, leaves []document.Leaf, o pdf.Options) ([]part, error) {
	kinds := map[string]bool{}
	for _, l := range leaves {
		path, source, err := x.archive.Original(l.Original)
		if err != nil {
			return nil, err
		}
		if source.MediaType == "application/pdf" {
			kinds[path] = true
			o.Pages = append(o.Pages, l.Page)
		} else {
			kinds[""] = true
		}
	}
	if o.Pages != nil && len(kinds) > 1 {
		return nil, fmt.Errorf("%w: it is bound from pages of several PDFs, or of PDFs and pictures; export its originals instead", errRefused)
	}
	return []part{{write: func(ctx context.Context, w io.Writer) ([]string, error) {
		for path := range kinds {
			if path != "" {
				return x.copyPDF(ctx, w, path, d, o)
			}
		}
		return x.bindScans(ctx, w, d, leaves, o)
	}}}, nil
}

// bindScans writes a PDF of pictures. leaves are those of a bound document, nil for any other.
func (x *exporting) bindScans(ctx context.Context, w io.Writer, d document.Document, leaves []document.Leaf, o pdf.Options) ([]string, error) {
	paper, err := ingest.Open(ctx, x.archive, d.ID, x.opened)
	if err != nil {
		return nil, err
	}
	defer paper.Close()
	r, err := pdf.Bind(ctx, w, d, &scans{x.archive, d.ID, leaves, paper}, o)
	return r.Notes, refused(err)
}

// copyPDF writes the searchable copy of a PDF, or of those of its pages that o names.
func (x *exporting) copyPDF(ctx context.Context, w io.Writer, path string, d document.Document, o pdf.Options) ([]string, error) {
	f, err := scan.Open(ctx, path, x.opened)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	places := make([]pdf.Place, len(d.Pages))
	for i := range d.Pages {
		p := &d.Pages[i]
		if p.Verdict == document.Unreadable {
			continue
		}
		n := p.Number
		if o.Pages != nil {
			n = o.Pages[i]
		}
		at, err := f.Place(ctx, n, p.Scan)
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

// scans are the pictures of a document.
type scans struct {
	archive *archive.Archive
	id      string
	leaves  []document.Leaf // of a bound document
	paper   ingest.Paper
}

// Coded implements pdf.Pictures.
func (p *scans) Coded(n int) ([]byte, error) {
	id := p.id
	if p.leaves != nil {
		id = p.leaves[n-1].Original
	}
	path, source, err := p.archive.Original(id)
	if err != nil || source.MediaType != "image/jpeg" && source.MediaType != "image/png" {
		return nil, err
	}
	return os.ReadFile(path)
}

// Decoded implements pdf.Pictures.
func (p *scans) Decoded(ctx context.Context, n int) (image.Image, error) {
	s, err := p.paper.Sheet(ctx, n)
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
