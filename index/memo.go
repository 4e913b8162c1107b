package index

import (
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2/analysis"
	bdoc "github.com/blevesearch/bleve/v2/document"
	bindex "github.com/blevesearch/bleve_index_api"

	"aktenkundig/document"
	terms "aktenkundig/index/analysis"
)

// The fields of a document in the index. Bleve's own analysers and mappings are not used: fields get their tokens
// from us, and queries ask for terms.
const (
	bodyField    = "body"    // folded words of the body of text pages, a value a page; with positions
	asideField   = "aside"   // the same of the hidden words of all pages
	noiseField   = "noise"   // the same of pages that are not text
	stemSuffix   = ".stem"   // stems of body and aside, without positions
	nameField    = "name"    // words of the file name; with positions
	refField     = "ref"     // references, each one term
	typeField    = "type"    // folded types of references, and what a field "type" says
	verdictField = "verdict" // verdicts of the pages
	dateField    = "date"    // the document's date; if it has none, every date in its fields
	factPrefix   = "field."  // + name: words of such a field; with positions
	datePrefix   = "date."   // + name: dates of such a field
)

const (
	plainTerms = bindex.IndexField
	withPlaces = bindex.IndexField | bindex.IncludeTermVectors
	noRank     = bindex.IndexField | bindex.SkipFreqNorm // for conditions only: the score would not be a number
)

// memo makes the index's view of a record.
func memo(d *document.Document) *bdoc.Document {
	m := &maker{doc: bdoc.NewDocument(d.ID)}
	for i := range d.Pages {
		m.page(uint64(i), &d.Pages[i])
	}
	m.words(nameField, 0, terms.Tokens(spaced(d.Source.Name)))
	m.facts(d.Fields)
	return m.doc
}

type maker struct{ doc *bdoc.Document }

func (m *maker) page(i uint64, p *document.Page) {
	body := terms.Tokens(p.Body().String)
	if p.Verdict == document.Text {
		m.words(bodyField, i, body)
		m.stems(bodyField+stemSuffix, i, body)
	} else {
		m.words(noiseField, i, body)
	}
	aside := terms.Tokens(p.Aside().String)
	m.words(asideField, i, aside)
	m.stems(asideField+stemSuffix, i, aside)
	m.keyword(verdictField, string(p.Verdict))
}

func (m *maker) facts(fields []document.Field) {
	dated := false
	for i, f := range fields {
		at := uint64(i)
		m.words(factPrefix+f.Name, at, terms.Tokens(f.Value))
		if f.Raw != "" && f.Raw != f.Value {
			// A place of its own, so that no phrase runs from the value into the print.
			m.words(factPrefix+f.Name, uint64(len(fields)+i), terms.Tokens(f.Raw))
		}
		m.keyword(typeField, terms.Reference(f.Type))
		switch f.Name {
		case "reference":
			// A reference ranks, so unlike a keyword it needs its frequency.
			if ref := terms.Reference(f.Value); ref != "" {
				m.add(refField, at, plainTerms, analysis.TokenStream{{Term: []byte(ref), Position: 1}})
			}
		case "type":
			m.keyword(typeField, terms.Reference(f.Value))
		}
		if day, ok := parseDay(f.Value); ok {
			m.date(datePrefix+f.Name, day)
			dated = dated || f.Name == "date"
		}
	}
	for _, f := range fields {
		if day, ok := parseDay(f.Value); ok && (f.Name == "date" || !dated) {
			m.date(dateField, day)
		}
	}
}

func (m *maker) words(field string, at uint64, tokens []terms.Token) {
	stream := make(analysis.TokenStream, 0, len(tokens))
	for _, t := range tokens {
		stream = append(stream, &analysis.Token{Term: []byte(t.Text), Position: t.Pos})
	}
	m.add(field, at, withPlaces, stream)
}

func (m *maker) stems(field string, at uint64, tokens []terms.Token) {
	stream := make(analysis.TokenStream, 0, len(tokens))
	for _, t := range tokens {
		for _, s := range t.Stems() {
			stream = append(stream, &analysis.Token{Term: []byte(s), Position: t.Pos})
		}
	}
	m.add(field, at, plainTerms, stream)
}

// add gives the document a field whose tokens are known. Bleve is told no text, so it can store none.
func (m *maker) add(field string, at uint64, options bindex.FieldIndexingOptions, stream analysis.TokenStream) {
	if len(stream) > 0 {
		m.doc.AddField(bdoc.NewTextFieldCustom(field, []uint64{at}, nil, options, done{stream}))
	}
}

func (m *maker) keyword(field, value string) {
	if value != "" {
		m.add(field, 0, noRank, analysis.TokenStream{{Term: []byte(value), Position: 1}})
	}
}

func (m *maker) date(field string, day time.Time) {
	f, err := bdoc.NewDateTimeFieldWithIndexingOptions(field, nil, day, "", noRank)
	if err == nil { // Bleve knows the years 1677 to 2262
		m.doc.AddField(f)
	}
}

// done is an analyser that has already analysed.
type done struct{ tokens analysis.TokenStream }

// Analyze implements analysis.Analyzer.
func (d done) Analyze([]byte) analysis.TokenStream { return d.tokens }

// spaced parts the words of a file name.
func spaced(name string) string { return strings.NewReplacer("_", " ", ".", " ").Replace(name) }

// parseDay reads an ISO date.
func parseDay(s string) (time.Time, bool) {
	t, err := time.Parse(time.DateOnly, s)
	return t, err == nil
}

// parseSpan reads 2024, 2024-06, 2024-06-11 or two of them with ".." between, each or both of which may be missing,
// as the days from first to last. A zero time stands for no bound.
func parseSpan(s string) (from, to time.Time, ok bool) {
	lo, hi, isRange := strings.Cut(s, "..")
	if !isRange {
		hi = lo
	}
	if lo != "" {
		if from, _, ok = period(lo); !ok {
			return from, to, false
		}
	}
	if hi != "" {
		if _, to, ok = period(hi); !ok {
			return from, to, false
		}
	}
	return from, to, lo != "" || hi != ""
}

// period gives the first and the last day of a year, month or day, also as 11.6.2024.
func period(s string) (first, last time.Time, ok bool) {
	for _, p := range []struct {
		layout              string
		years, months, days int
	}{{"2006", 1, 0, 0}, {"2006-1", 0, 1, 0}, {"2006-1-2", 0, 0, 1}, {"2.1.2006", 0, 0, 1}, {"1.2006", 0, 1, 0}} {
		if t, err := time.Parse(p.layout, s); err == nil {
			return t, t.AddDate(p.years, p.months, p.days).Add(-time.Second), true
		}
	}
	return first, last, false
}
