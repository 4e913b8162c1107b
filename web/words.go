package web

import (
	"net/url"
	"slices"
	"strings"

	"aktenkundig/document"
	"aktenkundig/index"
)

// paragraph is a region of the page's text.
type paragraph struct {
	Heading bool
	Lines   [][]textWord // a new one only where the author began one: lines that the paper's width ended run on
}

// textWord is a word with its place on the scan; one that a line's end parted has several.
type textWord struct {
	Text  string
	Boxes []document.Box
	Hit   int  // number of the hit it is, from 1; 0 if none
	Low   bool // read with little confidence
	Part  bool // stands in the text of a resolution
}

// Places are the word's boxes as x,y,width,height, parted by blanks.
func (w textWord) Places() string {
	var b strings.Builder
	for i, box := range w.Boxes {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(xywh(box))
	}
	return b.String()
}

// unsure is the confidence below which a word is shown as read with doubt.
const unsure = 0.6

// wordsOf gives the words of a page by their index.
func wordsOf(d *document.Document, p *document.Page, hits hitSteps) []textWord {
	decision := map[int]bool{}
	for _, f := range d.Fields {
		if f.Name == "decision" && f.Page == p.Number {
			for _, w := range f.Words {
				decision[w] = true
			}
		}
	}
	number := map[document.Box]int{}
	for _, h := range hits.Hits {
		number[h.Box] = h.Number
	}
	words := make([]textWord, len(p.Words))
	for i, w := range p.Words {
		words[i] = textWord{Text: w.Text, Boxes: []document.Box{w.Box}, Low: w.Conf < unsure, Part: decision[i], Hit: number[w.Box]}
	}
	return words
}

// paragraphs lays out a flow of the page's words for reading: a paragraph for each region; lines run on where the width
// of the paper ended them, and words that a line's end parted are put together. What stands where is not changed.
func paragraphs(p *document.Page, flow document.Flow, words []textWord) []paragraph {
	var all []paragraph
	end := 0
	for i := 0; i < len(flow.Spans); i++ {
		s := flow.Spans[i]
		gap := flow.String[end:s.Start]
		w := words[s.Word]
		if n := joined(p, flow.Spans[i:], &w, words); n > 0 {
			i += n
		}
		end = flow.Spans[i].End
		switch {
		case len(all) == 0 || gap == "\n\n":
			all = append(all, paragraph{Heading: isHeading(p, s.Word), Lines: [][]textWord{nil}})
		case gap == "\n" && wanted(p, flow.Spans[max(0, i-1)].Word, s.Word):
			last := &all[len(all)-1]
			last.Lines = append(last.Lines, nil)
		}
		at := &all[len(all)-1]
		last := len(at.Lines) - 1
		at.Lines[last] = append(at.Lines[last], w)
	}
	return all
}

// joined puts the parts of a word together that spans begin with, and tells how many further spans it took.
func joined(p *document.Page, spans []document.Span, w *textWord, words []textWord) int {
	i := slices.IndexFunc(p.Joins, func(j document.Join) bool { return j.First == spans[0].Word })
	if i < 0 {
		return 0
	}
	j := p.Joins[i]
	n := j.Last - j.First
	if n < 1 || n >= len(spans) || spans[n].Word != j.Last { // a part is hidden: the join does not hold
		return 0
	}
	w.Text = j.Text
	for k := j.First + 1; k <= j.Last; k++ {
		w.Boxes = append(w.Boxes, words[k].Boxes...)
		w.Low = w.Low || words[k].Low
		if w.Hit == 0 {
			w.Hit = words[k].Hit
		}
	}
	return n
}

// wanted tells whether the author ended the line between two words: the second begins an item or something apart, the
// block is a narrow one, as addresses are, or the second word would have had room on the first one's line.
func wanted(p *document.Page, before, after int) bool {
	a, b := p.Words[before], p.Words[after]
	if a.Line < 0 || a.Line >= len(p.Lines) || b.Line < 0 || b.Line >= len(p.Lines) {
		return true
	}
	if p.Lines[b.Line].Role != "" || p.Lines[a.Line].Role == document.PageNumber || p.Lines[a.Line].Role == document.Running {
		return true
	}
	const narrow = 0.7 // of the way from the block's left edge to the right edge of the page's text
	left, right, page := p.Lines[a.Line].Box[0], 0, 0
	for _, l := range p.Lines {
		page = max(page, l.Box[2])
		if l.Region == p.Lines[a.Line].Region {
			left, right = min(left, l.Box[0]), max(right, l.Box[2])
		}
	}
	blank := p.Lines[a.Line].Box.Height() / 3
	return float64(right-left) < narrow*float64(page-left) || a.Box[2]+blank+b.Box.Width() < right
}

