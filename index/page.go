package index

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"aktenkundig/document"
	terms "aktenkundig/index/analysis"
)

// target is what is marked on a page: the words sought and the fields asked for.
type target struct {
	scope   string
	lookups []lookup
	facts   []filter
}

// aim collects from a plan what can be marked; what must not match cannot.
func aim(p plan, scope string) target {
	t := target{scope: scope}
	t.collect(p)
	if slices.ContainsFunc(t.lookups, func(l lookup) bool { return !l.small }) {
		t.lookups = slices.DeleteFunc(t.lookups, func(l lookup) bool { return l.small })
	}
	return t
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

// tier says how well a place matches, best first.
type tier int

const (
	exact tier = iota
	stem
	prefix
	fact
)

func (t tier) String() string { return [...]string{"exact", "stem", "prefix", "field"}[t] }

func (t tier) weight() float64 { return [...]float64{1, 0.6, 0.5, 0.1}[t] }

// sheet is a page that may become a hit.
type sheet struct {
	doc    *document.Document
	page   *document.Page
	flow   document.Flow
	places []place
	score  float64
}

const (
	maxPages  = 3   // hits of one document
	pageShare = 0.5 // a further page must have this share of the best one's score
)

// pages gives the pages of a document that are worth showing, best first; the best has the document's score. There is
// always one, if the document has a page at all: where the match is in no text, it is the first with text.
func (t *target) pages(d *document.Document, score float64) []*sheet {
	var all []*sheet
	for i := range d.Pages {
		if s := t.sheet(d, &d.Pages[i]); s != nil {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		if len(d.Pages) == 0 {
			return nil
		}
		return []*sheet{{doc: d, page: &d.Pages[0], score: score}}
	}
	slices.SortStableFunc(all, func(a, b *sheet) int { return compare(b.score, a.score) })
	top := all[0].score
	if top == 0 {
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

// sheet looks at one page; nil if its text is not searched.
func (t *target) sheet(d *document.Document, p *document.Page) *sheet {
	s := &sheet{doc: d, page: p}
	switch {
	case t.scope == asideField:
		s.flow = p.Aside()
	case (t.scope == bodyField) == (p.Verdict == document.Text):
		s.flow = p.Body()
	default:
		return nil
	}
	s.places = t.places(terms.Tokens(s.flow.String))
	for _, f := range d.Fields {
		if f.Page == p.Number {
			s.fact(t, f)
		}
	}
	slices.SortFunc(s.places, func(a, b place) int {
		return cmp.Or(a.start-b.start, a.end-b.end, int(a.tier-b.tier), a.leaf-b.leaf)
	})
	s.places = slices.Compact(s.places)
	s.score = t.score(s.places)
	return s
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
	return score + 0.5*float64(distinct(places[from:to]))
}

// places finds the words sought among the tokens of a text.
func (t *target) places(tokens []terms.Token) []place {
	var all []place
	at := map[int][]terms.Token{}
	for _, tok := range tokens {
		at[tok.Pos] = append(at[tok.Pos], tok)
		for i := range t.lookups {
			if tier, ok := t.lookups[i].matches(tok); ok {
				all = append(all, place{tok.Start, tok.End, i, tier})
			}
		}
	}
	for i, l := range t.lookups {
		for _, row := range l.phrases {
			all = append(all, rows(tokens, at, row, i)...)
		}
	}
	return all
}

// matches tells whether a token is what is sought, and in which tier.
func (l *lookup) matches(t terms.Token) (tier, bool) {
	switch {
	case slices.Contains(l.exact, t.Text):
		return exact, true
	case l.sharesStem(t):
		return stem, true
	case l.prefix != "" && strings.HasPrefix(t.Text, l.prefix):
		return prefix, true
	}
	return 0, false
}

// sharesStem stems only words that begin like the one sought: stemming every word of a page is most of the work.
func (l *lookup) sharesStem(t terms.Token) bool {
	if !slices.ContainsFunc(l.stems, func(s string) bool { return s[0] == t.Text[0] }) {
		return false
	}
	return slices.ContainsFunc(t.Stems(), func(s string) bool { return slices.Contains(l.stems, s) })
}

// rows finds a row of terms at consecutive positions.
func rows(tokens []terms.Token, at map[int][]terms.Token, row []string, leaf int) []place {
	var all []place
	for _, t := range tokens {
		if t.Text != row[0] {
			continue
		}
		found := make([]place, 0, len(row))
		for k, want := range row {
			i := slices.IndexFunc(at[t.Pos+k], func(t terms.Token) bool { return t.Text == want })
			if i < 0 {
				break
			}
			next := at[t.Pos+k][i]
			found = append(found, place{next.Start, next.End, leaf, exact})
		}
		if len(found) == len(row) {
			all = append(all, found...)
		}
	}
	return all
}

func compare(a, b float64) int { return cmp.Compare(a, b) }
