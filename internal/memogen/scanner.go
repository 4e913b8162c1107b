package memogen

import (
	"image"
	"math"
	"math/rand/v2"
)

// scanner is how a sheet becomes pixels: light, optics, sensor. Reflectances and light go from 0 to 1.
type scanner struct {
	colour  bool
	paper   [3]float64 // what the paper reflects
	lid     float64    // what lies around the paper
	fibre   float64    // unevenness of the paper, grey levels
	toner   float64    // what full toner reflects
	grain   float64    // how unevenly toner or ribbon covers, 0 to 1
	spread  float64    // how far typed ink runs, pixels
	through float64    // how much of the back's ink shows, 0 to 1
	fall    float64    // how much light is missing at the far end, 0 to 1
	smear   float64    // how much carbon or dirt darkens the paper, grey levels
	angle   float64    // towards which the light falls off, radians
	gutter  float64    // depth of a shadow along the left edge, 0 to 1
	blur    float64    // of the optics, sigma in pixels
	noise   float64    // of the sensor, sigma in grey levels
	bilevel bool       // threshold instead of grey levels
	cut     float64    // the threshold, 0 to 1
	pepper  float64    // share of pixels that flip to black in a bilevel scan
}

// scan gives the picture of a sheet: *image.Gray, or *image.RGBA for a colour scan. A bilevel scan is an
// *image.Gray of 0 and 255.
func (c scanner) scan(s *sheet, r *rand.Rand) image.Image {
	if c.spread > 0 {
		blur(s.toner.pix, s.size[0], s.size[1], c.spread)
		gain(s.toner.pix, 1.25)
	}
	if c.grain > 0 {
		cover(s.toner.pix, s.size[0], s.size[1], c.grain, r)
	}
	if s.behind != nil {
		blur(s.behind.pix, s.size[0], s.size[1], 2.2*s.dpi/300)
	}
	light := c.light(s)
	if c.colour {
		return c.inColour(s, light, r)
	}
	im := image.NewGray(image.Rect(0, 0, s.size[0], s.size[1]))
	c.channel(im.Pix, s, light, -1, r)
	if c.bilevel {
		c.threshold(im, r)
	}
	return im
}

func (c scanner) inColour(s *sheet, light []uint8, r *rand.Rand) image.Image {
	w, h := s.size[0], s.size[1]
	im := image.NewRGBA(image.Rect(0, 0, w, h))
	plane := make([]uint8, w*h)
	for k := range 3 {
		c.channel(plane, s, light, k, r)
		for i, v := range plane {
			im.Pix[4*i+k] = v
		}
	}
	for i := 3; i < len(im.Pix); i += 4 {
		im.Pix[i] = 255
	}
	return im
}

// luma mixes the channels of an ink as a grey scanner sees them; k picks one channel, -1 the mixture.
func luma(ink [3]float64, k int) float64 {
	if k >= 0 {
		return ink[k]
	}
	return 0.3*ink[0] + 0.59*ink[1] + 0.11*ink[2]
}

// channel draws one plane of the scan.
func (c scanner) channel(out []uint8, s *sheet, light []uint8, k int, r *rand.Rand) {
	paper := luma(c.paper, k) * 256
	toner := 256 * (1 - c.toner)
	through := 256 * c.through
	for i, l := range light {
		v := int(paper) * int(l) >> 8
		if t := int(s.toner.pix[i]); t > 0 {
			v -= v * t * int(toner) >> 16
		}
		if s.behind != nil {
			v -= v * int(s.behind.pix[i]) * int(through) >> 16
		}
		out[i] = uint8(min(v, 255))
	}
	if s.photo != nil {
		s.photo.lay(out, s.size[0])
	}
	for _, m := range s.marks {
		m.lay(out, s.size[0], k)
	}
	blur(out, s.size[0], s.size[1], c.blur)
	c.speckle(out, r)
}

// lay multiplies a picture onto a plane.
func (p *photo) lay(out []uint8, width int) {
	w := p.box.Width()
	for y := p.box[1]; y < p.box[3]; y++ {
		row := p.pix[(y-p.box[1])*w:][:w]
		to := out[y*width+p.box[0]:][:w]
		for x, v := range row {
			to[x] = uint8(int(to[x]) * int(v) >> 8)
		}
	}
}

