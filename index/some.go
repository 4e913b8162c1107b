package index

import "sort"

// some walks over the documents that at least a number of parts match. It looks for them only in the lists of the
// cheapest parts: a document in none of those has too few.
type some struct {
	parts []matcher // cheapest first
	least int       // parts that must match
	at    []bool    // which parts match the document
	bonus float64
}

// newSome wants least of parts; a document that has more of them gains by bonus, a share of the whole score.
func newSome(parts []matcher, least int, bonus float64) matcher {
	sort.SliceStable(parts, func(i, j int) bool { return parts[i].cost() < parts[j].cost() })
	return &some{parts: parts, least: least, at: make([]bool, len(parts)), bonus: bonus}
}

func (s *some) leaders() int { return len(s.parts) - s.least + 1 }

func (s *some) cost() uint64 {
	var n uint64
	for _, p := range s.parts[:s.leaders()] {
		n += p.cost()
	}
	return n
}

func (s *some) seek(least uint64) (uint64, error) {
	for {
		doc := uint64(none)
		for i, p := range s.parts[:s.leaders()] {
			d, err := p.seek(least)
			if err != nil {
				return none, err
			}
			doc = min(doc, d)
			s.at[i] = false
		}
		if doc == none {
			return none, nil
		}
		n := 0
		for i, p := range s.parts {
			if n+len(s.parts)-i < s.least {
				break
			}
			d, err := p.seek(doc)
			if err != nil {
				return none, err
			}
			if s.at[i] = d == doc; s.at[i] {
				n++
			}
		}
		if n >= s.least {
			return doc, nil
		}
		least = doc + 1
	}
}

func (s *some) score() float64 {
	sum, n := 0.0, 0
	for i, p := range s.parts {
		if s.at[i] {
			sum += p.score()
			n++
		}
	}
	return sum * (1 + s.bonus*float64(n)/float64(len(s.parts)))
}

// maybe walks over the documents that must matches; what of the rest they match adds to their scores.
type maybe struct {
	must matcher
	rest []matcher
	at   []bool // which of the rest match the document
}

func newMaybe(must matcher, rest []matcher) matcher {
	return &maybe{must, rest, make([]bool, len(rest))}
}

func (m *maybe) cost() uint64 { return m.must.cost() }

func (m *maybe) seek(least uint64) (uint64, error) {
	doc, err := m.must.seek(least)
	if err != nil || doc == none {
		return none, err
	}
	for i, r := range m.rest {
		d, err := r.seek(doc)
		if err != nil {
			return none, err
		}
		m.at[i] = d == doc
	}
	return doc, nil
}

func (m *maybe) score() float64 {
	sum := m.must.score()
	for i, r := range m.rest {
		if m.at[i] {
			sum += r.score()
		}
	}
	return sum
}
