package web

import (
	"fmt"
	"strings"

	"aktenkundig/document"
	"aktenkundig/web/views"
)

// scanView is the scan of a page with what lies on it.
type scanView struct {
	Size   document.Size
	Src    string // picture of the whole page, small enough to come at once
	Tiles  string // URL of tiles up to /LEVEL/COLUMN/ROW
	Stamp  string
	Side   int
	Levels string // widths and heights of the levels: "2480x3508 1240x1754 …"
	Place  document.Box
	Marks  []mark
}

// mark is a finding drawn on the scan.
type mark struct {
	Box    document.Box
	Kind   document.Kind
	Hidden bool
	Index  int // of the finding, from 1
}

// baseWidth is the width of the picture that comes with the page, in pixels: sharp enough to read at the width of a
// column.
const baseWidth = 1240

func scanOf(d *document.Document, p *document.Page, place document.Box) scanView {
	v := scanView{Size: p.View, Side: views.TileSide, Stamp: stamp(p), Place: place}
	if p.View[0] <= 0 || p.View[1] <= 0 {
		return v
	}
	v.Src = cropURL(d.ID, p, document.Box{0, 0, p.View[0], p.View[1]}, min(baseWidth, p.View[0]))
	v.Tiles = fmt.Sprintf("/doc/%s/%d/tile", d.ID, p.Number)
	var levels []string
	for _, s := range views.Levels(p.View) {
		levels = append(levels, fmt.Sprintf("%dx%d", s[0], s[1]))
	}
	v.Levels = strings.Join(levels, " ")
	for i, a := range p.Artefacts {
		v.Marks = append(v.Marks, mark{a.Box, a.Kind, a.Hidden, i + 1})
	}
	return v
}

// cropURL is the URL of a piece of a page's view, width pixels wide.
func cropURL(id string, p *document.Page, b document.Box, width int) string {
	return fmt.Sprintf("/doc/%s/%d/crop?box=%d,%d,%d,%d&w=%d&v=%s", id, p.Number, b[0], b[1], b[2], b[3], width, stamp(p))
}

// finding is an artefact as the list of findings tells it.
type finding struct {
	document.Artefact
	Index int
	URL   string // of its place
	XYWH  string
	Says  string
}

func findingsOf(p *document.Page, self string) []finding {
	var all []finding
	for i, a := range p.Artefacts {
		f := finding{Artefact: a, Index: i + 1, XYWH: xywh(a.Box), Says: a.Text}
		f.URL = placeURL(self, f.XYWH)
		if f.Says == "" {
			var said []string
			for _, w := range a.Words {
				said = append(said, p.Words[w].Text)
			}
			f.Says = strings.Join(said, " ")
		}
		all = append(all, f)
	}
	return all
}

// placeURL leads from the URL of a page to a place on it. It works without scripts.
func placeURL(self, xywh string) string {
	sep := "?"
	if strings.Contains(self, "?") {
		sep = "&"
	}
	return self + sep + "xywh=" + xywh + "#scan"
}
