package prep

import "image"

// Trace is shown the pictures on the way from scan to ink, in order, by name: what was done and why can be seen. It must
// not change them, nor keep them longer than the call. A nil Trace is blind.
type Trace func(name string, picture *image.Gray)

func (t Trace) show(name string, picture *image.Gray) {
	if t != nil {
		t(name, picture)
	}
}

// showMarks shows what counts as marks: black, all else white.
func (t Trace) showMarks(g *image.Gray, p paper) {
	if t == nil {
		return
	}
	w := g.Rect.Dx()
	out := image.NewGray(g.Rect)
	limits := make([]uint8, (w+7)/8)
	for y := range g.Rect.Dy() {
		p.line(limits, y, p.cut)
		for x, v := range g.Pix[y*g.Stride : y*g.Stride+w] {
			if v >= limits[x/8] {
				out.Pix[y*out.Stride+x] = 255
			}
		}
	}
	t.show("marks", out)
}
