package prep

import (
	"image"
	"math"
	"testing"

	"aktenkundig/document"
)

// found gives the findings of a kind.
func found(k Ink, kind document.Kind) (list []document.Artefact) {
	for _, a := range k.Artefacts {
		if a.Kind == kind {
			list = append(list, a)
		}
	}
	return list
}

// near tells whether two boxes differ by no more than by on every edge.
func near(a, b document.Box, by int) bool {
	for i := range a {
		if d := a[i] - b[i]; d > by || d < -by {
			return false
		}
	}
	return true
}

// looked gives view and ink of a page.
func looked(t *testing.T, g *image.Gray, dpi float64) (View, Ink) {
	t.Helper()
	v, err := Look(g, 1, dpi)
	if err != nil {
		t.Fatal(err)
	}
	return v, Ready(v)
}

// darkest is the darkest pixel of the ink over a box of the view.
func darkest(k Ink, b document.Box) uint8 {
	b = k.ToInk.Box(b).Intersect(document.Box{0, 0, k.Grey.Rect.Dx(), k.Grey.Rect.Dy()})
	least := uint8(255)
	for y := b[1]; y < b[3]; y++ {
		for _, v := range k.Grey.Pix[y*k.Grey.Stride+b[0] : y*k.Grey.Stride+b[2]] {
			least = min(least, v)
		}
	}
	return least
}

func TestBorderIsFoundAndWhitened(t *testing.T) {
	for _, lean := range []float64{0, 3} {
		page := letter(t, 150, 1)
		scan, _ := rotate(page, lean, 12) // a dark lid around a crooked sheet
		w, h := scan.Rect.Dx(), scan.Rect.Dy()
		fill(scan, image.Rect(0, 0, 40, h), 12)
		fill(scan, image.Rect(0, h-30, w, h), 12)
		v, k := looked(t, noisy(scan, 6, 1), 150)
		if n := len(found(k, document.Border)); n < 2 {
			t.Errorf("skew %v: %d borders, want left and bottom at least: %v", lean, n, k.Steps)
		}
		x, y := v.ToView.Apply(20, float64(h)/2)
		if d := darkest(k, document.Box{int(x) - 4, int(y) - 40, int(x) + 4, int(y) + 40}); d < 200 {
			t.Errorf("skew %v: the ink of the border is as dark as %d", lean, d)
		}
		for _, a := range k.Artefacts {
			if len(a.Reasons) == 0 || a.Score <= 0 || a.Score > 1 {
				t.Errorf("skew %v: a finding without reasons or score: %+v", lean, a)
			}
		}
	}
}

func TestPrintAtTheEdgeIsNoBorder(t *testing.T) {
	page := letter(t, 150, 2)
	for line := range 30 { // text cut off by the edge of the scan
		write(t, page, 150, 11, -0.1, 1+float64(line)*0.3, 0, "abgeschnitten")
	}
	head := image.Rect(0, 0, page.Rect.Dx(), 90) // white on black up to the edge
	fill(page, head, 0)
	before := image.NewGray(page.Rect)
	copy(before.Pix, page.Pix)
	write(t, page, 150, 30, 0.6, 0.45, 255, "AMTSBLATT DER STADT DRESDEN")
	_, k := looked(t, page, 150)
	if b := found(k, document.Border); len(b) > 0 {
		t.Errorf("borders %v", b)
	}
	if d := darkest(k, document.Box{10, 10, page.Rect.Dx() - 10, 80}); d > 60 {
		t.Error("a heading in white on black was whitened")
	}
	if d := darkest(k, document.Box{0, 200, 30, page.Rect.Dy() - 200}); d > 100 {
		t.Error("print at the edge was whitened")
	}
}

func TestShadowOfAFoldIsNoBorder(t *testing.T) {
	page := letter(t, 150, 3)
	for y := range page.Rect.Dy() {
		for x := range 200 { // deepest at the edge
			d := 1 - 0.85*math.Pow(1-float64(x)/200, 2)
			page.Pix[y*page.Stride+x] = uint8(float64(page.Pix[y*page.Stride+x]) * d)
		}
	}
	if _, k := looked(t, page, 150); len(found(k, document.Border)) > 0 {
		t.Errorf("borders %v", found(k, document.Border))
	}
}

