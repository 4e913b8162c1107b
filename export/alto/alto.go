// Package alto writes records as ALTO XML, the format of libraries for the words of a page: versions 4.4, and 2.1 for the DFG-Viewer.
package alto

import (
	"fmt"
	"io"
	"sort"
	"strconv"
	"strings"

	"aktenkundig/document"
	"aktenkundig/export/internal/layout"
	"aktenkundig/export/internal/xmlw"
)

// Version is a version of ALTO.
type Version struct {
	said      string // in the file, where the version has a place for it
	namespace string
	schema    string
}

// The versions that can be written.
var (
	V44 = Version{"4.4", "http://www.loc.gov/standards/alto/ns-v4#", "http://www.loc.gov/standards/alto/v4/alto-4-4.xsd"}
	V21 = Version{"", "http://www.loc.gov/standards/alto/ns-v2#", "http://www.loc.gov/standards/alto/v2/alto-2-1.xsd"}
)

// Write writes the pages of d that are asked for, by their numbers; all if none is named. Coordinates are pixels of the view.
// With aside the hidden words are there too, marked by a tag.
func Write(w io.Writer, d document.Document, v Version, aside bool, numbers ...int) error {
	pages := chosen(d, numbers)
	x := &writer{Writer: xmlw.New(w), v: v, aside: aside}
	x.Start("alto", "xmlns", v.namespace, "xmlns:xlink", "http://www.w3.org/1999/xlink", "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance",
		"xsi:schemaLocation", v.namespace+" "+v.schema, "SCHEMAVERSION", v.said)
	x.description(d, pages)
	x.tags()
	x.Start("Layout")
	for _, p := range pages {
		x.page(p)
	}
	return x.Close()
}

func chosen(d document.Document, numbers []int) (pages []*document.Page) {
	for i := range d.Pages {
		p := &d.Pages[i]
		wanted := len(numbers) == 0
		for _, n := range numbers {
			wanted = wanted || n == p.Number
		}
		if wanted {
			pages = append(pages, p)
		}
	}
	return pages
}

type writer struct {
	*xmlw.Writer
	v     Version
	aside bool
	page0 int // number of the page at work
	ids   int // of the page at work
}

func (x *writer) id(kind string) string {
	x.ids++
	return fmt.Sprintf("%s_%d_%d", kind, x.page0, x.ids)
}

// description tells where the pages come from and what was done to them.
func (x *writer) description(d document.Document, pages []*document.Page) {
	x.Start("Description")
	x.Leaf("MeasurementUnit", "pixel")
	x.Start("sourceImageInformation")
	x.Leaf("fileName", d.Source.Name)
	x.Leaf("fileIdentifier", "sha256:"+d.ID)
	x.End()
	steps := append([]step{{"reading", []string{"languages " + strings.Join(d.Made.Languages, "+"), "policy " + d.Made.Policy}, d.Made.Engine}}, stepsOf(pages)...)
	if x.v == V21 {
		x.Start("OCRProcessing", "ID", "OCR")
		for i, s := range steps {
			name := "preProcessingStep"
			if i == 0 {
				continue
			}
			x.step(name, "", s, d)
		}
		x.step("ocrProcessingStep", "", steps[0], d)
		x.End()
	} else {
		for i, s := range steps {
			id := "PROC_" + strconv.Itoa(i+1)
			x.step("Processing", id, s, d)
		}
	}
	x.End()
}

// step is one thing that was done.
type step struct {
	name     string
	settings []string
	engine   string
}

// stepsOf gives what was done to the pages, a step for each page and thing.
func stepsOf(pages []*document.Page) (steps []step) {
	for _, p := range pages {
		m := p.ToView
		steps = append(steps, step{name: fmt.Sprintf("page %d: view", p.Number), settings: []string{
			fmt.Sprintf("scan of %d x %d pixels to view of %d x %d by [%g %g %g %g %g %g]", p.Scan[0], p.Scan[1], p.View[0], p.View[1], m[0], m[1], m[2], m[3], m[4], m[5]),
			"verdict " + string(p.Verdict),
		}})
		for _, s := range p.Steps {
			out := step{name: fmt.Sprintf("page %d: %s", p.Number, s.Name)}
			if s.Note != "" {
				out.settings = append(out.settings, s.Note)
			}
			for k, v := range s.Values {
				out.settings = append(out.settings, fmt.Sprintf("%s %g", k, v))
			}
			sort.Strings(out.settings)
			steps = append(steps, out)
		}
	}
	return steps
}

func (x *writer) step(element, id string, s step, d document.Document) {
	x.Start(element, "ID", id)
	if x.v == V44 {
		category := "preOperation"
		if s.engine != "" {
			category = "contentGeneration"
		}
		x.Leaf("processingCategory", category)
	}
	x.Leaf("processingStepDescription", s.name)
	x.Leaf("processingStepSettings", strings.Join(s.settings, "; "))
	x.Start("processingSoftware")
	x.Leaf("softwareCreator", "aktenkundig")
	x.Leaf("softwareName", "akte")
	version := strings.TrimPrefix(d.Made.Program, "akte ")
	if s.engine != "" {
		version += " with " + s.engine
	}
	x.Leaf("softwareVersion", version)
	x.End()
	x.End()
}

// asideTag marks hidden words.
const asideTag = "TAG_ASIDE"

