package ingest

import (
	"aktenkundig/document"
	"aktenkundig/ocr"
	"aktenkundig/scan"
)

// useLayer takes the text that a sheet brought along for the page's reading.
func useLayer(p *document.Page, l *scan.Layer) {
	reading := ocr.Reading{Regions: l.Regions, Lines: l.Lines, Words: l.Words}.Map(p.ToView)
	p.Regions, p.Lines, p.Words = reading.Regions, reading.Lines, reading.Words
	clip(p)
}
