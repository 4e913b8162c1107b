package index

import (
	"slices"

	terms "aktenkundig/index/analysis"
)

// builder turns a plan into a matcher.
type builder struct {
	expander
	loose bool // a document need not have all the words
}

// minLoose is the least number of words, beside nothing quoted, of which not all need match when no document has all.
const minLoose = 2

// looseBonus is what a document gains by having all the words, as a share of its score.
const looseBonus = 0.1

func (b *builder) build(p plan) (matcher, error) {
	switch p := p.(type) {
	case allOf:
		return b.all(p)
	case anyOf:
		return b.any(p)
	case noneOf:
		return b.all(allOf{p})
	case filter:
		m, err := p.open(b.session)
		return unscored{m}, err
	case lookup:
		return b.lookup(p)
	}
	return b.session.everything()
}

func (b *builder) any(parts []plan) (matcher, error) {
	var all []matcher
	for _, p := range parts {
		m, err := b.build(p)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return newSome(all, 1, 0), nil
}

// all asks for every part. Small words need not match, unless there are no others.
func (b *builder) all(parts allOf) (matcher, error) {
	var words, firm, not []matcher
	required := slices.ContainsFunc(parts, sought)
	for _, p := range parts {
		if l, ok := p.(lookup); ok && l.small && required {
			continue
		}
		inner := p
		if n, ok := p.(noneOf); ok {
			inner = n.plan
		}
		m, err := b.build(inner)
		if err != nil {
			return nil, err
		}
		switch _, negative := p.(noneOf); {
		case negative:
			not = append(not, unscored{m})
		case optional(p):
			words = append(words, m)
		default:
			firm = append(firm, m)
		}
	}
	switch {
	case !b.loose || len(words) == 0:
	case slices.ContainsFunc(parts, firmly):
		firm, words = []matcher{newMaybe(newAll(firm, nil), words)}, nil
	case len(words) >= minLoose:
		words = []matcher{newSome(words, enough(words), looseBonus)}
	}
	must := append(words, firm...)
	if len(must) == 0 {
		m, err := b.session.everything()
		if err != nil {
			return nil, err
		}
		must = []matcher{m}
	}
	return newAll(must, not), nil
}

// sought tells whether a part says what is wanted, beyond small words, conditions and what is not wanted.
func sought(p plan) bool {
	switch p := p.(type) {
	case lookup:
		return !p.small
	case anyOf, allOf:
		return true
	}
	return false
}

// maxLed is how many documents are looked at, as a rule, if not all words must match.
const maxLed = 200_000

// enough is how many of some words suffice when no document has all: one, unless the words are so frequent that this
// would take long.
func enough(words []matcher) int {
	costs := make([]uint64, len(words))
	for i, w := range words {
		costs[i] = w.cost()
	}
	slices.Sort(costs)
	led, n := uint64(0), 0
	for n < len(costs) && (n == 0 || led+costs[n] <= maxLed) {
		led += costs[n]
		n++
	}
	return len(costs) - n + 1
}

func (b *builder) lookup(l lookup) (matcher, error) {
	var alone []variant
	var all []matcher
	for _, r := range l.rows {
		if len(r.wants) == 1 {
			more, err := b.variants(r.wants[0])
			if err != nil {
				return nil, err
			}
			alone = append(alone, b.withFields(r.wants[0], more)...)
			continue
		}
		m, err := b.row(r)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
		if b.loose && r.printed {
			if alone, err = b.apart(r, alone); err != nil {
				return nil, err
			}
		}
	}
	if l.ref != "" && b.scope == bodyField {
		alone = append(alone, variant{refField, l.ref, exact, 3})
	}
	m, err := b.session.word(alone, false)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return m, nil
	}
	return newSome(append(all, m), 1, 0), nil
}

// besides are the fields in which a word is sought, too, by what an occurrence there weighs, added to the one in the body:
// a name that a signature made unreadable or hid may still be known.
var besides = []struct {
	field  string
	weight float64
}{{"subject", 1.5}, {"signatory", 1}, {"from", 0.7}, {"to", 0.7}}

// withFields counts an occurrence in the document's own fields more than one in the body alone.
func (b *builder) withFields(w *want, all []variant) []variant {
	if b.scope != bodyField || w.pattern != nil {
		return all
	}
	for _, v := range all {
		if v.tier <= stem && v.field == bodyField {
			for _, f := range besides {
				all = append(all, variant{factPrefix + f.field, v.term, v.tier, f.weight * v.weight})
			}
		}
	}
	return all
}

// apart adds the words of a hyphenated word, each by itself, to what may stand for it.
func (b *builder) apart(r row, all []variant) ([]variant, error) {
	for _, w := range r.wants {
		more, err := b.variants(w)
		if err != nil {
			return nil, err
		}
		for _, v := range more {
			v.tier, v.weight = max(v.tier, part), v.weight*part.weight()
			all = append(all, v)
		}
	}
	return all, nil
}

func (b *builder) row(r row) (matcher, error) {
	words := make([][]variant, len(r.wants))
	for i, w := range r.wants {
		all, err := b.variants(w)
		if err != nil {
			return nil, err
		}
		words[i] = slices.DeleteFunc(all, func(v variant) bool { return v.field != b.scope })
	}
	return b.session.row(words, r.slack)
}

// wants gives the words of a plan that stand by themselves, in the order of the query.
func wants(p plan) []*want {
	var all []*want
	switch p := p.(type) {
	case allOf:
		for _, k := range p {
			all = append(all, wants(k)...)
		}
	case anyOf:
		for _, k := range p {
			all = append(all, wants(k)...)
		}
	case lookup:
		for _, r := range p.rows {
			if !p.small {
				all = append(all, r.wants...)
			}
		}
	}
	return all
}

// breakUp asks for the parts of compounds, too.
func breakUp(p plan) {
	for _, w := range wants(p) {
		if !w.only && len(w.pieces) > 0 && !w.broken {
			w.broken, w.found = true, nil
		}
	}
}

// spell asks for forms some letters off of all words that may be misspelled; false if there are none.
func spell(p plan) bool {
	any := false
	for _, w := range wants(p) {
		if w.known && !w.only && w.pattern == nil && !w.spelled && len(w.form) >= leastSpelled && !terms.Stop(w.form) {
			w.spelled, w.found, any = true, nil, true
		}
	}
	return any
}
