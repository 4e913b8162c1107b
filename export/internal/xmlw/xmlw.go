// Package xmlw writes XML as a stream: elements are opened and closed, text and attributes escaped, lines indented.
package xmlw

import (
	"bufio"
	"io"
	"strings"
)

// Writer writes one XML document. Its methods may be used by one goroutine at a time; the first error is kept for Close.
type Writer struct {
	w     *bufio.Writer
	stack []string
	open  bool // the last start tag lacks its ">"
	text  bool // the innermost element holds text: no indentation
}

// New begins a document.
func New(w io.Writer) *Writer {
	x := &Writer{w: bufio.NewWriter(w)}
	x.w.WriteString("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
	return x
}

// Start opens an element. attributes are names and values by turns; an empty value leaves the attribute out.
func (x *Writer) Start(name string, attributes ...string) {
	x.indent()
	x.w.WriteByte('<')
	x.w.WriteString(name)
	for i := 0; i+1 < len(attributes); i += 2 {
		if attributes[i+1] == "" {
			continue
		}
		x.w.WriteString(" " + attributes[i] + "=\"" + Escape(attributes[i+1]) + "\"")
	}
	x.stack = append(x.stack, name)
	x.open, x.text = true, false
}

// indent ends the start tag before, if need be, and begins a line.
func (x *Writer) indent() {
	if x.open {
		x.w.WriteString(">")
		x.open = false
	}
	if !x.text {
		if len(x.stack) > 0 {
			x.w.WriteByte('\n')
		}
		x.w.WriteString(strings.Repeat(" ", len(x.stack)))
	}
}

// Text writes text into the innermost element.
func (x *Writer) Text(s string) {
	if x.open {
		x.w.WriteByte('>')
		x.open = false
	}
	x.text = true
	x.w.WriteString(Escape(s))
}

// End closes the innermost element.
func (x *Writer) End() {
	name := x.stack[len(x.stack)-1]
	x.stack = x.stack[:len(x.stack)-1]
	switch {
	case x.open:
		x.w.WriteString("/>")
	case x.text:
		x.w.WriteString("</" + name + ">")
	default:
		x.w.WriteString("\n" + strings.Repeat(" ", len(x.stack)) + "</" + name + ">")
	}
	x.open, x.text = false, false
}

// Leaf writes an element that holds only text.
func (x *Writer) Leaf(name, text string, attributes ...string) {
	x.Start(name, attributes...)
	if text != "" {
		x.Text(text)
	}
	x.End()
}

// Close closes what is open and gives the first error of writing.
func (x *Writer) Close() error {
	for len(x.stack) > 0 {
		x.End()
	}
	x.w.WriteByte('\n')
	return x.w.Flush()
}

// Escape writes text for content and attributes. Characters that XML 1.0 has no place for become U+FFFD.
func Escape(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xfffe || r == 0xffff {
			return '\ufffd'
		}
		return r
	}, s)
	return escaper.Replace(s)
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\"", "&quot;", "\n", "&#10;", "\r", "&#13;", "\t", "&#9;")
