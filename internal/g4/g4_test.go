package g4

import (
	"bytes"
	"image"
	"io"
	"math/rand/v2"
	"testing"

	"golang.org/x/image/ccitt"
)

// The reader of golang.org/x/image knows nothing of this package: what it reads back must be what was written.
func TestEncodeIsReadBackPixelForPixel(t *testing.T) {
	for name, im := range pictures() {
		t.Run(name, func(t *testing.T) {
			w, h := im.Rect.Dx(), im.Rect.Dy()
			r := ccitt.NewReader(bytes.NewReader(Encode(im)), ccitt.MSB, ccitt.Group4, w, h, nil)
			got, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			if want := pack(im); !bytes.Equal(got, want) {
				t.Errorf("%d × %d pixels came back different", w, h)
			}
		})
	}
}

func pictures() map[string]*image.Gray {
	r := rand.New(rand.NewPCG(1, 2))
	list := map[string]*image.Gray{
		"white":     fill(100, 10, func(int, int) bool { return false }),
		"black":     fill(100, 10, func(int, int) bool { return true }),
		"one pixel": fill(1, 1, func(int, int) bool { return true }),
		"wide":      fill(6000, 3, func(x, y int) bool { return x > 10*y && x < 5700 }),
		"checks":    fill(64, 64, func(x, y int) bool { return (x+y)%2 == 0 }),
		"edges":     fill(65, 9, func(x, _ int) bool { return x == 0 || x == 64 }),
		"diagonal":  fill(300, 300, func(x, y int) bool { return (x-y)%37 < 5 }),
		"noise":     fill(333, 99, func(int, int) bool { return r.IntN(2) == 0 }),
		"sparse":    fill(2500, 99, func(int, int) bool { return r.IntN(90) == 0 }),
	}
	for _, w := range []int{2, 7, 8, 9, 63, 64, 65, 127, 128, 1791, 1792, 2559, 2560, 2561} {
		list["blobs "+string(rune('A'+len(list)))] = fill(w, 40, func(x, y int) bool { return (x*x/50+y*y/20)%3 == 0 })
	}
	return list
}

func fill(w, h int, black func(x, y int) bool) *image.Gray {
	im := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			if !black(x, y) {
				im.Pix[y*im.Stride+x] = 255
			}
		}
	}
	return im
}

// pack gives im as the ccitt reader does: eight pixels a byte, 1 for white unless inverted.
func pack(im *image.Gray) []byte {
	var out []byte
	w, h := im.Rect.Dx(), im.Rect.Dy()
	for y := range h {
		row := make([]byte, (w+7)/8)
		for x := range w {
			if im.Pix[y*im.Stride+x] >= 128 {
				row[x/8] |= 0x80 >> (x % 8)
			}
		}
		out = append(out, row...)
	}
	return out
}

func BenchmarkEncode(b *testing.B) {
	im := fill(2479, 3508, func(x, y int) bool { return y%50 < 30 && (x*7+y*3)%23 < 6 })
	for b.Loop() {
		Encode(im)
	}
}
