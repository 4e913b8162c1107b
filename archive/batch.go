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
	BoundFile       = "bound"       // its pages are in documents of their own, or separators
)

// Entry is one delivered file in the ledger of a batch, or one document that was bound from pages of such files.
type Entry struct {
	Path    string                   `json:"path"` // as delivered
	ID      string                   `json:"id,omitempty"`
	Outcome string                   `json:"outcome"`
	Reason  string                   `json:"reason,omitempty"`
	Same    []string                 `json:"samePixels,omitempty"` // ids of other documents whose pages have the same pixels
	Near    []string                 `json:"nearText,omitempty"`   // ids of other documents that say nearly the same
	Pages   map[document.Verdict]int `json:"pages,omitempty"`      // pages by verdict; of a bound file only those that are in no document
	Stack   string                   `json:"stack,omitempty"`      // id of the binding that the file went into, or that the document is from
	Sheets  int                      `json:"sheets,omitempty"`     // of a bound file: all its pages
	Size    int64                    `json:"size"`                 // bytes
	Time    string                   `json:"time"`                 // RFC 3339, UTC
}

// Head is what the first and the last line of a ledger tell about the import itself.
type Head struct {
	Name  string        `json:"name"`
	Begun string        `json:"begun,omitempty"` // RFC 3339, UTC; empty if the first line is missing
	Ended string        `json:"ended,omitempty"` // empty if the import was killed, or is still at work
	Made  document.Made `json:"made"`            // how its records are made
	Paths []string      `json:"paths"`           // what was asked for
	Found int           `json:"found"`           // files seen, also those that were not begun; known only at the end
	Error string        `json:"error,omitempty"` // why it ended early
}

// ledgerLine is any line of a ledger. Mark tells the first and the last from the entries between them.
type ledgerLine struct {
	Mark  string         `json:"batch,omitempty"` // "begin" or "end"
	Made  *document.Made `json:"made,omitempty"`
	Paths []string       `json:"paths,omitempty"`
	Found int            `json:"found,omitempty"`
	Error string         `json:"error,omitempty"`
	Entry
}

// markLine is a first or last line as it is written.
type markLine struct {
	Mark  string         `json:"batch"`
	Made  *document.Made `json:"made,omitempty"`
	Paths []string       `json:"paths,omitempty"`
	Found int            `json:"found,omitempty"`
	Error string         `json:"error,omitempty"`
	Time  string         `json:"time"`
}

const (
	markBegin = "begin"
	markEnd   = "end"
)

// IsFile tells whether the entry is of a delivered file, and not of a document that was bound.
func (e Entry) IsFile() bool { return e.Stack == "" || e.Outcome == BoundFile }

// Batch is the ledger of one import: one entry for every file that was delivered. It may be used by many
// goroutines at once.
type Batch struct {
	archive *Archive
	name    string
	mu      sync.Mutex
	lines   *lines
}

// Begin begins a ledger named after the time, whose first line tells what was asked for.
func (a *Archive) Begin(when time.Time, m document.Made, paths []string) (*Batch, error) {
	b, err := a.NewBatch(when)
	if err != nil {
		return nil, err
	}
	m = made(m)
	line := markLine{Mark: markBegin, Made: &m, Time: rfc3339(when)}
	for _, p := range paths {
		line.Paths = append(line.Paths, strings.ToValidUTF8(p, "\uFFFD"))
	}
	if err := b.mark(line); err != nil {
		return nil, errors.Join(err, b.lines.close())
	}
	return b, nil
}

// End writes the last line, with the number of files seen and why the import ended early, if it did, and closes
// the ledger.
func (b *Batch) End(when time.Time, found int, why error) error {
	line := markLine{Mark: markEnd, Found: found, Time: rfc3339(when)}
	if why != nil {
		line.Error = why.Error()
	}
	return errors.Join(b.mark(line), b.Close())
}

func (b *Batch) mark(l markLine) error {
	line, err := json.Marshal(l)
	if err != nil {
		return fmt.Errorf("batch %s: %w", b.name, err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.lines.add(line); err != nil {
		return fmt.Errorf("batch %s: %w", b.name, err)
	}
	return nil
}

func rfc3339(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// NewBatch begins a ledger named after the time, without a first line.
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
	return &Batch{archive: a, name: name, lines: l}, nil
}

// Name is the batch's name, as Batches and Entries use it.
func (b *Batch) Name() string { return b.name }

// Add appends an entry, whose Time is now if it is empty. It is durable when Add returns, except that entries of known and skipped files may wait for
// the next other entry or for Close: they tell of nothing that was done.
func (b *Batch) Add(e Entry) error {
	line, err := e.line()
	if err != nil {
		return fmt.Errorf("batch %s: %w", b.name, err)
	}
	return b.add(e, line)
}

// line is the entry as it stands in the ledger.
func (e *Entry) line() ([]byte, error) {
	if e.Time == "" {
		e.Time = rfc3339(time.Now())
	}
	e.Path = strings.ToValidUTF8(e.Path, "\uFFFD")
	return json.Marshal(e)
}

func (b *Batch) add(e Entry, line []byte) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	err := b.lines.add(line)
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
		path, err := a.ledger(batch)
		if err != nil {
			yield(Entry{}, err)
			return
		}
		for l, err := range readLines(path, func(ledgerLine) error { return nil }) {
			if err != nil {
				err = fmt.Errorf("batch %s: %w", batch, err)
			} else if l.Mark != "" {
				continue
			}
			if !yield(l.Entry, err) {
				return
			}
		}
	}
}

// Delivered gives the ids of the documents that a batch brought in or met again, each once. ErrNotFound if there is no such
// batch; what of its ledger cannot be read is passed over.
func (a *Archive) Delivered(batch string) ([]string, error) {
	if _, err := a.ledger(batch); err != nil {
		return nil, err
	}
	var ids []string
	seen := map[string]bool{}
	for e, err := range a.Entries(batch) {
		if err == nil && validID(e.ID) && !seen[e.ID] {
			seen[e.ID] = true
			ids = append(ids, e.ID)
		}
	}
	return ids, nil
}

// ledger is the path of a batch's file, which is there.
func (a *Archive) ledger(batch string) (string, error) {
	path := a.path(batchesDir, batch+linesExt)
	if batch != filepath.Base(batch) || !exists(path) {
		return "", fmt.Errorf("batch %.80q: %w", batch, ErrNotFound)
	}
	return path, nil
}

// Head tells about the import whose ledger a batch is.
func (a *Archive) Head(batch string) (Head, error) {
	h := Head{Name: batch, Paths: []string{}}
	path, err := a.ledger(batch)
	if err != nil {
		return h, err
	}
	for l, err := range readLines(path, func(ledgerLine) error { return nil }) {
		if le := (*lineError)(nil); errors.As(err, &le) {
			continue // Verify tells it
		}
		if err != nil {
			return h, fmt.Errorf("batch %s: %w", batch, err)
		}
		h.take(l)
	}
	return h, nil
}

func (h *Head) take(l ledgerLine) {
	switch l.Mark {
	case markBegin:
		h.Begun, h.Paths = l.Time, list(l.Paths)
		if l.Made != nil {
			h.Made = made(*l.Made)
		}
	case markEnd:
		h.Ended, h.Found, h.Error = l.Time, l.Found, l.Error
	}
}
