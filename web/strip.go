package web

import (
	"fmt"

	"aktenkundig/document"
	"aktenkundig/index"
)

// strip is the piece of the scan around a hit, with the words outlined.
type strip struct {
	Src   string
	Box   document.Box // view pixels
	Terms []document.Box
}

// stripOf chooses the piece of the scan that shows a hit: the first word that matches and those that match beside it, with
// some lines' height around. Nil where the hit has no words.
func stripOf(h index.Hit) *strip {
	if len(h.Terms) == 0 {
		return nil
	}
	core := h.Terms[0].Box
	for _, t := range h.Terms {
		if b := core.Union(t.Box); b.Height() <= 3*h.Terms[0].Box.Height() {
			core = b
		}
	}
	tall := core.Height()
	box := document.Box{core[0] - 12*tall, core[1] - tall, core[2] + 12*tall, core[3] + tall}
	s := &strip{Box: box, Src: fmt.Sprintf("/doc/%s/%d/strip?box=%d,%d,%d,%d", h.ID, h.Page, box[0], box[1], box[2], box[3])}
	for _, t := range h.Terms {
		if !t.Box.Intersect(box).Empty() {
			s.Terms = append(s.Terms, t.Box)
		}
	}
	return s
}
