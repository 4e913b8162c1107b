// Package shelf is all that the reading room reads: documents, searches, the graph of references and pictures of pages,
// each as the person who asks may see it. Handlers ask a Shelf and nothing else, so that what must not be seen is kept
// back in one place: inside the query, not in the page that shows its answer.
//
// Who asks stands in the context (access.With). Nobody sees nothing.
package shelf

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"io/fs"
	"time"

	"aktenkundig/document"
	"aktenkundig/graph"
	"aktenkundig/index"
	"aktenkundig/web/access"
)

// ErrNotFound says that a document does not exist for whoever asks: it is not there, or must not be seen.
var ErrNotFound = fs.ErrNotExist

// Archive is what the reading room needs of an archive. All methods may be called by many goroutines at once.
type Archive interface {
	// Get gives a document with its rulings applied; an error that is ErrNotFound says that there is none.
	Get(id string) (document.Document, error)
	// Changed tells when the document or its rulings were last written.
	Changed(id string) (time.Time, error)
	// Original gives the path of the file as delivered, for reading only.
	Original(id string) (path string, s document.Source, err error)
}

// Finder searches. Visible of a request is filled in by the Shelf.
type Finder interface {
	Search(ctx context.Context, r index.Request) (index.Result, error)
	Suggest(ctx context.Context, typed string, n int, visible index.Visible) ([]index.Suggestion, error)
	// Within finds in one document what a query seeks, a hit for each page on which something matches.
	Within(ctx context.Context, d *document.Document, query string) (index.Result, error)
}

// Searched is an index with the records that it leads to, as a Finder.
type Searched struct {
	*index.Index
	Records index.Records
}

// Search implements Finder.
func (s Searched) Search(ctx context.Context, r index.Request) (index.Result, error) {
	return s.Index.Search(ctx, s.Records, r)
}

// Suggest implements Finder.
func (s Searched) Suggest(ctx context.Context, typed string, n int, visible index.Visible) ([]index.Suggestion, error) {
	return s.Index.Suggest(ctx, s.Records, typed, n, visible)
}

// Graph knows which document names which reference, and what is due.
type Graph interface {
	Life(ref string, allow graph.Allow) ([]graph.Event, error)
	Deadlines(on string, allow graph.Allow) ([]graph.Deadline, error)
	Missing(allow graph.Allow) ([]graph.Missing, error)
}

// Pictures gives cuts of views; views.Cache is one.
type Pictures interface {
	// Region draws the part of a page's view inside box, scaled to size pixels; neither may be empty.
	Region(ctx context.Context, d *document.Document, page int, box document.Box, size document.Size) (image.Image, error)
	// Tile gives a tile of a page as JPEG; see package views. ok is false if there is no such tile.
	Tile(ctx context.Context, d *document.Document, page, level, col, row int) (jpeg []byte, ok bool, err error)
}

// Exporter writes documents in other formats.
type Exporter interface {
	Formats() []Format
	// Write writes a document with its rulings applied in the format of a name. It may fail before the first byte only, as
	// far as that is in its power.
	Write(ctx context.Context, w io.Writer, d *document.Document, format string) error
}

// Format is one way for a document to leave.
type Format struct {
	Name      string // "pdf", as in the URL
	Ext       string // ".pdf"
	MediaType string
}

// Shelf composes what is read. Its parts must not be nil.
type Shelf struct {
	Archive  Archive
	Finder   Finder
	Graph    Graph
	Pictures Pictures
	Exporter Exporter
	// Canonical writes a reference, as a person would type it, as records have it.
	Canonical func(ref string) string
}

// Document gives a document with its rulings applied; ErrNotFound, if there is none for the asker.
func (s *Shelf) Document(ctx context.Context, id string) (document.Document, error) {
	if len(id) != 64 {
		return document.Document{}, fmt.Errorf("document %q: %w", id, ErrNotFound)
	}
	d, err := s.Archive.Get(id)
	if err != nil {
		return document.Document{}, err
	}
	if !access.Of(ctx).Sees(d.Level()) {
		return document.Document{}, fmt.Errorf("document %s: %w", id, ErrNotFound)
	}
	return d, nil
}

// Page gives a document and its page number n, from 1.
func (s *Shelf) Page(ctx context.Context, id string, n int) (document.Document, *document.Page, error) {
	d, err := s.Document(ctx, id)
	if err != nil {
		return d, nil, err
	}
	if n < 1 || n > len(d.Pages) {
		return d, nil, fmt.Errorf("page %d of %d: %w", n, len(d.Pages), ErrNotFound)
	}
	return d, &d.Pages[n-1], nil
}

// Changed tells when a document that Document gave was last written; the zero time if that cannot be told.
func (s *Shelf) Changed(id string) time.Time {
	t, err := s.Archive.Changed(id)
	if err != nil {
		return time.Time{}
	}
	return t
}

// Original gives the path of a document's file as delivered.
func (s *Shelf) Original(ctx context.Context, id string) (path string, src document.Source, err error) {
	if _, err := s.Document(ctx, id); err != nil {
		return "", src, err
	}
	return s.Archive.Original(id)
}

// Search finds pages among the documents that the asker may see, whatever r.Visible says.
func (s *Shelf) Search(ctx context.Context, r index.Request) (index.Result, error) {
	if r.Like != "" {
		if _, err := s.Document(ctx, r.Like); err != nil {
			return index.Result{}, err
		}
	}
	r.Visible = visible(ctx)
	return s.Finder.Search(ctx, r)
}

// Within finds in a document that Document gave what a query seeks.
func (s *Shelf) Within(ctx context.Context, d *document.Document, query string) (index.Result, error) {
	return s.Finder.Within(ctx, d, query)
}

// Suggest completes what is being typed from the documents that the asker may see.
func (s *Shelf) Suggest(ctx context.Context, typed string, n int) ([]index.Suggestion, error) {
	return s.Finder.Suggest(ctx, typed, n, visible(ctx))
}

// Life gives the documents that name a reference in canonical form, by date.
func (s *Shelf) Life(ctx context.Context, ref string) ([]graph.Event, error) {
	return s.Graph.Life(ref, allow(ctx))
}

// Deadlines lists deadlines by day, with their state on the given day (2006-01-02). One that only documents answer which
// the asker must not see says that it is answered, and no more.
func (s *Shelf) Deadlines(ctx context.Context, on string) ([]graph.Deadline, error) {
	all, err := s.Graph.Deadlines(on, allow(ctx))
	for i := range all {
		if all[i].AnsweredBy == "" {
			all[i].AnsweredOn = ""
		}
	}
	return all, err
}

// Missing lists the references that are cited and not there.
func (s *Shelf) Missing(ctx context.Context) ([]graph.Missing, error) {
	return s.Graph.Missing(allow(ctx))
}

func visible(ctx context.Context) index.Visible {
	return index.Visible{Levels: access.Of(ctx).Levels()}
}

// allow is what of the graph the asker may see. Nobody sees nothing.
func allow(ctx context.Context) graph.Allow {
	u := access.Of(ctx)
	return func(f graph.Facts) bool {
		if f.Secret {
			return u.Sees(document.LevelConfidential)
		}
		return u.Sees(document.LevelUnmarked)
	}
}

// IsNotFound tells whether err says that something does not exist for the asker.
func IsNotFound(err error) bool { return errors.Is(err, ErrNotFound) }
