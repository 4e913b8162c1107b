package pdf

import (
	"math"
	"strings"

	"aktenkundig/document"
)

// point is a place on the page, in its units, y upwards.
type point struct{ x, y float64 }

func (p point) minus(q point) point { return point{p.x - q.x, p.y - q.y} }

func (p point) dot(q point) float64 { return p.x*q.x + p.y*q.y }

// word is a word as it is to be set. Lengths are in units of the page.
type word struct {
	text    string
	start   point   // on the baseline, where the word begins
	width   float64 // of its box, along the text
	ascent  float64 // of its box above start
	descent float64 // of its box below start
	space   bool    // a blank follows
}

// line is a run of words that stand on one baseline.
type line struct {
	along point // unit vector of the baseline
	words []word
}

// lines gives the words of a page that are to be set, in reading order.
func lines(p *document.Page, place Place, aside bool) []line {
	back, ok := p.ToView.Inverse()
	if !ok {
		return nil
	}
	s := sheetMap{back.Then(place.ToPage), p}
	soft := softHyphens(p)
	var out []line
	last := -1
	for i := range p.Words {
		w := &p.Words[i]
		if w.Hidden && !aside || w.Box.Empty() {
			continue
		}
		base := s.baseline(w)
		if last < 0 || p.Words[last].Line != w.Line {
			out = append(out, line{along: s.direction(base)})
		}
		l := &out[len(out)-1]
		l.words = append(l.words, s.word(w, base, l.along, soft[i]))
		last = i
	}
	return out
}

// softHyphens gives the words whose hyphen is there only because the line ended (ISO 32000-2, 14.8.2.3.2).
func softHyphens(p *document.Page) map[int]bool {
	soft := map[int]bool{}
	for _, j := range p.Joins {
		if j.First < 0 || j.Last >= len(p.Words) {
			continue
		}
		at := ""
		for i := j.First; i < j.Last; i++ {
			at += p.Words[i].Text
			if strings.HasSuffix(at, "-") && !strings.HasPrefix(j.Text, at) {
				soft[i] = true
				at = strings.TrimSuffix(at, "-")
			}
		}
	}
	return soft
}

// sheetMap leads from the view to the page.
type sheetMap struct {
	m    document.Affine
	page *document.Page
}

func (s sheetMap) at(x, y float64) point {
	px, py := s.m.Apply(x, y)
	return point{px, py}
}

// base is the baseline under a word, in the view.
type base struct {
	y     float64 // under the middle of the word
	slope float64
}

// maxSlope is how much a baseline may rise in the view, which is straight; more is a misreading.
const maxSlope = 0.05

// baseline gives the baseline under a word: that of its line where it is known, else from the word's own letters.
func (s sheetMap) baseline(w *document.Word) base {
	middle := float64(w.Box[0]+w.Box[2]) / 2
	h := float64(w.Box.Height())
	if w.Line >= 0 && w.Line < len(s.page.Lines) {
		b := s.page.Lines[w.Line].Baseline
		slope := (b[3] - b[1]) / (b[2] - b[0])
		y := b[1] + (middle-b[0])*slope
		if b[2] > b[0] && math.Abs(slope) <= maxSlope && y > float64(w.Box[1])-h && y < float64(w.Box[3])+h {
			return base{y, slope}
		}
	}
	y := float64(w.Box[3])
	if strings.ContainsAny(w.Text, "gjpqyQß,;()/") && !strings.ContainsAny(w.Text, "\"*'") {
		y -= h / 5
	}
	return base{y: y}
}

// slight is the sine of the angle up to which text is set along the page's edge, each word on its own height, instead of
// slanting: readers part a word whose letters leave its baseline by half a point, and report upright boxes.
const slight = 0.12

// direction gives the way in which text runs on the page.
func (s sheetMap) direction(b base) point {
	d := s.at(1, b.slope).minus(s.at(0, 0))
	n := math.Hypot(d.x, d.y)
	d = point{d.x / n, d.y / n}
	if a := axis(d); math.Abs(a.x*d.y-a.y*d.x) <= slight {
		return a
	}
	return d
}

// word places a word that runs along right: its extents are those of the box around it in that direction.
func (s sheetMap) word(w *document.Word, b base, right point, soft bool) word {
	middle := s.at(float64(w.Box[0]+w.Box[2])/2, b.y)
	up := point{-right.y, right.x}
	if up.dot(s.up()) < 0 {
		up = point{right.y, -right.x} // a mirrored page
	}
	out := word{text: w.Text, space: true, ascent: math.Inf(-1), descent: math.Inf(-1)}
	from, to := math.Inf(1), math.Inf(-1)
	for _, c := range [4][2]int{{0, 1}, {2, 1}, {0, 3}, {2, 3}} {
		d := s.at(float64(w.Box[c[0]]), float64(w.Box[c[1]])).minus(middle)
		out.ascent, out.descent = max(out.ascent, d.dot(up)), max(out.descent, -d.dot(up))
		from, to = min(from, d.dot(right)), max(to, d.dot(right))
	}
	out.start, out.width = point{middle.x + from*right.x, middle.y + from*right.y}, to-from
	if soft {
		out.text = strings.TrimSuffix(out.text, "-") + "\u00ad"
		out.space = false
	}
	return out
}

// up is the direction on the page that leads up in the view.
func (s sheetMap) up() point { return point{-s.m[2], -s.m[3]} }

// axis gives the axis nearest to a direction.
func axis(p point) point {
	if math.Abs(p.x) >= math.Abs(p.y) {
		return point{math.Copysign(1, p.x), 0}
	}
	return point{0, math.Copysign(1, p.y)}
}
