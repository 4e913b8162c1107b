package index

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	bdoc "github.com/blevesearch/bleve/v2/document"

	"aktenkundig/document"
	terms "aktenkundig/index/analysis"
)

// The fields of a document in the index. Bleve's own analysers, mappings and queries are not used: fields get their
// terms from us, and searches read postings.
const (
	bodyField  = "body"   // words of the body of text pages, with places
	asideField = "aside"  // the same of the hidden words of all pages
	noiseField = "noise"  // the same of pages that are not text
	partField  = "part"   // stems of the parts of compounds in the body
	oddField   = "odd"    // skeletons of words of the body that no list knows, each with its term
	nameField  = "name"   // words of the file name, with places
	factPrefix = "field." // + name: words of such a field, with places

	// Keywords: conditions and facets.
	refField     = "ref"     // references and file numbers, folded
	typeField    = "type"    // kinds of references, folded
	kindField    = "kind"    // what the document is, folded
	verdictField = "verdict" // verdicts of the pages
	langField    = "lang"    // languages of the text pages
	personField  = "person"  // who it is from and to, as stated
	levelField   = "level"   // document.Level, folded
	batchField   = "batch"   // day on which it came in: 2026, 2026-11 and 2026-11-23
	dayField     = "day"     // the document's day, or the earliest of its fields
	dateField    = "date"    // that day, or every day of its fields if it states none of its own: 2024, 2024-06 and 2024-06-11
	datePrefix   = "date."   // + name: days of such a field
	misreadField = "misread" // stretches that people corrected, see corrections
)

// decisionField are the words of a resolution.
const decisionField = factPrefix + "decision"

// pageGap is left between pages, so that no phrase runs over a page's end.
const pageGap = 100

// memo makes the index's view of a record, and tells how many words its body has.
func memo(v *terms.Vocabulary, d *document.Document, corrected [][2]string) (doc *bdoc.Document, words int) {
	m := &maker{vocabulary: v, doc: bdoc.NewDocument(d.ID), fields: map[string]*text{}}
	for i := range d.Pages {
		m.page(&d.Pages[i])
	}
	m.words(nameField, terms.Tokens(spaced(d.Source.Name)), terms.German)
	m.facts(d.Fields)
	m.keyword(levelField, terms.Reference(string(d.Level())))
	m.dates(d.Fields)
	m.corrections(corrected)
	if day, ok := parseDay(d.Source.Added[:min(len(time.DateOnly), len(d.Source.Added))]); ok {
		m.day(batchField, day)
	}
	if body := m.fields[bodyField]; body != nil {
		words = body.length
	}
	for _, name := range sortedKeys(m.fields) {
		m.doc.AddField(m.fields[name])
	}
	return m.doc, words
}

type maker struct {
	vocabulary *terms.Vocabulary
	doc        *bdoc.Document
	fields     map[string]*text
}

func (m *maker) page(p *document.Page) {
	flow := p.Body()
	body := terms.Tokens(flow.String, joins(p, flow)...)
	lang := terms.Language(body)
	if p.Verdict == document.Text {
		m.words(bodyField, body, lang)
		m.extra(body, lang)
		if len(body) > 0 {
			m.keyword(langField, lang.String())
		}
	} else {
		m.words(noiseField, body, lang)
	}
	m.words(asideField, terms.Tokens(p.Aside().String), lang)
	m.keyword(verdictField, string(p.Verdict))
}

// joins gives the words that the page knows to be parted at line ends, as stretches of its body.
func joins(p *document.Page, flow document.Flow) []terms.Join {
	var all []terms.Join
	for _, j := range p.Joins {
		first, ok1 := span(flow, j.First)
		last, ok2 := span(flow, j.Last)
		if ok1 && ok2 && last-first == j.Last-j.First { // else a word of it is hidden
			all = append(all, terms.Join{Start: flow.Spans[first].Start, End: flow.Spans[last].End, Text: j.Text})
		}
	}
	return all
}

func span(flow document.Flow, word int) (int, bool) {
	return slices.BinarySearchFunc(flow.Spans, word, func(s document.Span, w int) int { return cmp.Compare(s.Word, w) })
}

// field gives a field of the document, new at first.
func (m *maker) field(name string) *text {
	t := m.fields[name]
	if t == nil {
		options := termsOnly
		switch name {
		case bodyField, asideField, noiseField, nameField:
			options = withPlaces
		case refField, typeField, kindField, verdictField, langField, personField, levelField, batchField, dayField:
			options = keyword
		default:
			if strings.HasPrefix(name, factPrefix) {
				options = withPlaces
			}
		}
		t = newText(name, options)
		m.fields[name] = t
	}
	return t
}

// words adds a stretch of text to a field. Places go on from those of the stretch before.
func (m *maker) words(field string, tokens []terms.Token, lang terms.Lang) {
	if len(tokens) == 0 {
		return
	}
	t := m.field(field)
	base := t.end
	for _, tok := range tokens {
		w := m.vocabulary.Of(tok, lang)
		place := base + tok.Pos
		if w.Garbage {
			place = 0
		}
		t.add(keyOf(w), place)
		if tok.Kind == terms.Printed {
			t.length++
		}
		t.end = max(t.end, base+tok.Pos+pageGap)
	}
}

// extra adds what finds a text's words by other words.
func (m *maker) extra(tokens []terms.Token, lang terms.Lang) {
	for _, tok := range tokens {
		w := m.vocabulary.Of(tok, lang)
		for _, p := range w.Parts {
			m.field(partField).add(p, 1)
		}
		if w.Skeleton != "" && !w.Garbage {
			m.field(oddField).add(w.Skeleton+afterForm+keyOf(w), 1)
		}
	}
}

func (m *maker) keyword(field, value string) {
	if value != "" {
		m.field(field).add(value, 1)
	}
}

func (m *maker) facts(fields []document.Field) {
	for _, f := range fields {
		m.words(factPrefix+f.Name, terms.Tokens(f.Value), terms.German)
		if f.Raw != "" && f.Raw != f.Value {
			m.words(factPrefix+f.Name, terms.Tokens(f.Raw), terms.German)
		}
		m.keyword(typeField, terms.Reference(f.Type))
		switch f.Name {
		case "reference", "file-number":
			m.keyword(refField, terms.Reference(f.Value))
		case "type", "kind":
			m.keyword(kindField, terms.Reference(f.Value))
		case "from", "to":
			m.keyword(personField, f.Value)
		}
	}
}

// dates adds the days of fields. The document's own day is its date; a document that states none is found by any day
// of its fields, and stands in the order of time by the earliest.
func (m *maker) dates(fields []document.Field) {
	var own, any []time.Time
	for _, f := range fields {
		day, ok := parseDay(f.Value)
		if !ok {
			continue
		}
		m.day(datePrefix+f.Name, day)
		if f.Name == "date" {
			own = append(own, day)
		}
		any = append(any, day)
	}
	if len(own) > 0 {
		any = own
	}
	for _, day := range any {
		m.day(dateField, day)
	}
	if len(any) > 0 {
		m.keyword(dayField, slices.MinFunc(any, time.Time.Compare).Format(time.DateOnly))
	}
}

// day adds a day under its year, its month and itself, so that any span of time is a few terms.
func (m *maker) day(field string, day time.Time) {
	for _, layout := range []string{"2006", "2006-01", time.DateOnly} {
		m.keyword(field, day.Format(layout))
	}
}

// spaced parts the words of a file name.
func spaced(name string) string { return strings.NewReplacer("_", " ", ".", " ").Replace(name) }

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
