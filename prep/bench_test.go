package prep

import (
	"image"
	"testing"
)

// scanned300 is a 300 dpi A4 page with noise and a slight skew, the usual case.
func scanned300(b *testing.B, lean float64) *image.Gray {
	page, _ := rotate(letter(b, 300, 1), lean, 250)
	return noisy(page, 6, 1)
}

func BenchmarkLookStraight(b *testing.B) { benchmarkLook(b, scanned300(b, 0)) }
func BenchmarkLookLeaning(b *testing.B)  { benchmarkLook(b, scanned300(b, 0.8)) }

func benchmarkLook(b *testing.B, page *image.Gray) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Look(page, 1, 300); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReady(b *testing.B) {
	v, err := Look(scanned300(b, 0.8), 1, 300)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		Ready(v)
	}
}

func BenchmarkReadyUneven(b *testing.B) {
	page := scanned300(b, 0.8)
	for y := range page.Rect.Dy() {
		row := page.Pix[y*page.Stride : (y+1)*page.Stride]
		for x, v := range row {
			row[x] = uint8(int(v) * (160 + 90*x/len(row)) / 255)
		}
	}
	v, err := Look(page, 1, 300)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		Ready(v)
	}
}
