package scan

import (
	"math"

	"aktenkundig/document"
)

// rect is a rectangle in real units: x0, y0, x1, y1.
type rect [4]float64

func (r rect) empty() bool { return !(r[0] < r[2] && r[1] < r[3]) }

func (r rect) width() float64 { return r[2] - r[0] }

func (r rect) height() float64 { return r[3] - r[1] }

func (r rect) area() float64 {
	if r.empty() {
		return 0
	}
	return r.width() * r.height()
}

func (r rect) intersect(s rect) rect {
	return rect{max(r[0], s[0]), max(r[1], s[1]), min(r[2], s[2]), min(r[3], s[3])}
}

// union takes an empty rectangle for nothing.
func (r rect) union(s rect) rect {
	switch {
	case r.empty():
		return s
	case s.empty():
		return r
	}
	return rect{min(r[0], s[0]), min(r[1], s[1]), max(r[2], s[2]), max(r[3], s[3])}
}

// contains tells whether s lies in r, give or take slack.
func (r rect) contains(s rect, slack float64) bool {
	return s[0] >= r[0]-slack && s[1] >= r[1]-slack && s[2] <= r[2]+slack && s[3] <= r[3]+slack
}

// mapRect gives the smallest rectangle around the image of r.
func mapRect(m document.Affine, r rect) rect {
	out := rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range [4][2]float64{{r[0], r[1]}, {r[2], r[1]}, {r[0], r[3]}, {r[2], r[3]}} {
		x, y := m.Apply(p[0], p[1])
		out = rect{min(out[0], x), min(out[1], y), max(out[2], x), max(out[3], y)}
	}
	return out
}

// upright tells whether m keeps horizontal and vertical lines so, swapped or not: no skew, no odd angle. A drift of
// half a thousandth is less than two pixels on a page.
func upright(m document.Affine) bool {
	const drift = 5e-4
	straight := math.Abs(m[1])+math.Abs(m[2]) <= drift*(math.Abs(m[0])+math.Abs(m[3]))
	swapped := math.Abs(m[0])+math.Abs(m[3]) <= drift*(math.Abs(m[1])+math.Abs(m[2]))
	return straight || swapped
}

// orientation gives the EXIF orientation of pixels that m maps to a page whose y axis points up and which is shown
// turned by turn degrees clockwise. m maps the pixel frame, with y downwards.
func orientation(m document.Affine, turn int) int {
	right := [2]int{sign(m[0]), -sign(m[1])} // where columns run, as shown: y downwards
	down := [2]int{sign(m[2]), -sign(m[3])}  // where rows run
	if math.Abs(m[0]) < math.Abs(m[1]) {
		right[0], down[1] = 0, 0
	} else {
		right[1], down[0] = 0, 0
	}
	for range turn / 90 {
		right = [2]int{-right[1], right[0]}
		down = [2]int{-down[1], down[0]}
	}
	for i, o := range [8][2][2]int{
		{{1, 0}, {0, 1}}, {{-1, 0}, {0, 1}}, {{-1, 0}, {0, -1}}, {{1, 0}, {0, -1}},
		{{0, 1}, {1, 0}}, {{0, 1}, {-1, 0}}, {{0, -1}, {-1, 0}}, {{0, -1}, {1, 0}},
	} {
		if o == [2][2]int{right, down} {
			return i + 1
		}
	}
	return 1
}

func sign(v float64) int {
	switch {
	case v > 0:
		return 1
	case v < 0:
		return -1
	}
	return 0
}
