package archive

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
)

// Repair takes away what was made and is damaged, so that it is made anew: records and finished pages that cannot be
// read, finished pages of originals that are not there, entries of quarantine that cannot be read or have a record, the
// folder of twins. It first does what Heal does. What was given or said is never touched, nor are files nobody knows. Each thing
// taken away is reported; originals without a record are then among Unread. Hold the Lock.
func (a *Archive) Repair(ctx context.Context, report func(Finding)) error {
	if err := a.Heal(); err != nil {
		return err
	}
	r := &repairer{verifier: verifier{a: a, ctx: ctx, report: report}}
	for _, mend := range []func() error{r.records, r.quarantine, r.journal, a.DropTwins} {
		if err := mend(); err != nil {
			return fmt.Errorf("repair: %w", err)
		}
		if r.err != nil {
			return fmt.Errorf("repair: %w", r.err)
		}
	}
	return nil
}

type repairer struct {
	verifier
	err error // the first failed removal
}

// drop removes a file below the archive that was made.
func (r *repairer) drop(p, id, why string) {
	if r.err != nil {
		return
	}
	if r.err = r.a.disk.removeDurably(r.a.path(p)); r.err == nil {
		r.find(p, id, "%s: taken away, to be made anew", why)
	}
}

func (r *repairer) hasOriginal(id string) bool {
	_, _, err := r.a.Original(id)
	return err == nil
}

func (r *repairer) records() error {
	return r.sharded(recordsDir, func(p, id, ext string) {
		if ext != recordExt || !r.hasOriginal(id) {
			return // Verify names it; without an original it could not be made anew
		}
		if _, err := r.a.record(id); err != nil {
			r.drop(p, id, fmt.Sprintf("damaged record (%v)", err))
		}
	})
}

func (r *repairer) quarantine() error {
	return r.sharded(quarantineDir, func(p, id, ext string) {
		if ext != jsonExt || !r.hasOriginal(id) {
			return
		}
		if _, err := r.a.quarantined(id); err != nil {
			r.drop(p, id, fmt.Sprintf("damaged entry (%v)", err))
		} else if r.a.Has(id) {
			r.drop(p, id, "entry beside a record")
		}
	})
}

func (r *repairer) journal() error {
	documents, err := r.list(journalDir)
	for _, d := range documents {
		if !d.IsDir() || !validID(d.Name()) {
			continue
		}
		folder := path.Join(journalDir, d.Name())
		if !r.hasOriginal(d.Name()) {
			if err := r.a.disk.removeAll(r.a.path(folder)); err != nil {
				return err
			}
			r.find(folder, d.Name(), "finished pages of an original that is not there: taken away")
			continue
		}
		pages, err := os.ReadDir(r.a.path(folder))
		if err != nil {
			return err
		}
		for _, p := range pages {
			if _, err := r.a.journaled(d.Name(), p.Name()); err != nil && p.Type().IsRegular() {
				r.drop(path.Join(folder, p.Name()), d.Name(), fmt.Sprintf("damaged page (%v)", err))
			}
		}
	}
	return errors.Join(err, r.err)
}
