package prep

import (
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
