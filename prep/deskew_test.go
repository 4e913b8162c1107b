package prep

import (
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"testing"
)

func TestSlopeOfTextIsFoundWithinATenthOfADegree(t *testing.T) {
	pages := map[string]*image.Gray{
		"letter 150": letter(t, 150, 5),
		"letter 200": letter(t, 200, 6),
		"letter 96":  letter(t, 96, 7),
	}
	few := sheet(200)
	write(t, few, 200, 11, 1, 2, 0, prose(8, 2))
	pages["two lines"] = few
	framed := letter(t, 200, 9)
	fill(framed, image.Rect(0, 0, 60, framed.Rect.Dy()), 0)
	fill(framed, image.Rect(0, 0, framed.Rect.Dx(), 40), 0)
	pages["frame"] = framed
	pages["dirt"] = letter(t, 200, 10)
	dots(pages["dirt"], 4000, 3, 1)
	for name, page := range pages {
		for _, want := range []float64{-14.5, -4.9, -0.3, 0, 0.15, 0.6, 2.2, 9.9} {
			t.Run(fmt.Sprintf("%s %v", name, want), func(t *testing.T) {
				leaning, _ := rotate(page, want, 255)
				got := slope(letteringOf(leaning, 0))
				if !got.certain() || math.Abs(got.degrees-want) > 0.1 {
					t.Errorf("slope %+v, want %v", got, want)
				}
			})
		}
	}
}

func TestViewOfALeaningPageIsThePage(t *testing.T) {
	page := letter(t, 200, 11)
	for _, lean := range []float64{-5, -2, 0.5, 3} {
		scan, _ := rotate(page, lean, 255)
		v, err := Look(scan, 1, 200)
		if err != nil {
			t.Fatal(err)
		}
		// The page lies in the middle of the grown view.
		dx, dy := (v.Grey.Rect.Dx()-page.Rect.Dx())/2, (v.Grey.Rect.Dy()-page.Rect.Dy())/2
		part := v.Grey.SubImage(page.Rect.Add(image.Pt(dx, dy))).(*image.Gray)
		if got := difference(reduce(plain(part), 4), reduce(page, 4)); got > 4 {
			t.Errorf("skew %v: mean difference %.1f of 255 to the page before it leant", lean, got)
		}
	}
}

func difference(a, b *image.Gray) float64 {
	sum := 0.0
	for y := range a.Rect.Dy() {
		for x := range a.Rect.Dx() {
			sum += math.Abs(float64(a.GrayAt(x, y).Y) - float64(b.GrayAt(x, y).Y))
		}
	}
	return sum / float64(a.Rect.Dx()*a.Rect.Dy())
}

func TestPagesWithoutLinesAreNotTurned(t *testing.T) {
	pages := map[string]*image.Gray{"blank": sheet(150), "noise": noisy(sheet(150), 127, 4)}
	pages["specks"] = sheet(150)
	dots(pages["specks"], 3000, 2, 5)
	pages["blots"] = sheet(150)
	for side := 5; side < 40; side += 3 {
		dots(pages["blots"], 40, side, uint64(side))
	}
	pages["halftone"] = sheet(150)
	halftone(pages["halftone"], image.Rect(100, 200, 1100, 1500), 6)
	pages["halftone"], _ = rotate(pages["halftone"], 3, 255)
	shade := sheet(150)
	for y := range shade.Rect.Dy() {
		for x := range shade.Rect.Dx() {
			shade.Pix[y*shade.Stride+x] = uint8(140 + x*50/shade.Rect.Dx() + y*60/shade.Rect.Dy())
		}
	}
	pages["shade"] = shade
	for name, page := range pages {
		v, err := Look(page, 1, 150)
		if err != nil {
			t.Fatal(err)
		}
		if v.Grey != page {
			t.Errorf("%s was moved: %v", name, v.Steps)
		}
	}
}

func TestMarksAtRandomHaveNoCertainSlope(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 4))
	for _, n := range []int{4, 12, 20, 50, 200, 1000} {
		for range 10 {
			g := image.NewGray(image.Rect(0, 0, 1240, 1754))
			fill(g, g.Rect, 255)
			for range n {
				x, y := rng.IntN(1200), rng.IntN(1700)
				fill(g, image.Rect(x, y, x+5+rng.IntN(8), y+6+rng.IntN(9)), 0)
			}
			if s := slope(letteringOf(g, 0)); s.certain() {
				t.Errorf("%d marks at random: %+v", n, s)
			}
		}
	}
}
