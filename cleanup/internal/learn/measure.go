package main

import (
	"fmt"

	"aktenkundig/cleanup/internal/marks"
	"aktenkundig/document"
)

var names = [marks.Kinds]string{"text", "stamp", "signature", "handwriting", "logo", "other"}

// tally is how marks and figures fare.
type tally struct {
	marks                   [marks.Kinds][marks.Kinds]int // true by row
	want, got, right, tight [marks.Kinds]int              // tight: overlapping by half of both
	bins                    [10][2]int                    // found and right, by score
	list                    bool
}

// measure prints how marks and figures fare.
func measure(pages []studied, m marks.Models, list bool) {
	t := tally{list: list}
	for i := range pages {
		t.judge(&pages[i], m)
		t.figures(&pages[i], m)
	}
	fmt.Println(len(pages), "pages")
	t.print()
}

func (t *tally) judge(p *studied, m marks.Models) {
	x := p.study.Surrounded(m.Alone)
	for i, k := range p.labels {
		if k < 0 {
			continue
		}
		var o marks.Odds
		m.Surrounded.Probabilities(x[i], o[:])
		t.marks[k][o.Best()]++
	}
}

func (t *tally) figures(p *studied, m marks.Models) {
	taken := make([]bool, len(p.truth))
	for _, a := range p.truth {
		t.want[a.kind]++
	}
	for _, f := range p.study.Judged(m) {
		k := f.Odds.Best()
		if k == marks.Text || k == marks.Other {
			continue
		}
		t.got[k]++
		bin := &t.bins[min(9, int(f.Odds[k]*10))]
		bin[0]++
		if j := p.match(k, f.Box, taken); j >= 0 {
			taken[j] = true
			t.right[k]++
			bin[1]++
			if a := p.truth[j].box; 3*a.Intersect(f.Box).Area() >= a.Area()+f.Box.Area() {
				t.tight[k]++
			}
		}
		if t.list {
			fmt.Printf("%s: %s %.2f at %v\n", p.name, names[k], f.Odds[k], p.back(f.Box))
		}
	}
	for j, a := range p.truth {
		if t.list && a.kind != marks.Other && !taken[j] {
			fmt.Printf("%s: MISSED %s at %v\n", p.name, names[a.kind], p.back(a.box))
		}
	}
}

// match gives the first true artefact of a kind that a box finds and no other has; -1 if there is none.
func (p *studied) match(k marks.Kind, b document.Box, taken []bool) int {
	for j, a := range p.truth {
		if a.kind == k && !taken[j] && found(a.box, b) {
			return j
		}
	}
	return -1
}

func (t *tally) print() {
	fmt.Print("marks, true by row:")
	for _, n := range names {
		fmt.Printf(" %11s", n)
	}
	for k, row := range t.marks {
		fmt.Printf("\n%-19s", names[k])
		for _, n := range row {
			fmt.Printf(" %11d", n)
		}
	}
	fmt.Println()
	for k := marks.Stamp; k <= marks.Logo; k++ {
		both := t.want[k] + t.got[k]
		fmt.Printf("%-12s want %4d got %4d right %4d  recall %.3f precision %.3f F1 %.3f, by overlap %.3f\n", names[k], t.want[k], t.got[k], t.right[k],
			ratio(t.right[k], t.want[k]), ratio(t.right[k], t.got[k]), ratio(2*t.right[k], both), ratio(2*t.tight[k], both))
	}
	for i, b := range t.bins {
		if b[0] > 0 {
			fmt.Printf("score %.1f: %d of %d right, %.2f\n", float64(i)/10, b[1], b[0], ratio(b[1], b[0]))
		}
	}
}

// back brings a box into pixels of the view.
func (p *studied) back(b document.Box) document.Box {
	k := p.scale
	return document.Box{b[0] * k, b[1] * k, b[2] * k, b[3] * k}
}

func ratio(a, b int) float64 { return float64(a) / float64(max(1, b)) }
