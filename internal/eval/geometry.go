package eval

import (
	"math"

	"aktenkundig/document"
)

// geometry judges whether a text page stands upright and straight in its view.
func (s *FileScore) geometry(truth TruthPage, got document.Page) {
	tilt, ok := Tilt(truth, got.ToView)
	if truth.Verdict != string(document.Text) || !ok {
		return
	}
	s.Turns++
	if math.Abs(tilt) < 45 {
		s.TurnsRight++
		s.SkewErrors = append(s.SkewErrors, math.Abs(tilt))
	}
}

// Tilt is the direction of the text lines in the view, in degrees clockwise from the horizontal, above -180 to 180: the
// true direction in the scan led through toView. ok is false if toView is no map.
func Tilt(truth TruthPage, toView document.Affine) (degrees float64, ok bool) {
	if _, ok := toView.Inverse(); !ok {
		return 0, false
	}
	// Lines of a page that must be turned clockwise by Turn run anticlockwise by as much, but for the skew.
	along := (truth.Skew - float64(truth.Turn)) * math.Pi / 180
	x, y := math.Cos(along), math.Sin(along)
	tilt := math.Atan2(toView[1]*x+toView[3]*y, toView[0]*x+toView[2]*y) * 180 / math.Pi
	return tilt, !math.IsNaN(tilt)
}

// boxErrors gives for each word read as it stands and in its place how far the four edges of its box are off, in the
// mean, in scan pixels.
func boxErrors(links []Link, boxes []document.Box, got []token) []float64 {
	var errs []float64
	for _, l := range links {
		if l.What != Same || len(boxes) == 0 || got[l.Got[0]].box.Empty() {
			continue
		}
		off := 0
		for i, edge := range boxes[l.Truth[0]] {
			off += abs(edge - got[l.Got[0]].box[i])
		}
		errs = append(errs, float64(off)/4)
	}
	return errs
}

func abs(n int) int { return max(n, -n) }
