// Package marks looks at the ink of a page without reading it: it finds the connected parts of the ink, joins them to
// marks of about a word's size, measures each, and says what it is by a trained model. Marks of one kind that belong
// together make a figure: a stamp, a signature, a note by hand, a logo.
//
// All work is done on a Sheet of about 150 pixels an inch, which costs a quarter of the pixels of the usual scan and
// still shows every stroke of a pen.
package marks

import (
	"image"
	"math"
	"slices"
)

// usual is the resolution, in pixels an inch, that a Sheet comes near to.
const usual = 150

// Sheet is a page made ready for looking at its ink. It is not changed once made and safe for concurrent use.
type Sheet struct {
	W, H   int
	Scale  int     // pixels of the view along one of the sheet
	DPI    float64 // of the sheet
	shade  []uint8 // brightness against the bare paper, 255 as bright
	chroma []uint8 // distance in CIELAB's a*b* plane from the paper; nil without colour
	hueA   []int8  // a* against the paper; nil without colour
	hueB   []int8
	layer  []uint8 // what a pixel is: paper, black or coloured
	cut    uint8   // shade under which a pixel is ink
}

// What a pixel of a Sheet can be.
const (
	paper uint8 = iota
	black
	coloured
)

// mm is a length in pixels of the sheet.
func (s *Sheet) mm(x float64) float64 { return x / 25.4 * s.DPI }

// NewSheet makes the sheet of a view: grey is its brightness, a and b are CIELAB's a* and b* plus 128 at half the
// view's resolution, nil without colour; dpi is the view's resolution.
func NewSheet(grey, a, b *image.Gray, dpi float64) *Sheet {
	k := max(1, int(dpi/usual+0.5))
	small := reduce(grey, k)
	s := &Sheet{W: small.Rect.Dx(), H: small.Rect.Dy(), Scale: k, DPI: dpi / float64(k)}
	s.even(small)
	if a != nil && b != nil {
		s.colour(a, b)
	}
	s.choose()
	return s
}

// reduce averages squares of k×k pixels; what does not fill a square at the right and lower edge is averaged too.
func reduce(g *image.Gray, k int) *image.Gray {
	if k == 1 {
		return g
	}
	w, h := g.Rect.Dx(), g.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, (w+k-1)/k, (h+k-1)/k))
	sums := make([]uint32, out.Stride)
	for y := range out.Rect.Dy() {
		clear(sums)
		rows := min(k, h-y*k)
		for v := range rows {
			row := g.Pix[(y*k+v)*g.Stride:][:w]
			if k == 2 {
				addPairs(sums, row)
				continue
			}
			for x, p := range row {
				sums[x/k] += uint32(p)
			}
		}
		for x, sum := range sums {
			n := uint32(rows * min(k, w-x*k))
			out.Pix[y*out.Stride+x] = uint8((sum + n/2) / n)
		}
	}
	return out
}

func addPairs(sums []uint32, row []byte) {
	for x := range len(row) / 2 {
		p := row[2*x : 2*x+2 : 2*x+2]
		sums[x] += uint32(p[0]) + uint32(p[1])
	}
	if len(row)%2 == 1 {
		sums[len(row)/2] += uint32(row[len(row)-1])
	}
}

// cell is the side of the squares in which the paper's brightness is sampled, in pixels of the sheet.
const cell = 16

// even fills shade: brightness against that of the paper around, which is what a quarter of the pixels of a cell
// reach, smoothed over the neighbours; cells far darker than the page (pictures, frames) take the page's.
func (s *Sheet) even(g *image.Gray) {
	cw, ch := (s.W+cell-1)/cell, (s.H+cell-1)/cell
	level := make([]uint8, cw*ch)
	for cy := range ch {
		for cx := range cw {
			level[cy*cw+cx] = bright(g, image.Rect(cx*cell, cy*cell, min(s.W, (cx+1)*cell), min(s.H, (cy+1)*cell)))
		}
	}
	sorted := slices.Clone(level)
	slices.Sort(sorted)
	tone := sorted[len(sorted)/2]
	for i, l := range level {
		if int(l)*5 < int(tone)*3 {
			level[i] = tone
		}
	}
	level = median9(level, cw, ch)
	s.shade = make([]uint8, s.W*s.H)
	by := make([]uint32, s.W)
	for y := range s.H {
		if y%4 == 0 {
			interpolate(by, level, cw, ch, y+2)
		}
		out := s.shade[y*s.W:][:s.W]
		for x, v := range g.Pix[y*g.Stride:][:s.W] {
			out[x] = uint8(min(255, uint32(v)*by[x]>>16))
		}
	}
}

// bright is the brightness that a quarter of the pixels in r reach, at least 1.
func bright(g *image.Gray, r image.Rectangle) uint8 {
	var count [256]int
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for _, v := range g.Pix[y*g.Stride+r.Min.X : y*g.Stride+r.Max.X] {
			count[v]++
		}
	}
	left := (r.Dx()*r.Dy() + 3) / 4
	for v := 255; v > 1; v-- {
		if left -= count[v]; left <= 0 {
			return uint8(v)
		}
	}
	return 1
}

