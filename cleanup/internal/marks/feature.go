package marks

import (
	"math"
	"slices"

	"aktenkundig/document"
)

// Feature is one measured property of a mark.
type Feature int

// The features. Lengths are in usual letter heights of the page unless said otherwise; shares lie between 0 and 1.
const (
	Height       Feature = iota // log2
	Width                       // log2
	HeightMM                    // log2 of millimetres
	WidthMM                     // log2 of millimetres
	Density                     // ink in its box
	Parts                       // log2 of how many parts
	Largest                     // ink of the largest part in the mark's ink
	PartHeight                  // median height of parts
	PartSpread                  // standard deviation of their heights
	Pen                         // breadth of strokes against the page's letters
	PenMM                       // in millimetres
	PenSpread                   // standard deviation of the breadths of parts, in their mean
	Runs                        // runs of ink a row
	RunSpread                   // spread of the lengths of runs
	LongestRun                  // longest run in the width
	Upright                     // share of contour that runs upright
	LeanFarRight                // joints of the contour by how they lean
	LeanRight
	LeanNot
	LeanLeft
	LeanFarLeft
	Holes      // a part
	Thin       // share of ink in very thin strokes
	RadialIn   // ink in the middle of the parts' boxes
	RadialMid  // ink half way out
	RadialRing // ink where an ellipse in the box runs
	RadialOut  // ink in the corners
	AtEdges    // ink near the edges of the boxes
	Tone       // shade of the ink against that of the page's letters
	ToneSpread // standard deviation of the shade
	Tint       // chroma of the ink beyond that of the page's letters
	HueA       // a*
	HueB       // b*
	Dyed       // 1 where the ink is coloured
	PageDyed   // share of the page's ink that is coloured
	HasColour  // 1 where the page has colour
	TwoTone    // share of the page's ink that is as dark as can be
	PageLetter // the page's letter height in millimetres
	PagePen    // the page's letter stroke in millimetres
	X          // of the centre, in the page's width
	Y          // of the centre, in the page's height
	EdgeMM     // distance from the nearest edge of the page, at most 40
	Mates      // marks in line with it, left and right, at most 12
	Offset     // distance from the nearest mate's baseline
	MateHeight // its height in the mean of its mates'
	Flush      // marks on the page that begin at the same x, at most 12
	Slope      // of its parts' feet
	Waver      // distance of the feet from a line
	GapLeft    // to the next mark in millimetres, at most 30
	GapRight
	GapAbove
	GapBelow
	Crowd      // marks within eight millimetres, at most 20
	CrowdArea  // ink within eight millimetres, in its own, log2
	CrowdDyed  // share of that ink of the same dye
	CrowdTone  // its shade against that of the ink around
	CrowdSize  // median height of the marks around in its own height
	Holder     // 1 where a frame, a ring or a table lies around it
	HolderW    // its width in millimetres
	HolderH    // height
	HolderRing // the part's ink where an ellipse runs
	HolderEdge // the part's ink near the edges of its box
	HolderHole // holes of the part, log2
	HolderSame // 1 where it is of the same dye
	Held       // marks inside its box, log2
	HeldArea   // their ink in its own, log2
	HeldSmall  // their median height
	Features   // how many there are
)

// measure fills the features of every mark.
func (p *page) measure() {
	sums := make([]shape, len(p.marks))
	for i := range p.marks {
		m := &p.marks[i]
		sums[i] = p.own(m)
	}
	p.whole(sums)
	near := p.index()
	for i := range p.marks {
		p.around(i, sums, near)
	}
	p.flush()
}

func log2(v float64) float32 { return float32(math.Log2(max(v, 1.0/64))) }

// own measures a mark by itself.
func (p *page) own(m *Mark) shape {
	var s shape
	var heights, pens []float64
	largest := 0
	for _, k := range m.parts {
		s.add(&p.shape[k])
		largest = max(largest, p.parts[k].area)
		heights = append(heights, float64(p.parts[k].box.Height()))
		pens = append(pens, p.shape[k].pen)
	}
	if m.wide && len(m.parts) > 1 { // the pieces of an outline tell of it only together
		s.radial, s.boxed = [4]float64{}, 0
		for _, k := range m.parts {
			for _, r := range p.parts[k].runs {
				s.spread(r, m.Box)
			}
		}
	}
	x := &m.x
	w, h, n := float64(m.Box.Width()), float64(m.Box.Height()), float64(len(m.parts))
	x[Height], x[Width] = log2(h/p.letter), log2(w/p.letter)
	x[HeightMM], x[WidthMM] = log2(h/p.mm(1)), log2(w/p.mm(1))
	x[Density] = float32(s.area / (w * h))
	x[Parts], x[Largest] = log2(n), float32(float64(largest)/s.area)
	_, spread := deviation(heights)
	x[PartSpread] = float32(spread / p.letter)
	x[PartHeight] = float32(median(heights) / p.letter)
	pen := 2 * s.area / max(1, s.edge)
	x[Pen], x[PenMM] = float32(pen/p.pen), float32(pen/p.mm(1))
	mean, spread := deviation(pens)
	x[PenSpread] = float32(spread / max(0.1, mean))
	x[Runs] = float32(s.runs / h)
	length := s.area / s.runs
	x[RunSpread] = float32(math.Sqrt(max(0, s.runSq/s.runs-length*length)) / length)
	x[LongestRun] = float32(s.longest / w)
	x[Upright] = float32(s.upright / max(1, s.edge))
	joints := 1e-9
	for _, v := range s.steps {
		joints += v
	}
	for i, v := range s.steps {
		x[int(LeanFarRight)+i] = float32(v / joints)
	}
	x[Holes] = float32(s.holes / n)
	x[Thin] = float32(s.thinness / s.area)
	for i, v := range s.radial {
		x[int(RadialIn)+i] = float32(v / s.area)
	}
	x[AtEdges] = float32(s.boxed / s.area)
	tone := s.tone / s.area
	x[Tone] = float32((tone - p.tone) / 64)
	x[ToneSpread] = float32(math.Sqrt(max(0, s.toneSq/s.area-tone*tone)) / 64)
	x[Tint], x[HueA], x[HueB] = float32(s.tint/s.area-p.tint), float32(s.hueA/s.area), float32(s.hueB/s.area)
	if m.dye == coloured {
		x[Dyed] = 1
	}
	x[X], x[Y] = float32(float64(m.Box[0]+m.Box[2])/2/float64(p.W)), float32(float64(m.Box[1]+m.Box[3])/2/float64(p.H))
	edge := min(m.Box[0], m.Box[1], p.W-m.Box[2], p.H-m.Box[3])
	x[EdgeMM] = float32(min(40, float64(edge)/p.mm(1)))
	p.feet(m)
	return s
}

