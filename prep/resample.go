package prep

import (
	"image"
	"math"

	"aktenkundig/document"
)

// reduce averages squares of k×k pixels; a rest at the right and lower edge that fills no square is averaged
// too. k = 1 gives g itself.
func reduce(g *image.Gray, k int) *image.Gray {
	if k <= 1 {
		return g
	}
	w, h := g.Rect.Dx(), g.Rect.Dy()
	dst := image.NewGray(image.Rect(0, 0, (w+k-1)/k, (h+k-1)/k))
	full := w / k
	sum := make([]uint32, dst.Stride)
	for y := range dst.Rect.Dy() {
		clear(sum)
		rows := min(k, h-y*k)
		for v := range rows {
			src := g.Pix[(y*k+v)*g.Stride : (y*k+v)*g.Stride+w]
			addSquares(sum[:full], src, k)
			for _, p := range src[full*k:] {
				sum[full] += uint32(p)
			}
		}
		out := dst.Pix[y*dst.Stride : (y+1)*dst.Stride]
		meanOf(out[:full], sum, uint32(k*rows))
		if full < len(out) {
			out[full] = uint8(sum[full] / uint32((w-full*k)*rows))
		}
	}
	return dst
}

// addSquares adds each k bytes of src to one of sum.
func addSquares(sum []uint32, src []byte, k int) {
	switch k {
	case 2:
		for x := range sum {
			s := src[2*x : 2*x+2 : 2*x+2]
			sum[x] += uint32(s[0]) + uint32(s[1])
		}
	case 3:
		for x := range sum {
			s := src[3*x : 3*x+3 : 3*x+3]
			sum[x] += uint32(s[0]) + uint32(s[1]) + uint32(s[2])
		}
	default:
		for x := range sum {
			for _, p := range src[k*x : k*x+k] {
				sum[x] += uint32(p)
			}
		}
	}
}

func meanOf(out []byte, sum []uint32, n uint32) {
	inverse := (1<<24 + n/2) / n
	for x := range out {
		out[x] = uint8(min(255, (uint64(sum[x])*uint64(inverse)+1<<23)>>24))
	}
}

// taps are the source pixels, and their weights in 16384ths, that make one pixel of a resampled line.
type taps struct {
	first  int
	weight []int32
}

// resize gives g with w×h pixels: area averages where it shrinks, Catmull-Rom splines (1974) where it grows.
func resize(g *image.Gray, w, h int) *image.Gray {
	dst := image.NewGray(image.Rect(0, 0, w, h))
	across, down := tapsFor(g.Rect.Dx(), w), tapsFor(g.Rect.Dy(), h)
	line := make([]int32, g.Rect.Dx())
	for y, t := range down {
		clear(line)
		for i, weight := range t.weight {
			start := (t.first + i) * g.Stride
			addWeighted(line, g.Pix[start:start+len(line)], weight)
		}
		gather(dst.Pix[y*w:(y+1)*w], line, across)
	}
	return dst
}

func addWeighted(line []int32, src []byte, weight int32) {
	src = src[:len(line)]
	for x := range line {
		line[x] += int32(src[x]) * weight
	}
}

// gather makes each pixel of dst from the pixels of line that its taps name.
func gather(dst []byte, line []int32, across []taps) {
	for x := range dst {
		t := &across[x]
		from, weight := line[t.first:], t.weight
		var sum int64
		if len(weight) == 2 && len(from) >= 2 { // the usual case, 300 to 200 dpi
			sum = int64(from[0])*int64(weight[0]) + int64(from[1])*int64(weight[1])
		} else {
			for i, by := range weight {
				sum += int64(from[i]) * int64(by)
			}
		}
		dst[x] = uint8(min(255, max(0, (sum+1<<27)>>28)))
	}
}

// tapsFor gives the taps of a line of from pixels resampled to to.
func tapsFor(from, to int) []taps {
	list := make([]taps, to)
	ratio := float64(from) / float64(to)
	var weights []float64
	var all []int32
	for i := range list {
		var first int
		if ratio >= 1 {
			first, weights = areaWeights(weights[:0], float64(i)*ratio, float64(i+1)*ratio, from)
		} else {
			first, weights = splineWeights(weights[:0], (float64(i)+0.5)*ratio-0.5, from)
		}
		start := len(all)
		all = appendFixed(all, weights)
		list[i] = taps{first, all[start:]}
	}
	return list
}

// areaWeights weighs the pixels by how much of each lies between a and b.
func areaWeights(weights []float64, a, b float64, n int) (first int, _ []float64) {
	first = int(a)
	for p := first; p < min(n, int(math.Ceil(b))); p++ {
		weights = append(weights, (min(b, float64(p+1))-max(a, float64(p)))/(b-a))
	}
	return first, weights
}

