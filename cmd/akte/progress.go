package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	gosync "sync"
	"time"
	"unicode"

	"aktenkundig/document"
	"aktenkundig/ingest"

	"golang.org/x/term"
)

// progress is one line on a terminal that is written anew; anywhere else it stays silent.
type progress struct {
	mu    gosync.Mutex
	w     io.Writer
	on    bool
	pace  pace
	state string // the line as it would be, also where none is drawn
	drawn time.Time
	width int
}

// drawEvery keeps the line readable and cheap.
const drawEvery = 200 * time.Millisecond

func newProgress(w io.Writer) *progress {
	return &progress{w: w, on: isTerminal(w), pace: newPace(time.Now())}
}

func isTerminal(w io.Writer) bool {
	if o, ok := w.(*output); ok {
		w = o.w
	}
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// draw shows how far an import is.
func (p *progress) draw(s ingest.Summary) {
	p.pace.take(time.Now(), s)
	text := importLine(s, &p.pace)
	p.mu.Lock()
	p.state = text
	p.mu.Unlock()
	p.note(text)
}

// now says how far the import is, on a terminal or not.
func (p *progress) now() {
	p.mu.Lock()
	text := p.state
	p.mu.Unlock()
	p.say("%s", first(text, "no file is done yet"))
}

// note shows text in the line, unless it was written a moment ago.
func (p *progress) note(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.on || time.Since(p.drawn) < drawEvery {
		return
	}
	p.drawn = time.Now()
	p.put(text)
}

// importLine is files, pages, pages a minute, failures and the time left.
func importLine(s ingest.Summary, p *pace) string {
	found, done := max(s.Found, s.Expected), s.Total()
	text := fmt.Sprintf("%d of %s · %s", done, plural(found, "file"), plural(s.PageTotal(), "page"))
	if rate := p.pagesPerMinute(); rate > 0 {
		text += fmt.Sprintf(" · %.0f pages/min", rate)
	}
	for _, outcome := range []string{ingest.Quarantined, ingest.Failed} {
		if n := s.Files[outcome]; n > 0 {
			text += fmt.Sprintf(" · %d %s", n, outcome)
		}
	}
	if s.Problems > 0 {
		text += fmt.Sprintf(" · %s with a problem", plural(s.Problems, "page"))
	}
	if left, ok := p.left(); ok {
		text += " · " + clock(left) + " left"
	}
	return text
}

// clock writes a duration as 0:07, 12:30 or 3:05:00.
func clock(d time.Duration) string {
	s := int(d.Seconds())
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// put overwrites the line.
func (p *progress) put(text string) {
	n := len([]rune(text))
	fmt.Fprint(p.w, "\r", text, strings.Repeat(" ", max(0, p.width-n)))
	p.width = n
}

// say prints a message of its own line, on a terminal or not.
func (p *progress) say(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	fmt.Fprintln(p.w, "akte: "+printable(fmt.Sprintf(format, args...)))
}

// printable keeps control characters of strangers' file names and texts from the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return '\uFFFD'
	}, s)
}

// end takes the line away.
func (p *progress) end() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
}

func (p *progress) clear() {
	if p.width > 0 {
		fmt.Fprint(p.w, "\r", strings.Repeat(" ", p.width), "\r")
		p.width = 0
	}
}

// reporter turns the events of an import into a progress line and messages, or into JSON.
func reporter(out io.Writer, line *progress, asJSON bool) ingest.Report {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	return func(e ingest.Event) {
		sum := *e.Summary
		if asJSON {
			if e.Event != "summary" {
				e.Summary = nil
			}
			enc.Encode(e)
		} else {
			tell(line, e)
		}
		line.draw(sum)
	}
}

// tell says what a person must know now: files that were not taken and pages that were not read.
func tell(line *progress, e ingest.Event) {
	switch {
	case e.Event == "page" && e.Problem != "":
		line.say("%s: page %d: %s", e.Path, e.Page, e.Problem)
	case e.Event != "file" && e.Event != "document":
	case e.Outcome == ingest.Quarantined || e.Outcome == ingest.Failed:
		line.say("%s: %s: %s", e.Path, e.Outcome, e.Reason)
	case e.Outcome == ingest.Skipped && e.Reason != ingest.TruthFile:
		line.say("%s: skipped: %s", e.Path, e.Reason)
	case e.Outcome == ingest.New && e.Reason != "":
		line.say("%s: %s", e.Path, e.Reason)
	}
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// counts lists the numbers above zero in the given order: "3 new, 1 known".
func counts(n map[string]int, order []string) string {
	var parts []string
	for _, k := range order {
		if n[k] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[k], k))
		}
	}
	if parts == nil {
		return "none"
	}
	return strings.Join(parts, ", ")
}

func verdictCounts(n map[document.Verdict]int) string {
	byName, order := map[string]int{}, []string{}
	for _, v := range append(document.Verdicts(), document.Separator) {
		byName[string(v)] = n[v]
		order = append(order, string(v))
	}
	return counts(byName, order)
}
