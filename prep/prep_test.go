package prep

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"math"
	"testing"

	"aktenkundig/document"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestImageWithoutPixelsIsRefused(t *testing.T) {
	for name, img := range map[string]image.Image{
		"none":    nil,
		"0×0":     image.NewGray(image.Rectangle{}),
		"0×5":     image.NewRGBA(image.Rect(0, 0, 0, 5)),
		"endless": image.NewUniform(color.White),
	} {
		if _, err := Look(img, 1, 300); !errors.Is(err, ErrSize) {
			t.Errorf("%s: error %v, want ErrSize", name, err)
		}
	}
}

func TestTinyImagesPassUnharmed(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {2, 1}, {1, 900}, {3000, 1}, {7, 5}, {16, 16}, {17, 33}} {
		for orientation := range 10 {
			for _, dpi := range []float64{0, 1, 300, math.NaN(), math.Inf(1), -5} {
				img := image.NewGray(image.Rectangle{Max: size})
				v, err := Look(img, orientation, dpi)
				if err != nil {
					t.Fatalf("%v: %v", size, err)
				}
				if !(v.DPI > 0) || math.IsInf(v.DPI, 0) {
					t.Errorf("%v at %v dpi: view has %v dpi", size, dpi, v.DPI)
				}
				ink := Ready(v)
				if ink.Grey.Rect.Empty() || ink.Grey.Rect.Min != (image.Point{}) {
					t.Errorf("%v at %v dpi: ink is %v", size, dpi, ink.Grey.Rect)
				}
				Draw(img, v.ToView, document.Size{v.Grey.Rect.Dx(), v.Grey.Rect.Dy()})
			}
		}
	}
}

func TestLookDoesNotChangeTheScan(t *testing.T) {
	scan, _ := rotate(letter(t, 150, 1), 2, 255)
	before := append([]byte(nil), scan.Pix...)
	v, _ := Look(scan, 1, 150)
	Ready(v)
	if !bytes.Equal(before, scan.Pix) {
		t.Error("the scan's pixels were changed")
	}
}

func TestSameScanGivesTheSameInk(t *testing.T) {
	scan := noisy(letter(t, 150, 2), 20, 1)
	a, _ := Look(scan, 6, 150)
	b, _ := Look(scan, 6, 150)
	first, again := Ready(a), Ready(b)
	if !bytes.Equal(first.Grey.Pix, again.Grey.Pix) {
		t.Error("pixels differ")
	}
	first.Grey, again.Grey = nil, nil
	if diff := cmp.Diff(first, again, cmpopts.IgnoreUnexported(Ink{})); diff != "" {
		t.Error(diff)
	}
}

func TestReadyLeavesTheViewAsItIs(t *testing.T) {
	page := letter(t, 200, 5) // kept at its size
	broken(page, 130, 300, 1400, 90)
	dots(page, 40, 2, 1)
	streaked := image.NewGray(page.Rect)
	for i, v := range page.Pix {
		streaked.Pix[i] = v
		if i%page.Stride/2 == 400 {
			streaked.Pix[i] = min(v, 140)
		}
	}
	for name, scan := range map[string]*image.Gray{"clean": page, "streaked": streaked, "dark": uneven(copied(page)), "white on black": inverted(page)} {
		v, err := Look(scan, 1, 200)
		if err != nil {
			t.Fatal(err)
		}
		was := bytes.Clone(v.Grey.Pix)
		ink := Ready(v)
		if !bytes.Equal(v.Grey.Pix, was) {
			t.Errorf("%s: the view has changed: %v", name, ink.Steps)
		}
		if bytes.Equal(ink.Grey.Pix, was) {
			t.Errorf("%s: nothing was done, which shows nothing: %v", name, ink.Steps)
		}
	}
}

func copied(g *image.Gray) *image.Gray {
	return &image.Gray{Pix: bytes.Clone(g.Pix), Stride: g.Stride, Rect: g.Rect}
}

// mark is a cross of 9 pixels' reach around the pixel corner (x, y): its centre of mass is that corner.
func mark(g *image.Gray, x, y int) {
	fill(g, image.Rect(x-9, y-3, x+9, y+3), 0)
	fill(g, image.Rect(x-3, y-9, x+3, y+9), 0)
}

