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
	sets  [][]spot
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
		p.sets = append(p.sets, nil)
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
			p.sets[i] = w.spots(p.sets[i][:0])
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
func inRow(sets [][]spot, slack int) float64 {
	if slack >= 0 {
		return nearby(sets, slack)
	}
	var ends []spot // places after which a row so far may go on, ascending
	free := true    // nothing is known of the words so far
	for i, set := range sets {
		switch {
		case len(set) == 0:
			for k := range ends {
				ends[k].at++
			}
			continue
		case free:
			ends = append([]spot(nil), set...)
			for k := range ends {
				ends[k].weight += float64(i) // the words before, wherever they are
			}
		default:
			ends = follow(ends, set)
		}
		if free = false; len(ends) == 0 {
			return 0
		}
	}
	if free {
		return 1
	}
	best := 0.0
	for _, e := range ends {
		best = max(best, e.weight)
	}
	return best / float64(len(sets))
}

// follow gives the places of a set that go on a row that ends right before them. A joined word stands at each place that it
// takes up, and the row may go on from any.
func follow(ends, set []spot) []spot {
	var next []spot
	k, stretch := 0, 0
	for _, s := range set {
		for k < len(ends) && ends[k].at < s.at-1 {
			k++
		}
		weight := 0.0
		if k < len(ends) && ends[k].at == s.at-1 {
			weight = ends[k].weight + s.weight
		}
		if n := len(next); n > 0 && next[n-1].at == s.at-1 && next[n-1].weight > weight && stretch < maxStretch-1 {
			weight = next[n-1].weight
			stretch++
		} else {
			stretch = 0
		}
		if weight > 0 {
			next = append(next, spot{s.at, weight})
		}
	}
	return next
}

// nearby gives the weight of words that stand in any order with at most slack others between them.
func nearby(sets [][]spot, slack int) float64 {
	type place struct{ at, word int }
	var places []place
	known := 0
	for i, set := range sets {
		for _, s := range set {
			places = append(places, place{s.at, i})
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
