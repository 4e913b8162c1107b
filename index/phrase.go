package index

import (
	"slices"
)

// phrase walks over the documents in which words stand in a row, or loosely within a stretch. A word parted by a line
// end stands at both of its places, so a row may go on from either.
type phrase struct {
	all
	words []*word
	slack int // words that may stand between, in all; less than 0: in a row
	idf   float64
	found float64 // weight of the best place in the document
	doc   uint64
	sets  []map[int]float64
}

// row makes a phrase of words, each with its variants.
func (s *session) row(words [][]variant, slack int) (matcher, error) {
	p := &phrase{slack: slack}
	var parts []matcher
	for _, variants := range words {
		m, err := s.word(variants, true)
		if err != nil {
			return nil, err
		}
		w, ok := m.(*word)
		if !ok {
			return nothing{}, nil
		}
		p.words = append(p.words, w)
		p.sets = append(p.sets, map[int]float64{})
		p.idf += w.idf
		parts = append(parts, w)
	}
	slices.SortStableFunc(parts, func(a, b matcher) int { return compareDocs(a.cost(), b.cost()) })
	p.parts = parts
	p.doc = none
	return p, nil
}

func (p *phrase) score() float64 {
	return p.idf * p.words[0].session.saturate(p.found, p.words[0].step())
}

func (p *phrase) seek(least uint64) (uint64, error) {
	if p.doc != none && p.doc >= least {
		return p.doc, nil
	}
	for {
		doc, err := p.all.seek(least)
		if err != nil || doc == none {
			p.doc = none
			return none, err
		}
		for i, w := range p.words {
			clear(p.sets[i])
			w.places(p.sets[i])
		}
		if p.found = inRow(p.sets, p.slack); p.found > 0 {
			p.doc = doc
			return doc, nil
		}
		least = doc + 1
	}
}

// maxStretch is how many places a joined word may take up.
const maxStretch = 4

// inRow gives the weight of the best row of words, one from each set of places; 0 if there is none. A word whose places
// are not known, as those of garbage, stands wherever it must; the page decides.
func inRow(sets []map[int]float64, slack int) float64 {
	if slack >= 0 {
		return nearby(sets, slack)
	}
	ends := map[int]float64{} // places after which a row so far may go on
	free := true              // nothing is known of the words so far
	for i, set := range sets {
		next := map[int]float64{}
		if len(set) == 0 {
			for at, w := range ends {
				next[at+1] = w
			}
			ends = next
			continue
		}
		for at, w := range set {
			before, ok := ends[at-1]
			if !ok && !free {
				continue
			}
			if free {
				before = float64(i) // the words before, wherever they are
			}
			next[at] = max(next[at], before+w)
		}
		for n := 0; n < maxStretch-1; n++ { // joined words
			grown := false
			for at, w := range next {
				if _, same := set[at+1]; same && next[at+1] < w {
					next[at+1], grown = w, true
				}
			}
			if !grown {
				break
			}
		}
		if ends, free = next, false; len(ends) == 0 {
			return 0
		}
	}
	if free {
		return 1
	}
	best := 0.0
	for _, w := range ends {
		best = max(best, w)
	}
	return best / float64(len(sets))
}

// nearby gives the weight of words that stand in any order with at most slack others between them.
func nearby(sets []map[int]float64, slack int) float64 {
	type place struct{ at, word int }
	var places []place
	known := 0
	for i, set := range sets {
		for at := range set {
			places = append(places, place{at, i})
		}
		if len(set) > 0 {
			known++
		}
	}
	slices.SortFunc(places, func(a, b place) int { return a.at - b.at })
	counts, distinct, from := make([]int, len(sets)), 0, 0
	for _, p := range places {
		if counts[p.word]++; counts[p.word] == 1 {
			distinct++
		}
		for p.at-places[from].at >= len(sets)+slack {
			if counts[places[from].word]--; counts[places[from].word] == 0 {
				distinct--
			}
			from++
		}
		if distinct == known {
			return 1
		}
	}
	if known == 0 {
		return 1
	}
	return 0
}
