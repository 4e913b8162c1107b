package index

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	bindex "github.com/blevesearch/bleve_index_api"

	terms "aktenkundig/index/analysis"
)

// Facet counts the documents that match by a property.
type Facet struct {
	Name   string       `json:"name"` // "year", "type", "ref", "person", "lang", "batch" or "verdict"
	Values []FacetValue `json:"values"`
}

// FacetValue is a value and how many of the matching documents have it.
type FacetValue struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// facetFields are the fields that are counted, by the name of the facet, in the order of the answer.
var facetFields = []struct{ name, field string }{
	{"year", dayField}, {"type", kindField}, {"ref", refField}, {"person", personField}, {"lang", langField}, {"batch", batchField}, {"verdict", verdictField},
}

// count counts the values of all facets over documents.
func (q *search) count(docs []uint64) ([]Facet, error) {
	var fields []string
	counts := map[string]map[string]int{}
	for _, f := range facetFields {
		fields = append(fields, f.field)
		counts[f.field] = map[string]int{}
	}
	values, err := q.reader.DocValueReader(fields)
	if err != nil {
		return nil, err
	}
	var id bindex.IndexInternalID
	add := func(field string, value []byte) {
		if field == dayField {
			value = value[:min(4, len(value))]
		}
		if field != batchField || len(value) == len("2006-01-02") {
			counts[field][string(value)]++
		}
	}
	for i, doc := range docs {
		if i&1023 == 0 && q.ctx.Err() != nil {
			return nil, q.ctx.Err()
		}
		id = bindex.NewIndexInternalID(id, doc)
		if err := values.VisitDocValues(id, add); err != nil {
			return nil, err
		}
	}
	most := min(q.request.Facets, maxFacets)
	var all []Facet
	for _, f := range facetFields {
		if len(counts[f.field]) > 0 {
			all = append(all, Facet{f.name, shown(f.field, top(counts[f.field], most))})
		}
	}
	return all, nil
}

// shown writes values as people do.
func shown(field string, values []FacetValue) []FacetValue {
	if field == refField { // they are compared in small letters and written in capitals
		for i := range values {
			values[i].Value = strings.ToUpper(values[i].Value)
		}
	}
	return values
}

// top gives the most frequent values, those of one number in alphabetical order.
func top(counts map[string]int, most int) []FacetValue {
	var all []FacetValue
	for _, v := range slices.Sorted(maps.Keys(counts)) {
		all = append(all, FacetValue{v, counts[v]})
	}
	slices.SortStableFunc(all, func(a, b FacetValue) int { return cmp.Compare(b.Count, a.Count) })
	return all[:min(most, len(all))]
}

// sees opens the documents that the asker may know of.
func (v Visible) sees(s *session) (matcher, error) {
	levels := make([]string, len(v.Levels))
	for i, l := range v.Levels {
		levels[i] = terms.Reference(string(l))
	}
	m, err := termsIn(levelField, levels...)(s)
	return unscored{m}, err
}
