package review

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"aktenkundig/document"
)

// pageView is what the page shows.
type pageView struct {
	ID, Name, Subject string
	Number, Pages     int
	Before, After     string // URLs of the pages beside it, "" if there is none
	Self, Next        string
	Image             string
	W, H              int // of the view, pixels
	Problem           string
	Words             []wordView // doubtful ones, in reading order
	More              int        // doubtful ones beyond those
	Lines             []lineView
	Findings          []findingView
	Fields            []fieldView
	Failed            []string // fields of which there are candidates only
	Offered           []string // names of fields that can be stated
	Kinds             []document.Kind
	Rulings           []rulingView // in force, newest first
	Marks             []mark       // every word, for the scan
	Wrong, Said       string
}

type wordView struct {
	Key, Text, Box, Crop string
	Percent              int // confidence
	X, Y, W, H           int
}

type lineView struct {
	Key, Text, Box string
}

type findingView struct {
	Key, Kind, Box, Crop string
	N                    int
	Percent              int
	Hidden               bool
	Says                 string
	Reasons              []document.Reason
	X, Y, W, H           int
}

type fieldView struct {
	Key, Name, Value, Raw string
	Page, Percent         int
	Candidate             bool
}

type rulingView struct {
	document.Ruling
	Key  string
	Day  string
	Page bool // on the page that is shown
}

type mark struct {
	Text, Box  string
	X, Y, W, H int
	Hidden     bool
}

const maxWords = 300 // doubtful words that are shown at once

func makeView(d *document.Document, p *document.Page, proposed *document.Document, rulings []document.Ruling) pageView {
	v := pageView{ID: d.ID, Name: d.Source.Name, Number: p.Number, Pages: len(d.Pages), W: p.View[0], H: p.View[1], Problem: p.Problem,
		Self: fmt.Sprintf("/review/%s/%d", d.ID, p.Number), Next: fmt.Sprintf("/review/next?after=%s/%d", d.ID, p.Number),
		Image: imageURL(d.ID, p.Number, "full/!1800,1800"), Failed: failed(d), Offered: correctable(),
		Kinds: []document.Kind{document.Stamp, document.Signature, document.Handwriting, document.Logo, document.NoiseKind}}
	if p.Number > 1 {
		v.Before = fmt.Sprintf("/review/%s/%d", d.ID, p.Number-1)
	}
	if p.Number < len(d.Pages) {
		v.After = fmt.Sprintf("/review/%s/%d", d.ID, p.Number+1)
	}
	v.words(d.ID, p)
	v.lines(p)
	v.findings(d.ID, p)
	for i, f := range d.Fields {
		if f.Name == "subject" {
			v.Subject = f.Value
		}
		if slices.Contains(correctable(), f.Name) {
			v.Fields = append(v.Fields, fieldView{fmt.Sprint("v", i), f.Name, f.Value, f.Raw, f.Page, percent(f.Score), f.Score < believed})
		}
	}
	slices.SortStableFunc(v.Fields, func(a, b fieldView) int {
		return cmp.Compare(slices.Index(correctable(), a.Name), slices.Index(correctable(), b.Name))
	})
	v.rulings(p, proposed, rulings)
	return v
}

func percent(x float64) int { return int(100*x + 0.5) }

func (v *pageView) words(id string, p *document.Page) {
	for i, w := range p.Words {
		b := w.Box
		v.Marks = append(v.Marks, mark{w.Text, boxText(b), b[0], b[1], b.Width(), b.Height(), w.Hidden})
		if doubt(w) == 0 || p.Verdict != document.Text {
			continue
		}
		if len(v.Words) == maxWords {
			v.More++
			continue
		}
		v.Words = append(v.Words, wordView{fmt.Sprint("w", i), w.Text, boxText(b), crop(id, p, b), percent(w.Conf), b[0], b[1], b.Width(), b.Height()})
	}
}

// lines gives the visible text line by line, where a line can be corrected as one.
func (v *pageView) lines(p *document.Page) {
	for i := 0; i < len(p.Words); {
		line, first := p.Words[i].Line, i
		var text []string
		var box document.Box
		own := map[int]bool{}
		for ; i < len(p.Words) && p.Words[i].Line == line; i++ {
			if w := p.Words[i]; !w.Hidden {
				text, box, own[i] = append(text, w.Text), box.Union(w.Box), true
			}
		}
		if len(text) > 0 && holdsOnly(p, box, own) {
			v.Lines = append(v.Lines, lineView{fmt.Sprint("l", first), strings.Join(text, " "), boxText(box)})
		}
	}
}

// holdsOnly tells whether a box holds no words but some.
func holdsOnly(p *document.Page, box document.Box, some map[int]bool) bool {
	for i, w := range p.Words {
		if box.ContainsCentre(w.Box) != some[i] {
			return false
		}
	}
	return true
}

func (v *pageView) findings(id string, p *document.Page) {
	for n, a := range p.Artefacts {
		var says []string
		for _, i := range a.Words {
			says = append(says, p.Words[i].Text)
		}
		b := a.Box
		v.Findings = append(v.Findings, findingView{fmt.Sprint("f", n), string(a.Kind), boxText(b), crop(id, p, b), n, percent(a.Score), a.Hidden,
			cmp.Or(a.Text, strings.Join(says, " ")), a.Reasons, b[0], b[1], b.Width(), b.Height()})
	}
}

// rulings gives those that have an effect, what was said in one go as one; of the others it is not worth to speak.
func (v *pageView) rulings(p *document.Page, proposed *document.Document, all []document.Ruling) {
	for _, act := range acts(proposed, all) {
		r := all[act[0]]
		var texts []string
		for _, i := range act {
			if t := all[i].Text; t != "" && len(texts) < 5 {
				texts = append(texts, t)
			}
		}
		r.Text = strings.Join(texts, " ")
		v.Rulings = append(v.Rulings, rulingView{r, actKey(all, act), r.When[:min(10, len(r.When))], r.Page == p.Number})
	}
}

// acts gives the numbers of rulings that have an effect, newest first, in lists of those that were said in one go.
func acts(proposed *document.Document, all []document.Ruling) (out [][]int) {
	in := proposed.InForce(all)
	for i := len(all) - 1; i >= 0; i-- {
		r := all[i]
		if !in[i] || r.Verb == document.Withdraw {
			continue
		}
		if n := len(out); n > 0 {
			if o := all[out[n-1][0]]; o.Who == r.Who && o.When == r.When && o.Page == r.Page && o.Verb == r.Verb && o.Field == r.Field {
				out[n-1] = append(out[n-1], i)
				continue
			}
		}
		out = append(out, []int{i})
	}
	return out
}

// actKey names an act by the place and content of its rulings, so that another one is never undone in its place.
func actKey(all []document.Ruling, act []int) string {
	h := sha256.New()
	for _, i := range act {
		data, _ := json.Marshal(all[i]) // a ruling is plain data
		fmt.Fprintf(h, "%d %s\n", i, data)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// crop is the picture of a place with some paper around; "" if there is none.
func crop(id string, p *document.Page, b document.Box) string {
	pad := max(b.Height()/3, 4)
	c := document.Box{b[0] - pad, b[1] - pad, b[2] + pad, b[3] + pad}.Intersect(document.Box{0, 0, p.View[0], p.View[1]})
	if c.Empty() {
		return ""
	}
	return imageURL(id, p.Number, fmt.Sprintf("%d,%d,%d,%d/!640,200", c[0], c[1], c.Width(), c.Height()))
}

func boxText(b document.Box) string { return fmt.Sprintf("%d,%d,%d,%d", b[0], b[1], b[2], b[3]) }
