package query

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Parse reads a query. Every text has a tree; the notes tell what was left out or forgiven. Its cost grows with the
// length of the text, which is cut at 8 KiB.
func Parse(text string) (Node, []Note) {
	p := parser{}
	if len(text) > maxBytes {
		text = cut(text, maxBytes)
		p.note("the query was cut after %d bytes", maxBytes)
	}
	p.toks = p.lex(strings.ToValidUTF8(text, " "))
	var parts []Node
	for len(p.toks) > 0 {
		if p.peek(closing) {
			p.next()
			p.note("a closing bracket without an opening one was passed over")
			continue
		}
		parts = append(parts, p.or(0))
	}
	return and(parts), p.notes
}

type kind int

const (
	leaf kind = iota
	opening
	closing
	either // OR
	both   // AND
	minus  // - or NOT
)

type token struct {
	kind kind
	node Node
}

type parser struct {
	toks   []token
	notes  []Note
	leaves int
}

func (p *parser) note(format string, args ...any) {
	n := Note(fmt.Sprintf(format, args...))
	if !slices.Contains(p.notes, n) {
		p.notes = append(p.notes, n)
	}
}

func (p *parser) peek(k kind) bool { return len(p.toks) > 0 && p.toks[0].kind == k }

func (p *parser) next() token {
	t := p.toks[0]
	p.toks = p.toks[1:]
	return t
}

// or reads parts up to a closing bracket or the end.
func (p *parser) or(depth int) Node {
	alternatives := []Node{p.and(depth)}
	for p.peek(either) {
		p.next()
		alternatives = append(alternatives, p.and(depth))
	}
	return p.either(alternatives)
}

func (p *parser) either(nodes []Node) Node {
	var flat Or
	for _, n := range nodes {
		switch n := n.(type) {
		case And:
			if len(n) == 0 {
				p.note("an OR with nothing beside it was passed over")
				continue
			}
			flat = append(flat, n)
		case Or:
			flat = append(flat, n...)
		default:
			flat = append(flat, n)
		}
	}
	switch len(flat) {
	case 0:
		return And{}
	case 1:
		return flat[0]
	}
	return flat
}

func (p *parser) and(depth int) Node {
	var parts []Node
	for len(p.toks) > 0 && !p.peek(either) && !p.peek(closing) {
		if p.peek(both) {
			p.next()
			continue
		}
		parts = append(parts, p.unary(depth))
	}
	return and(parts)
}

// and joins parts to one node: empty parts vanish, an And inside is opened, one part stands alone.
func and(parts []Node) Node {
	flat := And{}
	for _, n := range parts {
		if inner, ok := n.(And); ok {
			flat = append(flat, inner...)
			continue
		}
		flat = append(flat, n)
	}
	if len(flat) == 1 {
		return flat[0]
	}
	return flat
}

func (p *parser) unary(depth int) Node {
	negative := false
	for p.peek(minus) {
		p.next()
		negative = !negative
	}
	n := p.primary(depth)
	if !negative || empty(n) {
		return n
	}
	if inner, ok := n.(Not); ok {
		return inner.Node
	}
	return Not{n}
}

func empty(n Node) bool {
	a, ok := n.(And)
	return ok && len(a) == 0
}

func (p *parser) primary(depth int) Node {
	switch {
	case len(p.toks) == 0 || p.peek(either) || p.peek(both) || p.peek(closing):
		return And{}
	case p.peek(opening):
		return p.group(depth)
	}
	t := p.next()
	if p.leaves++; p.leaves > maxLeaves {
		p.note("only the first %d words were used", maxLeaves)
		return And{}
	}
	return t.node
}

func (p *parser) group(depth int) Node {
	p.next()
	if depth >= maxDepth {
		p.note("brackets deeper than %d were passed over", maxDepth)
		return And{}
	}
	n := p.or(depth + 1)
	if p.peek(closing) {
		p.next()
		return n
	}
	p.note("a bracket was left open; it was closed at the end")
	return n
}

func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

func blank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }
