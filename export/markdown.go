package export

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strings"

	"aktenkundig/document"
)

// sure is the score from which a field counts (docs/format.md).
const sure = 0.5

// Markdown writes a document for reading: what it says about itself as a table, then its pages, a paragraph for each region.
// Lines run on, and words that a line's end parted are put together. With aside the hidden words follow as a quotation.
func Markdown(w io.Writer, d document.Document, aside bool) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "# %s\n\n", escapeMarkdown(cmp.Or(first(d, "subject"), d.Source.Name)))
	fmt.Fprint(b, "| | | page |\n|---|---|---|\n")
	fmt.Fprintf(b, "| id | `%s` | |\n", d.ID)
	if d.Source.Name != "" {
		fmt.Fprintf(b, "| file | %s | |\n", escapeMarkdown(d.Source.Name))
	}
	for _, f := range d.Fields {
		if f.Score >= sure {
			fmt.Fprintf(b, "| %s | %s | %d |\n", escapeMarkdown(strings.TrimSpace(f.Name+" "+f.Type)), escapeMarkdown(f.Value), f.Page)
		}
	}
	for i := range d.Pages {
		p := &d.Pages[i]
		fmt.Fprintf(b, "\n## Page %d\n", p.Number)
		if p.Verdict != document.Text {
			fmt.Fprintf(b, "\n*%s*\n", p.Verdict)
		}
		for _, par := range paragraphs(p, false) {
			fmt.Fprintf(b, "\n%s%s\n", par.mark(), escapeMarkdown(par.text))
		}
		if !aside {
			continue
		}
		for _, par := range paragraphs(p, true) {
			fmt.Fprintf(b, "\n> %s\n", escapeMarkdown(par.text))
		}
	}
	return b.Flush()
}

// first gives the value of the first sure field of a name.
func first(d document.Document, name string) string {
	for _, f := range d.Fields {
		if f.Name == name && f.Score >= sure {
			return f.Value
		}
	}
	return ""
}

// paragraph is the text of a region, its lines run on.
type paragraph struct {
	kind document.RegionKind
	text string
}

func (p paragraph) mark() string {
	if p.kind == document.Heading {
		return "### "
	}
	return ""
}

// paragraphs gives the shown or the hidden words of a page by regions, parted words put together.
func paragraphs(p *document.Page, hidden bool) []paragraph {
	joined := joins(p, hidden)
	var out []paragraph
	region := -2
	for i := 0; i < len(p.Words); i++ {
		w := p.Words[i]
		if w.Hidden != hidden {
			continue
		}
		text := w.Text
		if j, ok := joined[i]; ok {
			text, i = j.Text, j.Last
		}
		r, kind := -1, document.Paragraph
		if w.Line >= 0 && w.Line < len(p.Lines) {
			if r = p.Lines[w.Line].Region; r >= 0 && r < len(p.Regions) {
				kind = p.Regions[r].Kind
			}
		}
		if r != region {
			out = append(out, paragraph{kind: kind, text: text})
			region = r
			continue
		}
		out[len(out)-1].text += " " + text
	}
	return out
}

// joins gives the joins that hold, by their first word: one of which a word is hidden does not.
func joins(p *document.Page, hidden bool) map[int]document.Join {
	out := map[int]document.Join{}
next:
	for _, j := range p.Joins {
		if j.First < 0 || j.First > j.Last || j.Last >= len(p.Words) || hidden {
			continue
		}
		for _, w := range p.Words[j.First : j.Last+1] {
			if w.Hidden {
				continue next
			}
		}
		out[j.First] = j
	}
	return out
}

// escapeMarkdown keeps text from being taken for marks (CommonMark, 2.4).
func escapeMarkdown(s string) string {
	var b strings.Builder
	for i, r := range s {
		special := strings.ContainsRune("\\`*_[]<>|&~$", r) || i == 0 && strings.ContainsRune("#+-=", r)
		if special || i > 0 && (r == '.' || r == ')') && strings.Trim(s[:i], "0123456789") == "" {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
