package hocr

import "strings"

// role is what an element means to us.
type role int

const (
	other role = iota
	page
	area
	table // an area that says it is a table
	par
	line
	heading // a line that says it is one
	word
)

func roleOf(class string) role {
	for name := range strings.FieldsSeq(class) {
		switch name {
		case "ocr_page":
			return page
		case "ocr_carea":
			return area
		case "ocr_table":
			return table
		case "ocr_par":
			return par
		case "ocr_line", "ocrx_line", "ocr_textfloat", "ocr_caption":
			return line
		case "ocr_header":
			return heading
		case "ocrx_word", "ocr_word":
			return word
		}
	}
	return other
}

// void elements never have an end tag.
func void(name string) bool {
	switch name {
	case "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr":
		return true
	}
	return false
}

// element is one open tag.
type element struct {
	name  string
	role  role
	title title
	index int // of its region or line in the reading, counted from 1; 0 while it has no word
}

// builder makes pages of tags and text.
type builder struct {
	pages []Page
	stack []element
	root  element         // stands for a page that has no tag
	chars strings.Builder // the text of the open word
}

func (b *builder) open(e element, closed bool) error {
	if void(e.name) {
		return nil
	}
	if len(b.stack) >= maxDepth {
		return ErrTooBig
	}
	b.closeUnended(e.role)
	b.stack = append(b.stack, e)
	switch e.role {
	case page:
		b.pages = append(b.pages, newPage(e.title))
		b.root = element{}
	case word:
		b.chars.Reset()
	}
	if closed {
		b.closeTo(len(b.stack) - 1)
	}
	return nil
}

// closeUnended ends the elements that cannot hold one of role r: a line ends a line and the word before it. Only
// areas hold their like.
func (b *builder) closeUnended(r role) {
	if r == other {
		return
	}
	limit := rank(r)
	if r == area || r == table {
		limit++
	}
	for i, e := range b.stack {
		if e.role != other && rank(e.role) >= limit {
			b.closeTo(i)
			return
		}
	}
}

// rank orders roles from the outside in.
func rank(r role) int {
	switch r {
	case page:
		return 0
	case area, table:
		return 1
	case par:
		return 2
	case line, heading:
		return 3
	}
	return 4
}

// close ends the innermost element called name and all that is inside it.
func (b *builder) close(name string) {
	for i := len(b.stack) - 1; i >= 0; i-- {
		if b.stack[i].name == name {
			b.closeTo(i)
			return
		}
	}
}

// closeTo ends elements, innermost first, until n are open.
func (b *builder) closeTo(n int) {
	for len(b.stack) > n {
		if e := &b.stack[len(b.stack)-1]; e.role == word {
			b.addWord(e)
		}
		b.stack = b.stack[:len(b.stack)-1]
	}
}

func (b *builder) text(s []byte) {
	if b.inner(word, word) != nil {
		b.chars.Write(s)
	}
}

// inner gives the innermost open element of role x or y, nil if there is none.
func (b *builder) inner(x, y role) *element {
	for i := len(b.stack) - 1; i >= 0; i-- {
		if r := b.stack[i].role; r == x || r == y {
			return &b.stack[i]
		}
	}
	return nil
}
