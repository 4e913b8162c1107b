package index

import (
	"container/heap"
	"slices"
	"sort"
	"time"

	bindex "github.com/blevesearch/bleve_index_api"
)

// found is what a search knows of documents.
type found struct {
	best    []Ranked // as many as were wanted, or a few more
	total   int
	partial bool
	facets  []Facet
}

// find looks for documents as the query asks for them. If there are none, and it has several words beside what was quoted,
// the quotes are rather those of a title: then for the words in them.
func (q *search) find(want int) (found, error) {
	f, err := q.asked(want)
	if err != nil || f.total > 0 || f.partial || q.likened || plainWords(q.wanted) < minLoose || !quoting(q.wanted) {
		return f, err
	}
	q.lax = true
	if q.wanted, err = q.planner.request(q.node, q.request); err != nil || q.wanted == nil {
		return f, err
	}
	if f, err = q.asked(want); f.total > 0 {
		q.note("no document has what was quoted as it stands; its words were searched")
	}
	return f, err
}

// quoting tells whether a part of a plan asks for words as they were quoted.
func quoting(p plan) bool {
	parts, ok := p.(allOf)
	if !ok {
		parts = allOf{p}
	}
	return slices.ContainsFunc(parts, func(k plan) bool { l, ok := k.(lookup); return ok && l.quoted })
}

// asked looks for documents that have all words; if these are fewer than wanted, for those that have words a few letters
// off, too; and then for those that have some of the words. These come after the others and are not counted with them.
func (q *search) asked(want int) (found, error) {
	if q.likened {
		f, err := q.collect(true, want+1)
		n := len(f.best)
		f.best = slices.DeleteFunc(f.best, func(d Ranked) bool { return d.ID == q.request.Like })
		f.total -= n - len(f.best)
		return f, err
	}
	f, err := q.collect(false, want)
	if err != nil || f.partial {
		return f, err
	}
	if f.total < max(enoughHits, want) && spell(q.wanted) {
		before := f.total
		if f, err = q.collect(false, want); err != nil || f.partial {
			return f, err
		}
		if f.total > before {
			q.note("few documents have the words; those with words spelled almost so were searched, too")
		}
	}
	long := plainWords(q.wanted) >= longQuery && f.total < enoughHits
	if !loosens(q.wanted) || f.total >= want && !long {
		return f, nil
	}
	breakUp(q.wanted)
	rest, err := q.collect(true, want)
	switch {
	case err != nil || rest.total <= f.total:
	case f.total == 0:
		q.note("no document has all the words; those that have most come first")
		return rest, nil
	case long:
		q.note("documents with all the words: %d; they stand among those that have most", f.total)
		return rest, nil
	default:
		f.best = append(f.best, others(rest.best, f.best)...)
		q.note("%d of these documents have all the words; those that have some follow", f.total)
	}
	return f, err
}

// longQuery is the number of plain words from which those documents that have all of them do not come first for that alone, unless
// there are many: of so many words, as those of a title or a question, some are there by chance.
const longQuery = 5

// loosens tells whether documents are worth while that have not all the words: of two and more, or of one beside something
// quoted or a reference, which they must have.
func loosens(p plan) bool {
	n := plainWords(p)
	parts, _ := p.(allOf)
	return n >= minLoose || n > 0 && slices.ContainsFunc(parts, firmly)
}

// firmly tells whether a part is something quoted, a reference or a date.
func firmly(p plan) bool {
	l, ok := p.(lookup)
	return ok && l.firm && !l.small
}

// others gives the documents of all that are not among first, in their order, with no score above the last of those.
func others(all, first []Ranked) []Ranked {
	have := map[string]bool{}
	for _, d := range first {
		have[d.ID] = true
	}
	var rest []Ranked
	for _, d := range all {
		if !have[d.ID] {
			rest = append(rest, Ranked{d.ID, min(d.Score, first[len(first)-1].Score)})
		}
	}
	return rest
}

// plainWords counts the parts of a plan of which not all need match.
func plainWords(p plan) int {
	parts, _ := p.(allOf)
	n := 0
	for _, k := range parts {
		if optional(k) {
			n++
		}
	}
	return n
}

// optional tells whether a part may be missing if no document has all: plain words, but not what was quoted, and no
// reference or date.
func optional(p plan) bool {
	switch p := p.(type) {
	case lookup:
		return !p.small && !p.firm
	case anyOf:
		return !slices.ContainsFunc(p, func(k plan) bool { return !optional(k) })
	}
	return false
}

