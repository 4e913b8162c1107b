package memogen

import (
	"math"
	"math/rand/v2"
)

// blur smooths a plane in place with a Gaussian of sigma pixels, cut at three sigmas.
func blur(pix []uint8, w, h int, sigma float64) {
	if sigma < 0.2 {
		return
	}
	kernel := gaussian(sigma)
	along(pix, w, h, kernel)
	across(pix, w, h, kernel)
}

// gaussian gives the right half of the kernel, centre first; the whole adds up to 1 << 12.
func gaussian(sigma float64) []int {
	n := int(math.Ceil(2.5*sigma)) + 1
	weights, sum := make([]float64, n), 0.0
	for i := range weights {
		weights[i] = math.Exp(-float64(i*i) / (2 * sigma * sigma))
		sum += weights[i] * float64(min(i, 1)+1)
	}
	out, rest := make([]int, n), 1<<12
	for i := n - 1; i > 0; i-- {
		out[i] = int(math.Round(weights[i] / sum * (1 << 12)))
		rest -= 2 * out[i]
	}
	out[0] = rest
	return out
}

func along(pix []uint8, w, h int, kernel []int) {
	n := len(kernel)
	line := make([]int, w+2*n)
	for y := range h {
		row := pix[y*w : (y+1)*w]
		for i := range n {
			line[i], line[n+w+i] = int(row[0]), int(row[w-1])
		}
		for x, v := range row {
			line[n+x] = int(v)
		}
		for x := range row {
			sum := line[n+x] * kernel[0]
			for i := 1; i < n; i++ {
				sum += (line[n+x-i] + line[n+x+i]) * kernel[i]
			}
			row[x] = uint8((sum + 1<<11) >> 12)
		}
	}
}

func across(pix []uint8, w, h int, kernel []int) {
	n := len(kernel)
	keep := make([][]uint8, 2*n) // rows above and below as they were
	row := func(y int) []uint8 { y = min(max(y, 0), h-1); return pix[y*w : (y+1)*w] }
	for i := range keep {
		keep[i] = make([]uint8, w)
		copy(keep[i], row(i-n))
	}
	sums := make([]int, w)
	for y := range h {
		// keep[j] holds row y-n+j.
		for x, v := range keep[n] {
			sums[x] = int(v) * kernel[0]
		}
		for i := 1; i < n; i++ {
			k, above, below := kernel[i], keep[n-i], keep[n+i]
			for x := range sums {
				sums[x] += (int(above[x]) + int(below[x])) * k
			}
		}
		out := pix[y*w : (y+1)*w]
		for x, v := range sums {
			out[x] = uint8((v + 1<<11) >> 12)
		}
		first := keep[0]
		copy(keep, keep[1:])
		keep[2*n-1] = first
		copy(first, row(y+n))
	}
}

// gain makes ink darker by a factor, up to full.
func gain(pix []uint8, by float64) {
	for i, v := range pix {
		if v > 0 {
			pix[i] = uint8(min(float64(v)*by, 255))
		}
	}
}

// cover takes ink away unevenly: amount from 0 to 1 is how much goes at the worst places.
func cover(pix []uint8, w, h int, amount float64, r *rand.Rand) {
	fine, coarse := newTexture(r, 3), newTexture(r, 60)
	for y := range h {
		for x := range w {
			i := y*w + x
			if pix[i] == 0 {
				continue
			}
			loss := amount * (0.65*fine.at(x, y) + 0.35*coarse.at(x, y))
			pix[i] = uint8(float64(pix[i]) * (1 - min(loss, 1)))
		}
	}
}

// texture is smooth noise (value noise): grain is the distance of its knots in pixels; it repeats after 64 knots.
type texture struct {
	grain int
	scale float32 // 1 / grain
	knots [64][64]float32
}

func newTexture(r *rand.Rand, grain int) *texture {
	t := &texture{grain: max(grain, 1)}
	t.scale = 1 / float32(t.grain)
	for y := range t.knots {
		for x := range t.knots[y] {
			t.knots[y][x] = r.Float32()
		}
	}
	return t
}

// at gives the noise at a pixel, 0 to 1.
func (t *texture) at(x, y int) float64 {
	kx, ky := x/t.grain, y/t.grain
	fx, fy := float32(x-kx*t.grain)*t.scale, float32(y-ky*t.grain)*t.scale
	a, b := t.knots[ky&63][kx&63], t.knots[ky&63][(kx+1)&63]
	c, d := t.knots[(ky+1)&63][kx&63], t.knots[(ky+1)&63][(kx+1)&63]
	top, low := a+(b-a)*fx, c+(d-c)*fx
	return float64(top + (low-top)*fy)
}
