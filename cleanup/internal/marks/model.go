package marks

import (
	_ "embed"
	"encoding/binary"
	"math"
	"sync"

	"aktenkundig/cleanup/internal/trees"
)

//go:embed alone.model
var aloneModel []byte

//go:embed surrounded.model
var surroundedModel []byte

//go:embed figure.model
var figureModel []byte

//go:embed usual.model
var usualModel []byte // a figure's features where it is none, in the median: 32-bit floats

var load = sync.OnceValue(func() *Models {
	m := Models{new(trees.Model), new(trees.Model), new(trees.Model)}
	for _, e := range []struct {
		m        *trees.Model
		data     []byte
		features int
	}{{m.Alone, aloneModel, int(Features)}, {m.Surrounded, surroundedModel, Surrounded}, {m.Figure, figureModel, FigureFeatures}} {
		if err := e.m.UnmarshalBinary(e.data); err != nil {
			panic("marks: embedded model: " + err.Error())
		}
		if e.m.Features != e.features || e.m.Classes != int(Kinds) {
			panic("marks: an embedded model is of another version: train it again")
		}
	}
	return &m
})

var neutral = sync.OnceValue(func() []float32 {
	x := make([]float32, FigureFeatures)
	for i := range x {
		x[i] = math.Float32frombits(binary.LittleEndian.Uint32(usualModel[4*i:]))
	}
	return x
})
