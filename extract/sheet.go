package extract

import (
	"math"
	"slices"
	"strings"

	"aktenkundig/document"
)

// sheet is a page's body with its lines.
type sheet struct {
	page  *document.Page
	flow  document.Flow
	text  string
	lines []line
	known evidence
	refs  []hit
	joins []document.Join
	mends map[string]string // words that were looked at, as they were mended: known must not change after
}

// line is a line of the body that is not empty, bytes start to end (outside) of the text.
type line struct {
	start, end int
	text       string
	first      bool // of its region
}

func newSheet(p *document.Page) sheet {
	s := sheet{page: p, flow: p.Body(), mends: map[string]string{}}
	s.text = s.flow.String
	start, gap := 0, true
	for text := range strings.SplitSeq(s.text, "\n") {
		if text != "" {
			s.lines = append(s.lines, line{start, start + len(text), text, gap})
		}
		gap = text == ""
		start += len(text) + 1
	}
	return s
}

// lineAt is the number of the line that holds the byte at offset.
func (s sheet) lineAt(offset int) int {
	i, _ := slices.BinarySearchFunc(s.lines, offset, func(l line, o int) int {
		if l.end <= o {
			return -1
		}
		if l.start > o {
			return 1
		}
		return 0
	})
	return min(i, len(s.lines)-1)
}

// fields makes fields of hits.
func (s sheet) fields(hits []hit) []document.Field {
	var out []document.Field
	for _, h := range hits {
		if h.words != nil {
			out = append(out, document.Field{Name: h.name, Type: h.kind, Value: h.value, Page: s.page.Number, Words: h.words, Score: round(h.score)})
			continue
		}
		out = append(out, document.Field{
			Name: h.name, Type: h.kind, Value: h.value, Raw: raw(s.text[h.start:h.end], h.value),
			Page: s.page.Number, Words: s.flow.Words(h.start, h.end), Score: round(h.score),
		})
	}
	return out
}

// raw is the printed form on one line, empty where it is the value itself.
func raw(printed, value string) string {
	if printed = strings.Join(strings.Fields(printed), " "); printed != value {
		return printed
	}
	return ""
}

func round(x float64) float64 { return math.Round(x*1000) / 1000 }
