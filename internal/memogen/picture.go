package memogen

import (
	"math"

	"aktenkundig/document"
	"aktenkundig/internal/eval"
)

// picture prints a grey picture into a rectangle of the page: hills, houses and sky out of noise, as a halftone of
// the given cell (pixels) or, with cell 0, in grey.
func (s *sheet) picture(at spot, cell float64) {
	box := s.toScan.Box(document.Box{int(at.x), int(at.y), int(at.x + at.w), int(at.y + at.h)}).Intersect(s.all())
	if box.Empty() {
		return
	}
	back, ok := s.toScan.Inverse()
	if !ok {
		return
	}
	scene := s.newScene()
	p := &photo{box, make([]uint8, box.Area())}
	w := box.Width()
	angle := s.between(0.6, 0.95)
	sin, cos := math.Sincos(angle)
	for i := range p.pix {
		p.pix[i] = 255
		x, y := back.Apply(float64(box[0]+i%w)+0.5, float64(box[1]+i/w)+0.5)
		u, v := (x-at.x)/at.w, (y-at.y)/at.h
		if u < 0 || v < 0 || u > 1 || v > 1 {
			continue
		}
		tone := scene.tone(u, v)
		if cell > 0 { // a dot in each turned cell, as large as the tone is dark
			a, b := (x*cos+y*sin)*math.Pi/cell, (y*cos-x*sin)*math.Pi/cell
			screen := (math.Cos(2*a) + math.Cos(2*b) + 2) / 4
			tone = min(max((tone-screen)*6+0.5, 0), 1)
		}
		p.pix[i] = uint8(30 + 225*tone)
	}
	s.photo = p
	s.truth.Artefacts = append(s.truth.Artefacts, eval.TruthArtefact{Kind: string(document.PictureKind), Box: box})
}

// scene is a landscape of layers.
type scene struct {
	sky    *texture
	ground *texture
	ridges [4][5]float64
	houses []spot
}

func (s *sheet) newScene() *scene {
	out := &scene{sky: newTexture(s.r, 9), ground: newTexture(s.r, 3)}
	for i := range out.ridges {
		for k := range out.ridges[i] {
			out.ridges[i][k] = s.between(0, 1)
		}
	}
	for range 3 + s.r.IntN(9) {
		out.houses = append(out.houses, spot{s.between(0, 0.9), s.between(0.4, 0.75), s.between(0.03, 0.14), s.between(0.05, 0.3)})
	}
	return out
}

// tone is how light the picture is at a place from 0 to 1.
func (c *scene) tone(u, v float64) float64 {
	x, y := int(u*400), int(v*300)
	t := 0.95 - 0.25*v - 0.25*c.sky.at(x/2, y)
	for i, r := range c.ridges {
		edge := 0.3 + 0.15*float64(i) + 0.07*math.Sin(u*(4+6*r[0])+6*r[1]) + 0.03*math.Sin(u*(15+20*r[2])+6*r[3])
		if v > edge {
			t = 0.62 - 0.12*float64(i) + 0.2*(c.ground.at(x, y)-0.5) - 0.15*(v-edge)
		}
	}
	for _, h := range c.houses {
		if u > h.x && u < h.x+h.w && v > h.y-h.h && v < h.y+0.1 {
			t = 0.75 - 0.4*(u-h.x)/h.w
			if math.Mod((u-h.x)*60, 1) < 0.5 && math.Mod((v-h.y)*45, 1) < 0.4 && v < h.y {
				t = 0.15
			}
		}
	}
	return min(max(t, 0), 1)
}
