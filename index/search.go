package index

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"aktenkundig/document"
	terms "aktenkundig/index/analysis"
	"aktenkundig/index/query"
)

// Request says what is sought.
type Request struct {
	Query   string  // see package query
	Limit   int     // hits, 1 to 1000; 0 means 10
	Offset  int     // hits passed over, at most 10000
	From    string  // only documents dated on or after this day (2024-06-11, or a month or year); "" for any
	To      string  // only documents dated on or before it
	Ref     string  // only documents with this reference, in any spelling
	Like    string  // only documents like the one with this id, which is not among them
	Order   Order   // the zero value is Best
	Facets  int     // values to count of each facet, at most 100; 0 means none
	Visible Visible // what the asker may know of; the zero value is everything
	// ByDocument makes Limit and Offset count documents instead of hits: those passed over are not read, so that a late
	// page of an answer costs what the first one does.
	ByDocument bool
	Timeout    time.Duration
}

// Order says what comes first.
type Order int

// The orders. Documents without a date, or without a reference, come last.
const (
	Best Order = iota
	Newest
	Oldest
	ByReference
)

// Visible says which documents exist for whoever asks. The others are in no hit, count, facet and suggestion.
type Visible struct {
	// Levels of documents that the asker may see, see document.Level. Nil is all of them.
	Levels []document.Level
}

// Result is the answer to a Request.
type Result struct {
	Total    int      // documents that match; several pages of one may be among the hits
	Hits     []Hit    // best first; the pages of a document stand together
	Notes    []string // what was left out of the query or forgiven in it
	Facets   []Facet  // if asked for
	Meant    string   // a query that finds more, if this one finds little; "" if there is none
	Partial  bool     // the time was over before all documents were looked at
	Duration time.Duration
}

// Hit is a page that matches.
type Hit struct {
	ID      string              `json:"id"`
	Name    string              `json:"name"`    // of the file
	Page    int                 `json:"page"`    // from 1
	Score   float64             `json:"score"`   // greater is better; comparable within one Result only
	Snippet string              `json:"snippet"` // one line of the page's text, never a hidden word unless these are searched
	Marks   [][2]int            `json:"marks"`   // bytes of Snippet that match, ascending, not overlapping, end outside
	Terms   []Term              `json:"terms"`   // the words of the page that match, in reading order
	Fields  map[string][]string `json:"fields"`  // what the document says about itself, values by name
}

// Term is a word on the page that matches.
type Term struct {
	Text string       `json:"text"` // as read
	Box  document.Box `json:"box"`  // view pixels
	Why  string       `json:"why"`  // "exact", "stem", "compound", "prefix", "confusion", "spelling", or "field": it bears a field that was asked for
}

// Bounds of a request.
const (
	defaultLimit   = 10
	maxLimit       = 1000
	maxOffset      = 10000
	maxFacets      = 100
	defaultTimeout = 5 * time.Second
	enoughHits     = 10 // with fewer documents than these, spelling and some of the words are tried
)

// Search finds pages. What a person types into Query never is an error; Notes tell what came of it. src gives the
// records in which words and boxes are found. Search ends with ctx's error when ctx does, and with what it has found so
// far after Timeout (5 s if 0).
func (ix *Index) Search(ctx context.Context, src Records, r Request) (Result, error) {
	begin := time.Now()
	q, err := ix.prepare(ctx, src, r)
	if err != nil {
		return Result{}, err
	}
	defer q.close()
	limit, offset := q.window(r)
	res := Result{Hits: []Hit{}}
	if r.Like != "" && err == nil {
		if err := q.like(src); err != nil {
			return Result{}, fmt.Errorf("search: %w", err)
		}
	}
	if q.wanted != nil {
		found, err := q.find(limit + offset)
		if err != nil {
			return Result{}, fmt.Errorf("search: %w", errors.Join(ctx.Err(), err))
		}
		res.Total, res.Partial, res.Facets = found.total, found.partial, found.facets
		pages := pager{src: src, target: aim(q.wanted, q.planner), planner: q.planner}
		if r.ByDocument {
			found.best = found.best[min(offset, len(found.best)):min(offset+limit, len(found.best))]
			offset, limit = 0, limit*maxPages
		}
		if res.Hits, err = pages.best(ctx, found.best, offset, limit); err != nil {
			return Result{}, err
		}
		res.Total = max(res.Total-pages.dropped, 0)
		if found.partial {
			q.note("not everything was looked at: the time was over after %v", q.timeout)
		}
		if res.Total < enoughHits {
			if res.Meant, err = q.meant(src); err != nil {
				return Result{}, fmt.Errorf("search: %w", err)
			}
		}
	}
	res.Notes, res.Duration = q.notes, time.Since(begin)
	return res, nil
}

