package views

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"runtime"

	"aktenkundig/document"

	xdraw "golang.org/x/image/draw"
	"golang.org/x/sync/errgroup"
)

// TileSide is the width and height of a tile in pixels; those at the right and lower edge are smaller.
const TileSide = tileSide

const (
	tileSide = 512
	quality  = 85 // of JPEG: print shows no rings at it, and a page of A4 at 300 dpi takes about a megabyte
)

// pyramid is a view in tiles.
type pyramid struct {
	levels []level // the whole view first
	bytes  int64
}

// level is the view at one scale.
type level struct {
	size  document.Size
	cols  int
	tiles [][]byte // row by row, JPEG
}

// build cuts a view into tiles. The picture must have the view's size; a picture without colour is kept as grey.
func build(img image.Image, size document.Size) (*pyramid, error) {
	if b := img.Bounds(); b.Dx() != size[0] || b.Dy() != size[1] || b.Min != (image.Point{}) {
		return nil, fmt.Errorf("the picture drawn has %v pixels, the view %v", b, size)
	}
	p := &pyramid{}
	at := opaque(img)
	for i, s := range Levels(size) {
		if i > 0 {
			at = halved(at, s)
		}
		l, err := cut(at, s)
		if err != nil {
			return nil, err
		}
		for _, t := range l.tiles {
			p.bytes += int64(len(t))
		}
		p.levels = append(p.levels, l)
	}
	return p, nil
}

// cut makes the tiles of one level.
func cut(img draw.Image, s document.Size) (level, error) {
	l := level{size: s, cols: (s[0] + tileSide - 1) / tileSide}
	l.tiles = make([][]byte, l.cols*((s[1]+tileSide-1)/tileSide))
	var all errgroup.Group
	all.SetLimit(runtime.GOMAXPROCS(0))
	for i := range l.tiles {
		all.Go(func() error {
			x, y := i%l.cols*tileSide, i/l.cols*tileSide
			var b bytes.Buffer
			err := jpeg.Encode(&b, part(img, image.Rect(x, y, min(x+tileSide, s[0]), min(y+tileSide, s[1]))), &jpeg.Options{Quality: quality})
			l.tiles[i] = bytes.Clone(b.Bytes())
			return err
		})
	}
	return l, all.Wait()
}

// part is a piece of an image, sharing its pixels.
func part(img draw.Image, r image.Rectangle) image.Image {
	switch img := img.(type) {
	case *image.Gray:
		return img.SubImage(r)
	case *image.RGBA:
		return img.SubImage(r)
	}
	panic("views: neither grey nor RGBA")
}

// opaque gives the picture as grey, if it has no colour, or as RGBA.
func opaque(img image.Image) draw.Image {
	b := img.Bounds()
	if g, ok := img.(*image.Gray); ok {
		return g
	}
	rgba, ok := img.(*image.RGBA)
	if !ok {
		rgba = image.NewRGBA(b)
		draw.Draw(rgba, b, image.White, image.Point{}, draw.Src)
		draw.Draw(rgba, b, img, b.Min, draw.Over)
	}
	if coloured(rgba) {
		return rgba
	}
	g := image.NewGray(b)
	for y := range b.Dy() {
		from, to := rgba.Pix[y*rgba.Stride:], g.Pix[y*g.Stride:]
		for x := range b.Dx() {
			to[x] = from[4*x+1]
		}
	}
	return g
}

// coloured tells whether any pixel has a colour that could be seen.
func coloured(img *image.RGBA) bool {
	const seen = 6 // difference of channels
	b := img.Bounds()
	for y := range b.Dy() {
		row := img.Pix[y*img.Stride : y*img.Stride+4*b.Dx()]
		for i := 0; i < len(row); i += 4 {
			lo, hi := min(row[i], row[i+1], row[i+2]), max(row[i], row[i+1], row[i+2])
			if hi-lo > seen {
				return true
			}
		}
	}
	return false
}

