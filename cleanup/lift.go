package cleanup

import (
	"image"
	"math"
	"slices"
	"strings"

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

// strip is one figure to be read: its picture, upright, black on white.
type strip struct {
	finding int
	image   *image.Gray
	toView  document.Affine // from its pixels
	top     int             // on the plate
}

// take takes figure i off the view and keeps what may be its letters.
func (l *lifter) take(found *marks.Found, i, finding int, kind document.Kind) {
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
		return // a hand cannot be read
	}
	if letters, lean, ok := found.Letters(i); ok {
		l.strips = append(l.strips, l.strip(letters, lean, light, finding))
	}
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

// strip draws strokes turned upright and as black as print.
func (l *lifter) strip(s marks.Strokes, lean float64, light uint8, finding int) strip {
	k := l.sheet.Scale
	b := document.Box{s.Box[0] * k, s.Box[1] * k, s.Box[2] * k, s.Box[3] * k}
	sin, cos := math.Sincos(-lean * math.Pi / 180)
	cx, cy := float64(b[0]+b[2])/2, float64(b[1]+b[3])/2
	turn := document.Affine{1, 0, 0, 1, -cx, -cy}.Then(document.Affine{cos, sin, -sin, cos, 0, 0})
	r := turn.Box(b)
	toStrip := turn.Then(document.Affine{1, 0, 0, 1, float64(-r[0]), float64(-r[1])})
	back, _ := toStrip.Inverse() // a turn has one
	img := image.NewGray(image.Rect(0, 0, r.Width(), r.Height()))
	g, w := l.pic.Grey, s.Box.Width()
	low := min(s.Tone, float64(light)-20) * float64(light) / 255 * 0.9
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			i := y*img.Stride + x
			img.Pix[i] = 255
			u, v := back.Apply(float64(x)+0.5, float64(y)+0.5)
			sx, sy := int(u)/k-s.Box[0], int(v)/k-s.Box[1]
			if u < 0 || v < 0 || sx < 0 || sy < 0 || sx >= w || sy >= s.Box.Height() || s.Pix[sy*w+sx] == 0 {
				continue
			}
			t := (sample(g, u-0.5, v-0.5) - low) / (float64(light) - low)
			img.Pix[i] = uint8(255 * min(1, max(0, t)))
		}
	}
	return strip{finding: finding, image: img, toView: back}
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

// Plate is what was taken off a page, laid out one below the other, upright, black on white: a small second page for
// the engine.
type Plate struct {
	Image  *image.Gray
	DPI    float64
	strips []strip
}

// plate lays the strips out.
func (l *lifter) plate() *Plate {
	if len(l.strips) == 0 {
		return nil
	}
	edge := int(l.pic.DPI / 6)
	w, h := 0, edge
	for i := range l.strips {
		s := &l.strips[i]
		s.top = h
		w, h = max(w, s.image.Rect.Dx()), h+s.image.Rect.Dy()+edge
	}
	p := &Plate{Image: image.NewGray(image.Rect(0, 0, w+2*edge, h)), DPI: l.pic.DPI, strips: l.strips}
	for i := range p.Image.Pix {
		p.Image.Pix[i] = 255
	}
	for i := range p.strips {
		s := &p.strips[i]
		for y := range s.image.Rect.Dy() {
			copy(p.Image.Pix[(s.top+y)*p.Image.Stride+edge:], s.image.Pix[y*s.image.Stride:][:s.image.Rect.Dx()])
		}
		s.toView = document.Affine{1, 0, 0, 1, float64(-edge), float64(-s.top)}.Then(s.toView)
		s.image = nil
	}
	return p
}

// Tell adds to the page what an engine read on the plate, in the plate's pixels: the words come last, hidden with the
// finding they were taken from, whose text they make.
func (s *Sight) Tell(p *document.Page, lines []document.Line, words []document.Word) {
	if s.Plate == nil {
		return
	}
	for i := range s.Plate.strips {
		t := &s.Plate.strips[i]
		end := s.Plate.Image.Rect.Dy()
		if i+1 < len(s.Plate.strips) {
			end = s.Plate.strips[i+1].top
		}
		s.tell(p, t, end, lines, words)
	}
}

// tell adds the words of one strip, which ends at the row end.
func (s *Sight) tell(p *document.Page, t *strip, end int, lines []document.Line, words []document.Word) {
	a := &s.Findings[t.finding]
	region, at := -1, map[int]int{} // the page's line for a line of the plate
	var text []string
	view := document.Box{0, 0, p.View[0], p.View[1]}
	for _, w := range words {
		if y := (w.Box[1] + w.Box[3]) / 2; y < t.top || y >= end || !readable(w) {
			continue
		}
		if region < 0 {
			region = len(p.Regions)
			p.Regions = append(p.Regions, document.Region{Kind: document.Paragraph, Box: a.Box})
		}
		l, ok := at[w.Line]
		if !ok {
			l = len(p.Lines)
			at[w.Line] = l
			box := t.toView.Box(lines[w.Line].Box).Intersect(view)
			p.Lines = append(p.Lines, document.Line{Box: box, Region: region, Height: lines[w.Line].Height, XHeight: lines[w.Line].XHeight})
		}
		w.Box, w.Line, w.Hidden = t.toView.Box(w.Box).Intersect(view), l, a.Hidden
		a.Words = append(a.Words, len(p.Words))
		p.Words = append(p.Words, w)
		text = append(text, w.Text)
	}
	a.Text = strings.Join(text, " ")
	slices.Sort(a.Words)
}

// readable tells whether a word of a plate is more than the remains of a frame.
func readable(w document.Word) bool {
	const doubtful = 0.2
	return w.Conf >= doubtful && strings.ContainsFunc(w.Text, func(r rune) bool {
		return r > '~' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
	})
}
