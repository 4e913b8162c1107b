package archive

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
)

// Finding is something in the archive that is not as it should be.
type Finding struct {
	Path string `json:"path"`         // below the archive's folder, with slashes
	ID   string `json:"id,omitempty"` // of the document, if it is about one
	What string `json:"what"`
}

// Counts is what Verify has seen. In a whole archive without a broken-off import Originals is Records plus
// Quarantined plus Leaves.
type Counts struct {
	Originals   int   `json:"originals"`
	Bytes       int64 `json:"bytes"` // of the originals
	Records     int   `json:"records"`
	Pages       int   `json:"pages"`
	Quarantined int   `json:"quarantined"`
	Leaves      int   `json:"leaves"`     // originals without a record of their own whose pages are in bound documents
	Unfinished  int   `json:"unfinished"` // originals with none of the three
	Bindings    int   `json:"bindings"`
	Rulings     int   `json:"rulings"`
	Batches     int   `json:"batches"`
	Findings    int   `json:"findings"`
}

// Verify reads the whole archive but its index and reports all that is off, in an order that does not change: every
// original is hashed again, every record parsed and checked, everything is compared with what it belongs to, and
// files nobody knows are named. The error tells why it could not go on, for example that ctx ended. While an
// import is at work, what it has in hand is reported as well: take the Lock for a result to sign.
func (a *Archive) Verify(ctx context.Context, report func(Finding)) (Counts, error) {
	v := &verifier{a: a, ctx: ctx, report: report}
	for _, look := range []func() error{v.top, v.originals, v.records, v.rulings, v.bindings, v.quarantine, v.journal, v.batches, v.tmp} {
		if err := look(); err != nil {
			return v.n, fmt.Errorf("verify: %w", err)
		}
	}
	return v.n, nil
}

type verifier struct {
	a      *Archive
	ctx    context.Context
	report func(Finding)
	n      Counts
	parts  map[string]bool // originals whose pages are in bound documents
}

func (v *verifier) find(path, id, format string, args ...any) {
	v.n.Findings++
	v.report(Finding{Path: path, ID: id, What: fmt.Sprintf(format, args...)})
}

// top looks for strange names in the archive's folder.
func (v *verifier) top() error {
	folders := []string{originalsDir, rulingsDir, bindingsDir, batchesDir, quarantineDir, recordsDir, journalDir, indexDir, graphDir, extractDir, accessDir, twinsDir, tmpDir}
	files := []string{settingsFile, logFile, lockFile}
	entries, err := os.ReadDir(v.a.dir)
	for _, e := range entries {
		known := e.IsDir() && slices.Contains(folders, e.Name()) || e.Type().IsRegular() && slices.Contains(files, e.Name())
		if !known {
			v.unknown(e.Name())
		}
	}
	return err
}

func (v *verifier) unknown(path string) {
	v.find(path, "", "does not belong here")
}

// list gives the names in a folder below the archive's; a missing folder is empty.
func (v *verifier) list(folder string) ([]fs.DirEntry, error) {
	if err := v.ctx.Err(); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(v.a.path(folder))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return entries, err
}

// sharded calls look for every file of a sharded folder whose name is an id and an ending; the others are strange.
func (v *verifier) sharded(folder string, look func(path, id, ext string)) error {
	shards, err := v.list(folder)
	if err != nil {
		return err
	}
	for _, s := range shards {
		if !s.IsDir() {
			v.unknown(path.Join(folder, s.Name()))
			continue
		}
		if err := v.shard(path.Join(folder, s.Name()), s.Name(), look); err != nil {
			return err
		}
	}
	return nil
}

func (v *verifier) shard(folder, shard string, look func(path, id, ext string)) error {
	entries, err := v.list(folder)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := v.ctx.Err(); err != nil {
			return err
		}
		p := path.Join(folder, e.Name())
		id, ext, _ := strings.Cut(e.Name(), ".")
		if !e.Type().IsRegular() || !validID(id) || id[:2] != shard {
			v.unknown(p)
			continue
		}
		look(p, id, "."+ext)
	}
	return nil
}

func (v *verifier) originals() (err error) {
	if v.parts, err = v.a.leafOriginals(); err != nil {
		return err
	}
	return v.sharded(originalsDir, func(path, id, ext string) {
		switch s, err := v.a.source(id); {
		case ext == jsonExt:
			v.source(path, id)
		case err != nil:
			v.find(path, id, "source beside it: %v", err)
			v.original(path, id)
		case ext != extension(s.Name):
			v.unknown(path)
		default:
			v.original(path, id)
		}
	})
}

func (v *verifier) source(path, id string) {
	s, err := v.a.source(id)
	if err != nil {
		v.find(path, id, "cannot be read: %v", err)
		return
	}
	if s.Name == "" || s.Added == "" {
		v.find(path, id, "does not tell where the original is from")
	}
	file, _, err := v.a.Original(id)
	if err != nil {
		v.find(path, id, "its original is missing")
		return
	}
	if info, err := os.Lstat(file); err == nil && info.Size() != s.Size {
		v.find(path, id, "says %d bytes, the original has %d", s.Size, info.Size())
	}
}

