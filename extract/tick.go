package extract

import (
	"image"
	"slices"
	"strings"

	"aktenkundig/document"
)

// Ticks looks in a page's view for the boxes before words that say to whom a paper is open ("□ vertraulich"), and for
// what is in them. view is the picture in whose pixels the page's boxes are. Where such a word stands in the head of
// the page as a label and no box is found before it, the answer is Unclear. Neither argument is changed.
func Ticks(view *image.Gray, p *document.Page) []document.Tick {
	var out []document.Tick
	for _, label := range secrecyLabels(p) {
		box := labelBox(p, label)
		if box.Empty() {
			continue
		}
		out = append(out, findTick(view, box, label))
	}
	return out
}

// How a frame and what is in it are judged; shares from 0 to 1.
const (
	leastFrame    = 0.55 // of the weakest side: less is no box
	firmFrame     = 0.75 // from here a box may be called unticked
	mostUnticked  = 0.04 // dark inside: specks
	leastTicked   = 0.12
	leastContrast = 24 // grey levels between paper and ink
)

// secrecyLabels gives the words of each label: on the first page, in a short line of its upper half.
func secrecyLabels(p *document.Page) [][]int {
	if p.Number != 1 {
		return nil
	}
	var out [][]int
	perLine := map[int]int{}
	for _, w := range p.Words {
		perLine[w.Line]++
	}
	const fewWords = 9
	for i, w := range p.Words {
		if perLine[w.Line] <= fewWords && (p.View[1] == 0 || 2*w.Box[1] < p.View[1]) && secret(w.Text) {
			out = append(out, []int{i})
		}
	}
	return out
}

// secret tells whether a word says that a paper is confidential, also misread.
func secret(word string) bool {
	const shortest, longest = 5, 24 // bytes
	if len(word) < shortest || len(word) > longest {
		return false
	}
	words := tokens(word)
	return len(words) == 1 && slices.ContainsFunc(secrets, func(s string) bool { return alike(withoutBox(looks(words[0]), s), s) })
}

// withoutBox cuts off the letters that the engine made of a box before a label: "UÜvertraulich".
func withoutBox(word, label string) string {
	const most = 2
	if n := len(word) - len(label); n > 0 && n <= most && strings.HasSuffix(word, label) {
		return label
	}
	return word
}

var secrets = seen([]string{"vertraulich", "confidential", "nichtoffentlich", "geheim"})

// labelBox is where the letters of a label stand: its first word may begin with what the engine made of the box.
func labelBox(p *document.Page, label []int) document.Box {
	return p.Words[label[0]].Box
}

// findTick searches the place left of a label for a frame about as high as its letters.
func findTick(view *image.Gray, at document.Box, label []int) document.Tick {
	t := document.Tick{Label: label, State: document.Unclear, Box: at}
	h := at.Height()
	place := image.Rect(at[0]-4*h, at[1]-h, at[0]+h*3/2, at[3]+h).Intersect(view.Rect)
	const most = 1 << 20 // pixels
	if h < 6 || place.Empty() || place.Dx()*place.Dy() > most {
		return t
	}
	m, ok := darken(lit(view, place, h*3/2), image.Rect(0, 0, place.Dx(), place.Dy()))
	if !ok {
		return t
	}
	best := frame{}
	for side := max(6, h*6/10); side <= h*19/10; side++ {
		best = better(best, m.bestFrame(side))
	}
	if best.weakest < leastFrame {
		return t
	}
	t.Box = document.Box{place.Min.X + best.x, place.Min.Y + best.y, place.Min.X + best.x + best.w + 1, place.Min.Y + best.y + best.h + 1}
	t.Frame = round(best.weakest)
	ink := m.inside(best)
	t.Ink = round(ink)
	switch {
	case ink >= leastTicked:
		t.State = document.Ticked
	case ink <= mostUnticked && best.weakest >= firmFrame:
		t.State = document.Unticked
	}
	return t
}

