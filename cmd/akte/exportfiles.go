package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"
	"unicode"

	"aktenkundig/document"

	"golang.org/x/sync/errgroup"
)

// stateName is the file in which an export's folder remembers how its files were made.
const stateName = ".akte-export-"

// writeFiles writes every document into files of its own. A document that cannot be exported is named with its reason, and
// the others follow.
func (x *exporting) writeFiles(ctx context.Context, ids []string, line *progress) error {
	if err := os.MkdirAll(x.out, 0o750); err != nil {
		return err
	}
	sweepParts(x.out)
	same, err := x.sameAsBefore()
	if err != nil {
		return err
	}
	var done, passed, failed, refused atomic.Int64
	start := time.Now()
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(max(1, x.jobs))
	for _, id := range ids {
		if ctx.Err() != nil {
			break
		}
		g.Go(func() error {
			skip, notes, err := x.document(ctx, id, same)
			n := done.Add(1)
			switch {
			case ctx.Err() != nil:
				return ctx.Err()
			case errors.Is(err, errRefused):
				refused.Add(1)
			case err != nil:
				failed.Add(1)
			case skip:
				passed.Add(1)
			}
			if err != nil {
				line.say("%v", err)
			}
			for _, note := range notes {
				line.say("%s", note)
			}
			line.note(fmt.Sprintf("%d of %s · %.0f a second", n, plural(len(ids), "document"), float64(n)/time.Since(start).Seconds()))
			return nil
		})
	}
	err = errors.Join(g.Wait(), syncFolder(x.out))
	line.end()
	if errors.Is(err, context.Canceled) {
		return &exitError{code: exitInterrupted, err: errors.New("interrupted; run the same command again to go on")}
	}
	if err != nil {
		return err
	}
	lost := failed.Load() + refused.Load()
	line.say("%s written, %d up to date, %d not exported", plural(int(done.Load()-passed.Load()-lost), "document"), passed.Load(), lost)
	if lost > 0 {
		return &exitError{code: exitSomeFailed, quiet: true}
	}
	return nil
}

// errRefused is wrapped by the errors of documents that the format has no place for.
var errRefused = errors.New("not exported")

// sameAsBefore tells whether the files in the folder were made by the same version in the same way, and notes how they are
// made from now on.
func (x *exporting) sameAsBefore() (bool, error) {
	how := fmt.Sprintf("%s %s aside=%v per-page=%v\n", version+revision(), x.how.name, x.aside, x.perPage)
	name := stateName + x.how.name
	before, err := os.ReadFile(filepath.Join(x.out, name))
	if err == nil && string(before) == how {
		return !x.again, nil
	}
	return false, whole(x.out, name, func(w io.Writer) error {
		_, err := io.WriteString(w, how)
		return err
	})
}

// document writes one document's files; skip tells that all were there and up to date.
func (x *exporting) document(ctx context.Context, id string, same bool) (skip bool, notes []string, err error) {
	changed, err := x.archive.Changed(id)
	if err != nil {
		return false, nil, err
	}
	d, err := x.archive.Get(id)
	if err != nil {
		return false, nil, err
	}
	stem := stemOf(d)
	if x.how.folder != nil {
		if info, err := os.Stat(filepath.Join(x.out, stem)); same && err == nil && !info.ModTime().Before(changed) {
			return true, nil, nil
		}
		notes, err = x.folder(ctx, d, stem)
		for i := range notes {
			notes[i] = stem + ": " + notes[i]
		}
		return false, notes, err
	}
	parts, err := x.how.parts(ctx, x, d)
	if err != nil {
		return false, nil, fmt.Errorf("%s: %w", printable(d.Source.Name), err)
	}
	skip = same
	for _, p := range parts {
		name := stem + p.suffix + x.how.ext
		if info, err := os.Stat(filepath.Join(x.out, name)); same && err == nil && !info.ModTime().Before(changed) {
			continue
		}
		skip = false
		err := whole(x.out, name, func(w io.Writer) error {
			told, err := p.write(ctx, w)
			for _, n := range told {
				notes = append(notes, name+": "+n)
			}
			return err
		})
		if err != nil {
			return false, notes, fmt.Errorf("%s: %w", printable(d.Source.Name), err)
		}
	}
	return skip, notes, nil
}

// stemOf names a document's files: the name of its original without ending, made safe, and its ID.
func stemOf(d document.Document) string {
	name := strings.TrimSuffix(d.Source.Name, filepath.Ext(d.Source.Name))
	name = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.,", r) {
			return r
		}
		return '_'
	}, name)
	for len(name) > 100 {
		name = string([]rune(name)[:len([]rune(name))-1])
	}
	return strings.TrimLeft(name, ".") + "-" + short(d.ID)
}

// whole writes a file under another name and renames it when all of it is on disk.
func whole(dir, name string, write func(io.Writer) error) (err error) {
	f, err := partFile(dir)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if err := write(f); err != nil {
		return err
	}
	if err := errors.Join(f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), filepath.Join(dir, name))
}

// syncFolder makes the names in a folder durable.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
