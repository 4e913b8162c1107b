package prep

import (
	"image"
	"math"
	"slices"
	"testing"
)

func ready(t *testing.T, g *image.Gray, dpi float64) Ink {
	t.Helper()
	v, err := Look(g, 1, dpi)
	if err != nil {
		t.Fatal(err)
	}
	return Ready(v)
}

// hole punches a round black hole of 6 mm.
func hole(g *image.Gray, dpi, x, y float64) {
	r := dpi * 3 / 25.4
	for v := int(y*dpi - r); v < int(y*dpi+r)+1; v++ {
		for u := int(x*dpi - r); u < int(x*dpi+r)+1; u++ {
			if math.Hypot(float64(u)-x*dpi, float64(v)-y*dpi) < r {
				g.Pix[v*g.Stride+u] = 20
			}
		}
	}
}

func TestBlankPagesAreBlank(t *testing.T) {
	for _, dpi := range []float64{100, 200} {
		pages := map[string]*image.Gray{"white": sheet(dpi), "noise": noisy(sheet(dpi), 25, 1)}
		yellow := sheet(dpi)
		fill(yellow, yellow.Rect, 190)
		pages["yellow"] = noisy(yellow, 15, 2)
		specks := sheet(dpi)
		dots(specks, 400, max(1, int(dpi/100)), 3)
		dots(specks, 20, int(dpi/40), 4)
		pages["specks"] = specks
		framed := noisy(sheet(dpi), 10, 5)
		fill(framed, image.Rect(0, 0, int(dpi/4), framed.Rect.Dy()), 10)
		fill(framed, image.Rect(0, framed.Rect.Dy()-int(dpi/8), framed.Rect.Dx(), framed.Rect.Dy()), 30)
		pages["frame"] = framed
		holes := noisy(sheet(dpi), 10, 6)
		hole(holes, dpi, 0.5, 4.2)
		hole(holes, dpi, 0.5, 7.35)
		pages["holes"] = holes
		through := sheet(dpi)
		write(t, through, dpi, 11, 1, 1.5, 225, prose(1, 40))
		blurred := reduce(turn(through, 2), 3)
		pages["show-through"] = resize(blurred, through.Rect.Dx(), through.Rect.Dy())
		for name, page := range pages {
			if ink := ready(t, page, dpi); !ink.Blank {
				t.Errorf("%s at %v dpi is not blank: %v", name, dpi, ink.Steps)
			}
		}
	}
}

func TestLittleTextIsNotBlank(t *testing.T) {
	for _, dpi := range []float64{100, 200} {
		for name, c := range map[string]struct {
			points, x, y float64
			ink          uint8
			text         string
		}{
			"page number":   {9, 4.1, 11.2, 0, "- 2 -"},
			"one figure":    {8, 4.1, 11.3, 0, "7"},
			"one":           {8, 4.1, 0.6, 0, "1"},
			"one line":      {10, 1, 5, 40, "Diese Seite ist absichtlich leer."},
			"faint carbon":  {11, 1, 5, 185, "Durchschlag zu den Akten"},
			"heading":       {48, 2, 5, 0, "Anlage 3"},
			"initials":      {10, 7, 10, 90, "gez. M."},
			"small print":   {5, 1, 11, 60, "Druck: 03/1998"},
			"close to edge": {8, 0.15, 0.35, 0, "A 17"},
		} {
			page := noisy(sheet(dpi), 12, 7)
			for i := range page.Pix {
				page.Pix[i] = uint8(int(page.Pix[i]) * 235 / 255)
			}
			write(t, page, dpi, c.points, c.x, c.y, c.ink, c.text)
			if ink := ready(t, page, dpi); ink.Blank {
				t.Errorf("%s at %v dpi was called blank: %v", name, dpi, ink.Steps)
			}
		}
	}
}

func TestWhiteOnBlackIsNotBlank(t *testing.T) {
	for _, ground := range []uint8{0, 30, 60, 100} {
		page := letter(t, 150, 12)
		for i, v := range page.Pix {
			page.Pix[i] = max(ground, 255-v)
		}
		ink := ready(t, page, 150)
		if ink.Blank {
			t.Errorf("a negative on %d was called blank", ground)
		}
		if slices.Min(ink.Grey.Pix) > 150 {
			t.Errorf("a negative on %d was lifted to white on white", ground)
		}
	}
}

func TestCuttingWithALineIsNotBlank(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 240, 24))
	fill(g, g.Rect, 250)
	write(t, g, 200, 8, 0.02, 0.09, 0, "Az. 12/345-6")
	if ready(t, g, 200).Blank {
		t.Error("a cut-out line was called blank")
	}
}
