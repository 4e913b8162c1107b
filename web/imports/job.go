package imports

import (
	"context"
	"maps"
	"sync"
	"time"
)

// Job says what is to be read.
type Job struct {
	Paths     []string // files and folders
	Retry     []string // or: ids of originals in quarantine
	Passwords string   // a file with passwords to try, one a line; "" for none
}

// Event is one thing that happened, as `akte import --json` prints it (docs/format.md).
type Event struct {
	Event   string   `json:"event"` // "page", "file" or "summary"
	Path    string   `json:"path"`
	ID      string   `json:"id"`
	Outcome string   `json:"outcome"`
	Reason  string   `json:"reason"`
	Page    int      `json:"page"`
	Of      int      `json:"of"`
	Verdict string   `json:"verdict"`
	Problem string   `json:"problem"`
	Summary *Summary `json:"summary"`
}

// Summary counts what became of files and pages.
type Summary struct {
	Found    int            `json:"found"`
	Files    map[string]int `json:"files"`
	Pages    map[string]int `json:"pages"`
	Problems int            `json:"problems"`
}

// Run reads what a job names and reports events, one at a time; it ends when all is done or ctx ends.
type Run func(ctx context.Context, j Job, report func(Event)) error

// State is how the import stands that this house began last.
type State struct {
	Serial  int            `json:"serial"` // changes with everything that happens
	Running bool           `json:"running"`
	Begun   time.Time      `json:"begun,omitzero"`
	Total   int            `json:"total"` // files handed over, 0 if unknown
	Done    int            `json:"done"`  // files with an outcome
	Files   map[string]int `json:"files"` // by outcome
	Pages   int            `json:"pages"`
	Now     string         `json:"now,omitempty"` // what is being read
	Recent  []Line         `json:"recent"`        // the last files done, newest first
	Error   string         `json:"error,omitempty"`
}

// Line is a file that is done.
type Line struct {
	Path    string `json:"path"`
	ID      string `json:"id,omitempty"`
	Outcome string `json:"outcome"`
	Reason  string `json:"reason,omitempty"`
}

const maxRecent = 20

// board shows the state to everybody who watches. It is safe for concurrent use.
type board struct {
	mu      sync.Mutex
	state   State
	changed chan struct{} // closed at each change
}

func newBoard() *board { return &board{changed: make(chan struct{})} }

// look gives the state, and a channel that is closed once there is another.
func (b *board) look() (State, <-chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.state
	s.Files, s.Recent = maps.Clone(s.Files), append([]Line{}, s.Recent...)
	return s, b.changed
}

// alter changes the state.
func (b *board) alter(how func(*State)) {
	b.mu.Lock()
	defer b.mu.Unlock()
	how(&b.state)
	b.state.Serial++
	close(b.changed)
	b.changed = make(chan struct{})
}

// begin marks that an import begins; false if one is running.
func (b *board) begin(total int, now time.Time) bool {
	began := false
	b.alter(func(s *State) {
		if began = !s.Running; began {
			*s = State{Serial: s.Serial, Running: true, Begun: now.UTC(), Total: total, Files: map[string]int{}}
		}
	})
	return began
}

// take notes an event.
func (b *board) take(e Event) {
	b.alter(func(s *State) {
		switch e.Event {
		case "page":
			s.Now = e.Path
			s.Pages++
		case "file":
			s.Done++
			s.Files[e.Outcome]++
			s.Recent = append([]Line{{e.Path, e.ID, e.Outcome, e.Reason}}, s.Recent[:min(len(s.Recent), maxRecent-1)]...)
		}
	})
}

func (b *board) end(err error) {
	b.alter(func(s *State) {
		s.Running, s.Now = false, ""
		if err != nil {
			s.Error = err.Error()
		}
	})
}
