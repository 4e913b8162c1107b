// Package trees holds gradient boosted decision trees: many small trees whose leaves add up to a score a class (J.
// Friedman, Greedy Function Approximation: A Gradient Boosting Machine, 2001). Every tree asks the same number of
// questions, so that a model is a plain table.
package trees

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
)

// Model is a trained classifier. It is not changed once made and safe for concurrent use.
type Model struct {
	Classes  int
	Features int
	Depth    int // questions a tree asks
	trees    []tree
	start    []float32 // score of each class before any tree
}

// tree asks split[0], then split[1] or split[2], and so on; a value below or at the limit goes left.
type tree struct {
	feature []uint8
	limit   []float32
	leaf    []float32
}

// Probabilities writes into p, which has one place a class, how likely each is for the features x. They add up to 1.
func (m *Model) Probabilities(x []float32, p []float64) {
	for c := range p {
		p[c] = float64(m.start[c])
	}
	for i := range m.trees {
		p[i%m.Classes] += float64(m.trees[i].value(x, m.Depth))
	}
	softmax(p)
}

func (t *tree) value(x []float32, depth int) float32 {
	at := 0
	for range depth {
		if x[t.feature[at]] <= t.limit[at] {
			at = 2*at + 1
		} else {
			at = 2*at + 2
		}
	}
	return t.leaf[at-len(t.limit)]
}

func softmax(p []float64) {
	top, sum := p[0], 0.0
	for _, v := range p {
		top = max(top, v)
	}
	for i, v := range p {
		p[i] = math.Exp(v - top)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
}

// header begins a stored model: what it is, then classes, features, depth and trees.
type header struct {
	Magic                           [4]byte
	Classes, Features, Depth, Trees uint16
}

var magic = [4]byte{'a', 'k', 't', '1'}

// MarshalBinary stores the model.
func (m *Model) MarshalBinary() ([]byte, error) {
	var b bytes.Buffer
	h := header{magic, uint16(m.Classes), uint16(m.Features), uint16(m.Depth), uint16(len(m.trees))}
	for _, v := range []any{h, m.start} {
		if err := binary.Write(&b, binary.LittleEndian, v); err != nil {
			return nil, err
		}
	}
	for _, t := range m.trees {
		for _, v := range []any{t.feature, t.limit, t.leaf} {
			if err := binary.Write(&b, binary.LittleEndian, v); err != nil {
				return nil, err
			}
		}
	}
	return b.Bytes(), nil
}

// UnmarshalBinary reads what MarshalBinary stored.
func (m *Model) UnmarshalBinary(data []byte) error {
	var h header
	r := bytes.NewReader(data)
	if err := binary.Read(r, binary.LittleEndian, &h); err != nil {
		return fmt.Errorf("read a model's header: %w", err)
	}
	splits := 1<<min(h.Depth, 10) - 1
	if h.Magic != magic || h.Classes == 0 || h.Features == 0 || h.Features > 256 || h.Depth == 0 || h.Depth > 10 {
		return fmt.Errorf("no model of this form")
	}
	if want := 4*int(h.Classes) + int(h.Trees)*(splits*5+4*(splits+1)); r.Len() != want {
		return fmt.Errorf("a model of %d bytes, want %d", r.Len(), want)
	}
	*m = Model{Classes: int(h.Classes), Features: int(h.Features), Depth: int(h.Depth), trees: make([]tree, h.Trees), start: make([]float32, h.Classes)}
	if err := binary.Read(r, binary.LittleEndian, m.start); err != nil {
		return err
	}
	for i := range m.trees {
		t := tree{make([]uint8, splits), make([]float32, splits), make([]float32, splits+1)}
		for _, v := range []any{t.feature, t.limit, t.leaf} {
			if err := binary.Read(r, binary.LittleEndian, v); err != nil {
				return err
			}
		}
		for _, f := range t.feature {
			if int(f) >= m.Features {
				return fmt.Errorf("a tree asks for feature %d of %d", f, m.Features)
			}
		}
		m.trees[i] = t
	}
	return nil
}
