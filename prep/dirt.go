package prep

import "aktenkundig/document"

// findDirt lists what the ink is to be rid of, in pixels of the view, and says so in its steps and artefacts.
func (k *Ink) findDirt(s survey) []document.Box {
	var dirt []document.Box
	if len(s.screens) > 0 {
		share := 0
		for _, b := range s.screens {
			share += b.Area()
		}
		dirt = append(dirt, s.screens...)
		k.Artefacts = append(k.Artefacts, s.pictures...)
		k.step("halftone", "whitened: printed dots, not letters",
			"share", round(float64(share)/float64(s.size.X*s.size.Y), 3))
	}
	if specks := s.specks(); len(specks) > 0 {
		dirt = append(dirt, specks...)
		k.step("specks", "whitened: lone and far from letters", "count", float64(len(specks)))
	}
	if boxes := s.border.boxes(); len(boxes) > 0 {
		dirt = append(dirt, boxes...)
		found := s.border.artefacts(s.dpi)
		k.Artefacts = append(k.Artefacts, found...)
		k.step("border", "whitened: dark from the edge on", "sides", float64(len(found)))
	}
	if found := s.attachments(); len(found) > 0 {
		for _, a := range found {
			m := s.inches(0.02) // their shadows
			dirt = append(dirt, document.Box{a.Box[0] - m, a.Box[1] - m, a.Box[2] + m, a.Box[3] + m})
		}
		k.Artefacts = append(k.Artefacts, found...)
		k.step("attachments", "whitened: punch holes and staples", "count", float64(len(found)))
	}
	return dirt
}

// whiten paints boxes of the view over with tone.
func (k *Ink) whiten(dirt []document.Box, tone uint8) {
	if len(dirt) == 0 {
		return
	}
	g := k.writable()
	all := document.Box{0, 0, g.Rect.Dx(), g.Rect.Dy()}
	for _, b := range dirt {
		b = k.ToInk.Box(b)
		// Resampling has smeared the edges by a pixel.
		b = document.Box{b[0] - 1, b[1] - 1, b[2] + 1, b[3] + 1}.Intersect(all)
		for y := b[1]; y < b[3]; y++ {
			row := g.Pix[y*g.Stride+b[0] : y*g.Stride+b[2]]
			for x := range row {
				row[x] = tone
			}
		}
	}
}

// specks lists marks of at most a hundredth of an inch that have no letter within a fifteenth of an inch: dots
// of letters and full stops always have. On a page with few letters, which may be broken ones, there are none, nor where not all
// parts are known.
func (s *survey) specks() []document.Box {
	const largest, near, fewest = 0.01, 0.066, 40
	cell := max(1, s.inches(near))
	w, h := s.size.X/cell+1, s.size.Y/cell+1
	letters := make([]bool, w*h)
	n := 0
	for _, p := range s.parts {
		if p.long() <= s.inches(largest) {
			continue
		}
		n++
		for y := max(0, int(p.y0)/cell-1); y <= min(h-1, int(p.y1)/cell+1); y++ {
			for x := max(0, int(p.x0)/cell-1); x <= min(w-1, int(p.x1)/cell+1); x++ {
				letters[y*w+x] = true
			}
		}
	}
	if n < fewest || len(s.parts) >= mostParts {
		return nil
	}
	var lone []document.Box
	for _, p := range s.parts {
		if p.long() <= s.inches(largest) && !letters[int(p.y0)/cell*w+int(p.x0)/cell] {
			lone = append(lone, p.box())
		}
	}
	return lone
}
