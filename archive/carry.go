package archive

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"aktenkundig/document"
)

// Changed tells when the record of a document or its rulings were last written; ErrNotFound if there is no record.
func (a *Archive) Changed(id string) (time.Time, error) {
	if !a.Has(id) {
		return time.Time{}, fmt.Errorf("document %s: %w", short(id), ErrNotFound)
	}
	var last time.Time
	for _, path := range []string{a.file(recordsDir, id, recordExt), a.file(rulingsDir, id, linesExt)} {
		info, err := os.Stat(path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return last, err
		case info.ModTime().After(last):
			last = info.ModTime()
		}
	}
	return last, nil
}

// Proposed reads a document as Get does, but without its rulings: as Put was given it.
func (a *Archive) Proposed(id string) (document.Document, error) {
	d, err := a.record(id)
	if err == nil {
		d.Source, err = a.source(id)
	}
	if err != nil {
		return document.Document{}, fmt.Errorf("document %s: %w", short(id), err)
	}
	return d, nil
}

// Files gives the files that carry a document, below the archive's folder and with slashes: original, source, record, rulings if
// there are any, and of a bound document the originals of its pages. Together with settings.json, a folder that holds them in the same
// places is an archive.
func (a *Archive) Files(id string) ([]string, error) {
	parts, err := a.partsOf(id)
	if err != nil {
		return nil, err
	}
	parts[id] = true
	return a.carried(parts, a.file(recordsDir, id, recordExt), a.file(rulingsDir, id, linesExt))
}

// BindingFiles gives the files that carry a binding: itself, and the originals of its sheets. Its documents have files of their own.
func (a *Archive) BindingFiles(b Binding) ([]string, error) {
	originals := map[string]bool{}
	for _, s := range b.Sheets {
		originals[s.Original] = true
	}
	return a.carried(originals, a.file(bindingsDir, b.ID, jsonExt))
}

// carried gives the originals with their sources, and those of the other paths that are there.
func (a *Archive) carried(originals map[string]bool, others ...string) (names []string, err error) {
	for _, id := range slices.Sorted(maps.Keys(originals)) {
		original, _, err := a.Original(id)
		if err != nil {
			return nil, err
		}
		others = append(others, original, a.file(originalsDir, id, jsonExt))
	}
	for _, path := range others {
		if !exists(path) {
			continue
		}
		rel, err := filepath.Rel(a.dir, path)
		if err != nil {
			return nil, err
		}
		names = append(names, filepath.ToSlash(rel))
	}
	return names, nil
}
