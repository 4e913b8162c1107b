package prep

import (
	"fmt"
	"image"
	"math"

	"aktenkundig/document"
)

// streak is a line that dust on the glass of a feeder draws: in the direction in which the paper passed, which is
// the scan's columns, from edge to edge.
type streak struct {
	x0, x1 int     // columns of the scan, x1 outside
	share  float64 // of the page's length over which it is darker than both its sides, 0 to 1
}

const (
	streakLeast = 0.85 // share of the length; rules of forms and tables end at the margins
	streakWide  = 0.03 // inch: a streak is narrower
	streakDepth = 0.95 // brightness against that of the sides
	band        = 8    // rows that are looked at together, so that noise does not count
)

// streaksOf finds the streaks of a scan, g being its pixels as they were scanned.
func streaksOf(g *image.Gray, dpi float64) []streak {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	reach := max(3, int(streakWide*dpi)*2/3)
	if w < 8*reach || h < 20*band {
		return nil
	}
	known, dark := make([]uint32, w), make([]uint32, w)
	sum := make([]int32, w+1)
	bands := 0
	for y := 0; y+band <= h; y += 2 * band {
		columns(sum, g, y)
		bands++
		ridges(known, dark, sum, reach)
	}
	var list []streak
	for x := reach; x < w-reach; x++ {
		share := shareOf(dark[x], known[x], bands)
		if share < streakLeast {
			continue
		}
		s := streak{x, x + 1, share}
		for ; x+1 < w-reach && shareOf(dark[x+1], known[x+1], bands) >= 0.6*streakLeast; x++ {
			s.x1, s.share = x+2, max(s.share, shareOf(dark[x+1], known[x+1], bands))
		}
		for s.x0 > reach && shareOf(dark[s.x0-1], known[s.x0-1], bands) >= 0.6*streakLeast {
			s.x0--
		}
		if float64(s.x1-s.x0) <= max(3, streakWide*dpi) {
			list = append(list, s)
		}
	}
	return list
}

// shareOf is dark as a share of known, 0 where less than half of the bands tell anything.
func shareOf(dark, known uint32, bands int) float64 {
	if 2*int(known) < bands {
		return 0
	}
	return float64(dark) / float64(known)
}

// columns sums up the rows of a band, column by column.
func columns(sum []int32, g *image.Gray, y int) {
	clear(sum)
	for v := y; v < y+band; v++ {
		for x, p := range g.Pix[v*g.Stride : v*g.Stride+g.Rect.Dx()] {
			sum[x] += int32(p)
		}
	}
}

// ridges counts for each column whether it can be told (its sides are paper), and whether it is darker than both sides.
func ridges(known, dark []uint32, sum []int32, reach int) {
	bright := int32(0)
	for _, s := range sum {
		bright = max(bright, s)
	}
	for x := reach; x < len(known)-reach; x++ {
		side := min(sum[x-reach], sum[x+reach])
		if 2*side < bright { // print or a border beside it
			continue
		}
		known[x]++
		if float64(sum[x]) < streakDepth*float64(side) {
			dark[x]++
		}
	}
}

// mendStreaks lists the streaks as artefacts, and mends the ink where they run.
func (k *Ink) mendStreaks(v View) {
	if len(v.streaks) == 0 {
		return
	}
	toInk := v.ToView.Then(k.ToInk)
	g := k.writable()
	for _, s := range v.streaks {
		mend(g, toInk, s, v.scan.Y)
		box := v.ToView.Box(document.Box{s.x0, 0, s.x1, v.scan.Y}).Intersect(document.Box{0, 0, v.Grey.Rect.Dx(), v.Grey.Rect.Dy()})
		k.Artefacts = append(k.Artefacts, document.Artefact{Kind: document.Streak, Box: box, Score: round(0.5+s.share/2, 3),
			Reasons: []document.Reason{{Text: "share of the scan's length darker than both sides", Value: round(s.share, 3), Limit: streakLeast}}})
	}
	k.step("streaks", fmt.Sprintf("%d mended from their sides", len(v.streaks)), "count", float64(len(v.streaks)))
}

// mend paints over the streak from both its sides, line by line across it; what is clearly darker than the streak is
// print under it and stays.
func mend(g *image.Gray, toInk document.Affine, s streak, length int) {
	// Along the streak, one step is about a pixel of ink; across it, the sides lie a pixel and a half off.
	ax, ay := toInk[2], toInk[3]
	cx, cy := toInk[0], toInk[1]
	scale := math.Hypot(cx, cy)
	steps := int(float64(length) * math.Hypot(ax, ay))
	half := float64(s.x1-s.x0)/2*scale + 1.2
	middle := float64(s.x0+s.x1) / 2
	upright := math.Abs(ay) >= math.Abs(ax)
	usual := -1.0
	for i := range steps {
		x, y := toInk.Apply(middle, (float64(i)+0.5)*float64(length)/float64(steps))
		across(g, x, y, half, upright, &usual)
	}
}

// across mends one line of pixels of the streak with its middle at (x, y); usual follows the streak's own brightness.
func across(g *image.Gray, x, y, half float64, upright bool, usual *float64) {
	at, line := x, int(y)
	if !upright {
		at, line = y, int(x)
	}
	a, b := int(math.Floor(at-half-0.5)), int(math.Ceil(at+half-0.5))
	pixel := func(v int) *uint8 {
		if upright && v >= 0 && v < g.Rect.Dx() && line >= 0 && line < g.Rect.Dy() {
			return &g.Pix[line*g.Stride+v]
		}
		if !upright && v >= 0 && v < g.Rect.Dy() && line >= 0 && line < g.Rect.Dx() {
			return &g.Pix[v*g.Stride+line]
		}
		return nil
	}
	left, right := pixel(a), pixel(b)
	if left == nil || right == nil {
		return
	}
	l, r := float64(*left), float64(*right)
	darkest := l
	for v := a + 1; v < b; v++ {
		darkest = min(darkest, float64(*pixel(v)))
	}
	if *usual < 0 {
		*usual = darkest
	}
	// A slow median: it follows the streak's wandering and not single letters.
	*usual += max(-1, min(1, darkest-*usual))
	for v := a + 1; v < b; v++ {
		p := pixel(v)
		if float64(*p) < 0.6**usual {
			continue
		}
		f := float64(v-a) / float64(b-a)
		*p = max(*p, uint8(l+(r-l)*f))
	}
}
