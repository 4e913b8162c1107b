package ocr

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"aktenkundig/document"
)

// Reading is what an engine read on a page, in ink pixels and reading order. Word.Line indexes Lines, Line.Region
// indexes Regions; both never fall, and no line and no region is without a word. No word is hidden.
type Reading struct {
	Regions []document.Region `json:"regions"`
	Lines   []document.Line   `json:"lines"`
	Words   []document.Word   `json:"words"`
}

// Map gives the reading in other pixels, for example those of the view; m leads there from ink pixels. Heights are
// multiplied by the square root of the factor by which m changes areas, which is exact for turns and even scaling.
func (r Reading) Map(m document.Affine) Reading {
	r.Regions, r.Lines, r.Words = slices.Clone(r.Regions), slices.Clone(r.Lines), slices.Clone(r.Words)
	scale := math.Sqrt(math.Abs(m[0]*m[3] - m[1]*m[2]))
	for i := range r.Regions {
		r.Regions[i].Box = m.Box(r.Regions[i].Box)
	}
	for i := range r.Lines {
		l := &r.Lines[i]
		l.Box = m.Box(l.Box)
		l.Height *= scale
		l.XHeight *= scale
		if b := &l.Baseline; *b != [4]float64{} { // zeros mean unknown, not the corner
			b[0], b[1] = m.Apply(b[0], b[1])
			b[2], b[3] = m.Apply(b[2], b[3])
		}
	}
	for i := range r.Words {
		r.Words[i].Box = m.Box(r.Words[i].Box)
	}
	return r
}

// Check gives an error if r breaks a promise of Reading or of its parts, for an ink of w×h pixels: numbering, order,
// boxes that are empty or leave the ink, words without text or with white space, confidences outside 0 to 1, numbers
// that are none.
func (r Reading) Check(w, h int) error {
	page := document.Box{0, 0, w, h}
	for i, g := range r.Regions {
		if !inside(g.Box, page) {
			return fmt.Errorf("region %d: box %v is not on the page", i, g.Box)
		}
	}
	if err := r.checkLines(page); err != nil {
		return err
	}
	return r.checkWords(page)
}

func (r Reading) checkLines(page document.Box) error {
	next := 0
	for i, l := range r.Lines {
		if !follows(l.Region, &next) || next > len(r.Regions) {
			return fmt.Errorf("line %d: region %d is out of order", i, l.Region)
		}
		if !inside(l.Box, page) {
			return fmt.Errorf("line %d: box %v is not on the page", i, l.Box)
		}
		if !finite(l.Baseline[:]...) || !finite(l.Height, l.XHeight) || l.Height < 0 || l.XHeight < 0 {
			return fmt.Errorf("line %d: its measures are no measures", i)
		}
	}
	if next != len(r.Regions) {
		return fmt.Errorf("region %d has no line", next)
	}
	return nil
}

func (r Reading) checkWords(page document.Box) error {
	next := 0
	for i, w := range r.Words {
		if !follows(w.Line, &next) || next > len(r.Lines) {
			return fmt.Errorf("word %d: line %d is out of order", i, w.Line)
		}
		if !inside(w.Box, page) {
			return fmt.Errorf("word %d: box %v is not on the page", i, w.Box)
		}
		if w.Text == "" || strings.IndexFunc(w.Text, unicode.IsSpace) >= 0 {
			return fmt.Errorf("word %d: %q is not a word", i, w.Text)
		}
		if !(w.Conf >= 0 && w.Conf <= 1) || w.Hidden {
			return fmt.Errorf("word %d: confidence %v, hidden %v", i, w.Conf, w.Hidden)
		}
	}
	if next != len(r.Lines) {
		return fmt.Errorf("line %d has no word", next)
	}
	return nil
}

// follows tells whether n is the number last seen or the next one; *next is one more than the last seen.
func follows(n int, next *int) bool {
	if n == *next {
		*next++
		return true
	}
	return n == *next-1 && n >= 0
}

func inside(b, page document.Box) bool { return !b.Empty() && b.Intersect(page) == b }

func finite(values ...float64) bool {
	for _, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}
