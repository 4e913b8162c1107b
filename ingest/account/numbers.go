package account

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"aktenkundig/document"
)

// Gap is a place where printed page numbers tell that paper is missing.
type Gap struct {
	Path string `json:"path"` // the file after the gap
	Page int    `json:"page"` // the page after the gap, from 1
	Text string `json:"text"` // "-3-" follows "-1-"
}

// printed is what a page says about its own number.
type printed struct {
	number int    // 0 if nothing
	text   string // as printed
	blank  bool   // an empty page needs no number
}

// edge is the share of a page's height at its top and at its foot where its number is looked for.
const edge = 0.12

// pageNumber is a line that is a page's number and nothing else: "- 3 -", "Seite 3 von 7", "3/7", "3". A number alone
// has at most three digits, so that a year is none.
var pageNumber = regexp.MustCompile(`^(?:[-–—]\s*(\d{1,4})\s*[-–—]|(?i:seite|page|blatt|s\.|p\.)\s*(\d{1,4})(?:\s*(?:/|(?i:von|of))\s*\d{1,4})?|(\d{1,3})\s*/\s*\d{1,3}|(\d{1,3}))$`)

func printedNumbers(pages []document.Page) []printed {
	all := make([]printed, len(pages))
	for i := range pages {
		all[i] = printedNumber(&pages[i])
	}
	return all
}

// printedNumber looks for the number of a page in the lines near its top and its foot, hidden words too: margins
// are where numbers stand. Where lines disagree, none counts.
func printedNumber(p *document.Page) printed {
	found := printed{blank: p.Verdict != document.Text}
	for i, l := range p.Lines {
		if middle := (l.Box[1] + l.Box[3]) / 2; float64(middle) > edge*float64(p.View[1]) && float64(middle) < (1-edge)*float64(p.View[1]) {
			continue
		}
		text := lineText(p, i)
		n := numberIn(text)
		switch {
		case n == 0:
		case found.number != 0 && found.number != n:
			return printed{blank: found.blank}
		default:
			found.number, found.text = n, text
		}
	}
	return found
}

func lineText(p *document.Page, line int) string {
	var words []string
	for _, w := range p.Words {
		if w.Line == line {
			words = append(words, w.Text)
		}
	}
	return strings.Join(words, " ")
}

func numberIn(line string) int {
	m := pageNumber.FindStringSubmatch(strings.TrimSpace(line))
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(strings.Join(m[1:], "")) // one of the groups is filled; the pattern bounds the digits
	return n
}

// gaps tells where numbers are missing between two pages that have one. Pages with text between them may bear the
// missing numbers without having them printed or read, so only what is more than these is a gap.
func gaps(pages []printed, where func(i int) (path string, page int)) []Gap {
	var found []Gap
	last, unnumbered := -1, 0
	for i, p := range pages {
		if p.number == 0 {
			if !p.blank {
				unnumbered++
			}
			continue
		}
		before := 0
		if last >= 0 {
			before = pages[last].number
		}
		path, page := where(i)
		switch missing := p.number - before - 1; {
		case last >= 0 && p.number == before:
			found = append(found, Gap{path, page, fmt.Sprintf("%q is there twice", p.text)})
		case missing > unnumbered && last >= 0:
			found = append(found, Gap{path, page, fmt.Sprintf("%q follows %q", p.text, pages[last].text)})
		case missing > unnumbered && i == unnumbered && missing < 10:
			found = append(found, Gap{path, page, fmt.Sprintf("begins with %q", p.text)})
		}
		last, unnumbered = i, 0
	}
	return found
}

// loose collects documents of one page that lie in one folder, since they may be the pages of one paper. A page
// with number 1, or without a number, begins the next.
type loose struct {
	folder string
	paths  []string
	pages  []printed
}

func (l *loose) add(path string, p printed) (found []Gap) {
	if folder := filepath.Dir(path); folder != l.folder || p.number <= 1 {
		found = l.end()
		l.folder = folder
	}
	l.paths, l.pages = append(l.paths, path), append(l.pages, p)
	return found
}

// end tells the gaps of the paper collected so far, if two of its pages say that they belong together.
func (l *loose) end() []Gap {
	defer func() { l.paths, l.pages = nil, nil }()
	numbered := 0
	for _, p := range l.pages {
		if p.number > 0 {
			numbered++
		}
	}
	if numbered < 2 {
		return nil
	}
	paths := l.paths
	return gaps(l.pages, func(i int) (string, int) { return paths[i], 1 })
}
