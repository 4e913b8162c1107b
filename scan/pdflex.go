package scan

import (
	"bytes"
	"strconv"
)

// kind is the kind of a token in a content stream.
type kind int

const (
	operator kind = iota
	number
	name
	text  // a string that is not empty
	other // brackets, dictionaries, empty strings
)

// token is one word of a content stream.
type token struct {
	kind   kind
	text   string // operator, bracket, or name without slash
	number float64
}

// lexer splits a content stream (ISO 32000-2, 7.2 and 7.8.2). It never fails: what it does not know is an operator
// that nobody knows.
type lexer struct {
	src []byte
	at  int
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// next gives the next token; ok is false at the end.
func (l *lexer) next() (t token, ok bool) {
	l.skipSpace()
	if l.at >= len(l.src) {
		return token{}, false
	}
	c := l.src[l.at]
	switch {
	case c == '/':
		l.at++
		return token{kind: name, text: l.word()}, true
	case c == '(':
		return l.literal(), true
	case c == '<' && l.peek(1) != '<':
		return l.hex(), true
	case c == '<' || c == '>':
		start := l.at
		l.at += min(2, len(l.src)-l.at)
		return token{kind: other, text: string(l.src[start:l.at])}, true
	case isDelimiter(c):
		l.at++
		return token{kind: other, text: string(c)}, true
	}
	word := l.word()
	if v, err := strconv.ParseFloat(word, 64); err == nil && (c < 'A' || c > 'z') {
		return token{kind: number, number: v}, true
	}
	return token{kind: operator, text: word}, true
}

func (l *lexer) peek(n int) byte {
	if l.at+n < len(l.src) {
		return l.src[l.at+n]
	}
	return 0
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

// word reads regular characters; the first is taken whatever it is.
func (l *lexer) word() string {
	start := l.at
	for l.at < len(l.src) && !isSpace(l.src[l.at]) && !isDelimiter(l.src[l.at]) {
		l.at++
	}
	return string(l.src[start:l.at])
}

// literal reads a string in parentheses, which may be nested and escaped.
func (l *lexer) literal() token {
	start, depth := l.at, 0
	for ; l.at < len(l.src); l.at++ {
		switch l.src[l.at] {
		case '\\':
			l.at++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.at++
				return stringToken(l.at - start - 2)
			}
		}
	}
	l.at = len(l.src)
	return stringToken(1)
}

func (l *lexer) hex() token {
	end := bytes.IndexByte(l.src[l.at:], '>')
	if end < 0 {
		l.at = len(l.src)
		return stringToken(1)
	}
	l.at += end + 1
	return stringToken(end - 1)
}

func stringToken(length int) token {
	if length > 0 {
		return token{kind: text}
	}
	return token{kind: other}
}

// skipInlineImage goes behind the EI that ends an inline image: a word of its own after the data.
func (l *lexer) skipInlineImage() {
	id := bytes.Index(l.src[l.at:], []byte("ID"))
	if id < 0 { // going on behind BI would search the rest again at each one
		l.at = len(l.src)
		return
	}
	l.at += id + 2
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

// floats gives the last n operands if they are numbers.
func floats(args []token, n int) ([]float64, bool) {
	if len(args) < n {
		return nil, false
	}
	v := make([]float64, n)
	for i, a := range args[len(args)-n:] {
		if a.kind != number {
			return nil, false
		}
		v[i] = a.number
	}
	return v, true
}

func lastName(args []token) string {
	if len(args) == 0 || args[len(args)-1].kind != name {
		return ""
	}
	return args[len(args)-1].text
}
