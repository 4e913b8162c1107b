package prep

import (
	"image"

	"aktenkundig/document"
)

// rule is a thin line of print down the page, as between the columns of a table. In pixels of the reduced picture:
// at[i] is its column in row top+i.
type rule struct {
	top int
	at  []int32
}

const (
	ruleLeast = 0.5  // inches: letters are shorter
	ruleGap   = 4    // rows of the reduced picture over which a broken line goes on
	ruleWhole = 0.8  // share of its length on which it is seen
	ruleDepth = 0.88 // brightness against that of both its sides
	ruleSide  = 0.75 // brightness of the sides against that of the paper
)

// thread is a rule that is being followed down the page.
type thread struct {
	rule
	seen, gap int
}

// rulesOn finds the rules on a page reduced to some 100 dpi: ridges darker than both sides that go on from row to row,
// a pixel aside at most. The strokes of letters end after some rows, and what is wider has no bright sides.
func rulesOn(small *image.Gray, dpi float64, tone uint8) (list []rule) {
	var (
		least      = int(ruleLeast * dpi)
		ridge      = make([]bool, small.Rect.Dx())
		open, next []thread
		free       [][]int32 // of threads that came to nothing
	)
	for y := range small.Rect.Dy() {
		ridgesOf(ridge, small.Pix[y*small.Stride:][:len(ridge)], tone)
		next = next[:0]
		for _, t := range open {
			if t.follow(ridge) {
				next = append(next, t)
			} else if t.whole(least) {
				list = append(list, t.rule)
			} else {
				free = append(free, t.at)
			}
		}
		for x, is := range ridge {
			if is {
				t := thread{rule: rule{top: y}, seen: 1}
				if n := len(free); n > 0 {
					t.at, free = free[n-1][:0], free[:n-1]
				}
				t.at = append(t.at, int32(x))
				next = append(next, t)
			}
		}
		open, next = next, open
	}
	for _, t := range open {
		if t.whole(least) {
			list = append(list, t.rule)
		}
	}
	return list
}

// ridgesOf marks the pixels of a row that are darker than what lies two pixels off to both sides, which is paper.
func ridgesOf(ridge []bool, row []uint8, tone uint8) {
	clear(ridge)
	bright := uint8(ruleSide * float64(tone))
	var limit [256]uint8
	for v := range limit {
		limit[v] = uint8(ruleDepth * float64(v))
	}
	for x := 2; x < len(row)-2; x++ {
		v, side := row[x], min(row[x-2], row[x+2])
		ridge[x] = side > bright && v < limit[side] && v <= row[x-1] && v <= row[x+1]
	}
}

// follow leads t to the next row, of which it takes the ridge it goes on in. It fails where the line has ended.
func (t *thread) follow(ridge []bool) bool {
	x := t.at[len(t.at)-1]
	for _, next := range [3]int32{x, x - 1, x + 1} {
		if next >= 0 && int(next) < len(ridge) && ridge[next] {
			ridge[next] = false
			t.at, t.gap = append(t.at, next), 0
			t.seen++
			return true
		}
	}
	t.at = append(t.at, x)
	t.gap++
	return t.gap <= ruleGap
}

// whole cuts the gap off the end of t and tells whether the rest is a rule.
func (t *thread) whole(least int) bool {
	t.at = t.at[:len(t.at)-t.gap]
	return len(t.at) >= least && float64(t.seen) >= ruleWhole*float64(len(t.at))
}

// box is where r runs, in pixels of the page that was reduced by k.
func (r rule) box(k int) document.Box {
	b := document.Box{int(r.at[0]), r.top, int(r.at[0]) + 1, r.top + len(r.at)}
	for _, x := range r.at {
		b[0], b[2] = min(b[0], int(x)), max(b[2], int(x)+1)
	}
	return document.Box{b[0] * k, b[1] * k, b[2] * k, b[3] * k}
}

// rulesBut are the rules of the page that no streak lies on: what is a streak is mended from its sides.
func (s *survey) rulesBut(small *image.Gray, k int, v View) (list []rule) {
	for _, r := range rulesOn(small, v.DPI/float64(k), s.paper.tone) {
		streaky := false
		for _, t := range v.streaks {
			b := v.ToView.Box(document.Box{t.x0, 0, t.x1, v.scan.Y})
			streaky = streaky || !r.box(k).Intersect(document.Box{b[0] - 2*k, b[1], b[2] + 2*k, b[3]}).Empty()
		}
		if !streaky {
			list = append(list, r)
		}
	}
	return list
}

// eraseRules makes the rules as bright as tone but where print touches them. The engine finds the lines of a clean table by
// itself and sets them aside, but it reads those of a scan, pale and broken, as letters, and with them the row as one line.
func (k *Ink) eraseRules(s survey, tone uint8) {
	if len(s.rules) == 0 {
		return
	}
	g := k.writable()
	all := document.Box{0, 0, g.Rect.Dx(), g.Rect.Dy()}
	for _, r := range s.rules {
		for i, x := range r.at {
			y := r.top + i
			b := document.Box{int(x) * s.factor, y * s.factor, (int(x) + 1) * s.factor, (y + 1) * s.factor}
			b = k.ToInk.Box(b).Intersect(all)
			for y := b[1]; y < b[3]; y++ {
				erase(g.Pix[y*g.Stride:][:g.Rect.Dx()], b[0], b[2], tone)
			}
		}
	}
	k.step("rules", "lines down the page whitened", "count", float64(len(s.rules)))
}

// erase whitens the dark around the darkest pixel of a row from a to b, outside, up to where it is paper again. What is
// not paper within reach is print that the line touches, and stays.
func erase(row []uint8, a, b int, tone uint8) {
	const reach = 3
	if a >= b {
		return
	}
	m := a
	for x := a; x < b; x++ {
		if row[x] < row[m] {
			m = x
		}
	}
	paper := tone - tone/8
	left, right := m, m
	for left > 0 && m-left < reach && row[left] < paper {
		left--
	}
	for right+1 < len(row) && right-m < reach && row[right] < paper {
		right++
	}
	if min(row[left], row[right]) < paper {
		return
	}
	for x := left; x <= right; x++ {
		row[x] = max(row[x], tone)
	}
}
