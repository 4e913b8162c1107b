package document

import (
	"sort"
	"strings"
)

// Flow is text made from words, with the place of every word in it. It is the only way in which words become
// text: index, export, snippets and highlights all use its spans.
type Flow struct {
	String string
	Spans  []Span // ascending, not overlapping
}

// Span says that bytes Start to End (outside) of a Flow's string are word Word of the page.
type Span struct{ Start, End, Word int }

// Body is the text of the page without its hidden words: words of a line parted by a blank, lines by "\n",
// regions by an empty line.
func (p *Page) Body() Flow { return p.flow(false) }

// Aside is the text of the hidden words only, laid out like Body.
func (p *Page) Aside() Flow { return p.flow(true) }

func (p *Page) flow(hidden bool) Flow {
	var (
		b    strings.Builder
		f    Flow
		last = -1
	)
	for i, w := range p.Words {
		if w.Hidden != hidden {
			continue
		}
		if last >= 0 {
			b.WriteString(p.gap(p.Words[last], w))
		}
		start := b.Len()
		b.WriteString(w.Text)
		f.Spans = append(f.Spans, Span{start, b.Len(), i})
		last = i
	}
	f.String = b.String()
	return f
}

// gap is what stands between two words that follow each other.
func (p *Page) gap(a, b Word) string {
	switch {
	case a.Line == b.Line:
		return " "
	case p.region(a) == p.region(b):
		return "\n"
	}
	return "\n\n"
}

func (p *Page) region(w Word) int {
	if w.Line < 0 || w.Line >= len(p.Lines) {
		return -1
	}
	return p.Lines[w.Line].Region
}

// Words gives the page's words that share at least one byte with start to end (outside), ascending.
func (f Flow) Words(start, end int) []int {
	var words []int
	first := sort.Search(len(f.Spans), func(i int) bool { return f.Spans[i].End > start })
	for _, s := range f.Spans[first:] {
		if s.Start >= end {
			break
		}
		words = append(words, s.Word)
	}
	return words
}
