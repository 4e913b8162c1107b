package prep

import "math"

// blank tells whether nothing on the page can be text, and why. It must never say so of a page with one figure
// on it; that a dirty blank page passes for text costs only a reading. What cannot be text: specks and solid
// dots, long thin lines, what touches or hugs the edge of a sheet, punch holes, and shadows too faint for a mark.
func (s *survey) blank() (note string, blank bool) {
	if s.tiny() || len(s.screens) > 0 { // a picture is not nothing
		return "", false
	}
	if s.paper.tone < darkPaper { // white print would be no mark
		return "", false
	}
	for _, p := range s.parts {
		if s.couldBeText(p) {
			return "", false
		}
	}
	if len(s.parts) == 0 {
		return "no marks", true
	}
	return "only specks, lines and edges", true
}

// tiny tells whether the picture is a cutting rather than a sheet.
func (s *survey) tiny() bool {
	return s.size.X < s.inches(2) || s.size.Y < s.inches(2)
}

func (s *survey) couldBeText(p part) bool {
	const (
		smallest = 0.03 // inch: a figure of 4 points
		dot      = 0.06 // inch: a solid dot up to this size is dirt
		hairline = 20.0 // times longer than thick
		edge     = 0.1  // inch
	)
	var (
		w, h = float64(p.width()) / s.dpi, float64(p.height()) / s.dpi
		long = max(w, h)
		fill = float64(p.area) / float64(p.width()*p.height())
		even = min(w, h) / long
	)
	switch {
	case long < smallest:
		return false
	case long < dot && even > 0.6 && fill > 0.7:
		return false
	case long > 1 && long*long > hairline*float64(p.area)/s.dpi/s.dpi:
		return false
	case s.touchesEdge(p, edge):
		return false
	case holeLeast < long && long < holeMost && even > 0.85 && math.Abs(fill-math.Pi/4) < 0.06:
		return false
	}
	return true
}

// touchesEdge tells whether p reaches into the strip of the given inches along the edge, and is either no wider
// than the strip or reaches the very edge.
func (s *survey) touchesEdge(p part, inch float64) bool {
	m := int32(s.inches(inch))
	w, h := int32(s.size.X), int32(s.size.Y)
	within := p.x1 <= m || p.y1 <= m || p.x0 >= w-m || p.y0 >= h-m
	at := p.x0 <= 1 || p.y0 <= 1 || p.x1 >= w-1 || p.y1 >= h-1
	return within || at
}
