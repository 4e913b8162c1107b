package index

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Folders inside the index: of one that is being made, and of one that was exchanged.
const (
	newDir = "new"
	oldDir = "old"
)

// Rebuild makes the index anew from all records, beside the present one, which answers until the new one takes its
// place. It returns how many documents it dealt with; report is told as by Sync. Like Sync it is called by one at a time.
// If it ends early, the index is as before, and the next Rebuild goes on where it was; records that cannot be read do not
// end it, but the error names them.
func (ix *Index) Rebuild(ctx context.Context, src Source, report func(done, total int)) (int, error) {
	side := filepath.Join(ix.dir, newDir)
	if err := os.RemoveAll(filepath.Join(ix.dir, oldDir)); err != nil {
		return 0, fmt.Errorf("rebuild the index: %w", err)
	}
	fresh, err := begun(side)
	if err != nil {
		return 0, fmt.Errorf("rebuild the index: %w", err)
	}
	fresh.vocabulary = ix.vocabulary
	n, bad := fresh.Sync(ctx, src, report)
	position, err := fresh.bleve.GetInternal(positionKey)
	if err = errors.Join(err, fresh.Close()); err != nil || position == nil {
		return n, errors.Join(bad, err)
	}
	if err := ix.exchange(side); err != nil {
		return n, fmt.Errorf("rebuild the index: %w", err)
	}
	ix.confused.Store(fresh.confused.Load())
	return n, bad
}

// begun opens what an interrupted Rebuild left in a folder; if that is of no use, it begins an index there.
func begun(side string) (*Index, error) {
	b, err := open(side)
	if err == nil && version(b) == schema {
		return newIndex(side, b, false), nil
	}
	if err == nil {
		if err := b.Close(); err != nil {
			return nil, err
		}
	}
	return create(side)
}

// exchange puts the index in side in place of the present one. A crash in between leaves none, which the next Open
// heals.
func (ix *Index) exchange(side string) error {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if err := ix.bleve.Close(); err != nil {
		return err
	}
	store, old := filepath.Join(ix.dir, "store"), filepath.Join(ix.dir, oldDir)
	if err := os.Rename(store, old); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(side, "store"), store); err != nil {
		return err
	}
	b, err := open(ix.dir)
	if err != nil {
		return err
	}
	ix.bleve, ix.stale = b, false
	return errors.Join(os.RemoveAll(side), os.RemoveAll(old))
}
