package web

import (
	"net/http"
	"slices"

	"aktenkundig/graph"
	"aktenkundig/internal/table"
	"aktenkundig/web/ui"
)

// paperPage tells the life of a paper.
type paperPage struct {
	Ref    string
	Type   string
	Years  []year
	Count  int
	Absent bool // it is cited, and not in the archive
	Due    []graph.Deadline
	Next   *graph.Deadline // the next that is not answered
}

// year is a stretch of a time line; "" for documents without a date.
type year struct {
	Year   string
	Events []graph.Event
}

// paper serves /ref/A0293/21.
func (rm *room) paper(w http.ResponseWriter, r *http.Request) {
	ref := r.PathValue("ref")
	if rm.shelf.Canonical != nil {
		ref = rm.shelf.Canonical(ref)
	}
	life, err := rm.shelf.Life(r.Context(), ref)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	if len(life) == 0 {
		ui.Problem(w, r, http.StatusNotFound, ui.Language(r).T("paper.none", ref))
		return
	}
	p := paperPage{Ref: ref, Count: len(life), Absent: true}
	for _, e := range life {
		if e.Role == graph.Self || e.Role == graph.Minutes {
			p.Absent = false
		}
		if p.Type == "" {
			p.Type = e.Type
		}
		y := ""
		if len(e.Date) >= 4 {
			y = e.Date[:4]
		}
		if len(p.Years) == 0 || p.Years[len(p.Years)-1].Year != y {
			p.Years = append(p.Years, year{Year: y})
		}
		last := &p.Years[len(p.Years)-1]
		last.Events = append(last.Events, e)
	}
	due, err := rm.shelf.Deadlines(r.Context(), today())
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	for _, d := range due {
		if d.Ref == ref {
			p.Due = append(p.Due, d)
		}
	}
	if i := slices.IndexFunc(p.Due, func(d graph.Deadline) bool { return d.State != graph.Answered }); i >= 0 {
		p.Next = &p.Due[i]
	}
	rm.pages.Render(w, r, http.StatusOK, "paper", p)
}

// missing lists the papers that are cited and not there.
func (rm *room) missing(w http.ResponseWriter, r *http.Request) {
	all, err := rm.shelf.Missing(r.Context())
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	rm.pages.Render(w, r, http.StatusOK, "missing", all)
}

// deadlinesPage lists what is due.
type deadlinesPage struct {
	State  string // "" is all
	States []choice
	Months []month
	Count  int
	Feed   string // query of the same list as calendar and CSV
}

// month is a stretch of the list, "2025-03".
type month struct {
	Month string
	Due   []graph.Deadline
}

// due gives the deadlines that a request asks for: all, or those of one state.
func (rm *room) due(r *http.Request) (state graph.State, chosen []graph.Deadline, counts map[graph.State]int, err error) {
	all, err := rm.shelf.Deadlines(r.Context(), today())
	if err != nil {
		return "", nil, nil, err
	}
	state = graph.State(r.FormValue("state"))
	if !slices.Contains(states(), state) {
		state = ""
	}
	counts = map[graph.State]int{"": len(all)}
	for _, d := range all {
		counts[d.State]++
		if state == "" || d.State == state {
			chosen = append(chosen, d)
		}
	}
	if state != graph.Open { // what is still to come stands by its day; of what is past the last stands first
		slices.Reverse(chosen)
	}
	return state, chosen, counts, nil
}

func states() []graph.State { return []graph.State{graph.Overdue, graph.Open, graph.Answered} }

// deadlines serves the list as a page.
func (rm *room) deadlines(w http.ResponseWriter, r *http.Request) {
	state, list, counts, err := rm.due(r)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	p := deadlinesPage{State: string(state), Count: len(list)}
	for _, s := range append([]graph.State{""}, states()...) {
		c := choice{Text: "state.all", URL: "/deadlines", Count: counts[s], On: s == state}
		if s != "" {
			c.Text, c.URL = "state."+string(s), "/deadlines?state="+string(s)
		}
		p.States = append(p.States, c)
	}
	if state != "" {
		p.Feed = "?state=" + string(state)
	}
	for _, d := range list {
		m := d.Day[:min(7, len(d.Day))]
		if len(p.Months) == 0 || p.Months[len(p.Months)-1].Month != m {
			p.Months = append(p.Months, month{Month: m})
		}
		last := &p.Months[len(p.Months)-1]
		last.Due = append(last.Due, d)
	}
	rm.pages.Render(w, r, http.StatusOK, "deadlines", p)
}

// deadlinesCSV serves the list as a table.
func (rm *room) deadlinesCSV(w http.ResponseWriter, r *http.Request) {
	_, list, _, err := rm.due(r)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	attach(w, "text/csv; charset=utf-8", ui.Language(r).T("deadlines.file")+".csv")
	if err := table.CSV(w, graph.Rows(list)); err != nil {
		broken(r, err)
	}
}

// deadlinesFeed serves what is not answered as a calendar, to be subscribed to.
func (rm *room) deadlinesFeed(w http.ResponseWriter, r *http.Request) {
	_, list, _, err := rm.due(r)
	if err != nil {
		ui.Fail(w, r, err)
		return
	}
	attach(w, "text/calendar; charset=utf-8", ui.Language(r).T("deadlines.file")+".ics")
	if err := graph.Calendar(w, list, today()); err != nil {
		broken(r, err)
	}
}
