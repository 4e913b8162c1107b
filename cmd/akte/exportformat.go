package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"strings"

	"aktenkundig/document"
	"aktenkundig/export"
)

// format is one way for documents to leave. It has one of parts, all and tree.
type format struct {
	name   string
	ext    string // of its files
	about  string
	binary bool // nothing for a terminal
	joins  bool // several documents may follow each other on the standard output

	parts func(ctx context.Context, x *exporting, d document.Document) ([]part, error)
	all   func(x *exporting, w io.Writer, docs iter.Seq2[document.Document, error]) error
	tree  func(ctx context.Context, x *exporting, dir string, ids []string, line *progress) error
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
		{name: "text", ext: ".txt", about: "the text, pages parted by form feeds", joins: true, parts: single(func(x *exporting, w io.Writer, d document.Document) error {
			return export.Text(w, d, x.aside)
		})},
		{name: "jsonl", ext: ".jsonl", about: "the records, one a line, as akte show --json prints them", all: each(export.JSON)},
	}
}

// single makes the one part of a format that writes a document as it is.
func single(write func(*exporting, io.Writer, document.Document) error) func(context.Context, *exporting, document.Document) ([]part, error) {
	return func(_ context.Context, x *exporting, d document.Document) ([]part, error) {
		return []part{{write: func(_ context.Context, w io.Writer) ([]string, error) { return nil, write(x, w, d) }}}, nil
	}
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

// writeTree writes a format that is a folder.
func (x *exporting) writeTree(ctx context.Context, ids []string, line *progress) error {
	defer line.end()
	if x.out == "" || x.out == "-" {
		return usage(fmt.Errorf("%s is a folder; say where to put it with -o DIR", x.how.name))
	}
	return x.how.tree(ctx, x, x.out, ids, line)
}
