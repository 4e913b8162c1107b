package prep

import (
	"image"
	"image/color"
	"testing"
)

// kinds are pictures of every kind that decoders give, 5×4 pixels, not starting at (0, 0), with colours and
// transparency that differ from pixel to pixel.
func kinds() map[string]image.Image {
	r := image.Rect(3, 2, 8, 6)
	palette := color.Palette{color.Black, color.RGBA{200, 20, 30, 255}, color.NRGBA{10, 90, 200, 128}, color.White}
	type settable interface {
		image.Image
		Set(x, y int, c color.Color)
	}
	list := map[string]settable{
		"Gray": image.NewGray(r), "Gray16": image.NewGray16(r), "RGBA": image.NewRGBA(r), "NRGBA": image.NewNRGBA(r),
		"CMYK": image.NewCMYK(r), "Paletted": image.NewPaletted(r, palette), "RGBA64": image.NewRGBA64(r), "NRGBA64": image.NewNRGBA64(r),
	}
	out := map[string]image.Image{}
	for name, img := range list {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				img.Set(x, y, color.NRGBA{uint8(x * 31), uint8(y * 40), uint8(x * y * 5), uint8(255 - x*y*4)})
			}
		}
		out[name] = img
	}
	ycc := image.NewYCbCr(r, image.YCbCrSubsampleRatio420)
	for i := range ycc.Y {
		ycc.Y[i] = uint8(i * 12)
	}
	for i := range ycc.Cb {
		ycc.Cb[i], ycc.Cr[i] = 128, 128
	}
	out["YCbCr"] = ycc
	out["Paletted part"] = list["Paletted"].(*image.Paletted).SubImage(image.Rect(4, 3, 7, 5))
	out["Gray part"] = list["Gray"].(*image.Gray).SubImage(image.Rect(4, 3, 7, 5))
	return out
}

func TestGreyIsTheBrightnessOfEveryKindOfImage(t *testing.T) {
	for name, img := range kinds() {
		g, b := grey(img), img.Bounds()
		if g.Rect != (image.Rectangle{Max: b.Size()}) {
			t.Errorf("%s: grey is %v, want %v at (0, 0)", name, g.Rect, b.Size())
			continue
		}
		for y := range b.Dy() {
			for x := range b.Dx() {
				got, want := int(g.GrayAt(x, y).Y), int(overWhite(img.At(b.Min.X+x, b.Min.Y+y)))
				if got < want-1 || got > want+1 {
					t.Errorf("%s (%d, %d): grey %d, want %d", name, x, y, got, want)
				}
			}
		}
	}
}

func TestWhatIsTransparentShowsWhite(t *testing.T) {
	r := image.Rect(0, 0, 1, 1)
	for _, img := range []image.Image{image.NewRGBA(r), image.NewNRGBA(r), image.NewNRGBA64(r), image.NewPaletted(r, color.Palette{color.Transparent})} {
		if got := grey(img).Pix[0]; got != 255 {
			t.Errorf("%T: transparent pixel is %d, want 255", img, got)
		}
	}
}

func TestIndexOutsideThePaletteIsHarmless(t *testing.T) {
	img := image.NewPaletted(image.Rect(0, 0, 2, 1), color.Palette{color.Black})
	img.Pix[1] = 200
	if got := grey(img); got.Pix[0] != 0 || got.Pix[1] != 255 {
		t.Errorf("grey is %v, want [0 255]", got.Pix)
	}
	Draw(img, turned(1, 2, 1), [2]int{2, 1})
}
