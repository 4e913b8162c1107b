package archive

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"
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
