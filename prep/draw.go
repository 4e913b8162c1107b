package prep

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"aktenkundig/document"

	"github.com/disintegration/imaging"
)

// Draw gives the view in colour, for people: img, which must be the sheet that Look was given, moved by the
// ToView that Look made, on size pixels of the view. Words stand where the view's boxes say, within a pixel.
// What the turn brings in from outside is as bright as the paper. It holds two colour pictures of the page in
// memory while it works. An empty img or size gives an empty picture.
func Draw(img image.Image, toView document.Affine, size document.Size) image.Image {
	if img == nil || img.Bounds().Empty() || size[0] <= 0 || size[1] <= 0 {
		return image.NewNRGBA(image.Rectangle{})
	}
	colour := opaque(img)
	b := colour.Bounds()
	orientation := nearest(toView)
	upright := upright(colour, orientation)
	// What is left of the map after the turn is the small angle.
	undo, _ := turned(orientation, b.Dx(), b.Dy()).Inverse()
	rest := undo.Then(toView)
	degrees := math.Atan2(rest[1], rest[0]) * 180 / math.Pi
	if math.Abs(degrees) < 1e-6 && upright.Bounds().Size() == image.Pt(size[0], size[1]) {
		return upright
	}
	tone := letteringOf(grey(img), 0).tone
	fill := color.NRGBA{tone, tone, tone, 255}
	// imaging turns anticlockwise, centre on centre.
	upright = imaging.Rotate(upright, -degrees, fill)
	canvas := imaging.New(size[0], size[1], fill)
	return imaging.PasteCenter(canvas, upright)
}

// opaque copies img over white to a plain picture that starts at (0, 0). imaging only ever sees such copies:
// it works in goroutines of its own, where a damaged image would end the program.
func opaque(img image.Image) *image.NRGBA {
	if p, ok := img.(*image.Paletted); ok {
		img = wholePalette(p)
	}
	r := image.Rectangle{Max: img.Bounds().Size()}
	dst := image.NewRGBA(r)
	draw.Draw(dst, r, image.White, image.Point{}, draw.Src)
	draw.Draw(dst, r, img, img.Bounds().Min, draw.Over)
	// Without transparency the two kinds of image are the same bytes.
	return &image.NRGBA{Pix: dst.Pix, Stride: dst.Stride, Rect: dst.Rect}
}

// wholePalette gives p with a colour for every index there can be.
func wholePalette(p *image.Paletted) *image.Paletted {
	whole := make(color.Palette, 256)
	for i := range whole {
		whole[i] = color.White
		if i < len(p.Palette) && p.Palette[i] != nil {
			whole[i] = p.Palette[i]
		}
	}
	return &image.Paletted{Pix: p.Pix, Stride: p.Stride, Rect: p.Rect, Palette: whole}
}

// nearest is the EXIF orientation whose turn is closest to m.
func nearest(m document.Affine) int {
	best, most := 1, math.Inf(-1)
	for o := 1; o <= 8; o++ {
		t := turned(o, 1, 1)
		if like := t[0]*m[0] + t[1]*m[1] + t[2]*m[2] + t[3]*m[3]; like > most {
			best, most = o, like
		}
	}
	return best
}

func upright(img *image.NRGBA, orientation int) *image.NRGBA {
	switch orientation {
	case 2:
		return imaging.FlipH(img)
	case 3:
		return imaging.Rotate180(img)
	case 4:
		return imaging.FlipV(img)
	case 5:
		return imaging.Transpose(img)
	case 6:
		return imaging.Rotate270(img) // imaging counts anticlockwise
	case 7:
		return imaging.Transverse(img)
	case 8:
		return imaging.Rotate90(img)
	}
	return img
}
