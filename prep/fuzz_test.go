package prep

import (
	"image"
	"testing"

	"aktenkundig/document"
)

// FuzzLookAndReady: whatever the pixels, a page becomes view and ink without a panic, and the maps say where.
func FuzzLookAndReady(f *testing.F) {
	f.Add([]byte{0, 255, 255, 0, 9}, uint16(3), 1, 300.0)
	f.Add([]byte{10, 200}, uint16(900), 6, 0.0)
	f.Add([]byte{255}, uint16(65535), 8, 72.0)
	f.Fuzz(func(t *testing.T, pix []byte, width uint16, orientation int, dpi float64) {
		const most = 1 << 16
		w := int(width%512) + 1
		if len(pix) == 0 {
			return
		}
		// The bytes are repeated until they fill a picture that is worth looking at.
		h := min(most/w, 40*(len(pix)/w+1))
		g := image.NewGray(image.Rect(0, 0, w, h))
		for i := range g.Pix {
			g.Pix[i] = pix[i%len(pix)]
		}
		v, err := Look(g, orientation, dpi)
		if err != nil {
			t.Fatal(err)
		}
		k := Ready(v)
		whole := v.ToView.Then(k.ToInk).Box(document.Box{0, 0, w, h})
		all := document.Box{-1, -1, k.Grey.Rect.Dx() + 1, k.Grey.Rect.Dy() + 1}
		if whole.Intersect(all) != whole {
			t.Errorf("the scan covers %v of an ink of %v", whole, k.Grey.Rect)
		}
		Draw(g, v.ToView, document.Size{v.Grey.Rect.Dx(), v.Grey.Rect.Dy()})
	})
}
