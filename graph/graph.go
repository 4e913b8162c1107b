// Package graph knows how the documents of an archive hang together: which paper names which, in which role, what is
// due and whether it was answered. It keeps a file of facts, one line a document, that follows the archive's log of
// changes and can be deleted at any time.
package graph

import (
	"cmp"
	"slices"

	"aktenkundig/document"
)

// Facts are what the graph keeps of a document.
type Facts struct {
	ID        string    `json:"id"` // first, so that a line tells its document without being parsed
	Gone      bool      `json:"gone,omitempty"`
	Name      string    `json:"name,omitempty"`
	Date      string    `json:"date,omitempty"` // 2006-01-02; "" if the document does not say
	Kind      string    `json:"kind,omitempty"`
	Subject   string    `json:"subject,omitempty"`
	Secret    bool      `json:"secret,omitempty"` // confidential, or it cannot be told
	Mentions  []Mention `json:"mentions,omitempty"`
	Deadlines []Due     `json:"deadlines,omitempty"`
}

// Mention is one reference that a document names, in the most telling role that it has there.
type Mention struct {
	Ref   string  `json:"ref"`
	Type  string  `json:"type,omitempty"` // of the reference: motion, session, …
	Role  Role    `json:"role"`
	Page  int     `json:"page"` // where it first has that role, from 1
	Score float64 `json:"score"`
}

// Due is one deadline that a document sets.
type Due struct {
	Day  string `json:"day"`           // 2006-01-02
	Ref  string `json:"ref,omitempty"` // the paper it is the deadline of
	Page int    `json:"page"`
}

// Role is what a document has to do with a reference.
type Role string

// The roles, most telling first.
const (
	Self     Role = "self"     // it is that paper
	Minutes  Role = "minutes"  // it records that session
	Report   Role = "report"   // it reports on it: a follow-up
	Decision Role = "decision" // it stands in the text of the resolution
	Names    Role = "mention"
)

func roles() []Role { return []Role{Self, Minutes, Report, Decision, Names} }

// believed is the least score of a field that counts.
const believed = 0.5

// Of gives the facts of a document: what its fields say with a score of at least one half.
func Of(d *document.Document) Facts {
	level := d.Level()
	f := Facts{ID: d.ID, Name: d.Source.Name, Secret: level == document.LevelConfidential || level == document.LevelUnclear}
	own := ""
	for _, x := range d.Fields {
		if x.Score < believed {
			continue
		}
		switch x.Name {
		case "date":
			f.Date = x.Value
		case "kind":
			f.Kind = x.Value
		case "subject":
			f.Subject = x.Value
		case "own-reference":
			own = x.Value
		case "deadline":
			f.Deadlines = append(f.Deadlines, Due{x.Value, x.Type, x.Page})
		}
	}
	for _, x := range d.Fields {
		if x.Name == "reference" && x.Score >= believed {
			f.mention(Mention{x.Value, x.Type, role(d, x, own, f.Kind), x.Page, x.Score})
		}
	}
	return f
}

// mention adds m, or puts it in the place of the same reference in a less telling role.
func (f *Facts) mention(m Mention) {
	i := slices.IndexFunc(f.Mentions, func(o Mention) bool { return o.Ref == m.Ref })
	switch {
	case i < 0:
		f.Mentions = append(f.Mentions, m)
	case slices.Index(roles(), m.Role) < slices.Index(roles(), f.Mentions[i].Role):
		f.Mentions[i] = m
	}
}

// role tells what a document has to do with one of its references.
func role(d *document.Document, ref document.Field, own, kind string) Role {
	switch {
	case ref.Value == own && slices.Contains([]string{"Beschlusskontrolle", "follow-up", "Stellungnahme", "Hausmitteilung", "memo", "Brief", "letter"}, kind):
		return Report
	case ref.Value == own && ref.Type == "session":
		return Minutes
	case ref.Value == own:
		return Self
	}
	for _, x := range d.Fields {
		if x.Name == "decision" && x.Page == ref.Page && slices.ContainsFunc(ref.Words, func(w int) bool { return slices.Contains(x.Words, w) }) {
			return Decision
		}
	}
	return Names
}

// Allow says whether a reader may see a document; nil allows all.
type Allow func(Facts) bool

func (a Allow) ok(f Facts) bool { return a == nil || a(f) }

// Event is one document in the life of a paper.
type Event struct {
	Ref     string  `json:"ref"`
	Type    string  `json:"type,omitempty"`
	Date    string  `json:"date,omitempty"` // of the document
	Role    Role    `json:"role"`
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	Kind    string  `json:"kind,omitempty"`
	Subject string  `json:"subject,omitempty"`
	Page    int     `json:"page"`
	Score   float64 `json:"score"`
}

// Life gives the documents that name ref, by date; those without one come last.
func (s *Store) Life(ref string, allow Allow) ([]Event, error) {
	var out []Event
	err := s.each(ref, func(f Facts) {
		for _, m := range f.Mentions {
			if m.Ref == ref && allow.ok(f) {
				out = append(out, event(f, m))
			}
		}
	})
	slices.SortFunc(out, byDate)
	return out, err
}

// All gives every mention of every document, by reference and date.
func (s *Store) All(allow Allow) ([]Event, error) {
	var out []Event
	err := s.each("", func(f Facts) {
		for _, m := range f.Mentions {
			if allow.ok(f) {
				out = append(out, event(f, m))
			}
		}
	})
	slices.SortFunc(out, func(a, b Event) int { return cmp.Or(cmp.Compare(a.Ref, b.Ref), byDate(a, b)) })
	return out, err
}

func event(f Facts, m Mention) Event {
	return Event{m.Ref, m.Type, f.Date, m.Role, f.ID, f.Name, f.Kind, f.Subject, m.Page, m.Score}
}

func byDate(a, b Event) int {
	if (a.Date == "") != (b.Date == "") {
		return cmp.Compare(b.Date, a.Date)
	}
	return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Page, b.Page))
}

// Missing is a number that is cited though its paper is not in the archive.
type Missing struct {
	Ref   string `json:"ref"`
	Type  string `json:"type,omitempty"`
	Cited int    `json:"cited"` // by so many documents
	First string `json:"first,omitempty"`
	Last  string `json:"last,omitempty"` // dates of the citing documents
}

// Missing lists the numbers that documents cite and of which no document is the paper or the minutes, most cited first.
func (s *Store) Missing(allow Allow) ([]Missing, error) {
	cited := map[string]*Missing{}
	here := map[string]bool{}
	err := s.each("", func(f Facts) {
		for _, m := range f.Mentions {
			if m.Role == Self || m.Role == Minutes {
				here[m.Ref] = true
			}
			if !allow.ok(f) {
				continue
			}
			c := cited[m.Ref]
			if c == nil {
				c = &Missing{Ref: m.Ref, Type: m.Type}
				cited[m.Ref] = c
			}
			c.Cited++
			if f.Date != "" {
				c.Last = max(c.Last, f.Date)
				if c.First == "" || f.Date < c.First {
					c.First = f.Date
				}
			}
		}
	})
	var out []Missing
	for ref, m := range cited {
		if !here[ref] {
			out = append(out, *m)
		}
	}
	slices.SortFunc(out, func(a, b Missing) int { return cmp.Or(cmp.Compare(b.Cited, a.Cited), cmp.Compare(a.Ref, b.Ref)) })
	return out, err
}
