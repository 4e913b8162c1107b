package pdf_test

import (
	"bytes"
	"errors"
	"image"
	"math/rand/v2"
	"strings"
	"testing"

	"aktenkundig/document"
	"aktenkundig/export/pdf"
)

// structure is a PDF with streams in the clear and objects in order, as qpdf writes it.
func structure(t *testing.T, data []byte) string {
	t.Helper()
	return run(t, "qpdf", "--qdf", "--object-streams=disable", save(t, data), "-")
}

// checkArchival sees to the clauses of ISO 19005-2 that can be told from the structure.
func checkArchival(t *testing.T, data []byte) {
	t.Helper()
	run(t, "qpdf", "--check", save(t, data))
	if !bytes.HasPrefix(data, []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")) {
		t.Error("6.1.2: no header with bytes above 127")
	}
	if !bytes.HasSuffix(data, []byte("%%EOF\n")) || bytes.Count(data, []byte("%%EOF")) != 1 {
		t.Error("6.1.3: something follows the end, or there are several")
	}
	s := structure(t, data)
	for clause, want := range map[string]string{
		"6.1.3 identifier":    "/ID [",
		"6.2.3 output intent": "/S /GTS_PDFA1",
		"6.2.3 profile":       "acsp",
		"6.6.4 part":          "<pdfaid:part>2</pdfaid:part>",
		"6.6.4 conformance":   "<pdfaid:conformance>B</pdfaid:conformance>",
		"6.6.2.1 metadata":    "/Subtype /XML",
		"6.2.11.4.1 font":     "/FontFile2 ",
	} {
		if !strings.Contains(s, want) {
			t.Errorf("%s: %q is missing", clause, want)
		}
	}
	for clause, never := range map[string]string{
		"6.1.3": "/Encrypt", "6.1.7.2": "LZWDecode", "6.2.8.1": "/Interpolate true", "6.4.1": "/NeedAppearances true", "6.5.2": "/AA", "6.2.4.3": "/DeviceCMYK",
	} {
		if strings.Contains(s, never) {
			t.Errorf("%s: %s is there", clause, never)
		}
	}
}

func TestPicturesBecomePDFA(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 20))
	grey := image.NewGray(image.Rect(0, 0, scanSize[0], scanSize[1]))
	for i := range grey.Pix {
		grey.Pix[i] = uint8(i / 1000)
	}
	var b bytes.Buffer
	d := document.Document{Pages: []document.Page{turned(r, 1, 1, 0.5)}, Source: document.Source{Name: "scan", Added: "2024-04-25T08:00:00Z"}}
	if _, err := pdf.Bind(t.Context(), &b, d, drawn{image: grey}, pdf.Options{Archival: true}); err != nil {
		t.Fatal(err)
	}
	checkArchival(t, b.Bytes())
}

func TestWhatCanBePutRightBecomesPDFA(t *testing.T) {
	p := turned(rand.New(rand.NewPCG(21, 22)), 1, 0, 0)
	for name, o := range map[string]original{
		"a plain scan":       {},
		"an old text layer":  {after: "BT 3 Tr /F 12 Tf 50 700 Td (old) Tj ET"},
		"events of the page": {catalog: "/AA<</WC<</S/JavaScript/JS(x)>>>>/AcroForm<</Fields[]/NeedAppearances true>>"},
		"a signature":        {catalog: "/AcroForm<</Fields[7 0 R]/SigFlags 3>>", objects: []string{"<</FT/Sig/T(Sig)/V 8 0 R/Subtype/Widget/Rect[0 0 0 0]>>", "<</Type/Sig/Filter/Adobe.PPKLite/ByteRange[0 1 2 3]/Contents<00>>>"}},
	} {
		t.Run(name, func(t *testing.T) {
			data := bytes.Replace(o.bytes(), []byte("/ColorSpace/DeviceGray"), []byte("/Interpolate  true/ColorSpace/DeviceGray"), 1)
			got, _ := copyOf(t, data, pdf.Options{Archival: true}, p)
			checkArchival(t, got)
			checkWords(t, shown(t, save(t, got))[0], p, 0)
		})
	}
}

func TestWhatCannotBePDFAIsRefusedByClause(t *testing.T) {
	p := turned(rand.New(rand.NewPCG(23, 24)), 1, 0, 0)
	deep := strings.Repeat("q ", 29) + strings.Repeat("Q ", 29)
	for _, c := range []struct {
		name, clause string
		o            original
	}{
		{"a font that is not embedded", "6.2.11.4.1", original{after: "BT /F 12 Tf 9 9 Td (seen) Tj ET"}},
		{"a form without resources", "6.2.2", original{catalog: "/X 7 0 R", objects: []string{"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 7>>\nstream\n/Im Do \nendstream"}}},
		{"CMYK in the content", "6.2.4.3", original{before: "0 0 0 1 k 0 0 9 9 re f"}},
		{"a CMYK colour space", "6.2.4.3", original{catalog: "/X[/Separation/Spot/DeviceCMYK 7 0 R]", objects: []string{"null"}}},
		{"a script", "6.5.1", original{catalog: "/OpenAction<</S/JavaScript/JS(x)>>"}},
		{"named scripts", "6.5.1", original{catalog: "/Names<</JavaScript<<>>>>"}},
		{"an attachment", "6.8", original{catalog: "/Names<</EmbeddedFiles<<>>>>"}},
		{"layers", "6.9", original{catalog: "/OCProperties<</OCGs[]>>"}},
		{"an XFA form", "6.4.2", original{catalog: "/AcroForm<</XFA 7 0 R>>", objects: []string{"null"}}},
		{"an unknown operator", "6.2.2", original{before: "BX foo EX"}},
		{"deep nesting", "6.1.13", original{before: deep}},
		{"a transfer function", "6.2.5", original{catalog: "/X<</Type/ExtGState/TR/Identity>>"}},
		{"a hidden annotation", "6.3.2", original{catalog: "/X<</Type/Annot/Subtype/Text/F 2/Rect[0 0 9 9]>>"}},
		{"an annotation without look", "6.3.3", original{catalog: "/X<</Type/Annot/Subtype/Square/Rect[0 0 9 9]>>"}},
		{"a JPEG 2000 picture", "6.2.8.3", original{catalog: "/X 7 0 R", objects: []string{"<</Filter/JPXDecode/Length 1>>\nstream\nx\nendstream"}}},
		{"a stream elsewhere", "6.1.7.1", original{catalog: "/X 7 0 R", objects: []string{"<</F(x)/Length 1>>\nstream\nx\nendstream"}}},
	} {
		place := place()
		place.Scan = false
		data := c.o.bytes()
		d := document.Document{Pages: []document.Page{p}}
		_, err := pdf.Copy(&bytes.Buffer{}, bytes.NewReader(data), int64(len(data)), d, []pdf.Place{place}, pdf.Options{Archival: true})
		var clause *pdf.ClauseError
		if !errors.As(err, &clause) || clause.Clause != c.clause {
			t.Errorf("%s: %v, want %s", c.name, err, c.clause)
		}
	}
}
