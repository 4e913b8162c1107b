// Package page writes pages of records as PAGE XML (PRImA, version 2019-07-15).
package page

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"aktenkundig/document"
	"aktenkundig/export/internal/layout"
	"aktenkundig/export/internal/xmlw"
)

const (
	namespace = "http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"
	schema    = namespace + "/pagecontent.xsd"
)

// Write writes page number n of d; PAGE has one page a file. Coordinates are pixels of the view. Artefacts are regions of their
// kind; the words that were hidden come with aside only, and say so.
func Write(w io.Writer, d document.Document, n int, aside bool) error {
	if n < 1 || n > len(d.Pages) {
		return fmt.Errorf("there is no page %d", n)
	}
	p := &d.Pages[n-1]
	x := &writer{Writer: xmlw.New(w)}
	x.Start("PcGts", "xmlns", namespace, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance", "xsi:schemaLocation", namespace+" "+schema, "pcGtsId", "pc-"+d.ID[:min(12, len(d.ID))]+"-"+strconv.Itoa(n))
	x.metadata(d, p)
	x.Start("Page", "imageFilename", d.Source.Name, "imageWidth", strconv.Itoa(p.View[0]), "imageHeight", strconv.Itoa(p.View[1]),
		"imageXResolution", resolution(p), "imageYResolution", resolution(p), "imageResolutionUnit", "PPI", "type", "content",
		"custom", "verdict {type:"+string(p.Verdict)+";}")
	blocks := layout.Blocks(p, aside)
	x.order(blocks)
	for i, b := range blocks {
		x.block(i, b)
	}
	for i, a := range p.Artefacts {
		x.artefact(i, a)
	}
	return x.Close()
}

func resolution(p *document.Page) string { return strconv.FormatFloat(p.DPI, 'f', -1, 32) }

type writer struct{ *xmlw.Writer }

// metadata tells when the original came in, what read it, and what was done to the page.
func (x *writer) metadata(d document.Document, p *document.Page) {
	x.Start("Metadata", "externalRef", "sha256:"+d.ID)
	x.Leaf("Creator", d.Made.Program)
	when := d.Source.Added
	if when == "" {
		when = "1970-01-01T00:00:00Z"
	}
	x.Leaf("Created", when)
	x.Leaf("LastChange", when)
	x.item("reading", d.Made.Engine, [][2]string{{"languages", strings.Join(d.Made.Languages, "+")}, {"policy", d.Made.Policy}})
	m := p.ToView
	x.item("view", "scan to view", [][2]string{
		{"scan", fmt.Sprintf("%d x %d", p.Scan[0], p.Scan[1])},
		{"toView", fmt.Sprintf("%g %g %g %g %g %g", m[0], m[1], m[2], m[3], m[4], m[5])},
	})
	for _, s := range p.Steps {
		var values [][2]string
		for _, k := range slices.Sorted(maps.Keys(s.Values)) {
			values = append(values, [2]string{k, strconv.FormatFloat(s.Values[k], 'g', -1, 64)})
		}
		x.item(s.Name, s.Note, values)
	}
	x.End()
}

func (x *writer) item(name, value string, labels [][2]string) {
	if value == "" {
		value = name
	}
	x.Start("MetadataItem", "type", "processingStep", "name", name, "value", value)
	if len(labels) > 0 {
		x.Start("Labels")
		for _, l := range labels {
			x.Start("Label", "type", l[0], "value", l[1])
			x.End()
		}
		x.End()
	}
	x.End()
}

// order is the reading order, which is that of the blocks.
func (x *writer) order(blocks []layout.Block) {
	if len(blocks) == 0 {
		return
	}
	x.Start("ReadingOrder")
	x.Start("OrderedGroup", "id", "order")
	for i := range blocks {
		x.Start("RegionRefIndexed", "index", strconv.Itoa(i), "regionRef", blockID(i))
		x.End()
	}
	x.End()
	x.End()
}

func blockID(i int) string { return "region_" + strconv.Itoa(i) }

// block writes a text region; one of a table lies in a table region.
func (x *writer) block(i int, b layout.Block) {
	id := blockID(i)
	if b.Kind == document.Table {
		x.Start("TableRegion", "id", id)
		x.coords(b.Box)
		id += "_text"
	}
	kind := "paragraph"
	switch b.Kind {
	case document.Heading:
		kind = "heading"
	case document.Table:
		kind = ""
	}
	x.Start("TextRegion", "id", id, "type", kind)
	x.coords(b.Box)
	for j, l := range b.Lines {
		x.line(fmt.Sprintf("%s_line_%d", id, j), l)
	}
	x.equivalent(b.Text(), "")
	x.End()
	if b.Kind == document.Table {
		x.End()
	}
}

func (x *writer) line(id string, l layout.Line) {
	x.Start("TextLine", "id", id)
	x.coords(l.Box)
	if b := l.Baseline; b != [4]float64{} {
		x.Start("Baseline", "points", fmt.Sprintf("%.0f,%.0f %.0f,%.0f", max(b[0], 0), max(b[1], 0), max(b[2], 0), max(b[3], 0)))
		x.End()
	}
	for _, w := range l.Words {
		custom := ""
		if w.Hidden {
			custom = "hidden {by:policy or ruling;}"
		}
		if w.Part > 0 {
			custom += "join {part:" + strconv.Itoa(w.Part) + "; text:" + strings.NewReplacer(";", " ", "{", " ", "}", " ").Replace(w.Joined) + ";}"
		}
		x.Start("Word", "id", id+"_word_"+strconv.Itoa(w.Index), "custom", custom)
		x.coords(w.Box)
		x.equivalent(w.Text, strconv.FormatFloat(min(max(w.Conf, 0), 1), 'f', 3, 64))
		x.End()
	}
	x.equivalent(l.Text(), "")
	x.End()
}

func (x *writer) equivalent(text, conf string) {
	x.Start("TextEquiv", "conf", conf)
	x.Leaf("Unicode", text)
	x.End()
}

// coords writes a box as a polygon, clockwise from the upper left.
func (x *writer) coords(b document.Box) {
	x0, y0, x1, y1 := max(b[0], 0), max(b[1], 0), max(b[2], 0), max(b[3], 0)
	x.Start("Coords", "points", fmt.Sprintf("%d,%d %d,%d %d,%d %d,%d", x0, y0, x1, y0, x1, y1, x0, y1))
	x.End()
}

// regions gives the element and its type for a kind of artefact. PAGE knows stamps, logos, signatures and decorations as graphics;
// what only dirties the page is noise.
var regions = map[document.Kind][2]string{
	document.Stamp:       {"GraphicRegion", "stamp"},
	document.Signature:   {"GraphicRegion", "signature"},
	document.Handwriting: {"GraphicRegion", "handwritten-annotation"},
	document.Logo:        {"GraphicRegion", "logo"},
	document.Hole:        {"GraphicRegion", "punch-hole"},
	document.PictureKind: {"ImageRegion", ""},
}

func (x *writer) artefact(i int, a document.Artefact) {
	r, known := regions[a.Kind]
	if !known {
		r = [2]string{"NoiseRegion", ""}
	}
	x.Start(r[0], "id", "artefact_"+strconv.Itoa(i), "type", r[1], "custom", fmt.Sprintf("artefact {kind:%s; score:%.3f; hidden:%v;}", a.Kind, a.Score, a.Hidden))
	x.coords(a.Box)
	x.End()
}
