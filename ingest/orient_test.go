package ingest

import (
	"context"
	"errors"
	"image"
	"testing"

	"aktenkundig/document"
	"aktenkundig/ocr"
	"aktenkundig/prep"
)

// turnedEngine answers by whether what it is shown is darker at its top or at its bottom.
type turnedEngine struct {
	words map[bool][]document.Word // by whether the ink is darker at its top than at its bottom
	err   error
	asked int
}

func (e *turnedEngine) Read(_ context.Context, ink ocr.Ink) (ocr.Reading, error) {
	e.asked++
	if e.err != nil {
		return ocr.Reading{}, e.err
	}
	g, half := ink.Image, ink.Image.Rect.Dy()/2
	sum := func(y0, y1 int) (n int) {
		for y := y0; y < y1; y++ {
			for _, v := range g.Pix[y*g.Stride : y*g.Stride+g.Rect.Dx()] {
				n += int(v)
			}
		}
		return n
	}
	return ocr.Reading{Words: e.words[sum(0, half) < sum(half, 2*half)]}, nil
}

func (e *turnedEngine) Close() error { return nil }

// blocks is a view of letters without top and bottom, more of them above than below.
func blocks() prep.View {
	g := image.NewGray(image.Rect(0, 0, 800, 800))
	for i := range g.Pix {
		g.Pix[i] = 255
	}
	for line := range 4 {
		for n := range 40 - 9*line {
			for y := 200 + 40*line; y < 220+40*line; y++ {
				for x := 50 + 17*n; x < 62+17*n; x++ {
					g.Pix[y*g.Stride+x] = 0
				}
			}
		}
	}
	v, err := prep.Look(g, 1, 200)
	if err != nil {
		panic(err)
	}
	return v
}

func TestPageInDoubtIsTurnedAsItReadsBest(t *testing.T) {
	good := []document.Word{{Text: "Stadtverwaltung", Conf: 0.95, Box: document.Box{0, 0, 100, 20}}}
	poor := []document.Word{{Text: "BunyjemaaApeyS", Conf: 0.55, Box: document.Box{0, 0, 100, 20}}}
	short := []document.Word{{Text: "Amt", Conf: 0.95, Box: document.Box{0, 0, 30, 20}}}
	down := []document.Word{{Text: "Stadtverwaltung", Conf: 0.95, Box: document.Box{0, 0, 20, 100}}}
	for name, c := range map[string]struct {
		topDark, topLight []document.Word
		err               error
		want              int
	}{
		"lies right":       {topDark: good, topLight: poor, want: 1},
		"on its head":      {topDark: poor, topLight: good, want: 3},
		"no difference":    {topDark: good, topLight: good, want: 1},
		"too little":       {topDark: nil, topLight: short, want: 1},
		"lines run up":     {topDark: nil, topLight: down, want: 1},
		"engine has no go": {err: ocr.ErrTimeout, want: 1},
	} {
		v := blocks()
		if len(v.Doubt) == 0 {
			t.Fatalf("blocks are not in doubt: %v", v.Steps)
		}
		e := &turnedEngine{words: map[bool][]document.Word{true: c.topDark, false: c.topLight}, err: c.err}
		got, err := Upright(t.Context(), e, v)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		shown := 1
		if got.ToView[0] < 0 {
			shown = 3
		}
		if shown != c.want || len(got.Doubt) > 0 {
			t.Errorf("%s: shown as orientation %d with doubt %v, want %d: %v", name, shown, got.Doubt, c.want, got.Steps)
		}
		if e.asked != len(v.Doubt) {
			t.Errorf("%s: engine was asked %d times, want once for each of %v", name, e.asked, v.Doubt)
		}
	}
}

func TestPageWithoutDoubtAsksNobody(t *testing.T) {
	e := &turnedEngine{err: errors.New("must not be asked")}
	v := blocks()
	v.Doubt = nil
	if _, err := Upright(t.Context(), e, v); err != nil || e.asked > 0 {
		t.Errorf("error %v, asked %d times", err, e.asked)
	}
}

func TestEngineThatDoesNotStartEndsTheQuestion(t *testing.T) {
	if _, err := Upright(t.Context(), &turnedEngine{err: ocr.ErrStart}, blocks()); !errors.Is(err, ocr.ErrStart) {
		t.Errorf("error %v, want ErrStart", err)
	}
}
