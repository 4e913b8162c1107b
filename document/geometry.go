package document

import "math"

// Size is width and height in pixels; as JSON [w, h].
type Size [2]int

// Box is a rectangle in pixels, x0, y0, x1, y1 with x1 and y1 outside; as JSON [x0, y0, x1, y1].
type Box [4]int

// Empty tells whether b has no area.
func (b Box) Empty() bool { return b[0] >= b[2] || b[1] >= b[3] }

// Width is the horizontal extent of b in pixels.
func (b Box) Width() int { return b[2] - b[0] }

// Height is the vertical extent of b in pixels.
func (b Box) Height() int { return b[3] - b[1] }

// Area is the number of pixels in b; 0 if b is empty.
func (b Box) Area() int {
	if b.Empty() {
		return 0
	}
	return b.Width() * b.Height()
}

// Intersect gives the common part of b and c, the zero Box if there is none.
func (b Box) Intersect(c Box) Box {
	r := Box{max(b[0], c[0]), max(b[1], c[1]), min(b[2], c[2]), min(b[3], c[3])}
	if r.Empty() {
		return Box{}
	}
	return r
}

// Union gives the smallest box around b and c; an empty one counts for nothing.
func (b Box) Union(c Box) Box {
	switch {
	case b.Empty():
		return c
	case c.Empty():
		return b
	}
	return Box{min(b[0], c[0]), min(b[1], c[1]), max(b[2], c[2]), max(b[3], c[3])}
}

// ContainsCentre tells whether the centre of c lies inside b.
func (b Box) ContainsCentre(c Box) bool {
	x, y := c[0]+c[2], c[1]+c[3]
	return 2*b[0] <= x && x < 2*b[2] && 2*b[1] <= y && y < 2*b[3]
}

// Affine maps points: x' = a·x + c·y + e, y' = b·x + d·y + f, written [a, b, c, d, e, f] as in PDF and SVG.
// Pixel (0, 0) covers the square from (0, 0) to (1, 1); the centre of a pixel is at half coordinates.
type Affine [6]float64

// Identity leaves every point where it is.
func Identity() Affine { return Affine{1, 0, 0, 1, 0, 0} }

// Scale multiplies x by sx and y by sy.
func Scale(sx, sy float64) Affine { return Affine{sx, 0, 0, sy, 0, 0} }

// Apply maps the point (x, y).
func (m Affine) Apply(x, y float64) (float64, float64) {
	return m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]
}

// Then is the map that applies m first and n afterwards.
func (m Affine) Then(n Affine) Affine {
	return Affine{
		n[0]*m[0] + n[2]*m[1], n[1]*m[0] + n[3]*m[1],
		n[0]*m[2] + n[2]*m[3], n[1]*m[2] + n[3]*m[3],
		n[0]*m[4] + n[2]*m[5] + n[4], n[1]*m[4] + n[3]*m[5] + n[5],
	}
}

// Inverse gives the map that undoes m; ok is false where m flattens the plane.
func (m Affine) Inverse() (inv Affine, ok bool) {
	det := m[0]*m[3] - m[1]*m[2]
	if math.Abs(det) < 1e-12 {
		return Affine{}, false
	}
	inv = Affine{m[3] / det, -m[1] / det, -m[2] / det, m[0] / det, 0, 0}
	x, y := inv.Apply(m[4], m[5])
	inv[4], inv[5] = -x, -y
	return inv, true
}

// Box maps the four corners of b and gives the smallest box around them.
func (m Affine) Box(b Box) Box {
	x0, y0 := math.Inf(1), math.Inf(1)
	x1, y1 := math.Inf(-1), math.Inf(-1)
	for _, p := range [4][2]int{{b[0], b[1]}, {b[2], b[1]}, {b[0], b[3]}, {b[2], b[3]}} {
		x, y := m.Apply(float64(p[0]), float64(p[1]))
		x0, x1 = min(x0, x), max(x1, x)
		y0, y1 = min(y0, y), max(y1, y)
	}
	// A thousandth of a pixel of rounding must not push an edge outwards.
	const slack = 1e-3
	return Box{int(math.Floor(x0 + slack)), int(math.Floor(y0 + slack)), int(math.Ceil(x1 - slack)), int(math.Ceil(y1 - slack))}
}
