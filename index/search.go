package index

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search"
	bquery "github.com/blevesearch/bleve/v2/search/query"

	"aktenkundig/document"
	terms "aktenkundig/index/analysis"
	"aktenkundig/index/query"
)

// Request says what is sought.
type Request struct {
	Query  string // see package query
	Limit  int    // hits, 1 to 1000; 0 means 10
	Offset int    // hits passed over, at most 10000
	From   string // only documents dated on or after this day (2024-06-11, or a month or year); "" for any
	To     string // only documents dated on or before it
	Ref    string // only documents with this reference, in any spelling
}

// Result is the answer to a Request.
type Result struct {
	Total int      // documents that match; several pages of one may be among the hits
	Hits  []Hit    // best first
	Notes []string // what was left out of the query or forgiven in it
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
	Why  string       `json:"why"`  // "exact", "stem", "prefix", or "field": it bears a field that was asked for
}

// Bounds of a request.
const (
	defaultLimit = 10
	maxLimit     = 1000
	maxOffset    = 10000
)

// Search finds pages. What a person types into Query never is an error; Notes tell what came of it. src gives the
// records in which words and boxes are found. Search ends with ctx's error when ctx does.
func (ix *Index) Search(ctx context.Context, src Records, r Request) (Result, error) {
	node, notes := query.Parse(r.Query)
	p := &planner{scope: bodyField}
	for _, n := range notes {
		p.note("%s", n)
	}
	limit, offset := p.window(r)
	wanted, err := p.request(node, r)
	if err != nil || wanted == nil {
		return Result{Notes: p.notes}, err
	}
	found, err := ix.find(ctx, p, wanted, limit+offset)
	if err != nil {
		return Result{}, fmt.Errorf("search: %w", err)
	}
	pages := pager{src: src, target: aim(wanted, p.scope), planner: p}
	hits, err := pages.best(ctx, found.Hits, offset, limit)
	return Result{Total: int(found.Total), Hits: hits, Notes: p.notes}, err
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
	if r.Ref != "" {
		all = append(all, referenceIs(terms.Reference(r.Ref)))
	}
	if r.From != "" || r.To != "" {
		q, ok := spanIn(dateField, r.From+".."+r.To)
		if !ok {
			return nil, fmt.Errorf("search: %q to %q: want dates such as 2024-06-11, 2024-06 or 2024", r.From, r.To)
		}
		all = append(all, filter{query: q})
	}
	if len(all) == 0 {
		p.note("there is nothing to search for")
		return nil, nil
	}
	return all, nil
}

// find asks Bleve for documents that have all words and, if there are none, for those that have some, most
// first.
func (ix *Index) find(ctx context.Context, p *planner, wanted plan, size int) (*bleve.SearchResult, error) {
	a := asker{planner: p, bleve: ix.bleve}
	found, err := ix.documents(ctx, a.ask(wanted), size)
	if err != nil || found.Total > 0 || !loosens(wanted) {
		return found, err
	}
	a.loose = true
	if found, err = ix.documents(ctx, a.ask(wanted), size); err == nil && found.Total > 0 {
		p.note("no document has all the words; those that have most come first")
	}
	return found, err
}

// loosens tells whether a plan has so many words that some of them say something.
func loosens(p plan) bool {
	all, ok := p.(allOf)
	if !ok {
		return false
	}
	words := 0
	for _, k := range all {
		switch k := k.(type) {
		case lookup:
			if !k.small {
				words++
			}
		case anyOf:
			words++
		}
	}
	return words >= minLoose
}

func (ix *Index) documents(ctx context.Context, q bquery.Query, size int) (*bleve.SearchResult, error) {
	req := bleve.NewSearchRequestOptions(q, size, 0, false)
	req.SortBy([]string{"-_score", "_id"})
	res, err := ix.bleve.SearchInContext(ctx, req)
	if err != nil {
		return nil, errors.Join(ctx.Err(), err)
	}
	return res, nil
}

// pager turns documents into pages.
type pager struct {
	*planner
	src    Records
	target target
}

// best gives hits offset to offset+limit of the pages of docs, which come best first. A document's best page has its
// score, its other pages less, so a page is due as soon as no later document can beat it.
func (p *pager) best(ctx context.Context, docs search.DocumentMatchCollection, offset, limit int) ([]Hit, error) {
	var due []*sheet
	hits := []Hit{}
	n := 0
	emit := func(least float64) bool {
		for len(due) > 0 && due[0].score >= least {
			if n >= offset {
				hits = append(hits, due[0].hit())
			}
			due, n = due[1:], n+1
			if len(hits) == limit {
				return true
			}
		}
		return false
	}
	for _, m := range docs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if emit(m.Score) {
			return hits, nil
		}
		d, err := p.src.Get(m.ID)
		if err != nil {
			p.note("document %.12s matches but cannot be read: %v", m.ID, err)
			continue
		}
		due = append(due, p.target.pages(&d, m.Score)...)
		slices.SortStableFunc(due, func(a, b *sheet) int { return compare(b.score, a.score) })
	}
	emit(math.Inf(-1))
	return hits, nil
}
