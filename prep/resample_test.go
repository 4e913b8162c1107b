package prep

import (
	"image"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func picture(w int, pix ...uint8) *image.Gray {
	return &image.Gray{Pix: pix, Stride: w, Rect: image.Rect(0, 0, w, len(pix)/w)}
}

func TestReduceAveragesSquaresAndTheRestAtTheEdge(t *testing.T) {
	g := picture(3,
		0, 100, 10,
		100, 200, 30,
		8, 12, 50)
	if diff := cmp.Diff([]uint8{100, 20, 10, 50}, reduce(g, 2).Pix); diff != "" {
		t.Error(diff)
	}
}

func TestShrinkingAveragesByArea(t *testing.T) {
	got := resize(picture(3, 0, 60, 240), 2, 1).Pix
	// Pixel 0 is all of the first and half of the second: (0 + 30) / 1.5.
	if diff := cmp.Diff([]uint8{20, 180}, got); diff != "" {
		t.Error(diff)
	}
}

func TestPlainPaperStaysAsBrightAtAnyScale(t *testing.T) {
	for _, level := range []uint8{0, 1, 127, 254, 255} {
		g := image.NewGray(image.Rect(0, 0, 37, 23))
		fill(g, g.Rect, level)
		for _, size := range []image.Point{{1, 1}, {25, 16}, {36, 22}, {38, 24}, {74, 46}, {91, 5}} {
			for i, v := range resize(g, size.X, size.Y).Pix {
				if v != level {
					t.Fatalf("level %d at %v: pixel %d is %d", level, size, i, v)
				}
			}
		}
	}
}

func TestGrowingKeepsTheCentreOfMass(t *testing.T) {
	g := sheet(20)
	mark(g, 80, 90)
	big := resize(g, g.Rect.Dx()*2, g.Rect.Dy()*2)
	if x, y := centreOfInk(big, 160, 180, 40); x < 159.9 || x > 160.1 || y < 179.9 || y > 180.1 {
		t.Errorf("mark is at (%.2f, %.2f), want (160, 180)", x, y)
	}
}

func TestTurnByNothingIsTheSamePicture(t *testing.T) {
	g := noisy(sheet(30), 100, 1)
	got, m := rotate(g, 0, 255)
	if diff := cmp.Diff(g.Pix, got.Pix); diff != "" || m != turned(1, 1, 1) {
		t.Errorf("map %v, pixels differ: %v", m, diff != "")
	}
}
