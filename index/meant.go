package index

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	bindex "github.com/blevesearch/bleve_index_api"

	"aktenkundig/document"
	terms "aktenkundig/index/analysis"
)

// meant gives the query with the words that no document has put right, as far as the archive has a word that is spelled
// almost so; "" if there is none.
func (q *search) meant(src Records) (string, error) {
	text := q.request.Query
	b := q.builder(false)
	for _, w := range wants(q.wanted) {
		if w.only || w.pattern != nil || !misreadable(w.form) || utf8.RuneCountInString(w.form) < leastSpelled-1 {
			continue
		}
		near, err := b.nearWords(w)
		if err != nil || near == nil {
			if err != nil {
				return "", err
			}
			continue
		}
		for _, c := range near[:min(maxTried, len(near))] {
			raw, _, err := q.asPrinted(src, c.term)
			if err != nil {
				return "", err
			}
			if raw != "" {
				text = strings.ReplaceAll(text, w.token.Raw(), raw)
				break
			}
		}
	}
	if text == q.request.Query {
		return "", nil
	}
	return text, nil
}

// maxTried is how many words are tried until one is found that the asker may see.
const maxTried = 3

// nearWords gives words of the archive that are spelled almost as one that it does not have, the nearest first and of
// these the most frequent; nil if it has the word.
func (b *builder) nearWords(w *want) ([]candidate, error) {
	own := uint64(0)
	var found []candidate
	distance := int(spellingLimit(w.form))
	if distance == 1 && w.known {
		return nil, nil // a word, and short: it is meant
	}
	err := b.session.fuzzy(b.scope, sameStart, w.stems[terms.German], distance, 64*maxMisread, func(e *bindex.DictEntry) {
		form := formOf(e.Term)
		if form == w.form || slices.Contains(w.stems, stemOf(e.Term)) {
			own += e.Count
			return
		}
		if cost := b.confused.Distance(w.form, form); cost <= float64(distance) && !terms.Stop(form) {
			found = append(found, candidate{e.Term, form, cost, spelling, e.Count})
		}
	})
	if err != nil || own > 0 {
		return nil, err
	}
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), -cmp.Compare(a.count, b.count), cmp.Compare(a.term, b.term))
	})
	return found, nil
}

// asPrinted gives the word of a term as it is printed on a page that the asker may see, and how many such documents
// there are; "" if there is none.
func (q *search) asPrinted(src Records, term string) (string, uint64, error) {
	l, err := q.postings(q.scope, term, false)
	if err != nil || l == nil {
		return "", 0, err
	}
	m, err := q.seen(l)
	if err != nil {
		return "", 0, err
	}
	doc, err := m.seek(0)
	if err != nil || doc == none {
		return "", 0, err
	}
	id, err := q.reader.ExternalID(bindex.NewIndexInternalID(nil, doc))
	if err != nil {
		return "", 0, err
	}
	d, err := src.Get(id)
	if err != nil {
		return "", 0, nil // its record is being written, or is damaged
	}
	n := uint64(0)
	for doc != none && n < maxCounted {
		n++
		if doc, err = m.seek(doc + 1); err != nil {
			return "", 0, err
		}
	}
	return printedIn(&d, formOf(term)), n, nil
}

// maxCounted is up to what a suggestion's documents are counted.
const maxCounted = 10_000

// printedIn gives the first word of a document's text pages that has a form, as printed.
func printedIn(d *document.Document, form string) string {
	for i := range d.Pages {
		if d.Pages[i].Verdict != document.Text {
			continue
		}
		flow := d.Pages[i].Body()
		for _, t := range terms.Tokens(flow.String, joins(&d.Pages[i], flow)...) {
			if t.Text == form && t.Raw() != "" {
				return t.Raw()
			}
		}
	}
	return ""
}
