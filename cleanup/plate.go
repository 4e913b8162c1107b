package cleanup

import (
	"cmp"
	"image"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"aktenkundig/cleanup/internal/marks"
	"aktenkundig/document"
)

// Plate is what was taken off a page, laid out one line below the other, upright, black on white, with letters of one
// height: a small second page for the engine.
type Plate struct {
	Image  *image.Gray
	DPI    float64
	strips []strip
}

// strip is one line of a figure to be read: its picture, upright, black on white. A line of a stamp is there twice, as it
// is and softened, because worn letters come out better now in one way, now in the other, and once more with what lies at its
// ends where a frame runs through.
type strip struct {
	finding int
	line    int             // strips of one line have one number
	turn    int             // at which it comes on the plate: stamps as they are, stamps softened, the rest
	image   *image.Gray     // nil once it is on the plate
	toView  document.Affine // from the plate's pixels
	top     int             // on the plate
}

// The measures of a plate, in pixels: the heights of capitals, between which the engine reads best, about 14 points of print at
// plateDPI; the space about the lines; and the longest line.
const (
	capitals = 44
	smaller  = 33
	space    = 36
	longest  = 4000
	plateDPI = 300
)

// draw draws line n of letters.
func (l *lifter) draw(letters *marks.Letters, n int, light uint8, finding int, kind document.Kind) {
	line := len(l.strips)
	add := func(s strip, turn int) {
		s.finding, s.line, s.turn = finding, line, turn
		l.strips = append(l.strips, s)
	}
	if kind != document.Stamp {
		add(l.strip(letters, n, light, capitals, false), 2)
		return
	}
	add(l.strip(letters, n, light, capitals, false), 0)
	small := l.strip(letters, n, light, smaller, false)
	small.image = soften(small.image)
	add(small, 1)
	if !letters.Lines[n].Wide.Empty() {
		add(l.strip(letters, n, light, smaller, true), 1)
	}
}

// strip draws line n of letters as black as print, its capitals so many pixels high; wide with what lies beyond its ends.
func (l *lifter) strip(letters *marks.Letters, n int, light uint8, height float64, wide bool) strip {
	line := letters.Lines[n]
	box, shows := line.Box, letters.Shows
	if wide {
		box, shows = line.Wide, letters.ShowsWide
	}
	zoom := min(height/line.Height, longest/float64(box.Width()))
	w, h := int(math.Ceil(float64(box.Width())*zoom)), int(math.Ceil(float64(box.Height())*zoom))
	toHere := document.Scale(1/zoom, 1/zoom).Then(document.Affine{1, 0, 0, 1, float64(box[0]), float64(box[1])})
	toView := letters.ToSheet.Then(document.Scale(float64(l.sheet.Scale), float64(l.sheet.Scale)))
	img := image.NewGray(image.Rect(0, 0, w, h))
	paper := float64(light)
	low := min(letters.Tone, paper-20) * paper / 255 * 0.9
	for y := range h {
		for x := range w {
			sum := 0.0
			for _, d := range [4][2]float64{{0.25, 0.25}, {0.75, 0.25}, {0.25, 0.75}, {0.75, 0.75}} {
				u, v := toHere.Apply(float64(x)+d[0], float64(y)+d[1])
				t := 1.0
				if shows(int(u), int(v), n) {
					u, v = toView.Apply(u, v)
					t = (sample(l.pic.Grey, u-0.5, v-0.5) - low) / (paper - low)
				}
				sum += min(1, max(0, t))
			}
			img.Pix[y*img.Stride+x] = uint8(255 * sum / 4)
		}
	}
	return strip{image: img, toView: toHere.Then(toView)}
}

// soften averages each pixel with those around it, by one, two and four sixteenths, and blackens what is faint, as the worn
// side of a stamp.
func soften(g *image.Gray) *image.Gray {
	const full, none = 0.5, 0.88 // of the paper's brightness: what becomes black, and what white
	out := image.NewGray(g.Rect)
	w, h := g.Rect.Dx(), g.Rect.Dy()
	at := func(x, y int) int { return int(g.Pix[min(h-1, max(0, y))*g.Stride+min(w-1, max(0, x))]) }
	for y := range h {
		for x := range w {
			sum := 4*at(x, y) + 2*(at(x-1, y)+at(x+1, y)+at(x, y-1)+at(x, y+1)) + at(x-1, y-1) + at(x+1, y-1) + at(x-1, y+1) + at(x+1, y+1)
			out.Pix[y*out.Stride+x] = uint8(255 * min(1, max(0, (float64(sum)/16/255-full)/(none-full))))
		}
	}
	return out
}

