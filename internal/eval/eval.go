// Package eval measures how well documents were read: records beside truth, figures out. It knows no engine and
// no archive, reads no clock, and gives equal figures for equal input. Everything here is pure but LoadTruth and the
// golden files.
//
// What counts as read. The body that is measured is what a search finds: the bodies of pages whose verdict is text.
// Hidden words, and all words of other pages, are the aside. Words are Tokens; Align says what became of each. Pages
// are compared one by one where the truth knows pages, else the whole document at once.
package eval

import (
	"slices"
	"strconv"
	"strings"

	"aktenkundig/document"
)

// FileScore is what was measured on one file. Items without boxes leave artefacts, verdicts and geometry at zero.
type FileScore struct {
	Path    string   `json:"path"`
	Set     string   `json:"set"`
	Classes []string `json:"classes,omitempty"`
	Counts

	missing map[string]int // truth words not in the body as they stand
	gone    map[string]int // of these not in the aside either
	void    map[string]int // of the missing, those at whose place no word was read at all
	boxed   bool           // leaks were counted by boxes too
}

// Score measures the record d against the truth of it. The zero Document stands for a file of which nothing came
// out: all its words are lost.
func Score(it Item, d document.Document) FileScore {
	s := FileScore{Path: it.Path, Set: it.Set, Classes: append(slices.Clone(it.Truth.Classes), marked(it)...), missing: map[string]int{}, gone: map[string]int{}, void: map[string]int{}}
	s.Files = 1
	s.Boxes = !it.TextOnly
	for _, p := range pair(it, d) {
		s.text(p)
		if !it.TextOnly {
			s.sheet(p)
		}
	}
	s.PagesIn, s.PagesOut = len(it.Truth.Pages), len(d.Pages)
	if it.TextOnly {
		s.PagesIn = max(1, len(d.Pages))
	} else {
		s.Fields = Fields(it.Truth.Fields, d.Fields)
	}
	return s
}

// The sets of files by what lies on them beside the text; only drawn memos belong to one.
const (
	Marked   = "stamp-or-signature" // on every page of text
	Unmarked = "no-artefacts"       // at all
)

// marked tells which of these sets an item belongs to.
func marked(it Item) []string {
	if it.TextOnly {
		return nil
	}
	all, any := len(it.Truth.Pages) > 0, false
	for _, p := range it.Truth.Pages {
		has := slices.ContainsFunc(p.Artefacts, func(a TruthArtefact) bool {
			return a.Kind == string(document.Stamp) || a.Kind == string(document.Signature)
		})
		all = all && (has || p.Verdict != string(document.Text))
		any = any || len(p.Artefacts) > 0
	}
	switch {
	case !any:
		return []string{Unmarked}
	case all:
		return []string{Marked}
	}
	return nil
}

// sheet measures what needs the truth of one page and not of its text alone.
func (s *FileScore) sheet(p pages) {
	if p.truth.Number == 0 {
		return // a page too many has no truth to be measured by; PagesOut tells
	}
	got := "missing"
	if len(p.got) > 0 {
		got = string(p.got[0].Verdict)
	}
	s.Verdicts = addConfusion(s.Verdicts, Confusion{p.truth.Verdict, got, 1})
	if len(p.got) == 0 {
		s.Artefacts = addKinds(s.Artefacts, countKinds(p.truth.Artefacts, nil))
		return
	}
	findings := inScan(p.got[0])
	s.Artefacts = addKinds(s.Artefacts, countKinds(p.truth.Artefacts, findings))
	s.Scores = addBins(s.Scores, calibrate(p.truth.Artefacts, findings))
	s.geometry(p.truth, p.got[0])
}

// pages is what is compared at a time: one page, or all of them if only the whole text is known.
type pages struct {
	truth TruthPage // zero for a page too many
	got   []document.Page
	fold  bool
}

