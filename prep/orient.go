package prep

import (
	"image"
	"math"
)

// lettering is what of a page looks like letters, on a picture of about 150 dpi, and what that says about the way
// up. It takes no side: its measures are the same for all four turns of a page.
type lettering struct {
	letters []part
	long    float64 // of a usual letter's longer side
	w, h    int     // of the picture
	scale   int     // pixels of the page along one of the picture
	tone    uint8   // brightness of the bare paper
}

// letteringOf finds the letters of g: what is as large as most of what covers the page, within reason. Dirt, frames
// and rules have no say. Marks are darker than cut 255ths of the paper; 0 leaves it to the page.
func letteringOf(g *image.Gray, cut uint8) lettering {
	const shortest, tallest = 4, 120
	t := lettering{scale: letteringScale(g)}
	small := reduce(g, t.scale)
	t.w, t.h = small.Rect.Dx(), small.Rect.Dy()
	paper := paperOf(small, coarse(small))
	t.tone = paper.tone
	if negative(small, paper.tone) {
		small = inverted(small)
		paper = paperOf(small, coarse(small))
	}
	var parts []part
	if cut > 0 {
		paper.cut = cut
		parts = partsOf(small, paper)
	} else {
		parts = printOf(small, &paper)
	}
	var cover [tallest + 2]int
	for _, p := range parts {
		if l := p.long(); l < tallest && compact(p) {
			cover[l] += l * l
		}
	}
	t.long = float64(strongest(cover[:], shortest, tallest))
	for _, p := range parts {
		if l := float64(p.long()); compact(p) && l >= 0.45*t.long && l <= 2.5*t.long {
			t.letters = append(t.letters, p)
		}
	}
	return t
}

// letteringScale reduces A4 to about 150 dpi, at which broken letters have grown together, neighbours not yet.
func letteringScale(g *image.Gray) int { return max(1, (max(g.Rect.Dx(), g.Rect.Dy())+880)/1760) }

// compact tells whether p has the proportions of a letter, whichever way it lies.
func compact(p part) bool {
	w, h := p.width(), p.height()
	return min(w, h) >= 2 && max(w, h) >= 4 && w <= 5*h && h <= 5*w && int(p.area)*8 >= w*h
}

// wayUp is what the geometry of the letters says about how a page must be turned.
type wayUp struct {
	turn         int   // quarter turns clockwise, 0 if nothing is certain
	doubt        []int // turns that are possible, the likeliest first; empty without doubt or without text
	lines        bool  // the lines run across the page once it is turned so
	across, down int   // letters whose neighbour stands beside them, above or below them
	up, head     int   // pairs of letters that stand upright, on their heads, once the lines run across
}

// upright decides how the page must be turned. Turning wants strong evidence; staying wants less, since most pages
// lie right. Where letters stand in lines but do not tell top from bottom (all capitals or figures, a few words),
// or are too few to be called lines, it is in doubt. Where many marks stand in no lines there is no text.
func (t *lettering) upright() wayUp {
	const (
		fewest  = 5    // letters that are worth a question
		many    = 60   // letters that would stand in lines if they were text
		sureAt  = 0.75 // share of neighbours along the lines
		turnBy  = 4.5  // standard deviations of chance
		stayBy  = 2.5
		clearly = 0.57 // share of pairs
	)
	w := wayUp{lines: true}
	if len(t.letters) < fewest {
		return w
	}
	w.across, w.down = t.axis()
	along := float64(max(w.across, w.down)) / float64(max(1, w.across+w.down))
	lying := *t
	if w.down > w.across {
		lying = t.quarter(1)
	}
	s := slope(lying)
	w.up, w.head = lying.ends(s.degrees)
	agree := float64(w.up-w.head) / math.Sqrt(float64(max(1, w.up+w.head)))
	share := float64(max(w.up, w.head)) / float64(max(1, w.up+w.head))
	sure := along >= sureAt && w.across+w.down >= 2*fewest
	switch {
	case w.across >= w.down && along > 0.6 && agree >= stayBy:
	case len(t.letters) >= many && (!s.certain() || along < 0.6):
		// No lines: a picture, a drawing, dirt.
	case sure && s.certain() && w.across >= w.down && -agree >= turnBy && share >= clearly:
		w.turn = 2
	case sure && s.certain() && w.across < w.down && math.Abs(agree) >= turnBy && share >= clearly:
		w.turn = 1
		if agree < 0 {
			w.turn = 3
		}
	case sure && w.across >= w.down:
		w.doubt = []int{0, 2}
	case sure:
		w.lines, w.doubt = false, []int{0, 1, 3}
	default:
		w.lines, w.doubt = false, []int{0, 1, 3, 2}
	}
	return w
}

