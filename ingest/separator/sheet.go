package separator

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/oned"
	"github.com/makiuchi-d/gozxing/qrcode"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"
)

// MaxTitle is how many characters of a title fit.
const MaxTitle = 100

// The sheet is A4, in points, with the origin at the bottom left.
const (
	sheetWidth, sheetHeight = 595, 842
	margin                  = 57 // 20 mm
	inch                    = 72
)

// WriteSheets writes a PDF with a separator sheet for each title; "" is a sheet without title. A sheet bears patch T at its head and,
// turned, at its foot, a QR symbol and a Code 128 symbol, and says in German and English what it is for. The same titles give the
// same bytes. A title that is longer than MaxTitle is an error.
func WriteSheets(w io.Writer, titles []string) error {
	p := &pdf{}
	p.object(1, "<</Type/Catalog/Pages 2 0 R>>")
	font := "<</Type/Font/Subtype/Type1/BaseFont/%s/Encoding/WinAnsiEncoding>>"
	p.object(3, fmt.Sprintf(font, "Helvetica"))
	p.object(4, fmt.Sprintf(font, "Helvetica-Bold"))
	var kids strings.Builder
	next := 5
	for _, title := range titles {
		content, err := sheet(strings.Join(strings.Fields(norm.NFC.String(title)), " "))
		if err != nil {
			return fmt.Errorf("separator sheet %q: %w", title, err)
		}
		p.object(next, fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content))
		p.object(next+1, fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Resources<</Font<</F 3 0 R/B 4 0 R>>>>/Contents %d 0 R>>", sheetWidth, sheetHeight, next))
		fmt.Fprintf(&kids, "%d 0 R ", next+1)
		next += 2
	}
	p.object(2, fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids.String(), len(titles)))
	_, err := w.Write(p.end(next))
	return err
}

// sheet draws a sheet as the content of a PDF page.
func sheet(title string) ([]byte, error) {
	if n := len([]rune(title)); n > MaxTitle {
		return nil, fmt.Errorf("%d characters are too many, %d fit", n, MaxTitle)
	}
	d := &drawing{}
	d.patch(sheetHeight-inch/2, -1)
	d.patch(inch/2, 1)

	d.text("B", 40, margin, 650, "Trennblatt")
	d.text("F", 24, margin, 618, "Separator sheet")
	if title != "" {
		d.text("B", min(28, float64(sheetWidth-2*margin)/(0.62*float64(len([]rune(title))))), margin, 566, title)
	}
	said := word
	if title != "" {
		said += "\n" + title
	}
	if err := d.qr(said, margin, 330, 200); err != nil {
		return nil, err
	}
	for i, line := range []string{
		"Vor jedes Dokument eines Stapels legen.", "Hier beginnt ein neues Dokument.", "Das Blatt selbst kommt in keines.", "",
		"Lay it before each document of a stack.", "A new document begins here.", "The sheet itself goes into none.", "",
		"akte import --split barcode", "akte import --split patch",
	} {
		d.text("F", 11, margin+225, 505-17*float64(i), line)
	}
	if err := d.code128(patchT, margin, 205, sheetWidth-2*margin, 70); err != nil {
		return nil, err
	}
	d.text("F", 9, margin, 190, patchT)
	return d.Bytes(), nil
}

// drawing is the content of a page.
type drawing struct{ bytes.Buffer }

func (d *drawing) box(x, y, w, h float64) {
	fmt.Fprintf(d, "%.2f %.2f %.2f %.2f re\n", x, y, w, h)
}

// winAnsi is the encoding of the standard fonts, with a question mark for what it does not have.
func winAnsi(text string) string {
	s, err := encoding.ReplaceUnsupported(charmap.Windows1252.NewEncoder()).String(text)
	if err != nil {
		return "?"
	}
	return strings.ReplaceAll(s, "\x1a", "?") // what ReplaceUnsupported puts there
}

func (d *drawing) text(font string, size, x, y float64, text string) {
	escaped := strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`, "\r", `\r`).Replace(winAnsi(text))
	fmt.Fprintf(d, "BT /%s %.1f Tf %.2f %.2f Td (%s) Tj ET\n", font, size, x, y, escaped)
}

// patch draws patch T from an edge on, with its bars parallel to it; down is 1 or -1, the direction away from the edge.
func (d *drawing) patch(edge, down float64) {
	at := edge
	for i, wide := range [4]bool{false, true, false, true} {
		height := narrowBar * inch
		if wide {
			height = 0.20 * inch
		}
		if i > 0 {
			at += down * narrowBar * inch
		}
		d.box(margin, min(at, at+down*height), sheetWidth-2*margin, height)
		at += down * height
	}
	d.WriteString("f\n")
}

// qr draws a QR symbol into a square.
func (d *drawing) qr(text string, x, y, side float64) error {
	m, err := qrcode.NewQRCodeWriter().Encode(text, gozxing.BarcodeFormat_QR_CODE, 0, 0, map[gozxing.EncodeHintType]any{
		gozxing.EncodeHintType_CHARACTER_SET: "UTF-8", gozxing.EncodeHintType_MARGIN: 0,
		gozxing.EncodeHintType_ERROR_CORRECTION: "Q",
	})
	if err != nil {
		return err
	}
	d.matrix(m, x, y, side, side)
	return nil
}

// code128 draws a Code 128 symbol into a box.
func (d *drawing) code128(text string, x, y, w, h float64) error {
	m, err := oned.NewCode128Writer().Encode(text, gozxing.BarcodeFormat_CODE_128, 0, 1, map[gozxing.EncodeHintType]any{
		gozxing.EncodeHintType_MARGIN: 0,
	})
	if err != nil {
		return err
	}
	d.matrix(m, x, y, w, h)
	return nil
}

// matrix draws the dark modules of a symbol, those of a row that touch as one box.
func (d *drawing) matrix(m *gozxing.BitMatrix, x, y, w, h float64) {
	mw, mh := w/float64(m.GetWidth()), h/float64(m.GetHeight())
	for row := range m.GetHeight() {
		for from := 0; from < m.GetWidth(); from++ {
			to := from
			for to < m.GetWidth() && m.Get(to, row) {
				to++
			}
			if to > from {
				d.box(x+float64(from)*mw, y+h-float64(row+1)*mh, float64(to-from)*mw, mh)
				from = to
			}
		}
	}
	d.WriteString("f\n")
}

// pdf is a file of a few objects (ISO 32000-2, 7.5).
type pdf struct {
	body    bytes.Buffer
	offsets map[int]int
}

func (p *pdf) object(n int, o string) {
	if p.offsets == nil {
		p.offsets = map[int]int{}
		p.body.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	}
	p.offsets[n] = p.body.Len()
	fmt.Fprintf(&p.body, "%d 0 obj\n%s\nendobj\n", n, o)
}

func (p *pdf) end(size int) []byte {
	start := p.body.Len()
	fmt.Fprintf(&p.body, "xref\n0 %d\n0000000000 65535 f \n", size)
	for n := 1; n < size; n++ {
		fmt.Fprintf(&p.body, "%010d 00000 n \n", p.offsets[n])
	}
	fmt.Fprintf(&p.body, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", size, start)
	return p.body.Bytes()
}