// lay multiplies an ink onto a plane.
func (m mark) lay(out []uint8, width, k int) {
	depth := int(256 * (1 - luma(m.ink, k)))
	w := m.mask.box.Width()
	for y := m.mask.box[1]; y < m.mask.box[3]; y++ {
		row := m.mask.pix[(y-m.mask.box[1])*w:][:w]
		to := out[y*width+m.mask.box[0]:][:w]
		for x, v := range row {
			if v > 0 {
				to[x] -= uint8(int(to[x]) * int(v) * depth >> 16)
			}
		}
	}
}

// light is how bright paper looks at each pixel, 255 full, with the lid around the paper and the paper's unevenness.
func (c scanner) light(s *sheet) []uint8 {
	w, h := s.size[0], s.size[1]
	paper := newMask(s.all(), s.size)
	paper.add(rectangle(0, 0, float64(s.page[0]), float64(s.page[1])).under(s.toScan), s.pen, 1)
	out := paper.pix
	lid := int(255 * c.lid)
	fibre, smear := newTexture(s.r, 5), newTexture(s.r, int(s.mm(16)))
	row := make([]int, w)
	for y := range h {
		c.lightRow(row, float64(y)/float64(h))
		for x, v := range row {
			i := y*w + x
			if c.fibre > 0 || c.smear > 0 {
				f := fibre.at(x, y)
				v -= int(c.fibre*f + c.smear*smear.at(x, y)*(0.8+0.4*f))
			}
			if p := int(out[i]); p < 255 {
				v = (v*p + lid*(255-p)) / 255
			}
			out[i] = uint8(max(v, 0))
		}
	}
	return out
}

// lightRow gives the light along the row at height y, 0 to 1: worked out every 32 pixels, straight between.
func (c scanner) lightRow(row []int, y float64) {
	const step = 32
	fx, fy := math.Cos(c.angle), math.Sin(c.angle)
	at := func(x int) int { return int(255 * 256 * c.shade(float64(x)/float64(len(row)), y, fx, fy)) }
	a := at(0)
	for x := 0; x < len(row); x += step {
		b := at(x + step)
		for k := range min(step, len(row)-x) {
			row[x+k] = (a + (b-a)*k/step) >> 8
		}
		a = b
	}
}

// shade is the share of light at a place given from 0 to 1.
func (c scanner) shade(x, y, fx, fy float64) float64 {
	along := ((x-0.5)*fx + (y-0.5)*fy) + 0.5
	along = min(max(along, 0), 1)
	l := 1 - c.fall*along*along
	if c.gutter > 0 && x < 0.16 {
		d := 1 - x/0.16
		l *= 1 - c.gutter*d*d
	}
	return l
}

// threshold makes a plane bilevel and lets some pixels flip.
func (c scanner) threshold(im *image.Gray, r *rand.Rand) {
	cut := uint8(255 * c.cut)
	pepper := uint64(c.pepper * (1 << 32))
	fast := fastRandom(r.Uint64() | 1)
	for i, v := range im.Pix {
		black := v < cut
		if pepper > 0 && fast.next()>>32 < pepper {
			black = !black
		}
		im.Pix[i] = 255
		if black {
			im.Pix[i] = 0
		}
	}
}

// speckle adds the sensor's noise.
func (c scanner) speckle(out []uint8, r *rand.Rand) {
	if c.noise <= 0 {
		return
	}
	var table [1024]int16
	for i := range table {
		table[i] = int16(math.Round(r.NormFloat64() * c.noise))
	}
	fast := fastRandom(r.Uint64() | 1)
	for i := 0; i < len(out); i += 6 {
		bits := fast.next()
		for k := i; k < min(i+6, len(out)); k++ {
			v := int16(out[k]) + table[bits&1023]
			out[k] = uint8(min(max(v, 0), 255))
			bits >>= 10
		}
	}
}

// fastRandom is Marsaglia's xorshift64 (J. Stat. Softw. 8(14), 2003): a page takes millions of numbers.
type fastRandom uint64

func (f *fastRandom) next() uint64 {
	x := *f
	x ^= x << 13
	x ^= x >> 7
	x ^= x << 17
	*f = x
	return uint64(x) * 0x2545f4914f6cdd1d
}
