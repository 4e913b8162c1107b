package query

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// lex cuts a query into tokens. Words meet here the rules that String relies on.
func (p *parser) lex(text string) []token {
	var toks []token
	loose := true // the token before ends here: a dash that follows is no part of it
	for text = clean(text); text != ""; {
		if r := first(text); blank(r) {
			text, loose = text[utf8.RuneLen(r):], true
			continue
		}
		apart := loose
		loose = text[0] == '('
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
			// A dash that stands alone, in a row, behind a quote or after "und", or that another one closes, is a dash, not
			// a refusal.
			if apart && text != "" && text[0] != '-' && !blank(first(text)) && !elliptic(toks) && !closed(text) {
				toks = append(toks, token{kind: minus})
			}
			loose = text != "" && text[0] == '-' && apart
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

// closed tells whether a later word ends in a dash, as in "Schulen -Vorlage und Bericht-"; one that leaves out a part of a
// word, as in "Haupt- und Nebenamt", does not close.
func closed(text string) bool {
	words := strings.FieldsFunc(text, blank)
	for i, w := range words {
		if len(w) > 1 && strings.HasSuffix(w, "-") && (i+1 == len(words) || !conjunction(Word(words[i+1]))) {
			return true
		}
	}
	return false
}

// elliptic tells whether the last word is one after which a dash stands for the beginning of a word: "Planung und -bau".
func elliptic(toks []token) bool {
	if len(toks) == 0 {
		return false
	}
	return conjunction(toks[len(toks)-1].node)
}

func conjunction(n Node) bool {
	w, ok := n.(Word)
	return ok && slices.Contains([]string{"und", "oder", "bzw.", "bzw", "sowie", "and", "or"}, string(w))
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
	slack, rest := p.slack(rest)
	if inner == "" {
		return nil, rest
	}
	return Phrase{inner, slack}, rest
}

// slack reads ~5 behind a phrase; −1 if there is none.
func (p *parser) slack(text string) (int, string) {
	rest, ok := strings.CutPrefix(text, "~")
	if !ok {
		return -1, text
	}
	digits := 0
	for digits < len(rest) && rest[digits] >= '0' && rest[digits] <= '9' {
		digits++
	}
	if digits == 0 {
		p.note("a ~ behind a phrase needs a number: how many words may stand between; %d was taken", usualSlack)
		return usualSlack, rest
	}
	n, err := strconv.Atoi(rest[:digits])
	if err != nil || n > MaxSlack {
		p.note("at most %d words may stand between those of a loose phrase", MaxSlack)
		n = MaxSlack
	}
	return n, rest[digits:]
}

// usualSlack is taken where the number was left out.
const usualSlack = 5

// word reads a word, a pattern, a field or an operator; ok is false if nothing of it can be used.
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

// unstarred takes off what must not stand before a word, and every * if one comes too early. It comes before the name of a
// field is looked for: "r*ef:x" asks for a reference.
func (p *parser) unstarred(s string) string {
	s = strings.TrimLeft(s, "-")
	if strings.HasPrefix(s, "*") {
		p.note("a * at the beginning of a word was passed over: it would mean reading every word")
		s = strings.TrimLeft(s, "*-")
	}
	if before, _, star := strings.Cut(s, "*"); star && utf8.RuneCountInString(before) < MinPrefix {
		p.note("a * needs at least %d letters before it: it was passed over", MinPrefix)
		s = strings.ReplaceAll(s, "*", "")
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

// plain makes a Word or a Pattern; nil if nothing is left.
func (p *parser) plain(raw string) Node {
	s := p.unstarred(raw)
	if len(s) > maxLeaf {
		p.note("a word was cut after %d bytes", maxLeaf)
		s = cut(s, maxLeaf)
	}
	for strings.Contains(s, "**") {
		s = strings.ReplaceAll(s, "**", "*")
	}
	before, after, star := strings.Cut(s, "*")
	switch {
	case s == "" || s == "OR" || s == "AND" || s == "NOT" || star && (before == "OR" || before == "AND" || before == "NOT"):
		return nil
	case !star:
		return Word(s)
	case strings.Count(after, "*") >= maxStars:
		p.note("only the first %d * of a word were used", maxStars)
		fields := strings.SplitN(s, "*", maxStars+1)
		return Pattern(strings.Join(fields[:maxStars], "*") + "*")
	}
	return Pattern(s)
}
