package prep

import (
	"fmt"
	"image"
	"slices"
	"testing"

	"aktenkundig/document"
)

func inkOf(t *testing.T, page *image.Gray, dpi float64) Ink {
	t.Helper()
	v, err := Look(page, 1, dpi)
	if err != nil {
		t.Fatal(err)
	}
	return Ready(v)
}

func hasStep(steps []document.Step, name string) bool {
	return slices.ContainsFunc(steps, func(s document.Step) bool { return s.Name == name })
}

// broken draws a pale line down g from y to end, a dash at a time.
func broken(g *image.Gray, x, y, end int, tone uint8) {
	for ; y+14 < end; y += 18 {
		fill(g, image.Rect(x, y, x+2, y+14), tone)
	}
}

func TestBrokenRulesAreWhitenedAndPrintIsLeft(t *testing.T) {
	for _, tone := range []uint8{0, 90, 150} {
		t.Run(fmt.Sprint(tone), func(t *testing.T) {
			bare := letter(t, 300, 7)
			write(t, bare, 300, 11, 0.72, 1.5, 30, "7\n4\n13\n5") // beside the line, and one that touches it
			ruled := image.NewGray(bare.Rect)
			copy(ruled.Pix, bare.Pix)
			const x, top, end = 283, 420, 1800
			broken(ruled, x, top, end, tone)
			want, got := inkOf(t, bare, 300), inkOf(t, ruled, 300)
			if !hasStep(got.Steps, "rules") {
				t.Fatalf("no rule was found: %v", got.Steps)
			}
			left, over := 0, 0
			for i, v := range got.Grey.Pix {
				w := want.Grey.Pix[i]
				if int(w)-int(v) > 60 {
					left++
				}
				if int(v)-int(w) > 60 {
					over++
				}
			}
			// The line covers 700 pixels of ink.
			if left > 70 || over > 20 {
				t.Errorf("%d pixels of the line are left, want at most 70; %d of the print are gone, want at most 20", left, over)
			}
		})
	}
}

func TestPrintHasNoRules(t *testing.T) {
	for seed := range uint64(6) {
		for _, dpi := range []float64{200, 300} {
			if k := inkOf(t, noisy(letter(t, dpi, seed), 20, seed), dpi); hasStep(k.Steps, "rules") {
				t.Errorf("seed %d, %v dpi: %v", seed, dpi, k.Steps)
			}
		}
	}
}

func TestStreaksAreNoRules(t *testing.T) {
	page := letter(t, 300, 3)
	for y := range page.Rect.Dy() {
		for x := 900; x < 903; x++ {
			p := &page.Pix[y*page.Stride+x]
			*p = min(*p, 150)
		}
	}
	k := inkOf(t, page, 300)
	if !hasStep(k.Steps, "streaks") || hasStep(k.Steps, "rules") {
		t.Errorf("want a streak and no rule: %v", k.Steps)
	}
}
