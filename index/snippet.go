package index

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"aktenkundig/document"
)

const (
	snippetBytes = 220  // length of a passage, as a rule
	windowBytes  = 160  // matches that stand this close belong together
	maxTerms     = 2000 // words of a page that are marked
)

// densest gives the places (from inclusive, to exclusive) within windowBytes that hold most of what is sought: most
// different words, then the best tiers, then most places, then first.
func densest(places []place) (from, to int) {
	best := -1.0
	for i := range places {
		j, weight := i, 0.0
		for j < len(places) && (j == i || places[j].end-places[i].start <= windowBytes) {
			weight += places[j].tier.weight() / 10
			j++
		}
		if w := float64(differing(places[i:j])) + min(weight, 0.9); w > best {
			best, from, to = w, i, j
		}
	}
	return from, to
}

// differing counts the words sought that are among places.
func differing(places []place) int {
	var leaves []int
	for _, p := range places {
		if !slices.Contains(leaves, p.leaf) {
			leaves = append(leaves, p.leaf)
		}
	}
	return len(leaves)
}

// hit makes the answer for a page.
func (s *sheet) hit() Hit {
	h := Hit{ID: s.doc.ID, Name: s.doc.Source.Name, Page: s.page.Number, Score: s.score,
		Marks: [][2]int{}, Terms: s.terms(), Fields: facts(s.doc.Fields)}
	from, to := s.passage()
	h.Snippet, h.Marks = line(s.flow.String, from, to, s.places)
	return h
}

// terms gives the words on which places rest, each once with its best tier.
func (s *sheet) terms() []Term {
	why := map[int]tier{}
	for _, p := range s.places {
		for _, w := range s.flow.Words(p.start, p.end) {
			if t, seen := why[w]; !seen || p.tier < t {
				why[w] = p.tier
			}
		}
	}
	list := []Term{}
	for i, w := range s.page.Words {
		if t, ok := why[i]; ok && len(list) < maxTerms {
			list = append(list, Term{Text: w.Text, Box: w.Box, Why: t.String()})
		}
	}
	return list
}

// facts gives the values of fields by name, each once, in the order of the record.
func facts(fields []document.Field) map[string][]string {
	m := map[string][]string{}
	for _, f := range fields {
		if !slices.Contains(m[f.Name], f.Value) {
			m[f.Name] = append(m[f.Name], f.Value)
		}
	}
	return m
}

// passage gives the bytes of the page's text to show: around the densest places, whole words.
func (s *sheet) passage() (from, to int) {
	text := s.flow.String
	core := [2]int{0, 0}
	if i, j := densest(s.places); j > i {
		core = [2]int{s.places[i].start, s.places[i].end}
		for _, p := range s.places[i:j] {
			core[1] = max(core[1], p.end)
		}
	}
	spare := max(0, snippetBytes-(core[1]-core[0]))
	from = max(0, core[0]-spare/2)
	to = min(len(text), from+max(snippetBytes, core[1]-from))
	from = max(0, min(from, to-snippetBytes))
	return wordStart(text, from, core[0]), wordEnd(text, to, core[1])
}

// wordStart moves a cut at byte i forward to where a word begins, at most to limit.
func wordStart(s string, i, limit int) int {
	for ; i > 0 && i < limit; i++ {
		if r, _ := utf8.DecodeLastRuneInString(s[:i]); unicode.IsSpace(r) {
			break
		}
	}
	return i
}

// wordEnd moves a cut at byte i back to where a word ends, at least to limit.
func wordEnd(s string, i, limit int) int {
	for ; i < len(s) && i > limit; i-- {
		if r, _ := utf8.DecodeRuneInString(s[i:]); utf8.RuneStart(s[i]) && unicode.IsSpace(r) {
			break
		}
	}
	for i < len(s) && !utf8.RuneStart(s[i]) { // a passage that is one long word
		i++
	}
	return i
}

// line writes text[from:to] as one line, every stretch of white space as one blank, and gives its marks.
func line(text string, from, to int, places []place) (string, [][2]int) {
	var b strings.Builder
	at := make([]int, to-from+1) // where each byte of the passage came to stand
	for i, n := 0, 0; i < to-from; i += n {
		var r rune
		r, n = utf8.DecodeRuneInString(text[from+i:])
		for k := range n {
			at[i+k] = b.Len()
		}
		switch {
		case !unicode.IsSpace(r):
			b.WriteString(text[from+i : from+i+n])
		case b.Len() > 0 && !strings.HasSuffix(b.String(), " "):
			b.WriteByte(' ')
		}
	}
	at[to-from] = b.Len()
	marks := [][2]int{}
	for _, p := range places {
		if p.start < from || p.end > to {
			continue
		}
		m := [2]int{at[p.start-from], at[p.end-from-1] + 1}
		m[1] = end(b.String(), m[1])
		if n := len(marks); n > 0 && m[0] < marks[n-1][1] {
			marks[n-1][1] = max(marks[n-1][1], m[1])
			continue
		}
		marks = append(marks, m)
	}
	return strings.TrimRight(b.String(), " "), marks
}

// end moves an offset behind the rune in which it falls.
func end(s string, i int) int {
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return i
}