func isHeading(p *document.Page, word int) bool {
	line := p.Words[word].Line
	if line < 0 || line >= len(p.Lines) {
		return false
	}
	r := p.Lines[line].Region
	return r >= 0 && r < len(p.Regions) && p.Regions[r].Kind == document.Heading
}

// hitSteps are the hits on a page, to be stepped through, and where to go from its first and last one.
type hitSteps struct {
	Hits   []hitMark
	Pages  int    // pages of the document with hits
	Total  int    // hits in the document
	Before string // URL of the page with hits before this one, "" if there is none
	After  string
}

// hitMark is a word on the scan that was sought.
type hitMark struct {
	Number int // on this page, from 1
	Text   string
	Box    document.Box
	Why    string
	URL    string // of its place
	XYWH   string
}

// Outline is the box drawn around the word.
func (h hitMark) Outline() document.Box { return around(h.Box) }

func stepsOf(d *document.Document, p *document.Page, hits []index.Hit, keep url.Values) hitSteps {
	s := hitSteps{Pages: len(hits)}
	self := pageURL(d.ID, p.Number, keep)
	for _, h := range hits {
		s.Total += len(h.Terms)
		switch {
		case h.Page < p.Number:
			s.Before = pageURL(d.ID, h.Page, keep) + "#hits"
		case h.Page > p.Number && s.After == "":
			s.After = pageURL(d.ID, h.Page, keep) + "#hits"
		case h.Page == p.Number:
			for i, t := range h.Terms {
				s.Hits = append(s.Hits, hitMark{Number: i + 1, Text: t.Text, Box: t.Box, Why: t.Why, XYWH: xywh(t.Box), URL: placeURL(self, xywh(t.Box))})
			}
		}
	}
	return s
}

// fieldRow is something the document says about itself.
type fieldRow struct {
	document.Field
	URL   string // of the place it was read from, "" if it has none
	XYWH  string
	Here  bool // the place is on the page that is shown
	Guess bool
}

// hiddenFields are shown elsewhere on the page, or not fit to be shown as a row.
var hiddenFields = []string{"decision", "reference"}

// fieldOrder is how fields stand; others follow by name.
var fieldOrder = []string{"kind", "subject", "date", "own-reference", "file-number", "from", "to", "signatory", "city", "office", "session-date", "decision-date", "deadline", "stamp-date", "confidentiality", "date-conflict", "mentioned-date"}

func fieldRows(d *document.Document, keep url.Values) []fieldRow {
	var rows []fieldRow
	for _, f := range d.Fields {
		if slices.Contains(hiddenFields, f.Name) || f.Name == "mentioned-date" && f.Score < believed {
			continue
		}
		row := fieldRow{Field: f, Guess: f.Score < believed}
		if b := placeOf(d, f); !b.Empty() {
			row.XYWH = xywh(b)
			row.URL = placeURL(pageURL(d.ID, f.Page, keep), row.XYWH)
		}
		rows = append(rows, row)
	}
	rank := func(name string) int {
		if i := slices.Index(fieldOrder, name); i >= 0 {
			return i
		}
		return len(fieldOrder)
	}
	slices.SortStableFunc(rows, func(a, b fieldRow) int {
		if a.Name != b.Name {
			if r := rank(a.Name) - rank(b.Name); r != 0 {
				return r
			}
			return strings.Compare(a.Name, b.Name)
		}
		return 0
	})
	return rows
}

// placeOf is the box around the words that a field rests on.
func placeOf(d *document.Document, f document.Field) document.Box {
	var b document.Box
	if f.Page < 1 || f.Page > len(d.Pages) {
		return b
	}
	p := &d.Pages[f.Page-1]
	for _, w := range f.Words {
		b = b.Union(p.Words[w].Box)
	}
	return b
}

// refRow is a paper that the document names.
type refRow struct {
	Ref, Type string
	Page      int
	Own       bool
}

func refRows(d *document.Document, own string) []refRow {
	var rows []refRow
	seen := map[string]bool{}
	for _, f := range d.Fields {
		if f.Name != "reference" || f.Score < believed || seen[f.Value] {
			continue
		}
		seen[f.Value] = true
		rows = append(rows, refRow{Ref: f.Value, Type: f.Type, Page: f.Page, Own: f.Value == own})
	}
	return rows
}
