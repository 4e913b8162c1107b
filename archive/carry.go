package archive

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
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

// Files gives the files that carry a document, below the archive's folder and with slashes: original, source, record, and rulings if
// there are any. Together with settings.json, a folder that holds them in the same places is an archive.
func (a *Archive) Files(id string) ([]string, error) {
	original, _, err := a.Original(id)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, path := range []string{original, a.file(originalsDir, id, jsonExt), a.file(recordsDir, id, recordExt), a.file(rulingsDir, id, linesExt)} {
		if !exists(path) {
			continue
		}
		rel, err := filepath.Rel(a.dir, path)
		if err != nil {
			return nil, err
		}
		out = append(out, filepath.ToSlash(rel))
	}
	return out, nil
}
