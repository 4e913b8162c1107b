package account

import (
	"aktenkundig/archive"
	"aktenkundig/document"
)

// stacks are what files were bound from, in the order of the ledger.
type stacks struct {
	order []string
	tally map[string]*tally
	seen  map[string]bool // ids of files
}

// tally is what the ledger says of a stack.
type tally struct {
	path               string // of its first file
	sheets, separators int
}

// add takes in a file and tells whether its very bytes were there before.
func (s *stacks) add(e archive.Entry) (twice bool) {
	t := s.tally[e.Stack]
	if t == nil {
		if s.tally == nil {
			s.tally, s.seen = map[string]*tally{}, map[string]bool{}
		}
		t = &tally{path: e.Path}
		s.tally[e.Stack] = t
		s.order = append(s.order, e.Stack)
	}
	t.sheets += e.Sheets
	t.separators += e.Pages[document.Separator]
	if e.Pages[document.Separator] == e.Sheets { // separator sheets are meant to be alike
		return false
	}
	twice = s.seen[e.ID]
	s.seen[e.ID] = true
	return twice
}

// endStacks compares what the ledger says of stacks with their bindings, and these with their documents.
func (m *maker) endStacks() {
	for _, id := range m.stacks.order {
		t := m.stacks.tally[id]
		b, err := m.archive.Binding(id)
		if err == nil {
			err = m.archive.Balanced(b)
		}
		if err != nil {
			m.differ("%s: what became of its pages cannot be told: %v", t.path, err)
			continue
		}
		m.PagesOut += b.Separators()
		m.Verdicts[document.Separator] += b.Separators()
		if len(b.Sheets) != t.sheets || b.Separators() != t.separators {
			m.differ("%s: %d pages and %d separators went in, the binding has %d and %d", t.path, t.sheets, t.separators, len(b.Sheets), b.Separators())
		}
		for _, d := range b.Documents {
			if !m.archive.Has(d) {
				m.differ("%s: %.12s, a document of its pages, has not been read yet", t.path, d)
			}
		}
	}
}
