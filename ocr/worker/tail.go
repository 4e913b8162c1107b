package worker

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

const (
	maxStderr = 64 << 10 // bytes kept of what a child says during one page; the trace of a crash has about 20 kB
	maxGist   = 200      // bytes of it that go into an error
)

// tail keeps the last maxStderr bytes of what a child says on stderr. Its methods may be called at the same time.
type tail struct {
	mu    sync.Mutex
	bytes []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.bytes = append(t.bytes, p[max(0, len(p)-maxStderr):]...)
	if extra := len(t.bytes) - maxStderr; extra > 0 {
		t.bytes = t.bytes[:copy(t.bytes, t.bytes[extra:])]
	}
	return len(p), nil
}

func (t *tail) reset() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.bytes = t.bytes[:0]
}

// cause is the line in which the Go runtime says why it gives up; a trace of many lines follows.
var cause = regexp.MustCompile(`(?m)^(panic: |fatal error: |SIG[A-Z]+: ).*$`)

// gist is the line that says most: the cause if Go gives one, or else the last line; empty if nothing was said.
func (t *tail) gist() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	said := strings.TrimSpace(strings.ToValidUTF8(string(t.bytes), "\ufffd"))
	line := cause.FindString(said)
	if line == "" {
		line = said[strings.LastIndexByte(said, '\n')+1:]
	}
	if len(line) > maxGist {
		line = line[:maxGist]
		for !utf8.ValidString(line) {
			line = line[:len(line)-1]
		}
		line += "…"
	}
	return line
}
