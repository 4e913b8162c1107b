package index

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	terms "aktenkundig/index/analysis"
	"aktenkundig/index/query"
)

// plan is a query made ready: a tree whose leaves say what words they want. It is used twice, to find documents and to
// find the places on a page, so that both agree.
type plan any

type (
	allOf  []plan
	anyOf  []plan
	noneOf struct{ plan plan }
	// lookup is a word, phrase or pattern in the text: any of some rows of words.
	lookup struct {
		text    string // as typed
		rows    []row
		weight  float64 // of a trait of a document, against others
		ref     string  // or this reference among the document's fields
		small   bool    // a small word: it ranks, but need not match
		firm    bool    // it must match, whatever else does not: quoted, a reference or a date
		exactly bool    // a reference or date
		quoted  bool
	}
	// row is words that follow each other, or a single one.
	row struct {
		wants   []*want
		slack   int  // words that may stand between, in any order; −1: in a row
		printed bool // the words of one hyphenated word: in need, any of them
	}
	// filter is a condition on the document; it does not rank.
	filter struct {
		open  func(*session) (matcher, error)
		fact  string // the field it is about, as document.Field.Name, for marks
		match func(value string) bool
	}
)

// want is one word that is sought.
type want struct {
	form    string          // folded; of a pattern the part before the first *
	pattern []string        // of a pattern: the stretches between its *, folded; else nil
	only    bool            // just this form, no inflection: in quotes, and references, dates, numbers
	stems   []string        // by language, then that of a German noun
	token   terms.Token     // nothing for a pattern
	forms   map[string]tier // other forms that the dictionary has for it
	known   bool            // the word lists know it
	spelled bool            // forms one or two letters off are wanted too
	pieces  []string        // stems of the parts of a compound
	broken  bool            // the parts are wanted by themselves, too
	found   []variant       // all its terms, once looked up
}

// planner turns a query tree into a plan.
type planner struct {
	vocabulary *terms.Vocabulary
	confused   *terms.Confusions
	texts      *texts
	scope      string    // bodyField, asideField, noiseField or decisionField
	delivered  Delivered // nil: it is not known what came in together
	lax        bool      // what was quoted need not stand as it was
	notes      []string
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
		return orNil(p.word(string(n)))
	case query.Phrase:
		if p.lax {
			return p.words(strings.Fields(n.Text))
		}
		return orNil(p.phrase(n.Text, n.Slack))
	case query.Pattern:
		if parts := strings.Split(strings.Trim(string(n), "*"), "*"); p.lax && len(parts) > 1 {
			return p.words(parts)
		}
		return orNil(p.pattern(string(n)))
	case query.Field:
		return p.field(n)
	}
	return nil
}

func orNil(l lookup, ok bool) plan {
	if !ok {
		return nil
	}
	return l
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
		switch k := p.plan(nodes[i]).(type) {
		case nil:
		case allOf: // words of what was quoted
			all = append(all, k...)
		default:
			all = append(all, k)
		}
	}
	return single(all)
}

// words looks words up one by one.
func (p *planner) words(texts []string) plan {
	var all allOf
	for _, t := range texts {
		if l, ok := p.word(t); ok {
			all = append(all, l)
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
	var printed []*want
	whole, joined := false, false
	for i, t := range tokens {
		switch {
		case t.Kind == terms.Printed:
			printed = append(printed, p.want(t, false))
			continue
		case i > 0 && t.Pos == t.Last && t.Last != t.First: // the second place of a joined word
			continue
		case t.Kind == terms.Whole:
			whole = true
			if l.ref == "" && strings.Contains(t.Text, "/") {
				l.ref = terms.Reference(text)
			}
			if _, ok := parseDay(t.Text); ok || l.ref != "" {
				l.firm, l.exactly = true, true
			}
		case t.Kind == terms.Joined:
			joined = true
		}
		l.rows = append(l.rows, row{wants: []*want{p.want(t, t.Kind == terms.Whole)}, slack: -1})
	}
	if len(printed) == 1 {
		l.small = terms.Stop(printed[0].form)
		l.rows = []row{{wants: printed, slack: -1}}
		return l, true
	}
	// A date or number is its whole term; its parts in a row say no more than that.
	if !whole || joined || strings.Contains(text, "/") {
		l.rows = append(l.rows, row{wants: printed, slack: -1, printed: !whole})
	}
	return l, true
}

// want makes a word that is sought of a token of the query.
func (p *planner) want(t terms.Token, only bool) *want {
	w := &want{form: t.Text, only: only, token: t}
	for _, lang := range terms.Langs() {
		w.stems = append(w.stems, p.vocabulary.Of(t, lang).Stem)
	}
	if t.Raw() != "" {
		w.stems = append(w.stems, p.vocabulary.AsNoun(t.Raw()))
	}
	w.pieces = p.vocabulary.Of(t, terms.German).Parts
	w.known = t.Kind != terms.Whole && p.vocabulary.Known(t.Raw())
	return w
}

// phrase looks for words in the form in which they are written.
func (p *planner) phrase(text string, slack int) (lookup, bool) {
	var wants []*want
	for _, t := range terms.Tokens(text) {
		if t.Kind == terms.Printed {
			wants = append(wants, p.want(t, slack < 0))
		}
	}
	if len(wants) == 0 {
		p.note("%q has no letter or digit and was passed over", text)
		return lookup{}, false
	}
	return lookup{text: `"` + text + `"`, firm: true, quoted: true, rows: []row{{wants: wants, slack: slack}}}, true
}

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

// pattern looks for words that fit; with digits, for references and numbers that do.
func (p *planner) pattern(text string) (lookup, bool) {
	var stretches []string
	for _, s := range strings.Split(text, "*") {
		stretches = append(stretches, foldPattern(s))
	}
	if stretches[0] == "" {
		p.note("%q has no letter or digit before its * and was passed over", text)
		return lookup{}, false
	}
	l := lookup{text: text, firm: true, rows: []row{{wants: []*want{{form: stretches[0], pattern: stretches}}, slack: -1}}}
	l.quoted = stretches[len(stretches)-1] != "" // einer*eines
	return l, true
}

// foldPattern folds a stretch of a pattern: a beginning of a reference keeps its slashes, else only letters and digits
// stay.
func foldPattern(s string) string {
	row := printed(s)
	if (len(row) > 1 || strings.HasSuffix(s, "/")) && strings.ContainsFunc(s, unicode.IsNumber) {
		return terms.Reference(s)
	}
	return strings.Join(row, "")
}

// fits tells whether a form fits a pattern: its stretches follow each other, the first at the beginning, the last at
// the end.
func fits(stretches []string, form string) bool {
	rest, ok := strings.CutPrefix(form, stretches[0])
	if !ok {
		return false
	}
	for _, s := range stretches[1 : len(stretches)-1] {
		i := strings.Index(rest, s)
		if i < 0 {
			return false
		}
		rest = rest[i+len(s):]
	}
	return strings.HasSuffix(rest, stretches[len(stretches)-1])
}
