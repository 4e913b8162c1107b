package ingest

import (
	"context"
	"errors"
	"fmt"

	"aktenkundig/archive"
	"aktenkundig/scan"
)

// Check opens every original that has a record and tells where the two do not have the same number of pages. It reads
// no pixels. What Archive.Verify tells already, such as a damaged record, it passes over.
func Check(ctx context.Context, a *archive.Archive, o scan.Options, report func(archive.Finding)) error {
	for id, err := range a.IDs() {
		if err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		d, err := a.Get(id)
		if err != nil {
			continue
		}
		f, err := Open(ctx, a, id, o)
		if errors.Is(err, archive.ErrNotFound) {
			continue
		}
		if e, ok := errors.AsType[*scan.Error](err); ok && e.Reason == scan.Encrypted || ctx.Err() != nil {
			continue // it was read with a password that nobody gave today
		}
		if err != nil {
			report(archive.Finding{Path: "originals", ID: id, What: fmt.Sprintf("%s has a record, but cannot be opened: %v", d.Source.Name, err)})
			continue
		}
		if n := f.Len(); n != len(d.Pages) {
			report(archive.Finding{Path: "records", ID: id, What: fmt.Sprintf("%s has %d pages, its record %d", d.Source.Name, n, len(d.Pages))})
		}
		f.Close()
	}
	return nil
}
