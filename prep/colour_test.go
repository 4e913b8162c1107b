package prep

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"
)

func TestColourOfKnownPatches(t *testing.T) {
	// a* and b* of sRGB's corners, after Lindbloom's calculator.
	l := newLab()
	for _, c := range []struct {
		rgb  [3]uint8
		a, b float64
	}{
		{[3]uint8{255, 255, 255}, 0, 0}, {[3]uint8{0, 0, 0}, 0, 0}, {[3]uint8{119, 119, 119}, 0, 0},
		{[3]uint8{255, 0, 0}, 80.1, 67.2}, {[3]uint8{0, 255, 0}, -86.2, 83.2},
		{[3]uint8{0, 0, 255}, 79.2, -107.9}, {[3]uint8{255, 255, 0}, -21.6, 94.5},
	} {
		a, b := l.ab(c.rgb[0], c.rgb[1], c.rgb[2])
		if math.Abs(float64(a)-128-c.a) > 1.2 || math.Abs(float64(b)-128-c.b) > 1.2 {
			t.Errorf("%v: a* %d, b* %d, want %.1f, %.1f", c.rgb, int(a)-128, int(b)-128, c.a, c.b)
		}
	}
}

// inColour gives g as a colour scan of some kind.
func inColour(g *image.Gray, kind string, spots ...spot) image.Image {
	img := image.NewRGBA(g.Rect)
	draw.Draw(img, img.Rect, g, image.Point{}, draw.Src)
	for _, s := range spots {
		draw.Draw(img, s.at, image.NewUniform(s.colour), image.Point{}, draw.Src)
	}
	switch kind {
	case "YCbCr":
		y := image.NewYCbCr(img.Rect, image.YCbCrSubsampleRatio420)
		for v := range img.Rect.Dy() {
			for u := range img.Rect.Dx() {
				c := img.RGBAAt(u, v)
				y.Y[y.YOffset(u, v)], y.Cb[y.COffset(u, v)], y.Cr[y.COffset(u, v)] = color.RGBToYCbCr(c.R, c.G, c.B)
			}
		}
		return y
	case "NRGBA":
		return &image.NRGBA{Pix: img.Pix, Stride: img.Stride, Rect: img.Rect}
	}
	return img
}

type spot struct {
	at     image.Rectangle
	colour color.Color
}

func TestColourStandsWhereTheMapsSay(t *testing.T) {
	red := color.RGBA{200, 20, 30, 255}
	for _, kind := range []string{"RGBA", "YCbCr", "NRGBA"} {
		for orientation := 1; orientation <= 8; orientation++ {
			if kind != "RGBA" && orientation != 1 && orientation != 6 {
				continue
			}
			for _, lean := range []float64{0, 3} {
				page, _ := rotate(letter(t, 101, 1), lean, 255)
				back := orientation
				if orientation == 6 || orientation == 8 {
					back = 14 - orientation
				}
				at := image.Rect(60, 70, 80, 90)
				v, err := Look(inColour(turn(page, back), kind, spot{at, red}), orientation, 101)
				if err != nil {
					t.Fatal(err)
				}
				name := fmt.Sprintf("%s, orientation %d, skew %v", kind, orientation, lean)
				if v.Colour == nil {
					t.Fatalf("%s: no colour", name)
				}
				size := image.Pt((v.Grey.Rect.Dx()+1)/2, (v.Grey.Rect.Dy()+1)/2)
				if v.Colour.A.Rect.Size() != size || v.Colour.B.Rect.Size() != size {
					t.Errorf("%s: colour is %v and %v, want %v", name, v.Colour.A.Rect, v.Colour.B.Rect, size)
				}
				inverse := image.NewGray(v.Colour.A.Rect)
				for i, a := range v.Colour.A.Pix {
					inverse.Pix[i] = 255 - max(a, 128)
				}
				for i := range inverse.Pix { // no colour must weigh nothing
					inverse.Pix[i] += 128
				}
				wantX, wantY := v.ToView.Apply(70, 80)
				x, y := centreOfInk(inverse, wantX/2, wantY/2, 12)
				if math.Hypot(2*x-wantX, 2*y-wantY) > 0.7 {
					t.Errorf("%s: red is at (%.2f, %.2f), want (%.2f, %.2f)", name, 2*x, 2*y, wantX, wantY)
				}
			}
		}
	}
}

func TestGreyScansHaveNoColour(t *testing.T) {
	page := noisy(letter(t, 100, 3), 20, 1)
	for _, kind := range []string{"RGBA", "YCbCr"} {
		if v, _ := Look(inColour(page, kind), 1, 100); v.Colour != nil {
			t.Errorf("a grey page in %s has colour", kind)
		}
	}
	if v, _ := Look(page, 1, 100); v.Colour != nil {
		t.Error("a grey scan has colour")
	}
}

func TestViewWithOtherGreyKeepsTheRest(t *testing.T) {
	v, _ := Look(inColour(letter(t, 100, 3), "RGBA", spot{image.Rect(0, 0, 50, 50), color.RGBA{0, 0, 255, 255}}), 6, 100)
	lifted := image.NewGray(v.Grey.Rect)
	w := v.With(lifted)
	if w.Grey != lifted || v.Grey == lifted {
		t.Error("the grey was not put in the view's copy alone")
	}
	if w.Colour != v.Colour || w.DPI != v.DPI || w.ToView != v.ToView || len(w.Steps) != len(v.Steps) || w.twoTone != v.twoTone {
		t.Error("the rest of the view was not kept")
	}
}
