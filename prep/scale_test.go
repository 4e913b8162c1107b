package prep

import (
	"image"
	"math"
	"testing"
)

func TestScaleBringsSmallLettersToTheSizeTheEngineReads(t *testing.T) {
	for _, c := range []struct {
		name   string
		dpi, x float64
		want   float64
	}{
		{"usual print", 300, 25, 200.0 / 300},
		{"no letters measured", 300, 0, 200.0 / 300},
		{"small print keeps its pixels", 300, 16, 1},
		{"print in between", 300, 22, 16.0 / 22},
		{"shrinking a little is not worth it", 300, 20, 1},
		{"master", 600, 50, 200.0 / 600},
		{"master of small print", 600, 32, 0.5},
		{"screen resolution grows", 96, 8, 12.0 / 8},
		{"large letters need not grow", 96, 20, 1},
		{"nor those the engine reads as they are", 96, 8.6, 1},
		{"a small change is not worth it", 210, 18, 1},
		{"fine print grows to 400 dpi", 300, 6, 4.0 / 3},
		{"nothing grows beyond", 600, 6, 1},
		{"never more than twice", 50, 3, 2},
	} {
		if got := bestScale(c.dpi, c.x); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: factor %v, want %v", c.name, got, c.want)
		}
	}
}

func TestXHeightIsThatOfTheSmallLetters(t *testing.T) {
	for _, c := range []struct{ dpi, points float64 }{{300, 11}, {200, 10}, {300, 7}, {400, 12}} {
		page := sheet(c.dpi)
		write(t, page, c.dpi, c.points, 1, 1.5, 0, prose(1, 30))
		dots(page, 3000, 3, 1)
		// The x-height of Go Regular is 0.53 of its size.
		want := 0.53 * c.points / 72 * c.dpi
		if got := examine(View{Grey: page, DPI: c.dpi}).xHeight; math.Abs(got-want) > 0.08*want+0.7 {
			t.Errorf("%v points at %v dpi: x-height %.1f, want %.1f", c.points, c.dpi, got, want)
		}
	}
}

func TestBlackAndWhiteIsKnown(t *testing.T) {
	page := letter(t, 100, 1)
	if twoTone(page) {
		t.Error("print with soft outlines is taken for black and white")
	}
	for i, v := range page.Pix {
		page.Pix[i] = v / 128 * 255
	}
	if !twoTone(page) {
		t.Error("black and white is not known")
	}
	if twoTone(image.NewGray(image.Rect(0, 0, 3, 3))) {
		t.Error("one tone is taken for two")
	}
}
