package ingest

import (
	"image"

	"aktenkundig/cleanup"
	"aktenkundig/document"
	"aktenkundig/extract"
)

// ticks looks into the boxes to tick that matter on a page of text, and hides what was read into them; view is the page's
// view.
func (r *run) ticks(p *document.Page, view *image.Gray) {
	if p.Verdict == document.Text {
		p.Ticks = extract.Ticks(view, p)
		cleanup.Boxed(p, r.Policy)
	}
}
