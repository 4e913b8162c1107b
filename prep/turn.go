package prep

import (
	"image"

	"aktenkundig/document"
)

// turned maps the pixels of a w×h scan to where EXIF orientation 1 to 8 shows them; any other is as 1.
func turned(orientation, w, h int) document.Affine {
	fw, fh := float64(w), float64(h)
	switch orientation {
	case 2: // mirrored left to right
		return document.Affine{-1, 0, 0, 1, fw, 0}
	case 3: // half a turn
		return document.Affine{-1, 0, 0, -1, fw, fh}
	case 4: // mirrored top to bottom
		return document.Affine{1, 0, 0, -1, 0, fh}
	case 5: // mirrored along the main diagonal
		return document.Affine{0, 1, 1, 0, 0, 0}
	case 6: // a quarter clockwise
		return document.Affine{0, 1, -1, 0, fh, 0}
	case 7: // mirrored along the other diagonal
		return document.Affine{0, -1, -1, 0, fh, fw}
	case 8: // a quarter anticlockwise
		return document.Affine{0, -1, 1, 0, 0, fw}
	}
	return document.Identity()
}

// turn shows g as EXIF orientation says; 1 and unknown ones give g itself.
func turn(g *image.Gray, orientation int) *image.Gray {
	if orientation < 2 || orientation > 8 {
		return g
	}
	w, h := g.Rect.Dx(), g.Rect.Dy()
	if orientation >= 5 {
		w, h = h, w
	}
	dst := image.NewGray(image.Rect(0, 0, w, h))
	// dst pixel (x, y) is source byte start + x·dx + y·dy.
	last, s := g.Rect.Dx()-1, g.Stride
	bottom := (g.Rect.Dy() - 1) * s
	walk := [9][3]int{
		2: {last, -1, s}, 3: {bottom + last, -1, -s}, 4: {bottom, 1, -s},
		5: {0, s, 1}, 6: {bottom, -s, 1}, 7: {bottom + last, -s, -1}, 8: {last, s, -1},
	}[orientation]
	const tile = 64 // keeps a column walk inside the cache
	for y0 := 0; y0 < h; y0 += tile {
		for x0 := 0; x0 < w; x0 += tile {
			for y := y0; y < min(y0+tile, h); y++ {
				from := walk[0] + x0*walk[1] + y*walk[2]
				row := dst.Pix[y*w+x0 : y*w+min(x0+tile, w)]
				for x := range row {
					row[x] = g.Pix[from]
					from += walk[1]
				}
			}
		}
	}
	return dst
}