// mask tells which pixels of a place are dark, with running sums.
type mask struct {
	w, h  int
	dark  []bool
	rows  []int32 // of pixels dark here or one above or below, from the left; w+1 a row
	cols  []int32 // of pixels dark here or one left or right, from above; h+1 a column
	plain []int32 // of dark pixels in the rectangle to the upper left; (w+1)·(h+1)
}

// darken thresholds a place of a view by Otsu's method (N. Otsu, A threshold selection method from gray-level
// histograms, 1979). ok is false where there is no ink.
func darken(view *image.Gray, place image.Rectangle) (*mask, bool) {
	m := &mask{w: place.Dx(), h: place.Dy()}
	m.dark = make([]bool, m.w*m.h)
	var histogram [256]int
	for y := place.Min.Y; y < place.Max.Y; y++ {
		for _, g := range view.Pix[view.PixOffset(place.Min.X, y):][:m.w] {
			histogram[g]++
		}
	}
	limit, contrast := otsu(histogram, m.w*m.h)
	if contrast < leastContrast {
		return nil, false
	}
	for y := range m.h {
		for x, g := range view.Pix[view.PixOffset(place.Min.X, place.Min.Y+y):][:m.w] {
			m.dark[y*m.w+x] = int(g) <= limit
		}
	}
	m.sum()
	return m, true
}

// otsu gives the grey level up to which pixels are dark, and how far the two means lie apart.
func otsu(histogram [256]int, n int) (limit int, contrast float64) {
	total := 0.0
	for g, c := range histogram {
		total += float64(g * c)
	}
	best, sum, count := -1.0, 0.0, 0
	for g, c := range histogram {
		count += c
		sum += float64(g * c)
		if count == 0 || count == n {
			continue
		}
		low, high := sum/float64(count), (total-sum)/float64(n-count)
		if between := float64(count) * float64(n-count) * (high - low) * (high - low); between > best {
			best, limit, contrast = between, g, high-low
		}
	}
	return limit, contrast
}

func (m *mask) at(x, y int) bool { return x >= 0 && y >= 0 && x < m.w && y < m.h && m.dark[y*m.w+x] }

func (m *mask) sum() {
	m.rows, m.cols, m.plain = make([]int32, (m.w+1)*m.h), make([]int32, (m.h+1)*m.w), make([]int32, (m.w+1)*(m.h+1))
	for y := range m.h {
		for x := range m.w {
			m.rows[y*(m.w+1)+x+1] = m.rows[y*(m.w+1)+x] + one(m.at(x, y) || m.at(x, y-1) || m.at(x, y+1))
			m.cols[x*(m.h+1)+y+1] = m.cols[x*(m.h+1)+y] + one(m.at(x, y) || m.at(x-1, y) || m.at(x+1, y))
			i := (y+1)*(m.w+1) + x + 1
			m.plain[i] = one(m.at(x, y)) + m.plain[i-1] + m.plain[i-m.w-1] - m.plain[i-m.w-2]
		}
	}
}

func one(b bool) int32 {
	if b {
		return 1
	}
	return 0
}

// frame is a rectangle of four dark sides; weakest is the darkness of its lightest side.
type frame struct {
	x, y, w, h   int
	weakest, sum float64
}

func better(a, b frame) frame {
	if b.weakest > a.weakest+0.05 || b.weakest > a.weakest-0.05 && b.sum > a.sum {
		return b
	}
	return a
}

// bestFrame is the best frame with sides of about the given length.
func (m *mask) bestFrame(side int) (best frame) {
	for y := 0; y+side+1 < m.h; y++ {
		for x := 0; x+side < m.w; x++ {
			top := m.across(x, y, side)
			if top < leastFrame {
				continue
			}
			left := m.down(x, y, side)
			if left < leastFrame || m.down(x+side, y, side) < leastFrame {
				continue
			}
			for high := side - 1; high <= side+1; high++ {
				bottom, right := m.across(x, y+high, side), m.down(x+side, y, high)
				f := frame{x, y, side, high, min(top, left, bottom, right), top + left + bottom + right}
				if f.weakest >= leastFrame && m.hollow(f) {
					best = better(best, f)
				}
			}
		}
	}
	return best
}

