package graph

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"aktenkundig/document"
)

// Source is the archive as the graph follows it.
type Source interface {
	// Get gives a document with its rulings applied; an error that is fs.ErrNotExist says that there is none.
	Get(id string) (document.Document, error)
	// Changes gives the documents that changed since a position, each once, and the position to ask from next time; ""
	// is the place before everything.
	Changes(since string) (ids []string, now string, err error)
}

// Store is the graph's folder: facts.jsonl, a line for each document as it was when it last changed (the last one of
// a document holds), and state.json, how far the archive has been followed. One process syncs at a time; readers need
// no lock.
type Store struct{ dir string }

// New gives the store in a folder that need not be there yet.
func New(dir string) *Store { return &Store{dir} }

// state says how far facts.jsonl has come.
type state struct {
	Version int    `json:"version"` // of the form of Facts: another one is made anew
	Since   string `json:"since"`   // position in the archive's changes
	Size    int64  `json:"size"`    // bytes of facts.jsonl that count
	Lines   int    `json:"lines"`
	Stale   int    `json:"stale"` // lines that later ones replace, at most
}

const version = 1

func (s *Store) facts() string { return filepath.Join(s.dir, "facts.jsonl") }

// Sync follows the archive's changes. Documents whose record cannot be read are left out and named in damaged. It is
// safe to break off: what is not in state.json is done again.
func (s *Store) Sync(ctx context.Context, src Source) (damaged []error, err error) {
	unlock, err := s.lock()
	if err != nil {
		return nil, fmt.Errorf("graph: %w", err)
	}
	defer unlock()
	st := s.state()
	if st.Lines > 1000 && 2*st.Stale > st.Lines {
		st = state{Version: version} // mostly old lines: begin anew
	}
	ids, now, err := src.Changes(st.Since)
	if err != nil {
		return nil, fmt.Errorf("graph: %w", err)
	}
	if len(ids) == 0 && now == st.Since {
		return nil, nil
	}
	if st.Since != "" {
		st.Stale += len(ids)
	}
	if damaged, err = s.append(ctx, src, ids, &st); err != nil {
		return nil, fmt.Errorf("graph: %w", err)
	}
	st.Since = now
	if err := s.putState(st); err != nil {
		return nil, fmt.Errorf("graph: %w", err)
	}
	return damaged, nil
}

// append writes a line for each document behind the bytes that count.
func (s *Store) append(ctx context.Context, src Source, ids []string, st *state) (damaged []error, err error) {
	f, err := os.OpenFile(s.facts(), os.O_RDWR|os.O_CREATE, 0o640)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if err := f.Truncate(st.Size); err != nil {
		return nil, err
	}
	if _, err := f.Seek(st.Size, io.SeekStart); err != nil {
		return nil, err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	for _, id := range ids {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		facts := Facts{ID: id, Gone: true}
		d, err := src.Get(id)
		switch {
		case err == nil:
			facts = Of(&d)
		case !errors.Is(err, fs.ErrNotExist):
			damaged = append(damaged, err)
		}
		line, err := json.Marshal(facts)
		if err != nil {
			return nil, err
		}
		st.Size += int64(len(line)) + 1
		st.Lines++
		if _, err := w.Write(append(line, '\n')); err != nil {
			return nil, err
		}
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	return damaged, f.Sync()
}

// state is how far the store has come; the zero state if that cannot be told.
func (s *Store) state() state {
	var st state
	data, err := os.ReadFile(filepath.Join(s.dir, "state.json"))
	if err != nil || json.Unmarshal(data, &st) != nil || st.Version != version {
		return state{Version: version}
	}
	if info, err := os.Stat(s.facts()); err != nil || info.Size() < st.Size {
		return state{Version: version}
	}
	return st
}

// putState writes state.json whole.
func (s *Store) putState(st state) error {
	data, err := json.Marshal(st)
	if err != nil {
		return err
	}
	tmp := filepath.Join(s.dir, "state.tmp")
	if err := os.WriteFile(tmp, append(data, '\n'), 0o640); err != nil {
		return err
	}
	return os.Rename(tmp, filepath.Join(s.dir, "state.json"))
}

func (s *Store) lock() (unlock func(), err error) {
	if err := os.MkdirAll(s.dir, 0o750); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(s.dir, "lock"), os.O_RDWR|os.O_CREATE, 0o640)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != nil {
		f.Close()
		return nil, fmt.Errorf("lock: %w", err)
	}
	return func() { f.Close() }, nil
}

// longestLine bounds a line of facts; a document with more references than fit is no document.
const longestLine = 64 << 20

// each hands over the facts of every document that is there, in no order that means anything; with a reference only
// those of documents that name it. A line is parsed only if it may matter.
func (s *Store) each(ref string, use func(Facts)) error {
	f, err := os.Open(s.facts())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	size := s.state().Size
	last := map[string]int64{} // of each document that matters, where its last line begins
	needle := []byte(`"` + ref + `"`)
	if err := lines(io.LimitReader(f, size), func(at int64, id string, line []byte) error {
		if _, known := last[id]; known || ref == "" || bytes.Contains(line, needle) {
			last[id] = at
		}
		return nil
	}); err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return lines(io.LimitReader(f, size), func(at int64, id string, line []byte) error {
		if where, ok := last[id]; !ok || where != at {
			return nil
		}
		var facts Facts
		if err := json.Unmarshal(line, &facts); err != nil {
			return fmt.Errorf("facts.jsonl, byte %d: %w (delete the folder, it is made again)", at, err)
		}
		if !facts.Gone {
			use(facts)
		}
		return nil
	})
}

// lines hands over each line with its place and the document's id, which stands at a fixed place.
func lines(r io.Reader, use func(at int64, id string, line []byte) error) error {
	const prefix, length = len(`{"id":"`), 64
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 1<<16), longestLine)
	at := int64(0)
	for sc.Scan() {
		line := sc.Bytes()
		if len(line) < prefix+length {
			return fmt.Errorf("facts.jsonl, byte %d: too short (delete the folder, it is made again)", at)
		}
		if err := use(at, string(line[prefix:prefix+length]), line); err != nil {
			return err
		}
		at += int64(len(line)) + 1
	}
	return sc.Err()
}