func (v *verifier) original(path, id string) {
	v.n.Originals++
	hash, size, err := Hash(v.ctx, v.a.path(path))
	v.n.Bytes += size
	switch {
	case v.ctx.Err() != nil:
		return
	case err != nil:
		v.find(path, id, "cannot be read: %v", err)
	case hash != id:
		v.find(path, id, "is damaged: its SHA-256 is now %s; restore it from a backup, or remove it and import the file again", hash)
	}
	v.manifest(path, id)
	if v.a.Has(id) || v.a.isQuarantined(id) {
		return
	}
	if v.parts[id] {
		v.n.Leaves++
		return
	}
	v.n.Unfinished++
	v.find(path, id, "has not been read yet: akte import --unread reads it")
}

// manifest checks that the pages are there that a bound document is made of.
func (v *verifier) manifest(path, id string) {
	parts, err := v.a.partsOf(id)
	if err != nil {
		v.find(path, id, "%v", err)
		return
	}
	for _, part := range slices.Sorted(maps.Keys(parts)) {
		if _, _, err := v.a.Original(part); err != nil {
			v.find(path, id, "is made of pages of %s, which is not there", short(part))
		}
	}
}

// bindings checks that every page of a stack is accounted for.
func (v *verifier) bindings() error {
	return v.sharded(bindingsDir, func(path, id, ext string) {
		if ext != jsonExt {
			v.unknown(path)
			return
		}
		v.n.Bindings++
		b, err := v.a.Binding(id)
		if err != nil {
			v.find(path, id, "cannot be read: %v", err)
			return
		}
		if err := v.a.Balanced(b); err != nil {
			v.find(path, id, "%v", err)
		}
	})
}

func (a *Archive) isQuarantined(id string) bool {
	_, err := os.Lstat(a.file(quarantineDir, id, jsonExt))
	return err == nil
}

// belongs reports a file about a document whose original is not there.
func (v *verifier) belongs(path, id string) {
	if _, _, err := v.a.Original(id); err != nil {
		v.find(path, id, "there is no original to it")
	}
}

func (v *verifier) records() error {
	return v.sharded(recordsDir, func(path, id, ext string) {
		if ext != recordExt {
			v.unknown(path)
			return
		}
		v.n.Records++
		v.belongs(path, id)
		d, err := v.a.record(id)
		if err != nil {
			v.find(path, id, "record: %v; remove it, then akte import --unread reads the original again", err)
			return
		}
		v.n.Pages += len(d.Pages)
		rulings, err := v.a.Rulings(id)
		if err != nil {
			v.find(path, id, "%v", err)
		}
		for _, r := range rulings {
			if r.Page > len(d.Pages) {
				v.find(v.rulingsPath(id), id, "rules on page %d of %d", r.Page, len(d.Pages))
			}
		}
	})
}

func (v *verifier) rulingsPath(id string) string { return path.Join(rulingsDir, id[:2], id+linesExt) }

func (v *verifier) rulings() error {
	return v.sharded(rulingsDir, func(path, id, ext string) {
		if ext != linesExt {
			v.unknown(path)
			return
		}
		v.belongs(path, id)
		v.n.Rulings += verifyLines(v, path, id, checkRuling)
	})
}

// verifyLines reports the lines of a file that do not parse or fail check, and counts the others.
func verifyLines[T any](v *verifier, path, id string, check func(T) error) (sound int) {
	for _, err := range readLines(v.a.path(path), check) {
		if err != nil {
			v.find(path, id, "%v", err)
			continue
		}
		sound++
	}
	return sound
}

func (v *verifier) quarantine() error {
	return v.sharded(quarantineDir, func(path, id, ext string) {
		if ext != jsonExt {
			v.unknown(path)
			return
		}
		v.n.Quarantined++
		v.belongs(path, id)
		if _, err := v.a.quarantined(id); err != nil {
			v.find(path, id, "quarantine entry: %v", err)
		}
		if v.a.Has(id) {
			v.find(path, id, "is in quarantine and has a record")
		}
	})
}

func (v *verifier) journal() error {
	documents, err := v.list(journalDir)
	for _, d := range documents {
		folder := path.Join(journalDir, d.Name())
		if !d.IsDir() || !validID(d.Name()) {
			v.unknown(folder)
			continue
		}
		v.belongs(folder, d.Name())
		pages, err := v.list(folder)
		if err != nil {
			return err
		}
		for _, p := range pages {
			if _, err := v.a.journaled(d.Name(), p.Name()); err != nil {
				v.find(path.Join(folder, p.Name()), d.Name(), "is no finished page: %v", err)
			}
		}
	}
	return err
}

func (v *verifier) batches() error {
	entries, err := v.list(batchesDir)
	for _, e := range entries {
		p := path.Join(batchesDir, e.Name())
		if !e.Type().IsRegular() || path.Ext(p) != linesExt {
			v.unknown(p)
			continue
		}
		v.n.Batches++
		verifyLines(v, p, "", v.entry)
	}
	return err
}

// entry checks that what the ledger says went into the archive is there.
func (v *verifier) entry(l ledgerLine) error {
	e := l.Entry
	if e.ID == "" {
		return nil
	}
	if _, _, err := v.a.Original(e.ID); err != nil {
		return fmt.Errorf("%s was %s, but is not in the archive as %s", e.Path, e.Outcome, short(e.ID))
	}
	return nil
}

func (v *verifier) tmp() error {
	entries, err := v.list(tmpDir)
	for _, e := range entries {
		id, _ := markerName(e.Name())
		v.find(path.Join(tmpDir, e.Name()), id, "was left by a change that is not finished; the next import sees to it")
	}
	return err
}
