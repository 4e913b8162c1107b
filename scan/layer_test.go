package scan

import (
	"fmt"
	"image"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aktenkundig/document"
)

// memoLines are the lines of a short memo; more than enough words to be judged.
var memoLines = []string{
	"Der Stadtrat hat den Antrag der Fraktion beschlossen.",
	"Die Verwaltung wird beauftragt, den Radweg zu bauen.",
	"The council decided to build the road in the spring.",
	"Frist bis zum Ende des Monats, danach wird berichtet.",
}

// textPage draws lines in a font, the first at the top, each 20 units below the one before.
func textPage(font, mode string, lines []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "BT %s /%s 14 Tf 1 0 0 1 60 700 Tm 20 TL\n", mode, font)
	for _, l := range lines {
		fmt.Fprintf(&b, "(%s) Tj T*\n", l)
	}
	return b.String() + "ET"
}

const a4 = "/MediaBox [0 0 595 842]"

func layerText(l *Layer) string {
	if l == nil {
		return ""
	}
	p := document.Page{Regions: l.Regions, Lines: l.Lines, Words: l.Words}
	return p.Body().String
}

func TestDrawnTextStandsForItsPage(t *testing.T) {
	for turn, upright := range map[int]string{0: "1 0 0 1 60 700", 90: "0 1 -1 0 120 70", 180: "-1 0 0 -1 535 142", 270: "0 -1 1 0 475 772"} {
		content := strings.Replace(textPage("F", "", memoLines), "1 0 0 1 60 700", upright, 1)
		pdf := testPDF{pages: []string{fmt.Sprintf("%s /CropBox [20 10 560 800] /Rotate %d\n%s", a4, turn, content)}}
		s := sheet(t, open(t, "a.pdf", pdf.bytes(), Options{Renderer: testRenderer()}), 1)
		if got, want := layerText(s.Layer), strings.Join(memoLines, "\n"); got != want {
			t.Fatalf("turned by %d: %s\n%s", turn, s.LayerStep.Note, cmp.Diff(want, got))
		}
		checkOnInk(t, s, turn)
	}
}

// checkOnInk sees that each word's box has ink at all its edges, within two pixels, and that no ink lies outside the boxes.
func checkOnInk(t *testing.T, s Sheet, turn int) {
	t.Helper()
	g := s.Image.(*image.Gray)
	rest := image.NewGray(g.Rect)
	copy(rest.Pix, g.Pix)
	for _, w := range s.Layer.Words {
		b := image.Rect(w.Box[0], w.Box[1], w.Box[2], w.Box[3])
		if ink := inkBox(g, b); !b.In(ink.Inset(-2)) {
			t.Errorf("turned by %d: word %q has box %v, its ink %v", turn, w.Text, b, inkBox(g, b))
		}
		for y := b.Min.Y - 1; y < b.Max.Y+1; y++ {
			fill(rest.Pix[y*rest.Stride+b.Min.X-1:][:b.Dx()+2], 255)
		}
	}
	if left := inkBox(rest, rest.Rect); !left.Empty() {
		t.Errorf("turned by %d: ink outside of all words at %v", turn, left)
	}
}

