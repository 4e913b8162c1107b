package index

import (
	"cmp"
	"context"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"aktenkundig/document"
	terms "aktenkundig/index/analysis"
)

// target is what is marked on a page: the words sought and the fields asked for.
type target struct {
	vocabulary *terms.Vocabulary
	texts      *texts
	scope      string
	lookups    []lookup
	facts      []filter
	glance     glance
	strict     bool // a page without any of the words is no hit: the index may have taken another word for it
}

// aim collects from a plan what can be marked; what must not match cannot. The plan has been searched for, so that its
// words know all their forms.
func aim(p plan, how *planner) target {
	t := target{vocabulary: how.vocabulary, texts: how.texts, scope: how.scope}
	t.collect(p)
	if slices.ContainsFunc(t.lookups, func(l lookup) bool { return !l.small }) {
		t.lookups = slices.DeleteFunc(t.lookups, func(l lookup) bool { return l.small })
	}
	t.strict = slices.ContainsFunc(t.lookups, t.unsure)
	t.glance = newGlance(t.lookups)
	return t
}

// unsure tells whether the index may have taken another word for one that is sought: garbage shares its terms.
func (t *target) unsure(l lookup) bool {
	return slices.ContainsFunc(l.rows, func(r row) bool {
		return slices.ContainsFunc(r.wants, func(w *want) bool {
			return w.pattern == nil && t.vocabulary.Of(w.token, terms.German).Garbage
		})
	})
}

func (t *target) collect(p plan) {
	switch p := p.(type) {
	case allOf:
		for _, k := range p {
			t.collect(k)
		}
	case anyOf:
		for _, k := range p {
			t.collect(k)
		}
	case lookup:
		t.lookups = append(t.lookups, p)
		if p.ref != "" {
			t.facts = append(t.facts, referenceIs(p.ref))
		}
	case filter:
		if p.match != nil {
			t.facts = append(t.facts, p)
		}
	}
}

// place is a stretch of a page's text that matches.
type place struct {
	start, end int
	leaf       int // of target.lookups; -1 for a field
	tier       tier
}

// sheet is a page that may become a hit.
type sheet struct {
	doc    *document.Document
	page   *document.Page
	text   *pageText
	flow   document.Flow // of text
	places []place
	score  float64
}

const (
	maxPages  = 3   // hits of one document
	pageShare = 0.5 // a further page must have this share of the best one's score
)

// pager turns documents into pages.
type pager struct {
	*planner
	src     Records
	target  target
	dropped int // documents in which the words do not stand after all
}

// best gives hits offset to offset+limit of the pages of docs, which come best first; the pages of a document stand
// together. As many documents as are likely to be shown are looked at together, on all cores.
func (p *pager) best(ctx context.Context, docs []Ranked, offset, limit int) ([]Hit, error) {
	hits := []Hit{}
	for n := 0; len(docs) > 0 && n < offset+limit; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		some := min(max(runtime.GOMAXPROCS(0), (offset+limit-n+1)/2), len(docs), maxLooked)
		for i, l := range p.look(docs[:some]) {
			if l.err != nil {
				p.note("document %.12s matches but cannot be read: %v", docs[i].ID, l.err)
				continue
			}
			if len(l.hits) == 0 {
				p.dropped++
			}
			for _, h := range l.hits {
				if n >= offset && len(hits) < limit {
					hits = append(hits, h)
				}
				n++
			}
		}
		docs = docs[some:]
	}
	return hits, nil
}

// looked is what became of a document that was looked at.
type looked struct {
	hits []Hit
	err  error
}

// maxLooked is how many documents are held at a time.
const maxLooked = 64

// look reads documents and finds their hits.
func (p *pager) look(docs []Ranked) []looked {
	all := make([]looked, len(docs))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(docs)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(docs); i = int(next.Add(1)) - 1 {
				d, err := p.src.Get(docs[i].ID)
				if all[i].err = err; err != nil {
					continue
				}
				for _, s := range p.target.pages(&d, docs[i].Score) {
					all[i].hits = append(all[i].hits, s.hit())
				}
			}
		})
	}
	workers.Wait()
	return all
}

// pages gives the pages of a document that are worth showing, best first; the best has the document's score. Where the
// match is in no text, it is the first page with text.
func (t *target) pages(d *document.Document, score float64) []*sheet {
	var all []*sheet
	var first *sheet
	for i := range d.Pages {
		s := t.sheet(d, &d.Pages[i])
		if s == nil {
			continue
		}
		if first == nil {
			first = s
		}
		if s.find(t) {
			all = append(all, s)
		}
	}
	if len(all) == 0 && first != nil {
		all = append(all, first)
	}
	if len(all) == 0 {
		if len(d.Pages) == 0 || t.strict {
			return nil
		}
		return []*sheet{{doc: d, page: &d.Pages[0], score: score}}
	}
	slices.SortStableFunc(all, func(a, b *sheet) int { return cmp.Compare(b.score, a.score) })
	top := all[0].score
	if top == 0 {
		if t.strict {
			return nil
		}
		all[0].score = score
		return all[:1]
	}
	all = all[:min(maxPages, len(all))]
	all = slices.DeleteFunc(all, func(s *sheet) bool { return s.score < pageShare*top })
	for _, s := range all {
		s.score *= score / top
	}
	return all
}

// sheet gives a page with its text; nil if it is not searched.
func (t *target) sheet(d *document.Document, p *document.Page) *sheet {
	s := &sheet{doc: d, page: p}
	switch {
	case t.scope == asideField:
		s.text = textOf(t.texts, p, true)
	case (t.scope != noiseField) == (p.Verdict == document.Text):
		s.text = textOf(t.texts, p, false)
	default:
		return nil
	}
	s.flow = s.text.flow
	return s
}

// find finds the places on a page that match, and weighs them; false if a glance shows that there are none.
func (s *sheet) find(t *target) bool {
	if !t.asks(s.doc, s.page) && !t.glance.may(s.text) {
		return false
	}
	s.places = t.places(s.text.tokens())
	if t.scope == decisionField {
		s.only(decisionWords(s.doc, s.page))
	}
	for _, f := range s.doc.Fields {
		if f.Page == s.page.Number {
			s.fact(t, f)
		}
	}
	slices.SortFunc(s.places, func(a, b place) int {
		return cmp.Or(a.start-b.start, a.end-b.end, int(a.tier-b.tier), a.leaf-b.leaf)
	})
	s.places = slices.Compact(s.places)
	s.score = t.score(s.places) * s.confidence()
	return true
}

// decisionWords gives the words of a page that are part of a resolution.
func decisionWords(d *document.Document, p *document.Page) map[int]bool {
	words := map[int]bool{}
	for _, f := range d.Fields {
		if f.Name == "decision" && f.Page == p.Number {
			for _, w := range f.Words {
				words[w] = true
			}
		}
	}
	return words
}

// only keeps the places that rest on some words.
func (s *sheet) only(words map[int]bool) {
	s.places = slices.DeleteFunc(s.places, func(p place) bool {
		return !slices.ContainsFunc(s.flow.Words(p.start, p.end), func(w int) bool { return words[w] })
	})
}

// confidence says how surely the matching words were read: 1 for sure, down to 0.8. Between two pages that match
// alike it decides for the one that was read better.
func (s *sheet) confidence() float64 {
	sum, n := 0.0, 0
	for _, p := range s.places {
		for _, w := range s.flow.Words(p.start, p.end) {
			sum += s.page.Words[w].Conf
			n++
		}
	}
	if n == 0 {
		return 1
	}
	return 0.8 + 0.2*sum/float64(n)
}

// fact marks the words on which a field rests, as far as they are in the text.
func (s *sheet) fact(t *target, f document.Field) {
	for _, want := range t.facts {
		if want.fact != f.Name || !want.match(f.Value) && !want.match(f.Raw) {
			continue
		}
		for _, span := range s.flow.Spans {
			if slices.Contains(f.Words, span.Word) {
				s.places = append(s.places, place{span.Start, span.End, -1, fact})
			}
		}
	}
}

// score weighs what matches on a page: each word sought by its best tier and, slowly, its number; then how many of
// them stand close together.
func (t *target) score(places []place) float64 {
	type tally struct {
		n    int
		best tier
	}
	words := map[int]tally{}
	for _, p := range places {
		w, seen := words[p.leaf]
		if !seen || p.tier < w.best {
			w.best = p.tier
		}
		w.n++
		words[p.leaf] = w
	}
	score := 0.0
	for leaf := -1; leaf < len(t.lookups); leaf++ {
		if w, ok := words[leaf]; ok {
			score += w.best.weight() * (1 + 0.3*math.Log(float64(w.n)))
		}
	}
	from, to := densest(places)
	return score + 0.5*float64(differing(places[from:to]))
}
