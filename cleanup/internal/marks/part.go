package marks

import "aktenkundig/document"

// run is a stretch of ink in one row, x1 outside.
type run struct{ y, x0, x1 int32 }

// part is a connected piece of ink of one layer: pixels touch over edges and corners.
type part struct {
	box  document.Box
	area int
	dye  uint8 // black or coloured
	runs []run // by rows, from left to right
}

// mostRuns bounds the runs that are looked at: a page of print has some hundred thousand, a dithered one millions.
const mostRuns = 2 << 20

// partsOf finds the parts of the sheet in the order of their first pixels; ok is false where there are too many to
// look at. The method is run-based labelling with union and find (He, Chao, Suzuki 2008).
func partsOf(s *Sheet) (parts []part, ok bool) {
	var (
		runs   []run
		labels []int32
		parent []int32
		above  = [2]int{0, 0} // the runs of the row before
	)
	find := func(l int32) int32 {
		for parent[l] != l {
			parent[l] = parent[parent[l]]
			l = parent[l]
		}
		return l
	}
	for y := range s.H {
		from := len(runs)
		runs = appendRuns(runs, s.layer[y*s.W:][:s.W], int32(y))
		if len(runs) > mostRuns {
			return nil, false
		}
		a := above[0]
		for i := from; i < len(runs); i++ {
			r := runs[i]
			dye := s.layer[y*s.W+int(r.x0)]
			for a < above[1] && runs[a].x1 < r.x0 {
				a++
			}
			label := int32(-1)
			for b := a; b < above[1] && runs[b].x0 <= r.x1; b++ {
				if s.layer[(y-1)*s.W+int(runs[b].x0)] != dye {
					continue
				}
				l := find(labels[b])
				if label < 0 || l == label {
					label = l
					continue
				}
				label, l = min(label, l), max(label, l)
				parent[l] = label
			}
			if label < 0 {
				label = int32(len(parent))
				parent = append(parent, label)
			}
			labels = append(labels, label)
		}
		above = [2]int{from, len(runs)}
	}
	return gather(s, runs, labels, parent, find), true
}

// appendRuns appends the stretches of equal ink of a row.
func appendRuns(runs []run, row []uint8, y int32) []run {
	for x := 0; x < len(row); {
		if row[x] == paper {
			x++
			continue
		}
		start, dye := x, row[x]
		for x < len(row) && row[x] == dye {
			x++
		}
		runs = append(runs, run{y, int32(start), int32(x)})
	}
	return runs
}

// gather sorts the runs by part.
func gather(s *Sheet, runs []run, labels, parent []int32, find func(int32) int32) []part {
	index := make([]int32, len(parent))
	var parts []part
	var sizes []int
	for l := range parent {
		if parent[l] == int32(l) {
			index[l] = int32(len(parts))
			parts = append(parts, part{})
			sizes = append(sizes, 0)
		}
	}
	for i, l := range labels {
		labels[i] = index[find(l)]
		sizes[labels[i]]++
	}
	all := make([]run, len(runs))
	at := 0
	for i, n := range sizes {
		parts[i].runs = all[at : at : at+n]
		at += n
	}
	for i, r := range runs {
		p := &parts[labels[i]]
		box := document.Box{int(r.x0), int(r.y), int(r.x1), int(r.y) + 1}
		if len(p.runs) == 0 {
			p.box, p.dye = box, s.layer[int(r.y)*s.W+int(r.x0)]
		} else {
			p.box = document.Box{min(p.box[0], box[0]), p.box[1], max(p.box[2], box[2]), box[3]}
		}
		p.area += int(r.x1 - r.x0)
		p.runs = append(p.runs, r)
	}
	return parts
}
