package query

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// lex cuts a query into tokens. Words meet here the rules that String relies on.
func (p *parser) lex(text string) []token {
	var toks []token
	for text = strings.TrimLeftFunc(clean(text), blank); text != ""; text = strings.TrimLeftFunc(text, blank) {
		switch text[0] {
		case '(':
			toks, text = append(toks, token{kind: opening}), text[1:]
		case ')':
			toks, text = append(toks, token{kind: closing}), text[1:]
		case '"':
			var n Node
			if n, text = p.phrase(text[1:]); n != nil {
				toks = append(toks, token{node: n})
			}
		case '-':
			text = text[1:]
			// A dash that stands alone or in a row is a dash, not a refusal.
			if text != "" && text[0] != '-' && !blank(first(text)) {
				toks = append(toks, token{kind: minus})
			}
		default:
			var t token
			var ok bool
			if t, text, ok = p.word(text); ok {
				toks = append(toks, t)
			}
		}
	}
	return toks
}

// clean brings the quotes of the world to the one that Parse knows.
func clean(s string) string {
	return strings.NewReplacer("„", `"`, "“", `"`, "”", `"`, "«", `"`, "»", `"`, "‟", `"`, "–", "-", "−", "-").Replace(s)
}

func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// phrase reads up to the closing quote; text begins after the opening one.
func (p *parser) phrase(text string) (Node, string) {
	inner, rest, closed := strings.Cut(text, `"`)
	if !closed {
		p.note("a quote was left open; it was closed at the end")
	}
	inner = strings.Join(strings.FieldsFunc(inner, blank), " ")
	if len(inner) > maxLeaf {
		p.note("a phrase was cut after %d bytes", maxLeaf)
		inner = strings.TrimRight(cut(inner, maxLeaf), " ")
	}
	if inner == "" {
		return nil, rest
	}
	return Phrase(inner), rest
}

// word reads a word, a prefix, a field or an operator; ok is false if nothing of it can be used.
func (p *parser) word(text string) (t token, rest string, ok bool) {
	end := strings.IndexFunc(text, func(r rune) bool { return blank(r) || strings.ContainsRune(`"()`, r) })
	if end < 0 {
		end = len(text)
	}
	raw, rest := text[:end], text[end:]
	switch raw {
	case "OR":
		return token{kind: either}, rest, true
	case "AND":
		return token{kind: both}, rest, true
	case "NOT":
		return token{kind: minus}, rest, true
	}
	raw = p.unstarred(raw)
	name, value, known := field(raw)
	var n Node
	switch {
	case !known || value == "" && !strings.HasPrefix(rest, `"`):
		n = p.plain(raw)
		return token{node: n}, rest, n != nil
	case value == "":
		n, rest = p.phrase(rest[1:])
	default:
		n = p.plain(value)
	}
	if n == nil {
		p.note("%s: has no value and was passed over", name)
		return token{}, rest, false
	}
	return token{node: Field{name, n}}, rest, true
}

// unstarred takes off what must not stand before a word.
func (p *parser) unstarred(s string) string {
	s = strings.TrimLeft(s, "-")
	if strings.HasPrefix(s, "*") {
		p.note("a * at the beginning of a word was passed over: it would mean reading every word")
		s = strings.TrimLeft(s, "*-")
	}
	return s
}

// field cuts a known name off a word.
func field(raw string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(raw, ":")
	name = strings.ToLower(name)
	if name == "reference" {
		name = "ref"
	}
	return name, value, ok && slices.Contains(Fields(), name)
}

// plain makes a Word or a Prefix; nil if nothing is left.
func (p *parser) plain(raw string) Node {
	s := p.unstarred(raw)
	s, after, star := strings.Cut(s, "*")
	if strings.Trim(after, "*") != "" {
		p.note("a * works only at the end of a word: what follows it was passed over")
	}
	if len(s) > maxLeaf {
		p.note("a word was cut after %d bytes", maxLeaf)
		s = cut(s, maxLeaf)
	}
	switch {
	case s == "" || s == "OR" || s == "AND" || s == "NOT":
		return nil
	case star && utf8.RuneCountInString(s) < MinPrefix:
		p.note("a * needs at least %d letters before it", MinPrefix)
		return Word(s)
	case star:
		return Prefix(s)
	}
	return Word(s)
}
