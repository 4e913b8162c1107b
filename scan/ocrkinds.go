package scan

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"

	"aktenkundig/document"
)

// hocrReader reads hOCR (version 1.2): elements of HTML whose class tells what they are, and whose title where.
type hocrReader struct {
	open []string // classes of the open elements that matter, "" for others
	word strings.Builder
	box  document.Box
	conf float64
}

func (r *hocrReader) start(b *ocrBuilder, e xml.StartElement) {
	class, title := "", attribute(e, "title")
	for c := range strings.FieldsSeq(attribute(e, "class")) {
		if strings.HasPrefix(c, "ocr") {
			class = c
		}
	}
	r.open = append(r.open, class)
	switch class {
	case "ocr_page":
		box := hocrBox(title)
		b.startPage(sized(float64(box[2]), float64(box[3])), hocrNumber(title, "scan_res"))
	case "ocr_par":
		b.startRegion()
	case "ocr_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat", "ocrx_line":
		b.startLine()
	case "ocrx_word", "ocr_word":
		r.word.Reset()
		r.box, r.conf = hocrBox(title), hocrNumber(title, "x_wconf")/100
		if !strings.Contains(title, "x_wconf") {
			r.conf = 1
		}
	}
}

func (r *hocrReader) inWord() bool {
	for _, class := range r.open {
		if class == "ocrx_word" || class == "ocr_word" {
			return true
		}
	}
	return false
}

func (r *hocrReader) text(_ *ocrBuilder, s string) {
	if r.inWord() {
		r.word.WriteString(s)
	}
}

func (r *hocrReader) end(b *ocrBuilder, _ string) {
	if len(r.open) == 0 {
		return
	}
	class := r.open[len(r.open)-1]
	r.open = r.open[:len(r.open)-1]
	switch class {
	case "ocr_page":
		b.endPage()
	case "ocr_par":
		b.endRegion()
	case "ocr_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat", "ocrx_line":
		b.endLine()
	case "ocrx_word", "ocr_word":
		b.word(r.word.String(), r.box, r.conf)
	}
}

// hocrProperty gives the words behind a property's name in a title: "bbox 1 2 3 4; x_wconf 90". Quoted names may hold anything.
func hocrProperty(title, name string) []string {
	quoted := false
	parts := strings.FieldsFunc(title, func(r rune) bool {
		quoted = quoted != (r == '"')
		return r == ';' && !quoted
	})
	for _, p := range parts {
		if f := strings.Fields(p); len(f) > 1 && f[0] == name {
			return f[1:]
		}
	}
	return nil
}

func hocrNumber(title, name string) float64 {
	f := hocrProperty(title, name)
	if len(f) == 0 {
		return 0
	}
	v, err := strconv.ParseFloat(f[0], 64)
	if err != nil || !(math.Abs(v) < 1e7) {
		return 0
	}
	return v
}

func hocrBox(title string) (box document.Box) {
	f := hocrProperty(title, "bbox")
	if len(f) < 4 {
		return box
	}
	for i := range box {
		v, err := strconv.ParseFloat(f[i], 64)
		if err != nil || !(math.Abs(v) < 1e7) {
			return document.Box{}
		}
		box[i] = int(math.Round(v))
	}
	return box
}

// altoReader reads ALTO (versions 1 to 4). Measures are pixels, tenths of a millimetre or 1200ths of an inch; the last two
// become pixels at 300 per inch.
type altoReader struct {
	unit  bool // inside MeasurementUnit
	scale float64
}

func (r *altoReader) start(b *ocrBuilder, e xml.StartElement) {
	const plain = 300
	switch e.Name.Local {
	case "MeasurementUnit":
		r.unit = true
	case "Page":
		dpi := 0.0
		if r.scale != 1 {
			dpi = plain
		}
		b.startPage(sized(realAttribute(e, "WIDTH")*r.scale, realAttribute(e, "HEIGHT")*r.scale), dpi)
	case "TextBlock":
		b.startRegion()
	case "TextLine":
		b.startLine()
	case "String", "HYP":
		conf := 1.0
		if attribute(e, "WC") != "" {
			conf = realAttribute(e, "WC")
		}
		b.altoString(e.Name.Local == "HYP", attribute(e, "CONTENT"), r.box(e), conf)
	}
}

func (r *altoReader) box(e xml.StartElement) document.Box {
	x, y := realAttribute(e, "HPOS")*r.scale, realAttribute(e, "VPOS")*r.scale
	w, h := realAttribute(e, "WIDTH")*r.scale, realAttribute(e, "HEIGHT")*r.scale
	const slack = 1e-3 // rounding must not push an edge outwards
	return document.Box{int(math.Floor(x + slack)), int(math.Floor(y + slack)), int(math.Ceil(x + w - slack)), int(math.Ceil(y + h - slack))}
}

