package index

import (
	"cmp"
	"slices"
	"time"

	"github.com/blevesearch/bleve/v2"
	bquery "github.com/blevesearch/bleve/v2/search/query"
)

// Weights of the tiers in which a word may match. An exact match is a stem match too, so it has both.
const (
	exactWeight  = 1.0
	stemWeight   = 0.6
	refWeight    = 3.0
	phraseWeight = 1.0 // of neighbours in the query that are neighbours in the text
)

// maxExpansions is how many terms a prefix may stand for in a query; the most frequent ones are taken.
const maxExpansions = 500

// asker turns a plan into a query for Bleve.
type asker struct {
	*planner
	bleve bleve.Index
	loose bool // a document need not have all the words; the more it has, the higher it ranks
}

func (a *asker) ask(p plan) bquery.Query {
	switch p := p.(type) {
	case allOf:
		return a.all(p)
	case anyOf:
		var any []bquery.Query
		for _, k := range p {
			any = append(any, a.ask(k))
		}
		return bleve.NewDisjunctionQuery(any...)
	case noneOf:
		q := bleve.NewBooleanQuery()
		q.AddMustNot(a.ask(p.plan))
		return q
	case filter:
		q := bleve.NewBooleanQuery()
		q.AddFilter(p.query)
		return q
	case lookup:
		return a.lookup(p)
	}
	return bleve.NewMatchAllQuery()
}

// all asks for every part. Small words only rank, unless there are no others; words that stand side by side in the
// query rank higher where they do so in the text.
func (a *asker) all(parts allOf) bquery.Query {
	q := bleve.NewBooleanQuery()
	var words, small, filters []bquery.Query
	for _, p := range parts {
		switch p := p.(type) {
		case noneOf:
			q.AddMustNot(a.ask(p.plan))
		case filter:
			filters = append(filters, p.query)
		case lookup:
			if p.small {
				small = append(small, a.ask(p))
				continue
			}
			words = append(words, a.ask(p))
		default:
			words = append(words, a.ask(p))
		}
	}
	if len(words) == 0 {
		words, small = small, nil
	}
	if a.loose && len(words) >= minLoose {
		words = []bquery.Query{bleve.NewDisjunctionQuery(words...)}
	}
	q.AddMust(words...)
	q.AddShould(append(small, a.neighbours(parts)...)...)
	if len(filters) > 0 {
		q.AddFilter(bleve.NewConjunctionQuery(filters...))
	}
	return q
}

// minLoose is the least number of words of which not all need match when no document has all.
const minLoose = 3

// neighbours asks for pairs of words that follow each other.
func (a *asker) neighbours(parts allOf) []bquery.Query {
	var pairs []bquery.Query
	for i := 0; i+1 < len(parts); i++ {
		l, ok1 := parts[i].(lookup)
		r, ok2 := parts[i+1].(lookup)
		if !ok1 || !ok2 || len(l.exact) != 1 || len(r.exact) != 1 {
			continue
		}
		q := bquery.NewPhraseQuery([]string{l.exact[0], r.exact[0]}, a.scope)
		q.SetBoost(phraseWeight)
		pairs = append(pairs, q)
	}
	return pairs
}

func (a *asker) lookup(l lookup) bquery.Query {
	var any []bquery.Query
	for _, t := range l.exact {
		any = append(any, boosted(termIn(a.scope, t), exactWeight))
	}
	if a.scope != noiseField {
		for _, t := range l.stems {
			any = append(any, boosted(termIn(a.scope+stemSuffix, t), stemWeight))
		}
	}
	for _, row := range l.phrases {
		any = append(any, bquery.NewPhraseQuery(row, a.scope))
	}
	if l.prefix != "" {
		any = append(any, a.expand(l)...)
	}
	if l.ref != "" && a.scope == bodyField {
		any = append(any, boosted(termIn(refField, l.ref), refWeight))
	}
	switch len(any) {
	case 0:
		return bleve.NewMatchNoneQuery()
	case 1:
		return any[0]
	}
	return bleve.NewDisjunctionQuery(any...)
}

func boosted(q *bquery.TermQuery, weight float64) bquery.Query {
	q.SetBoost(weight)
	return q
}

// expand gives the terms that a prefix stands for.
func (a *asker) expand(l lookup) []bquery.Query {
	type entry struct {
		term  string
		count uint64
	}
	var found []entry
	dict, err := a.bleve.FieldDictPrefix(a.scope, []byte(l.prefix))
	if err != nil {
		return nil
	}
	defer dict.Close()
	for e, err := dict.Next(); e != nil && err == nil; e, err = dict.Next() {
		found = append(found, entry{e.Term, e.Count})
	}
	if len(found) > maxExpansions {
		a.note("%s stands for %d words; the %d most frequent were searched", l.text, len(found), maxExpansions)
		slices.SortStableFunc(found, func(x, y entry) int { return cmp.Compare(y.count, x.count) })
		found = found[:maxExpansions]
	}
	var any []bquery.Query
	for _, e := range found {
		any = append(any, termIn(a.scope, e.term))
	}
	return any
}

// clamp keeps a bound within the years that Bleve can hold; a zero time stays no bound.
func clamp(t time.Time) time.Time {
	lo, hi := time.Date(1678, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2261, 12, 31, 0, 0, 0, 0, time.UTC)
	switch {
	case t.IsZero():
		return t
	case t.Before(lo):
		return lo
	case t.After(hi):
		return hi
	}
	return t
}
