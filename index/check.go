package index

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
)

// Check compares the index with its source: every record must be in it, and nothing else. bad is told each document
// that is not as it should be, and why. It reads no records but those that are missing.
func (ix *Index) Check(ctx context.Context, src Source, bad func(id, what string)) error {
	ids, now, err := src.Changes("")
	if err != nil {
		return fmt.Errorf("check the index: %w", err)
	}
	since, err := ix.bleve.GetInternal(positionKey)
	if err != nil {
		return fmt.Errorf("check the index: %w", err)
	}
	if string(since) != now {
		bad("", "the index is behind the archive")
	}
	unread, err := ix.unread()
	if err != nil {
		return fmt.Errorf("check the index: %w", err)
	}
	held, err := ix.ids(ctx)
	if err != nil {
		return fmt.Errorf("check the index: %w", err)
	}
	for _, id := range ids {
		if held[id] {
			delete(held, id)
			if slices.Contains(unread, id) {
				bad(id, "older in the index than its record, which could not be read")
			}
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := src.Get(id); !errors.Is(err, fs.ErrNotExist) {
			bad(id, "not in the index")
		}
	}
	for _, id := range slices.Sorted(maps.Keys(held)) {
		bad(id, "in the index, but there is no such record")
	}
	return nil
}

// ids gives the ids of all documents in the index.
func (ix *Index) ids(ctx context.Context) (held map[string]bool, err error) {
	advanced, err := ix.bleve.Advanced()
	if err != nil {
		return nil, err
	}
	reader, err := advanced.Reader()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	all, err := reader.DocIDReaderAll()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, all.Close()) }()
	held = map[string]bool{}
	for {
		internal, err := all.Next()
		if err != nil || internal == nil {
			return held, err
		}
		id, err := reader.ExternalID(internal)
		if err != nil {
			return nil, err
		}
		if held[id] = true; len(held)%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
}
