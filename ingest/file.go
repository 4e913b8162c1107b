package ingest

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/scan"
)

// file is one original in work.
type file struct {
	path  string // as delivered
	id    string // what this run has claimed
	size  int64
	scan  Paper
	stack *stack // documents are to be bound from it; nil if it is one
	of    string // id of the stack that a bound document is from
}

// take brings one delivered file into the archive and opens it. A nil file is finished already: the entry tells
// its outcome, or has none when the run must end.
func (r *run) take(ctx context.Context, path string) (*file, archive.Entry) {
	entry := archive.Entry{Path: path}
	id, size, err := archive.Hash(ctx, path)
	if err != nil {
		if ctx.Err() != nil {
			return nil, archive.Entry{}
		}
		entry.Outcome, entry.Reason = Failed, plain(err).Error()
		return nil, entry
	}
	entry.ID, entry.Size = id, size
	if b, err := r.Archive.Binding(id); err == nil && !r.known(id) {
		return r.goOn(&stack{id: id, path: path, parts: []part{{path: path, id: id, size: size}}}, b), archive.Entry{}
	}
	claim := id
	cut := r.Split != "" && !isManifest(path)
	if cut {
		claim = stackClaim(id)
	}
	switch {
	case r.known(id):
		entry.Outcome = Known
		return nil, entry
	case !r.Archive.Has(id) && r.isPart(id):
		entry.Outcome, entry.Reason = Known, "its pages are in a bound document"
		return nil, entry
	case !r.claim(claim):
		entry.Outcome = Known
		return nil, entry
	}
	if err := r.room(size); err != nil {
		r.release(claim)
		r.fail(err)
		return nil, archive.Entry{}
	}
	f, entry := r.add(ctx, entry)
	if f == nil {
		r.release(claim)
	} else if f.id = claim; cut {
		f.stack = &stack{id: id, path: path, parts: []part{{path: path, id: id, size: size}}}
	}
	return f, entry
}

// known tells whether the archive has all there is to have: a record, its original, and with Again no page that
// could not be read.
func (r *run) known(id string) bool {
	if !r.Archive.Has(id) {
		return false
	}
	if _, _, err := r.Archive.Original(id); err != nil {
		return false
	}
	if !r.Again {
		return true
	}
	d, err := r.Archive.Get(id)
	return err == nil && !slices.ContainsFunc(d.Pages, func(p document.Page) bool { return p.Verdict == document.Unreadable })
}

// add copies the file into the archive under its hash and opens the copy, which nobody changes, or puts it into
// quarantine.
func (r *run) add(ctx context.Context, entry archive.Entry) (*file, archive.Entry) {
	mediaType, err := scan.MediaType(entry.Path)
	if err != nil && !isScanError(err) {
		entry.Outcome, entry.Reason = Failed, plain(err).Error()
		return nil, entry
	}
	name := filepath.Base(entry.Path)
	if isManifest(entry.Path) {
		name, mediaType = strings.TrimSuffix(name, ".bound")+".bound", document.BoundType
	}
	id, err := r.Archive.AddOriginal(ctx, entry.Path, sourceOf(name, mediaType))
	if err == nil && id != entry.ID {
		err = archive.ErrChanged
	}
	if errors.Is(err, archive.ErrSource) {
		entry.Outcome, entry.Reason = Failed, err.Error()
		return nil, entry
	}
	if err != nil {
		if ctx.Err() == nil {
			r.fail(fmt.Errorf("keep %s: %w", entry.Path, err))
		}
		return nil, archive.Entry{}
	}
	return r.openCopy(ctx, entry, map[string]string{id: scan.FindBeside(entry.Path)})
}

