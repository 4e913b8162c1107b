package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"

	"aktenkundig/document"
	"aktenkundig/extract"
	"aktenkundig/internal/memogen/prose"
)

// end is the end of a line in a text that was wrapped anew.
type end struct {
	last  int    // the word before it
	whole string // the word it parts; empty if it parts none
}

// joins wraps texts anew, with and without hyphens, and counts which parted words are put together and which ends
// that part none are joined. Texts that are broken inside words already are passed over.
func joins(docs []councilDoc, verbose bool) {
	for _, hyphen := range []bool{true, false} {
		parted, right, ends, wrong, other := 0, 0, 0, 0, 0
		for _, d := range docs {
			words := flowing(d.Text)
			if len(words) < 60 {
				continue
			}
			r := rand.New(rand.NewPCG(uint64(len(d.Text)), 17))
			p, truth := wrap(words, 55+r.IntN(40), hyphen)
			doc := &document.Document{Pages: []document.Page{p}}
			found := map[int]document.Join{}
			for _, j := range extract.Joins(&doc.Pages[0], extract.Words(doc)) {
				found[j.First] = j
			}
			for _, e := range truth {
				j, joined := found[e.last]
				switch {
				case e.whole == "":
					ends++
					if joined && !strings.Contains(j.Text, "-") {
						wrong++
						if verbose {
							fmt.Printf("false  %v %-40s %s | %s\n", hyphen, j.Text, p.Words[e.last].Text, p.Words[e.last+1].Text)
						}
					}
				case joined && j.Text == e.whole:
					parted++
					right++
				default:
					parted++
					if joined {
						other++
					}
					if verbose {
						fmt.Printf("missed %v %-40s %s | %s %v\n", hyphen, e.whole, p.Words[e.last].Text, p.Words[e.last+1].Text, j.Text)
					}
				}
			}
		}
		fmt.Printf("joins, hyphens %-5v: %d of %d parted words joined (%.2f %%), %d as something else; false joins %d of %d whole ends (%.2f %%), %.2f %% of joins\n",
			hyphen, right, parted, pct(right, parted), other, wrong, ends, pct(wrong, ends), pct(wrong, wrong+right+other))
	}
}

func pct(n, of int) float64 { return 100 * float64(n) / float64(max(1, of)) }

// flowing gives the words of the lines that are long enough to be prose. A word that the text itself parts is left out.
func flowing(text string) []string {
	const prose = 45 // characters
	var out []string
	parted := false
	for line := range strings.SplitSeq(text, "\n") {
		words := strings.Fields(line)
		if utf8.RuneCountInString(strings.TrimSpace(line)) < prose {
			parted = false
			continue
		}
		if parted {
			words = words[1:]
		}
		if n := len(words); n > 0 {
			if parted = strings.HasSuffix(words[n-1], "-"); parted {
				words = words[:n-1]
			}
		}
		out = append(out, words...)
	}
	return out
}

// wrap sets words in lines of a width and parts those that do not fit where hyphenation allows.
func wrap(words []string, width int, hyphen bool) (document.Page, []end) {
	p := document.Page{Number: 1, Verdict: document.Text, Regions: []document.Region{{Kind: document.Paragraph}}}
	var truth []end
	column := 0
	put := func(w string) {
		p.Words = append(p.Words, document.Word{Text: w, Conf: 1, Line: len(p.Lines)})
		column += utf8.RuneCountInString(w) + 1
	}
	next := func(whole string) {
		truth = append(truth, end{len(p.Words) - 1, whole})
		p.Lines = append(p.Lines, document.Line{})
		column = 0
	}
	for _, w := range words {
		room := width - column
		if utf8.RuneCountInString(w) <= room {
			put(w)
			continue
		}
		head, tail := part(w, room-1)
		if head == "" {
			next("")
			put(w)
			continue
		}
		if hyphen {
			head += "-"
		}
		put(head)
		next(w)
		put(tail)
	}
	p.Lines = append(p.Lines, document.Line{})
	return p, truth
}

// part breaks a word so that the first part fits into room; both are empty where it cannot be. Only words of letters
// are parted.
func part(w string, room int) (head, tail string) {
	core := strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
	if strings.ContainsFunc(core, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return "", ""
	}
	parts := prose.Syllables(w, prose.German)
	for i := 1; i < len(parts); i++ {
		h := strings.Join(parts[:i], "")
		if utf8.RuneCountInString(h) > room {
			break
		}
		head, tail = h, strings.Join(parts[i:], "")
	}
	return head, tail
}
