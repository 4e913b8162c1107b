package index

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"unicode/utf8"

	"aktenkundig/document"
	terms "aktenkundig/index/analysis"
)

const (
	maxTraits  = 12 // words by which a document is compared
	maxWeighed = 60 // words whose rarity is looked up
)

// alike plans the search for documents like one: by the words that are frequent in it and rare elsewhere, as Lucene's
// "more like this" has them.
func (q *search) alike(src Records, id string) (plan, error) {
	d, err := src.Get(id)
	if err != nil {
		return nil, fmt.Errorf("like %.12s: %w", id, err)
	}
	traits := q.traits(&d)
	var all allOf
	for _, t := range traits[:min(maxWeighed, len(traits))] {
		w := q.want(t.token, false)
		sure, err := q.postings(bodyField, termOf(w.stems[t.lang], w.form), false)
		if err != nil {
			return nil, err
		}
		if sure != nil && sure.count > 1 {
			t.weight *= q.idf(sure.count)
			all = append(all, lookup{text: w.form, rows: []row{{wants: []*want{w}, slack: -1}}, weight: t.weight})
		}
	}
	slices.SortStableFunc(all, func(a, b plan) int { return cmp.Compare(b.(lookup).weight, a.(lookup).weight) })
	if len(all) == 0 {
		return nil, nil
	}
	return all[:min(maxTraits, len(all))], nil
}

type trait struct {
	token  terms.Token
	lang   terms.Lang
	weight float64
}

// traits gives the words of a document's visible text that say something, most frequent first.
func (q *search) traits(d *document.Document) []*trait {
	by := map[string]*trait{}
	var all []*trait
	for i := range d.Pages {
		p := &d.Pages[i]
		if p.Verdict != document.Text {
			continue
		}
		flow := p.Body()
		tokens := terms.Tokens(flow.String, joins(p, flow)...)
		lang := terms.Language(tokens)
		for _, t := range tokens {
			if t.Raw() == "" || utf8.RuneCountInString(t.Text) < leastMisread || !misreadable(t.Text) {
				continue
			}
			w := q.vocabulary.Of(t, lang)
			if w.Garbage {
				continue
			}
			if by[w.Stem] == nil {
				by[w.Stem] = &trait{token: t, lang: lang}
				all = append(all, by[w.Stem])
			}
			by[w.Stem].weight++
		}
	}
	for _, t := range all {
		t.weight = math.Sqrt(t.weight)
	}
	slices.SortStableFunc(all, func(a, b *trait) int { return cmp.Compare(b.weight, a.weight) })
	return all
}
