package prep

import (
	"encoding/binary"
	"image"
	"math/bits"
	"slices"

	"aktenkundig/document"
)

// part is a connected set of mark pixels: pixels touch over edges and corners.
type part struct {
	x0, y0, x1, y1 int32 // box, x1 and y1 outside
	area           int32 // pixels
}

func (p part) width() int  { return int(p.x1 - p.x0) }
func (p part) height() int { return int(p.y1 - p.y0) }
func (p part) long() int   { return max(p.width(), p.height()) }

func (p part) box() document.Box { return document.Box{int(p.x0), int(p.y0), int(p.x1), int(p.y1)} }

// run is a stretch of mark pixels in one row.
type run struct{ x0, x1, label int32 }

// partsOf finds the connected parts of the pixels of g that are darker than the paper's cut, in the order of
// their first pixels. The method is run-based labelling with union and find (He, Chao, Suzuki 2008), one pass;
// white pages cost about a byte per clock. Of more than mostParts it gives as many, not in that order.
func partsOf(g *image.Gray, p paper) []part { return partsBut(g, p, func(part) bool { return false }) }

// printOf is partsOf for a page of which it is not known how dark its print is: where there are hardly any letters, but
// many among fainter marks, as in faint typing with a dark stamp on it, the fainter ones count and p is changed so.
func printOf(g *image.Gray, p *paper) []part {
	const few, more = 400, 30
	parts := partsOf(g, *p)
	n := letterCount(parts)
	if n >= few {
		return parts
	}
	q := *p
	q.useFainter()
	if faint := partsOf(g, q); letterCount(faint) >= 3*n+more {
		*p = q
		return faint
	}
	return parts
}

func letterCount(parts []part) (n int) {
	for _, p := range parts {
		if letterLike(p) {
			n++
		}
	}
	return n
}

// partsBut is partsOf without the parts that are not wanted.
func partsBut(g *image.Gray, p paper, unwanted func(part) bool) (parts []part) {
	label(g, p, marks, mostParts, func(some []part) {
		some = slices.DeleteFunc(some, unwanted)
		parts = append(parts, some[:min(len(some), mostParts-len(parts))]...)
	})
	return parts
}

// mostParts bounds the parts of a page that are held at a time. A page of print at 600 dpi has some ten thousand; only
// a dithered or speckled one has more, up to a quarter of its pixels.
const mostParts = 1 << 20

// What label finds: pixels darker than the cut, or the others.
const marks, gaps uint8 = 0, 0xff

// label finds the connected parts of g's marks or gaps and hands them to take, which may change the slice but not
// keep it: all at once, in the order of their first pixels, or, where there are more than most, some at a time as
// they are complete. So most and the width of g bound the memory.
func label(g *image.Gray, p paper, flip uint8, most int, take func([]part)) {
	var (
		w, h        = g.Rect.Dx(), g.Rect.Dy()
		limits      = make([]uint8, (w+7)/8)
		above, here []run
		forest      forest
		full        = most
	)
	for y := range h {
		if y%4 == 0 { // paper changes slowly
			p.line(limits, y+2, p.cut)
		}
		here = runsOf(here[:0], g.Pix[y*g.Stride:y*g.Stride+w], limits, flip)
		forest.join(above, here, int32(y))
		above, here = here, above
		if len(forest.parts) > full {
			forest.settle(above, take)
			full = max(most, 2*len(forest.parts)) // rows of very many runs must not settle one by one
		}
	}
	take(forest.roots())
}

// forest holds parts while they grow; parent leads to the part that took one in.
type forest struct {
	parts  []part
	parent []int32
}