// splineWeights weighs the four pixels around place x, those outside the line counting for its ends.
func splineWeights(weights []float64, x float64, n int) (first int, _ []float64) {
	base := int(math.Floor(x))
	f := x - float64(base)
	spline := [4]float64{
		((-0.5*f+1)*f - 0.5) * f, (1.5*f-2.5)*f*f + 1,
		((-1.5*f+2)*f + 0.5) * f, (0.5*f - 0.5) * f * f,
	}
	first, last := max(0, base-1), min(n-1, base+2)
	weights = append(weights, make([]float64, last-first+1)...)
	for i, s := range spline {
		weights[min(last, max(first, base-1+i))-first] += s
	}
	return first, weights
}

// appendFixed appends weights in 16384ths that add up to 16384, so that plain paper stays as bright as it was.
func appendFixed(out []int32, weights []float64) []int32 {
	start := len(out)
	rest, big := int32(1<<14), start
	for i, w := range weights {
		out = append(out, int32(math.Round(w*(1<<14))))
		rest -= out[start+i]
		if out[start+i] > out[big] {
			big = start + i
		}
	}
	out[big] += rest
	return out
}

// rotate turns g clockwise by degrees around its centre, bilinear between pixels, on a canvas that holds all of
// it; what was outside is fill. The map leads from pixels of g to pixels of the result. Meant for small angles.
func rotate(g *image.Gray, degrees float64, fill uint8) (*image.Gray, document.Affine) {
	w, h := float64(g.Rect.Dx()), float64(g.Rect.Dy())
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	nw, nh := canvas(w, h, sin, cos)
	m := document.Affine{cos, sin, -sin, cos, 0, 0}
	x, y := m.Apply(w/2, h/2)
	m[4], m[5] = float64(nw)/2-x, float64(nh)/2-y
	return warp(g, m, nw, nh, fill), m
}

// warp moves g by m, bilinear between pixels, to a canvas of w×h pixels; what was outside is fill.
func warp(g *image.Gray, m document.Affine, w, h int, fill uint8) *image.Gray {
	dst := image.NewGray(image.Rect(0, 0, w, h))
	back, _ := m.Inverse()
	for y := range h {
		sx, sy := back.Apply(0.5, float64(y)+0.5)
		bilinearLine(dst.Pix[y*w:(y+1)*w], g, fixed16(sx-0.5), fixed16(sy-0.5), fixed16(back[0]), fixed16(back[1]), fill)
	}
	return dst
}

// canvas is the size that holds a turned w×h picture; a tenth of a pixel may be lost.
func canvas(w, h, sin, cos float64) (int, int) {
	sin, cos = math.Abs(sin), math.Abs(cos)
	return int(math.Ceil(w*cos + h*sin - 0.1)), int(math.Ceil(w*sin + h*cos - 0.1))
}

// fixed16 is v in 65536ths of a pixel.
func fixed16(v float64) int64 { return int64(math.Round(v * (1 << 16))) }

// bilinearLine fills dst with the pixels of g met from (x, y) on in steps of (dx, dy), all in 65536ths.
func bilinearLine(dst []byte, g *image.Gray, x, y, dx, dy int64, fill uint8) {
	w, h := int64(g.Rect.Dx()), int64(g.Rect.Dy())
	var upper, lower []byte
	row := int64(-1) // of upper
	for i := range dst {
		px, py := x>>16, y>>16
		if uint64(px) >= uint64(w-1) || uint64(py) >= uint64(h-1) {
			dst[i] = edgePixel(g, px, py, x, y, fill)
			x, y = x+dx, y+dy
			continue
		}
		if py != row {
			row = py
			at := int(py) * g.Stride
			upper = g.Pix[at : at+int(w)]
			lower = g.Pix[at+g.Stride:][:len(upper)]
		}
		p := int(px)
		if p+1 < len(upper) && p+1 < len(lower) { // always so; it spares four checks
			fx, fy := int32(x>>8&255), int32(y>>8&255)
			top := int32(upper[p])<<8 + (int32(upper[p+1])-int32(upper[p]))*fx
			low := int32(lower[p])<<8 + (int32(lower[p+1])-int32(lower[p]))*fx
			dst[i] = uint8((top<<8 + (low-top)*fy + 1<<15) >> 16)
		}
		x, y = x+dx, y+dy
	}
}

// edgePixel is the bilinear pixel where some of the four neighbours lie outside g and count as fill.
func edgePixel(g *image.Gray, px, py, x, y int64, fill uint8) uint8 {
	w, h := int64(g.Rect.Dx()), int64(g.Rect.Dy())
	if px < -1 || py < -1 || px >= w || py >= h {
		return fill
	}
	at := func(u, v int64) int64 {
		if u < 0 || v < 0 || u >= w || v >= h {
			return int64(fill)
		}
		return int64(g.Pix[v*int64(g.Stride)+u])
	}
	fx, fy := x>>8&255, y>>8&255
	top := at(px, py)*(256-fx) + at(px+1, py)*fx
	low := at(px, py+1)*(256-fx) + at(px+1, py+1)*fx
	return uint8((top*(256-fy) + low*fy + 1<<15) >> 16)
}
