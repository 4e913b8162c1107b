package marks

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"aktenkundig/document"

	"github.com/google/go-cmp/cmp"
)

// drawn makes a grey page out of rows of characters: '#' is ink, anything else paper.
func drawn(rows ...string) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, len(rows[0]), len(rows)))
	for y, row := range rows {
		for x, c := range row {
			g.Pix[y*g.Stride+x] = 250
			if c == '#' {
				g.Pix[y*g.Stride+x] = 10
			}
		}
	}
	return g
}

func TestPartsTouchOverEdgesAndCorners(t *testing.T) {
	s := NewSheet(drawn(
		"..........",
		".#..##....",
		"..#..#..#.",
		".....##...",
		"..........",
	), nil, nil, 150)
	parts, ok := partsOf(s)
	if !ok {
		t.Fatal("too many parts")
	}
	var boxes []document.Box
	for _, p := range parts {
		boxes = append(boxes, p.box)
	}
	want := []document.Box{{1, 1, 3, 3}, {4, 1, 7, 4}, {8, 2, 9, 3}}
	if diff := cmp.Diff(want, boxes); diff != "" {
		t.Errorf("boxes (-want +got):\n%s", diff)
	}
	if parts[1].area != 5 {
		t.Errorf("area %d, want 5", parts[1].area)
	}
}

func TestShapeCountsHolesAndContour(t *testing.T) {
	for name, c := range map[string]struct {
		rows        []string
		holes, edge float64
	}{
		"a square": {[]string{"......", ".####.", ".####.", ".####.", ".####.", "......"}, 0, 16},
		"a ring":   {[]string{"......", ".####.", ".#..#.", ".#..#.", ".####.", "......"}, 1, 24},
		"an eight": {[]string{".....", ".###.", ".#.#.", ".###.", ".#.#.", ".###.", "....."}, 2, 24},
	} {
		s := NewSheet(drawn(c.rows...), nil, nil, 150)
		parts, _ := partsOf(s)
		m := s.shapeOf(&parts[0])
		if m.holes != c.holes || m.edge != c.edge {
			t.Errorf("%s: %v holes, contour %v; want %v and %v", name, m.holes, m.edge, c.holes, c.edge)
		}
	}
}

func TestColouredInkIsALayerOfItsOwn(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 400, 400))
	a, b := image.NewGray(image.Rect(0, 0, 200, 200)), image.NewGray(image.Rect(0, 0, 200, 200))
	for i := range g.Pix {
		g.Pix[i] = 245
	}
	for i := range a.Pix {
		a.Pix[i], b.Pix[i] = 128, 128
	}
	fill := func(x0, y0, x1, y1 int, grey, blue uint8) {
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				g.Pix[y*400+x] = grey
				b.Pix[y/2*200+x/2] = blue
			}
		}
	}
	fill(100, 100, 300, 120, 110, 88) // a blue bar
	fill(190, 60, 210, 160, 20, 128)  // crossed by a black one
	parts, _ := partsOf(NewSheet(g, a, b, 300))
	var dyes []uint8
	for _, p := range parts {
		dyes = append(dyes, p.dye)
	}
	if diff := cmp.Diff([]uint8{black, coloured, coloured}, dyes); diff != "" {
		t.Errorf("the black bar and both ends of the blue one (-want +got):\n%s", diff)
	}
}

// circle draws a ring of dots that do not touch.
func circle(w, h, cx, cy int, r float64, n int) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, w, h))
	for i := range g.Pix {
		g.Pix[i] = 250
	}
	for i := range n {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		x, y := cx+int(r*cos), cy+int(r*sin)
		for v := range 2 {
			for u := range 3 {
				g.Pix[(y+v)*w+x+u] = 10
			}
		}
	}
	return g
}

func TestPiecesOfABrokenRingAreOneMark(t *testing.T) {
	s := NewSheet(circle(300, 300, 150, 150, 80, 110), nil, nil, 150)
	p, ok := read(s)
	if !ok || len(p.parts) < 40 {
		t.Fatalf("%d parts, want the ring in pieces", len(p.parts))
	}
	if len(p.marks) != 1 || !p.marks[0].wide {
		t.Errorf("%d marks, want one wide one", len(p.marks))
	}
}

func TestRowsAreClearestUnderTheirOwnAngle(t *testing.T) {
	for _, own := range []float64{-30, -6.5, 0, 3, 22} {
		sin, cos := math.Sincos(own * math.Pi / 180)
		var at []stretch
		r := rand.New(rand.NewPCG(1, 2))
		for row := range 3 {
			for range 200 {
				x, y := r.Float64()*300-150, float64(row*40)+r.Float64()*14
				at = append(at, stretch{x*cos - y*sin, x*sin + y*cos, 3})
			}
		}
		for _, other := range []float64{-4, -2, 2, 4} {
			if clarity(at, own) <= clarity(at, own+other) {
				t.Errorf("rows that lean by %v are clearer under %v", own, own+other)
			}
		}
	}
}

func TestPagesOfAnySizeAreLookedAt(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {1, 500}, {700, 3}, {17, 33}} {
		g := image.NewGray(image.Rectangle{Max: size})
		for i := range g.Pix {
			g.Pix[i] = uint8(i * 37)
		}
		for _, dpi := range []float64{1, 72, 300, 1200} {
			for _, f := range Find(NewSheet(g, nil, nil, dpi)).Figures {
				if f.Box.Empty() || len(f.Marks) == 0 {
					t.Errorf("%v at %v dpi: figure %+v", size, dpi, f)
				}
			}
		}
	}
}

func TestDitheredPagesAreNotTakenApart(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 2400, 3400))
	for i := range g.Pix {
		g.Pix[i] = 255 * uint8((i/2400+i%2400)&1)
	}
	if n := len(Find(NewSheet(g, nil, nil, 150)).Figures); n != 0 {
		t.Errorf("%d figures on a page of dither", n)
	}
}

func FuzzFind(f *testing.F) {
	f.Add([]byte("........##..###.......#..#....####......."), uint8(8), uint16(150))
	f.Fuzz(func(t *testing.T, pix []byte, width uint8, dpi uint16) {
		w := int(width) + 1
		h := len(pix) / w
		if h == 0 {
			return
		}
		g := &image.Gray{Pix: pix, Stride: w, Rect: image.Rect(0, 0, w, h)}
		found := Find(NewSheet(g, g, g, float64(dpi)+1))
		for i := range found.Figures {
			s := found.Strokes(i)
			if len(s.Pix) != s.Box.Area() {
				t.Fatalf("%d pixels of strokes in box %v", len(s.Pix), s.Box)
			}
			found.Letters(i)
		}
	})
}

func TestAStreakDownThePageIsNoPieceOfAStamp(t *testing.T) {
	p := &page{Sheet: &Sheet{W: 1240, H: 1754, DPI: 150}, marks: []Mark{{Box: document.Box{600, 10, 680, 1700}}, {Box: document.Box{500, 600, 1080, 900}}}}
	odds := p.sized([]Odds{{Text: 0.3, Stamp: 0.6, Other: 0.1}, {Text: 0.3, Stamp: 0.7}})
	if k := sought(odds[0]); k != Text || math.Abs(odds[0][Other]-0.7) > 1e-9 {
		t.Errorf("a streak of 286 mm: %v, sought as %d", odds[0], k)
	}
	if k := sought(odds[1]); k != Stamp {
		t.Errorf("a frame of 98 mm: %v, sought as %d", odds[1], k)
	}
}
