package scan

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"testing"

	"aktenkundig/internal/g4"
)

// page draws a grey A4 page at 300 dpi with lines of letter-like blocks and paper noise.
func page() *image.Gray {
	r := rand.New(rand.NewPCG(1, 2))
	img := image.NewGray(image.Rect(0, 0, 2480, 3508))
	for i := range img.Pix {
		img.Pix[i] = 235 + byte(r.IntN(20))
	}
	for y := 250; y < 3200; y += 62 {
		for x := 250; x < 2200; x += 12 + r.IntN(24) {
			for dy := range 30 {
				fill(img.Pix[(y+dy)*img.Stride+x:][:4+r.IntN(4)], byte(r.IntN(60)))
			}
		}
	}
	return img
}

func BenchmarkSheet(b *testing.B) {
	img := page()
	var jpg bytes.Buffer
	if err := jpeg.Encode(&jpg, img, &jpeg.Options{Quality: 85}); err != nil {
		b.Fatal(err)
	}
	a4 := func(entries string, data []byte) []byte {
		return testPDF{
			pages:  []string{"/MediaBox [0 0 595.2 841.92]\n595.2 0 0 841.92 0 0 cm /I0 Do"},
			images: []testImage{{"/Width 2480 /Height 3508 /ColorSpace /DeviceGray " + entries, data}},
		}.bytes()
	}
	bilevel := g4.Encode(img)
	fax := makeTIFF(binary.LittleEndian, tiffPicture{
		tags:   base(2480, 3508, 4, 0, 1, 1, tiffTag{tag: tagXResolution, kind: 5, values: []int{300, 1}}, tiffTag{tag: tagYResolution, kind: 5, values: []int{300, 1}}),
		chunks: [][]byte{bilevel},
	})
	for _, c := range []struct {
		name string
		data []byte
	}{
		{"jpeg.pdf", a4("/BitsPerComponent 8 /Filter /DCTDecode", jpg.Bytes())},
		{"flate.pdf", a4("/BitsPerComponent 8 /Filter /FlateDecode", zlibBytes(img.Pix))},
		{"drawn.pdf", testPDF{pages: []string{"/MediaBox [0 0 595.2 841.92]\n0 0 99 99 re f"}}.bytes()},
		{"g4.pdf", a4("/BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 2480 /Rows 3508 >>", bilevel)},
	} {
		benchmarkFile(b, c.name, write(b, c.name, c.data))
	}
	path := write(b, "g4.tif", fax) // poppler reads no TIFF: g4.pdf holds the same data
	b.Run("g4.tif", func(b *testing.B) { benchmarkOpen(b, path) })
}

// BenchmarkCorpus takes real pages: Group 4 and JBIG2 of 300 dpi, a TIFF of 400 dpi.
func BenchmarkCorpus(b *testing.B) {
	for _, path := range corpus(b, "weird-pdf") {
		switch name := filepath.Base(path); name {
		case "ccitt.pdf", "jbig2.pdf", "g4-multi.tiff":
			benchmarkFile(b, name, path)
		}
	}
}

func benchmarkFile(b *testing.B, name, path string) {
	b.Run(name, func(b *testing.B) { benchmarkOpen(b, path) })
	b.Run(name+"/pdftoppm", func(b *testing.B) { benchmarkPoppler(b, path) })
}

func benchmarkOpen(b *testing.B, path string) {
	b.ReportAllocs()
	for b.Loop() {
		f, err := Open(context.Background(), path, Options{Renderer: testRenderer()})
		if err != nil {
			b.Fatal(err)
		}
		sheet(b, f, 1)
		f.Close()
	}
}

func benchmarkPoppler(b *testing.B, path string) {
	if _, err := exec.LookPath("pdftoppm"); err != nil || path[len(path)-3:] != "pdf" {
		b.Skip("no PDF, or no pdftoppm here")
	}
	for b.Loop() {
		if out, err := exec.Command("pdftoppm", "-r", "300", "-gray", path, filepath.Join(b.TempDir(), "page")).CombinedOutput(); err != nil {
			b.Fatal(fmt.Errorf("%w: %s", err, out))
		}
	}
}
