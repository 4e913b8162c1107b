package scan

import (
	"image"
	"image/draw"
)

// Upright gives the sheet's picture as Orientation says it is to be seen; nil if there is none.
func (s Sheet) Upright() image.Image {
	if s.Image == nil || s.Orientation < 2 || s.Orientation > 8 {
		return s.Image
	}
	w, h := s.Size[0], s.Size[1]
	if s.Orientation >= 5 {
		w, h = h, w
	}
	if g, ok := s.Image.(*image.Gray); ok {
		out := image.NewGray(image.Rect(0, 0, w, h))
		turnPixels(out.Pix, g.Pix, 1, g.Stride, s)
		return out
	}
	from := image.NewRGBA(image.Rect(0, 0, s.Size[0], s.Size[1]))
	draw.Draw(from, from.Rect, s.Image, image.Point{}, draw.Src)
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	turnPixels(out.Pix, from.Pix, 4, from.Stride, s)
	return out
}

// turnPixels copies pixels of so many bytes to where the sheet's orientation shows them. dst has no gaps between rows.
func turnPixels(dst, src []byte, bytes, stride int, s Sheet) {
	// The pixel shown at (x, y) is stored at start + x·dx + y·dy.
	right, down := (s.Size[0]-1)*bytes, (s.Size[1]-1)*stride
	start, dx, dy := 0, bytes, stride
	switch s.Orientation {
	case 2:
		start, dx = right, -bytes
	case 3:
		start, dx, dy = right+down, -bytes, -stride
	case 4:
		start, dy = down, -stride
	case 5:
		dx, dy = stride, bytes
	case 6:
		start, dx, dy = down, -stride, bytes
	case 7:
		start, dx, dy = right+down, -stride, -bytes
	case 8:
		start, dx, dy = right, stride, -bytes
	}
	w := s.Size[0]
	if s.Orientation >= 5 {
		w = s.Size[1]
	}
	for i := 0; i < len(dst); i += bytes {
		x, y := i/bytes%w, i/bytes/w
		copy(dst[i:i+bytes], src[start+x*dx+y*dy:])
	}
}
