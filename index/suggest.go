package index

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	bindex "github.com/blevesearch/bleve_index_api"

	"aktenkundig/index/query"
)

// Suggestion is a word or reference that goes on from what was typed.
type Suggestion struct {
	Text  string `json:"text"`  // the whole of what was typed, with its last word complete
	Count int    `json:"count"` // documents that have the word and that the asker may see, at most 10,000
}

const (
	maxSuggestions = 20
	leastTyped     = 2    // letters from which words are suggested
	maxEntries     = 5000 // entries of the dictionary looked at
	leastSeen      = 2    // documents that have a word which no list knows: one alone is rather a misreading
)

// Suggest completes the last word of what a person is typing, most frequent first, at most n (up to 20). Only words that
// stand in the visible text of documents that the asker may see are suggested.
func (ix *Index) Suggest(ctx context.Context, src Records, typed string, n int, visible Visible) ([]Suggestion, error) {
	head, last := "", typed
	if i := strings.LastIndexAny(typed, " \t\n\"()"); i >= 0 {
		head, last = typed[:i+1], typed[i+1:]
	}
	begin := foldPattern(last)
	if utf8.RuneCountInString(begin) < leastTyped {
		return nil, nil
	}
	q, err := ix.prepare(ctx, src, Request{Query: last, Visible: visible})
	if err != nil {
		return nil, err
	}
	defer q.close()
	q.scope = bodyField
	candidates, err := q.completions(begin)
	if err != nil {
		return nil, fmt.Errorf("suggest: %w", err)
	}
	n = min(max(n, 1), maxSuggestions)
	all := []Suggestion{}
	for _, c := range candidates[:min(3*n, len(candidates))] {
		raw, count, err := q.asPrinted(src, c.term)
		if err != nil {
			return nil, fmt.Errorf("suggest: %w", err)
		}
		if raw != "" && len(all) < n && (count >= leastSeen || q.vocabulary.Known(raw)) {
			all = append(all, Suggestion{head + raw, int(count)})
		}
	}
	slices.SortStableFunc(all, func(a, b Suggestion) int { return cmp.Compare(b.Count, a.Count) })
	return all, nil
}

// completions gives the words of the dictionary that begin so, most frequent first.
func (q *search) completions(begin string) ([]candidate, error) {
	e := q.builder(false)
	var found []candidate
	take := func(d *bindex.DictEntry) {
		form := formOf(d.Term)
		if !strings.HasPrefix(form, begin) || len(form) > 40 {
			return
		}
		found = append(found, candidate{term: d.Term, form: form, count: d.Count})
	}
	if err := e.scan(bodyField, begin, begin+"\xff", maxEntries, take); err != nil {
		return nil, err
	}
	for n := query.MinPrefix; n < len(begin); n++ {
		start := begin[:n] + sameStart + begin[n:]
		if err := e.scan(bodyField, start, start+"\xff", maxEntries, take); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int {
		return cmp.Or(-cmp.Compare(a.count, b.count), len(a.form)-len(b.form), strings.Compare(a.form, b.form))
	})
	return found, nil
}
