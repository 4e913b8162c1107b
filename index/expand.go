package index

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	bindex "github.com/blevesearch/bleve_index_api"

	terms "aktenkundig/index/analysis"
)

// Bounds of what one word of a query stands for.
const (
	maxForms     = 200    // inflections
	maxMisread   = 64     // misread forms
	maxPatterned = 500    // forms that fit a pattern
	maxScanned   = 50_000 // entries of the dictionary looked at for a pattern
	leastMisread = 4      // letters of a word that may be misread
	leastSpelled = 6      // letters of a word that may be misspelled
)

// expander finds the terms under which words are found, in the dictionary of one moment.
type expander struct {
	*planner
	session *session
}

// variants gives every term of a want, and notes its forms for the page. The dictionary is asked once.
func (e *expander) variants(w *want) ([]variant, error) {
	if w.found == nil {
		found, err := e.lookUp(w)
		if err != nil {
			return nil, err
		}
		w.found = found
	}
	return slices.Clone(w.found), nil
}

func (e *expander) lookUp(w *want) ([]variant, error) {
	if w.pattern != nil {
		return e.patterned(w)
	}
	var all []variant
	for _, stem := range distinct(w.stems) {
		all = append(all, e.form(stem, w.form))
	}
	if word := e.vocabulary.Of(w.token, terms.German); word.Garbage {
		all = append(all, variant{e.scope, bucket(w.form), exact, exact.weight()})
	}
	if !w.only {
		more, err := e.inflections(w)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
		if e.scope == bodyField {
			all = append(all, variant{partField, w.stems[terms.German], part, part.weight()})
		}
	}
	if w.broken {
		more, err := e.pieces(w)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	if e.scope == bodyField && misreadable(w.form) {
		more, err := e.misread(w)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

func (e *expander) form(stem, form string) variant {
	return variant{e.scope, termOf(stem, form), exact, exact.weight()}
}

func distinct(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// inflections gives the other forms that share a stem.
func (e *expander) inflections(w *want) ([]variant, error) {
	var all []variant
	for _, stemmed := range distinct(w.stems) {
		err := e.scan(e.scope, stemmed+sameStart, stemmed+afterForm, maxForms, func(entry *bindex.DictEntry) {
			if form := formOf(entry.Term); form != w.form {
				w.note(form, stem)
				all = append(all, variant{e.scope, entry.Term, stem, stem.weight()})
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// pieces gives the forms of the parts of a compound.
func (e *expander) pieces(w *want) ([]variant, error) {
	var all []variant
	for _, piece := range w.pieces {
		err := e.scan(e.scope, piece+sameStart, piece+afterForm, maxForms, func(entry *bindex.DictEntry) {
			w.note(formOf(entry.Term), part)
			all = append(all, variant{e.scope, entry.Term, part, part.weight() / 2})
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (w *want) note(form string, t tier) {
	if w.forms == nil {
		w.forms = map[string]tier{}
	}
	if have, ok := w.forms[form]; !ok || t < have {
		w.forms[form] = t
	}
}

// scan calls f with the entries of a field's dictionary from start (inclusive) to end (exclusive), at most most.
func (e *expander) scan(field, start, end string, most int, f func(*bindex.DictEntry)) error {
	dict, err := e.session.reader.FieldDictRange(field, []byte(start), []byte(end))
	if err != nil {
		return err
	}
	defer dict.Close()
	for ; most > 0; most-- {
		entry, err := dict.Next()
		if err != nil || entry == nil || entry.Term >= end {
			return err
		}
		f(entry)
	}
	return nil
}

// misreadable tells whether a form may have been read wrongly without becoming another word: letters, four and more.
func misreadable(form string) bool {
	return utf8.RuneCountInString(form) >= leastMisread && strings.IndexFunc(form, func(r rune) bool { return r < 'a' }) < 0 && !terms.Stop(form)
}

// misread gives the forms that no list knows and that may be misreadings of the word, or of an inflection of it.
func (e *expander) misread(w *want) ([]variant, error) {
	var found []candidate
	take := func(limit float64, t tier) func(*bindex.DictEntry) {
		return func(entry *bindex.DictEntry) {
			_, term, _ := strings.Cut(entry.Term, afterForm)
			form := formOf(term)
			if form == w.form || w.forms[form] == stem && w.forms != nil {
				return
			}
			if cost := e.distance(w, form); cost <= limit {
				found = append(found, candidate{term, form, cost, t, entry.Count})
			}
		}
	}
	limit := confusionLimit(w.form)
	for _, skeleton := range e.confused.Skeletons(w.form) {
		if err := e.scan(oddField, skeleton+afterForm, skeleton+inBucket, 4*maxMisread, take(limit, confusion)); err != nil {
			return nil, err
		}
	}
	if w.spelled && w.known && utf8.RuneCountInString(w.form) >= leastSpelled {
		if err := e.misspelled(w.form, take(spellingLimit(w.form), spelling)); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.cost, b.cost), -cmp.Compare(a.count, b.count), cmp.Compare(a.term, b.term))
	})
	found = slices.CompactFunc(found, func(a, b candidate) bool { return a.term == b.term })
	var all []variant
	for _, c := range found[:min(maxMisread, len(found))] {
		w.note(c.form, c.tier)
		all = append(all, variant{e.scope, c.term, c.tier, c.tier.weight() / (1 + c.cost/4)})
	}
	return all, nil
}

type candidate struct {
	term, form string
	cost       float64
	tier       tier
	count      uint64
}

// distance is how far a form is from the word or from the inflection of it that it may be.
func (e *expander) distance(w *want, form string) float64 {
	return e.confused.Distance(w.form, form)
}

// confusionLimit is how much may have been confused in a word: one usual confusion in every four letters.
func confusionLimit(form string) float64 { return 0.4 + 0.15*float64(utf8.RuneCountInString(form)) }

// spellingLimit is one letter, and two in words of nine.
func spellingLimit(form string) float64 {
	if utf8.RuneCountInString(form) >= 9 {
		return 2
	}
	return 1
}

// misspelled looks through the skeletons within one or two letters.
func (e *expander) misspelled(form string, f func(*bindex.DictEntry)) error {
	return e.session.fuzzy(oddField, afterForm, terms.Skeleton(form), int(spellingLimit(form)), 16*maxMisread, f)
}

// patterned gives the forms that fit a pattern: those whose stem begins as it does, and those of shorter stems.
func (e *expander) patterned(w *want) ([]variant, error) {
	type entry struct {
		term  string
		count uint64
	}
	var found []entry
	scanned := 0
	take := func(d *bindex.DictEntry) {
		scanned++
		if form := formOf(d.Term); fits(w.pattern, form) {
			found = append(found, entry{d.Term, d.Count})
		}
	}
	begin := w.form
	if err := e.scan(e.scope, begin, begin+"\xff", maxScanned, take); err != nil {
		return nil, err
	}
	for n := 1; n < len(begin); n++ {
		for _, start := range []string{begin[:n] + sameStart + begin[n:], begin[:n] + ownStart + begin} {
			if err := e.scan(e.scope, start, start+"\xff", maxScanned, take); err != nil {
				return nil, err
			}
		}
	}
	if scanned >= maxScanned {
		e.note("%s fits too many words to look at: %d were", w.text(), maxScanned)
	}
	slices.SortFunc(found, func(a, b entry) int { return cmp.Or(-cmp.Compare(a.count, b.count), cmp.Compare(a.term, b.term)) })
	if len(found) > maxPatterned {
		e.note("%s stands for %d words; the %d most frequent were searched", w.text(), len(found), maxPatterned)
		found = found[:maxPatterned]
	}
	var all []variant
	for _, f := range found {
		w.note(formOf(f.term), prefix)
		all = append(all, variant{e.scope, f.term, prefix, prefix.weight()})
	}
	return all, nil
}

func (w *want) text() string { return strings.Join(w.pattern, "*") }
