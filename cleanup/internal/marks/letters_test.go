package marks

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aktenkundig/document"
)

// picture makes Letters of rows of characters: '#' is a figure's ink, '+' framing, 'x' foreign, anything else bare.
func picture(rows ...string) *Letters {
	l := &Letters{W: len(rows[0]), H: len(rows)}
	for _, row := range rows {
		for _, c := range row {
			l.pix = append(l.pix, map[rune]uint8{'#': mine, '+': framing, 'x': foreign}[c])
		}
	}
	return l
}

// shown is the inverse of picture; lines are digits.
func (l *Letters) shown() []string {
	var rows []string
	for y := range l.H {
		var b strings.Builder
		for _, v := range l.pix[y*l.W:][:l.W] {
			if v > mine {
				fmt.Fprint(&b, v-mine-1)
			} else {
				b.WriteByte(".x+#"[v])
			}
		}
		rows = append(rows, b.String())
	}
	return rows
}

func TestRulesGoAndWhatCrossesThemStays(t *testing.T) {
	l := picture(
		"............",
		".++++++++++.",
		".+...##...+.",
		".+...##...+.",
		".+########+.",
		".+...##...+.",
		".+........+.",
		".+........+.",
		".+........+.",
		".++++++++++.",
		"............",
	)
	l.dropRules(8, 9, 1)
	want := []string{
		"............",
		".xxxx++xxxx.",
		".x...##...x.",
		".x...##...x.",
		".xxxx##xxxx.",
		".x...##...x.",
		".x........x.",
		".x........x.",
		".x........x.",
		".xxxxxxxxxx.",
		"............",
	}
	if diff := cmp.Diff(want, l.shown()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// ringed draws a ring of radius r about the middle of a square picture, with a bar across that touches it at both sides.
func ringed(size int, r float64) *Letters {
	l := &Letters{W: size, H: size, pix: make([]uint8, size*size)}
	for y := range size {
		for x := range size {
			u, v := float64(x)+0.5-float64(size)/2, float64(y)+0.5-float64(size)/2
			if math.Abs(math.Hypot(u, v)-r) < 1.5 || math.Abs(v) < 5 && math.Abs(u) < r {
				l.pix[y*size+x] = framing
			}
		}
	}
	return l
}

func TestRingIsTakenOffWhatStandsAcrossIt(t *testing.T) {
	l := ringed(160, 70)
	b, ok := l.ring()
	if !ok || b.Width() < 140 || b.Height() < 140 {
		t.Fatalf("ring %v, %v", b, ok)
	}
	l.across(b)
	for y := range l.H {
		for x := range l.W {
			v := l.pix[y*l.W+x]
			inBar := y >= 76 && y < 84 && x >= 20 && x < 140
			if inBar != (v == framing) && (x < 14 || x >= 146 || y < 74 || y >= 86) {
				t.Fatalf("(%d, %d) is %d", x, y, v)
			}
			if inBar && v != framing {
				t.Fatalf("the bar has a hole at (%d, %d)", x, y)
			}
		}
	}
}

func TestFrameIsNoRing(t *testing.T) {
	l := &Letters{W: 200, H: 120, pix: make([]uint8, 200*120)}
	for y := 10; y < 110; y++ {
		for x := 10; x < 190; x++ {
			if y < 13 || y >= 107 || x < 13 || x >= 187 {
				l.pix[y*200+x] = framing
			}
		}
	}
	if b, ok := l.ring(); ok {
		t.Errorf("a frame is said to be a ring at %v", b)
	}
}

func TestLinesHoldTheirDotsAndNothingElse(t *testing.T) {
	l := picture(
		".......#.#..............",
		"........................",
		"..###..###..###.........",
		"..#.#..#.#..#...........",
		"..###..###..###.........",
		"..#....#.#....#.........",
		"..#....#.#..###.......+.",
		"................#.....+.",
		"......................+.",
		"...###..###...........+.",
		"...#....#.............+.",
		"...###..###...........+.",
		"...#....#...............",
		"...###..###.............",
		"........................",
	)
	p := &page{Sheet: &Sheet{DPI: 25.4 * 3}} // three pixels a millimetre
	l.rows(p, 5)
	want := []string{
		".......0.0..............",
		"........................",
		"..000..000..000.........",
		"..0.0..0.0..0...........",
		"..000..000..000.........",
		"..0....0.0....0......xxx",
		"..0....0.0..000......xxx",
		"................0....xxx",
		".....................xxx",
		"...111..111..........xxx",
		"...1....1............xxx",
		"...111..111..........xxx",
		"...1....1............xxx",
		"...111..111.............",
		"........................",
	}
	if diff := cmp.Diff(want, l.shown()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(l.Lines) != 2 || l.Lines[0].Height != 5 || !l.Shows(1, 1, 0) || l.Shows(3, 9, 0) {
		t.Errorf("lines %+v", l.Lines)
	}
}

func TestDateWithoutAFrameIsOfOneRow(t *testing.T) {
	row := []part{{box: document.Box{0, 0, 12, 22}, area: 90}, {box: document.Box{16, 3, 28, 24}, area: 80}, {box: document.Box{30, 20, 33, 23}, area: 8}}
	two := append(slices.Clone(row), part{box: document.Box{0, 30, 12, 52}, area: 90}, part{box: document.Box{16, 30, 28, 52}, area: 80})
	for name, c := range map[string]struct {
		parts []part
		kind  Kind
		wide  bool
		want  bool
	}{
		"a date":           {row, Stamp, false, true},
		"a date in a ring": {row, Stamp, true, false},
		"two rows":         {two, Stamp, false, false},
		"a signature":      {row, Signature, false, false},
	} {
		p := &page{Sheet: &Sheet{DPI: 150, W: 400, H: 400}, parts: c.parts, marks: []Mark{{wide: c.wide}}}
		g := Figure{Marks: []int{0}}
		for k := range c.parts {
			p.marks[0].parts = append(p.marks[0].parts, k)
			g.Box = g.Box.Union(c.parts[k].box)
		}
		g.Odds[c.kind] = 1
		if got := (&Found{p: p}).oneRow(&g); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
