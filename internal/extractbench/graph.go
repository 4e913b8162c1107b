package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"aktenkundig/document"
	"aktenkundig/extract"
)

// number is what the records' numbers of both councils have in common: 2013/0041 and 10/2011, with a supplement's number.
var number = regexp.MustCompile(`\d{1,4}/\d{4}(?:/\d{1,2})?|\d{4}/\d{3,5}(?:/\d{1,2})?`)

// references rebuilds the graph of references from the texts and measures it against the numbers that the records
// themselves bear. What is cited as a whole word and is some record's number is an edge that is there; a reference that
// was found is right if it is one, wrong if it stands inside another number or is none, and unknown if it may be the
// number of a record that is not at hand.
func references(docs []councilDoc, verbose bool) {
	known := map[string]map[string]bool{}
	for _, d := range docs {
		if known[d.source] == nil {
			known[d.source] = map[string]bool{}
		}
		if n := number.FindString(d.Reference); n != "" {
			known[d.source][n] = true
		}
	}
	for source, numbers := range known {
		var t tally
		for _, d := range docs {
			if d.source == source {
				t.count(d, numbers, verbose)
			}
		}
		fmt.Printf("%s: %d documents, %d numbers; edges in the texts %d, found %d (recall %.2f %%); references found %d: known %d, not at hand %d, wrong %d (precision %.2f %%)\n",
			source, t.docs, len(numbers), t.edges, t.found, pct(t.found, t.edges), t.got, t.right, t.unknown, t.wrong, pct(t.right, t.right+t.wrong))
		fmt.Printf("%s: own number: in the text of %d documents, found %d (%.2f %%), another one found %d; links between papers that the texts hold: %d\n",
			source, t.own, t.ownFound, pct(t.ownFound, t.own), t.ownWrong, len(t.links))
	}
}

type tally struct {
	docs, edges, found, got, right, unknown, wrong int
	own, ownFound, ownWrong                        int
	links                                          map[[2]string]bool
}

func (t *tally) count(d councilDoc, known map[string]bool, verbose bool) {
	if t.links == nil {
		t.links = map[[2]string]bool{}
	}
	t.docs++
	own := number.FindString(d.Reference)
	there := map[string]bool{}
	for _, n := range whole(d.Text) {
		if known[n] {
			there[n] = true
		}
	}
	doc := plainDocument(d.Text)
	got := map[string]bool{}
	for _, f := range extract.Fields(doc) {
		if f.Name == extract.ReferenceField && f.Score >= 0.5 && number.FindString(f.Value) == f.Value {
			got[f.Value] = true
		}
		if f.Name == extract.OwnReference && f.Score >= 0.5 && own != "" && there[own] {
			if f.Value == own {
				t.ownFound++
			} else {
				t.ownWrong++
				if verbose {
					fmt.Printf("own    %s is %s, found %s\n", d.ID, own, f.Value)
				}
			}
		}
	}
	if there[own] {
		t.own++
	}
	for n := range there {
		t.edges++
		if got[n] {
			t.found++
			if own != "" && n != own {
				t.links[[2]string{own, n}] = true
			}
		} else if verbose {
			fmt.Printf("missed %s %s: %s\n", d.ID, n, around(d.Text, n))
		}
	}
	for n := range got {
		t.got++
		switch {
		case known[n]:
			t.right++
		case slices.Contains(whole(d.Text), n) && plausible(n):
			t.unknown++
			if verbose {
				fmt.Printf("unknown %s %s: %s\n", d.ID, n, around(d.Text, n))
			}
		default:
			t.wrong++
			if verbose {
				fmt.Printf("wrong  %s %s: %s\n", d.ID, n, around(d.Text, n))
			}
		}
	}
}

// plausible tells whether a number that no record at hand bears may be one: it is no range of years.
func plausible(n string) bool {
	a, b, _ := strings.Cut(n, "/")
	year := func(s string) bool { return len(s) == 4 && (s[:2] == "19" || s[:2] == "20") }
	return year(a) != year(b)
}

// whole gives the numbers of a text that are no part of a longer one.
func whole(text string) []string {
	var out []string
	for _, m := range number.FindAllStringIndex(text, -1) {
		before, after := text[max(0, m[0]-1):m[0]], text[m[1]:min(len(text), m[1]+1)]
		if strings.ContainsAny(before, "0123456789/.-") || strings.ContainsAny(after, "0123456789/") {
			continue
		}
		out = append(out, text[m[0]:m[1]])
	}
	return out
}

func around(text, n string) string {
	i := strings.Index(text, n)
	if i < 0 {
		return "(as misread)"
	}
	return fmt.Sprintf("%q", text[max(0, i-50):min(len(text), i+len(n)+20)])
}

// plainDocument makes a document of text: form feeds part pages, empty lines regions.
func plainDocument(text string) *document.Document {
	d := &document.Document{}
	for i, page := range strings.Split(text, "\f") {
		p := document.Page{Number: i + 1, Verdict: document.Text}
		region := 0
		for line := range strings.SplitSeq(page, "\n") {
			words := strings.Fields(line)
			if len(words) == 0 {
				region++
				continue
			}
			for _, w := range words {
				p.Words = append(p.Words, document.Word{Text: w, Conf: 1, Line: len(p.Lines)})
			}
			p.Lines = append(p.Lines, document.Line{Region: region})
		}
		d.Pages = append(d.Pages, p)
	}
	return d
}
