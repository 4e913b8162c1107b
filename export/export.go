// Package export writes what the archive knows in other formats. It reads records and never changes one.
package export

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"aktenkundig/document"
)

// page is a page of the machine contract (docs/format.md): the record's page with its body and aside as text.
type page struct {
	document.Page
	Body  string `json:"body"`
	Aside string `json:"aside"`
}

// JSON writes one document as one line: the record, its source, and body and aside of every page. The fields are
// the machine contract of docs/format.md. d must come with its rulings applied, as archive.Get gives it.
func JSON(w io.Writer, d document.Document) error {
	out := struct {
		document.Document
		Pages []page `json:"pages"`
	}{Document: d, Pages: make([]page, len(d.Pages))}
	for i := range d.Pages {
		p := filled(d.Pages[i])
		out.Pages[i] = page{p, p.Body().String, p.Aside().String}
	}
	if out.Fields == nil {
		out.Fields = []document.Field{}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}

// filled gives empty lists for missing ones, so that a reader never meets null.
func filled(p document.Page) document.Page {
	if p.Regions == nil {
		p.Regions = []document.Region{}
	}
	if p.Lines == nil {
		p.Lines = []document.Line{}
	}
	if p.Words == nil {
		p.Words = []document.Word{}
	}
	if p.Artefacts == nil {
		p.Artefacts = []document.Artefact{}
	}
	return p
}

// Text writes the body of every page, with a form feed between pages and a line feed at each page's end. With
// aside the hidden words of a page follow its body after an empty line.
func Text(w io.Writer, d document.Document, aside bool) error {
	b := bufio.NewWriter(w)
	for i := range d.Pages {
		if i > 0 {
			b.WriteByte('\f')
		}
		p := &d.Pages[i]
		if s := p.Body().String; s != "" {
			fmt.Fprintln(b, s)
		}
		if s := p.Aside().String; aside && s != "" {
			fmt.Fprintf(b, "\n%s\n", s)
		}
	}
	return b.Flush()
}
