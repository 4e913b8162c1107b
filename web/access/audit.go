package access

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

const auditFile = "audit.jsonl"

// Act is one line of the log of who did what.
type Act struct {
	Time  time.Time `json:"time"`
	Who   string    `json:"who"`
	From  string    `json:"from,omitempty"`  // the address
	What  string    `json:"what"`            // "login", "rule", "import", …
	About string    `json:"about,omitempty"` // a document's id, a user's name, …
	Note  string    `json:"note,omitempty"`
}

// Log is the log of who did what. It only grows; its methods may be called from several goroutines and processes.
type Log struct {
	path string
	now  func() time.Time
	mu   sync.Mutex
}

// OpenLog names the log in a folder, which need not be there.
func OpenLog(dir string) *Log { return &Log{path: filepath.Join(dir, auditFile), now: time.Now} }

// Add appends an act, durably, whose Time is now if it is zero.
func (l *Log) Add(a Act) error {
	if a.Time.IsZero() {
		a.Time = l.now()
	}
	a.Time = a.Time.UTC().Truncate(time.Second)
	line, err := json.Marshal(a)
	if err != nil {
		return fmt.Errorf("audit log: %w", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.append(append(line, '\n')); err != nil {
		return fmt.Errorf("audit log: %w", err)
	}
	return nil
}

func (l *Log) append(line []byte) error {
	if err := os.MkdirAll(filepath.Dir(l.path), dirMode); err != nil {
		return err
	}
	f, err := os.OpenFile(l.path, os.O_RDWR|os.O_APPEND|os.O_CREATE, fileMode)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := unix.Flock(int(f.Fd()), unix.LOCK_EX); err != nil {
		return err
	}
	if err := closeTorn(f, &line); err != nil {
		return err
	}
	if _, err := f.Write(line); err != nil {
		return err
	}
	return f.Sync()
}

// closeTorn puts a line feed before the line if a crash tore the last one.
func closeTorn(f *os.File, line *[]byte) error {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return err
	}
	last := make([]byte, 1)
	if _, err := f.ReadAt(last, info.Size()-1); err != nil {
		return err
	}
	if last[0] != '\n' {
		*line = append([]byte{'\n'}, *line...)
	}
	return nil
}

// Last gives the newest acts, newest first, at most n. Lines that a crash tore are passed over.
func (l *Log) Last(n int) ([]Act, error) {
	f, err := os.Open(l.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("audit log: %w", err)
	}
	defer f.Close()
	const most = 1 << 20 // bytes read from the end
	if info, err := f.Stat(); err == nil && info.Size() > most {
		if _, err := f.Seek(-most, io.SeekEnd); err != nil {
			return nil, fmt.Errorf("audit log: %w", err)
		}
	}
	var all []Act
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, most)
	for lines.Scan() {
		var a Act
		if json.Unmarshal(lines.Bytes(), &a) == nil && a.What != "" {
			all = append(all, a)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("audit log: %w", err)
	}
	out := make([]Act, 0, min(n, len(all)))
	for i := len(all) - 1; i >= 0 && len(out) < n; i-- {
		out = append(out, all[i])
	}
	return out, nil
}
