package ingest

import (
	"fmt"

	"aktenkundig/archive"
	"aktenkundig/document"
)

// The outcomes of a file, as in the ledger. Every file that an import takes up ends in exactly one of them.
const (
	New         = archive.NewFile         // read and put into the archive
	Known       = archive.KnownFile       // was there already
	Quarantined = archive.QuarantinedFile // kept, but cannot be opened
	Skipped     = archive.SkippedFile     // not taken: a link, a device, a hidden or half-written file
	Failed      = archive.FailedFile      // the source could not be read
	Bound       = archive.BoundFile       // its pages are in documents that were bound, or separators
)

// Outcomes lists every outcome in the order in which reports show them.
func Outcomes() []string { return []string{New, Bound, Known, Quarantined, Skipped, Failed} }

// Summary counts what became of the files and pages of a run.
type Summary struct {
	Found    int                      `json:"found"`           // files seen so far by the walk
	Files    map[string]int           `json:"files"`           // by outcome
	Bound    int                      `json:"bound,omitempty"` // documents that were bound from pages of files
	Pages    map[document.Verdict]int `json:"pages"`           // of new documents, by verdict, and separators
	Problems int                      `json:"problems"`        // pages with a problem
	Expected int                      `json:"-"`               // during a run: files that will be found; 0 while not known
}

// Total is the number of files that have an outcome.
func (s Summary) Total() int {
	n := 0
	for _, k := range s.Files {
		n += k
	}
	return n
}

// PageTotal is the number of pages of the new documents, and of separators.
func (s Summary) PageTotal() int {
	n := 0
	for _, k := range s.Pages {
		n += k
	}
	return n
}

// Event is one thing that happened, in the form of `akte import --json`.
type Event struct {
	Event   string           `json:"event"` // "page", "file", "document" or "summary"
	Path    string           `json:"path,omitempty"`
	ID      string           `json:"id,omitempty"`
	Outcome string           `json:"outcome,omitempty"`
	Reason  string           `json:"reason,omitempty"` // why quarantined or skipped; what a note says
	Same    []string         `json:"samePixels,omitempty"`
	Near    []string         `json:"nearText,omitempty"`
	Page    int              `json:"page,omitempty"`
	Of      int              `json:"of,omitempty"` // pages of the document
	Verdict document.Verdict `json:"verdict,omitempty"`
	Problem string           `json:"problem,omitempty"`
	Summary *Summary         `json:"summary,omitempty"` // the state after this event; do not keep it
}

// Report takes events, one at a time. A nil Report is silent.
type Report func(Event)

// tell reports one event with the present counts.
func (r *run) tell(e Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.tellLocked(e)
}

func (r *run) tellLocked(e Event) {
	if r.Report == nil {
		return
	}
	e.Summary = &r.sum
	r.Report(e)
}

// count takes note of a file that the walk has found.
func (r *run) count() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sum.Found++
}

// done writes a file's outcome into ledger, summary and report, in one step.
func (r *run) done(e archive.Entry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.batch.Add(e); err != nil && r.failed == nil {
		r.failed = fmt.Errorf("write the ledger: %w", err)
	}
	r.tellFile(e)
}

// tellFile counts and reports the outcome of a file, or a bound document, which stands in the ledger.
func (r *run) tellFile(e archive.Entry) {
	event := "file"
	if !e.IsFile() {
		event = "document"
	}
	if event == "document" && e.Outcome == New {
		r.sum.Bound++
	} else {
		r.sum.Files[e.Outcome]++
	}
	r.tellLocked(Event{Event: event, Path: e.Path, ID: e.ID, Outcome: e.Outcome, Reason: e.Reason, Same: e.Same, Near: e.Near})
}

// read takes note of a page that is finished.
func (r *run) read(f *file, p document.Page) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sum.Pages[p.Verdict]++
	if p.Problem != "" {
		r.sum.Problems++
	}
	r.tellLocked(Event{
		Event: "page", Path: f.path, ID: f.id, Page: p.Number, Of: f.scan.Len(), Verdict: p.Verdict, Problem: p.Problem,
	})
}
