package index

import (
	"strings"

	bindex "github.com/blevesearch/bleve_index_api"

	terms "aktenkundig/index/analysis"
)

// corrections notes which stretches of words people corrected, so that the dictionary of the index tells in how many documents
// each was.
func (m *maker) corrections(corrected [][2]string) {
	for _, c := range corrected {
		if change, ok := terms.ChangeOf(c[1], c[0]); ok {
			m.keyword(misreadField, change.True+inChange+change.Read)
		}
	}
}

// inChange parts what is true from what was read.
const inChange = "\x02"

// maxLearned is how many kinds of corrections are looked at.
const maxLearned = 10_000

// learn makes searches look for misreadings as people corrected them.
func (ix *Index) learn() (err error) {
	s, err := ix.session()
	if err != nil {
		return err
	}
	defer func() {
		if e := s.close(); err == nil {
			err = e
		}
	}()
	counts := map[terms.Change]int{}
	e := expander{session: s}
	err = e.scan(misreadField, "", "\xff", maxLearned, func(entry *bindex.DictEntry) {
		truth, read, _ := strings.Cut(entry.Term, inChange)
		counts[terms.Change{True: truth, Read: read}] += int(entry.Count)
	})
	if err == nil {
		ix.confused.Store(terms.Learn(counts))
	}
	return err
}
