package prep

import (
	"math"
	"slices"
)

const (
	maxSkew = 15   // degrees; a page that leans further was not fed, it was turned
	minSkew = 0.08 // degrees; less is not worth a resampling: a third of a pixel in a word of 250
)

// lean is the measured slope of a page's text lines.
type lean struct {
	degrees float64 // clockwise positive, against the image's edge
	peak    float64 // strength of the alignment against that at a usual angle; 1 is chance
	points  int     // letters it rests on
}

// certain tells whether the lines of a text, and not chance, made the alignment. Letters strewn at random
// reach higher peaks the fewer they are.
func (l lean) certain() bool {
	const fewest = 12
	return l.points >= fewest && math.Abs(l.degrees) < maxSkew && l.peak >= 1.6+30/float64(l.points)
}

// slope measures how far text lines lean, by the alignment of the feet of letters: H. S. Baird, "The skew angle
// of printed documents" (1987), with the sum of squares of the projection as the measure (Postl 1986). Marks
// that are no letters by size and shape, such as frames, rules, pictures and dirt, have no say. The error is
// some hundredths of a degree where there are a few lines.
func slope(t lettering) lean {
	feet := t.feet()
	if len(feet) < 4 {
		return lean{}
	}
	const wide, fine = 0.2, 0.02
	var scores []float64
	best := sweep(feet, 0, maxSkew+0.6, wide, 4, &scores)
	usual := slices.Sorted(slices.Values(scores))[len(scores)/2]
	found := lean{degrees: best, peak: slices.Max(scores) / usual, points: len(feet)}
	best = sweep(feet, best, 2*wide, fine, 2, nil)
	// The sweep locks onto the steps of the pixel grid; straight lines through the rows do not.
	for range 3 {
		best += fit(feet, best)
	}
	found.degrees = best
	return found
}

// foot is the lower centre of a letter, against the centre of the page.
type foot struct{ x, y float64 }

func (t *lettering) feet() []foot {
	feet := make([]foot, len(t.letters))
	// Whole numbers: feet of a straight line must not fall between two rows.
	cx, cy := float64(t.w/2), float64(t.h/2)
	for i, p := range t.letters {
		feet[i] = foot{float64(p.x0+p.x1)/2 - cx, float64(p.y1) - cy}
	}
	return feet
}

// sweep gives the angle, in steps around middle, at which the feet fall into the sharpest rows, rows being bin
// pixels high; it appends the score of every angle to scores.
func sweep(feet []foot, middle, reach, step, bin float64, scores *[]float64) float64 {
	var (
		n     = int(math.Round(reach / step))
		score = make([]float64, 2*n+1)
		rows  []float64
		top   = 0
	)
	for i := range score {
		score[i], rows = alignment(feet, middle+float64(i-n)*step, bin, rows)
		if score[i] > score[top] {
			top = i
		}
	}
	if scores != nil {
		*scores = append(*scores, score...)
	}
	return middle + (float64(top-n)+vertex(score, top))*step
}

// vertex is where, in steps from top, the parabola through top and its neighbours has its peak.
func vertex(score []float64, top int) float64 {
	if top == 0 || top == len(score)-1 {
		return 0
	}
	a, b, c := score[top-1], score[top], score[top+1]
	if d := a - 2*b + c; d < 0 {
		return (a - c) / 2 / d
	}
	return 0
}

// fit gives the angle by which lines through the feet of each row still lean when rows lean by degrees: one
// slope for all rows, by least squares. Feet between rows, as of letters that reach below the line, do not count.
func fit(feet []foot, degrees float64) float64 {
	const bin = 2
	_, rows := alignment(feet, degrees, bin, nil)
	type sums struct{ n, x, v, xx, xv float64 }
	lines := make([]sums, len(rows))
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	for _, f := range feet {
		u, v := f.x*cos+f.y*sin, f.y*cos-f.x*sin
		row := int(math.Round(v/bin)) + len(rows)/2
		for _, near := range [2]int{row - 1, row + 1} {
			if rows[near] > rows[row] {
				row = near
			}
		}
		if rows[row] < max(2, rows[row-1], rows[row+1]) {
			continue
		}
		l := &lines[row]
		l.n, l.x, l.v, l.xx, l.xv = l.n+1, l.x+u, l.v+v, l.xx+u*u, l.xv+u*v
	}
	var up, across float64
	for _, l := range lines {
		if l.n > 1 {
			up += l.xv - l.x*l.v/l.n
			across += l.xx - l.x*l.x/l.n
		}
	}
	if across == 0 {
		return 0
	}
	return math.Atan(up/across) * 180 / math.Pi
}

// alignment is the sum of squares of the number of feet in each row, when rows lean by degrees. Each foot is
// shared by the two rows nearest to it, so that the measure is smooth in the angle.
func alignment(feet []foot, degrees, bin float64, rows []float64) (float64, []float64) {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	reach := 0.0
	for _, f := range feet {
		reach = max(reach, math.Abs(f.x)+math.Abs(f.y))
	}
	n := 2*int(reach/bin) + 8
	rows = slices.Grow(rows[:0], n)[:n]
	clear(rows)
	for _, f := range feet {
		v := (f.y*cos-f.x*sin)/bin + float64(n/2)
		i := int(v)
		rows[i] += 1 - (v - float64(i))
		rows[i+1] += v - float64(i)
	}
	sum := 0.0
	for _, r := range rows {
		sum += r * r
	}
	return sum, rows
}
