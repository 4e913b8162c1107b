package prep

import (
	"image"
	"slices"
)

// paper is how bright the bare page is from place to place, sampled in square cells, and how dark a pixel must
// be, against it, to be a mark.
type paper struct {
	cell    int     // pixels along a cell's side, a multiple of 8
	w, h    int     // cells across and down
	level   []uint8 // brightness of the bare page, row by row, at least 1
	tone    uint8   // the middle of all levels
	spread  int     // between the brightest and darkest tenth of levels
	cut     uint8   // a pixel is a mark under level·cut/255
	fainter cut     // that separates what is fainter than the cut from paper
	faint   bool    // fainter is in use: there is faint print beside a few dark marks
}

// cut is a threshold on the evened picture, 255 being paper, and the mean of what is darker.
type cut struct{ at, dark uint8 }

// paperOf samples the paper of g: in each cell the brightness that one pixel in four reaches, taken on a
// picture reduced by k so that thin strokes and noise do not count, with pictures and frames filled in from the paper
// around them. The cut is Otsu's threshold (1979) of the evened picture, kept
// between two fifths and seven eighths of the paper's brightness.
func paperOf(g *image.Gray, k int) paper { return paperOn(reduce(g, k), k) }

// paperOn is paperOf for a picture that is reduced by k already.
func paperOn(small *image.Gray, k int) paper {
	const side = 16
	w, h := small.Rect.Dx(), small.Rect.Dy()
	p := paper{cell: side * k, w: (w + side - 1) / side, h: (h + side - 1) / side}
	p.level = make([]uint8, p.w*p.h)
	for cy := range p.h {
		for cx := range p.w {
			r := image.Rect(cx*side, cy*side, min(w, (cx+1)*side), min(h, (cy+1)*side))
			p.level[cy*p.w+cx] = brightQuarter(small, r)
		}
	}
	p.tone = quantile(p.level, 0.5)
	p.fillDark()
	p.smooth()
	p.spread = int(quantile(p.level, 0.9)) - int(quantile(p.level, 0.1))
	count := p.evened(small, side)
	p.cut = otsu(count[:]).at
	clear(count[:p.cut])
	p.fainter = otsu(count[:])
	return p
}

// useFainter lets fainter marks than before be marks.
func (p *paper) useFainter() { p.cut, p.faint = p.fainter.at, true }

// toneOf is the middle brightness of the page's cells, with the picture it was taken from, g reduced coarsely.
func toneOf(g *image.Gray) (uint8, *image.Gray) {
	small := reduce(g, coarse(g))
	var levels []uint8
	for y := 0; y < small.Rect.Dy(); y += 16 {
		for x := 0; x < small.Rect.Dx(); x += 16 {
			levels = append(levels, brightQuarter(small, image.Rect(x, y, min(small.Rect.Dx(), x+16), min(small.Rect.Dy(), y+16))))
		}
	}
	return quantile(levels, 0.5), small
}

