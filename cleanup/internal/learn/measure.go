package main

import (
	"fmt"

	"aktenkundig/cleanup/internal/marks"
	"aktenkundig/document"
)

var names = [marks.Kinds]string{"text", "stamp", "signature", "handwriting", "logo", "other"}

// measure prints how marks and figures fare.
func measure(pages []studied, m marks.Models, list bool) {
	var confusion [marks.Kinds][marks.Kinds]int
	var want, got, right, tight [marks.Kinds]int // tight: overlapping by half of both
	var bins [10][2]int
	for _, p := range pages {
		x := p.study.Surrounded(m.Alone)
		for i, k := range p.labels {
			if k < 0 {
				continue
			}
			var o marks.Odds
			m.Surrounded.Probabilities(x[i], o[:])
			confusion[k][o.Best()]++
		}
		figures, fx := p.study.Figures(m.Alone, m.Surrounded)
		taken := make([]bool, len(p.truth))
		for _, t := range p.truth {
			want[t.kind]++
		}
		for i := range figures {
			var o marks.Odds
			m.Figure.Probabilities(fx[i], o[:])
			k := o.Best()
			if k == marks.Text || k == marks.Other {
				continue
			}
			got[k]++
			bin := &bins[min(9, int(o[k]*10))]
			bin[0]++
			for j, t := range p.truth {
				if t.kind == k && !taken[j] && found(t.box, figures[i].Box) {
					taken[j] = true
					right[k]++
					if shared := t.box.Intersect(figures[i].Box).Area(); 3*shared >= t.box.Area()+figures[i].Box.Area() {
						tight[k]++
					}
					bin[1]++
					break
				}
			}
			if list {
				fmt.Printf("%s: %s %.2f at %v\n", p.name, names[k], o[k], p.back(figures[i].Box))
			}
		}
		for j, t := range p.truth {
			if list && t.kind != marks.Other && !taken[j] {
				fmt.Printf("%s: MISSED %s at %v\n", p.name, names[t.kind], p.back(t.box))
			}
		}
	}
	fmt.Printf("%d pages\nmarks, true by row:", len(pages))
	for _, n := range names {
		fmt.Printf(" %11s", n)
	}
	for k, row := range confusion {
		fmt.Printf("\n%-19s", names[k])
		for _, n := range row {
			fmt.Printf(" %11d", n)
		}
	}
	fmt.Println()
	for k := marks.Stamp; k <= marks.Logo; k++ {
		r, p := ratio(right[k], want[k]), ratio(right[k], got[k])
		fmt.Printf("%-12s want %4d got %4d right %4d  recall %.3f precision %.3f F1 %.3f, by overlap %.3f\n", names[k], want[k], got[k], right[k],
			r, p, 2*r*p/max(1e-9, r+p), 2*float64(tight[k])/float64(max(1, want[k]+got[k])))
	}
	for i, b := range bins {
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
