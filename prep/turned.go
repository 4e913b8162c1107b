package prep

import (
	"image"
	"slices"

	"aktenkundig/document"
)

// lettering finds the letters of v. Those of black and white are mended first where they are not reduced: a gap of a
// pixel parts them.
func (v *View) lettering() lettering {
	if v.twoTone && letteringScale(v.Grey) == 1 {
		return letteringOf(soften(v.Grey), softCut)
	}
	return letteringOf(v.Grey, 0)
}

// orient turns v as its letters say, and gives them turned along; what they do not say becomes doubt.
func (v *View) orient(letters lettering) lettering {
	w := letters.upright()
	if w.across+w.down > 0 {
		v.step("orientation", w.note(), "turn", float64(90*w.turn), "beside", float64(w.across), "below", float64(w.down),
			"upright", float64(w.up), "on their heads", float64(w.head))
	}
	v.Doubt, v.lying = w.doubt, !w.lines
	if w.turn == 0 {
		return letters
	}
	v.quarter(w.turn)
	return letters.quarter(w.turn)
}

func (w wayUp) note() string {
	switch {
	case w.turn != 0:
		return "turned as the letters stand"
	case len(w.doubt) > 0:
		return "in doubt"
	}
	return ""
}

// quarter turns v clockwise by quarter turns, without resampling but of the colour of odd sides.
func (v *View) quarter(turns int) {
	exif := [4]int{1, 6, 3, 8}[turns&3]
	m := turned(exif, v.Grey.Rect.Dx(), v.Grey.Rect.Dy())
	v.Grey = turn(v.Grey, exif)
	v.ToView = v.ToView.Then(m)
	if v.Colour != nil {
		v.Colour = v.Colour.moved(halfway(m), image.Pt((v.Grey.Rect.Dx()+1)/2, (v.Grey.Rect.Dy()+1)/2))
	}
}

// Turned gives a view in doubt turned clockwise by quarter turns, 0 to 3, and straight, without doubt. The caller,
// who knows why, says so in the steps.
func (v View) Turned(quarters int) View {
	v.Steps = slices.Clip(v.Steps)
	v.Doubt = nil
	v.quarter(quarters)
	if v.lying {
		v.lying = false
		v.straighten(v.lettering())
	}
	return v
}

// Sample gives the ink of the piece of the page that has most letters, at most sampleSide long and wide, turned
// clockwise by quarter turns: a cheap way to see if the page can be read so. It is Blank if there is nothing to read.
func (v View) Sample(quarters int) Ink {
	piece := v.busiest()
	if piece.Empty() {
		return Ink{Grey: v.Grey, DPI: v.DPI, ToInk: document.Identity(), Blank: true}
	}
	part := plain(v.Grey.SubImage(piece).(*image.Gray))
	return Ready(View{Grey: turn(part, [4]int{1, 6, 3, 8}[quarters&3]), DPI: v.DPI, twoTone: v.twoTone})
}

const sampleSide = 3 // inches

// busiest is the square of sampleSide inches with most letters, cut to these and their surroundings.
func (v *View) busiest() image.Rectangle {
	t := v.lettering()
	side := sampleSide * v.DPI / float64(t.scale)
	step := max(1, int32(side/6))
	best, most := part{}, 0
	cells := newGrid(t.letters, step)
	for y := int32(0); y < cells.h; y++ {
		for x := int32(0); x < cells.w; x++ {
			box, n := cells.within(t.letters, x, y, 6)
			if n > most {
				best, most = box, n
			}
		}
	}
	margin := int(t.long) // so that nothing is cut off that belongs to a letter
	r := image.Rect(int(best.x0)-margin, int(best.y0)-margin, int(best.x1)+margin, int(best.y1)+margin)
	if most == 0 {
		return image.Rectangle{}
	}
	r.Min, r.Max = r.Min.Mul(t.scale), r.Max.Mul(t.scale)
	return r.Intersect(v.Grey.Rect)
}

// within is the box around the parts in n×n cells from (x, y) on, and their number.
func (g *grid) within(parts []part, x, y, n int32) (box part, count int) {
	for v := y; v < min(y+n, g.h); v++ {
		for _, i := range g.list[g.first[v*g.w+x]:g.first[v*g.w+min(x+n, g.w)]] {
			p := parts[i]
			if count == 0 {
				box = p
			}
			box = part{min(box.x0, p.x0), min(box.y0, p.y0), max(box.x1, p.x1), max(box.y1, p.y1), 0}
			count++
		}
	}
	return box, count
}
