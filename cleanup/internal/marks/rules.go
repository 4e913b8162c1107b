package marks

import (
	"math"

	"aktenkundig/document"
)

// ring is the box of the framing ink if that is a ring: seen from its middle, in most of the directions about the corners of its
// box, there is ink where an ellipse in the box runs. A frame has its ink farther out there.
func (l *Letters) ring() (b document.Box, ok bool) {
	const directions, enough, near = 90, 0.5, 0.07 // near is a share of the radius
	for i, v := range l.pix {
		if v == framing {
			x, y := i%l.W, i/l.W
			b = b.Union(document.Box{x, y, x + 1, y + 1})
		}
	}
	w, h := float64(b.Width()), float64(b.Height())
	if b.Empty() || h < 0.45*w || w < 0.8*h {
		return b, false
	}
	cx, cy := float64(b[0])+w/2, float64(b[1])+h/2
	var hit [directions]bool
	for i, v := range l.pix {
		if v != framing {
			continue
		}
		x, y := (float64(i%l.W)+0.5-cx)/(w/2), (float64(i/l.W)+0.5-cy)/(h/2)
		if math.Abs(math.Hypot(x, y)-1) < near {
			hit[int((math.Atan2(y, x)/(2*math.Pi)+0.5)*directions)%directions] = true
		}
	}
	n, of := 0, 0
	for i, v := range hit {
		if math.Abs(math.Cos(4*math.Pi*float64(i)/directions)) > 0.5 { // farther than fifteen degrees from the diagonals
			continue
		}
		of++
		if v {
			n++
		}
	}
	return b, float64(n) >= enough*float64(of)
}

// across keeps of what stands in a ring the band across its middle, where dates stand; what runs along a ring cannot be
// read. The ring's own strokes leave the band.
func (l *Letters) across(ring document.Box) {
	const share = 0.33 // of the ring's height: what emblems and letters along the ring leave free
	cy := float64(ring[1]+ring[3]) / 2
	half := share * float64(min(ring.Width(), ring.Height())) / 2
	top, low := max(0, int(cy-half)), min(l.H, int(cy+half)+1)
	for y := range l.H {
		if y < top || y >= low {
			l.blank(y)
		}
	}
	if low-top < 4 {
		return
	}
	for x := 0; x < l.W; {
		if l.pix[top*l.W+x] < framing {
			x++
			continue
		}
		end := x
		for end < l.W && l.pix[top*l.W+end] >= framing {
			end++
		}
		l.follow(x, end, top, low)
		x = end
	}
}

func (l *Letters) blank(y int) {
	row := l.pix[y*l.W:][:l.W]
	for x, v := range row {
		if v >= framing {
			row[x] = foreign
		}
	}
}

// follow goes down a stroke that enters the rows from top to low between x0 and x1. If it runs through to the end it is a
// piece of a ring or a frame, and what lies on its curve is dropped; where a letter touches it, the letter stays.
func (l *Letters) follow(x0, x1, top, low int) {
	const wander, gap = 2, 8 // pixels a row; rows that may be missing
	pen := float64(x1 - x0)
	at, drift := float64(x0+x1)/2, 0.0
	var fit parabola
	last := top
	for y := top; y < low && y-last <= gap; y++ {
		a, b, ok := l.runAt(int(at+drift), y, wander)
		if !ok {
			at += drift
			continue
		}
		last = y
		if float64(b-a) > 1.8*pen+2 { // grown together with a letter
			at += drift
			continue
		}
		mid := float64(a+b) / 2
		drift = 0.8*drift + 0.2*min(wander, max(-wander, mid-at))
		at = mid
		fit.add(float64(y-top), mid)
	}
	if last < low-gap || fit.n < 0.4*float64(low-top) {
		return
	}
	curve := fit.solve()
	for y := top; y < low; y++ {
		x := curve(float64(y - top))
		for u := max(0, int(x-pen/2-1)); u < min(l.W, int(x+pen/2+2)); u++ {
			if l.pix[y*l.W+u] >= framing {
				l.pix[y*l.W+u] = foreign
			}
		}
	}
}

