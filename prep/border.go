package prep

import (
	"image"
	"math"

	"aktenkundig/document"
)

// border is the dark that surrounds a sheet in a scan: what the lid, the glass or a neighbouring page left. It is kept
// as a picture of the view reduced by k.
type border struct {
	k     int
	small *image.Gray
	mask  []uint8 // which side of the scan the dark belongs to: 0 none, 1 left, 2 top, 3 right, 4 bottom
	sides [5]side
}

// side is what was found along one side of the scan.
type side struct {
	box    document.Box // pixels of the view
	area   int          // dark pixels of the reduced view
	rim    int          // pixels of the reduced view where the dark ends
	steep  int          // of these, where it ends at once
	pale   int          // pixels between the dark ones and the scan's edge that are not dark
	length float64      // share of the side's length
}

const (
	borderDark  = 0.55 // of the paper's brightness; what is brighter is shadow, which the light takes care of
	borderDeep  = 1.2  // inches from the scan's edge
	borderSteep = 0.5  // share of the rim that is steep: the shadow in a book's fold is not
	borderStep  = 0.25 // of the paper's brightness within 0.04 inch: what is steep
	borderPale  = 0.08 // share of pale pixels in it: a heading in white on black has more
	borderLong  = 0.25 // share of the side's length that makes it a finding; less is whitened only
	borderLeast = 0.03 // square inches
)

// borderOf finds the dark that comes in from the edges of the scan through solid dark pixels. Print that touches the
// edge is too thin to be solid.
func borderOf(small *image.Gray, k int, tone uint8, v View) border {
	b := border{k: k, small: small, mask: make([]uint8, len(small.Pix))}
	back, ok := v.ToView.Inverse()
	if !ok || v.scan.X == 0 {
		return b
	}
	w, h := small.Rect.Dx(), small.Rect.Dy()
	near := b.sidesNear(back, v)
	dark := make([]bool, len(small.Pix))
	cut := uint8(float64(tone) * borderDark)
	for y := range h {
		for x := range w {
			dark[y*w+x] = near[y*w+x] == outside || small.Pix[y*small.Stride+x] < cut
		}
	}
	b.flood(dark, near, w, h)
	b.measure(near, w, h, v)
	b.rims(near, w, h, int(borderStep*float64(tone)))
	for i, s := range b.sides {
		if float64(s.pale) > borderPale*float64(s.area+s.pale) || float64(s.steep) < borderSteep*float64(s.rim) {
			b.drop(uint8(i))
		}
	}
	return b
}

// outside marks pixels of the view that the scan does not cover.
const outside = 0xff

// sidesNear tells for each pixel of the reduced view the side of the scan that it lies next to, within borderDeep.
func (b *border) sidesNear(back document.Affine, v View) []uint8 {
	w, h := b.small.Rect.Dx(), b.small.Rect.Dy()
	near := make([]uint8, w*h)
	deep := borderDeep * v.DPI
	sw, sh := float64(v.scan.X), float64(v.scan.Y)
	for y := range h {
		for x := range w {
			sx, sy := back.Apply((float64(x)+0.5)*float64(b.k), (float64(y)+0.5)*float64(b.k))
			// The last pixels of the reduced view reach beyond it.
			edge := float64(b.k)
			if sx < 0 || sy < 0 || sx > sw+edge || sy > sh+edge {
				near[y*w+x] = outside
				continue
			}
			least := deep
			for i, d := range [4]float64{sx, sy, sw - sx, sh - sy} {
				if d < least {
					least, near[y*w+x] = d, uint8(i+1)
				}
			}
		}
	}
	return near
}

// flood fills the mask from the edges and from outside through solid dark pixels near the edge.
func (b *border) flood(dark []bool, near []uint8, w, h int) {
	solid := func(x, y int) bool {
		n := 0
		for v := y - 2; v <= y+2; v++ {
			for u := x - 2; u <= x+2; u++ {
				if u < 0 || v < 0 || u >= w || v >= h || dark[v*w+u] {
					n++
				}
			}
		}
		return n >= 20 // of 25: two pixels along the edge are enough, print is thinner
	}
	seen := make([]bool, w*h)
	var todo []int32
	visit := func(x, y int) {
		if x < 0 || y < 0 || x >= w || y >= h {
			return
		}
		if i := y*w + x; !seen[i] && near[i] != 0 && dark[i] && solid(x, y) {
			seen[i] = true
			todo = append(todo, int32(i))
		}
	}
	for i, s := range near {
		x, y := i%w, i/w
		if s == outside || x == 0 || y == 0 || x == w-1 || y == h-1 {
			visit(x, y)
		}
	}
	for len(todo) > 0 {
		i := int(todo[len(todo)-1])
		todo = todo[:len(todo)-1]
		if near[i] != outside {
			b.mask[i] = near[i]
		}
		x, y := i%w, i/w
		visit(x-1, y)
		visit(x+1, y)
		visit(x, y-1)
		visit(x, y+1)
	}
}