// collect walks over the matching documents and keeps the best.
func (q *search) collect(loose bool, want int) (found, error) {
	b := q.builder(loose)
	m, err := b.build(q.wanted)
	if err != nil {
		return found{}, err
	}
	if m, err = q.seen(m); err != nil {
		return found{}, err
	}
	c := &collector{keep: max(3*want, 100), facets: q.request.Facets > 0}
	if q.request.Order != Best {
		field := dayField
		if q.request.Order == ByReference {
			field = refField
		}
		if c.keys, err = q.reader.DocValueReader([]string{field}); err != nil {
			return found{}, err
		}
		c.falling, c.keep = q.request.Order == Newest, want
	}
	f := found{}
	for least := uint64(0); ; least++ {
		if least, err = m.seek(least); err != nil {
			return found{}, err
		}
		if least == none {
			break
		}
		if err := c.take(least, m); err != nil {
			return found{}, err
		}
		if f.total++; f.total&255 == 0 {
			if err := q.ctx.Err(); err != nil {
				return found{}, err
			}
			if time.Now().After(q.until) {
				f.partial = true
				break
			}
		}
	}
	if c.keys == nil {
		if err := q.nearer(c.best); err != nil {
			return found{}, err
		}
	}
	if f.best, err = q.names(c, want); err != nil {
		return found{}, err
	}
	if c.facets {
		f.facets, err = q.count(c.docs)
	}
	return f, err
}

// seen leaves out what the asker may not know of.
func (q *search) seen(m matcher) (matcher, error) {
	if q.request.Visible.Levels == nil {
		return m, nil
	}
	seen, err := q.request.Visible.sees(q.session)
	if err != nil {
		return nil, err
	}
	return newAll([]matcher{m, seen}, nil), nil
}

func (q *search) builder(loose bool) *builder {
	return &builder{expander: expander{planner: q.planner, session: q.session}, loose: loose}
}

// scored is a document on its way into the answer.
type scored struct {
	doc   uint64
	score float64
	key   string // by which it is ordered
	id    string
}

// collector keeps the best documents, as a heap whose first is the worst.
type collector struct {
	keep    int
	best    []scored
	docs    []uint64 // all, if facets are wanted
	facets  bool
	keys    bindex.DocValueReader // if documents are wanted in the order of a field
	falling bool
}

func (c *collector) Len() int           { return len(c.best) }
func (c *collector) Less(i, j int) bool { return c.before(c.best[j], c.best[i]) }
func (c *collector) Swap(i, j int)      { c.best[i], c.best[j] = c.best[j], c.best[i] }
func (c *collector) Push(x any)         { c.best = append(c.best, x.(scored)) }
func (c *collector) Pop() any {
	last := c.best[len(c.best)-1]
	c.best = c.best[:len(c.best)-1]
	return last
}

// before tells whether a comes before b in the answer.
func (c *collector) before(a, b scored) bool {
	if c.keys != nil && a.key != b.key {
		switch {
		case a.key == "" || b.key == "":
			return b.key == ""
		case c.falling:
			return a.key > b.key
		}
		return a.key < b.key
	}
	if a.score != b.score {
		return a.score > b.score
	}
	if a.id != b.id {
		return a.id < b.id
	}
	return a.doc < b.doc
}

// take keeps a document if it is good enough.
func (c *collector) take(doc uint64, m matcher) error {
	if c.facets {
		c.docs = append(c.docs, doc)
	}
	s := scored{doc: doc, score: m.score()}
	if c.keys != nil {
		err := c.keys.VisitDocValues(bindex.NewIndexInternalID(nil, doc), func(_ string, key []byte) {
			if s.key == "" || string(key) < s.key { // of several references the first
				s.key = string(key)
			}
		})
		if err != nil {
			return err
		}
	}
	if len(c.best) < c.keep {
		heap.Push(c, s)
	} else if c.before(s, c.best[0]) {
		c.best[0] = s
		heap.Fix(c, 0)
	}
	return nil
}

// names gives the ids of the best documents, in their order. Documents that score the same stand in the order of their
// ids, so that an answer does not change with the way in which the index came about.
func (q *search) names(c *collector, want int) ([]Ranked, error) {
	sort.Slice(c.best, func(i, j int) bool { return c.before(c.best[i], c.best[j]) })
	end := min(want, len(c.best))
	for end > 0 && end < len(c.best) && c.best[end].score == c.best[end-1].score {
		end++
	}
	best := c.best[:end]
	for i := range best {
		id, err := q.reader.ExternalID(bindex.NewIndexInternalID(nil, best[i].doc))
		if err != nil {
			return nil, err
		}
		best[i].id = id
	}
	sort.Slice(best, func(i, j int) bool { return c.before(best[i], best[j]) })
	ranked := make([]Ranked, len(best))
	for i, s := range best {
		ranked[i] = Ranked{s.id, s.score}
	}
	return ranked, nil
}
