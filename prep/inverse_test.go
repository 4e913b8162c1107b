package prep

import (
	"image"
	"testing"
)

func TestNegativeBecomesPositive(t *testing.T) {
	page := letter(t, 150, 1)
	want := ready(t, page, 150)
	for _, ground := range []uint8{0, 30, 60} {
		scan := image.NewGray(page.Rect)
		for i, v := range page.Pix {
			scan.Pix[i] = max(ground, 255-v)
		}
		got := ready(t, noisy(scan, 4, 1), 150)
		if got.Grey.Rect != want.Grey.Rect {
			t.Fatalf("ground %d: ink is %v, that of the positive %v: %v", ground, got.Grey.Rect, want.Grey.Rect, got.Steps)
		}
		if d := difference(got.Grey, want.Grey); d > 30 {
			t.Errorf("ground %d: the ink differs by %.1f of 255 from that of the positive: %v", ground, d, got.Steps)
		}
	}
}

func TestDarkScanIsNoNegative(t *testing.T) {
	page := letter(t, 150, 1)
	for i, v := range page.Pix {
		page.Pix[i] = uint8(20 + int(v)*80/255) // underexposed
	}
	ink := ready(t, noisy(page, 4, 1), 150)
	if tone, _ := toneOf(ink.Grey); tone < 200 {
		t.Errorf("the paper of a dark scan is %d in the ink: %v", tone, ink.Steps)
	}
}

func TestWhitePrintInABarIsTurned(t *testing.T) {
	page := letter(t, 150, 2)
	bar := image.Rect(150, 80, 1100, 120)
	fill(page, bar, 20)
	write(t, page, 150, 13, 1.2, 0.72, 250, "Niederschrift der Sitzung")
	seal := image.Rect(1000, 1500, 1100, 1600) // a dark picture without print
	fill(page, seal, 40)
	v, k := looked(t, page, 150)
	mean := func(r image.Rectangle) int {
		b := k.ToInk.Box(partOf(r).box())
		sum, n := 0, 0
		for y := b[1]; y < b[3]; y++ {
			for x := b[0]; x < b[2]; x++ {
				sum, n = sum+int(k.Grey.Pix[y*k.Grey.Stride+x]), n+1
			}
		}
		return sum / n
	}
	if m := mean(bar.Inset(4)); m < 180 {
		t.Errorf("the bar's mean is %d, want it white: %v %v", m, v.Steps, k.Steps)
	}
	if m := mean(seal.Inset(4)); m > 80 {
		t.Errorf("the dark picture's mean is %d, want it left alone", m)
	}
}

func TestPrintOnAShadedGroundIsLifted(t *testing.T) {
	for _, ground := range []uint8{90, 120, 150} {
		page := letter(t, 150, 3)
		band := image.Rect(150, 80, 900, 112)
		fill(page, band, ground)
		write(t, page, 150, 11, 1.2, 0.69, 25, "bis zum Ende des Jahres zu erledigen")
		_, k := looked(t, page, 150)
		b := k.ToInk.Box(partOf(band.Inset(4)).box())
		var bright, dark int
		for y := b[1]; y < b[3]; y++ {
			for _, v := range k.Grey.Pix[y*k.Grey.Stride+b[0] : y*k.Grey.Stride+b[2]] {
				if v > 225 {
					bright++
				} else if v < 80 {
					dark++
				}
			}
		}
		if area := b.Area(); bright*10 < area*6 || dark*50 < area {
			t.Errorf("ground %d: of %d pixels %d are bright and %d dark: %v", ground, area, bright, dark, k.Steps)
		}
	}
}

func partOf(r image.Rectangle) part {
	return part{int32(r.Min.X), int32(r.Min.Y), int32(r.Max.X), int32(r.Max.Y), 0}
}

// TestMatAroundASheetIsNoBar: a sheet photographed on a dark ground with white spots is not turned.
func TestMatAroundASheetIsNoBar(t *testing.T) {
	sheet := letter(t, 150, 4)
	margin := 300 // the mat then covers more than patchFill
	scan := image.NewGray(image.Rect(0, 0, sheet.Rect.Dx()+2*margin, sheet.Rect.Dy()+2*margin))
	fill(scan, scan.Rect, 60)
	write(t, scan, 150, 13, 0.5, 0.5, 250, "Niederschrift der Sitzung")
	for y := range sheet.Rect.Dy() {
		copy(scan.Pix[(y+margin)*scan.Stride+margin:], sheet.Pix[y*sheet.Stride:y*sheet.Stride+sheet.Rect.Dx()])
	}
	v, _ := looked(t, scan, 150)
	s := examine(v)
	for _, p := range s.findPatches(v.Grey) {
		if p.white && p.box.Width() > sheet.Rect.Dx() {
			t.Errorf("the mat %v is taken for white print on black", p.box)
		}
	}
}
