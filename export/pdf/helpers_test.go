package pdf_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"aktenkundig/document"
	"aktenkundig/export/internal/exporttest"
	"aktenkundig/export/pdf"
)

// run gives what a program prints.
func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	var errs bytes.Buffer
	cmd := exec.Command(exporttest.Tool(t, name), args...)
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s%s", name, args, err, out, errs.String())
	}
	return string(out)
}

// save writes a file for the programs to read.
func save(t *testing.T, data []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "copy.pdf")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// scanSize is an A4 sheet at 150 dpi, lying as it was fed: every test turns it its own way.
var scanSize = document.Size{1240, 1754}

// original makes a PDF of pages of one picture each, turned by /Rotate, with more content before and after the picture.
type original struct {
	pages         int
	rotate        int
	before, after string // content
	catalog       string // entries
	objects       []string
}

func (o original) bytes() []byte {
	var b bytes.Buffer
	var at []int
	object := func(s string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), s)
	}
	b.WriteString("%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
	var kids []string
	for i := range max(1, o.pages) {
		kids = append(kids, fmt.Sprintf("%d 0 R", 6+i))
	}
	object("<</Type/Catalog/Pages 2 0 R " + o.catalog + ">>")
	object(fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]/Resources<</XObject<</Im 3 0 R>>/Font<</F 5 0 R>>>>>>", len(kids), strings.Join(kids, " ")))
	row := strings.Repeat("\xff", (scanSize[0]+7)/8)
	pixels := strings.Repeat(row, scanSize[1])
	object(fmt.Sprintf("<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray/Length %d>>\nstream\n%s\nendstream",
		scanSize[0], scanSize[1], len(pixels), pixels))
	content := fmt.Sprintf("%s\nq %s 0 0 %s 0 0 cm /Im Do Q\n%s", o.before, num(width), num(height), o.after)
	object(fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content))
	object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
	for range kids {
		object(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %s %s]/Rotate %d/Contents 4 0 R>>", num(width), num(height), o.rotate))
	}
	for _, s := range o.objects {
		object(s)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// The page in points.
const (
	width  = 1240 * 72 / 150.0
	height = 1754 * 72 / 150.0
)

func num(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// place is where the picture lies on the page of original.
func place() pdf.Place {
	w, h := float64(scanSize[0]), float64(scanSize[1])
	return pdf.Place{ToPage: document.Affine{width / w, 0, 0, -height / h, 0, height}, Unit: 1, Scan: true}
}

// turned gives a page whose scan was turned clockwise by a number of quarters and then straightened by degrees, with words in
// lines all over it. Every word is another one.
func turned(r *rand.Rand, number, quarters int, degrees float64) document.Page {
	w, h := float64(scanSize[0]), float64(scanSize[1])
	turn := [4]document.Affine{document.Identity(), {0, 1, -1, 0, h, 0}, {-1, 0, 0, -1, w, h}, {0, -1, 1, 0, 0, w}}[quarters]
	view := scanSize
	if quarters%2 == 1 {
		view = document.Size{scanSize[1], scanSize[0]}
	}
	a := degrees * math.Pi / 180
	s, c := math.Sincos(a)
	cx, cy := float64(view[0])/2, float64(view[1])/2
	straighten := document.Affine{1, 0, 0, 1, -cx, -cy}.Then(document.Affine{c, s, -s, c, 0, 0}).Then(document.Affine{1, 0, 0, 1, cx, cy})
	p := document.Page{Number: number, Verdict: document.Text, Scan: scanSize, View: view, DPI: 150, ToView: turn.Then(straighten)}
	p.Regions = []document.Region{{Kind: document.Paragraph, Box: document.Box{0, 0, view[0], view[1]}}}
	for y := 150; y < view[1]-150; y += 40 + r.IntN(60) {
		fill(r, &p, y)
	}
	return p
}

// fill sets a line of words on the baseline y.
func fill(r *rand.Rand, p *document.Page, y int) {
	size := 16 + r.IntN(24)
	l := document.Line{Baseline: [4]float64{120, float64(y), float64(p.View[0] - 120), float64(y)}, Height: float64(size)}
	texts := []string{"Straße", "Ämter", "ausgegangen", "a", "Oberbürgermeister", "§", "„gute“", "12.03.2021", "—", "x"}
	for x := 120; ; {
		text := fmt.Sprintf("%s%d", texts[r.IntN(len(texts))], len(p.Words))
		w := len([]rune(text)) * (size*2/5 + r.IntN(5))
		if x+w > p.View[0]-120 {
			break
		}
		box := document.Box{x, y - size + r.IntN(size/3), x + w, y + r.IntN(size/4)}
		p.Words = append(p.Words, document.Word{Text: text, Box: box, Conf: 0.9, Line: len(p.Lines), Hidden: r.IntN(20) == 0})
		l.Box = l.Box.Union(box)
		x += w + size/3 + r.IntN(200)
	}
	p.Lines = append(p.Lines, l)
}

// shown are the words that a reader finds, by their text, in points from the upper left corner of the page as shown.
func shown(t *testing.T, name string) []map[string][4]float64 {
	t.Helper()
	var pages []map[string][4]float64
	page := regexp.MustCompile(`(?s)<page [^>]*>(.*?)</page>`)
	word := regexp.MustCompile(`<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)</word>`)
	for _, m := range page.FindAllStringSubmatch(run(t, "pdftotext", "-bbox", name, "-"), -1) {
		words := map[string][4]float64{}
		for _, w := range word.FindAllStringSubmatch(m[1], -1) {
			var b [4]float64
			for i := range b {
				b[i], _ = strconv.ParseFloat(w[1+i], 64)
			}
			words[strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">").Replace(w[5])] = b
		}
		pages = append(pages, words)
	}
	return pages
}

// wanted is the box of a word on the page as shown, which /Rotate turns.
func wanted(p document.Page, b document.Box, rotate int) [4]float64 {
	back, _ := p.ToView.Inverse()
	m := back.Then(place().ToPage)
	out := [4]float64{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, c := range [4][2]int{{0, 1}, {2, 1}, {0, 3}, {2, 3}} {
		x, y := m.Apply(float64(b[c[0]]), float64(b[c[1]]))
		switch rotate {
		case 0:
			y = height - y
		case 90:
			x, y = y, x
		case 180:
			x = width - x
		case 270:
			x, y = height-y, width-x
		}
		out = [4]float64{min(out[0], x), min(out[1], y), max(out[2], x), max(out[3], y)}
	}
	return out
}

// squeeze takes the white space out.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }
