package index

import (
	"slices"
	"strings"
	"time"
)

// termsIn opens the documents that have any of some keywords.
func termsIn(field string, keywords ...string) func(*session) (matcher, error) {
	return func(s *session) (matcher, error) {
		var u union
		for _, k := range keywords {
			l, err := s.postings(field, k, false)
			if err != nil {
				return nil, err
			}
			if l != nil {
				u.lists = append(u.lists, l)
			}
		}
		switch len(u.lists) {
		case 0:
			return nothing{}, nil
		case 1:
			return u.lists[0], nil
		}
		return &u, nil
	}
}

// maxKeywords is how many keywords a beginning may stand for.
const maxKeywords = 2000

// beginsIn opens the documents that have a keyword which begins so.
func beginsIn(field, begin string) func(*session) (matcher, error) {
	return func(s *session) (matcher, error) {
		dict, err := s.reader.FieldDictPrefix(field, []byte(begin))
		if err != nil {
			return nil, err
		}
		defer dict.Close()
		var found []string
		for len(found) < maxKeywords {
			e, err := dict.Next()
			if err != nil {
				return nil, err
			}
			if e == nil {
				break
			}
			found = append(found, e.Term)
		}
		return termsIn(field, found...)(s)
	}
}

// spanIn opens the documents that have a day within bounds.
func spanIn(field string, from, to time.Time) func(*session) (matcher, error) {
	return func(s *session) (matcher, error) {
		years, err := s.years(field)
		if err != nil {
			return nil, err
		}
		return termsIn(field, daysOf(from, to, years)...)(s)
	}
}

// years gives the years that a field of days knows, ascending.
func (s *session) years(field string) ([]string, error) {
	var all []string
	for next := ""; ; {
		dict, err := s.reader.FieldDictRange(field, []byte(next), nil)
		if err != nil {
			return nil, err
		}
		e, err := dict.Next()
		if err != nil || e == nil {
			return all, err
		}
		year, _, _ := strings.Cut(e.Term, "-")
		if err := dict.Close(); err != nil {
			return nil, err
		}
		all = append(all, year)
		next = year + "~"
	}
}

// fixed walks over documents that are named.
type fixed struct{ docs []uint64 } // ascending

func (f *fixed) score() float64 { return 0 }

func (f *fixed) cost() uint64 { return uint64(len(f.docs)) }

func (f *fixed) seek(least uint64) (uint64, error) {
	for len(f.docs) > 0 && f.docs[0] < least {
		f.docs = f.docs[1:]
	}
	if len(f.docs) == 0 {
		return none, nil
	}
	return f.docs[0], nil
}

// documents opens those of some documents that the index has.
func (s *session) documents(ids []string) (matcher, error) {
	var docs []uint64
	for _, id := range ids {
		internal, err := s.reader.InternalID(id)
		if err != nil {
			return nil, err
		}
		if internal != nil {
			docs = append(docs, internal.Value())
		}
	}
	slices.Sort(docs)
	return &fixed{docs: docs}, nil
}
