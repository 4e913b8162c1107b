package document

import (
	"slices"
	"strings"
)

// Apply lays all rulings on a document, oldest first, over its record: which words are hidden, what words read, what
// fields say. derive finds fields and joins anew where words changed; nil leaves them as they are. People win: what they
// state is in the fields with a score of 1, what they deny is not.
func (d *Document) Apply(rulings []Ruling, derive func(*Document)) {
	if len(rulings) == 0 {
		return
	}
	changed := false
	for i := range d.Pages {
		p := &d.Pages[i]
		before := hidden(p.Words)
		p.Apply(rulings)
		changed = changed || !slices.Equal(before, hidden(p.Words))
	}
	for i, r := range rulings {
		if r.Verb == Read && r.Page >= 1 && r.Page <= len(d.Pages) && !withdrawn(r, rulings[i+1:]) {
			d.read(r)
			changed = true
		}
	}
	if changed && derive != nil {
		derive(d)
	}
	for i, r := range rulings {
		if (r.Verb == State || r.Verb == Deny) && !withdrawn(r, rulings[i+1:]) {
			d.rule(r)
		}
	}
}

func hidden(words []Word) []bool {
	out := make([]bool, len(words))
	for i, w := range words {
		out[i] = w.Hidden
	}
	return out
}

// withdrawn tells whether a later ruling takes r back: for words by its place, for fields by name and value.
func withdrawn(r Ruling, later []Ruling) bool {
	return slices.ContainsFunc(later, func(l Ruling) bool {
		if l.Verb != Withdraw || l.Page != r.Page || l.Field != r.Field {
			return false
		}
		if r.Field != "" {
			return l.Text == "" || l.Text == r.Text
		}
		return l.Box.ContainsCentre(r.Box)
	})
}

// read puts what a person read in the place of the words in the box. If there is another number of words, they share the
// place by their lengths; where nothing was read, they get a line of their own.
func (d *Document) read(r Ruling) {
	p := &d.Pages[r.Page-1]
	texts := strings.Fields(r.Text)
	if len(texts) == 0 {
		return
	}
	var old []int
	for i, w := range p.Words {
		if r.Box.ContainsCentre(w.Box) {
			old = append(old, i)
		}
	}
	if len(old) == len(texts) {
		for k, i := range old {
			p.Words[i].Text, p.Words[i].Conf = texts[k], 1
		}
		return
	}
	line, at, hide, box := 0, len(p.Words), false, r.Box
	if len(old) > 0 {
		first := p.Words[old[0]]
		line, at, hide, box = first.Line, old[0], first.Hidden, first.Box
		for _, i := range old {
			box = box.Union(p.Words[i].Box)
		}
	} else {
		line = len(p.Lines)
		p.Regions = append(p.Regions, Region{Paragraph, box})
		p.Lines = append(p.Lines, Line{Box: box, Region: len(p.Regions) - 1})
	}
	d.replace(p, old, at, share(texts, box, line, hide))
}

// Corrections gives the words of the record that rulings say were read wrongly, as read and as they should read. Where people
// parted or joined words it tells nothing. d is as the policy proposes it, without rulings applied.
func (d *Document) Corrections(rulings []Ruling) [][2]string {
	var all [][2]string
	for i, r := range rulings {
		if r.Verb != Read || r.Page < 1 || r.Page > len(d.Pages) || withdrawn(r, rulings[i+1:]) {
			continue
		}
		var read []string
		for _, w := range d.Pages[r.Page-1].Words {
			if r.Box.ContainsCentre(w.Box) {
				read = append(read, w.Text)
			}
		}
		truth := strings.Fields(r.Text)
		for k := range truth {
			if len(read) == len(truth) && read[k] != truth[k] {
				all = append(all, [2]string{read[k], truth[k]})
			}
		}
	}
	return all
}

// share lays words side by side into a box, each as wide as its letters ask for.
func share(texts []string, box Box, line int, hide bool) []Word {
	total := len(texts) - 1
	for _, t := range texts {
		total += len([]rune(t))
	}
	var out []Word
	at := 0
	for _, t := range texts {
		n := len([]rune(t))
		b := Box{box[0] + box.Width()*at/total, box[1], box[0] + box.Width()*(at+n)/total, box[3]}
		out = append(out, Word{Text: t, Box: b, Conf: 1, Line: line, Hidden: hide})
		at += n + 1
	}
	return out
}

// replace takes words out of a page, puts others in at one place, and keeps every index true.
func (d *Document) replace(p *Page, old []int, at int, with []Word) {
	to := make([][]int, len(p.Words)) // where each word went
	var words []Word
	put := func() { words = append(words, with...) }
	for i, w := range p.Words {
		if i == at {
			put()
		}
		if !slices.Contains(old, i) {
			to[i] = []int{len(words)}
			words = append(words, w)
		}
	}
	if at == len(p.Words) {
		put()
	}
	for _, i := range old {
		for k := range with {
			to[i] = append(to[i], at+k)
		}
	}
	p.Words = words
	moved := func(list []int) []int {
		out := []int{}
		for _, i := range list {
			out = append(out, to[i]...)
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	for i := range p.Artefacts {
		if p.Artefacts[i].Words != nil {
			p.Artefacts[i].Words = moved(p.Artefacts[i].Words)
		}
	}
	for i := range p.Ticks {
		p.Ticks[i].Label = moved(p.Ticks[i].Label)
	}
	var joins []Join
	for _, j := range p.Joins {
		if slices.ContainsFunc(old, func(i int) bool { return i >= j.First && i <= j.Last }) {
			continue // the word is another now
		}
		j.First, j.Last = to[j.First][0], to[j.Last][0]
		joins = append(joins, j)
	}
	p.Joins = joins
	for i, f := range d.Fields {
		if f.Page == p.Number {
			d.Fields[i].Words = moved(f.Words)
		}
	}
}

// single lists the fields of which a document has at most one.
var single = []string{"date", "kind", "subject", "from", "to", "city", "office", "confidentiality", "own-reference"}

// rule lays a ruling on a field over the fields: a denied one goes; a stated one takes the place of the same value, of
// fields of that name in its box, and, where a document has only one, of any other.
func (d *Document) rule(r Ruling) {
	if r.Page < 1 || r.Page > len(d.Pages) {
		return
	}
	var words []int
	for i, w := range d.Pages[r.Page-1].Words {
		if r.Box.ContainsCentre(w.Box) {
			words = append(words, i)
		}
	}
	there := func(f Field) bool {
		return f.Page == r.Page && slices.ContainsFunc(f.Words, func(w int) bool { return slices.Contains(words, w) })
	}
	gone := func(f Field) bool {
		switch {
		case f.Name != r.Field:
			return false
		case r.Verb == Deny:
			return (r.Text == "" || f.Value == r.Text) && (r.Box.Empty() || there(f))
		}
		return slices.Contains(single, f.Name) || f.Value == r.Text || there(f)
	}
	d.Fields = slices.DeleteFunc(slices.Clone(d.Fields), gone)
	if r.Verb == State {
		d.Fields = append(d.Fields, Field{Name: r.Field, Type: r.Type, Value: r.Text, Page: r.Page, Words: append([]int{}, words...), Score: 1})
	}
}
