package prep

import (
	"image"
	"math/rand/v2"
	"slices"
	"testing"
)

// laid is the EXIF orientation under which a page that lies so many quarter turns clockwise is shown upright.
var laid = [4]int{1, 8, 3, 6}

func TestPagesOfTextAreTurnedUpright(t *testing.T) {
	pages := map[string]*image.Gray{"print": letter(t, 150, 1), "small": letter(t, 100, 2)}
	pages["noisy"] = noisy(letter(t, 150, 3), 25, 1)
	few := sheet(150)
	write(t, few, 150, 11, 1, 2, 0, prose(8, 4))
	pages["four lines"] = few
	for name, page := range pages {
		for lay := range 4 {
			for _, lean := range []float64{0, []float64{-12, 7, -3, 14}[lay]} {
				scan, _ := rotate(turn(page, [4]int{1, 6, 3, 8}[lay]), lean, 255)
				v, err := Look(scan, 1, 0)
				if err != nil {
					t.Fatal(err)
				}
				if len(v.Doubt) > 0 || nearest(v.ToView) != laid[lay] {
					t.Errorf("%s laid %d°, skew %v: shown as orientation %d, doubt %v: %v", name, 90*lay, lean, nearest(v.ToView), v.Doubt, v.Steps)
				}
			}
		}
	}
}

func TestWhatIsNoTextIsNotTurned(t *testing.T) {
	pages := map[string]*image.Gray{"blank": sheet(100), "dirt": sheet(100), "halftone": sheet(100), "strokes": sheet(100)}
	dots(pages["dirt"], 900, 4, 1)
	dots(pages["dirt"], 300, 7, 2)
	halftone(pages["halftone"], image.Rect(80, 80, 700, 900), 5)
	rng := rand.New(rand.NewPCG(7, 7))
	for range 300 {
		x, y := rng.IntN(800), rng.IntN(1100)
		if w := 4 + rng.IntN(30); rng.IntN(2) == 0 {
			fill(pages["strokes"], image.Rect(x, y, x+w, y+3), 0)
		} else {
			fill(pages["strokes"], image.Rect(x, y, x+3, y+w), 0)
		}
	}
	for name, page := range pages {
		for lay := range 4 {
			if v, _ := Look(page, laid[lay], 100); len(v.Doubt) > 0 || nearest(v.ToView) != laid[lay] {
				t.Errorf("%s laid %d°: orientation %d, doubt %v: %v", name, 90*lay, nearest(v.ToView), v.Doubt, v.Steps)
			}
		}
	}
}

func TestCapitalsLeaveTopAndBottomInDoubt(t *testing.T) {
	page := sheet(150)
	write(t, page, 150, 12, 1, 2, 0, "AUSSCHUSS WIRTSCHAFT UND BAU\nHAUSHALT DER STADT DRESDEN\nAMT ZENTRALE DIENSTE\nNIEDERSCHRIFT")
	for lay := range 4 {
		v, _ := Look(page, [4]int{1, 6, 3, 8}[lay], 150)
		upright := (4 - lay) % 4
		if !slices.Contains(v.Doubt, upright) {
			t.Fatalf("laid %d°: doubt %v, want %d in it", 90*lay, v.Doubt, upright)
		}
		k := v.Sample(upright)
		if k.Blank || k.Grey.Rect.Dx() <= k.Grey.Rect.Dy() {
			t.Errorf("laid %d°: sample is %v, blank %v, want lines across", 90*lay, k.Grey.Rect, k.Blank)
		}
		v = v.Turned(upright)
		if len(v.Doubt) > 0 || nearest(v.ToView) != 1 {
			t.Errorf("laid %d°: turned to orientation %d, doubt %v", 90*lay, nearest(v.ToView), v.Doubt)
		}
	}
}

// TestTurnedViewIsStraight: a page in doubt about its lines is straightened once it is turned, and the map says so.
func TestTurnedViewIsStraight(t *testing.T) {
	page, _ := rotate(letter(t, 150, 9), 3, 255)
	v, err := Look(turn(page, 6), 1, 150)
	if err != nil {
		t.Fatal(err)
	}
	v = View{Grey: turn(page, 6), DPI: 150, ToView: v.ToView, lying: true, Doubt: []int{0, 1, 3}}
	v.ToView = turned(1, page.Rect.Dy(), page.Rect.Dx())
	mark(v.Grey, 200, 210)
	v = v.Turned(3)
	x, y := v.ToView.Apply(200, 210)
	if gx, gy := centreOfInk(v.Grey, x, y, 15); (gx-x)*(gx-x)+(gy-y)*(gy-y) > 0.25 {
		t.Errorf("mark is at (%.2f, %.2f), want (%.2f, %.2f)", gx, gy, x, y)
	}
	if s := slope(letteringOf(v.Grey, 0)); !s.certain() || s.degrees > 0.1 || s.degrees < -0.1 {
		t.Errorf("the view leans: %+v", s)
	}
}

func TestFaintPrintIsFoundBesideDarkMarks(t *testing.T) {
	page := sheet(150)
	write(t, page, 150, 11, 1, 2, 190, prose(8, 20))
	dots(page, 12, 40, 4) // stamps, as dark as can be
	ink := ready(t, noisy(page, 8, 1), 150)
	var black, all int
	for _, v := range ink.Grey.Pix {
		if v < 70 {
			black++
		}
		all++
	}
	// The stamps cover about 1 % of the page, and so does the print.
	if share := float64(black) / float64(all); share < 0.02 {
		t.Errorf("%.4f of the ink is black: the faint print is not: %v", share, ink.Steps)
	}
}
