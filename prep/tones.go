package prep

import "image"

// twoTone tells whether g holds no more than two brightnesses, as a fax or G4 page does.
func twoTone(g *image.Gray) bool {
	w := g.Rect.Dx()
	a := g.Pix[0]
	b := a
	for y := range g.Rect.Dy() {
		for _, v := range g.Pix[y*g.Stride : y*g.Stride+w] {
			if v == a || v == b {
				continue
			}
			if a != b {
				return false
			}
			b = v
		}
	}
	return a != b
}