func pair(it Item, d document.Document) []pages {
	if it.TextOnly {
		var t TruthPage
		if len(it.Truth.Pages) > 0 {
			t = it.Truth.Pages[0]
		}
		return []pages{{t, d.Pages, it.FoldCase}}
	}
	all := make([]pages, max(len(it.Truth.Pages), len(d.Pages)))
	for i := range all {
		all[i].fold = it.FoldCase
		if i < len(it.Truth.Pages) {
			all[i].truth = it.Truth.Pages[i]
		}
		if i < len(d.Pages) {
			all[i].got = d.Pages[i : i+1]
		}
	}
	return all
}

// token is one word of a body or an aside, folded; Box is in scan pixels, empty if unknown.
type token struct {
	text string
	box  document.Box
}

// bodyOf and asideOf give the words that count as found and those that were put aside; see the package comment.
func bodyOf(p document.Page) []token {
	if p.Verdict != document.Text {
		return nil
	}
	return tokensOf(p, p.Body())
}

func asideOf(p document.Page) []token {
	t := tokensOf(p, p.Aside())
	if p.Verdict != document.Text {
		t = append(t, tokensOf(p, p.Body())...)
	}
	return t
}

func tokensOf(p document.Page, f document.Flow) []token {
	back, known := p.ToView.Inverse()
	var tokens []token
	for _, s := range f.Spans {
		var box document.Box
		if b := p.Words[s.Word].Box; known && !b.Empty() {
			box = back.Box(b)
		}
		for _, w := range Tokens(f.String[s.Start:s.End]) {
			tokens = append(tokens, token{w, box})
		}
	}
	return tokens
}

// Plain makes a record out of another engine's plain text, so that it can be scored like one of ours: form feeds
// end pages, line feeds lines; every word is in the body and has no box.
func Plain(text string) document.Document {
	var d document.Document
	for i, sheet := range strings.Split(strings.TrimSuffix(text, "\f"), "\f") {
		p := document.Page{Number: i + 1, Verdict: document.Text}
		for n, line := range strings.Split(sheet, "\n") {
			p.Lines = append(p.Lines, document.Line{})
			for _, w := range Tokens(line) {
				p.Words = append(p.Words, document.Word{Text: w, Line: n, Conf: 1})
			}
		}
		d.Pages = append(d.Pages, p)
	}
	return d
}

// PlainTSV makes a record out of what `tesseract … tsv` writes, so that it can be scored like one of ours: every word is in the
// body, with its box in pixels of the scan. Rows that are not of that form are passed over; a page without words keeps its place.
func PlainTSV(tsv string) document.Document {
	const pageLevel, wordLevel, columns = "1", "5", 12
	var d document.Document
	var last string // block, paragraph and line of the word before
	for row := range strings.Lines(tsv) {
		c := strings.SplitN(strings.TrimRight(row, "\r\n"), "\t", columns)
		if len(c) < columns-1 {
			continue
		}
		if c[0] == pageLevel {
			d.Pages = append(d.Pages, document.Page{Number: len(d.Pages) + 1, Verdict: document.Text, ToView: document.Identity()})
			last = ""
			continue
		}
		box, ok := tsvBox(c[6:10])
		if c[0] != wordLevel || len(c) < columns || len(d.Pages) == 0 || !ok {
			continue
		}
		p := &d.Pages[len(d.Pages)-1]
		if at := strings.Join(c[2:5], " "); at != last {
			last = at
			p.Lines = append(p.Lines, document.Line{})
		}
		for _, w := range Tokens(c[11]) {
			p.Words = append(p.Words, document.Word{Text: w, Line: len(p.Lines) - 1, Conf: 1, Box: box})
		}
	}
	return d
}

// tsvBox reads left, top, width and height.
func tsvBox(c []string) (b document.Box, ok bool) {
	var v [4]int
	for i := range v {
		n, err := strconv.Atoi(c[i])
		if err != nil {
			return b, false
		}
		v[i] = n
	}
	return document.Box{v[0], v[1], v[0] + v[2], v[1] + v[3]}, true
}
