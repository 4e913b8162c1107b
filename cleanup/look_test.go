package cleanup

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	_ "image/jpeg"
	_ "image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aktenkundig/document"
)

// truthOf is what is known of the artefacts of a drawn memo of one page.
type truthOf struct {
	Pages []struct {
		Artefacts []struct {
			Kind document.Kind
			Box  document.Box
		}
		Words []struct{ Box document.Box }
	}
}

// memo opens a drawn memo of one straight page: its picture without colour, and what is known of it.
func memo(t testing.TB, name string) (Picture, truthOf) {
	t.Helper()
	dir := filepath.Join("..", "testdata", "memos")
	data, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	g := image.NewGray(img.Bounds())
	for y := range g.Rect.Dy() {
		for x := range g.Rect.Dx() {
			g.SetGray(x, y, color.GrayModel.Convert(img.At(x, y)).(color.Gray))
		}
	}
	data, err = os.ReadFile(filepath.Join(dir, name[:len(name)-len(filepath.Ext(name))]+".truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	var truth truthOf
	if err := json.Unmarshal(data, &truth); err != nil {
		t.Fatal(err)
	}
	return Picture{Grey: g, DPI: 300}, truth
}

func TestStampAndSignatureAreFoundInGrey(t *testing.T) {
	pic, truth := memo(t, "brief.jpg")
	s := Look(pic, Conservative())
	for _, want := range truth.Pages[0].Artefacts {
		if want.Kind != document.Stamp && want.Kind != document.Signature {
			continue
		}
		found := false
		for _, a := range s.Findings {
			found = found || a.Kind == want.Kind && want.Box.ContainsCentre(a.Box)
		}
		if !found {
			t.Errorf("no %s at %v in %+v", want.Kind, want.Box, s.Findings)
		}
	}
}

func TestSamePictureSameFindingsWithReasons(t *testing.T) {
	pic, _ := memo(t, "motion.jpg")
	a, b := Look(pic, Conservative()), Look(pic, Conservative())
	if diff := cmp.Diff(a.Findings, b.Findings); diff != "" {
		t.Errorf("the same picture, other findings:\n%s", diff)
	}
	if len(a.Findings) == 0 {
		t.Fatal("nothing found")
	}
	for _, f := range a.Findings {
		if len(f.Reasons) < 2 || f.Score <= 0 || f.Score > 1 || f.Box.Empty() {
			t.Errorf("finding %+v", f)
		}
	}
	if !bytes.Equal(a.Grey.Pix, b.Grey.Pix) {
		t.Error("the same picture was lifted in two ways")
	}
}

func TestOnlyWhatIsHiddenLeavesThePicture(t *testing.T) {
	pic, truth := memo(t, "maschine.jpg")
	before := bytes.Clone(pic.Grey.Pix)
	if s := Look(pic, Off()); s.Grey != pic.Grey || s.Plate != nil || len(s.Findings) == 0 {
		t.Errorf("policy off took something away, or found nothing: plate %v, %d findings", s.Plate != nil, len(s.Findings))
	}
	s := Look(pic, Conservative())
	if !bytes.Equal(before, pic.Grey.Pix) {
		t.Fatal("the picture given was changed")
	}
	outside := 0
	for i, v := range s.Grey.Pix {
		if v == before[i] {
			continue
		}
		if v < before[i] {
			t.Fatalf("pixel %d became darker", i)
		}
		at := document.Box{i % s.Grey.Stride, i / s.Grey.Stride, i%s.Grey.Stride + 1, i/s.Grey.Stride + 1}
		in := false
		for _, a := range s.Findings {
			grown := document.Box{a.Box[0] - 4, a.Box[1] - 4, a.Box[2] + 4, a.Box[3] + 4}
			in = in || a.Hidden && grown.ContainsCentre(at)
		}
		if !in {
			outside++
		}
	}
	if outside > 0 {
		t.Errorf("%d pixels changed outside of what is hidden", outside)
	}
	if n := erasedWords(s, before, truth); n > 0 {
		t.Errorf("%d typed words were erased", n)
	}
}

// erasedWords counts typed words most of whose ink is gone.
func erasedWords(s Sight, before []uint8, truth truthOf) (n int) {
	for _, w := range truth.Pages[0].Words {
		ink, left := 0, 0
		for y := w.Box[1]; y < w.Box[3]; y++ {
			for x := w.Box[0]; x < w.Box[2]; x++ {
				if i := y*s.Grey.Stride + x; before[i] < 128 {
					ink++
					if s.Grey.Pix[i] < 128 {
						left++
					}
				}
			}
		}
		if 2*left < ink {
			n++
		}
	}
	return n
}

func TestPageWithoutArtefactsStaysAsItIs(t *testing.T) {
	for _, name := range []string{"memo.png", "radweg.png"} {
		pic, _ := memo(t, name)
		if s := Look(pic, Conservative()); len(s.Findings) > 0 || s.Grey != pic.Grey {
			t.Errorf("%s: found %+v", name, s.Findings)
		}
	}
}

func TestWordsOfThePlateComeLastAndHidden(t *testing.T) {
	s := Sight{
		Findings: []document.Artefact{{Kind: document.Stamp, Box: document.Box{100, 100, 200, 150}, Hidden: true, Score: 0.9, Reasons: because()}},
		Plate: &Plate{Image: image.NewGray(image.Rect(0, 0, 140, 90)), DPI: 300,
			strips: []strip{{finding: 0, top: 20, toView: document.Affine{1, 0, 0, 1, 80, 80}}}},
	}
	p := read("Sehr geehrte Damen")
	p.View = document.Size{1000, 1000}
	lines := []document.Line{{Box: document.Box{20, 30, 100, 50}}}
	s.Tell(p, lines, []document.Word{{Text: "12.", Conf: 0.9, Box: document.Box{20, 30, 50, 50}}, {Text: "~", Conf: 0.9, Box: document.Box{52, 30, 55, 50}},
		{Text: "MAI", Conf: 0.9, Box: document.Box{60, 30, 100, 50}}})
	p.Artefacts = s.Findings
	Clean(p, nil, Conservative())
	if got, want := p.Body().String+"|"+p.Aside().String, "Sehr geehrte Damen|12. MAI"; got != want {
		t.Errorf("body and aside %q, want %q", got, want)
	}
	a := p.Artefacts[0]
	if a.Text != "12. MAI" || len(a.Words) != 2 || p.Words[a.Words[0]].Box != (document.Box{100, 110, 130, 130}) {
		t.Errorf("finding %+v with words %+v", a, p.Words)
	}
}

func TestOfTwoReadingsOfALineTheOneWithADateIsTaken(t *testing.T) {
	s := Sight{
		Findings: []document.Artefact{{Kind: document.Stamp, Box: document.Box{100, 100, 200, 150}, Hidden: true, Score: 0.9, Reasons: because()}},
		Plate: &Plate{Image: image.NewGray(image.Rect(0, 0, 140, 200)), DPI: 300,
			strips: []strip{{top: 36, toView: document.Affine{1, 0, 0, 1, 80, 80}}, {top: 116, turn: 1, toView: document.Affine{2, 0, 0, 2, 80, 0}}}},
	}
	p := &document.Page{View: document.Size{1000, 1000}}
	at := func(text string, x, y int, conf float64) document.Word {
		return document.Word{Text: text, Conf: conf, Box: document.Box{x, y, x + 30, y + 30}}
	}
	s.Tell(p, []document.Line{{}}, []document.Word{at("I2.", 36, 40, 0.9), at("MA", 80, 40, 0.9), at("2019", 120, 40, 0.9),
		at("12.", 36, 120, 0.5), at("APF", 80, 120, 0.5), at("2019", 120, 120, 0.5)})
	if got := s.Findings[0].Text; got != "12. APR 2019" || len(p.Words) != 3 || len(p.Lines) != 1 {
		t.Errorf("read %q, %d words in %d lines", got, len(p.Words), len(p.Lines))
	}
	if b := p.Words[0].Box; b != (document.Box{152, 240, 212, 300}) {
		t.Errorf("the first word lies at %v", b)
	}
}

func BenchmarkLook(b *testing.B) {
	pic, _ := memo(b, "motion.jpg")
	for b.Loop() {
		Look(pic, Conservative())
	}
}

func TestRulesOfTablesAndBoxesToTickAreNoWords(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 1200, 900))
	for i := range g.Pix {
		g.Pix[i] = 250
	}
	bar := func(x0, y0, x1, y1 int) {
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				g.Pix[y*1200+x] = 20
			}
		}
	}
	bar(300, 100, 304, 300) // a rule of a table
	bar(500, 160, 504, 200) // a typed bar
	bar(700, 160, 740, 164) // a box to tick
	bar(700, 196, 740, 200)
	bar(700, 160, 704, 200)
	bar(736, 160, 740, 200)
	bar(900, 160, 906, 200) // a letter L
	bar(900, 194, 930, 200)
	s := Look(Picture{Grey: g, DPI: 300}, Off())
	s.Findings, s.boxes = nil, nil
	p := read("| | U L 1")
	for i, b := range []document.Box{{298, 160, 306, 200}, {498, 160, 506, 200}, {698, 158, 742, 202}, {898, 160, 932, 200}, {310, 160, 330, 200}} {
		p.Words[i].Box = b
	}
	s.Cover(p, true)
	var words []int
	for _, a := range s.Findings {
		words = append(words, a.Words...)
	}
	if diff := cmp.Diff([]int{0, 2}, words); diff != "" {
		t.Errorf("words on what is printed (-want +got):\n%s", diff)
	}
}
