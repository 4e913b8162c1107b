package marks

import "aktenkundig/document"

// Lined tells whether the small pieces of ink on a sheet lie in rows as typed lines do, with bare paper between them: also where
// the letters are so broken that none can be told. Patterns and dirt fill the gaps, and a few specks are no lines.
func (f *Found) Lined() bool {
	const lines, part, fewest = 12, 0.6, 100
	rows, pieces := f.p.ladder()
	n, share := inLines(rows)
	return pieces >= fewest && n >= lines && share >= part
}

// ladder sums the ink of the pieces from a full stop's to a word's size by half millimetres from top to bottom.
func (p *page) ladder() (rows []float64, pieces int) {
	const step, least, most = 0.5, 0.4, 10 // millimetres
	rows = make([]float64, int(float64(p.H)/p.mm(step))+1)
	for i := range p.parts {
		q := &p.parts[i]
		if long := float64(max(q.box.Width(), q.box.Height())); long < p.mm(least) || long > p.mm(most) {
			continue
		}
		pieces++
		for _, r := range q.runs {
			rows[int(float64(r.y)/p.mm(step))] += float64(r.x1 - r.x0)
		}
	}
	return rows, pieces
}

// inLines counts the lines among rows of ink: stretches of no more than ten rows, one of which has clearly more ink than the rows around
// on average, between gaps of at least two that have clearly less. share is the part of the rows that are no gap which lie in such lines.
func inLines(rows []float64) (n int, share float64) {
	const around, much, little, highest, gap = 20, 1.4, 0.6, 10, 2
	usual := make([]float64, len(rows))
	for i := range rows {
		near := rows[max(0, i-around):min(len(rows), i+around+1)]
		for _, v := range near {
			usual[i] += v / float64(len(near))
		}
	}
	empty := func(i int) bool { return i < 0 || i >= len(rows) || rows[i] <= little*usual[i] }
	inside, all := 0, 0
	for i := 0; i < len(rows); i++ {
		if empty(i) {
			continue
		}
		start, peak := i, false
		for ; !empty(i); i++ {
			peak = peak || rows[i] >= much*usual[i]
		}
		all += i - start
		bounded := true
		for k := range gap {
			bounded = bounded && empty(start-1-k) && empty(i+k)
		}
		if peak && bounded && i-start <= highest {
			n, inside = n+1, inside+i-start
		}
	}
	return n, float64(inside) / float64(max(1, all))
}

// Faint gives the box, in pixels of the sheet, of ink too pale to be the front's that lies in rows as typed lines do: the other side of
// the sheet, as it shines through. Shades are averaged over nine pixels, or noise would be ink.
func (s *Sheet) Faint() (box document.Box, ok bool) {
	const pale = 242 // shade; marks are darker than 226
	t := &Sheet{W: s.W, H: s.H, DPI: s.DPI, shade: s.shade, layer: make([]uint8, len(s.shade))}
	for y := 1; y < s.H-1; y++ {
		for x := 1; x < s.W-1; x++ {
			sum := 0
			for v := y - 1; v <= y+1; v++ {
				row := s.shade[v*s.W+x-1:][:3]
				sum += int(row[0]) + int(row[1]) + int(row[2])
			}
			if sum < 9*pale {
				t.layer[y*s.W+x] = black
			}
		}
	}
	p := &page{Sheet: t}
	if p.parts, ok = partsOf(t); !ok || !(&Found{p: p}).Lined() {
		return box, false
	}
	for i := range p.parts {
		if b := p.parts[i].box; p.edges(b, 4) == 0 {
			box = box.Union(b)
		}
	}
	return box, true
}
