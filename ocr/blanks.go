package ocr

import (
	"image"
	"slices"
	"strings"
	"unicode"

	"aktenkundig/document"
)

// PartBlanks gives r with words of letters and figures parted where their ink shows a blank that the engine did not read: it
// takes the blank of "V3 18.31" for the loose setting of figures. Such a gap is wider than half the height of the word and
// clearly wider than the others in it; and only where every character stands by itself is it sure which two it parts.
// ink is what was read. r is not changed.
func (r Reading) PartBlanks(ink *image.Gray) Reading {
	var words []document.Word
	for i, w := range r.Words {
		left, right, ok := partBlank(ink, w)
		if !ok {
			if words != nil {
				words = append(words, w)
			}
			continue
		}
		if words == nil {
			words = append(make([]document.Word, 0, len(r.Words)+8), r.Words[:i]...)
		}
		words = append(words, left, right)
	}
	if words != nil {
		r.Words = words
	}
	return r
}

// partBlank parts a word at the blank in its ink, if it has one.
func partBlank(ink *image.Gray, w document.Word) (left, right document.Word, ok bool) {
	const (
		leastRunes = 4   // of fewer no gap can be told from the others
		leastGap   = 0.5 // of the height of the ink
		clearly    = 1.8 // times the next gap
	)
	text := []rune(w.Text)
	if len(text) < leastRunes || strings.IndexFunc(w.Text, unicode.IsDigit) < 0 || strings.IndexFunc(w.Text, unicode.IsLetter) < 0 {
		return w, w, false
	}
	at := image.Rect(w.Box[0], w.Box[1], w.Box[2], w.Box[3]).Intersect(ink.Rect)
	runs, height := inkRuns(ink, at)
	if len(runs) != len(text) {
		return w, w, false
	}
	widest, second, cut := 0, 0, 0
	for i := 1; i < len(runs); i++ {
		switch gap := runs[i][0] - runs[i-1][1]; {
		case gap > widest:
			widest, second, cut = gap, widest, i
		case gap > second:
			second = gap
		}
	}
	if float64(widest) < leastGap*float64(height) || float64(widest) < clearly*float64(second) {
		return w, w, false
	}
	if sign(text[:cut]) || sign(text[cut:]) || text[cut-1] == '1' && text[cut] == '1' {
		return w, w, false // a point, or a speck that was read as one; two ones stand apart in most faces
	}
	left, right = w, w
	left.Text, left.Box[2] = string(text[:cut]), runs[cut-1][1]
	right.Text, right.Box[0] = string(text[cut:]), runs[cut][0]
	return left, right, true
}

// sign tells whether there is neither letter nor figure in a text.
func sign(text []rune) bool {
	return !slices.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// inkRuns gives the stretches of columns with ink in a place, start and end (outside), and how high the ink is.
func inkRuns(ink *image.Gray, at image.Rectangle) (runs [][2]int, height int) {
	dark := darkness(ink, at)
	top, bottom := at.Max.Y, at.Min.Y
	open := false
	for x := at.Min.X; x < at.Max.X; x++ {
		inked := false
		for y := at.Min.Y; y < at.Max.Y; y++ {
			if ink.Pix[ink.PixOffset(x, y)] < dark {
				inked, top, bottom = true, min(top, y), max(bottom, y+1)
			}
		}
		switch {
		case inked && !open:
			runs = append(runs, [2]int{x, x + 1})
		case inked:
			runs[len(runs)-1][1] = x + 1
		}
		open = inked
	}
	return runs, bottom - top
}

// darkness is the grey halfway between the darkest and the lightest pixel of a place.
func darkness(ink *image.Gray, at image.Rectangle) uint8 {
	low, high := uint8(255), uint8(0)
	for y := at.Min.Y; y < at.Max.Y; y++ {
		for _, g := range ink.Pix[ink.PixOffset(at.Min.X, y):][:at.Dx()] {
			low, high = min(low, g), max(high, g)
		}
	}
	return uint8((int(low) + int(high)) / 2)
}
