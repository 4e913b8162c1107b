package cleanup

import (
	"image"
	"testing"

	"aktenkundig/cleanup/internal/marks"
	"aktenkundig/document"

	"github.com/google/go-cmp/cmp"
)

// placed reads text and gives every word a box: letters 20 wide, lines 50 apart, high pixels high, words 20 apart.
func placed(text string, high int) *document.Page {
	p := read(text)
	p.View = document.Size{1600, 2300}
	x, line := 0, -1
	for i := range p.Words {
		w := &p.Words[i]
		if w.Line != line {
			x, line = 100, w.Line
		}
		n := 20 * len([]rune(w.Text))
		w.Box, w.Conf = document.Box{x, 100 + 50*line, x + n, 100 + 50*line + high}, 0.9+0.01*float64(i%5)
		x += n + 20
	}
	return p
}

func TestDateOfAStampThatWasReadWithTheTextIsFound(t *testing.T) {
	const memo = "Az. 12.4.1966\nEINGEGANGEN\n23. APR. 1966\nSehr geehrter Herr Kolb,\nam 23.04.1966 und 12.05.1966 hat der Rat 1234 Mark bewilligt"
	grown := func(p *document.Page) {
		for i := range p.Words {
			if l := p.Words[i].Line; l == 1 || l == 2 {
				p.Words[i].Box[3] += 8
			}
		}
	}
	slanted := func(p *document.Page) {
		for k, i := range []int{3, 4, 5} {
			p.Words[i].Box[1] += 5 * k
			p.Words[i].Box[3] += 5 * k
		}
	}
	for name, c := range map[string]struct {
		change func(*document.Page)
		words  []int
		text   string
	}{
		"as high as the text and level": {func(*document.Page) {}, nil, ""},
		"higher":                        {grown, []int{2, 3, 4, 5}, "EINGEGANGEN 23. APR. 1966"},
		"slanted":                       {slanted, []int{2, 3, 4, 5}, "EINGEGANGEN 23. APR. 1966"},
	} {
		p := placed(memo, 28)
		c.change(p)
		var words []int
		text := ""
		for _, a := range (Dated{}).Detect(p) {
			words, text = append(words, a.Words...), a.Text
			if len(a.Reasons) < 2 || a.Score < 0.6 || a.Kind != document.Stamp {
				t.Errorf("%s: %+v", name, a)
			}
		}
		if diff := cmp.Diff(c.words, words); diff != "" || text != c.text {
			t.Errorf("%s: %q, words (-want +got):\n%s", name, text, diff)
		}
	}
}

func TestSpecksAndStrokesAreNoWords(t *testing.T) {
	p := placed("Sehr geehrte Damen und Herren, :\nwir bitten um Antwort\n- bis Montag\n———\n* Anlage", 28)
	for i, b := range map[int]document.Box{
		5:  {1400, 110, 1403, 118}, // a colon three pixels wide, far from the line
		13: {40, 200, 50, 400},     // dashes read along a stroke in the margin
		10: {100, 210, 120, 214},   // a dash before an item stays
		14: {100, 310, 110, 320},   // and so does a bullet beside its words
	} {
		p.Words[i].Box = b
	}
	var got []string
	for _, a := range (Noise{}).Detect(p) {
		for _, w := range a.Words {
			got = append(got, p.Words[w].Text)
		}
	}
	if diff := cmp.Diff([]string{":", "———"}, got); diff != "" {
		t.Errorf("noise (-want +got):\n%s", diff)
	}
}

