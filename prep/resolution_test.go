package prep

import (
	"image"
	"testing"
)

func TestResolutionIsTheClaimIfCredibleElseThePapers(t *testing.T) {
	for _, c := range []struct {
		w, h          int
		claimed, want float64
	}{
		{2480, 3508, 300, 300},
		{2480, 3508, 72, 300},
		{2480, 3508, 0, 300},
		{3508, 2480, 0, 300},
		{793, 1122, 96, 96},
		{1654, 2339, 72, 200},
		{2550, 3300, 0, 300},
		{2550, 4200, 1, 300},
		{1748, 2480, 0, 300},
		{3508, 4961, 0, 300},
		{4960, 7016, 72, 600},
		{1728, 2200, 204, 204},
		{1240, 1754, 72, 150},
		{595, 842, 72, 72},
		{2480, 3508, 100000, 300},
		{2480, 3508, -300, 300},
	} {
		got := resolution(&image.Gray{Pix: make([]byte, c.w*c.h), Stride: c.w, Rect: image.Rect(0, 0, c.w, c.h)}, c.claimed)
		if got.dpi != c.want {
			t.Errorf("%d×%d claimed %v: %v dpi %s, want %v", c.w, c.h, c.claimed, got.dpi, got.note, c.want)
		}
		if (got.note == "") != (got.dpi == c.claimed) {
			t.Errorf("%d×%d claimed %v: note %q", c.w, c.h, c.claimed, got.note)
		}
	}
}

func TestLettersTellTheResolutionOfAnUnusualCut(t *testing.T) {
	for _, dpi := range []float64{150, 200, 300, 400} {
		cut := letter(t, dpi, 1).SubImage(image.Rect(int(dpi/2), int(dpi), int(7.3*dpi), int(6.1*dpi)))
		v, err := Look(cut, 1, 0)
		if err != nil {
			t.Fatal(err)
		}
		if v.DPI < 0.75*dpi || v.DPI > 1.34*dpi {
			t.Errorf("cut at %v dpi taken for %v: %v", dpi, v.DPI, v.Steps)
		}
	}
}
