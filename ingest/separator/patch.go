package separator

import (
	"image"
	"math"
	"slices"
)

// Patch codes after "Patch Code Information for Kodak Scanners" (A-61599, October 2006): four parallel bars, two of them wide
// (0.20 inch) and two narrow (0.08 inch), with spaces of 0.08 inch between, 0.80 inch in all. The bars are at least 0.75 inch
// long, and 0.25 inch of paper around them is free.
const (
	narrowBar   = 0.08
	patchHeight = 0.80
	barLength   = 0.75
)

// patches are the bars of the codes, wide as 1, from the leading edge on. Those that part documents come first, with their name;
// a sheet that lies upside down shows T as 3 and 3 as T.
var patches = map[[4]int]string{
	{0, 1, 0, 1}: "T",
	{1, 0, 0, 1}: "2",
	{1, 0, 1, 0}: "3",
}

// How much a bar or space may be off, in units of a tenth of the code's height. A wide bar has 2.5 units.
const (
	leastNarrow, mostNarrow = 0.5, 1.6
	leastWide, mostWide     = 1.9, 3.2
	leastQuiet              = 1.5
)

// hit is a cross-section of a code.
type hit struct {
	code        string
	line        int     // across which
	start, unit float64 // where the first bar begins, and a tenth of the code's height, in pixels
}

// patch gives the name of the separating patch code on a page, "" if there is none. Its bars may run along the page or
// across it.
func patch(g *image.Gray, dpi float64) string {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	if w < least || h < least {
		return ""
	}
	if dpi <= 0 {
		dpi = float64(max(w, h)) / 11.7 // as if it were A4
	}
	if how := across(g, w, h, 1, g.Stride, dpi); how != "" {
		return how
	}
	return across(g, h, w, g.Stride, 1, dpi)
}

// across follows profiles of n pixels, each a step of next from the one before, on lines beside each other.
func across(g *image.Gray, lines, n, nextLine, next int, dpi float64) string {
	thick := max(1, int(dpi*narrowBar/2)) // lines are averaged over half a narrow bar, so that specks part no bar
	step := max(1, thick/2)
	var tracks []track
	profile := make([]uint8, n)
	for line := 0; line+thick <= lines; line += step {
		for i := range profile {
			sum := 0
			for k := range thick {
				sum += int(g.Pix[(line+k)*nextLine+i*next])
			}
			profile[i] = uint8(sum / thick)
		}
		for _, h := range sections(profile, dpi) {
			h.line = line
			tracks = follow(tracks, h, step)
		}
	}
	for _, t := range tracks {
		if t.long(step) {
			return t.last.code
		}
	}
	return ""
}

// run is a stretch of a profile that is dark or light.
type run struct {
	dark        bool
	start, size float64
}

// sections finds the codes that a profile across the page goes through.
func sections(profile []uint8, dpi float64) (found []hit) {
	all := runs(profile)
	for i := 1; i+7 < len(all); i++ { // paper, seven bars and spaces, paper
		if !all[i].dark {
			continue
		}
		seven := all[i : i+7]
		last := seven[6]
		unit := (last.start + last.size - seven[0].start) / 10
		if u := unit / dpi; u < narrowBar*0.6 || u > narrowBar*1.6 {
			continue
		}
		if all[i-1].size < leastQuiet*unit || all[i+7].size < leastQuiet*unit {
			continue
		}
		if code, ok := read(seven, unit); ok {
			found = append(found, hit{code: code, start: seven[0].start, unit: unit})
		}
	}
	return found
}

// read tells which code four bars and the spaces between them are.
func read(seven []run, unit float64) (string, bool) {
	var bars [4]int
	for i, r := range seven {
		units := r.size / unit
		switch {
		case units >= leastNarrow && units <= mostNarrow:
		case i%2 == 0 && units >= leastWide && units <= mostWide:
			bars[i/2] = 1
		default:
			return "", false
		}
	}
	code, ok := patches[bars]
	return code, ok
}

// runs parts a profile where it crosses the middle between its ink and its paper. Places are between pixels, by how far the grey
// has come.
func runs(profile []uint8) []run {
	ink, paper := levels(profile)
	if paper-ink < 50 {
		return nil
	}
	middle := (ink + paper) / 2
	out := []run{{dark: profile[0] < uint8(middle)}}
	for i := 1; i < len(profile); i++ {
		was, is := float64(profile[i-1]), float64(profile[i])
		if (was < middle) == (is < middle) {
			continue
		}
		at := float64(i) - 0.5 + (middle-was)/(is-was)
		last := &out[len(out)-1]
		last.size = at - last.start
		out = append(out, run{dark: is < middle, start: at})
	}
	last := &out[len(out)-1]
	last.size = float64(len(profile)) - last.start
	return out
}

// levels gives the grey of a profile's ink and that of its paper: the second hundredth from below and the median.
func levels(profile []uint8) (ink, paper float64) {
	var count [256]int
	for _, v := range profile {
		count[v]++
	}
	rank := func(share float64) float64 {
		left := int(share * float64(len(profile)))
		return float64(slices.IndexFunc(count[:], func(n int) bool { left -= n; return left < 0 }))
	}
	return rank(0.02), rank(0.5)
}

// track is a row of cross-sections of one code.
type track struct {
	first, last hit
	hits        int
}

// maxLean is how much the bars may slant: about 15 degrees.
const maxLean = 0.27

// maxMissed is how many lines in a row may show no code, for example where a stroke of the pen crosses the bars.
const maxMissed = 6

// follow adds a cross-section to the track it goes on, or begins one.
func follow(tracks []track, h hit, step int) []track {
	for i := len(tracks) - 1; i >= 0; i-- {
		t := &tracks[i]
		gap := h.line - t.last.line
		if gap == 0 || gap > (maxMissed+1)*step || t.last.code != h.code {
			continue
		}
		if math.Abs(h.start-t.last.start) <= 1.5+maxLean*float64(gap) && math.Abs(h.unit-t.last.unit) <= 0.2*t.last.unit {
			t.last = h
			t.hits++
			return tracks
		}
	}
	return append(tracks, track{h, h, 1})
}

// long tells whether the bars are as long as those of a patch code, and nearly all of them was seen.
func (t track) long(step int) bool {
	length := float64(t.last.line - t.first.line)
	unit := (t.first.unit + t.last.unit) / 2
	return length >= 0.9*barLength/patchHeight*10*unit && float64(t.hits*step) >= 0.6*length
}
