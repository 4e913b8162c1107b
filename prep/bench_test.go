package prep

import (
	"image"
	"syscall"
	"testing"
)

// scanned300 is a 300 dpi A4 page with noise and a slight skew, the usual case.
func scanned300(b *testing.B, lean float64) *image.Gray {
	page, _ := rotate(letter(b, 300, 1), lean, 250)
	return noisy(page, 6, 1)
}

// uneven lets the light fall off to the left.
func uneven(page *image.Gray) *image.Gray {
	for y := range page.Rect.Dy() {
		row := page.Pix[y*page.Stride : (y+1)*page.Stride]
		for x, v := range row {
			row[x] = uint8(int(v) * (160 + 90*x/len(row)) / 255)
		}
	}
	return page
}

func BenchmarkLookStraight(b *testing.B) { benchmarkLook(b, scanned300(b, 0)) }
func BenchmarkLookLeaning(b *testing.B)  { benchmarkLook(b, scanned300(b, 0.8)) }

func benchmarkLook(b *testing.B, page *image.Gray) {
	timed(b, func() {
		if _, err := Look(page, 1, 300); err != nil {
			b.Fatal(err)
		}
	})
}

func BenchmarkReady(b *testing.B)       { benchmarkReady(b, scanned300(b, 0.8)) }
func BenchmarkReadyUneven(b *testing.B) { benchmarkReady(b, uneven(scanned300(b, 0.8))) }

func benchmarkReady(b *testing.B, page *image.Gray) {
	v, err := Look(page, 1, 300)
	if err != nil {
		b.Fatal(err)
	}
	timed(b, func() { Ready(v) })
}

// BenchmarkPage is all that preparing does to a page that leans in uneven light.
func BenchmarkPage(b *testing.B) {
	page := uneven(scanned300(b, 0.8))
	timed(b, func() {
		v, err := Look(page, 1, 300)
		if err != nil {
			b.Fatal(err)
		}
		Ready(v)
	})
}

// timed runs do, and reports the processor's time too, which other programs on the machine do not lengthen.
func timed(b *testing.B, do func()) {
	b.ReportAllocs()
	start := processorTime(b)
	for b.Loop() {
		do()
	}
	b.ReportMetric(float64(processorTime(b)-start)/1e6/float64(b.N), "cpu-ms/op")
}

// processorTime is what this process has used so far, in nanoseconds.
func processorTime(b *testing.B) int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return u.Utime.Nano() + u.Stime.Nano()
}
