package scan

import (
	"image"
	"image/color"
	"image/draw"
)

// safe gives a decoded picture as one of the kinds that Sheet.Image promises: opaque, at the origin, palettes and
// unusual colour models resolved, transparency laid on white. Pictures that already are of such a kind stay as they
// are. Stored CMYK means ink, 0 none.
func safe(img image.Image) image.Image {
	b := img.Bounds()
	switch m := img.(type) {
	case *image.Gray:
		if b.Min == (image.Point{}) {
			return m
		}
	case *image.YCbCr:
		if b.Min == (image.Point{}) {
			return m
		}
	case *image.RGBA:
		if b.Min == (image.Point{}) && m.Opaque() {
			return m
		}
	case *image.Paletted:
		return fromPalette(m)
	case *image.Gray16:
		return fromGrey16(m)
	case *image.CMYK:
		return fromCMYK(m)
	case *image.NRGBA:
		return fromNRGBA(m)
	}
	out := newCanvas(true, b.Dx(), b.Dy()).rgba
	draw.Draw(out, out.Bounds(), img, b.Min, draw.Over)
	return out
}

func fromPalette(m *image.Paletted) image.Image {
	p := packing{space: indexed, bits: 8, samples: 1}
	for _, c := range m.Palette {
		n := color.NRGBAModel.Convert(c).(color.NRGBA)
		p.palette = append(p.palette, color.RGBA{onWhite(n.R, n.A), onWhite(n.G, n.A), onWhite(n.B, n.A), 255})
	}
	return paintRows(p, m.Bounds(), m.Pix, m.Stride)
}

func fromGrey16(m *image.Gray16) image.Image {
	return paintRows(packing{space: grey, bits: 16, samples: 1}, m.Bounds(), m.Pix, m.Stride)
}

func fromCMYK(m *image.CMYK) image.Image {
	return paintRows(packing{space: cmyk, bits: 8, samples: 4}, m.Bounds(), m.Pix, m.Stride)
}

func fromNRGBA(m *image.NRGBA) image.Image {
	return paintRows(packing{space: rgb, bits: 8, samples: 4, alpha: 3}, m.Bounds(), m.Pix, m.Stride)
}

// paintRows resolves samples that lie in memory, stride bytes a row.
func paintRows(p packing, b image.Rectangle, pix []byte, stride int) image.Image {
	to := newCanvas(p.coloured(), b.Dx(), b.Dy())
	t := newPainter(p, to)
	for y := range b.Dy() {
		t.row(0, y, b.Dx(), pix[y*stride:])
	}
	return to.image()
}

// bilevelDPI and others: resolutions that a file may claim.
const (
	minDPI = 36
	maxDPI = 4800
	// maxSide is the longest sheet believed for any resolution (A0 is 47 inches), and maxDefault that for the
	// resolutions that programs write when they know none: 72 and 96.
	maxSide    = 60.0
	maxDefault = 20.0
)

// credible gives dpi if a sheet of w × h pixels can have it, otherwise 0.
func credible(dpi float64, w, h int) float64 {
	if !(dpi >= minDPI && dpi <= maxDPI) {
		return 0
	}
	inches := float64(max(w, h)) / dpi
	if inches > maxSide || (dpi <= 96.5 && inches > maxDefault) {
		return 0
	}
	return dpi
}