// across is the share of dark pixels on a horizontal side, down that on a vertical one.
func (m *mask) across(x, y, n int) float64 {
	row := m.rows[y*(m.w+1):]
	return float64(row[x+n+1]-row[x]) / float64(n+1)
}

func (m *mask) down(x, y, n int) float64 {
	col := m.cols[x*(m.h+1):]
	return float64(col[y+n+1]-col[y]) / float64(n+1)
}

// hollow tells whether a frame is one and not a blot: between its sides and its middle there is paper.
func (m *mask) hollow(f frame) bool {
	const mostInk = 0.75
	return m.inside(f) < mostInk
}

// inside is the share of dark pixels within a frame, away from its sides.
func (m *mask) inside(f frame) float64 {
	in := max(2, min(f.w, f.h)/5)
	x0, y0, x1, y1 := f.x+in, f.y+in, f.x+f.w-in+1, f.y+f.h-in+1
	if x1 <= x0 || y1 <= y0 {
		return 1
	}
	n := m.w + 1
	dark := m.plain[y1*n+x1] - m.plain[y0*n+x1] - m.plain[y1*n+x0] + m.plain[y0*n+x0]
	return float64(dark) / float64((x1-x0)*(y1-y0))
}

// secretSigns are what engines and text files write for a box.
var (
	tickedSigns   = []string{"☒", "☑", "✗", "✘", "✓", "[x]", "[X]", "(x)", "(X)", "x", "X"}
	untickedSigns = []string{"□", "☐", "[]", "[_]", "()", "▢"}
)

// secrecy says whether a paper is open: from the boxes seen before the labels, else from the sign before them. What
// cannot be told is unclear, and a label without a box makes the paper confidential.
func secrecy(s sheet) []hit {
	var out []hit
	for _, label := range secrecyLabels(s.page) {
		state, score := secrecyState(s.page, label[0])
		h := fact(0, 0, Confidentiality, "", state, score)
		h.words = label
		out = append(out, h)
	}
	return out
}

func secrecyState(p *document.Page, word int) (state string, score float64) {
	written := signBefore(p, word)
	i := slices.IndexFunc(p.Ticks, func(t document.Tick) bool { return slices.Contains(t.Label, word) })
	seen := document.TickState("")
	if i >= 0 && p.Ticks[i].Frame > 0 {
		seen = p.Ticks[i].State
	}
	switch {
	case seen == document.Unticked && written != document.Ticked, seen == "" && written == document.Unticked && i < 0:
		return "open", 0.95
	case seen == document.Ticked, seen == "" && written == document.Ticked:
		return "confidential", 0.95
	case seen == "" && written == "" && i < 0:
		return "confidential", 0.7 // the word alone
	}
	return "unclear", 0.6
}

// signBefore reads what stands on the line before a word as a box.
func signBefore(p *document.Page, word int) document.TickState {
	if word == 0 || p.Words[word-1].Line != p.Words[word].Line {
		return ""
	}
	sign := p.Words[word-1].Text
	if sign == "]" && word > 1 && strings.HasSuffix(p.Words[word-2].Text, "[") {
		sign = "[]"
	}
	switch {
	case slices.Contains(tickedSigns, sign):
		return document.Ticked
	case slices.Contains(untickedSigns, sign):
		return document.Unticked
	}
	return ""
}

// closed leaves one field of confidentiality: of several, the one that keeps most people out.
func closed(fields []document.Field) []document.Field {
	order := []string{"open", "unclear", "confidential"}
	best := -1
	for i, f := range fields {
		if f.Name == Confidentiality && (best < 0 || slices.Index(order, f.Value) > slices.Index(order, fields[best].Value)) {
			best = i
		}
	}
	var out []document.Field
	for i, f := range fields {
		if f.Name != Confidentiality || i == best {
			out = append(out, f)
		}
	}
	return out
}
