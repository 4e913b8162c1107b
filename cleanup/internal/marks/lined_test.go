package marks

import (
	"image"
	"testing"
)

func TestRowsWithBarePaperBetweenAreLines(t *testing.T) {
	const w, h = 1240, 1754
	pieces := func(at func(n, x, y int) bool) *image.Gray {
		g := image.NewGray(image.Rect(0, 0, w, h))
		for i := range g.Pix {
			g.Pix[i] = 250
		}
		n := 0
		for y := 200; y < 1500; y += 6 {
			for x := 150; x < 1100; x += 10 {
				if n++; !at(n*2654435761>>7, x, y) {
					continue
				}
				for v := range 4 {
					for u := range 3 {
						g.Pix[(y+v)*w+x+u] = 20
					}
				}
			}
		}
		return g
	}
	for name, c := range map[string]struct {
		at   func(n, x, y int) bool
		want bool
	}{
		"broken letters in lines": {func(n, x, y int) bool { return y%48 < 12 && n%4 == 0 }, true},
		"dirt":                    {func(n, x, y int) bool { return n%16 == 0 }, false},
		"three lines":             {func(n, x, y int) bool { return y%48 < 12 && y < 350 && n%4 == 0 }, false},
		"slanting rows":           {func(n, x, y int) bool { return (y+x/4)%48 < 12 && n%4 == 0 }, false},
	} {
		if got := Find(NewSheet(pieces(c.at), nil, nil, 150)).Lined(); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

func TestPaleRowsShineThrough(t *testing.T) {
	sheet := func(shade uint8, slant int) *Sheet {
		g := image.NewGray(image.Rect(0, 0, 1240, 1754))
		for i := range g.Pix {
			g.Pix[i] = 250
		}
		for y := 200; y < 1500; y++ {
			for x := 150; x < 1100; x++ {
				if (y+slant*x/4)%48 < 12 && x%14 < 9 {
					g.Pix[y*g.Stride+x] = shade
				}
			}
		}
		return NewSheet(g, nil, nil, 150)
	}
	for name, c := range map[string]struct {
		sheet *Sheet
		want  bool
	}{
		"pale lines":         {sheet(232, 0), true},
		"what nobody sees":   {sheet(247, 0), false},
		"pale slanting rows": {sheet(232, 1), false},
	} {
		box, got := c.sheet.Faint()
		if got != c.want || got && (box[0] > 160 || box[3] < 1400) {
			t.Errorf("%s: %v in %v, want %v", name, got, box, c.want)
		}
	}
}
