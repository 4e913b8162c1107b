// Package ingest is the pipeline itself: it takes files, makes records of them and keeps the ledger. It composes
// the stages (scan, prep, ocr, cleanup, extract, archive) and is the only package that starts page goroutines.
package ingest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"sync"
	"time"

	"aktenkundig/archive"
	"aktenkundig/cleanup"
	"aktenkundig/document"
	"aktenkundig/extract"
	"aktenkundig/ingest/separator"
	"aktenkundig/ocr"
	"aktenkundig/scan"

	"golang.org/x/sys/unix"
)

// Pipeline reads files into an archive. All fields but Report are needed; it is safe for one Import at a time.
type Pipeline struct {
	Archive   *archive.Archive
	Scan      scan.Options
	Engine    ocr.Engine // safe for Slots readings at once
	Detectors []cleanup.Detector
	Policy    cleanup.Policy
	Extract   *extract.Reader // nil: with the built-in profiles
	Made      document.Made   // how the records are made: part of them, and the key of the page journal
	Slots     int             // pages in work at once, as a rule the number of cores
	Again     bool            // read documents again that have unreadable pages
	Unread    bool            // read the archive's own originals that have no record first
	Retry     []string        // ids of the archive's own originals to read first, for example from quarantine
	Join      bool            // all pictures of a folder are the pages of one document
	Split     separator.Kind  // what files, and joined folders, are cut at; "" cuts nothing
	Duplex    bool            // with Split: sheets were scanned on both sides, each two pages
	MinFree   uint64          // bytes that stay free on the archive's disk: no file is begun that would leave less
	Report    Report          // may be nil
}

// Import takes the files at paths, and all files in folders among them, in natural order. It returns when every
// page in work is finished, also after an error. Each file ends in exactly one outcome of the summary, but for
// those that were not begun when drain or ctx ended: these are counted nowhere and named by the next run.
//
// The end of drain lets the pages in work finish and begins no others; the end of ctx abandons them. Both give
// the context's error; finished pages stay in the journal, and a later Import goes on where this one stopped.
// A file that cannot be read is no error of Import.
func (p *Pipeline) Import(ctx, drain context.Context, paths []string) (Summary, error) {
	unlock, err := p.Archive.Lock(ctx)
	if err != nil {
		return Summary{}, err
	}
	defer unlock()
	if err := p.Archive.Heal(); err != nil {
		return Summary{}, fmt.Errorf("heal the archive: %w", err)
	}
	batch, err := p.Archive.Begin(time.Now(), p.Made, paths)
	if err != nil {
		return Summary{}, fmt.Errorf("begin the ledger: %w", err)
	}
	r := newRun(p, batch)
	if err = r.fillTwins(ctx, drain); err == nil {
		counted := r.countAhead(drain, paths)
		err = r.all(ctx, drain, paths)
		counted()
	}
	if cerr := batch.End(time.Now(), r.sum.Found, err); err == nil && cerr != nil {
		err = fmt.Errorf("end the ledger: %w", cerr)
	}
	r.tell(Event{Event: "summary", Summary: &r.sum})
	r.sum.Expected = 0
	return r.sum, err
}

// ErrNoRoom says that the disk is too full to begin another file.
var ErrNoRoom = errors.New("too little room on the disk of the archive")

// room checks that size bytes more leave MinFree free.
func (r *run) room(size int64) error {
	if r.MinFree == 0 {
		return nil
	}
	var st unix.Statfs_t
	if err := unix.Statfs(r.Archive.Dir(), &st); err != nil {
		return fmt.Errorf("free space of %s: %w", r.Archive.Dir(), err)
	}
	if free := st.Bavail * uint64(st.Bsize); free < r.MinFree+uint64(size) {
		return fmt.Errorf("%w: %d MB are free, %d MB must stay free", ErrNoRoom, free>>20, r.MinFree>>20)
	}
	return nil
}

// countAhead counts the files to come while the first are being read; the function it gives ends that.
func (r *run) countAhead(ctx context.Context, paths []string) (end func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		n := 0
		ahead(ctx, paths, r.Archive.Dir(), func(k int) { n += k })
		if ctx.Err() == nil {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.sum.Expected = n
		}
	}()
	return func() {
		cancel()
		<-done
	}
}

