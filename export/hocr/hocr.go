// Package hocr writes records as hOCR 1.2, which is XHTML with the places of words in its title attributes.
package hocr

import (
	"fmt"
	"io"
	"math"
	"strings"

	"aktenkundig/document"
	"aktenkundig/export/internal/layout"
	"aktenkundig/export/internal/xmlw"
)

// Write writes the pages of d that are asked for, by their numbers; all if none is named. Coordinates are pixels of the view. With
// aside the hidden words are there too, of the class "aside".
func Write(w io.Writer, d document.Document, aside bool, numbers ...int) error {
	x := &writer{Writer: xmlw.New(w), aside: aside}
	x.Start("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "de")
	x.Start("head")
	x.Leaf("title", d.Source.Name)
	x.meta("ocr-system", strings.TrimSpace(d.Made.Program+" "+d.Made.Engine))
	x.meta("ocr-capabilities", "ocr_page ocr_carea ocr_par ocr_line ocrx_word ocr_image ocr_separator ocr_float ocrp_lang ocrp_wconf")
	x.meta("ocr-langs", strings.Join(d.Made.Languages, " "))
	x.meta("ocr-number-of-pages", fmt.Sprint(len(d.Pages)))
	x.End()
	x.Start("body")
	for i := range d.Pages {
		p := &d.Pages[i]
		wanted := len(numbers) == 0
		for _, n := range numbers {
			wanted = wanted || n == p.Number
		}
		if wanted {
			x.page(d, p)
		}
	}
	return x.Close()
}

type writer struct {
	*xmlw.Writer
	aside  bool
	number int // of the page at work
	ids    map[string]int
}

func (x *writer) meta(name, content string) {
	x.Start("meta", "name", name, "content", content)
	x.End()
}

func (x *writer) id(kind string) string {
	x.ids[kind]++
	return fmt.Sprintf("%s_%d_%d", kind, x.number, x.ids[kind])
}

func bbox(b document.Box) string { return fmt.Sprintf("bbox %d %d %d %d", b[0], b[1], b[2], b[3]) }

// quoted writes a string property; hOCR has no escape for the quotation mark.
func quoted(s string) string {
	return "\"" + strings.NewReplacer("\"", "'", ";", ",").Replace(s) + "\""
}

func (x *writer) page(d document.Document, p *document.Page) {
	x.number, x.ids = p.Number, map[string]int{}
	title := fmt.Sprintf("image %s; %s; ppageno %d", quoted(d.Source.Name), bbox(document.Box{0, 0, p.View[0], p.View[1]}), p.Number-1)
	if p.DPI > 0 {
		title += fmt.Sprintf("; scan_res %.0f %.0f", p.DPI, p.DPI)
	}
	x.Start("div", "class", "ocr_page", "id", fmt.Sprintf("page_%d", p.Number), "title", title, "data-verdict", string(p.Verdict))
	for _, b := range layout.Blocks(p, x.aside) {
		x.block(b)
	}
	for _, a := range p.Artefacts {
		x.artefact(a)
	}
	x.End()
}

func (x *writer) block(b layout.Block) {
	x.Start("div", "class", "ocr_carea", "id", x.id("block"), "title", bbox(b.Box))
	x.Start("p", "class", "ocr_par", "id", x.id("par"), "title", bbox(b.Box), "data-kind", string(b.Kind))
	for _, l := range b.Lines {
		x.line(l)
	}
	x.End()
	x.End()
}

func (x *writer) line(l layout.Line) {
	title := bbox(l.Box)
	if b := l.Baseline; b[2] > b[0] { // slope, and height over the lower left corner of the box
		slope := (b[3] - b[1]) / (b[2] - b[0])
		title += fmt.Sprintf("; baseline %.4g %.4g", slope, b[1]+(float64(l.Box[0])-b[0])*slope-float64(l.Box[3]))
	}
	if l.Height > 0 {
		title += fmt.Sprintf("; x_size %.4g", l.Height)
	}
	x.Start("span", "class", "ocr_line", "id", x.id("line"), "title", title)
	for _, w := range l.Words {
		class := "ocrx_word"
		if w.Hidden {
			class += " aside"
		}
		x.Start("span", "class", class, "id", x.id("word"), "title", fmt.Sprintf("%s; x_wconf %.0f", bbox(w.Box), math.Round(100*min(max(w.Conf, 0), 1))), "data-join", w.Joined)
		x.Text(w.Text)
		x.End()
	}
	x.End()
}

// artefact writes a finding as a float without text.
func (x *writer) artefact(a document.Artefact) {
	class := "ocr_float"
	switch a.Kind {
	case document.Stamp, document.Signature, document.Handwriting, document.Logo, document.PictureKind:
		class = "ocr_image"
	case document.Border, document.Streak:
		class = "ocr_separator"
	}
	x.Start("div", "class", class, "id", x.id("artefact"), "title", bbox(a.Box), "data-artefact", string(a.Kind), "data-score", fmt.Sprintf("%.3f", a.Score))
	x.Text("")
	x.End()
}
