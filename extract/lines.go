package extract

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"aktenkundig/document"
)

var (
	pageNumber = regexp.MustCompile(`(?i)^(?:(?:seite|page|blatt|s\.)\s*\d{1,4}(?:\s*(?:von|of|/)\s*\d{1,4})?|[-–—]\s*\d{1,4}\s*[-–—]|\d{1,4}\s*(?:/|von|of)\s*\d{1,4})$`)
	itemStart  = regexp.MustCompile(`^(?:[•·●▪■□◦*–—-]\s+\S|\(?\d{1,2}[.)]\s+\S|[a-z]\)\s+\S)`)
)

// edgeLines is how many lines at the top and at the foot of a page may be its number or come again on other pages.
const edgeLines = 2

// markLines gives lines their roles: page numbers, heads and feet that come again, first lines of bullets and numbered
// points. It depends on the visible words alone.
func markLines(d *document.Document) {
	texts := make([][]string, len(d.Pages))
	again := map[string]int{}
	pages := 0
	for i := range d.Pages {
		texts[i] = lineTexts(&d.Pages[i])
		if d.Pages[i].Verdict == document.Text {
			pages++
		}
		for _, k := range edges(texts[i]) {
			again[undigited(texts[i][k])]++
		}
	}
	for i := range d.Pages {
		p := &d.Pages[i]
		for k := range p.Lines {
			p.Lines[k].Role = ""
			if itemStart.MatchString(texts[i][k]) {
				p.Lines[k].Role = document.Item
			}
		}
		for _, k := range edges(texts[i]) {
			switch text := texts[i][k]; {
			case pageNumber.MatchString(text), text == strconv.Itoa(p.Number):
				p.Lines[k].Role = document.PageNumber
			case pages > 1 && again[undigited(text)] > 1 && 2*again[undigited(text)] >= pages:
				p.Lines[k].Role = document.Running
			}
		}
	}
}

// lineTexts gives the visible text of each line.
func lineTexts(p *document.Page) []string {
	out := make([]string, len(p.Lines))
	for _, w := range p.Words {
		if w.Hidden || w.Line < 0 || w.Line >= len(out) {
			continue
		}
		if out[w.Line] != "" {
			out[w.Line] += " "
		}
		out[w.Line] += w.Text
	}
	return out
}

// edges gives the first and the last lines with text.
func edges(texts []string) []int {
	var full []int
	for k, t := range texts {
		if t != "" {
			full = append(full, k)
		}
	}
	if len(full) <= 2*edgeLines {
		return full
	}
	return append(full[:edgeLines:edgeLines], full[len(full)-edgeLines:]...)
}

// undigited writes every number of a text as #, for a running head may count the pages.
func undigited(text string) string {
	var b strings.Builder
	last := false
	for _, r := range text {
		digit := unicode.IsDigit(r)
		if !digit {
			b.WriteRune(r)
		} else if !last {
			b.WriteByte('#')
		}
		last = digit
	}
	return b.String()
}