func TestHolesAndStapleAreFoundAndWhitened(t *testing.T) {
	const dpi = 200
	page := letter(t, dpi, 4)
	hole(page, dpi, 0.47, 4.27)
	hole(page, dpi, 0.47, 4.27+80/25.4)
	for i := range 90 { // a wire
		fill(page, image.Rect(60+i*2/3, 70+i*2/3, 60+i*2/3+4, 70+i*2/3+4), 30)
	}
	_, k := looked(t, page, dpi)
	holes, staples := found(k, document.Hole), found(k, document.Staple)
	r := dpi * 3 / 25.4
	want := document.Box{int(0.47*dpi - r), int(4.27*dpi - r), int(0.47*dpi + r), int(4.27*dpi + r)}
	if len(holes) != 2 || !near(holes[0].Box, want, 2) {
		t.Errorf("holes %v, want two, the first at %v", holes, want)
	}
	if len(staples) != 1 || !near(staples[0].Box, document.Box{60, 70, 123, 133}, 3) {
		t.Errorf("staples %v", staples)
	}
	for _, a := range k.Artefacts {
		if d := darkest(k, a.Box); d < 200 {
			t.Errorf("the ink of %s is as dark as %d", a.Kind, d)
		}
	}
}

func TestLettersAreNoHolesAndNoStaples(t *testing.T) {
	page := letter(t, 200, 5)
	write(t, page, 200, 26, 0.4, 0.6, 0, "O o / 0 Q \\")
	write(t, page, 200, 26, 0.4, 11.2, 0, "1/2 O")
	_, k := looked(t, page, 200)
	if len(k.Artefacts) > 0 {
		t.Errorf("findings %v", k.Artefacts)
	}
}

func TestStreakIsMendedAndLettersUnderItStay(t *testing.T) {
	for _, lean := range []float64{0, 0.8} {
		page, _ := rotate(letter(t, 200, 6), lean, 255)
		at := page.Rect.Dx() / 2
		clean, _ := rotate(letter(t, 200, 6), lean, 255)
		fill(page, image.Rect(at, 0, at+2, page.Rect.Dy()), 90)
		v, k := looked(t, noisy(page, 5, 1), 200)
		list := found(k, document.Streak)
		want := v.ToView.Box(document.Box{at, 0, at + 2, page.Rect.Dy()})
		if len(list) != 1 || !near(list[0].Box, want, 2+int(0.02*float64(page.Rect.Dy()))) {
			t.Fatalf("skew %v: streaks %v, want one at %v", lean, list, want)
		}
		c, err := Look(clean, 1, 200)
		if err != nil {
			t.Fatal(err)
		}
		// Compare the strip with that of the page without streak.
		x0, x1 := k.ToInk.Box(want)[0]-2, k.ToInk.Box(want)[2]+2
		other := Ready(c).Grey
		sum := 0.0
		for y := range min(other.Rect.Dy(), k.Grey.Rect.Dy()) {
			for x := x0; x < x1; x++ {
				sum += math.Abs(float64(k.Grey.Pix[y*k.Grey.Stride+x]) - float64(other.Pix[y*other.Stride+x]))
			}
		}
		if mean := sum / float64((x1-x0)*other.Rect.Dy()); mean > 12 {
			t.Errorf("skew %v: the mended strip differs by %.1f of 255 from the page without streak", lean, mean)
		}
	}
}

func TestRulesOfATableAreNoStreaks(t *testing.T) {
	page := letter(t, 200, 7)
	for x := 200; x < 1500; x += 300 {
		fill(page, image.Rect(x, 250, x+3, page.Rect.Dy()-250), 0)
	}
	if _, k := looked(t, page, 200); len(found(k, document.Streak)) > 0 {
		t.Errorf("streaks %v", found(k, document.Streak))
	}
}