// filesPerSlot bounds how many files are open at once: enough that a slot never waits for the next file to be
// copied and hashed, few enough that memory and file descriptors do not grow with the batch.
const filesPerSlot = 2

// run is one Import.
type run struct {
	*Pipeline
	key   string
	batch *archive.Batch
	slots chan struct{} // one token for each page in work
	open  chan struct{} // one token for each file in work

	mu     sync.Mutex // guards what follows, the ledger and Report
	inWork map[string]bool
	parts  map[string]bool // originals whose pages are in bound documents
	sum    Summary
	alike  map[string]likeness // of documents that are being put
	failed error               // the first error that ends the run, for example a full disk
}

func newRun(p *Pipeline, b *archive.Batch) *run {
	return &run{
		Pipeline: p,
		key:      p.journalKey(),
		batch:    b,
		slots:    make(chan struct{}, max(1, p.Slots)),
		open:     make(chan struct{}, max(1, p.Slots)*filesPerSlot),
		inWork:   map[string]bool{},
		alike:    map[string]likeness{},
		sum:      Summary{Files: map[string]int{}, Pages: map[document.Verdict]int{}},
	}
}

// all walks the paths and hands out file by file; it waits for all of them.
func (r *run) all(ctx, drain context.Context, paths []string) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var files sync.WaitGroup
	defer files.Wait()

	r.readBindings()
	for found := range r.deliveries(drain, paths) {
		if found.err != nil {
			r.done(archive.Entry{Path: found.path, Outcome: found.outcome(), Reason: found.err.Error()})
			continue
		}
		select {
		case r.open <- struct{}{}:
		case <-drain.Done():
		case <-ctx.Done():
		}
		if ctx.Err() != nil || drain.Err() != nil {
			break
		}
		var f *file
		var entry archive.Entry
		if found.pages != nil {
			f = r.takeFolder(ctx, found)
		} else {
			f, entry = r.take(ctx, found.path)
		}
		if f == nil {
			<-r.open
			if entry.Outcome != "" {
				r.done(entry)
			}
			if err := r.failure(); err != nil {
				break
			}
			continue
		}
		files.Go(func() {
			defer func() { <-r.open }()
			if f.stack != nil {
				r.finishStack(ctx, drain, f)
			} else {
				r.finish(ctx, drain, f)
			}
			if err := r.failure(); err != nil {
				cancel(err)
			}
		})
	}
	files.Wait()
	if err := r.failure(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return drain.Err()
}

// deliveries are the files at and below paths, after the archive's own originals that are asked for.
func (r *run) deliveries(drain context.Context, paths []string) iter.Seq[found] {
	return func(yield func(found) bool) {
		for id, err := range r.own() {
			path, _, oerr := r.Archive.Original(id)
			r.count()
			if drain.Err() != nil || !yield(found{path: path, err: errors.Join(err, oerr)}) {
				return
			}
		}
		for f := range walk(drain, paths, r.Archive.Dir(), r.Join, r.count) {
			if !yield(f) {
				return
			}
		}
	}
}

// readBindings learns which originals are parts of bound documents. Of a binding that cannot be read Verify tells.
func (r *run) readBindings() {
	r.parts = map[string]bool{}
	for b, err := range r.Archive.Bindings() {
		if err != nil {
			continue
		}
		for _, s := range b.Sheets {
			r.parts[s.Original] = true
		}
	}
}

// isPart tells whether the pages of an original are in bound documents, or separators.
func (r *run) isPart(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.parts[id]
}

// own gives the ids of the archive's own originals that are to be read.
func (r *run) own() iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, id := range r.Retry {
			if !yield(id, nil) {
				return
			}
		}
		if !r.Unread {
			return
		}
		for id, err := range r.Archive.Unread() {
			if !yield(id, err) {
				return
			}
		}
	}
}

// journalKey names the way pages are made, so that the journal of other settings is not taken for this one's.
func (p *Pipeline) journalKey() string {
	made := p.Made
	made.Extract = "" // fields are found when all pages are there
	b, err := json.Marshal(made)
	if err != nil {
		panic("ingest: Made is plain data: " + err.Error())
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// fail keeps the first error that must end the run.
func (r *run) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failed == nil {
		r.failed = err
	}
}

func (r *run) failure() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.failed
}
