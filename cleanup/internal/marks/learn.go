package marks

import (
	"aktenkundig/cleanup/internal/trees"
	"aktenkundig/document"
)

// Study is a page taken apart for training: what the models see of it, stage by stage.
type Study struct {
	p    *page
	near *grid
}

// NewStudy takes a sheet apart; nil where there is too much ink to look at.
func NewStudy(s *Sheet) *Study {
	p, ok := read(s)
	if !ok {
		return nil
	}
	p.measure()
	near := p.index()
	// Thousands of pages are studied at once: what no feature needs any more goes.
	p.parts, p.shape = nil, nil
	p.Sheet = &Sheet{W: s.W, H: s.H, Scale: s.Scale, DPI: s.DPI}
	return &Study{p, near}
}

// Boxes are those of the marks, in pixels of the sheet.
func (s *Study) Boxes() []document.Box {
	boxes := make([]document.Box, len(s.p.marks))
	for i := range boxes {
		boxes[i] = s.p.marks[i].Box
	}
	return boxes
}

// Coloured tells whether mark i is of coloured ink.
func (s *Study) Coloured(i int) bool { return s.p.marks[i].dye == coloured }

// Hollow tells whether mark i is a frame, a ring or the like.
func (s *Study) Hollow(i int) bool {
	return s.p.marks[i].wide
}

// Alone gives the features of each mark by itself.
func (s *Study) Alone() [][]float32 {
	x := make([][]float32, len(s.p.marks))
	for i := range x {
		x[i] = s.p.marks[i].x[:]
	}
	return x
}

// Surrounded gives the features of each mark with what model makes of its neighbours.
func (s *Study) Surrounded(model *trees.Model) [][]float32 {
	odds := s.p.alone(model)
	x := make([][]float32, len(s.p.marks))
	for i := range x {
		x[i] = s.p.context(i, odds, s.near)
	}
	return x
}

// Figures gives the figures that the models make, with their features.
func (s *Study) Figures(alone, surrounded *trees.Model) ([]Figure, [][]float32) {
	list := s.p.group(s.p.surrounded(surrounded, s.p.alone(alone), s.near), s.near)
	x := make([][]float32, len(list))
	for i := range list {
		x[i] = list[i].x
	}
	return list, x
}

// Judged gives the figures as the product finds them.
func (s *Study) Judged(m Models) []Figure { return s.p.judge(s.near, &m).Figures }

// Trained gives the models that the package works with.
func Trained() Models { return *load() }
