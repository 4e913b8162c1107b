package index

import (
	"slices"
	"strings"

	terms "aktenkundig/index/analysis"
)

// marker finds the words sought on one page.
type marker struct {
	*target
	tokens []terms.Token
	lang   terms.Lang
	at     map[int][]int // tokens by their first place
}

// places finds the words sought among the tokens of a text.
func (t *target) places(tokens []terms.Token) []place {
	m := &marker{target: t, tokens: tokens, lang: terms.Language(tokens), at: map[int][]int{}}
	for i, tok := range tokens {
		if tok.Pos == tok.First {
			m.at[tok.First] = append(m.at[tok.First], i)
		}
	}
	var all []place
	for leaf, l := range t.lookups {
		for _, r := range l.rows {
			switch {
			case len(r.wants) == 1:
				all = append(all, m.single(r.wants[0], leaf)...)
			case r.slack >= 0:
				all = append(all, m.loose(r, leaf)...)
			default:
				all = append(all, m.row(r, leaf)...)
			}
		}
	}
	return all
}

func (m *marker) single(w *want, leaf int) []place {
	var all []place
	for i, tok := range m.tokens {
		if tier, ok := m.matches(i, w); ok {
			all = append(all, place{tok.Start, tok.End, leaf, tier})
		}
	}
	return all
}

// matches tells whether a token is what is sought, and in which tier. Inflections and misreadings are the forms that the
// index was searched for.
func (m *marker) matches(i int, w *want) (tier, bool) {
	tok := m.tokens[i]
	if w.pattern != nil {
		return prefix, fits(w.pattern, tok.Text)
	}
	if tok.Text == w.form {
		return exact, true
	}
	tier, ok := w.forms[tok.Text]
	if (!ok || tier > part) && !w.only && m.compound(tok, w.stems[terms.German]) {
		return part, true
	}
	return tier, ok
}

// compound tells whether a token is a compound with a part of a stem. The parts of most words need not be looked up.
func (m *marker) compound(tok terms.Token, stem string) bool {
	start := stem[:min(partStart, len(stem))]
	if len(tok.Text) <= len(stem) || !strings.Contains(tok.Text, start) && !strings.Contains(tok.Text, strings.TrimPrefix(start, "e")) {
		return false
	}
	return slices.Contains(m.vocabulary.Of(tok, m.lang).Parts, stem)
}

// row finds words that follow each other; a joined word takes up all its places.
func (m *marker) row(r row, leaf int) []place {
	var all []place
	for i, tok := range m.tokens {
		if tok.Pos == tok.First {
			if found := m.from(i, r.wants, leaf); found != nil {
				all = append(all, found...)
			}
		}
	}
	return all
}

// from gives the places of a row that begins with token i; nil if none does.
func (m *marker) from(i int, wants []*want, leaf int) []place {
	tier, ok := m.matches(i, wants[0])
	if !ok {
		return nil
	}
	tok := m.tokens[i]
	here := place{tok.Start, tok.End, leaf, tier}
	if len(wants) == 1 {
		return []place{here}
	}
	for _, next := range m.at[tok.Last+1] {
		if rest := m.from(next, wants[1:], leaf); rest != nil {
			return append([]place{here}, rest...)
		}
	}
	return nil
}

// loose finds words that stand in any order within a stretch.
func (m *marker) loose(r row, leaf int) []place {
	type sighting struct {
		place
		pos, word int
	}
	var seen []sighting
	for i, tok := range m.tokens {
		for k, w := range r.wants {
			if tier, ok := m.matches(i, w); ok && tok.Pos == tok.First {
				seen = append(seen, sighting{place{tok.Start, tok.End, leaf, tier}, tok.Pos, k})
			}
		}
	}
	var all []place
	reach := len(r.wants) + r.slack
	for from := range seen {
		words := map[int]bool{}
		to := from
		for ; to < len(seen) && seen[to].pos-seen[from].pos < reach; to++ {
			words[seen[to].word] = true
		}
		if len(words) == len(r.wants) {
			for _, s := range seen[from:to] {
				all = append(all, s.place)
			}
		}
	}
	return all
}
