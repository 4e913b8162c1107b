package archive

import (
	"fmt"
	"math"
	"slices"

	"aktenkundig/document"
)

// check lists where a document contradicts itself, so that no reader of it is led outside: ids, page numbers,
// verdicts, every index. It is empty for a sound one.
func check(d document.Document) []string {
	var bad faults
	if !validID(d.ID) {
		bad.add("the id %.80q is no SHA-256", d.ID)
	}
	for i := range d.Pages {
		if d.Pages[i].Number != i+1 {
			bad.add("page %d is numbered %d", i+1, d.Pages[i].Number)
		}
		for _, f := range checkPage(&d.Pages[i]) {
			bad.add("page %d: %s", i+1, f)
		}
	}
	for i, f := range d.Fields {
		if f.Page < 1 || f.Page > len(d.Pages) {
			bad.add("field %d (%s) is on page %d of %d", i, f.Name, f.Page, len(d.Pages))
			continue
		}
		if n := len(d.Pages[f.Page-1].Words); slices.ContainsFunc(f.Words, func(w int) bool { return w < 0 || w >= n }) {
			bad.add("field %d (%s) rests on words that are not there", i, f.Name)
		}
		bad.share(f.Score, "score of field %d (%s)", i, f.Name)
	}
	return bad
}

func checkPage(p *document.Page) []string {
	var bad faults
	if !slices.Contains(document.Verdicts(), p.Verdict) {
		bad.add("unknown verdict %.40q", p.Verdict)
	}
	for i, l := range p.Lines {
		if l.Region < 0 || l.Region >= len(p.Regions) {
			bad.add("line %d is in region %d of %d", i, l.Region, len(p.Regions))
		}
	}
	for i, w := range p.Words {
		if w.Line < 0 || w.Line >= len(p.Lines) {
			bad.add("word %d is on line %d of %d", i, w.Line, len(p.Lines))
		}
		if w.Text == "" {
			bad.add("word %d is empty", i)
		}
		bad.share(w.Conf, "confidence of word %d", i)
	}
	last := -1
	for i, j := range p.Joins {
		if j.First <= last || j.Last <= j.First || j.Last >= len(p.Words) || j.Text == "" {
			bad.add("join %d puts words %d to %d together", i, j.First, j.Last)
		}
		last = j.Last
		bad.share(j.Score, "score of join %d", i)
	}
	for i, t := range p.Ticks {
		if !within(t.Label, len(p.Words)) {
			bad.add("tick %d stands before words that are not there, or out of order", i)
		}
		bad.share(t.Ink, "ink of tick %d", i)
		bad.share(t.Frame, "frame of tick %d", i)
	}
	for i, a := range p.Artefacts {
		if !within(a.Words, len(p.Words)) {
			bad.add("artefact %d (%s) covers words that are not there, or out of order", i, a.Kind)
		}
		if len(a.Reasons) == 0 {
			bad.add("artefact %d (%s) has no reason", i, a.Kind)
		}
		bad.share(a.Score, "score of artefact %d", i)
	}
	return bad
}

// within tells whether the indices rise and stay below n.
func within(indices []int, n int) bool {
	last := -1
	for _, i := range indices {
		if i <= last || i >= n {
			return false
		}
		last = i
	}
	return true
}

type faults []string

func (f *faults) add(format string, args ...any) {
	*f = append(*f, fmt.Sprintf(format, args...))
}

// share notes a value that is not from 0 to 1.
func (f *faults) share(v float64, format string, args ...any) {
	if math.IsNaN(v) || v < 0 || v > 1 {
		f.add(format+" is %g", append(args, v)...)
	}
}
