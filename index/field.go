package index

import (
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2"
	bquery "github.com/blevesearch/bleve/v2/search/query"

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
	case "type":
		return p.keyword(f.Value, typeField, terms.Reference(value))
	case "name":
		return p.text(f, nameField, terms.Tokens(spaced(value)))
	case "date":
		return p.dates(f, dateField, value)
	}
	if _, _, ok := parseSpan(strings.TrimSuffix(value, "*")); ok {
		return p.dates(f, datePrefix+f.Name, value)
	}
	return p.text(f, factPrefix+f.Name, terms.Tokens(value))
}

// where sets which text is searched: in:aside, in:noise, in:text.
func (p *planner) where(value string) {
	switch strings.ToLower(value) {
	case "aside":
		p.scope = asideField
	case "noise":
		p.scope = noiseField
	case "text", "body":
		p.scope = bodyField
	default:
		p.note("in:%s is not known (aside, noise, text) and was passed over", value)
	}
}

func (p *planner) reference(n query.Node, value string) plan {
	ref := terms.Reference(strings.TrimSuffix(value, "*"))
	if _, ok := n.(query.Prefix); ok {
		return filter{prefixIn(refField, ref), "reference", func(v string) bool { return strings.HasPrefix(terms.Reference(v), ref) }}
	}
	return referenceIs(ref)
}

func referenceIs(ref string) filter {
	return filter{termIn(refField, ref), "reference", func(v string) bool { return terms.Reference(v) == ref }}
}

func (p *planner) keyword(n query.Node, field, value string) plan {
	if _, ok := n.(query.Prefix); ok {
		return filter{query: prefixIn(field, strings.TrimSuffix(value, "*"))}
	}
	if field == verdictField && !slices.Contains(document.Verdicts(), document.Verdict(value)) {
		p.note("verdict:%s is not known: no page has it", value)
	}
	return filter{query: termIn(field, value)}
}

func (p *planner) dates(f query.Field, field, value string) plan {
	q, ok := spanIn(field, strings.TrimSuffix(value, "*"))
	if !ok {
		p.note("%s is not a date (2024, 2024-06, 2024-06-11, 2021..2024) and was passed over", f)
		return nil
	}
	return filter{query: q, fact: strings.TrimPrefix(field, datePrefix), match: within(value)}
}

// within tells of a field's value whether it lies in a span.
func within(span string) func(string) bool {
	from, to, _ := parseSpan(span)
	return func(v string) bool {
		day, ok := parseDay(v)
		return ok && (from.IsZero() || !day.Before(from)) && (to.IsZero() || !day.After(to))
	}
}

// text asks for all the words of a value in one field, as a phrase if it was quoted.
func (p *planner) text(f query.Field, field string, tokens []terms.Token) plan {
	var row []string
	var words []bquery.Query
	for _, t := range tokens {
		if t.Kind == terms.Printed {
			row = append(row, t.Text)
			words = append(words, termIn(field, t.Text))
		}
	}
	if len(row) == 0 {
		p.note("%s has no letter or digit and was passed over", f)
		return nil
	}
	var q bquery.Query = bleve.NewConjunctionQuery(words...)
	switch f.Value.(type) {
	case query.Phrase:
		q = bquery.NewPhraseQuery(row, field)
	case query.Prefix:
		words[len(words)-1] = prefixIn(field, row[len(row)-1])
		q = bleve.NewConjunctionQuery(words...)
	}
	fact, _ := strings.CutPrefix(field, factPrefix)
	return filter{query: q, fact: fact, match: func(v string) bool { return hasAll(printed(v), row) }}
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

func termIn(field, term string) *bquery.TermQuery {
	q := bleve.NewTermQuery(term)
	q.SetField(field)
	return q
}

func prefixIn(field, prefix string) *bquery.PrefixQuery {
	q := bleve.NewPrefixQuery(prefix)
	q.SetField(field)
	return q
}

func spanIn(field, span string) (bquery.Query, bool) {
	from, to, ok := parseSpan(span)
	if !ok {
		return nil, false
	}
	yes := true
	q := bleve.NewDateRangeInclusiveQuery(clamp(from), clamp(to), &yes, &yes)
	q.SetField(field)
	return q, true
}