// median9 replaces each value by the median of the nine around it.
func median9(in []uint8, w, h int) []uint8 {
	out := make([]uint8, len(in))
	var near [9]uint8
	for y := range h {
		for x := range w {
			n := near[:0]
			for v := max(0, y-1); v <= min(h-1, y+1); v++ {
				n = append(n, in[v*w+max(0, x-1):v*w+min(w, x+2)]...)
			}
			slices.Sort(n)
			out[y*w+x] = n[len(n)/2]
		}
	}
	return out
}

// interpolate fills by, for each pixel of row y, with what brings the paper to 255, in 65536ths; between the centres
// of cells it is bilinear, in steps of eight pixels.
func interpolate(by []uint32, level []uint8, w, h, y int) {
	cy, fy := between(y, h)
	top, low := level[cy*w:][:w], level[min(cy+1, h-1)*w:][:w]
	for x := 0; x < len(by); x += 8 {
		cx, fx := between(x+4, w)
		nx := min(cx+1, w-1)
		a := int(top[cx])*(256-fy) + int(low[cx])*fy
		b := int(top[nx])*(256-fy) + int(low[nx])*fy
		l := uint32(max(1, (a*(256-fx)+b*fx)>>16))
		v := (255<<16 + l/2) / l
		for i := x; i < min(x+8, len(by)); i++ {
			by[i] = v
		}
	}
}

// between gives the cell whose centre lies at or before pixel v, and how far v is towards the next, of 256.
func between(v, n int) (at, far int) {
	v -= cell / 2
	if v < 0 {
		return 0, 0
	}
	if at = v / cell; at >= n-1 {
		return n - 1, 0
	}
	return at, (v - at*cell) * 256 / cell
}

// colour fills chroma and hue from planes of half the view's resolution. The paper's colour is the median.
func (s *Sheet) colour(a, b *image.Gray) {
	pa, pb := middle(a.Pix), middle(b.Pix)
	n := s.W * s.H
	s.chroma, s.hueA, s.hueB = make([]uint8, n), make([]int8, n), make([]int8, n)
	w, h := a.Rect.Dx(), a.Rect.Dy()
	var roots [256 * 256 * 2 >> 4]uint8
	for i := range roots {
		roots[i] = uint8(min(255, math.Sqrt(float64(i<<4+8))))
	}
	for y := range s.H {
		ay := min(h-1, (y*s.Scale+s.Scale/2)/2)
		for x := range s.W {
			ax := min(w-1, (x*s.Scale+s.Scale/2)/2)
			da, db := int(a.Pix[ay*a.Stride+ax])-pa, int(b.Pix[ay*b.Stride+ax])-pb
			i := y*s.W + x
			s.chroma[i] = roots[min(len(roots)-1, (da*da+db*db)>>4)]
			s.hueA[i], s.hueB[i] = int8(min(127, max(-128, da))), int8(min(127, max(-128, db)))
		}
	}
}

func middle(pix []uint8) int {
	var count [256]int
	for _, v := range pix {
		count[v]++
	}
	left := len(pix) / 2
	for v, n := range count {
		if left -= n; left < 0 {
			return v
		}
	}
	return 128
}

// choose says of every pixel what it is. The cut lies three tenths of the way from the paper to the page's ink, which
// is the mean of what Otsu's threshold (1979) calls dark: faint print needs another than black print, and what shines
// through from behind stays out of both.
func (s *Sheet) choose() {
	const vivid, deep = 14, 11 // a just noticeable difference is 2.3; fringes and coding noise stay under 10
	ink := dark(s.shade)
	s.cut = uint8(min(225, max(150, 255-0.32*(255-ink))))
	s.layer = make([]uint8, len(s.shade))
	for i, v := range s.shade {
		if v < s.cut {
			s.layer[i] = black
		}
	}
	for i, c := range s.chroma {
		if c >= vivid && s.shade[i] < 238 || c >= deep && s.shade[i] < s.cut {
			s.layer[i] = coloured
		}
	}
}

// dark is the mean of what Otsu's threshold calls dark.
func dark(shade []uint8) float64 {
	var count [256]int
	for _, v := range shade {
		count[v]++
	}
	total, sum := float64(len(shade)), 0.0
	for v, n := range count {
		sum += float64(v * n)
	}
	best, mean := -1.0, 0.0
	below, under := 0.0, 0.0
	for v := range 255 {
		below += float64(count[v])
		under += float64(v * count[v])
		if below == 0 || below == total {
			continue
		}
		d := under/below - (sum-under)/(total-below)
		if apart := below * (total - below) * d * d; apart > best {
			best, mean = apart, under/below
		}
	}
	return mean
}