// plate lays the strips out.
func (l *lifter) plate() *Plate {
	if len(l.strips) == 0 {
		return nil
	}
	// What is alike stands together, as the lines of a text do.
	slices.SortStableFunc(l.strips, func(a, b strip) int { return cmp.Compare(a.turn, b.turn) })
	w, h := 0, space
	for i := range l.strips {
		s := &l.strips[i]
		s.top = h
		w, h = max(w, s.image.Rect.Dx()), h+s.image.Rect.Dy()+space
	}
	p := &Plate{Image: image.NewGray(image.Rect(0, 0, w+2*space, h)), DPI: plateDPI, strips: l.strips}
	for i := range p.Image.Pix {
		p.Image.Pix[i] = 255
	}
	for i := range p.strips {
		s := &p.strips[i]
		for y := range s.image.Rect.Dy() {
			copy(p.Image.Pix[(s.top+y)*p.Image.Stride+space:], s.image.Pix[y*s.image.Stride:][:s.image.Rect.Dx()])
		}
		s.toView = document.Affine{1, 0, 0, 1, -space, float64(-s.top)}.Then(s.toView)
		s.image = nil
	}
	return p
}

// Tell adds to the page what an engine read on the plate, in the plate's pixels: the words come last, hidden with the
// finding they were taken from, whose text they make.
func (s *Sight) Tell(p *document.Page, lines []document.Line, words []document.Word) {
	if s.Plate == nil {
		return
	}
	best := map[int]reading{} // by line
	disputed := map[int]bool{}
	var order []int
	for i, t := range s.Plate.strips {
		end := s.Plate.Image.Rect.Dy()
		if i+1 < len(s.Plate.strips) {
			end = s.Plate.strips[i+1].top - space/2
		}
		r := s.read(&s.Plate.strips[i], end, lines, words, p.View)
		old, ok := best[t.line]
		if !ok {
			order = append(order, t.line)
		}
		disputed[t.line] = disputed[t.line] || r.contradicts(old)
		if !ok || r.better(old) {
			best[t.line] = r
		}
	}
	slices.Sort(order)
	regions := map[int]int{} // of the page, by finding
	for _, n := range order {
		if disputed[n] {
			best[n].doubt()
		}
		s.add(p, best[n], regions)
	}
}

// reading is what an engine read on one strip, in pixels of the view.
type reading struct {
	finding int
	line    document.Line
	words   []document.Word
	dates   []string
	sure    float64 // letters, each times the confidence in its word
}

// better tells whether r is to be preferred to o: it has a date where o has none, or the engine is surer of it.
func (r reading) better(o reading) bool {
	if len(r.dates) != len(o.dates) {
		return len(r.dates) > len(o.dates)
	}
	return r.sure > o.sure
}

// contradicts tells whether both have dates, and not the same.
func (r reading) contradicts(o reading) bool {
	return len(r.dates) > 0 && len(o.dates) > 0 && !slices.Equal(r.dates, o.dates)
}

// doubt lowers the confidence in all words of r: another rendering of its line says another date.
func (r reading) doubt() {
	const doubtful = 0.4
	for i := range r.words {
		r.words[i].Conf = min(r.words[i].Conf, doubtful)
	}
}

// read gives the words of one strip, which ends at the row end.
func (s *Sight) read(t *strip, end int, lines []document.Line, words []document.Word, view document.Size) reading {
	r := reading{finding: t.finding}
	within := document.Box{0, 0, view[0], view[1]}
	for _, w := range words {
		if y := (w.Box[1] + w.Box[3]) / 2; y < t.top-space/2 || y >= end || !readable(w) {
			continue
		}
		if len(r.words) == 0 {
			of := lines[w.Line]
			k := math.Hypot(t.toView[0], t.toView[1]) // pixels of the view along one of the plate
			r.line = document.Line{Box: t.toView.Box(of.Box).Intersect(within), Height: k * of.Height, XHeight: k * of.XHeight}
		}
		w.Box = t.toView.Box(w.Box).Intersect(within)
		r.words = append(r.words, w)
		r.sure += w.Conf * float64(utf8.RuneCountInString(w.Text))
	}
	if s.Findings[t.finding].Kind == document.Stamp {
		r.dates = mendDates(r.words)
	}
	return r
}

// add puts a reading on the page, hidden with its finding.
func (s *Sight) add(p *document.Page, r reading, regions map[int]int) {
	if len(r.words) == 0 {
		return
	}
	a := &s.Findings[r.finding]
	region, ok := regions[r.finding]
	if !ok {
		region = len(p.Regions)
		regions[r.finding] = region
		p.Regions = append(p.Regions, document.Region{Kind: document.Paragraph, Box: a.Box})
	}
	r.line.Region = region
	for _, w := range r.words {
		w.Line, w.Hidden = len(p.Lines), a.Hidden
		a.Words = append(a.Words, len(p.Words))
		p.Words = append(p.Words, w)
		a.Text = strings.TrimSpace(a.Text + " " + w.Text)
	}
	p.Lines = append(p.Lines, r.line)
	slices.Sort(a.Words)
}

// readable tells whether a word of a plate is more than the remains of a frame.
func readable(w document.Word) bool {
	const doubtful = 0.2
	return w.Conf >= doubtful && strings.ContainsFunc(w.Text, func(r rune) bool {
		return r > '~' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
	})
}
