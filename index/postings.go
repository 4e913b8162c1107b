package index

import (
	"context"
	"errors"
	"math"
	"slices"
	"sort"

	bindex "github.com/blevesearch/bleve_index_api"
)

// A matcher walks over the documents that match a part of a query, ascending by their number in the index. It is
// used by one goroutine, and closed with the search that made it.
type matcher interface {
	// seek gives the first document that is least or after it; none after the last. least never goes down.
	seek(least uint64) (uint64, error)
	// score tells how well the document at which seek stands matches: 0 and more.
	score() float64
	// cost is at most how many documents seek gives.
	cost() uint64
}

// none is the number of no document.
const none = math.MaxUint64

// list walks over the postings of one term.
type list struct {
	reader bindex.TermFieldReader
	doc    uint64 // where it stands
	began  bool
	post   bindex.TermFieldDoc
	id     bindex.IndexInternalID
	count  uint64
	weight float64 // of an occurrence, for words
}

// postings opens the postings of a term; nil if there are none.
func (s *session) postings(field, term string, places bool) (*list, error) {
	s.lists++
	ranked := places || field == bodyField || field == asideField || field == noiseField
	r, err := s.reader.TermFieldReader(context.Background(), []byte(term), field, ranked, ranked, places)
	if err != nil {
		return nil, err
	}
	n := r.Count()
	if n == 0 {
		return nil, r.Close()
	}
	s.open = append(s.open, r)
	return &list{reader: r, count: n}, nil
}

func (l *list) cost() uint64 { return l.count }

func (l *list) score() float64 { return 0 }

func (l *list) seek(least uint64) (uint64, error) {
	if l.began && l.doc >= least {
		return l.doc, nil
	}
	var p *bindex.TermFieldDoc
	var err error
	if !l.began && least == 0 || l.began && least == l.doc+1 {
		p, err = l.reader.Next(l.post.Reset())
	} else {
		l.id = bindex.NewIndexInternalID(l.id, least)
		p, err = l.reader.Advance(l.id, l.post.Reset())
	}
	if err != nil {
		return none, err
	}
	l.began = true
	if l.doc = none; p != nil {
		l.doc = p.ID.Value()
	}
	return l.doc, nil
}

// union walks over the documents of any of several lists.
type union struct {
	lists []*list // a heap by doc once began
	began bool
}

func (u *union) cost() uint64 {
	var n uint64
	for _, l := range u.lists {
		n += l.count
	}
	return n
}

func (u *union) score() float64 { return 0 }

func (u *union) seek(least uint64) (uint64, error) {
	if !u.began {
		u.began = true
		for _, l := range u.lists {
			if _, err := l.seek(least); err != nil {
				return none, err
			}
		}
		slices.SortFunc(u.lists, func(a, b *list) int { return compareDocs(a.doc, b.doc) })
	}
	for len(u.lists) > 0 && u.lists[0].doc < least {
		if _, err := u.lists[0].seek(least); err != nil {
			return none, err
		}
		u.sink()
	}
	if len(u.lists) == 0 {
		return none, nil
	}
	return u.lists[0].doc, nil
}

// sink brings the first list to its place in the heap.
func (u *union) sink() {
	for i := 0; ; {
		least := i
		for k := 2*i + 1; k <= 2*i+2 && k < len(u.lists); k++ {
			if u.lists[k].doc < u.lists[least].doc {
				least = k
			}
		}
		if least == i {
			return
		}
		u.lists[i], u.lists[least] = u.lists[least], u.lists[i]
		i = least
	}
}

// here calls f with every list that stands at the union's document.
func (u *union) here(f func(*list)) {
	if len(u.lists) > 0 {
		u.at(0, u.lists[0].doc, f)
	}
}

func (u *union) at(i int, doc uint64, f func(*list)) {
	if i >= len(u.lists) || u.lists[i].doc != doc {
		return
	}
	f(u.lists[i])
	u.at(2*i+1, doc, f)
	u.at(2*i+2, doc, f)
}

func compareDocs(a, b uint64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// all walks over the documents that all parts match and no part of not does.
type all struct {
	parts []matcher // cheapest first
	not   []matcher
}

func newAll(parts, not []matcher) matcher {
	if len(parts) == 1 && len(not) == 0 {
		return parts[0]
	}
	sort.SliceStable(parts, func(i, j int) bool { return parts[i].cost() < parts[j].cost() })
	return &all{parts, not}
}

func (a *all) cost() uint64 { return a.parts[0].cost() }

func (a *all) score() float64 {
	sum := 0.0
	for _, p := range a.parts {
		sum += p.score()
	}
	return sum
}

func (a *all) seek(least uint64) (uint64, error) {
again:
	for i := 0; i < len(a.parts); i++ {
		doc, err := a.parts[i].seek(least)
		if err != nil || doc == none {
			return none, err
		}
		if doc > least {
			if least = doc; i > 0 {
				goto again
			}
		}
	}
	for _, n := range a.not {
		doc, err := n.seek(least)
		if err != nil {
			return none, err
		}
		if doc == least {
			least++
			goto again
		}
	}
	return least, nil
}

// every walks over all documents.
type every struct {
	ids   bindex.DocIDReader
	doc   uint64
	began bool
	count uint64
}

func (e *every) cost() uint64 { return e.count }

func (e *every) score() float64 { return 0 }

func (e *every) seek(least uint64) (uint64, error) {
	for !e.began || e.doc < least {
		id, err := e.ids.Next()
		if err != nil {
			return none, err
		}
		e.began = true
		if e.doc = none; id != nil {
			e.doc = id.Value()
		}
	}
	return e.doc, nil
}

// unscored matches as another matcher does, without a score.
type unscored struct{ matcher }

func (unscored) score() float64 { return 0 }

// nothing matches no document.
type nothing struct{}

func (nothing) seek(uint64) (uint64, error) { return none, nil }
func (nothing) score() float64              { return 0 }
func (nothing) cost() uint64                { return 0 }

// session is the state of one search: a reader of the index as it is at one moment, and what was opened on it.
type session struct {
	reader   bindex.IndexReader
	open     []interface{ Close() error }
	lists    int // postings opened
	docs     uint64
	length   float64 // mean length of a body
	unlock   func()
	builders *builders
}

// session opens the index as it is now; it must be closed.
func (ix *Index) session() (s *session, err error) {
	ix.mu.RLock()
	defer func() {
		if err != nil {
			ix.mu.RUnlock()
		}
	}()
	advanced, err := ix.bleve.Advanced()
	if err != nil {
		return nil, err
	}
	r, err := advanced.Reader()
	if err != nil {
		return nil, err
	}
	s = &session{reader: r, builders: &ix.builders, unlock: ix.mu.RUnlock}
	if s.docs, err = r.DocCount(); err == nil {
		s.length, err = ix.meanLength()
	}
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return s, nil
}

// close closes what the search opened.
func (s *session) close() error {
	var errs []error
	for _, o := range s.open {
		errs = append(errs, o.Close())
	}
	errs = append(errs, s.reader.Close())
	s.unlock()
	return errors.Join(errs...)
}

func (s *session) everything() (matcher, error) {
	ids, err := s.reader.DocIDReaderAll()
	if err != nil {
		return nil, err
	}
	s.open = append(s.open, ids)
	return &every{ids: ids, count: s.docs}, nil
}
