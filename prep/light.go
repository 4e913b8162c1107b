package prep

import "image"

const (
	mostSpread = 16  // levels between bright and dark paper that the engine does not mind
	whitePaper = 200 // darker paper is lifted
	darkPaper  = 128 // darker than this may be a negative, whose print is the bright part
)

// even divides the ink by its paper where the light is uneven or the paper dark, so that bare paper is white
// everywhere. Pages in good light are left alone. Where faint print stands beside dark marks it is made as dark as
// they are, or the engine's one threshold for the page would lose it. It gives the brightness of bare paper afterwards.
func (k *Ink) even(s survey) (tone uint8) {
	good := s.paper.spread <= mostSpread && s.paper.tone >= whitePaper
	if good && !s.paper.faint {
		return s.paper.tone
	}
	black := 0
	if s.paper.faint {
		black = int(s.paper.fainter.dark)
	}
	k.become(divide(k.Grey, paperOf(k.Grey, coarse(k.Grey)), black))
	k.step("light", "divided by the paper's brightness",
		"paper", float64(s.paper.tone), "spread", float64(s.paper.spread), "black", float64(black))
	return 255
}

// divide gives g with the paper's level at 255 and what has black 255ths of it, or less, at 0.
func divide(g *image.Gray, p paper, black int) *image.Gray {
	w := g.Rect.Dx()
	dst := image.NewGray(g.Rect)
	levels := make([]uint8, (w+7)/8)
	var tone [256]uint8
	for v := range tone {
		tone[v] = uint8(max(0, v-black) * 255 / (255 - black))
	}
	for y := range g.Rect.Dy() {
		if y%4 == 0 { // paper changes slowly
			p.line(levels, y+2, 255)
		}
		src, out := g.Pix[y*g.Stride:y*g.Stride+w], dst.Pix[y*w:(y+1)*w]
		for i, l := range levels {
			by := inverse(l)
			from := src[i*8 : min(i*8+8, w)]
			to := out[i*8:][:len(from)]
			for x, v := range from {
				to[x] = tone[min(255, (uint32(v)*by+1<<15)>>16)]
			}
		}
	}
	return dst
}