func deviation(v []float64) (mean, spread float64) {
	for _, x := range v {
		mean += x
	}
	mean /= float64(len(v))
	for _, x := range v {
		spread += (x - mean) * (x - mean)
	}
	return mean, math.Sqrt(spread / float64(len(v)))
}

// feet lays a line through the feet of the mark's larger parts by the method of Theil and Sen.
func (p *page) feet(m *Mark) {
	var at [][2]float64
	for _, k := range m.parts {
		b := p.parts[k].box
		if float64(b.Height()) > 0.5*float64(m.Box.Height()) || float64(b.Height()) > 0.6*p.letter {
			at = append(at, [2]float64{float64(b[0]+b[2]) / 2, float64(b[3])})
		}
	}
	if len(at) < 3 {
		return
	}
	at = at[:min(len(at), 24)]
	var slopes, off []float64
	for i := range at {
		for k := range i {
			if dx := at[i][0] - at[k][0]; math.Abs(dx) > p.letter/2 {
				slopes = append(slopes, (at[i][1]-at[k][1])/dx)
			}
		}
	}
	slope := median(slopes)
	for _, q := range at {
		off = append(off, q[1]-slope*q[0])
	}
	foot := median(off)
	for i := range off {
		off[i] = math.Abs(off[i] - foot)
	}
	m.x[Slope], m.x[Waver] = float32(slope), float32(median(off)/p.letter)
}

// whole fills what is the same for all marks of the page.
func (p *page) whole(sums []shape) {
	all, dyed, deep := 1.0, 0.0, 0.0
	for i := range sums {
		all += sums[i].area
		if p.marks[i].dye == coloured {
			dyed += sums[i].area
		}
	}
	for i, l := range p.layer {
		if l != paper && p.shade[i] < 16 {
			deep++
		}
	}
	for i := range p.marks {
		x := &p.marks[i].x
		x[PageDyed], x[TwoTone] = float32(dyed/all), float32(min(1, deep/all))
		if p.chroma != nil {
			x[HasColour] = 1
		}
		x[PageLetter], x[PagePen] = float32(p.letter/p.mm(1)), float32(p.pen/p.mm(1))
	}
}

// flush counts for each mark the marks that begin at its x, as the lines of a column do.
func (p *page) flush() {
	starts := make([]int, len(p.marks))
	for i := range p.marks {
		starts[i] = p.marks[i].Box[0]
	}
	slices.Sort(starts)
	slack := int(0.25*p.letter) + 1
	for i := range p.marks {
		x0 := p.marks[i].Box[0]
		from, _ := slices.BinarySearch(starts, x0-slack)
		to, _ := slices.BinarySearch(starts, x0+slack+1)
		p.marks[i].x[Flush] = float32(min(12, to-from-1))
	}
}

// grid finds marks by place.
type grid struct {
	side int
	w, h int
	in   [][]int32 // marks by cell, ascending
}

// index puts the marks into cells of eight millimetres.
func (p *page) index() *grid {
	g := &grid{side: max(8, int(p.mm(8)))}
	g.w, g.h = p.W/g.side+1, p.H/g.side+1
	g.in = make([][]int32, g.w*g.h)
	for i := range p.marks {
		g.each(p.marks[i].Box, 0, func(cell int) { g.in[cell] = append(g.in[cell], int32(i)) })
	}
	return g
}

// each calls do for the cells that box, grown by reach, touches.
func (g *grid) each(b document.Box, reach int, do func(cell int)) {
	for y := max(0, (b[1]-reach)/g.side); y <= min(g.h-1, (b[3]+reach)/g.side); y++ {
		for x := max(0, (b[0]-reach)/g.side); x <= min(g.w-1, (b[2]+reach)/g.side); x++ {
			do(y*g.w + x)
		}
	}
}

// near gives the marks whose boxes come within reach of b, ascending.
func (g *grid) near(p *page, b document.Box, reach int) []int32 {
	var out []int32
	g.each(b, reach, func(cell int) { out = append(out, g.in[cell]...) })
	slices.Sort(out)
	out = slices.Compact(out)
	wide := document.Box{b[0] - reach, b[1] - reach, b[2] + reach, b[3] + reach}
	return slices.DeleteFunc(out, func(i int32) bool { return wide.Intersect(p.marks[i].Box).Empty() })
}