// runAt gives the stretch of ink of row y that lies at x or within reach of it.
func (l *Letters) runAt(x, y, reach int) (x0, x1 int, ok bool) {
	row := l.pix[y*l.W:][:l.W]
	for d := 0; d <= reach; d++ {
		for _, u := range [2]int{x - d, x + d} {
			if u < 0 || u >= l.W || row[u] < framing {
				continue
			}
			x0, x1 = u, u+1
			for x0 > 0 && row[x0-1] >= framing {
				x0--
			}
			for x1 < l.W && row[x1] >= framing {
				x1++
			}
			return x0, x1, true
		}
	}
	return 0, 0, false
}

// parabola sums up what the least squares of x = a + b·y + c·y² need.
type parabola struct{ n, y, y2, y3, y4, x, xy, xy2 float64 }

func (f *parabola) add(y, x float64) {
	f.n++
	f.y, f.y2, f.y3, f.y4 = f.y+y, f.y2+y*y, f.y3+y*y*y, f.y4+y*y*y*y
	f.x, f.xy, f.xy2 = f.x+x, f.xy+x*y, f.xy2+x*y*y
}

// solve gives the curve, or the mean where the rows do not tell one.
func (f *parabola) solve() func(y float64) float64 {
	det := func(a, b, c, d, e, g, h, i, j float64) float64 { return a*(e*j-g*i) - b*(d*j-g*h) + c*(d*i-e*h) }
	d := det(f.n, f.y, f.y2, f.y, f.y2, f.y3, f.y2, f.y3, f.y4)
	if math.Abs(d) < 1e-6 {
		mean := f.x / max(1, f.n)
		return func(float64) float64 { return mean }
	}
	a := det(f.x, f.y, f.y2, f.xy, f.y2, f.y3, f.xy2, f.y3, f.y4) / d
	b := det(f.n, f.x, f.y2, f.y, f.xy, f.y3, f.y2, f.xy2, f.y4) / d
	c := det(f.n, f.y, f.x, f.y, f.y2, f.xy, f.y2, f.y3, f.xy2) / d
	return func(y float64) float64 { return a + b*y + c*y*y }
}

// dropRules drops level strokes of at least wide pixels and upright ones of at least tall pixels, where they are no thicker
// than thick or where two of them meet: frames, bars and the rules of forms. They may be broken for a pixel or two, as worn ones
// are. Where a letter crosses a rule, the letter stays.
func (l *Letters) dropRules(wide, tall, thick float64) {
	level, upright := make([]bool, len(l.pix)), make([]bool, len(l.pix))
	l.along(l.H, l.W, l.W, 1, int(wide), level)
	l.along(l.W, l.H, 1, l.W, int(tall), upright)
	var drop []int
	for i, v := range l.pix {
		switch {
		case v < framing || !level[i] && !upright[i]:
		case level[i] && upright[i],
			level[i] && float64(l.stretch(i, l.W)) <= thick,
			upright[i] && float64(l.stretch(i, 1)) <= thick:
			drop = append(drop, i)
		}
	}
	for _, i := range drop {
		l.pix[i] = foreign
	}
}

// along marks every stretch of ink of at least so many pixels, on n lines of most pixels each, next apart, whose pixels are step
// apart.
func (l *Letters) along(n, most, next, step, least int, in []bool) {
	const gap = 2
	for i := range n {
		start, end := -1, 0
		for k := 0; k <= most+gap; k++ {
			switch {
			case k < most && l.pix[i*next+k*step] >= framing:
				if start < 0 {
					start = k
				}
				end = k + 1
			case start >= 0 && k-end >= gap:
				for j := start; j < end && end-start >= least; j++ {
					in[i*next+j*step] = true
				}
				start = -1
			}
		}
	}
}