func TestWordsLeftOfWhatWasTakenOffGoWithIt(t *testing.T) {
	p := placed("Sehr geehrte Damen\nJ(~ Amtsleitung\nxVq#)z\nMontag", 28)
	p.Words[3].Conf = 0.3
	s := Sight{Findings: []document.Artefact{{Kind: document.Signature, Box: document.Box{80, 140, 600, 240}, Hidden: true, Score: 0.9, Reasons: because()}},
		boxes: [][]document.Box{{{80, 140, 120, 160}}}, sheet: blankSheet()}
	s.Cover(p, true)
	var got []string
	for _, w := range s.Findings[0].Words {
		got = append(got, p.Words[w].Text)
	}
	if diff := cmp.Diff([]string{"J(~", "xVq#)z"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func blankSheet() *marks.Sheet {
	g := image.NewGray(image.Rect(0, 0, 1600, 2300))
	for i := range g.Pix {
		g.Pix[i] = 255
	}
	return marks.NewSheet(g, nil, nil, 200)
}

func TestWordsReadOutOfTheInkOfWhatWasTakenOffGoWithIt(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 800, 600))
	for i := range g.Pix {
		g.Pix[i] = 250
	}
	p := placed("Land\nRest\nRand\nAmt\nHaus", 28)
	strokes := func(rows ...int) marks.Strokes {
		s := marks.Strokes{Box: document.Box{0, 0, 800, 600}, Pix: make([]uint8, 800*600)}
		for _, row := range rows {
			for y := 100 + 50*row; y < 128+50*row; y++ {
				for x := range 400 {
					s.Pix[y*800+x] = 1
				}
			}
		}
		return s
	}
	for i := range p.Words {
		p.Words[i].Conf = []float64{0.95, 0.5, 0.5, 0.95, 0.5}[i]
		b := p.Words[i].Box
		for y := b[1]; y < b[3]; y++ {
			for x := b[0]; x < b[2]; x++ {
				g.Pix[y*800+x] = 10
			}
		}
	}
	s := Sight{Findings: []document.Artefact{{Kind: document.Stamp, Box: document.Box{90, 90, 300, 300}, Hidden: true, Score: 0.9, Reasons: because()}},
		boxes: [][]document.Box{nil}, sheet: marks.NewSheet(g, nil, nil, 150), inks: []ink{{off: strokes(0), own: strokes(0, 1, 3, 4)}}}
	s.Cover(p, true)
	// Land: taken off; Rest: the stamp's and unsure; Rand: unsure, but not the stamp's; Amt: the stamp's and sure; Haus: outside
	if diff := cmp.Diff([]int{0, 1}, s.Findings[0].Words); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhatIsReadIntoABoxToTickIsNoWord(t *testing.T) {
	p := placed("UI vertraulich\nX Ja", 28)
	p.Ticks = []document.Tick{{Box: p.Words[0].Box, Label: []int{1}, Frame: 1}, {Box: p.Words[2].Box, Label: []int{3}}}
	Boxed(p, Conservative())
	var got []string
	for _, w := range p.Words {
		if w.Hidden {
			got = append(got, w.Text)
		}
	}
	if diff := cmp.Diff([]string{"UI"}, got); diff != "" || len(p.Artefacts) != 1 || len(p.Artefacts[0].Reasons) == 0 {
		t.Errorf("%v (-want +got):\n%s", p.Artefacts, diff)
	}
	if Boxed(p, Conservative()); len(p.Artefacts) != 1 {
		t.Error("found again")
	}
}

func TestLoneBarsAreRulesOfTables(t *testing.T) {
	p := placed("Stadtrat | 12.4.1966 |\nTelefon | Fax", 28)
	for i, c := range map[int]float64{1: 0.6, 3: 0.86, 5: 0.97} {
		p.Words[i].Conf = c
	}
	var got []int
	for _, a := range (Noise{}).Detect(p) {
		got = append(got, a.Words...)
	}
	if diff := cmp.Diff([]int{1, 3}, got); diff != "" {
		t.Errorf("noise (-want +got):\n%s", diff)
	}
}

func TestLetteringBesideALogoGoesWithIt(t *testing.T) {
	p := placed("Eichgrund\nDer Magistrat\nWeit\nUnten", 28)
	p.Words[3].Box = document.Box{700, 110, 780, 138}
	s := Sight{Findings: []document.Artefact{{Kind: document.Logo, Box: document.Box{20, 90, 90, 210}, Hidden: true, Score: 0.9, Reasons: because()}},
		boxes: [][]document.Box{nil}, sheet: blankSheet()}
	s.Cover(p, true)
	if diff := cmp.Diff([]int{0}, s.Findings[0].Words); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
