package scan

import (
	"image"
	"image/color"
	"testing"

	"aktenkundig/document"
)

// TestUprightTurnsAsEXIFSays takes an L of three pixels on a 3 × 2 sheet: where its corner and its two ends come to
// stand tells all eight turns apart.
func TestUprightTurnsAsEXIFSays(t *testing.T) {
	corner, long, short := byte(10), byte(20), byte(30)
	grey := image.NewGray(image.Rect(0, 0, 3, 2))
	grey.Pix = []byte{corner, 1, long, short, 1, 1}
	// What stands at the top left, top right and bottom left once turned (CIPA DC-008, tag 274).
	for orientation, want := range map[int][3]byte{
		1: {corner, long, short}, 2: {long, corner, 1}, 3: {1, short, long}, 4: {short, 1, corner},
		5: {corner, short, long}, 6: {short, corner, 1}, 7: {1, long, short}, 8: {long, 1, corner},
	} {
		coloured := image.NewRGBA(grey.Rect)
		for i, v := range grey.Pix {
			coloured.Set(i%3, i/3, color.Gray{v})
		}
		for _, img := range []image.Image{grey, coloured} {
			m := Sheet{Image: img, Size: document.Size{3, 2}, Orientation: orientation}.Upright()
			b := m.Bounds()
			at := func(x, y int) byte { return color.GrayModel.Convert(m.At(x, y)).(color.Gray).Y }
			if got := [3]byte{at(0, 0), at(b.Max.X-1, 0), at(0, b.Max.Y-1)}; got != want {
				t.Errorf("orientation %d: corners %v, want %v", orientation, got, want)
			}
		}
	}
}