// rims counts where the dark of each side ends within the page, and where it does so by at least step.
func (b *border) rims(near []uint8, w, h, step int) {
	const far = 4
	for i, m := range b.mask {
		if m == 0 {
			continue
		}
		x, y := i%w, i/w
		for _, d := range [4][2]int{{1, 0}, {0, 1}, {-1, 0}, {0, -1}} {
			u, v := x+far*d[0], y+far*d[1]
			if u < 0 || v < 0 || u >= w || v >= h || near[v*w+u] == outside || b.mask[v*w+u] != 0 || b.mask[(y+d[1])*w+x+d[0]] != 0 {
				continue
			}
			b.sides[m].rim++
			if int(b.small.Pix[v*b.small.Stride+u])-int(b.small.Pix[y*b.small.Stride+x]) >= step {
				b.sides[m].steep++
			}
		}
	}
}

// measure sums up the sides.
func (b *border) measure(near []uint8, w, h int, v View) {
	for i, m := range b.mask {
		if m == 0 {
			continue
		}
		s := &b.sides[m]
		x, y := i%w, i/w
		box := document.Box{x * b.k, y * b.k, (x + 1) * b.k, (y + 1) * b.k}
		if s.area == 0 {
			s.box = box
		}
		s.box, s.area = s.box.Union(box), s.area+1
	}
	for i := range b.sides {
		s := &b.sides[i]
		if s.area == 0 {
			continue
		}
		s.box = s.box.Intersect(document.Box{0, 0, v.Grey.Rect.Dx(), v.Grey.Rect.Dy()})
		s.pale = b.pale(uint8(i), near, w, h)
		s.length = float64(max(s.box.Width(), s.box.Height())) / float64([2]int{v.scan.Y, v.scan.X}[(i+1)%2])
	}
}

// pale counts, in each line across the side, the pixels from its first to its last dark one that are not dark.
func (b *border) pale(which uint8, near []uint8, w, h int) (n int) {
	across := func(first, step, count int) {
		gap, inside := 0, false
		for j := range count {
			i := first + j*step
			switch {
			case b.mask[i] == which:
				n, gap, inside = n+gap, 0, true
			case inside && near[i] == which:
				gap++
			}
		}
	}
	tall := b.sides[which].box.Height() > b.sides[which].box.Width()
	if tall {
		for y := range h {
			across(y*w, 1, w)
		}
		return n
	}
	for x := range w {
		across(x, w, h)
	}
	return n
}

func (b *border) drop(which uint8) {
	for i, m := range b.mask {
		if m == which {
			b.mask[i] = 0
		}
	}
	b.sides[which] = side{}
}

// boxes lists what is to be whitened, in pixels of the view: the runs of the mask, a little wider.
func (b *border) boxes() (list []document.Box) {
	w := b.small.Rect.Dx()
	margin := 2 * b.k
	for i := 0; i < len(b.mask); i++ {
		if b.mask[i] == 0 {
			continue
		}
		start, y := i%w, i/w
		for i < len(b.mask) && i/w == y && b.mask[i] != 0 {
			i++
		}
		list = append(list, document.Box{start*b.k - margin, y*b.k - margin, ((i-1)%w+1)*b.k + margin, (y+1)*b.k + margin})
	}
	return list
}

// artefacts lists the sides on which a border was found.
func (b *border) artefacts(dpi float64) (list []document.Artefact) {
	for _, s := range b.sides {
		inches := float64(s.area*b.k*b.k) / dpi / dpi
		if s.length < borderLong || inches < borderLeast {
			continue
		}
		pale := float64(s.pale) / float64(s.area+s.pale)
		list = append(list, document.Artefact{Kind: document.Border, Box: s.box, Score: round(math.Min(0.99, 0.7+0.3*s.length), 3), Reasons: []document.Reason{
			{Text: "share of the side's length that is dark from the edge on", Value: round(s.length, 3), Limit: borderLong},
			{Text: "share of its rim that is steep", Value: round(float64(s.steep)/float64(max(1, s.rim)), 3), Limit: borderSteep},
			{Text: "share of it that is not dark", Value: round(pale, 3), Limit: borderPale},
		}})
	}
	return list
}
