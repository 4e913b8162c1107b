package cleanup

import (
	"image"

	"aktenkundig/cleanup/internal/marks"
	"aktenkundig/document"
)

// lifter takes the ink of figures off a view and lays it out to be read by itself.
type lifter struct {
	pic    Picture
	sheet  *marks.Sheet
	out    *image.Gray // the view without that ink; nil until something is taken
	strips []strip
}

// take takes figure i off the view and keeps what may be its letters. It gives what was taken off.
func (l *lifter) take(found *marks.Found, i, finding int, kind document.Kind) marks.Strokes {
	if l.out == nil {
		l.out = image.NewGray(l.pic.Grey.Rect)
		for y := range l.out.Rect.Dy() {
			copy(l.out.Pix[y*l.out.Stride:][:l.out.Rect.Dx()], l.pic.Grey.Pix[y*l.pic.Grey.Stride:])
		}
	}
	strokes := found.Strokes(i)
	light := l.light(strokes.Box)
	l.erase(strokes, light)
	if kind != document.Stamp && kind != document.Logo {
		return strokes // a hand cannot be read
	}
	if letters, ok := found.Letters(i); ok {
		for n := range letters.Lines {
			l.draw(&letters, n, light, finding, kind)
		}
	}
	return strokes
}

// light is the brightness of the paper about a box of the sheet: what a quarter of the pixels reach.
func (l *lifter) light(b document.Box) uint8 {
	k := l.sheet.Scale
	var count [256]int
	n := 0
	g := l.pic.Grey
	for y := b[1] * k; y < min(b[3]*k, g.Rect.Dy()); y += 2 {
		row := g.Pix[y*g.Stride:][:g.Rect.Dx()]
		for x := b[0] * k; x < min(b[2]*k, len(row)); x += 2 {
			count[row[x]]++
			n++
		}
	}
	left := n / 4
	for v := 255; v > 0; v-- {
		if left -= count[v]; left < 0 {
			return uint8(v)
		}
	}
	return 255
}

// erase paints paper over strokes. Under ink that is clearly paler than the text's, what is as dark as text stays.
func (l *lifter) erase(s marks.Strokes, light uint8) {
	k, g, from := l.sheet.Scale, l.out, l.pic.Grey
	keep := uint8(s.Keep * float64(light) / 255)
	w := s.Box.Width()
	for i, v := range s.Pix {
		if v == 0 {
			continue
		}
		x0, y0 := (s.Box[0]+i%w)*k, (s.Box[1]+i/w)*k
		for y := y0; y < min(y0+k, g.Rect.Dy()); y++ {
			for x := x0; x < min(x0+k, g.Rect.Dx()); x++ {
				if from.Pix[y*from.Stride+x] >= keep {
					g.Pix[y*g.Stride+x] = max(light, g.Pix[y*g.Stride+x])
				}
			}
		}
	}
}

// sample is the brightness at a place between pixels, bilinear.
func sample(g *image.Gray, x, y float64) float64 {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	x, y = min(max(x, 0), float64(w-1)), min(max(y, 0), float64(h-1))
	x0, y0 := int(x), int(y)
	x1, y1 := min(x0+1, w-1), min(y0+1, h-1)
	fx, fy := x-float64(x0), y-float64(y0)
	a := float64(g.Pix[y0*g.Stride+x0])*(1-fx) + float64(g.Pix[y0*g.Stride+x1])*fx
	b := float64(g.Pix[y1*g.Stride+x0])*(1-fx) + float64(g.Pix[y1*g.Stride+x1])*fx
	return a*(1-fy) + b*fy
}