// brightQuarter is the brightness that a quarter of the pixels in r reach.
func brightQuarter(g *image.Gray, r image.Rectangle) uint8 {
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

func quantile(values []uint8, q float64) uint8 {
	var count [256]int
	for _, v := range values {
		count[v]++
	}
	left := int(q * float64(len(values)))
	for v := range count {
		if left -= count[v]; left < 0 {
			return uint8(v)
		}
	}
	return 255
}

// fillDark gives cells on which nothing is bare paper, as in pictures and frames, the level of the nearest paper. Paper
// is what is at least three fifths as bright as the page's tone, and what joins it without a step: shadows deepen bit by
// bit, pictures and frames begin at once.
func (p *paper) fillDark() {
	known := make([]bool, len(p.level))
	var todo []int
	for i, l := range p.level {
		if known[i] = int(l)*5 >= int(p.tone)*3; known[i] {
			todo = append(todo, i)
		}
	}
	todo = p.spreadFrom(todo, known, func(from, to uint8) (uint8, bool) {
		return to, int(to)*20 >= int(from)*13 && int(to)*6 >= int(p.tone)
	})
	p.spreadFrom(todo, known, func(from, _ uint8) (uint8, bool) { return from, true })
}

// spreadFrom makes cells next to known ones known, nearest first, if accept, which is given both levels, takes them, and
// gives them the level that it says. It returns all known cells that it started from or made.
func (p *paper) spreadFrom(todo []int, known []bool, accept func(from, to uint8) (uint8, bool)) []int {
	for n := 0; n < len(todo); n++ {
		i := todo[n]
		x, y := i%p.w, i/p.w
		for _, d := range [4][2]int{{1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
			u, v := x+d[0], y+d[1]
			if u < 0 || v < 0 || u >= p.w || v >= p.h || known[v*p.w+u] {
				continue
			}
			if level, ok := accept(p.level[i], p.level[v*p.w+u]); ok {
				p.level[v*p.w+u], known[v*p.w+u] = level, true
				todo = append(todo, v*p.w+u)
			}
		}
	}
	return todo
}

// smooth replaces each level by the median, then by the mean, of the nine around it.
func (p *paper) smooth() {
	p.around(func(n []uint8) uint8 {
		slices.Sort(n)
		return n[len(n)/2]
	})
	p.around(func(n []uint8) uint8 {
		sum := 0
		for _, v := range n {
			sum += int(v)
		}
		return uint8(sum / len(n))
	})
}

func (p *paper) around(f func([]uint8) uint8) {
	out := make([]uint8, len(p.level))
	var near [9]uint8
	for y := range p.h {
		for x := range p.w {
			n := near[:0]
			for v := max(0, y-1); v <= min(p.h-1, y+1); v++ {
				for u := max(0, x-1); u <= min(p.w-1, x+1); u++ {
					n = append(n, p.level[v*p.w+u])
				}
			}
			out[y*p.w+x] = f(n)
		}
	}
	p.level = out
}

// evened counts the pixels of the evened picture by their brightness.
func (p *paper) evened(small *image.Gray, side int) (count [256]int) {
	for y := range small.Rect.Dy() {
		row := small.Pix[y*small.Stride : y*small.Stride+small.Rect.Dx()]
		for i, l := range p.level[y/side*p.w : (y/side+1)*p.w] {
			by := inverse(l)
			for _, v := range row[i*side : min(len(row), (i+1)*side)] {
				count[min(255, uint32(v)*by>>16)]++
			}
		}
	}
	return count
}

// otsu finds the cut between marks and paper, kept within bounds.
func otsu(count []int) cut {
	const least, most = 102, 223
	var total, sum float64
	for v, n := range count {
		total += float64(n)
		sum += float64(v * n)
	}
	best, found := 0.0, cut{most, 0}
	var below, sumBelow float64
	for v := range 255 {
		below += float64(count[v])
		sumBelow += float64(v * count[v])
		if below == 0 || below == total {
			continue
		}
		d := sumBelow/below - (sum-sumBelow)/(total-below)
		if between := below * (total - below) * d * d; between > best {
			best, found = between, cut{uint8(v + 1), uint8(sumBelow / below)}
		}
	}
	found.at = min(most, max(least, found.at))
	return found
}

// line writes the levels of pixel row y, one for each eight pixels, bilinear between the centres of cells,
// times factor/255.
func (p *paper) line(dst []uint8, y int, factor uint8) {
	cy, fy := p.between(y, p.h)
	top, bottom := p.level[cy*p.w:(cy+1)*p.w], p.level[min(cy+1, p.h-1)*p.w:]
	for i := range dst {
		cx, fx := p.between(i*8+4, p.w)
		nx := min(cx+1, p.w-1)
		a := int(top[cx])*(256-fy) + int(bottom[cx])*fy
		b := int(top[nx])*(256-fy) + int(bottom[nx])*fy
		l := (a*(256-fx) + b*fx) >> 16
		dst[i] = uint8(max(1, l*int(factor)/255))
	}
}

// at is the level of the cell of pixel (x, y).
func (p *paper) at(x, y int) uint8 {
	return p.level[min(p.h-1, y/p.cell)*p.w+min(p.w-1, x/p.cell)]
}

// between gives the cell whose centre lies at or before pixel v, and how far v is towards the next, of 256.
func (p *paper) between(v, n int) (cell, far int) {
	v -= p.cell / 2
	if v < 0 {
		return 0, 0
	}
	cell = v / p.cell
	if cell >= n-1 {
		return n - 1, 0
	}
	return cell, (v - cell*p.cell) * 256 / p.cell
}

// inverse is what brings level to 255, in 65536ths.
func inverse(level uint8) uint32 { return (255<<16 + uint32(level)/2) / uint32(max(1, level)) }
