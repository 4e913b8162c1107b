package prep

import (
	"math"

	"aktenkundig/document"
)

// attachments finds punch holes and staples among the marks near the edges of the page.
func (s *survey) attachments() (list []document.Artefact) {
	near := newGrid(s.parts, int32(max(8, s.inches(0.25))))
	holes := s.holes()
	for _, i := range holes {
		list = append(list, s.hole(i, holes))
	}
	for i, p := range s.parts {
		if a, ok := s.staple(p); ok && s.alone(&near, i, 0.1) {
			list = append(list, a)
		}
	}
	return list
}

// The sizes of holes and staples, in inches.
const (
	holeLeast, holeMost = 0.17, 0.34 // ISO 838 and the American ones have 5.5 to 8 mm
	holeEdge            = 0.85       // their far side from the edge
	pairEdge            = 1.6        // the same for two at the distance of a punch: a crooked sheet may lie anywhere
	stapleLeast         = 0.25       // wire of 6 to 13 mm
	stapleMost          = 0.6
	stapleCorner        = 1.1  // from both edges
	stapleThick         = 0.06 // with its shadow
)

// holes lists the parts that can be punch holes: as wide as high, near an edge, and either discs or, with a light lid
// behind them, the outlines of such, which want a second one at the distance at which paper is punched.
func (s *survey) holes() (list []int) {
	var discs, rings []int
	for i, p := range s.parts {
		w, h := float64(p.width())/s.dpi, float64(p.height())/s.dpi
		if min(w, h) < holeLeast || max(w, h) > holeMost || min(w, h)/max(w, h) < 0.85 || s.edge(p) > pairEdge {
			continue
		}
		switch fill := float64(p.area) / float64(p.width()*p.height()); {
		case math.Abs(fill-math.Pi/4) < 0.06:
			discs = append(discs, i)
		case fill < math.Pi/4:
			rings = append(rings, i)
		}
	}
	for _, i := range discs {
		if s.edge(s.parts[i]) <= holeEdge || s.paired(i, discs) > 0 {
			list = append(list, i)
		}
	}
	for _, i := range rings {
		if s.edge(s.parts[i]) <= holeEdge && s.paired(i, rings) > 0 {
			list = append(list, i)
		}
	}
	return list
}

// paired is the distance in millimetres from hole i to another of all that was punched with it, 0 if there is none.
func (s *survey) paired(i int, all []int) float64 {
	for _, k := range all {
		if mm := s.punched(i, k); k != i && mm > 0 {
			return mm
		}
	}
	return 0
}

// punched is the distance of two holes in millimetres if paper is punched at that distance along an edge, else 0:
// 80 mm (ISO 838), 70 mm (2 3/4 inches) and 108 mm (4 1/4 inches).
func (s *survey) punched(i, k int) float64 {
	a, b := s.parts[i], s.parts[k]
	dx := float64(a.x0+a.x1-b.x0-b.x1) / 2 / s.dpi * 25.4
	dy := float64(a.y0+a.y1-b.y0-b.y1) / 2 / s.dpi * 25.4
	long, short := max(math.Abs(dx), math.Abs(dy)), min(math.Abs(dx), math.Abs(dy))
	if short > 3 {
		return 0
	}
	for _, mm := range [...]float64{80, 70, 108, 216} {
		if math.Abs(long-mm) < 2.5 {
			return long
		}
	}
	return 0
}

func (s *survey) hole(i int, all []int) document.Artefact {
	p := s.parts[i]
	score, pair := 0.75, s.paired(i, all)
	if pair > 0 {
		score = 0.97
	}
	return document.Artefact{Kind: document.Hole, Box: p.box(), Score: score, Reasons: []document.Reason{
		{Text: "inches wide, a disc", Value: round(float64(p.width())/s.dpi, 2), Limit: holeLeast},
		{Text: "inches from the edge", Value: round(s.edge(p), 2), Limit: pairEdge},
		{Text: "millimetres to the next one", Value: round(pair, 1), Limit: 80},
	}}
}

// staple tells whether p can be the wire of a staple: thin, straight and slanting, near a corner.
func (s *survey) staple(p part) (document.Artefact, bool) {
	w, h := float64(p.width())/s.dpi, float64(p.height())/s.dpi
	long := math.Hypot(w, h)
	thick := float64(p.area) / s.dpi / s.dpi / long
	if long < stapleLeast || long > stapleMost || thick > stapleThick || thick*6 > long || s.corner(p) > stapleCorner {
		return document.Artefact{}, false
	}
	// A straight line fills its box as little as its slant allows; rules and underlines do not slant.
	if min(w, h) < 0.06 {
		return document.Artefact{}, false
	}
	return document.Artefact{Kind: document.Staple, Box: p.box(), Score: 0.8, Reasons: []document.Reason{
		{Text: "inches long", Value: round(long, 2), Limit: stapleLeast},
		{Text: "inches thick", Value: round(thick, 3), Limit: stapleThick},
		{Text: "inches from the corner", Value: round(s.corner(p), 2), Limit: stapleCorner},
	}}, true
}

// alone tells whether no mark larger than a speck lies within the given inches of part i.
func (s *survey) alone(near *grid, i int, inch float64) bool {
	reach := int32(s.inches(inch))
	p, alone := s.parts[i], true
	near.near(p, reach, func(k int) {
		q := s.parts[k]
		if k != i && q.long() > s.inches(0.04) && max(q.x0-p.x1, p.x0-q.x1, q.y0-p.y1, p.y0-q.y1) < reach {
			alone = false
		}
	})
	return alone
}

// edge is how far the far side of p is from the nearest edge, in inches; corner how far it is from two of them.
func (s *survey) edge(p part) float64 {
	return min(float64(min(p.x1, int32(s.size.X)-p.x0)), float64(min(p.y1, int32(s.size.Y)-p.y0))) / s.dpi
}

func (s *survey) corner(p part) float64 {
	return max(float64(min(p.x1, int32(s.size.X)-p.x0)), float64(min(p.y1, int32(s.size.Y)-p.y0))) / s.dpi
}