// axis counts how many letters have their nearest neighbour beside them and above or below them. Letters stand closer
// to each other than lines do: L. O'Gorman, "The document spectrum for page layout analysis" (1993).
func (t *lettering) axis() (across, down int) {
	grid := newGrid(t.letters, int32(max(8, 2*t.long)))
	reach := int32(1.2 * t.long)
	for i, p := range t.letters {
		best, beside, found := reach, false, false
		grid.near(p, reach, func(k int) {
			q := t.letters[k]
			dx, dy := max(q.x0-p.x1, p.x0-q.x1), max(q.y0-p.y1, p.y0-q.y1)
			if k == i || max(dx, dy) >= best || max(dx, dy) < 0 {
				return
			}
			switch {
			case dy < 0 && -dy*2 >= min(int32(p.height()), int32(q.height())):
				best, beside, found = dx, true, true
			case dx < 0 && -dx*2 >= min(int32(p.width()), int32(q.width())):
				best, beside, found = dy, false, true
			}
		})
		switch {
		case found && beside:
			across++
		case found:
			down++
		}
	}
	return across, down
}

// ends compares each letter with the next on its line, when lines lean by degrees: pairs that end level below but not
// above speak for standing upright, pairs that end level above but not below for standing on their heads. Ascenders,
// capitals and figures are some five times as many as descenders in all languages written in Latin letters, and full
// stops stand on the line.
func (t *lettering) ends(degrees float64) (up, down int) {
	grid := newGrid(t.letters, int32(max(8, 2*t.long)))
	reach := int32(t.long)
	tilt := math.Tan(degrees * math.Pi / 180)
	for i, p := range t.letters {
		next, gap := -1, reach
		grid.near(p, reach, func(k int) {
			q := t.letters[k]
			if k == i || q.x0+q.x1 <= p.x0+p.x1 || q.x0-p.x1 >= gap || min(p.y1, q.y1) <= max(p.y0, q.y0) {
				return
			}
			next, gap = k, q.x0-p.x1
		})
		if next < 0 || gap < -2 {
			continue
		}
		q := t.letters[next]
		drop := tilt * float64(q.x0+q.x1-p.x0-p.x1) / 2
		tall := float64(max(p.height(), q.height()))
		above := math.Abs(float64(q.y0-p.y0) - drop)
		below := math.Abs(float64(q.y1-p.y1) - drop)
		differ, level := max(2, 0.17*tall), max(1.3, 0.1*tall)
		switch {
		case above >= differ && below <= level:
			up++
		case below >= differ && above <= level:
			down++
		}
	}
	return up, down
}

// quarter gives the lettering turned clockwise by quarter turns.
func (t lettering) quarter(turns int) lettering {
	w, h := int32(t.w), int32(t.h)
	out := t
	out.letters = make([]part, len(t.letters))
	if turns%2 == 1 {
		out.w, out.h = t.h, t.w
	}
	for i, p := range t.letters {
		switch turns {
		case 1:
			p.x0, p.y0, p.x1, p.y1 = h-p.y1, p.x0, h-p.y0, p.x1
		case 2:
			p.x0, p.y0, p.x1, p.y1 = w-p.x1, h-p.y1, w-p.x0, h-p.y0
		case 3:
			p.x0, p.y0, p.x1, p.y1 = p.y0, w-p.x1, p.y1, w-p.x0
		}
		out.letters[i] = p
	}
	return out
}