// altoString adds a word, or the hyphen that ends the one before.
func (b *ocrBuilder) altoString(hyphen bool, text string, box document.Box, conf float64) {
	if !hyphen {
		b.word(text, box, conf)
		return
	}
	if b.page == nil || !b.line || len(b.page.layer.Words) == 0 {
		return
	}
	last := &b.page.layer.Words[len(b.page.layer.Words)-1]
	if !strings.HasSuffix(last.Text, "-") {
		last.Text += "-"
	}
}

func (r *altoReader) text(_ *ocrBuilder, s string) {
	if !r.unit {
		return
	}
	switch strings.TrimSpace(s) {
	case "mm10":
		r.scale = 300 / 254.0
	case "inch1200":
		r.scale = 300 / 1200.0
	}
}

func (r *altoReader) end(b *ocrBuilder, name string) {
	switch name {
	case "MeasurementUnit":
		r.unit = false
	case "Page":
		b.endPage()
	case "TextBlock":
		b.endRegion()
	case "TextLine":
		b.endLine()
	}
}

// pageReader reads PAGE XML (2013 and later): the words of a line, or the line's own text if it has none.
type pageReader struct {
	open []pageElement // TextLine and Word that are open
	in   bool          // inside the element that holds the text
}

// pageElement is a line or word under construction.
type pageElement struct {
	name    string
	box     document.Box
	text    string
	conf    float64
	words   int  // inside a line
	hasText bool // further readings are alternatives
}

func (r *pageReader) start(b *ocrBuilder, e xml.StartElement) {
	switch e.Name.Local {
	case "Page":
		b.startPage(sized(realAttribute(e, "imageWidth"), realAttribute(e, "imageHeight")), 0)
	case "TextRegion":
		b.startRegion()
	case "TextLine", "Word", "Glyph":
		r.open = append(r.open, pageElement{name: e.Name.Local, conf: 1})
		if e.Name.Local == "TextLine" {
			b.startLine()
		}
	case "Coords":
		if len(r.open) > 0 {
			r.open[len(r.open)-1].box = pointsBox(attribute(e, "points"))
		}
	case "TextEquiv":
		if len(r.open) > 0 && attribute(e, "conf") != "" && !r.open[len(r.open)-1].hasText {
			r.open[len(r.open)-1].conf = realAttribute(e, "conf")
		}
	case "Unicode":
		r.in = true
	}
}

func (r *pageReader) text(_ *ocrBuilder, s string) {
	if !r.in || len(r.open) == 0 {
		return
	}
	if e := &r.open[len(r.open)-1]; !e.hasText {
		e.text += s
	}
}

func (r *pageReader) end(b *ocrBuilder, name string) {
	switch name {
	case "Page":
		b.endPage()
	case "TextRegion":
		b.endRegion()
	case "Unicode":
		if r.in = false; len(r.open) > 0 {
			r.open[len(r.open)-1].hasText = true
		}
	case "TextLine", "Word", "Glyph":
		r.close(b, name)
	}
}

func (r *pageReader) close(b *ocrBuilder, name string) {
	if len(r.open) == 0 || r.open[len(r.open)-1].name != name {
		return
	}
	e := r.open[len(r.open)-1]
	r.open = r.open[:len(r.open)-1]
	switch name {
	case "Word":
		b.word(e.text, e.box, e.conf)
		if len(r.open) > 0 {
			r.open[len(r.open)-1].words++
		}
	case "TextLine":
		if e.words == 0 {
			b.word(e.text, e.box, e.conf)
		}
		b.endLine()
	}
}

// pointsBox is the box around a polygon: "1,2 3,4 5,6".
func pointsBox(points string) (box document.Box) {
	first := true
	for p := range strings.FieldsSeq(points) {
		xs, ys, ok := strings.Cut(p, ",")
		x, err := strconv.ParseFloat(xs, 64)
		y, err2 := strconv.ParseFloat(ys, 64)
		if !ok || err != nil || err2 != nil || !(math.Abs(x)+math.Abs(y) < 1e7) {
			return document.Box{}
		}
		at := document.Box{int(math.Floor(x)), int(math.Floor(y)), int(math.Ceil(x)), int(math.Ceil(y))}
		if first {
			box, first = at, false
			continue
		}
		box = document.Box{min(box[0], at[0]), min(box[1], at[1]), max(box[2], at[2]), max(box[3], at[3])}
	}
	return box
}
