package ingest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/scan"
)

// Paper is what the pages of a document are read from. Its methods may be called at once, but for Close.
type Paper interface {
	Len() int
	// Sheet decodes page n, from 1. The error is a *scan.Error, or that of ctx or of the file system.
	Sheet(ctx context.Context, n int) (scan.Sheet, error)
	Note() string
	Close() error
}

// Open opens what a document is read from: its original or, where that is a manifest, the originals of its leaves. Errors are
// as of scan.Open, ErrNotFound of the archive among them.
func Open(ctx context.Context, a *archive.Archive, id string, o scan.Options) (Paper, error) {
	return openDocument(ctx, a, id, o, nil)
}

// openDocument is Open; beside gives the file that tells what is on the sheets of an original, see scan.Options.
func openDocument(ctx context.Context, a *archive.Archive, id string, o scan.Options, beside map[string]string) (Paper, error) {
	path, src, err := a.Original(id)
	if err != nil {
		return nil, err
	}
	if src.MediaType != document.BoundType {
		o.Beside = beside[id]
		return scan.Open(ctx, path, o)
	}
	leaves, err := a.Leaves(id)
	if err != nil {
		return nil, &scan.Error{Reason: scan.Damaged, Err: err}
	}
	return openBound(ctx, a, leaves, o, beside)
}

// bound is the paper of a bound document.
type bound struct {
	archive *archive.Archive
	leaves  []document.Leaf
	how     scan.Options
	beside  map[string]string
	one     *scan.File // where all leaves are of one original; else each is opened when it is wanted
}

func openBound(ctx context.Context, a *archive.Archive, leaves []document.Leaf, o scan.Options, beside map[string]string) (Paper, error) {
	b := &bound{archive: a, leaves: leaves, how: o, beside: beside}
	one := true
	for i, l := range leaves {
		if _, _, err := a.Original(l.Original); errors.Is(err, archive.ErrNotFound) {
			return nil, &scan.Error{Reason: scan.Damaged, Err: fmt.Errorf("page %d: %w", i+1, err)}
		}
		one = one && l.Original == leaves[0].Original
	}
	if !one {
		return b, nil
	}
	f, err := b.open(ctx, leaves[0].Original)
	if err == nil {
		b.one = f
	} else if !isScanError(err) {
		return nil, err // that of an original which is damaged comes with each page
	}
	return b, nil
}

func (b *bound) open(ctx context.Context, original string) (*scan.File, error) {
	path, _, err := b.archive.Original(original)
	if err != nil {
		return nil, err
	}
	how := b.how
	how.Beside = b.beside[original]
	return scan.Open(ctx, path, how)
}

func (b *bound) Len() int     { return len(b.leaves) }
func (b *bound) Note() string { return "" }

func (b *bound) Sheet(ctx context.Context, n int) (scan.Sheet, error) {
	if n < 1 || n > len(b.leaves) {
		return scan.Sheet{}, &scan.Error{Reason: scan.Damaged, Err: fmt.Errorf("there is no page %d, the document has %d", n, len(b.leaves))}
	}
	leaf := b.leaves[n-1]
	if b.one != nil {
		return b.one.Sheet(ctx, leaf.Page)
	}
	f, err := b.open(ctx, leaf.Original)
	if err != nil {
		return scan.Sheet{}, err
	}
	defer f.Close()
	return f.Sheet(ctx, leaf.Page)
}

func (b *bound) Close() error {
	if b.one == nil {
		return nil
	}
	return b.one.Close()
}

// isPicture tells whether a file of a folder that is to be joined is one of its pages: by content or, where the content is damaged
// beyond telling, by name, so that the page keeps its place.
func isPicture(path string) bool {
	mediaType, err := scan.MediaType(path)
	if strings.HasPrefix(mediaType, "image/") {
		return true
	}
	if err != nil && !isScanError(err) {
		return false
	}
	if info, serr := os.Lstat(path); err == nil && mediaType != "application/octet-stream" && serr == nil && info.Size() > 0 {
		return false
	}
	switch strings.ToLower(filepath.Ext(path)) {
	case ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".gif", ".webp", ".jp2":
		return true
	}
	return false
}

// isManifest tells whether a delivered file is a manifest of a bound document.
func isManifest(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 64)
	n, _ := f.Read(head)
	return document.IsManifest(head[:n])
}
