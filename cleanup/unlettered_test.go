package cleanup

import (
	"image"
	"slices"
	"testing"

	"aktenkundig/document"
)

func TestPageWithoutAWordIsCalledByWhatItShows(t *testing.T) {
	mark := document.Box{10, 10, 20, 20}
	of := func(kind document.Kind, b document.Box) []document.Artefact {
		return []document.Artefact{{Kind: kind, Box: b}}
	}
	for name, c := range map[string]struct {
		found    []document.Artefact
		lettered int
		sizeable []document.Box
		want     document.Verdict
	}{
		"half a picture":              {of(document.PictureKind, document.Box{0, 0, 100, 50}), 0, []document.Box{mark}, document.Picture},
		"a picture like letters":      {of(document.PictureKind, document.Box{0, 0, 100, 50}), 100, []document.Box{mark}, document.Picture},
		"a mark":                      {nil, 0, []document.Box{mark}, document.Noise},
		"marks like words":            {nil, 100, []document.Box{mark}, document.Unreadable},
		"nothing":                     {nil, 0, nil, document.Blank},
		"a hole":                      {of(document.Hole, mark), 0, []document.Box{mark}, document.Blank},
		"a hole and a mark":           {of(document.Hole, mark), 0, []document.Box{mark, {50, 50, 60, 60}}, document.Noise},
		"pale rows of the other side": {nil, 0, nil, document.ShowThrough},
		"a stamp that cannot be read": {of(document.Stamp, mark), 0, nil, document.Noise},
	} {
		p := &document.Page{View: document.Size{100, 100}, Artefacts: c.found}
		s := Sight{Lettered: c.lettered, sizeable: c.sizeable}
		if c.want == document.ShowThrough {
			s.behind = of(document.Through, mark)
		}
		if v, problem := s.Wordless(p); v != c.want || (problem != "") != (v == document.Unreadable) {
			t.Errorf("%s: %s (%s), want %s", name, v, problem, c.want)
		}
	}
}

func TestNoLettersAndNoSenseAreNoText(t *testing.T) {
	dirt := placed("LVL \\\\\\/ NNa\nN\"R SY) /N.", 28)
	for i := range dirt.Words {
		dirt.Words[i].Conf = 0.3
	}
	unsure := func(text string) *document.Page {
		p := placed(text, 28)
		p.Words[0].Conf = 0.4
		return p
	}
	for name, c := range map[string]struct {
		page     *document.Page
		lettered int
		lined    bool
		policy   Policy
		want     document.Verdict
	}{
		"strokes read as words":               {dirt, 0, false, Conservative(), document.Noise},
		"the same where letters are seen":     {dirt, 40, false, Conservative(), document.Text},
		"the same where nothing is hidden":    {dirt, 0, false, Off(), document.Text},
		"a word that is doubtful":             {unsure("Rees"), 0, false, Conservative(), document.Noise},
		"a number of which there is no doubt": {placed("- 3 -", 28), 0, false, Conservative(), document.Text},
		"sentences":                           {placed("Sehr geehrte Damen und Herren,\nwir bitten um Antwort bis Montag", 28), 0, false, Conservative(), document.Text},
		"letters too broken to be told":       {dirt, 0, true, Conservative(), document.Text},
	} {
		p := *c.page
		p.Words = slices.Clone(p.Words)
		p.Verdict = document.Text
		s := Sight{Lettered: c.lettered, Lined: c.lined, sizeable: []document.Box{{10, 10, 90, 90}}}
		Clean(&p, []Detector{Noise{}}, c.policy)
		if s.Unlettered(&p, c.policy); p.Verdict != c.want {
			t.Errorf("%s: %s, want %s", name, p.Verdict, c.want)
		}
	}
}

func TestDarkInOnePieceIsAPictureAndSpecksAreNothing(t *testing.T) {
	sheet := func(boxes ...image.Rectangle) Picture {
		g := image.NewGray(image.Rect(0, 0, 1240, 1754))
		for i := range g.Pix {
			g.Pix[i] = 245
		}
		for _, b := range boxes {
			for y := b.Min.Y; y < b.Max.Y; y++ {
				for x := b.Min.X; x < b.Max.X; x++ {
					g.Pix[y*g.Stride+x] = uint8(60 + (x*y)%60)
				}
			}
		}
		return Picture{Grey: g, DPI: 150}
	}
	for name, c := range map[string]struct {
		pic  Picture
		want document.Verdict
	}{
		"a picture":             {sheet(image.Rect(200, 300, 900, 900)), document.Picture},
		"a lid along the edges": {sheet(image.Rect(0, 0, 1240, 200)), document.Blank},
		"specks":                {sheet(image.Rect(200, 300, 206, 306), image.Rect(700, 900, 705, 904)), document.Blank},
		"holes of a staple":     {sheet(image.Rect(60, 70, 72, 82), image.Rect(90, 60, 102, 72)), document.Blank},
		"a figure":              {sheet(image.Rect(600, 900, 604, 914)), document.Noise},
	} {
		s := Look(c.pic, Conservative())
		p := &document.Page{View: document.Size{1240, 1754}, Artefacts: s.Findings}
		if v, _ := s.Wordless(p); v != c.want {
			t.Errorf("%s: %s, want %s; %+v", name, v, c.want, s.Findings)
		}
	}
}
