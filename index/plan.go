package index

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	bquery "github.com/blevesearch/bleve/v2/search/query"

	terms "aktenkundig/index/analysis"
	"aktenkundig/index/query"
)

// plan is a query made ready: a tree whose leaves say under which terms they are found. It is used twice, to ask
// Bleve for documents and to find the places on a page, so that both agree.
type plan interface{}

type (
	allOf  []plan
	anyOf  []plan
	noneOf struct{ plan plan }
	// lookup is a word, phrase or prefix in the text.
	lookup struct {
		text    string     // as typed
		exact   []string   // any of these terms, as Printed, Joined or Whole
		stems   []string   // or any of these stems
		phrases [][]string // or one of these rows of terms
		prefix  string     // or a term that begins so
		ref     string     // or this reference among the document's fields
		small   bool       // a small word: it ranks, but need not match
	}
	// filter is a condition on the document; it does not rank.
	filter struct {
		query bquery.Query
		fact  string // the field it is about, as document.Field.Name, for marks
		match func(value string) bool
	}
)

// planner turns a query tree into a plan.
type planner struct {
	scope string // bodyField, asideField or noiseField
	notes []string
}

func (p *planner) note(format string, args ...any) {
	if n := fmt.Sprintf(format, args...); !slices.Contains(p.notes, n) {
		p.notes = append(p.notes, n)
	}
}

// plan gives nil for what cannot be asked for.
func (p *planner) plan(n query.Node) plan {
	switch n := n.(type) {
	case query.And:
		return p.all(n)
	case query.Or:
		var any anyOf
		for _, k := range n {
			if k := p.plan(k); k != nil {
				any = append(any, k)
			}
		}
		return single(any)
	case query.Not:
		if k := p.plan(n.Node); k != nil {
			return noneOf{k}
		}
	case query.Word:
		if l, ok := p.word(string(n)); ok {
			return l
		}
	case query.Phrase:
		if l, ok := p.phrase(string(n)); ok {
			return l
		}
	case query.Prefix:
		if l, ok := p.prefix(string(n)); ok {
			return l
		}
	case query.Field:
		return p.field(n)
	}
	return nil
}

func single[T ~[]plan](list T) plan {
	switch len(list) {
	case 0:
		return nil
	case 1:
		return list[0]
	}
	return list
}

func (p *planner) all(nodes query.And) plan {
	var all allOf
	for i := 0; i < len(nodes); i++ {
		if ref, ok := spacedReference(nodes[i:]); ok {
			together, _ := p.word(ref)
			all = append(all, anyOf{together, allOf{p.plan(nodes[i]), p.plan(nodes[i+1])}})
			i++
			continue
		}
		if k := p.plan(nodes[i]); k != nil {
			all = append(all, k)
		}
	}
	return single(all)
}

// spacedReference sees the reference in "a 0293/21": one to four letters, then a number with a slash.
func spacedReference(nodes query.And) (string, bool) {
	if len(nodes) < 2 {
		return "", false
	}
	head, ok1 := nodes[0].(query.Word)
	tail, ok2 := nodes[1].(query.Word)
	if !ok1 || !ok2 || !strings.Contains(string(tail), "/") || !unicode.IsDigit(rune(tail[0])) {
		return "", false
	}
	if len(head) > 4 || strings.ContainsFunc(string(head), func(r rune) bool { return !unicode.IsLetter(r) }) {
		return "", false
	}
	return strings.ToUpper(string(head)) + string(tail), true
}

// word looks a word up under every reading it has: a reference as one term, a compound joined or in its parts.
func (p *planner) word(text string) (lookup, bool) {
	tokens := terms.Tokens(text)
	if len(tokens) == 0 {
		p.note("%q has no letter or digit and was passed over", text)
		return lookup{}, false
	}
	l := lookup{text: text}
	var row []string
	for _, t := range tokens {
		switch t.Kind {
		case terms.Whole:
			l.exact = add(l.exact, t.Text)
			if l.ref == "" && strings.Contains(t.Text, "/") {
				l.ref = terms.Reference(text)
			}
		case terms.Joined:
			l.exact, l.stems = add(l.exact, t.Text), addAll(l.stems, t.Stems())
		case terms.Printed:
			row = append(row, t.Text)
		}
	}
	if len(row) == 1 {
		l.exact, l.stems = []string{row[0]}, tokens[0].Stems()
		l.small = terms.Stop(row[0])
		return l, true
	}
	// A date or number is its whole term; its parts in a row say no more than that.
	if len(l.exact) == 0 || len(l.stems) > 0 || strings.Contains(text, "/") {
		l.phrases = append(l.phrases, row)
	}
	return l, true
}

// phrase looks for words as written, in this order. Where a line end parts a word of the text, the word is found as
// one too, since a joined reading stands at both of its places: there the word is asked for twice.
func (p *planner) phrase(text string) (lookup, bool) {
	row := printed(text)
	switch len(row) {
	case 0:
		p.note("%q has no letter or digit and was passed over", text)
		return lookup{}, false
	case 1:
		return lookup{text: text, exact: row}, true
	}
	l := lookup{text: text, phrases: [][]string{row}}
	for i := 1; i+1 < len(row) && len(row) <= maxDoubled; i++ {
		l.phrases = append(l.phrases, slices.Insert(slices.Clone(row), i, row[i]))
	}
	return l, true
}

// maxDoubled is the length of a phrase up to which one word inside may be parted by a line end.
const maxDoubled = 12

// printed gives the folded words of a text.
func printed(text string) []string {
	var row []string
	for _, t := range terms.Tokens(text) {
		if t.Kind == terms.Printed {
			row = append(row, t.Text)
		}
	}
	return row
}

// prefix looks for words that begin so; with digits, for references and numbers that do.
func (p *planner) prefix(text string) (lookup, bool) {
	row := printed(text)
	if len(row) == 0 {
		p.note("%q has no letter or digit and was passed over", text+"*")
		return lookup{}, false
	}
	begin := strings.Join(row, "")
	if len(row) > 1 && strings.ContainsFunc(text, unicode.IsNumber) || strings.HasSuffix(text, "/") {
		begin = terms.Reference(text)
	}
	return lookup{text: text + "*", prefix: begin}, true
}

func add(list []string, s string) []string {
	if s == "" || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

func addAll(list, more []string) []string {
	for _, s := range more {
		list = add(list, s)
	}
	return list
}
