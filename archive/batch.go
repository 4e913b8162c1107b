package archive

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"aktenkundig/document"
)

// What becomes of a delivered file: Entry.Outcome.
const (
	NewFile         = "new"         // a document was put
	KnownFile       = "known"       // the same bytes were in the archive already
	QuarantinedFile = "quarantined" // in the archive, but could not be read
	SkippedFile     = "skipped"     // not a document, left where it is
	FailedFile      = "failed"      // could not even be taken in
)

// Entry is one delivered file in the ledger of a batch.
type Entry struct {
	Path    string                   `json:"path"` // as delivered
	ID      string                   `json:"id,omitempty"`
	Outcome string                   `json:"outcome"`
	Reason  string                   `json:"reason,omitempty"`
	Pages   map[document.Verdict]int `json:"pages,omitempty"` // pages by verdict
	Size    int64                    `json:"size"`            // bytes
	Time    string                   `json:"time"`            // RFC 3339, UTC
}

// Batch is the ledger of one import: one entry for every file that was delivered. It may be used by many
// goroutines at once.
type Batch struct {
	name  string
	mu    sync.Mutex
	lines *lines
}

// NewBatch begins a ledger named after the time.
func (a *Archive) NewBatch(when time.Time) (*Batch, error) {
	stem := when.UTC().Format("2006-01-02T15-04-05Z")
	for n := 1; ; n++ {
		name := stem
		if n > 1 {
			name = fmt.Sprintf("%s-%03d", stem, n)
		}
		b, err := a.newBatch(name)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("new batch: %w", err)
		}
		return b, nil
	}
}

func (a *Archive) newBatch(name string) (*Batch, error) {
	path := a.path(batchesDir, name+linesExt)
	if err := a.disk.mkdir(filepath.Dir(path)); err != nil {
		return nil, err
	}
	if err := a.disk.try("create", path); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, fileMode)
	if err != nil {
		return nil, err
	}
	f.Close()
	l, err := a.disk.appendTo(path)
	if err != nil {
		return nil, err
	}
	return &Batch{name: name, lines: l}, nil
}

// Name is the batch's name, as Batches and Entries use it.
func (b *Batch) Name() string { return b.name }

// Add appends an entry, whose Time is now if it is empty. It is durable when Add returns, except that entries of known and skipped files may wait for
// the next other entry or for Close: they tell of nothing that was done.
func (b *Batch) Add(e Entry) error {
	if e.Time == "" {
		e.Time = time.Now().UTC().Format(time.RFC3339)
	}
	line, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("batch %s: %w", b.name, err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	err = b.lines.add(line)
	if err == nil && e.Outcome != KnownFile && e.Outcome != SkippedFile {
		err = b.lines.sync()
	}
	if err != nil {
		return fmt.Errorf("batch %s: %w", b.name, err)
	}
	return nil
}

// Close makes the ledger durable and closes it.
func (b *Batch) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := errors.Join(b.lines.sync(), b.lines.close()); err != nil {
		return fmt.Errorf("batch %s: %w", b.name, err)
	}
	return nil
}

// Batches gives the names of all batches, oldest first.
func (a *Archive) Batches() ([]string, error) {
	entries, err := os.ReadDir(a.path(batchesDir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list batches: %w", err)
	}
	var names []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), linesExt); ok && e.Type().IsRegular() {
			names = append(names, name)
		}
	}
	slices.Sort(names) // the ending put "…Z-002" before "…Z"
	return names, nil
}

// Entries gives the ledger of a batch in the order in which files were done. A line that cannot be read comes as an
// error, and the entries after it follow.
func (a *Archive) Entries(batch string) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		if batch != filepath.Base(batch) {
			yield(Entry{}, fmt.Errorf("batch %.80q: %w", batch, ErrNotFound))
			return
		}
		path := a.path(batchesDir, batch+linesExt)
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			yield(Entry{}, fmt.Errorf("batch %.80q: %w", batch, ErrNotFound))
			return
		}
		for e, err := range readLines(path, func(Entry) error { return nil }) {
			if err != nil {
				err = fmt.Errorf("batch %s: %w", batch, err)
			}
			if !yield(e, err) {
				return
			}
		}
	}
}
