package prep

import (
	order "cmp"
	"image"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDarkBitsAgreeWithComparing(t *testing.T) {
	pix := make([]byte, 8)
	for limit := range 256 {
		for base := range 256 {
			want := uint8(0)
			for i := range pix {
				pix[i] = uint8(base + i*37)
				if pix[i] < uint8(limit) {
					want |= 1 << i
				}
			}
			if got := darkBits(pix, uint8(limit)); got != want {
				t.Fatalf("darkBits(%v, %d) = %08b, want %08b", pix, limit, got, want)
			}
		}
	}
}

func TestRunsAreTheDarkStretches(t *testing.T) {
	row := []byte{0, 0, 9, 9, 0, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 0, 0, 0, 9, 0}
	got := runsOf(nil, row, []uint8{5, 5, 5}, 0)
	want := []run{{0, 2, 0}, {4, 5, 0}, {15, 18, 0}, {19, 20, 0}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(run{})); diff != "" {
		t.Error(diff)
	}
	light := runsOf(nil, row, []uint8{5, 5, 5}, 0xff)
	want = []run{{2, 4, 0}, {5, 15, 0}, {18, 19, 0}}
	if diff := cmp.Diff(want, light, cmp.AllowUnexported(run{})); diff != "" {
		t.Error(diff)
	}
}

// flat is paper of one level and cut, for pictures of marks.
func flat(w, h int, level, cut uint8) paper {
	p := paper{cell: 8, w: (w + 7) / 8, h: (h + 7) / 8, tone: level, cut: cut}
	for range p.w * p.h {
		p.level = append(p.level, level)
	}
	return p
}

func TestPartsGrowTogetherOverCornersAndLateJoins(t *testing.T) {
	const x, o = 0, 255
	g := picture(9,
		x, o, x, o, o, o, o, x, o,
		x, o, x, o, o, o, x, o, o,
		x, x, x, o, x, o, o, o, x,
		o, o, o, o, o, o, o, o, x)
	got := partsOf(g, flat(9, 4, 255, 128))
	want := []part{{0, 0, 3, 3, 7}, {6, 0, 8, 2, 2}, {4, 2, 5, 3, 1}, {8, 2, 9, 4, 2}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(part{})); diff != "" {
		t.Error(diff)
	}
}

func TestPartsAreTheSameHoweverFewAreHeld(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 7))
	for _, share := range []int{20, 40, 60} { // in a hundred pixels; at 40 parts are long and winding
		g := image.NewGray(image.Rect(0, 0, 131, 90))
		for i := range g.Pix {
			g.Pix[i] = 255
			if rng.IntN(100) < share {
				g.Pix[i] = 0
			}
		}
		for _, kind := range []uint8{marks, gaps} {
			want, batches := labelled(g, kind, mostParts)
			if batches != 1 {
				t.Fatalf("%d batches, want one", batches)
			}
			for _, most := range []int{0, 1, 50, 400} {
				got, _ := labelled(g, kind, most)
				if diff := cmp.Diff(want, got, cmp.AllowUnexported(part{})); diff != "" {
					t.Errorf("%d %% dark, kind %d, %d held:\n%s", share, kind, most, diff)
				}
			}
		}
	}
}

// labelled gives the parts of g, sorted, and how often some were handed over.
func labelled(g *image.Gray, kind uint8, most int) (all []part, batches int) {
	label(g, flat(g.Rect.Dx(), g.Rect.Dy(), 255, 128), kind, most, func(parts []part) {
		all = append(all, parts...)
		batches++
	})
	slices.SortFunc(all, func(a, b part) int {
		return order.Or(order.Compare(a.y0, b.y0), order.Compare(a.x0, b.x0), order.Compare(a.y1, b.y1), order.Compare(a.x1, b.x1), order.Compare(a.area, b.area))
	})
	return all, batches
}

func TestDitheredPageCostsBoundedMemory(t *testing.T) {
	g := dithered(image.Rect(0, 0, 4000, 8000)) // 8 million parts; held all at once they took 900 MB
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	parts := partsOf(g, flat(4000, 8000, 255, 128))
	runtime.ReadMemStats(&after)
	if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 250 || len(parts) != mostParts {
		t.Errorf("%d MB were allocated for %d parts, want less than 250 for %d", mb, len(parts), mostParts)
	}
}

func TestDitheredHalfOfAPageIsAScreenAndTheTextOfTheOtherStays(t *testing.T) {
	page := letter(t, 300, 1)
	want := examine(View{Grey: page, DPI: 300})
	big := dithered(image.Rect(0, 0, page.Rect.Dx(), 2*page.Rect.Dy()))
	copy(big.Pix[len(page.Pix):], page.Pix) // comes after more than can be held
	got := examine(View{Grey: big, DPI: 300})
	if len(got.screens) == 0 || math.Abs(got.xHeight-want.xHeight) > 1 || max(len(got.parts)-len(want.parts), len(want.parts)-len(got.parts)) > 100 {
		t.Errorf("%d screens, x-height %v, %d parts; want some, %v, and about the %d of the text",
			len(got.screens), got.xHeight, len(got.parts), want.xHeight, len(want.parts))
	}
	for _, b := range got.screens {
		if b[3] > page.Rect.Dy()+2*300/16 {
			t.Errorf("text under %v was taken for a screen", b)
		}
	}
}

// dithered is a quarter black, in lone pixels.
func dithered(r image.Rectangle) *image.Gray {
	g := image.NewGray(r)
	fill(g, r, 255)
	for y := 0; y < r.Dy(); y += 2 {
		for x := 0; x < r.Dx(); x += 2 {
			g.Pix[y*g.Stride+x] = 0
		}
	}
	return g
}

func TestNothingIsASpeckWhereLettersMayBeUnknown(t *testing.T) {
	s := survey{size: image.Pt(3000, 3000), dpi: 300}
	for i := range 50 {
		s.parts = append(s.parts, part{int32(20 * i), 0, int32(20*i + 10), 20, 100})
	}
	for len(s.parts) < mostParts-1 {
		s.parts = append(s.parts, part{2000, 2000, 2001, 2001, 1})
	}
	if n := len(s.specks()); n != mostParts-51 {
		t.Errorf("all parts known: %d specks, want %d", n, mostParts-51)
	}
	s.parts = append(s.parts, part{2000, 2000, 2001, 2001, 1})
	if n := len(s.specks()); n != 0 {
		t.Errorf("perhaps not all parts known: %d specks, want none", n)
	}
}
