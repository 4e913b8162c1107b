package ingest

import (
	"image"

	"aktenkundig/document"
	"aktenkundig/extract"
)

// ticks looks into the boxes to tick that matter on a page of text; view is the page's view.
func ticks(p *document.Page, view *image.Gray) {
	if p.Verdict == document.Text {
		p.Ticks = extract.Ticks(view, p)
	}
}