// tags are the kinds of regions and artefacts, and the mark of hidden words.
func (x *writer) tags() {
	x.Start("Tags")
	for _, k := range []document.RegionKind{document.Heading, document.Table} {
		x.Start("LayoutTag", "ID", "TAG_"+strings.ToUpper(string(k)), "TYPE", "region", "LABEL", string(k))
		x.End()
	}
	for _, k := range kinds {
		x.Start("LayoutTag", "ID", tagOf(k), "TYPE", "artefact", "LABEL", string(k))
		x.End()
	}
	x.Start("OtherTag", "ID", asideTag, "TYPE", "aside", "LABEL", "hidden from the text")
	x.End()
	x.End()
}

var kinds = []document.Kind{
	document.Stamp, document.Signature, document.Handwriting, document.Logo, document.PictureKind, document.Hole, document.Staple,
	document.Border, document.Streak, document.Speck, document.Through, document.NoiseKind,
}

// tagOf gives the tag of a kind; one that this version does not know is noise.
func tagOf(k document.Kind) string {
	for _, known := range kinds {
		if k == known {
			return "TAG_" + strings.ToUpper(strings.ReplaceAll(string(k), "-", "_"))
		}
	}
	return "TAG_NOISE"
}

// page writes a page. A page without pixels has no print space.
func (x *writer) page(p *document.Page) {
	x.page0, x.ids = p.Number, 0
	n := strconv.Itoa(p.Number)
	x.Start("Page", "ID", "Page_"+n, "PHYSICAL_IMG_NR", n, "WIDTH", strconv.Itoa(p.View[0]), "HEIGHT", strconv.Itoa(p.View[1]), "PC", confidence(p))
	x.Start("PrintSpace", "HPOS", "0", "VPOS", "0", "WIDTH", strconv.Itoa(p.View[0]), "HEIGHT", strconv.Itoa(p.View[1]))
	for _, b := range layout.Blocks(p, x.aside) {
		x.block(b)
	}
	for _, a := range p.Artefacts {
		x.artefact(a)
	}
	x.End()
	x.End()
}

// confidence is the mean of the page's shown words.
func confidence(p *document.Page) string {
	sum, n := 0.0, 0
	for _, w := range p.Words {
		if !w.Hidden {
			sum, n = sum+w.Conf, n+1
		}
	}
	if n == 0 {
		return ""
	}
	return share(sum / float64(n))
}

func share(v float64) string { return strconv.FormatFloat(min(max(v, 0), 1), 'f', 3, 64) }

// place gives the four attributes of a box.
func place(b document.Box) []string {
	return []string{"HPOS", strconv.Itoa(b[0]), "VPOS", strconv.Itoa(b[1]), "WIDTH", strconv.Itoa(b.Width()), "HEIGHT", strconv.Itoa(b.Height())}
}

func (x *writer) block(b layout.Block) {
	attributes := append([]string{"ID", x.id("Block")}, place(b.Box)...)
	if b.Kind != document.Paragraph {
		attributes = append(attributes, "TAGREFS", "TAG_"+strings.ToUpper(string(b.Kind)))
	}
	x.Start("TextBlock", attributes...)
	for _, l := range b.Lines {
		x.line(l)
	}
	x.End()
}

func (x *writer) line(l layout.Line) {
	attributes := append([]string{"ID", x.id("Line")}, place(l.Box)...)
	if b := l.Baseline; b != [4]float64{} {
		baseline := fmt.Sprintf("%.1f,%.1f %.1f,%.1f", b[0], b[1], b[2], b[3])
		if x.v == V21 { // one number: the height of the baseline
			baseline = strconv.FormatFloat((b[1]+b[3])/2, 'f', 1, 64)
		}
		attributes = append(attributes, "BASELINE", baseline)
	}
	x.Start("TextLine", attributes...)
	for i, w := range l.Words {
		if i > 0 {
			last := l.Words[i-1].Box
			gap := document.Box{last[2], l.Box[1], max(w.Box[0], last[2]), l.Box[3]}
			x.Start("SP", "HPOS", strconv.Itoa(gap[0]), "VPOS", strconv.Itoa(gap[1]), "WIDTH", strconv.Itoa(gap.Width()))
			x.End()
		}
		x.word(w, i == len(l.Words)-1)
	}
	x.End()
}

// word writes a word; the hyphen of one that the line's end parted is an element of its own.
func (x *writer) word(w layout.Word, last bool) {
	text, hyphen := w.Text, last && w.Hyphen()
	if hyphen {
		text = strings.TrimSuffix(text, "-")
	}
	attributes := append([]string{"ID", x.id("Word"), "CONTENT", text}, place(w.Box)...)
	attributes = append(attributes, "WC", share(w.Conf))
	if w.Part > 0 {
		attributes = append(attributes, "SUBS_TYPE", "HypPart"+strconv.Itoa(w.Part), "SUBS_CONTENT", w.Joined)
	}
	if w.Hidden {
		attributes = append(attributes, "TAGREFS", asideTag)
	}
	x.Start("String", attributes...)
	x.End()
	if hyphen {
		x.Start("HYP", "CONTENT", "-")
		x.End()
	}
}

// artefact writes a finding: lines as graphical elements, all else as illustrations of its kind.
func (x *writer) artefact(a document.Artefact) {
	element, kind := "Illustration", string(a.Kind)
	if a.Kind == document.Border || a.Kind == document.Streak {
		element, kind = "GraphicalElement", ""
	}
	attributes := append([]string{"ID", x.id("Artefact")}, place(a.Box)...)
	attributes = append(attributes, "TAGREFS", tagOf(a.Kind), "TYPE", kind)
	x.Start(element, attributes...)
	x.End()
}
