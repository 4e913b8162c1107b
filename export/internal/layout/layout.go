// Package layout orders the words of a page into blocks and lines, as formats with such elements want them.
package layout

import (
	"strings"

	"aktenkundig/document"
)

// Block is a run of lines of one region.
type Block struct {
	Kind  document.RegionKind
	Box   document.Box // around its words
	Lines []Line
}

// Line is a run of words of one line.
type Line struct {
	document.Line // as read; Box is around the words here
	Words         []Word
}

// Word is a word with the part it has in a word that the line's end parted.
type Word struct {
	*document.Word
	Index  int    // among the page's words
	Part   int    // 1 or 2 of two, else 0
	Joined string // what the author wrote, if Part is not 0
}

// Hyphen tells whether the word ends with a hyphen that is there only because the line ended.
func (w Word) Hyphen() bool {
	bare, had := strings.CutSuffix(w.Text, "-")
	return w.Part == 1 && had && bare != "" && !strings.HasPrefix(w.Joined, w.Text)
}

// Text is the line's words parted by blanks.
func (l Line) Text() string {
	words := make([]string, len(l.Words))
	for i, w := range l.Words {
		words[i] = w.Text
	}
	return strings.Join(words, " ")
}

// Text is the block's lines parted by line feeds.
func (b Block) Text() string {
	lines := make([]string, len(b.Lines))
	for i, l := range b.Lines {
		lines[i] = l.Text()
	}
	return strings.Join(lines, "\n")
}

// Blocks gives the shown words of a page, with aside also the hidden ones, in reading order.
func Blocks(p *document.Page, aside bool) []Block {
	var out []Block
	lastRegion, lastLine := -2, -2
	parts := partsOf(p)
	for i := range p.Words {
		w := &p.Words[i]
		if w.Hidden && !aside {
			continue
		}
		line, region := document.Line{Region: -1}, -1
		if w.Line >= 0 && w.Line < len(p.Lines) {
			line = p.Lines[w.Line]
			region = line.Region
		}
		if region != lastRegion || len(out) == 0 {
			out = append(out, Block{Kind: kindOf(p, region)})
			lastLine = -2
		}
		b := &out[len(out)-1]
		if w.Line != lastLine || len(b.Lines) == 0 {
			line.Box = document.Box{}
			b.Lines = append(b.Lines, Line{Line: line})
		}
		l := &b.Lines[len(b.Lines)-1]
		word := Word{Word: w, Index: i}
		if part, ok := parts[i]; ok {
			word.Part, word.Joined = part.Part, part.Joined
		}
		l.Words = append(l.Words, word)
		l.Box, b.Box = l.Box.Union(w.Box), b.Box.Union(w.Box)
		lastRegion, lastLine = region, w.Line
	}
	return out
}

func kindOf(p *document.Page, region int) document.RegionKind {
	if region < 0 || region >= len(p.Regions) {
		return document.Paragraph
	}
	return p.Regions[region].Kind
}

// partsOf gives the joins of two words that hold, by word.
func partsOf(p *document.Page) map[int]Word {
	out := map[int]Word{}
	for _, j := range p.Joins {
		if j.Last != j.First+1 || j.First < 0 || j.Last >= len(p.Words) || p.Words[j.First].Hidden || p.Words[j.Last].Hidden {
			continue
		}
		out[j.First], out[j.Last] = Word{Part: 1, Joined: j.Text}, Word{Part: 2, Joined: j.Text}
	}
	return out
}
