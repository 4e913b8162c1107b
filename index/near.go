package index

import (
	"cmp"
	"slices"
)

// Nearness of words. Those that stand side by side in the query say more where they stand side by side in the text
// (Rasolofo and Savoy 2003, "Term Proximity Scoring for Keyword-Based Retrieval Systems"), and a document whose best
// passage holds many of the words says more than one over which they are strewn (Callan 1994, "Passage-Level Evidence in
// Document Retrieval").
const (
	nearWeight    = 1.5 // of a pair that follows each other, against the rarer of both words
	nearReach     = 8   // words apart beyond which nearness says nothing
	passageWeight = 0.4 // of the words in the best passage
	passageReach  = 60  // words of a passage
	maxNear       = 12  // words of the query that are looked at
)

// sighting is a place of a word of the query in a document.
type sighting struct {
	at, word int
	weight   float64
}

// nearer adds to the scores of documents what the nearness of words says.
func (q *search) nearer(best []scored) error {
	wants, pairs := nearWants(q.wanted)
	if len(wants) < 2 || len(best) < 2 {
		return nil
	}
	b := q.builder(false)
	words := make([]*word, len(wants))
	for i, w := range wants {
		m, err := b.placed(w)
		if err != nil {
			return err
		}
		words[i], _ = m.(*word)
	}
	order := make([]int, len(best))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return compareDocs(best[i].doc, best[j].doc) })
	places := make([]map[int]float64, len(words))
	for i := range places {
		places[i] = map[int]float64{}
	}
	for _, i := range order {
		if err := look(best[i].doc, words, places); err != nil {
			return err
		}
		for _, p := range pairs {
			if l, r := words[p[0]], words[p[1]]; l != nil && r != nil {
				best[i].score += nearWeight * min(l.idf, r.idf) * nearness(places[p[0]], places[p[1]])
			}
		}
		best[i].score += passageWeight * passage(words, places)
	}
	return nil
}

// look fills in where words stand in a document.
func look(doc uint64, words []*word, places []map[int]float64) error {
	for i, w := range words {
		clear(places[i])
		if w == nil {
			continue
		}
		at, err := w.seek(doc)
		if err != nil {
			return err
		}
		if at == doc {
			w.places(places[i])
		}
	}
	return nil
}

// placed opens a word's forms in the text, with their places.
func (b *builder) placed(w *want) (matcher, error) {
	all, err := b.variants(w)
	if err != nil {
		return nil, err
	}
	return b.session.word(slices.DeleteFunc(all, func(v variant) bool { return v.field != b.scope }), true)
}

// nearness is 1 for a pair in a row, less the farther it is apart or if it is turned round; 0 beyond nearReach.
func nearness(left, right map[int]float64) float64 {
	best := 0.0
	for at, weight := range left {
		for d := -nearReach; d <= nearReach; d++ {
			other, ok := right[at+d]
			if !ok || d == 0 {
				continue
			}
			apart := float64(d)
			if d < 0 {
				apart = float64(1 - d)
			}
			best = max(best, min(weight, other)/apart)
		}
	}
	return best
}

// passage gives what the words of the best passage weigh: each once, by its rarity and its best tier.
func passage(words []*word, places []map[int]float64) float64 {
	var seen []sighting
	for i, set := range places {
		for at, weight := range set {
			seen = append(seen, sighting{at, i, weight * words[i].idf})
		}
	}
	slices.SortFunc(seen, func(a, b sighting) int { return cmp.Or(a.at-b.at, a.word-b.word) })
	best, from := 0.0, 0
	weights := make([]float64, len(words))
	for to, s := range seen {
		for s.at-seen[from].at > passageReach {
			from++
		}
		clear(weights)
		for _, k := range seen[from : to+1] {
			weights[k.word] = max(weights[k.word], k.weight)
		}
		sum := 0.0
		for _, w := range weights {
			sum += w
		}
		best = max(best, sum)
	}
	return best
}

// nearWants gives the words of a query that stand by themselves, and which of them stand side by side.
func nearWants(p plan) (all []*want, pairs [][2]int) {
	parts, ok := p.(allOf)
	if !ok {
		return nil, nil
	}
	last := -1
	for _, k := range parts {
		l, ok := k.(lookup)
		if ok && l.small {
			continue
		}
		this := -1
		if ok && len(l.rows) == 1 && len(l.rows[0].wants) == 1 && l.rows[0].wants[0].pattern == nil && len(all) < maxNear {
			this = len(all)
			all = append(all, l.rows[0].wants[0])
		}
		if last >= 0 && this >= 0 {
			pairs = append(pairs, [2]int{last, this})
		}
		last = this
	}
	return all, pairs
}
