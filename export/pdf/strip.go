package pdf

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// balance is what a content stream leaves behind.
type balance struct {
	found   bool // text was taken out
	open    int  // q without Q
	missing int  // Q without q
}

// Bounds on a walk through content.
const (
	maxForms = 64
	maxDepth = 8
)

// strip takes the unseen text out of a page's content: that in rendering mode 3, and all of it where the page is its picture.
// Forms that hold such text are changed in place: it is unseen wherever they are shown.
func (f *file) strip(p page, all bool) ([]byte, balance, error) {
	streams, ok := f.deref(entry(p.dict, "Contents")).(types.Array)
	if !ok {
		streams = types.Array{entry(p.dict, "Contents")}
	}
	var content []byte
	for _, o := range streams {
		s, ok := f.deref(o).(types.StreamDict)
		if !ok {
			continue
		}
		b, err := f.decoded(s)
		if err != nil {
			return nil, balance{}, fmt.Errorf("content: %w", err)
		}
		content = append(append(content, b...), '\n')
	}
	st := &stripper{file: f, all: all, forms: map[int]bool{}}
	out, was := st.stream(content, f.dict(p.resources), 0, 0)
	was.found = was.found || st.found
	return out, was, nil
}

type stripper struct {
	file  *file
	all   bool
	found bool         // in a form
	forms map[int]bool // seen
}

// stream gives a content stream without its unseen text. mode is the text rendering mode at its beginning.
func (s *stripper) stream(content []byte, resources types.Dict, mode, depth int) (out []byte, was balance) {
	lex := lexer{src: content}
	stack := []int{}
	kept, from := 0, 0 // content up to kept is in out; operands begin at from
	drop := func(instead string) {
		out = append(append(out, content[kept:from]...), instead...)
		kept, was.found = lex.at, true
	}
	last := ""
	for {
		t, ok := lex.next()
		if !ok {
			break
		}
		if !t.operator {
			last = t.text
			continue
		}
		unseen := s.all || mode == 3
		switch t.text {
		case "q":
			stack = append(stack, mode)
		case "Q":
			if len(stack) == 0 {
				was.missing++
			} else {
				mode, stack = stack[len(stack)-1], stack[:len(stack)-1]
			}
		case "Tr":
			mode, _ = strconv.Atoi(last)
		case "Tj", "TJ":
			if unseen {
				drop("")
			}
		case "'", "\"":
			if unseen {
				drop("T* ")
			}
		case "Do":
			s.form(last, resources, mode, depth)
		}
		from, last = lex.at, ""
	}
	was.open = len(stack)
	return append(out, content[kept:]...), was
}

// form changes a form that holds unseen text.
func (s *stripper) form(name string, resources types.Dict, mode, depth int) {
	f := s.file
	ref, ok := entry(f.dict(entry(resources, "XObject")), name).(types.IndirectRef)
	if !ok || depth >= maxDepth || len(s.forms) >= maxForms || s.forms[int(ref.ObjectNumber)] {
		return
	}
	form, ok := f.deref(ref).(types.StreamDict)
	if !ok || f.name(entry(form.Dict, "Subtype")) != "Form" {
		return
	}
	s.forms[int(ref.ObjectNumber)] = true
	content, err := f.decoded(form)
	if err != nil {
		return
	}
	inner := resources
	if own := f.dict(entry(form.Dict, "Resources")); own != nil {
		inner = own
	}
	out, was := s.stream(content, inner, mode, depth+1)
	if !was.found {
		return
	}
	s.found = true
	dict := types.Dict{}
	for k, v := range form.Dict {
		if k != "Filter" && k != "DecodeParms" && k != "Length" {
			dict[k] = v
		}
	}
	f.changed[int(ref.ObjectNumber)] = flate(dict, out)
}

// token is a word of a content stream.
type token struct {
	operator bool
	text     string // of operators, numbers and names, these without slash
}

// lexer splits a content stream (ISO 32000-2, 7.2 and 7.8.2). It never fails, and ends on any bytes.
type lexer struct {
	src []byte
	at  int
}

func isSpace(c byte) bool { return bytes.IndexByte([]byte(" \n\r\t\f\x00"), c) >= 0 }

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func (l *lexer) next() (token, bool) {
	l.skipSpace()
	if l.at >= len(l.src) {
		return token{}, false
	}
	c := l.src[l.at]
	switch {
	case c == '/':
		l.at++
		return token{text: l.word()}, true
	case c == '(':
		l.literal()
		return token{}, true
	case c == '<' && l.at+1 < len(l.src) && l.src[l.at+1] != '<':
		end := bytes.IndexByte(l.src[l.at:], '>')
		if end < 0 {
			end = len(l.src) - l.at - 1
		}
		l.at += end + 1
		return token{}, true
	case isDelimiter(c):
		l.at++
		return token{}, true
	}
	word := l.word()
	if c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.' || word == "true" || word == "false" || word == "null" {
		return token{text: word}, true
	}
	if word == "ID" {
		l.skipImage()
	}
	return token{true, word}, true
}

func (l *lexer) skipSpace() {
	for l.at < len(l.src) {
		switch c := l.src[l.at]; {
		case c == '%':
			for l.at < len(l.src) && l.src[l.at] != '\n' && l.src[l.at] != '\r' {
				l.at++
			}
		case isSpace(c):
			l.at++
		default:
			return
		}
	}
}

func (l *lexer) word() string {
	start := l.at
	for l.at < len(l.src) && !isSpace(l.src[l.at]) && !isDelimiter(l.src[l.at]) {
		l.at++
	}
	return string(l.src[start:l.at])
}

// literal passes a string in parentheses, which may be nested and escaped.
func (l *lexer) literal() {
	depth := 0
	for ; l.at < len(l.src); l.at++ {
		switch l.src[l.at] {
		case '\\':
			l.at++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.at++
				return
			}
		}
	}
	l.at = len(l.src)
}

// skipImage goes behind the EI that ends an inline image: a word of its own after the data.
func (l *lexer) skipImage() {
	for at := l.at; ; {
		i := bytes.Index(l.src[at:], []byte("EI"))
		if i < 0 {
			l.at = len(l.src)
			return
		}
		at += i + 2
		if isSpace(l.src[at-3]) && (at == len(l.src) || isSpace(l.src[at])) {
			l.at = at
			return
		}
	}
}