// halved is the picture at half the scale: each pixel the mean of four.
func halved(img draw.Image, s document.Size) draw.Image {
	from, to := img.Bounds(), image.Rect(0, 0, s[0], s[1])
	if g, ok := img.(*image.Gray); ok {
		out := image.NewGray(to)
		halve(out.Pix, g.Pix, out.Stride, g.Stride, 1, s, from)
		return out
	}
	rgba, out := img.(*image.RGBA), image.NewRGBA(to)
	halve(out.Pix, rgba.Pix, out.Stride, rgba.Stride, 4, s, from)
	return out
}

// halve fills to, of size s, from a picture with the bounds from. At an odd edge the last pixel counts twice.
func halve(to, pix []uint8, toStride, stride, channels int, s document.Size, from image.Rectangle) {
	for y := range s[1] {
		above := pix[2*y*stride:]
		below := pix[min(2*y+1, from.Dy()-1)*stride:]
		row := to[y*toStride : y*toStride+s[0]*channels]
		for x := range s[0] {
			left := 2 * x * channels
			right := min(2*x+1, from.Dx()-1) * channels
			for c := range channels {
				row[x*channels+c] = uint8((int(above[left+c]) + int(above[right+c]) + int(below[left+c]) + int(below[right+c]) + 2) / 4)
			}
		}
	}
}

// tile gives a tile, nil if there is none.
func (p *pyramid) tile(n, col, row int) []byte {
	if n < 0 || n >= len(p.levels) || col < 0 || row < 0 || col >= p.levels[n].cols || row*p.levels[n].cols+col >= len(p.levels[n].tiles) {
		return nil
	}
	return p.levels[n].tiles[row*p.levels[n].cols+col]
}

// region draws a box of the view at a size, from the coarsest level that is fine enough.
func (p *pyramid) region(box document.Box, size document.Size) (image.Image, error) {
	n := 0
	for n+1 < len(p.levels) && box.Width() >= size[0]<<(n+1) && box.Height() >= size[1]<<(n+1) {
		n++
	}
	l := p.levels[n]
	scale := 1 << n
	src := image.Rect(floor(box[0], scale), floor(box[1], scale), -floor(-box[2], scale), -floor(-box[3], scale))
	piece, err := l.assemble(src)
	if err != nil {
		return nil, err
	}
	if src.Dx() == size[0] && src.Dy() == size[1] {
		return piece, nil
	}
	out := canvas(grey(piece), image.Rect(0, 0, size[0], size[1]))
	xdraw.BiLinear.Scale(out, out.Bounds(), piece, piece.Bounds(), xdraw.Src, nil)
	return out, nil
}

func grey(img image.Image) bool { return img.ColorModel() == color.GrayModel }

func canvas(grey bool, r image.Rectangle) draw.Image {
	if grey {
		return image.NewGray(r)
	}
	return image.NewRGBA(r)
}

// assemble puts together the tiles that r touches; what lies outside is white. The result starts at (0, 0).
func (l level) assemble(r image.Rectangle) (image.Image, error) {
	var out draw.Image
	inside := r.Intersect(image.Rect(0, 0, l.size[0], l.size[1]))
	for y := inside.Min.Y / tileSide; y*tileSide < inside.Max.Y; y++ {
		for x := inside.Min.X / tileSide; x*tileSide < inside.Max.X; x++ {
			t, err := jpeg.Decode(bytes.NewReader(l.tiles[y*l.cols+x]))
			if err != nil {
				return nil, err
			}
			if out == nil {
				out = canvas(grey(t), image.Rect(0, 0, r.Dx(), r.Dy()))
				if inside != r {
					draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
				}
			}
			at := t.Bounds().Add(image.Pt(x*tileSide, y*tileSide)).Sub(r.Min)
			draw.Draw(out, at, t, image.Point{}, draw.Src)
		}
	}
	if out == nil {
		out = canvas(true, image.Rect(0, 0, r.Dx(), r.Dy()))
		draw.Draw(out, out.Bounds(), image.White, image.Point{}, draw.Src)
	}
	return out, nil
}

// floor divides downwards, also below zero; b is positive.
func floor(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
