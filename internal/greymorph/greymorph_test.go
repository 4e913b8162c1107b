package greymorph

import (
	"image"
	"math/rand/v2"
	"testing"
)

func TestExtremesAreThoseOfTheSquare(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 40 {
		w, h, reach := 1+r.IntN(30), 1+r.IntN(30), r.IntN(12)
		g := image.NewGray(image.Rect(0, 0, w, h))
		for i := range g.Pix {
			g.Pix[i] = uint8(r.IntN(256))
		}
		got, least := Lightest(g, reach), Darkest(g, reach)
		for y := range h {
			for x := range w {
				want, low := uint8(0), uint8(255)
				for v := max(0, y-reach); v <= min(h-1, y+reach); v++ {
					for u := max(0, x-reach); u <= min(w-1, x+reach); u++ {
						want, low = max(want, g.Pix[v*g.Stride+u]), min(low, g.Pix[v*g.Stride+u])
					}
				}
				if got.Pix[y*got.Stride+x] != want {
					t.Fatalf("%d×%d, reach %d, at %d, %d: got %d, want %d", w, h, reach, x, y, got.Pix[y*got.Stride+x], want)
				}
				if least.Pix[y*least.Stride+x] != low {
					t.Fatalf("%d×%d, reach %d, at %d, %d: got %d, want %d at least", w, h, reach, x, y, least.Pix[y*least.Stride+x], low)
				}
			}
		}
	}
}

func BenchmarkDarkestPage(b *testing.B) {
	g := image.NewGray(image.Rect(0, 0, 2480, 3508))
	for b.Loop() {
		Darkest(g, 1)
	}
}
