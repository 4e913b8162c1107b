package archive

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"

	"aktenkundig/document"
)

// Rule appends a ruling to those of a document that has a record, durably, and logs the change. Rulings may be
// appended by several processes at once.
func (a *Archive) Rule(id string, r document.Ruling) error {
	if err := a.rule(id, r); err != nil {
		return fmt.Errorf("rule on %s: %w", short(id), err)
	}
	return nil
}

func (a *Archive) rule(id string, r document.Ruling) error {
	if !a.Has(id) {
		return ErrNotFound
	}
	if err := checkRuling(r); err != nil {
		return err
	}
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	m, err := a.begin(id, markRule, nil)
	if err != nil {
		return err
	}
	defer m.abandon()
	if err := a.disk.appendLine(a.file(rulingsDir, id, linesExt), line); err != nil {
		return err
	}
	if err := a.follow(id, false); err != nil {
		return err
	}
	return m.done()
}

func checkRuling(r document.Ruling) error {
	switch {
	case r.Page < 1:
		return fmt.Errorf("page %d: pages are numbered from 1", r.Page)
	case r.Box.Empty():
		return fmt.Errorf("box %v is empty", r.Box)
	case r.Verb != document.Keep && r.Verb != document.Hide && r.Verb != document.Withdraw:
		return fmt.Errorf("unknown verb %.40q", r.Verb)
	}
	return nil
}

// Rulings gives the rulings on a document, oldest first; none is no error. A torn or senseless line is passed over;
// Verify tells it.
func (a *Archive) Rulings(id string) ([]document.Ruling, error) {
	if !validID(id) {
		return nil, fmt.Errorf("rulings on %s: %w", short(id), ErrNotFound)
	}
	var rulings []document.Ruling
	for r, err := range readLines[document.Ruling](a.file(rulingsDir, id, linesExt)) {
		if err == nil {
			err = checkRuling(r)
		}
		if le := (*lineError)(nil); errors.As(err, &le) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("rulings on %s: %w", short(id), err)
		}
		rulings = append(rulings, r)
	}
	return rulings, nil
}

// lineError is a line of a file that cannot be made sense of.
type lineError struct {
	line int // from 1
	err  error
}

// Error implements error.
func (e *lineError) Error() string { return fmt.Sprintf("line %d: %v", e.line, e.err) }

// Unwrap gives what is wrong with the line.
func (e *lineError) Unwrap() error { return e.err }

// readLines gives the lines of a file, each a JSON object. A line that is none comes as a *lineError, and the
// reading goes on; any other error ends it. A missing file has no lines.
func readLines[T any](path string) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		f, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			return
		}
		if err != nil {
			yield(none, err)
			return
		}
		defer f.Close()
		r := bufio.NewReader(f)
		for n := 1; ; n++ {
			line, err := r.ReadBytes('\n')
			if err != nil && err != io.EOF {
				yield(none, err)
				return
			}
			if len(line) > 0 {
				v, lineErr := parseLine[T](n, line)
				if !yield(v, lineErr) {
					return
				}
			}
			if err == io.EOF {
				return
			}
		}
	}
}

func parseLine[T any](n int, line []byte) (T, error) {
	var v T
	if err := json.Unmarshal(line, &v); err != nil {
		return v, &lineError{n, err}
	}
	return v, nil
}
