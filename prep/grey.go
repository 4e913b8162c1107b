package prep

import (
	"image"
	"image/color"
)

// Weights of red, green and blue in brightness (ITU-R BT.601), in 65536ths.
const (
	redWeight   = 19595
	greenWeight = 38470
	blueWeight  = 7471
)

func brightness(r, g, b uint32) uint32 {
	return (redWeight*r + greenWeight*g + blueWeight*b + 1<<15) >> 16
}

// grey gives the brightness of img on an image that starts at (0, 0); what is transparent shows white. A grey
// image is not copied. The usual kinds of image go without a call per pixel.
func grey(img image.Image) *image.Gray {
	switch img := img.(type) {
	case *image.Gray:
		return plain(img)
	case *image.YCbCr:
		return plain(&image.Gray{Pix: img.Y, Stride: img.YStride, Rect: img.Rect})
	case *image.Gray16:
		return mapRows(img.Rect, img.Pix, img.Stride, 2, func(dst, src []byte) {
			for x := range dst {
				dst[x] = src[2*x]
			}
		})
	case *image.RGBA:
		return mapRows(img.Rect, img.Pix, img.Stride, 4, greyRGBA)
	case *image.NRGBA:
		return mapRows(img.Rect, img.Pix, img.Stride, 4, greyNRGBA)
	case *image.CMYK:
		return mapRows(img.Rect, img.Pix, img.Stride, 4, greyCMYK)
	case *image.Paletted:
		table := greyPalette(img.Palette)
		return mapRows(img.Rect, img.Pix, img.Stride, 1, func(dst, src []byte) {
			for x := range dst {
				dst[x] = table[src[x]]
			}
		})
	}
	return greyAny(img)
}

// plain moves g to (0, 0) without copying pixels.
func plain(g *image.Gray) *image.Gray {
	start := g.PixOffset(g.Rect.Min.X, g.Rect.Min.Y)
	if start == 0 && g.Rect.Min == (image.Point{}) {
		return g
	}
	return &image.Gray{Pix: g.Pix[start:], Stride: g.Stride, Rect: image.Rectangle{Max: g.Rect.Size()}}
}

// mapRows makes a grey image by calling row for each row of pixels, per bytes a pixel.
func mapRows(r image.Rectangle, pix []byte, stride, per int, row func(dst, src []byte)) *image.Gray {
	g := image.NewGray(image.Rectangle{Max: r.Size()})
	w := r.Dx()
	for y := range r.Dy() {
		row(g.Pix[y*w:(y+1)*w], pix[y*stride:y*stride+w*per])
	}
	return g
}

func greyRGBA(dst, src []byte) {
	for x := range dst {
		p := src[4*x : 4*x+4 : 4*x+4]
		// Colours are multiplied by alpha already; white shines through the rest.
		dst[x] = uint8(min(255, brightness(uint32(p[0]), uint32(p[1]), uint32(p[2]))+255-uint32(p[3])))
	}
}

func greyNRGBA(dst, src []byte) {
	for x := range dst {
		p := src[4*x : 4*x+4 : 4*x+4]
		l, a := brightness(uint32(p[0]), uint32(p[1]), uint32(p[2])), uint32(p[3])
		if a < 255 {
			l = (l*a+127)/255 + 255 - a
		}
		dst[x] = uint8(l)
	}
}

func greyCMYK(dst, src []byte) {
	for x := range dst {
		p := src[4*x : 4*x+4 : 4*x+4]
		colour := 255 - brightness(uint32(p[0]), uint32(p[1]), uint32(p[2]))
		dst[x] = uint8((colour*(255-uint32(p[3])) + 127) / 255)
	}
}

// greyPalette is the brightness of every index; one outside the palette is white.
func greyPalette(p color.Palette) (table [256]uint8) {
	for i := range table {
		table[i] = 255
		if i < len(p) && p[i] != nil {
			table[i] = overWhite(p[i])
		}
	}
	return table
}

func greyAny(img image.Image) *image.Gray {
	r := img.Bounds()
	g := image.NewGray(image.Rectangle{Max: r.Size()})
	for y := range r.Dy() {
		row := g.Pix[y*g.Stride:]
		for x := range r.Dx() {
			row[x] = overWhite(img.At(r.Min.X+x, r.Min.Y+y))
		}
	}
	return g
}

func overWhite(c color.Color) uint8 {
	r, g, b, a := c.RGBA()
	return uint8(min(0xffff, brightness(r, g, b)+0xffff-a) >> 8)
}
