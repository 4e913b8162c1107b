package prep

import (
	"image"
	"math"

	"aktenkundig/document"
)

// negative tells whether a page is white on black, as from microfilm: most of it is dark, and what differs from that is
// rather brighter than darker. small is the page reduced by some factor.
func negative(small *image.Gray, tone uint8) bool {
	if tone >= darkPaper {
		return false
	}
	bright, dark := 0, 0
	over, under := tone+(255-tone)/4, tone/2-min(tone/2, 10) // noise is neither
	for y := range small.Rect.Dy() {
		for _, v := range small.Pix[y*small.Stride : y*small.Stride+small.Rect.Dx()] {
			switch {
			case v > over:
				bright++
			case v < under:
				dark++
			}
		}
	}
	return bright > dark
}

// inverted gives the negative of g.
func inverted(g *image.Gray) *image.Gray {
	w := g.Rect.Dx()
	dst := image.NewGray(image.Rect(0, 0, w, g.Rect.Dy()))
	for y := range g.Rect.Dy() {
		out := dst.Pix[y*w : (y+1)*w]
		for x, v := range g.Pix[y*g.Stride : y*g.Stride+w] {
			out[x] = 255 - v
		}
	}
	return dst
}

// patch is a solid dark box of the view with print in it.
type patch struct {
	box   document.Box
	white bool    // the print is white on black
	lift  float64 // otherwise what brings the ground, as of a highlighter or a shaded heading, to the paper's brightness
}

// What it takes to be a patch.
const (
	patchHigh, patchWide = 0.12, 0.25 // inches
	patchFill            = 0.45       // share of its box that is dark, with white print in it
	shadedFill           = 0.7        // the same with darker print in it: bold or touching letters fill less
	patchLetters         = 3          // white letters
	patchFull            = 0.8        // share of its box that is dark or white letters: no frame or mat around a bright sheet
	patchInk             = 0.02       // share of it that is much darker than its ground
	patchMost            = 0.4
	mostSolid            = 200 // boxes looked through for white letters; it bounds what a chessboard costs
)

// findPatches lists the patches among the parts: with print darker than their ground, or with white letters.
func (s *survey) findPatches(g *image.Gray) (list []patch) {
	var solid []part
	for _, p := range s.parts {
		if p.height() < s.inches(patchHigh) || p.width() < s.inches(patchWide) || float64(p.area) < patchFill*float64(p.width()*p.height()) {
			continue
		}
		if lift := s.shaded(g, p); lift > 0 && float64(p.area) >= shadedFill*float64(p.width()*p.height()) {
			list = append(list, patch{box: p.box(), lift: lift})
		} else if len(solid) < mostSolid {
			solid = append(solid, p)
		}
	}
	if len(solid) == 0 {
		return list
	}
	for i, l := range s.whiteLetters(g, solid) {
		p := solid[i]
		if l.count >= patchLetters && float64(p.area)+l.area >= patchFull*float64(p.width()*p.height()) {
			list = append(list, patch{box: p.box(), white: true})
		}
	}
	return list
}

// shaded tells by how much the ground of p must be lifted to be paper, 0 if there is no print on it or it is black.
func (s *survey) shaded(g *image.Gray, p part) float64 {
	paper := float64(s.paper.at(int(p.x0+p.x1)/2, int(p.y0+p.y1)/2))
	var count [256]int
	n := 0
	for y := p.y0; y < p.y1; y++ {
		for _, v := range g.Pix[int(y)*g.Stride+int(p.x0) : int(y)*g.Stride+int(p.x1)] {
			if float64(v) < 0.88*paper {
				count[v]++
				n++
			}
		}
	}
	ground, left := 0, n/2
	for ; left > 0 && ground < 255; ground++ {
		left -= count[ground]
	}
	dark := 0
	for v := range ground * 13 / 20 {
		dark += count[v]
	}
	if share := float64(dark) / float64(max(1, n)); float64(ground) < 0.3*paper || share < patchInk || share > patchMost {
		return 0
	}
	return paper / float64(ground)
}

// lettersIn are the gaps of a part that look like letters: how many, and how many pixels they have.
type lettersIn struct {
	count int
	area  float64
}

// whiteLetters finds for each solid part the gaps in it that look like letters.
func (s *survey) whiteLetters(g *image.Gray, solid []part) []lettersIn {
	letters := make([]lettersIn, len(solid))
	label(g, s.paper, gaps, mostParts, func(some []part) {
		for _, q := range some {
			if !letterLike(q) || q.height() < s.inches(0.04) {
				continue
			}
			for i, p := range solid {
				if q.x0 > p.x0 && q.y0 > p.y0 && q.x1 < p.x1 && q.y1 < p.y1 && 10*q.height() < 9*p.height() && 4*q.width() < p.width() {
					letters[i].count++
					letters[i].area += float64(q.area)
				}
			}
		}
	})
	return letters
}

// evenPatches makes the print of patches black on white, as bare paper has the brightness tone.
func (k *Ink) evenPatches(list []patch, tone uint8) {
	if len(list) == 0 {
		return
	}
	g := k.writable()
	white := 0
	for _, p := range list {
		var table [256]uint8
		for v := range table {
			if table[v] = uint8(255 - v); !p.white {
				table[v] = uint8(max(float64(v), min(float64(tone), float64(v)*p.lift)))
			}
		}
		margin := int(math.Ceil(k.DPI * 0.01)) // the soft rim of a highlighter's stroke
		if p.white {
			white++
			margin = 0
		}
		b := k.ToInk.Box(p.box)
		b = document.Box{b[0] - margin, b[1] - margin, b[2] + margin, b[3] + margin}.Intersect(document.Box{0, 0, g.Rect.Dx(), g.Rect.Dy()})
		for y := b[1]; y < b[3]; y++ {
			row := g.Pix[y*g.Stride+b[0] : y*g.Stride+b[2]]
			for x, v := range row {
				row[x] = table[v]
			}
		}
	}
	k.step("patches", "print on a dark ground made black on white", "white print", float64(white), "shaded", float64(len(list)-white))
}