// centreOfInk is the centre of mass of what is dark within reach of (x, y).
func centreOfInk(g *image.Gray, x, y float64, reach int) (cx, cy float64) {
	var sx, sy, n float64
	r := image.Rect(int(x)-reach, int(y)-reach, int(x)+reach, int(y)+reach).Intersect(g.Rect)
	for v := r.Min.Y; v < r.Max.Y; v++ {
		for u := r.Min.X; u < r.Max.X; u++ {
			d := float64(255 - g.GrayAt(u, v).Y)
			sx, sy, n = sx+d*(float64(u)+0.5), sy+d*(float64(v)+0.5), n+d
		}
	}
	return sx / n, sy / n
}

func TestMarkOfTheScanStandsInViewAndInkWhereTheMapsSay(t *testing.T) {
	for orientation := 1; orientation <= 8; orientation++ {
		for _, lean := range []float64{0, 2.5, -4} {
			t.Run(fmt.Sprintf("orientation %d, skew %v", orientation, lean), func(t *testing.T) {
				page, _ := rotate(letter(t, 200, 3), lean, 255)
				// The scan is what orientation shows as the page.
				back := orientation
				if orientation == 6 || orientation == 8 {
					back = 14 - orientation
				}
				scan := turn(page, back)
				scan = &image.Gray{Pix: append([]byte(nil), scan.Pix...), Stride: scan.Stride, Rect: scan.Rect}
				place := [2]int{100, 110}
				mark(scan, place[0], place[1])
				v, err := Look(scan, orientation, 200)
				if err != nil {
					t.Fatal(err)
				}
				wantX, wantY := v.ToView.Apply(float64(place[0]), float64(place[1]))
				if x, y := centreOfInk(v.Grey, wantX, wantY, 15); math.Hypot(x-wantX, y-wantY) > 0.5 {
					t.Errorf("mark is at (%.2f, %.2f) of the view, want (%.2f, %.2f)", x, y, wantX, wantY)
				}
				there, ok := v.ToView.Inverse()
				x, y := there.Apply(wantX, wantY)
				if !ok || math.Hypot(x-float64(place[0]), y-float64(place[1])) > 0.5 {
					t.Errorf("there and back is (%.2f, %.2f), want %v", x, y, place)
				}
				ink := Ready(v)
				inkX, inkY := ink.ToInk.Apply(wantX, wantY)
				if x, y := centreOfInk(ink.Grey, inkX, inkY, 14); math.Hypot(x-inkX, y-inkY) > 0.5 {
					t.Errorf("mark is at (%.2f, %.2f) of the ink, want (%.2f, %.2f)", x, y, inkX, inkY)
				}
				if turned := math.Abs(slope(letteringOf(v.Grey, 0)).degrees); turned > 0.1 {
					t.Errorf("the view still leans by %.2f degrees", turned)
				}
			})
		}
	}
}

func TestDrawnViewIsTheGreyViewInColour(t *testing.T) {
	for orientation := 1; orientation <= 8; orientation++ {
		for _, lean := range []float64{0, 3} {
			scan, _ := rotate(letter(t, 100, 4), lean, 255)
			if orientation >= 5 {
				scan = turn(scan, 5)
			}
			mark(scan, 60, 150)
			v, err := Look(scan, orientation, 100)
			if err != nil {
				t.Fatal(err)
			}
			size := document.Size{v.Grey.Rect.Dx(), v.Grey.Rect.Dy()}
			drawn := grey(Draw(scan, v.ToView, size))
			if drawn.Rect != v.Grey.Rect {
				t.Fatalf("orientation %d: drawn %v, view %v", orientation, drawn.Rect, v.Grey.Rect)
			}
			x, y := v.ToView.Apply(60, 150)
			gx, gy := centreOfInk(v.Grey, x, y, 14)
			dx, dy := centreOfInk(drawn, x, y, 14)
			if math.Hypot(gx-dx, gy-dy) > 0.6 {
				t.Errorf("orientation %d, skew %v: mark drawn at (%.2f, %.2f), in the view at (%.2f, %.2f)", orientation, lean, dx, dy, gx, gy)
			}
		}
	}
}

func TestDrawKeepsColour(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 4, 2))
	img.SetNRGBA(3, 0, color.NRGBA{200, 10, 20, 255})
	got := Draw(img, turned(6, 4, 2), document.Size{2, 4})
	if r, g, b, a := got.At(1, 3).RGBA(); r>>8 != 200 || g>>8 != 10 || b>>8 != 20 || a>>8 != 255 {
		t.Errorf("pixel is %v %v %v %v, want the stamp's red", r>>8, g>>8, b>>8, a>>8)
	}
	if _, _, _, a := got.At(0, 0).RGBA(); a>>8 != 255 {
		t.Error("what was transparent is still so, want white")
	}
}
