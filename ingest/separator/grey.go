package separator

import (
	"image"
	"image/color"
)

// longSide is how long the longer side of a picture is at most in which marks are looked for: an A4 sheet at 200 dpi. It
// bounds what a page may cost, and no printed separator needs more.
const longSide = 2400

// small gives the grey of a picture, shrunk by a whole factor so that its longer side is at most longSide.
func small(img image.Image) (g *image.Gray, factor int) {
	b := img.Bounds()
	factor = max(1, (max(b.Dx(), b.Dy())+longSide-1)/longSide)
	return shrunk(img, factor), factor
}

// shrunk gives the grey of a picture, each pixel the mean of a square of factor × factor.
func shrunk(img image.Image, factor int) *image.Gray {
	b := img.Bounds()
	w, h := b.Dx()/factor, b.Dy()/factor
	g := image.NewGray(image.Rect(0, 0, w, h))
	row := make([]int, w)
	at := brightness(img)
	for y := range h {
		clear(row)
		for dy := range factor {
			for x := range w * factor {
				row[x/factor] += int(at(b.Min.X+x, b.Min.Y+y*factor+dy))
			}
		}
		for x, sum := range row {
			g.Pix[y*g.Stride+x] = uint8(sum / (factor * factor))
		}
	}
	return g
}

// brightness gives how to ask for the grey of a pixel.
func brightness(img image.Image) func(x, y int) uint8 {
	switch m := img.(type) {
	case *image.Gray:
		return func(x, y int) uint8 { return m.Pix[m.PixOffset(x, y)] }
	case *image.YCbCr:
		return func(x, y int) uint8 { return m.Y[m.YOffset(x, y)] }
	case *image.RGBA:
		return func(x, y int) uint8 {
			p := m.Pix[m.PixOffset(x, y):]
			return uint8((299*int(p[0]) + 587*int(p[1]) + 114*int(p[2])) / 1000) // ITU-R BT.601
		}
	}
	return func(x, y int) uint8 { return color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y }
}