// like adds to what is wanted that the documents are like one.
func (q *search) like(src Records) error {
	traits, err := q.alike(src, q.request.Like)
	if err != nil {
		return err
	}
	conditions, _ := q.wanted.(allOf)
	if q.wanted, q.likened = nil, true; traits != nil {
		q.wanted = append(slices.Clone(traits.(allOf)), conditions...)
	} else {
		q.note("the document has no words by which others could be like it")
	}
	return nil
}

// sentence is the number of words from which a query is rather a sentence.
const sentence = 4

// soften lets references, dates and what was quoted be missing, too, from a query that is rather a sentence.
func soften(parts allOf) {
	if plainWords(parts) < sentence {
		return
	}
	for i, k := range parts {
		if l, ok := k.(lookup); ok && (l.exactly || l.quoted) {
			l.firm = false
			parts[i] = l
		}
	}
}

// Ranked is a document that matches.
type Ranked struct {
	ID    string
	Score float64
}

// Documents finds documents without looking into their pages, at most limit, and tells how many there are.
func (ix *Index) Documents(ctx context.Context, r Request, limit int) ([]Ranked, int, error) {
	q, err := ix.prepare(ctx, nil, r)
	if err != nil {
		return nil, 0, err
	}
	defer q.close()
	if q.wanted == nil {
		return nil, 0, nil
	}
	found, err := q.find(limit)
	if err != nil {
		return nil, 0, fmt.Errorf("search: %w", errors.Join(ctx.Err(), err))
	}
	return found.best[:min(limit, len(found.best))], found.total, nil
}

// search is one search on its way.
type search struct {
	*planner
	*session
	ctx     context.Context
	request Request
	node    query.Node
	wanted  plan // nil if nothing is sought
	timeout time.Duration
	until   time.Time
	likened bool // wanted are documents like one
}

// prepare plans a request, with what src can tell if it is not nil, and opens the index for it.
func (ix *Index) prepare(ctx context.Context, src Records, r Request) (*search, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	node, notes := query.Parse(r.Query)
	q := &search{planner: &planner{vocabulary: ix.vocabulary, confused: ix.confused.Load(), texts: ix.texts.Load(), scope: bodyField}, ctx: ctx, request: r, node: node, timeout: r.Timeout}
	if q.timeout <= 0 {
		q.timeout = defaultTimeout
	}
	q.until = time.Now().Add(q.timeout)
	q.delivered, _ = src.(Delivered)
	for _, n := range notes {
		q.note("%s", n)
	}
	var err error
	if q.wanted, err = q.planner.request(node, r); err != nil {
		return nil, err
	}
	if q.session, err = ix.session(); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return q, nil
}

// window gives limit and offset within their bounds.
func (p *planner) window(r Request) (limit, offset int) {
	limit, offset = r.Limit, max(r.Offset, 0)
	if limit <= 0 {
		limit = defaultLimit
	}
	if limit > maxLimit {
		p.note("at most %d hits are shown", maxLimit)
		limit = maxLimit
	}
	if offset > maxOffset {
		p.note("at most %d hits can be passed over", maxOffset)
		offset = maxOffset
	}
	return limit, offset
}

// request plans a query with its conditions; nil if nothing is sought.
func (p *planner) request(n query.Node, r Request) (plan, error) {
	var all allOf
	switch k := p.plan(n).(type) {
	case nil:
		if strings.TrimSpace(r.Query) != "" {
			// Nothing in it can be sought: then nothing is found, whatever the conditions.
			return nil, nil
		}
	case allOf:
		all = k
	default:
		all = allOf{k}
	}
	soften(all)
	if r.Ref != "" {
		all = append(all, referenceIs(terms.Reference(r.Ref)))
	}
	if r.From != "" || r.To != "" {
		from, to, ok := parseSpan(r.From + ".." + r.To)
		if !ok {
			return nil, fmt.Errorf("search: %q to %q: want dates such as 2024-06-11, 2024-06 or 2024", r.From, r.To)
		}
		all = append(all, filter{open: spanIn(dateField, from, to)})
	}
	if len(all) == 0 && r.Like == "" {
		p.note("there is nothing to search for")
		return nil, nil
	}
	if len(all) == 0 {
		return nil, nil
	}
	return all, nil
}
