package index

import (
	"context"
	"fmt"
	"time"

	"aktenkundig/document"
)

// Within finds in one document what a query seeks: a hit for each page on which something matches, in the order of pages.
// Words are found in the same forms as by Search; that other parts of the query do not match the document does not matter.
// Whether the asker may know of the document is the caller's business.
func (ix *Index) Within(ctx context.Context, d *document.Document, query string) (Result, error) {
	begin := time.Now()
	q, err := ix.prepare(ctx, nil, Request{Query: query})
	if err != nil {
		return Result{}, err
	}
	defer q.close()
	res := Result{Hits: []Hit{}}
	if q.wanted != nil {
		if res.Hits, err = q.within(d); err == nil && len(res.Hits) == 0 && spell(q.wanted) {
			res.Hits, err = q.within(d)
		}
		if err != nil {
			return Result{}, fmt.Errorf("search in %.12s: %w", d.ID, err)
		}
	}
	if len(res.Hits) > 0 {
		res.Total = 1
	}
	res.Notes, res.Duration = q.notes, time.Since(begin)
	return res, nil
}

// within marks the pages of a document. Building the matchers looks the words up in the dictionary.
func (q *search) within(d *document.Document) ([]Hit, error) {
	if _, err := q.builder(true).build(q.wanted); err != nil {
		return nil, err
	}
	t, hits := aim(q.wanted, q.planner), []Hit{}
	for i := range d.Pages {
		if err := q.ctx.Err(); err != nil {
			return nil, err
		}
		if s := t.sheet(d, &d.Pages[i]); s != nil && s.find(&t) && len(s.places) > 0 {
			hits = append(hits, s.hit())
		}
	}
	return hits, nil
}