// openCopy opens a document of the archive, or puts it into quarantine. beside is as of openDocument.
func (r *run) openCopy(ctx context.Context, entry archive.Entry, beside map[string]string) (*file, archive.Entry) {
	_, src, err := r.Archive.Original(entry.ID)
	if err != nil {
		r.fail(err)
		return nil, archive.Entry{}
	}
	s, err := openDocument(ctx, r.Archive, entry.ID, r.Scan, beside)
	if err == nil {
		return &file{path: entry.Path, id: entry.ID, size: entry.Size, scan: s, of: entry.Stack}, archive.Entry{}
	}
	if ctx.Err() != nil {
		return nil, archive.Entry{}
	}
	e, ok := errors.AsType[*scan.Error](err)
	if !ok {
		r.fail(fmt.Errorf("open the original of %s: %w", entry.Path, err)) // it is our own copy: the disk, not the file
		return nil, archive.Entry{}
	}
	q := archive.Quarantined{ID: entry.ID, Source: src, Reason: string(e.Reason), Detail: e.Err.Error()}
	if err := r.Archive.Quarantine(q); err != nil {
		r.fail(fmt.Errorf("quarantine %s: %w", entry.Path, err))
		return nil, archive.Entry{}
	}
	entry.Outcome, entry.Reason = Quarantined, q.Reason+": "+q.Detail
	return nil, entry
}

func isScanError(err error) bool {
	_, ok := errors.AsType[*scan.Error](err)
	return ok
}

// claim makes this run's first delivery of an original the one that reads it.
func (r *run) claim(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.inWork[id] {
		return false
	}
	r.inWork[id] = true
	return true
}

func (r *run) release(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.inWork, id)
}

// finish reads all pages of a file and puts its record. If the run ends first, the pages that are finished stay
// in the journal and the file has no outcome yet.
func (r *run) finish(ctx, drain context.Context, f *file) {
	defer r.release(f.id)
	defer f.scan.Close()
	pages, err := r.pages(ctx, drain, f)
	if err != nil {
		if ctx.Err() == nil && drain.Err() == nil {
			r.fail(fmt.Errorf("%s: %w", f.path, err))
		}
		return
	}
	d := document.Document{ID: f.id, Pages: pages, Made: r.Made}
	r.derive(&d)
	entry := archive.Entry{Path: f.path, ID: f.id, Size: f.size, Outcome: New, Stack: f.of, Reason: f.scan.Note(), Pages: map[document.Verdict]int{}}
	for _, p := range pages {
		entry.Pages[p.Verdict]++
	}
	entry.Same, entry.Near, err = r.twins(&d)
	defer r.forget(d.ID)
	if err == nil {
		err = r.batch.Put(d, entry)
	}
	if err != nil {
		r.fail(fmt.Errorf("%s: %w", f.path, err))
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tellFile(entry)
}

// derive adds what the document says about itself. A defect of ours there must not cost the record.
func (r *run) derive(d *document.Document) {
	defer func() {
		if recover() != nil {
			d.Fields = nil
			for i := range d.Pages {
				d.Pages[i].Joins = nil
			}
		}
	}()
	r.Extract.Derive(d)
}

// pages reads every page that is not in the journal, each in a slot, and gives all in order.
func (r *run) pages(ctx, drain context.Context, f *file) ([]document.Page, error) {
	pages := make([]document.Page, f.scan.Len())
	kept, err := r.Archive.JournalPages(f.id, r.key)
	if err != nil {
		return nil, fmt.Errorf("read the journal: %w", err)
	}
	var (
		inWork sync.WaitGroup
		mu     sync.Mutex
		failed error
	)
	for i := range pages {
		if p, ok := kept[i+1]; ok {
			pages[i] = p
			r.read(f, p)
			continue
		}
		mu.Lock()
		hopeless := failed != nil
		mu.Unlock()
		if hopeless || !r.slot(ctx, drain) {
			break
		}
		inWork.Go(func() {
			defer func() { <-r.slots }()
			p, err := r.page(ctx, f, i+1)
			if err != nil {
				mu.Lock()
				defer mu.Unlock()
				if failed == nil {
					failed = err
				}
				return
			}
			pages[i] = p
		})
	}
	inWork.Wait()
	for i := range pages {
		if failed == nil && pages[i].Number == 0 {
			return nil, context.Cause(stopped(ctx, drain))
		}
	}
	return pages, failed
}

// slot waits for a page slot; false means that the run ends.
func (r *run) slot(ctx, drain context.Context) bool {
	select {
	case r.slots <- struct{}{}:
	case <-drain.Done():
		return false
	case <-ctx.Done():
		return false
	}
	if ctx.Err() != nil || drain.Err() != nil {
		<-r.slots
		return false
	}
	return true
}

// stopped is whichever context has ended.
func stopped(ctx, drain context.Context) context.Context {
	if ctx.Err() != nil {
		return ctx
	}
	return drain
}