// inkBox is the smallest rectangle around the ink within r.
func inkBox(g *image.Gray, r image.Rectangle) (box image.Rectangle) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if g.GrayAt(x, y).Y < 200 {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

// scanOf is a page that shows a picture of the memo, turned as a scanner may store it, with invisible text of its own.
func scanOf(t *testing.T, lines []string) []byte {
	t.Helper()
	drawn := testPDF{pages: []string{a4 + "\n" + textPage("F", "", memoLines)}}
	g := sheet(t, open(t, "drawn.pdf", drawn.bytes(), Options{Renderer: testRenderer()}), 1).Image.(*image.Gray)
	return testPDF{
		pages:  []string{a4 + "\nq 595 0 0 842 0 0 cm /I0 Do Q " + textPage("F", "3 Tr", lines)},
		images: []testImage{{fmt.Sprintf("/Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode", g.Rect.Dx(), g.Rect.Dy()), zlibBytes(g.Pix)}},
	}.bytes()
}

func TestInvisibleTextMustShowThatItIsGood(t *testing.T) {
	garbage := []string{"QLGZqGU llIiIl HiLbirt xq", "D^hauser jTq oO0o r~n vv", "ij kLm nnri tzU pqR zzxw lliil", "hjk wrt qxz bnm kjh Vfr tgb zhn ujm"}
	for _, c := range []struct {
		name  string
		lines []string
		o     TextLayer
		want  string // of the note, "" for no step at all
		kept  bool
	}{
		{"good", memoLines, AutoLayer, "invisible text, kept", true},
		{"good, but unwanted", memoLines, IgnoreLayer, "", false},
		{"misread", garbage, AutoLayer, "no language we know", false},
		{"misread, but asked for", garbage, KeepLayer, "as asked for, though its words are of no language", true},
		{"half of the page", []string{memoLines[0], "", "", memoLines[3]}, AutoLayer, "leaves out much", false},
		{"too short to judge", []string{"Stadtrat"}, AutoLayer, "too few words", false},
	} {
		s := sheet(t, open(t, "a.pdf", scanOf(t, c.lines), Options{Renderer: testRenderer(), TextLayer: c.o}), 1)
		if s.Path != PathImage {
			t.Fatalf("%s: %s, %s", c.name, s.Path, s.Note)
		}
		if kept := s.Layer != nil; kept != c.kept || !strings.Contains(s.LayerStep.Note, c.want) || c.want == "" && s.LayerStep.Note != "" {
			t.Errorf("%s: kept is %v, %q %v", c.name, kept, s.LayerStep.Note, s.LayerStep.Values)
		}
		if c.name == "good" && layerText(s.Layer) != strings.Join(memoLines, "\n") {
			t.Errorf("%s: %q", c.name, layerText(s.Layer))
		}
	}
}

// TestTextWithoutMeaningIsReadAgain draws with a font whose characters the file gives no meaning.
func TestTextWithoutMeaningIsReadAgain(t *testing.T) {
	font := "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 10 10] /FontMatrix [0.1 0 0 0.1 0 0] /FirstChar 65 /LastChar 66 /Widths [10 10] " +
		"/Encoding << /Type /Encoding /Differences [65 /one1 /two2] >> /CharProcs << /one1 101 0 R /two2 101 0 R >> >>"
	shape := "10 0 0 0 10 10 d1 1 1 6 7 re f"
	pdf := testPDF{
		pages: []string{a4 + " /Resources << /Font << /G 100 0 R >> >>\n" + textPage("G", "", []string{"ABBA BAB AB", "BABA ABBA", "AAB BBA ABA", "BB AA AB BA"})},
		more:  []string{font, fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(shape), shape)},
	}
	s := sheet(t, open(t, "a.pdf", pdf.bytes(), Options{Renderer: testRenderer()}), 1)
	if s.Layer != nil || !strings.Contains(s.LayerStep.Note, "encoding is broken") && !strings.Contains(s.LayerStep.Note, "no words") {
		t.Errorf("%q %v", s.LayerStep.Note, s.LayerStep.Values)
	}
}

// TestTextBesideAScanIsNotThePage has a scan with one typed line above it, as a fax machine adds.
func TestTextBesideAScanIsNotThePage(t *testing.T) {
	drawn := testPDF{pages: []string{a4 + "\n" + textPage("F", "", append(memoLines, memoLines...))}}
	g := sheet(t, open(t, "drawn.pdf", drawn.bytes(), Options{Renderer: testRenderer()}), 1).Image.(*image.Gray)
	pdf := testPDF{
		pages:  []string{a4 + "\nq 595 0 0 842 0 0 cm /I0 Do Q BT /F 10 Tf 1 0 0 1 60 800 Tm (Received by the clerk of the council on the first of March, page one of two) Tj ET"},
		images: []testImage{{fmt.Sprintf("/Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode", g.Rect.Dx(), g.Rect.Dy()), zlibBytes(g.Pix)}},
	}
	s := sheet(t, open(t, "a.pdf", pdf.bytes(), Options{Renderer: testRenderer()}), 1)
	if s.Layer != nil || !strings.Contains(s.LayerStep.Note, "leaves out much") {
		t.Errorf("%q %v", s.LayerStep.Note, s.LayerStep.Values)
	}
}

func TestPictureWithoutTextAsksNoRenderer(t *testing.T) {
	pdf := onlyImage("/Width 2 /Height 4 /ColorSpace /DeviceGray /BitsPerComponent 8", []byte("12345678"))
	if s := sheet(t, open(t, "a.pdf", pdf, Options{Renderer: noRenderer(t)}), 1); s.LayerStep.Name != "" {
		t.Errorf("%+v", s.LayerStep)
	}
}

func TestLinesAreJoinedToParagraphs(t *testing.T) {
	var glyphs []glyph
	for row, line := range []string{"ab c", "de", "", "f-", "ﬁ"} {
		for x, r := range []rune(line) {
			glyphs = append(glyphs, glyph{r, rect{float64(10 * x), float64(100 - 12*row), float64(10*x + 9), float64(110 - 12*row)}, true})
		}
		glyphs = append(glyphs, glyph{char: '\r', mapped: true}, glyph{char: '\n', mapped: true})
	}
	glyphs = append(glyphs, glyph{'x', rect{0, 0, 5, 5}, false}, glyph{softBreak, rect{5, 0, 9, 5}, true})
	flip := document.Affine{1, 0, 0, -1, 0, 120}
	l := layerOf(glyphs, flip, document.Size{200, 200})
	if got, want := layerText(l), "ab c\nde\n\nf-\nfi\n\n\ufffd-"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := l.Words[1].Box, (document.Box{30, 10, 39, 20}); got != want {
		t.Errorf("box %v, want %v", got, want)
	}
	if out := layerOf(glyphs, flip, document.Size{5, 5}); len(out.Words) != 0 {
		t.Errorf("words outside of the sheet: %+v", out.Words)
	}
}
