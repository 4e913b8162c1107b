package index

import (
	"cmp"
	"math"
	"slices"
)

// variant is a term under which a word may be found.
type variant struct {
	field  string
	term   string
	tier   tier
	weight float64 // of an occurrence, against one of the exact form
}

// word walks over the documents that have any variant of a word, and ranks them.
type word struct {
	union
	session *session
	idf     float64
	at      []int // for unpack
}

// BM25 (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework"), with the variants' weighted occurrences
// added up before they saturate, as BM25F does with fields.
const (
	k1 = 1.2
	b  = 0.9 // papers of one house are much alike: the shorter of two that match is rather meant
)

// word opens a word's variants. Its rarity is that of its exact form and inflections; of a word that has none, as a
// misread name, that of all its variants.
func (s *session) word(variants []variant, places bool) (matcher, error) {
	w := &word{session: s}
	var sure, unsure uint64
	var others []*list // what stands for the word without being it
	for _, v := range variants {
		l, err := s.postings(v.field, v.term, places)
		if err != nil {
			return nil, err
		}
		if l == nil {
			continue
		}
		l.weight = v.weight
		if w.lists = append(w.lists, l); v.tier <= stem {
			sure += l.count
		} else {
			unsure += l.count
			others = append(others, l)
		}
	}
	if len(w.lists) == 0 {
		return nothing{}, nil
	}
	if sure == 0 {
		sure = unsure
	}
	w.idf = s.idf(min(sure, s.docs))
	for _, l := range others {
		// What is common, as Straße in Herrenstraße, does not say as much as the rare word for which it stands.
		l.weight *= min(1, s.idf(min(l.count, s.docs))/w.idf)
	}
	return w, nil
}

func (s *session) idf(docs uint64) float64 {
	return math.Log(1 + (float64(s.docs)-float64(docs)+0.5)/(float64(docs)+0.5))
}

func (w *word) score() float64 {
	sum, length := 0.0, 0
	w.here(func(l *list) {
		n := 1.0
		if l.post.Freq > 0 {
			n = float64(times(l.post.Freq))
			length = max(length, stepOf(l.post.Norm))
		}
		sum += l.weight * n
	})
	if sum == 0 {
		return 0
	}
	return w.idf * w.session.saturate(sum, length)
}

// saturate weighs a number of occurrences in a text of so many words; 0 words are the mean.
func (s *session) saturate(n float64, step int) float64 {
	norm := 1.0
	if step > 0 {
		norm = 1 - b + b*lengthOf(step)/s.length
	}
	return n * (k1 + 1) / (n + k1*norm)
}

// step gives the length of the document, as a step; 0 if it is not known.
func (w *word) step() (step int) {
	w.here(func(l *list) {
		if l.post.Freq > 0 {
			step = max(step, stepOf(l.post.Norm))
		}
	})
	return step
}

// spot is a place of a word in a document, with the weight of the best variant that stands there.
type spot struct {
	at     int
	weight float64
}

// spots appends where the word stands in the document at which it is, ascending, each place once.
func (w *word) spots(into []spot) []spot {
	lists := 0
	w.here(func(l *list) {
		lists++
		w.at = unpack(l.post.Freq, l.post.Vectors, w.at[:0])
		for _, p := range w.at {
			into = append(into, spot{p, l.weight})
		}
	})
	if lists < 2 {
		return into
	}
	slices.SortFunc(into, func(a, b spot) int { return cmp.Or(a.at-b.at, cmp.Compare(b.weight, a.weight)) })
	return slices.CompactFunc(into, func(a, b spot) bool { return a.at == b.at })
}

// places gives where the word stands in the document at which it is, by position, with the weight of the best variant.
func (w *word) places(into map[int]float64) {
	w.here(func(l *list) {
		w.at = unpack(l.post.Freq, l.post.Vectors, w.at[:0])
		for _, p := range w.at {
			into[p] = max(into[p], l.weight)
		}
	})
}
