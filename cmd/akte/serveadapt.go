package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"iter"
	"slices"
	"time"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/ingest"
	"aktenkundig/internal/lru"
	"aktenkundig/scan"
	"aktenkundig/web/shelf"
)

// records is the archive as the reading room sees it. It keeps the documents that were read last, as long as neither record
// nor rulings change; nobody may change what it gives.
type records struct {
	*archive.Archive
	kept *lru.Cache[string, keptRecord]
}

type keptRecord struct {
	doc     document.Document
	changed time.Time
}

func newRecords(a *archive.Archive, bytes int64) records {
	return records{a, lru.New[string, keptRecord](bytes)}
}

// settled is how long nothing must have been written to a document before it is kept: longer than the steps in which file
// systems count time.
const settled = 2 * time.Second

// Get implements shelf.Archive.
func (r records) Get(id string) (document.Document, error) {
	changed, err := r.Changed(id)
	if err == nil {
		if k, ok := r.kept.Get(id); ok && k.changed.Equal(changed) {
			return k.doc, nil
		}
	}
	d, gerr := source(r.Archive).Get(id)
	// What was written just now may be written again without its time telling.
	if gerr == nil && err == nil && time.Since(changed) > settled {
		r.kept.Put(id, keptRecord{d, changed}, weight(&d))
	}
	return d, gerr
}

// weight is about how many bytes a document takes in memory.
func weight(d *document.Document) int64 {
	const page, word, line, finding, field = 500, 100, 120, 400, 200
	n := field * len(d.Fields)
	for i := range d.Pages {
		p := &d.Pages[i]
		n += page + word*len(p.Words) + line*len(p.Lines) + finding*(len(p.Artefacts)+len(p.Steps))
	}
	return int64(n)
}

// drawer draws pages from their originals.
type drawer struct {
	archive *archive.Archive
	opened  scan.Options
}

// Draw implements views.Drawer.
func (d *drawer) Draw(ctx context.Context, doc *document.Document, page int) (image.Image, error) {
	opened := d.opened
	opened.TextLayer = scan.IgnoreLayer // only the pixels are wanted
	f, err := ingest.Open(ctx, d.archive, doc.ID, opened)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return pictureOf(ctx, f, &doc.Pages[page-1])
}

// exporter writes single documents in the formats of akte export.
type exporter struct {
	archive *archive.Archive
	opened  scan.Options
}

// served are the formats that make one file of one document, and what they are to a browser.
var served = map[string]string{
	"pdf": "application/pdf", "text": "text/plain; charset=utf-8", "markdown": "text/markdown; charset=utf-8", "hocr": "text/html; charset=utf-8",
	"alto": "application/xml", "csv": "text/csv; charset=utf-8", "ical": "text/calendar; charset=utf-8", "jsonl": "application/json",
}

// Formats implements shelf.Exporter.
func (x *exporter) Formats() (all []shelf.Format) {
	for _, f := range formats() {
		if media, ok := served[f.name]; ok {
			all = append(all, shelf.Format{Name: f.name, Ext: f.ext, MediaType: media})
		}
	}
	return all
}

// Write implements shelf.Exporter. Of a signed PDF it writes the searchable copy.
func (x *exporter) Write(ctx context.Context, w io.Writer, d *document.Document, name string) error {
	at := slices.IndexFunc(formats(), func(f format) bool { return f.name == name })
	if at < 0 {
		return fmt.Errorf("there is no format %q", name)
	}
	how := &exporting{archive: x.archive, opened: x.opened, how: formats()[at], say: func(string, ...any) {}}
	if how.how.all != nil {
		return how.how.all(how, w, one(*d))
	}
	parts, err := how.how.parts(ctx, how, *d)
	if err != nil {
		return err
	}
	if len(parts) == 0 {
		return errors.New("the format has nothing to say of this document")
	}
	_, err = parts[len(parts)-1].write(ctx, w)
	return err
}

// one is a document by itself.
func one(d document.Document) iter.Seq2[document.Document, error] {
	return func(yield func(document.Document, error) bool) { yield(d, nil) }
}
