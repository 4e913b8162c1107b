package index

import (
	"slices"
	"strings"

	"aktenkundig/document"
	terms "aktenkundig/index/analysis"
	"aktenkundig/index/query"
)

// field turns name:value into a condition.
func (p *planner) field(f query.Field) plan {
	value := strings.Trim(f.Value.String(), `"`)
	switch f.Name {
	case "in":
		p.where(value)
		return nil
	case "ref":
		return p.reference(f.Value, value)
	case "verdict":
		return p.keyword(f.Value, verdictField, strings.ToLower(value))
	case "lang":
		return p.keyword(f.Value, langField, strings.ToLower(value))
	case "type":
		return p.types(f.Value, value)
	case "name":
		return p.text(f, nameField)
	case "batch":
		if _, _, day := parseSpan(strings.TrimSuffix(value, "*")); !day {
			return p.batch(value)
		}
		return p.dates(f, f.Name, value)
	case "date":
		return p.dates(f, f.Name, value)
	}
	if _, _, ok := parseSpan(strings.TrimSuffix(value, "*")); ok {
		return p.dates(f, datePrefix+f.Name, value)
	}
	return p.text(f, factPrefix+f.Name)
}

// where sets which text is searched: in:aside, in:noise, in:decision, in:text.
func (p *planner) where(value string) {
	switch strings.ToLower(value) {
	case "aside":
		p.scope = asideField
	case "noise":
		p.scope = noiseField
	case "decision":
		p.scope = decisionField
	case "text", "body":
		p.scope = bodyField
	default:
		p.note("in:%s is not known (aside, decision, noise, text) and was passed over", value)
	}
}

// batch asks for the documents of one import.
func (p *planner) batch(name string) plan {
	if p.delivered == nil {
		p.note("batch:%s is not a day (2024, 2024-06, 2024-06-11) and was passed over", name)
		return nil
	}
	ids, err := p.delivered.Delivered(name)
	if err != nil {
		p.note("batch:%s is neither a day nor a batch: nothing has it", name)
	}
	return filter{open: func(s *session) (matcher, error) { return s.documents(ids) }}
}

func (p *planner) reference(n query.Node, value string) plan {
	ref := terms.Reference(strings.TrimSuffix(value, "*"))
	if _, ok := n.(query.Pattern); ok {
		return filter{beginsIn(refField, ref), "reference", func(v string) bool { return strings.HasPrefix(terms.Reference(v), ref) }}
	}
	return referenceIs(ref)
}

func referenceIs(ref string) filter {
	return filter{termsIn(refField, ref), "reference", func(v string) bool { return terms.Reference(v) == ref }}
}

func (p *planner) keyword(n query.Node, field, value string) plan {
	if _, ok := n.(query.Pattern); ok {
		return filter{open: beginsIn(field, strings.TrimRight(value, "*"))}
	}
	if field == verdictField && !slices.Contains(document.Verdicts(), document.Verdict(value)) {
		p.note("verdict:%s is not known: no page has it", value)
	}
	return filter{open: termsIn(field, value)}
}

// types asks for the kind of a document or of a reference in it.
func (p *planner) types(n query.Node, value string) plan {
	value = terms.Reference(strings.TrimRight(value, "*"))
	if _, ok := n.(query.Pattern); ok {
		return anyOf{filter{open: beginsIn(typeField, value)}, filter{open: beginsIn(kindField, value)}}
	}
	return anyOf{filter{open: termsIn(typeField, value)}, filter{open: termsIn(kindField, value)}}
}

func (p *planner) dates(f query.Field, field, value string) plan {
	from, to, ok := parseSpan(strings.TrimSuffix(value, "*"))
	if !ok {
		p.note("%s is not a date (2024, 2024-06, 2024-06-11, 2021..2024) and was passed over", f)
		return nil
	}
	within := func(v string) bool {
		day, ok := parseDay(v)
		return ok && inside(day, day, from, to)
	}
	return filter{open: spanIn(field, from, to), fact: strings.TrimPrefix(field, datePrefix), match: within}
}

// text asks for all the words of a value in one field, in any inflection; as written and in a row if it was quoted.
func (p *planner) text(f query.Field, field string) plan {
	inner := &planner{vocabulary: p.vocabulary, scope: field}
	var l lookup
	var ok bool
	switch v := f.Value.(type) {
	case query.Phrase:
		l, ok = inner.phrase(v.Text, v.Slack)
	case query.Pattern:
		l, ok = inner.pattern(string(v))
	default:
		l, ok = inner.fieldWords(v.String())
	}
	if !ok {
		p.note("%s has no letter or digit and was passed over", f)
		return nil
	}
	open := func(s *session) (matcher, error) {
		return (&builder{expander: expander{planner: inner, session: s}}).lookup(l)
	}
	fact, _ := strings.CutPrefix(field, factPrefix)
	words := printed(strings.Trim(f.Value.String(), `"*`))
	return filter{open: open, fact: fact, match: func(v string) bool { return hasAll(printed(v), words) }}
}

// fieldWords asks for words that stand in a row, inflected or not: most often there is one.
func (p *planner) fieldWords(text string) (lookup, bool) {
	l, ok := p.phrase(text, -1)
	if ok {
		for _, w := range l.rows[0].wants {
			w.only = false
		}
	}
	return l, ok
}

// hasAll tells whether every word is, or begins, a word of the text.
func hasAll(text, words []string) bool {
	for _, w := range words {
		if !slices.ContainsFunc(text, func(t string) bool { return strings.HasPrefix(t, w) }) {
			return false
		}
	}
	return true
}
