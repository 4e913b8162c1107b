package memogen

import (
	"math"

	"aktenkundig/document"
)

// point is a place on the sheet or in em.
type point struct{ x, y float64 }

func (p point) plus(q point) point            { return point{p.x + q.x, p.y + q.y} }
func (p point) minus(q point) point           { return point{p.x - q.x, p.y - q.y} }
func (p point) times(f float64) point         { return point{p.x * f, p.y * f} }
func (p point) length() float64               { return math.Hypot(p.x, p.y) }
func (p point) under(m document.Affine) point { x, y := m.Apply(p.x, p.y); return point{x, y} }

// op says how a segment goes on; the order is that of sfnt.SegmentOp.
type op uint32

const (
	moveTo op = iota
	lineTo
	quadTo
	cubeTo
)

// segment is one step of an outline; only the first one, two or three points count, as op asks for.
type segment struct {
	op op
	p  [3]point
}

func (s segment) points() []point { return s.p[:[...]int{1, 1, 2, 3}[s.op]] }

// path is a filled outline; every sub-path begins with moveTo and closes itself. Overlapping sub-paths must turn
// the same way round, else they cut holes.
type path []segment

func (p path) under(m document.Affine) path {
	out := make(path, len(p))
	for i, s := range p {
		out[i].op = s.op
		for k := range s.points() {
			out[i].p[k] = s.p[k].under(m)
		}
	}
	return out
}

// bounds is the smallest rectangle around p's control points; ok is false for a path without points.
func (p path) bounds() (x0, y0, x1, y1 float64, ok bool) {
	x0, y0, x1, y1 = math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, s := range p {
		for _, q := range s.points() {
			x0, x1 = min(x0, q.x), max(x1, q.x)
			y0, y1 = min(y0, q.y), max(y1, q.y)
		}
	}
	return x0, y0, x1, y1, len(p) > 0
}

// polygon closes a list of points; it always turns the same way round.
func polygon(points ...point) path {
	area := 0.0
	for i, a := range points {
		b := points[(i+1)%len(points)]
		area += a.x*b.y - b.x*a.y
	}
	out := make(path, len(points))
	for i := range points {
		at := i
		if area < 0 {
			at = len(points) - 1 - i
		}
		out[i] = segment{op: lineTo, p: [3]point{points[at]}}
	}
	if len(out) > 0 {
		out[0].op = moveTo
	}
	return out
}

func rectangle(x0, y0, x1, y1 float64) path {
	return polygon(point{x0, y0}, point{x1, y0}, point{x1, y1}, point{x0, y1})
}

// ellipse gives a polygon fine enough for radii up to some hundred pixels.
func ellipse(c point, rx, ry float64) path {
	n := 16 + int(math.Sqrt(max(rx, ry))*4)
	points := make([]point, n)
	for i := range points {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		points[i] = point{c.x + rx*cos, c.y + ry*sin}
	}
	return polygon(points...)
}

// ring is the band between two ellipses, as short strokes that do not depend on holes.
func ring(c point, rx, ry, width float64) path {
	n := 48 + int(math.Sqrt(max(rx, ry))*6)
	line := make([]point, n+1)
	for i := range line {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		line[i] = point{c.x + rx*cos, c.y + ry*sin}
	}
	return stroke(line, func(float64) float64 { return width })
}

// frame is the band along a rectangle's edge.
func frame(x0, y0, x1, y1, width float64) path {
	h := width / 2
	out := rectangle(x0-h, y0-h, x1+h, y0+h)
	out = append(out, rectangle(x0-h, y1-h, x1+h, y1+h)...)
	out = append(out, rectangle(x0-h, y0-h, x0+h, y1+h)...)
	return append(out, rectangle(x1-h, y0-h, x1+h, y1+h)...)
}

// stroke is the trace of a pen along line; width gives its breadth at t from 0 (start) to 1 (end).
func stroke(line []point, width func(t float64) float64) path {
	var out path
	last := float64(max(len(line)-1, 1))
	for i, p := range line {
		w := width(float64(i) / last)
		out = append(out, dot(p, w/2)...)
		if i == 0 {
			continue
		}
		q := line[i-1]
		d := p.minus(q)
		if d.length() < 1e-9 {
			continue
		}
		n := point{-d.y, d.x}.times(0.5 / d.length())
		v := width(float64(i-1) / last)
		out = append(out, polygon(q.plus(n.times(v)), p.plus(n.times(w)), p.minus(n.times(w)), q.minus(n.times(v)))...)
	}
	return out
}

func dot(c point, r float64) path {
	points := make([]point, 8)
	for i := range points {
		sin, cos := math.Sincos(math.Pi * float64(i) / 4)
		points[i] = point{c.x + r*cos, c.y + r*sin}
	}
	return polygon(points...)
}

// spline runs smoothly through the given points (Catmull-Rom, centripetal in spirit: uniform is enough for pens),
// steps points for each gap.
func spline(through []point, steps int) []point {
	if len(through) < 3 {
		return through
	}
	at := func(i int) point { return through[min(max(i, 0), len(through)-1)] }
	var out []point
	for i := range len(through) - 1 {
		a, b, c, d := at(i-1), at(i), at(i+1), at(i+2)
		for s := range steps {
			t := float64(s) / float64(steps)
			out = append(out, catmull(a, b, c, d, t))
		}
	}
	return append(out, through[len(through)-1])
}

func catmull(a, b, c, d point, t float64) point {
	f := func(a, b, c, d float64) float64 {
		return 0.5 * (2*b + (c-a)*t + (2*a-5*b+4*c-d)*t*t + (3*b-a-3*c+d)*t*t*t)
	}
	return point{f(a.x, b.x, c.x, d.x), f(a.y, b.y, c.y, d.y)}
}

// rotation turns by degrees clockwise about c.
func rotation(degrees float64, c point) document.Affine {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	return document.Affine{1, 0, 0, 1, -c.x, -c.y}.
		Then(document.Affine{cos, sin, -sin, cos, 0, 0}).
		Then(document.Affine{1, 0, 0, 1, c.x, c.y})
}
