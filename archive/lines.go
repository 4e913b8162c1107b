package archive

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
)

// cancel is the ASCII control character CAN. A line that ends with it was torn by a crash or a full disk and closed
// off by whoever wrote next: nobody ever said it, and readers pass it over.
const cancel = 0x18

// lines is a file that grows by whole lines.
type lines struct {
	disk disk
	file *os.File
}

// appendTo opens or creates a file of lines. Several may append to one file, also from several processes.
func (d disk) appendTo(path string) (*lines, error) {
	if err := d.mkdir(filepath.Dir(path)); err != nil {
		return nil, err
	}
	if err := d.try("append", path); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, fileMode)
	if err != nil {
		return nil, err
	}
	l := &lines{disk: d, file: f}
	if info, err := f.Stat(); err == nil && info.Size() > 0 {
		return l, nil
	}
	if err := d.syncDir(filepath.Dir(path)); err != nil {
		f.Close()
		return nil, err
	}
	return l, nil
}

// add appends one line in a single write, after closing off a torn one.
func (l *lines) add(line []byte) error {
	end, err := l.end()
	if err != nil {
		return err
	}
	return l.write(append(append(end, line...), '\n'))
}

// seal closes off a torn line at the end.
func (l *lines) seal() error {
	end, err := l.end()
	if err != nil || len(end) == 0 {
		return err
	}
	return l.write(end)
}

func (l *lines) write(data []byte) error {
	if err := l.disk.try("write", l.file.Name()); err != nil {
		return err
	}
	_, err := l.file.Write(data)
	return err
}

// end is what the last line lacks to be whole or cancelled; nothing, as a rule.
func (l *lines) end() ([]byte, error) {
	info, err := l.file.Stat()
	if err != nil || info.Size() == 0 {
		return nil, err
	}
	const longest = 1 << 20
	n := min(info.Size(), longest)
	var last [1]byte
	if _, err := l.file.ReadAt(last[:], info.Size()-1); err != nil || last[0] == '\n' {
		return nil, err
	}
	tail := make([]byte, n)
	if _, err := l.file.ReadAt(tail, info.Size()-n); err != nil {
		return nil, err
	}
	tail = tail[bytes.LastIndexByte(tail, '\n')+1:]
	if json.Valid(tail) || validID(string(tail)) {
		return []byte{'\n'}, nil // only the line feed is missing
	}
	return []byte{cancel, '\n'}, nil
}

func (l *lines) sync() error {
	if err := l.disk.try("sync", l.file.Name()); err != nil {
		return err
	}
	return l.file.Sync()
}

func (l *lines) close() error { return l.file.Close() }

// appendLine adds one line to a file, durably.
func (d disk) appendLine(path string, line []byte) error {
	l, err := d.appendTo(path)
	if err != nil {
		return err
	}
	defer l.close()
	if err := l.add(line); err != nil {
		return err
	}
	return l.sync()
}

// sealFile closes off a torn last line of a file, if the file is there.
func (d disk) sealFile(path string) error {
	if _, err := os.Lstat(path); err != nil {
		return nil
	}
	l, err := d.appendTo(path)
	if err != nil {
		return err
	}
	defer l.close()
	if err := l.seal(); err != nil {
		return err
	}
	return l.sync()
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

// readLines gives the lines of a file, each a JSON value that passes check. A line that does not comes as a
// *lineError, and the reading goes on; any other error ends it. Cancelled lines are passed over. A missing file has
// no lines.
func readLines[T any](path string, check func(T) error) iter.Seq2[T, error] {
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
			line = bytes.TrimSuffix(line, []byte{'\n'})
			if len(line) > 0 && line[len(line)-1] != cancel && !yield(parseLine(n, line, check)) {
				return
			}
			if err == io.EOF {
				return
			}
		}
	}
}

func parseLine[T any](n int, line []byte, check func(T) error) (T, error) {
	var v T
	if err := json.Unmarshal(line, &v); err != nil {
		return v, &lineError{n, err}
	}
	if err := check(v); err != nil {
		return v, &lineError{n, err}
	}
	return v, nil
}
