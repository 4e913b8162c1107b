package web

import (
	"strings"

	"aktenkundig/document"
	"aktenkundig/index"
)

// strip is the piece of the scan around a hit, with the words outlined.
type strip struct {
	URL   string // of the page it is from
	Src   string
	Box   document.Box // view pixels
	Terms []document.Box
}

const (
	stripShare   = 5.0 / 8 // width of a strip as a share of the page's: print stays legible
	stripHeights = 30      // a strip is at least so many lines' heights wide
	stripLines   = 3       // words that match so many lines below the first one are shown with it
	stripPixels  = 1000    // width of the picture
)

// stripOf chooses the piece of the scan that shows a hit: the first word that matches and those that match in the lines
// below it, with a line's height around. Nil where the hit has no words.
func stripOf(h index.Hit, p *document.Page) *strip {
	if len(h.Terms) == 0 {
		return nil
	}
	first := told(h).Box
	core, line := first, max(first.Height(), int(p.DPI/10))
	for _, t := range h.Terms {
		if b := core.Union(t.Box); b.Height() <= stripLines*line && b.Width() <= int(stripShare*float64(p.View[0])) {
			core = b
		}
	}
	wide := min(max(int(stripShare*float64(p.View[0])), stripHeights*line, core.Width()+2*line), p.View[0])
	above := line * 7 / 5
	tall := core.Height() + 2*above
	x := min(max(0, (core[0]+core[2]-wide)/2), max(0, p.View[0]-wide))
	y := min(max(0, core[1]-above), max(0, p.View[1]-tall))
	s := &strip{Box: document.Box{x, y, x + wide, y + tall}.Intersect(document.Box{0, 0, p.View[0], p.View[1]})}
	if s.Box.Empty() {
		return nil
	}
	s.Src = cropURL(h.ID, p, s.Box, min(stripPixels, s.Box.Width()))
	for _, t := range h.Terms {
		if !t.Box.Intersect(s.Box).Empty() {
			s.Terms = append(s.Terms, around(t.Box))
		}
	}
	return s
}

// told is the word that the passage of a hit begins to mark: the strip shows what the passage says.
func told(h index.Hit) index.Term {
	if len(h.Marks) > 0 {
		said := h.Snippet[h.Marks[0][0]:h.Marks[0][1]]
		for _, t := range h.Terms {
			if strings.Contains(t.Text, said) {
				return t
			}
		}
	}
	return h.Terms[0]
}

// around is a box with a little air, so that an outline does not cut into the letters.
func around(b document.Box) document.Box {
	air := max(2, b.Height()/8)
	return document.Box{max(0, b[0]-air), max(0, b[1]-air), b[2] + air, b[3] + air}
}
