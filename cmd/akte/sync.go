package main

import (
	"context"
	"errors"
	"fmt"

	"aktenkundig/archive"
	"aktenkundig/index"
)

// sync brings the index up to the archive. Where another process has it open, that is left to it.
func sync(ctx context.Context, a *archive.Archive, line *progress) error {
	ix, err := index.Open(a.IndexDir())
	if errors.Is(err, index.ErrBusy) {
		line.say("another akte has the index: a reading room takes the changes in by itself, otherwise the next search does")
		return nil
	}
	if err != nil {
		return fmt.Errorf("open the index: %w", err)
	}
	defer ix.Close()
	if err := follow(ctx, ix, a, line); err != nil {
		return fmt.Errorf("bring the index up to date: %w", err)
	}
	return nil
}

// follow brings an open index up to the archive. That it was made anew when it was opened is said: it costs time, which
// nobody should wonder at.
func follow(ctx context.Context, ix *index.Index, a *archive.Archive, line *progress) error {
	if why := ix.Anew(); why != nil {
		line.say("the index is made anew from the records: %v", why)
	}
	_, err := ix.Sync(ctx, source(a), func(done, total int) {
		line.note(fmt.Sprintf("indexing %d of %s", done, plural(total, "document")))
	})
	line.end()
	return err
}

// source is the archive as the index follows it.
func source(a *archive.Archive) index.Source { return index.From(a, archive.ErrNotFound) }