// join gives each run of row y the label of the runs above that it touches, or a new one.
func (f *forest) join(above, here []run, y int32) {
	a := 0
	for i := range here {
		r := &here[i]
		r.label = -1
		for a < len(above) && above[a].x1 < r.x0 {
			a++
		}
		for b := a; b < len(above) && above[b].x0 <= r.x1; b++ {
			label := f.find(above[b].label)
			if r.label < 0 {
				r.label = label
			} else if label != r.label {
				r.label = f.merge(r.label, label)
			}
		}
		if r.label < 0 {
			r.label = int32(len(f.parts))
			f.parts = append(f.parts, part{r.x0, y, r.x1, y + 1, r.x1 - r.x0})
			f.parent = append(f.parent, r.label)
			continue
		}
		p := &f.parts[r.label]
		p.x0, p.x1, p.y1 = min(p.x0, r.x0), max(p.x1, r.x1), y+1
		p.area += r.x1 - r.x0
	}
}

func (f *forest) find(l int32) int32 {
	for f.parent[l] != l {
		f.parent[l] = f.parent[f.parent[l]]
		l = f.parent[l]
	}
	return l
}

// merge lets the older of two parts take in the other.
func (f *forest) merge(a, b int32) int32 {
	if b < a {
		a, b = b, a
	}
	f.parent[b] = a
	p, q := &f.parts[a], f.parts[b]
	*p = part{min(p.x0, q.x0), min(p.y0, q.y0), max(p.x1, q.x1), max(p.y1, q.y1), p.area + q.area}
	return a
}

// settle hands over the parts that are complete, as no run of the last row is theirs, and goes on with the others.
func (f *forest) settle(last []run, take func([]part)) {
	var growing []int32
	for i := range last {
		last[i].label = f.find(last[i].label)
		growing = append(growing, last[i].label)
	}
	slices.Sort(growing)
	growing = slices.Compact(growing)
	rest := make([]part, len(growing))
	for i, l := range growing {
		rest[i], f.parent[l] = f.parts[l], -1 // no root any more
	}
	for i := range last {
		at, _ := slices.BinarySearch(growing, last[i].label)
		last[i].label = int32(at)
	}
	take(f.roots())
	f.parts, f.parent = append(f.parts[:0], rest...), f.parent[:len(rest)]
	for i := range f.parent {
		f.parent[i] = int32(i)
	}
}

func (f *forest) roots() []part {
	kept := f.parts[:0]
	for i, p := range f.parts {
		if f.parent[i] == int32(i) {
			kept = append(kept, p)
		}
	}
	return kept
}

// runsOf appends the stretches of row that are under their limits; each limit holds for eight pixels.
// With flip 0xff instead of 0 it appends those that are not.
func runsOf(runs []run, row []byte, limits []uint8, flip uint8) []run {
	const none = -1
	start := int32(none)
	for i, limit := range limits {
		x := i * 8
		pix := row[x:min(x+8, len(row))]
		dark := (darkBits(pix, limit) ^ flip) & (0xff >> (8 - len(pix)))
		if start == none && dark == 0 || start != none && dark == 0xff {
			continue
		}
		for x := int32(x); ; {
			if start == none {
				n := int32(bits.TrailingZeros8(dark))
				if n == 8 {
					break
				}
				start, x, dark = x+n, x+n, dark>>n
			} else {
				n := int32(bits.TrailingZeros8(^dark))
				if end := int32(i*8 + 8); x+n >= end {
					break
				}
				runs = append(runs, run{start, x + n, 0})
				start, x, dark = none, x+n, dark>>n
			}
		}
	}
	if start != none {
		runs = append(runs, run{start, int32(len(row)), 0})
	}
	return runs
}

// darkBits has bit i set where pixel i of at most eight is under limit.
func darkBits(pix []byte, limit uint8) uint8 {
	if len(pix) < 8 {
		var b uint8
		for i, v := range pix {
			if v < limit {
				b |= 1 << i
			}
		}
		return b
	}
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	x, l := binary.LittleEndian.Uint64(pix), uint64(limit)*ones
	// Eight comparisons at once: the lower seven bits by subtraction, the top bit by logic.
	low := (x | tops) - (l &^ tops)
	light := (x&^l | ^(x^l)&low) & tops
	dark := ^light & tops
	// One bit a byte, gathered into the top byte.
	return uint8((dark >> 7) * 0x0102040810204080 >> 56)
}
