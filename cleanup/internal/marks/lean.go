package marks

import (
	"math"

	"aktenkundig/document"
)

// lean is the angle of a figure's lines, in degrees, clockwise: the one that gives the clearest rows, of those up to twelve and
// of those under which its words' feet stand. Stamps lie about straight, so that an angle must speak the clearer the farther it
// turns; what is printed, as logos, does lie straight. In a ring only what stands about its middle tells.
func (f *Found) lean(g *Figure, parts []int) float64 {
	const most, step, fine = 12, 1, 0.25
	if g.Odds.Best() == Logo {
		return 0
	}
	p := f.p
	at := p.ink(f.middle(g, parts))
	best, lean := -1.0, 0.0
	try := func(a float64) {
		if v := clarity(at, a) * (1 - 0.004*math.Abs(a)); v > best {
			best, lean = v, a
		}
	}
	for a := 0.0; a <= most; a += step {
		try(a)
		try(-a)
	}
	for _, i := range g.Marks {
		if m := &p.marks[i]; len(m.parts) >= 3 && !m.wide {
			try(math.Atan(float64(m.x[Slope])) * 180 / math.Pi)
		}
	}
	for k, mid := -8, lean; k <= 8; k++ {
		try(mid + float64(k)*fine)
	}
	return lean
}

// middle gives those parts of a figure that stand across the middle of its largest mark, if that is as high as rings are; else
// all. Emblems stand below, letters along the ring about it.
func (f *Found) middle(g *Figure, parts []int) []int {
	var b document.Box
	for _, i := range g.Marks {
		if m := &f.p.marks[i]; m.wide && m.Box.Area() > b.Area() {
			b = m.Box
		}
	}
	w, h := float64(b.Width()), float64(b.Height())
	if h < 0.55*w || 2*b.Area() < g.Box.Area() {
		return parts
	}
	var in []int
	for _, k := range parts {
		c := f.p.parts[k].box
		x, y := float64(c[0]+c[2]-b[0]-b[2])/w, float64(c[1]+c[3]-b[1]-b[3])/h
		if math.Hypot(x/0.8, y/0.4) < 1 {
			in = append(in, k)
		}
	}
	return in
}

// stretch is ink at a place: the middle of a run and its length.
type stretch struct{ x, y, n float64 }

func (p *page) ink(parts []int) []stretch {
	var at []stretch
	for _, k := range parts {
		for _, r := range p.parts[k].runs {
			at = append(at, stretch{float64(r.x0+r.x1) / 2, float64(r.y), float64(r.x1 - r.x0)})
		}
	}
	return at
}

// clarity is how much the ink of rows under an angle changes from row to row (W. Postl, Detection of linear oblique
// structures and skew scan in digitized documents, 1986). Rows are two pixels high, and ink is shared between two of them.
func clarity(at []stretch, degrees float64) float64 {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	low, high := math.Inf(1), math.Inf(-1)
	for _, q := range at {
		y := (q.y*cos - q.x*sin) / 2
		low, high = min(low, y), max(high, y)
	}
	if len(at) == 0 {
		return 0
	}
	rows := make([]float64, int(high-low)+3)
	for _, q := range at {
		y := (q.y*cos-q.x*sin)/2 - low
		n := int(y)
		rows[n] += q.n * (1 - y + float64(n))
		rows[n+1] += q.n * (y - float64(n))
	}
	sum := 0.0
	for i := 1; i < len(rows); i++ {
		d := rows[i] - rows[i-1]
		sum += d * d
	}
	return sum
}
