package archive

import (
	"bufio"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
	"strings"

	crand "crypto/rand"
)

// Position is a place in the log of changes, for the index to keep with what it has taken in. Its content is
// nobody else's business; "" is the place before everything.
type Position string

// The log starts with a line "akte-changes GENERATION"; every other line is the id of a document whose record or
// rulings changed. A log that was lost begins anew with another generation.
const logHead = "akte-changes "

// log notes that a document changed, durably.
func (a *Archive) log(id string) error {
	if err := a.ensureLog(); err != nil {
		return err
	}
	return a.disk.appendLine(a.path(logFile), []byte(id))
}

// ensureLog makes an empty log where there is none.
func (a *Archive) ensureLog() error {
	if _, err := os.Stat(a.path(logFile)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	var generation [16]byte
	_, _ = crand.Read(generation[:]) // never fails, see its documentation
	t, err := a.temp(fileMode)
	if err != nil {
		return err
	}
	defer t.discard()
	if _, err := t.Write([]byte(logHead + hex.EncodeToString(generation[:]) + "\n")); err != nil {
		return err
	}
	return t.commitNew(a.path(logFile))
}

// mendLog makes a log where there is none that can be used.
func (a *Archive) mendLog() error {
	f, err := os.Open(a.path(logFile))
	if err == nil {
		_, ok := generation(f)
		f.Close()
		if ok {
			return a.disk.sealFile(a.path(logFile))
		}
		err = a.disk.remove(a.path(logFile))
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return a.ensureLog()
}

// Changes gives the documents whose record or rulings changed since a position, each once, and the position to ask
// from next time. From "", or if the log is not the one the position is from, it gives every document that has a
// record. A document may be named that did not change after all, and one whose record somebody deleted.
// The time it takes goes by what changed, not by the size of the archive.
func (a *Archive) Changes(since Position) (ids []string, now Position, err error) {
	f, err := os.Open(a.path(logFile))
	if errors.Is(err, fs.ErrNotExist) {
		ids, err = a.all()
		return ids, "", err
	}
	if err != nil {
		return nil, "", fmt.Errorf("changes: %w", err)
	}
	defer f.Close()
	ids, now, err = a.changes(f, since)
	if err != nil {
		return nil, "", fmt.Errorf("changes: %w", err)
	}
	return ids, now, nil
}

func (a *Archive) changes(f *os.File, since Position) ([]string, Position, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, "", err
	}
	generation, ok := generation(f)
	if !ok {
		ids, err := a.all()
		return ids, "", err
	}
	from, known := since.offset(generation)
	if !known || from < 0 || from > info.Size() {
		// The place first, the documents after it: what changes between the two is then named twice, not missed.
		_, end, err := readLog(f, 0, info.Size())
		if err != nil {
			return nil, "", err
		}
		ids, err := a.all()
		return ids, position(generation, end), err
	}
	ids, end, err := readLog(f, from, info.Size())
	return ids, position(generation, end), err
}

// generation reads the first line of the log.
func generation(f *os.File) (string, bool) {
	head, err := bufio.NewReader(io.NewSectionReader(f, 0, 128)).ReadString('\n')
	g, ok := strings.CutPrefix(strings.TrimSuffix(head, "\n"), logHead)
	return g, err == nil && ok
}

func position(generation string, offset int64) Position {
	return Position(generation + ":" + strconv.FormatInt(offset, 10))
}

func (p Position) offset(generation string) (int64, bool) {
	of, at, _ := strings.Cut(string(p), ":")
	n, err := strconv.ParseInt(at, 10, 64)
	return n, err == nil && of == generation
}

// readLog gives the ids in the lines that begin at byte from and end before to, each once, and where the last whole
// line ends. Torn lines are passed over.
func readLog(f *os.File, from, to int64) (ids []string, end int64, err error) {
	seen := map[string]bool{}
	r := bufio.NewReader(io.NewSectionReader(f, from, to-from))
	for end = from; ; {
		line, err := r.ReadString('\n')
		if err == io.EOF {
			return ids, end, nil
		}
		if err != nil {
			return nil, 0, err
		}
		end += int64(len(line))
		id := strings.TrimSuffix(line, "\n")
		if validID(id) && !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
}
