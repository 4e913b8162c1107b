package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"strings"

	"aktenkundig/document"
	"aktenkundig/export"
	"aktenkundig/export/alto"
	"aktenkundig/export/hocr"
	"aktenkundig/export/page"
)

// format is one way for documents to leave. It has one of parts, folder, all and tree.
type format struct {
	name    string
	ext     string // of its files
	about   string
	binary  bool // nothing for a terminal
	joins   bool // several documents may follow each other on the standard output
	history bool // it tells of deliveries

	parts func(ctx context.Context, x *exporting, d document.Document) ([]part, error)
	all   func(x *exporting, w io.Writer, docs iter.Seq2[document.Document, error]) error
	// folder fills the folder of a document, tree one for all; report tells how far it is.
	folder func(ctx context.Context, x *exporting, d document.Document, dir string) (notes []string, err error)
	tree   func(ctx context.Context, x *exporting, dir string, ids []string, report func(string)) error
}

// part is one file of a document. write gives notes on what a reader of the file should know.
type part struct {
	suffix string // of its name
	write  func(ctx context.Context, w io.Writer) (notes []string, err error)
}

// formats lists what export can write, in the order of its help.
func formats() []format {
	return []format{
		{name: "pdf", ext: ".pdf", about: "searchable PDF: the original's pages as they are, the text laid over them unseen", binary: true, parts: pdfParts},
		{name: "pdfa", ext: ".pdf", about: "the same as PDF/A-2b, for those originals that can be made so", binary: true, parts: pdfParts},
		{name: "text", ext: ".txt", about: "the text, pages parted by form feeds", joins: true, parts: single(func(x *exporting, w io.Writer, d document.Document) error {
			return export.Text(w, d, x.aside)
		})},
		{name: "markdown", ext: ".md", about: "the text for reading, words put together that a line's end parted, and what the document says about itself", parts: single(func(x *exporting, w io.Writer, d document.Document) error {
			return export.Markdown(w, d, x.aside)
		})},
		{name: "hocr", ext: ".hocr", about: "hOCR 1.2: words with their boxes, for programs", parts: paged(func(x *exporting, w io.Writer, d document.Document, pages ...int) error {
			return hocr.Write(w, d, x.aside, pages...)
		})},
		{name: "alto", ext: ".xml", about: "ALTO 4.4: the same for libraries", parts: paged(altoOf(alto.V44))},
		{name: "alto2", ext: ".xml", about: "ALTO 2.1, for the DFG-Viewer", parts: paged(altoOf(alto.V21))},
		{name: "page", ext: ".xml", about: "PAGE XML 2019-07-15: the same for research; a file a page", parts: pageParts},
		{name: "mets", about: "a folder a document: METS with MODS, the original, ALTO 2.1, PREMIS, searchable PDF", folder: metsFolder, history: true},
		{name: "premis", ext: ".xml", about: "PREMIS 3.0: deliveries, reading and rulings", parts: premisParts, history: true},
		{name: "bag", about: "one BagIt 1.0 bag: originals, records, rulings, text, ALTO, PREMIS; akte import takes it", tree: bagTree, history: true},
		{name: "csv", ext: ".csv", about: "fields, references and deadlines, one a row", all: func(x *exporting, w io.Writer, docs iter.Seq2[document.Document, error]) error {
			return export.CSV(w, docs, x.bom)
		}},
		{name: "ical", ext: ".ics", about: "the deadlines as calendar", all: func(_ *exporting, w io.Writer, docs iter.Seq2[document.Document, error]) error {
			return export.Calendar(w, docs)
		}},
		{name: "oparl", ext: ".json", about: "OParl 1.1 papers, of documents that may be shown to everybody", all: oparlOf},
		{name: "jsonl", ext: ".jsonl", about: "the records, one a line, as akte show --json prints them", all: each(export.JSON)},
	}
}

// single makes the one part of a format that writes a document as it is.
func single(write func(*exporting, io.Writer, document.Document) error) func(context.Context, *exporting, document.Document) ([]part, error) {
	return func(_ context.Context, x *exporting, d document.Document) ([]part, error) {
		return []part{{write: func(_ context.Context, w io.Writer) ([]string, error) { return nil, write(x, w, d) }}}, nil
	}
}

// paged makes the parts of a format that can write single pages.
func paged(write func(*exporting, io.Writer, document.Document, ...int) error) func(context.Context, *exporting, document.Document) ([]part, error) {
	return func(ctx context.Context, x *exporting, d document.Document) ([]part, error) {
		if !x.perPage {
			return single(func(x *exporting, w io.Writer, d document.Document) error { return write(x, w, d) })(ctx, x, d)
		}
		return eachPage(d, func(w io.Writer, n int) error { return write(x, w, d, n) }), nil
	}
}

// eachPage makes a part for each page.
func eachPage(d document.Document, write func(w io.Writer, n int) error) (parts []part) {
	for i := range d.Pages {
		n := d.Pages[i].Number
		parts = append(parts, part{fmt.Sprintf("-%04d", n), func(_ context.Context, w io.Writer) ([]string, error) { return nil, write(w, n) }})
	}
	return parts
}

func pageParts(_ context.Context, x *exporting, d document.Document) ([]part, error) {
	return eachPage(d, func(w io.Writer, n int) error { return page.Write(w, d, n, x.aside) }), nil
}

func altoOf(v alto.Version) func(*exporting, io.Writer, document.Document, ...int) error {
	return func(x *exporting, w io.Writer, d document.Document, pages ...int) error {
		return alto.Write(w, d, v, x.aside, pages...)
	}
}

// oparlOf writes papers, and says how many documents were left out.
func oparlOf(x *exporting, w io.Writer, docs iter.Seq2[document.Document, error]) error {
	skipped, err := export.OParl(w, docs, x.baseURL)
	if skipped > 0 {
		x.say("%s left out that may not be shown to everybody", plural(skipped, "document"))
	}
	return err
}

// each makes a format of documents that follow each other.
func each(write func(io.Writer, document.Document) error) func(*exporting, io.Writer, iter.Seq2[document.Document, error]) error {
	return func(_ *exporting, w io.Writer, docs iter.Seq2[document.Document, error]) error {
		for d, err := range docs {
			if err != nil {
				return err
			}
			if err := write(w, d); err != nil {
				return err
			}
		}
		return nil
	}
}

func formatNames() (names []string) {
	for _, f := range formats() {
		names = append(names, f.name)
	}
	return names
}

func formatHelp() string {
	var b strings.Builder
	for _, f := range formats() {
		fmt.Fprintf(&b, "  %-9s %s\n", f.name, f.about)
	}
	return b.String()
}
