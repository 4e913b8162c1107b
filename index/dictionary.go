package index

import (
	"fmt"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	bindex "github.com/blevesearch/bleve_index_api"
	"github.com/blevesearch/vellum/levenshtein"
)

// fuzzy calls f with the entries of a field's dictionary whose part before end is at most distance letters, 1 or 2, from
// word; at most most of them. An entry may come once for each segment of the index.
func (s *session) fuzzy(field, end, word string, distance, most int, f func(*bindex.DictEntry)) error {
	snapshot, ok := s.reader.(*scorch.IndexSnapshot)
	if !ok {
		return fmt.Errorf("the index is no scorch index but %T", s.reader)
	}
	builder, err := s.builders.get(distance)
	if err != nil {
		return err
	}
	dfa, err := builder.BuildDfa(word, uint8(distance))
	if err != nil {
		return err
	}
	for _, segment := range snapshot.Segments() {
		dict, err := segment.Segment().Dictionary(field)
		if err != nil {
			return err
		}
		entries := dict.AutomatonIterator(beginning{dfa, end[0]}, nil, nil)
		for ; most > 0; most-- {
			entry, err := entries.Next()
			if err != nil {
				return err
			}
			if entry == nil {
				break
			}
			f(entry)
		}
	}
	return nil
}

// beginning is an automaton that looks only at what stands before end.
//
// It does not embed the automaton: Bleve must not ask it for distances.
type beginning struct {
	word *levenshtein.DFA
	end  byte
}

// matched is the state after the end: all that follows matches.
const matched = 1 << 40

// Start, IsMatch and the others implement Bleve's Automaton.
func (b beginning) Start() int                     { return b.word.Start() }
func (b beginning) IsMatch(state int) bool         { return state == matched }
func (b beginning) CanMatch(state int) bool        { return state == matched || b.word.CanMatch(state) }
func (b beginning) WillAlwaysMatch(state int) bool { return state == matched }

// Accept gives the next state.
func (b beginning) Accept(state int, c byte) int {
	switch {
	case state == matched:
		return matched
	case c == b.end:
		if b.word.IsMatch(state) {
			return matched
		}
		return 0
	}
	return b.word.Accept(state, c)
}

// builders of automata take some milliseconds to make and are made when first needed.
type builders struct {
	mu   sync.Mutex
	made [3]*levenshtein.LevenshteinAutomatonBuilder
}

func (b *builders) get(distance int) (*levenshtein.LevenshteinAutomatonBuilder, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.made[distance] == nil {
		made, err := levenshtein.NewLevenshteinAutomatonBuilder(uint8(distance), false)
		if err != nil {
			return nil, err
		}
		b.made[distance] = made
	}
	return b.made[distance], nil
}
