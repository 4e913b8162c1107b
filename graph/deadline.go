package graph

import (
	"cmp"
	"slices"
)

// State is what became of a deadline.
type State string

// The states of deadlines.
const (
	Open     State = "open"
	Answered State = "answered" // a later document names the paper
	Overdue  State = "overdue"  // the day has passed and no later document names it
)

// Deadline is what a document says is due, and what became of it.
type Deadline struct {
	Day        string `json:"day"`
	State      State  `json:"state"`
	Ref        string `json:"ref,omitempty"`
	ID         string `json:"id"` // of the document that sets it
	Name       string `json:"name"`
	Date       string `json:"date,omitempty"`
	Subject    string `json:"subject,omitempty"`
	Page       int    `json:"page"`
	AnsweredBy string `json:"answeredBy,omitempty"` // id
	AnsweredOn string `json:"answeredOn,omitempty"`
}

// Deadlines lists all deadlines by day, with their state on the given day. A document answers a deadline if it names
// the paper and is dated later than the one that set it; without both dates that cannot be told, and it does not.
// Documents that a reader may not see still answer, but are not named.
func (s *Store) Deadlines(on string, allow Allow) ([]Deadline, error) {
	var out []Deadline
	byRef := map[string][]int{}
	err := s.each("", func(f Facts) {
		if !allow.ok(f) {
			return
		}
		for _, d := range f.Deadlines {
			if d.Ref != "" {
				byRef[d.Ref] = append(byRef[d.Ref], len(out))
			}
			out = append(out, Deadline{Day: d.Day, Ref: d.Ref, ID: f.ID, Name: f.Name, Date: f.Date, Subject: f.Subject, Page: d.Page})
		}
	})
	if err != nil {
		return nil, err
	}
	err = s.each("", func(f Facts) {
		for _, m := range f.Mentions {
			for _, i := range byRef[m.Ref] {
				out[i].answer(f, allow.ok(f))
			}
		}
	})
	for i := range out {
		out[i].State = out[i].stateOn(on)
	}
	slices.SortFunc(out, func(a, b Deadline) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Ref, b.Ref), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return out, err
}

// answer notes f if it is the first document that answers d.
func (d *Deadline) answer(f Facts, named bool) {
	if f.ID == d.ID || f.Date == "" || d.Date == "" || f.Date <= d.Date || d.AnsweredOn != "" && d.AnsweredOn <= f.Date {
		return
	}
	d.AnsweredOn, d.AnsweredBy = f.Date, ""
	if named {
		d.AnsweredBy = f.ID
	}
}

func (d *Deadline) stateOn(day string) State {
	switch {
	case d.AnsweredOn != "":
		return Answered
	case d.Day < day:
		return Overdue
	}
	return Open
}
