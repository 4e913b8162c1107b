package index

import (
	"hash/fnv"
	"strings"

	terms "aktenkundig/index/analysis"
)

// A word is in the dictionary under its stem and its form together, so that all forms of a stem stand side by side:
// "verband", "verband+es". One posting serves both the exact form and the stem, in place of two fields.
const (
	sameStart = "\x00" // the form is the stem and what follows
	ownStart  = "\x01" // the form is what follows alone
	afterForm = "\x02" // ends the range of a stem's forms
	inBucket  = "\x03" // before the number of a bucket of garbage
)

// termOf writes stem and form as one term.
func termOf(stem, form string) string {
	if rest, ok := strings.CutPrefix(form, stem); ok {
		return stem + sameStart + rest
	}
	return stem + ownStart + form
}

// formOf reads the form from a term.
func formOf(term string) string {
	if stem, rest, ok := strings.Cut(term, sameStart); ok {
		return stem + rest
	}
	_, form, _ := strings.Cut(term, ownStart)
	return form
}

// stemOf reads the stem from a term.
func stemOf(term string) string {
	if i := strings.IndexAny(term, sameStart+ownStart); i >= 0 {
		return term[:i]
	}
	return term
}

// bucket is where garbage is found: a million of them bound what it adds to the dictionary. Other garbage may be in
// the same bucket, so pages are looked through for the form itself.
func bucket(form string) string {
	h := fnv.New32a()
	h.Write([]byte(form)) // never fails
	n := h.Sum32() % (1 << 20)
	return inBucket + string([]byte{byte('0' + n>>15&31), byte('0' + n>>10&31), byte('0' + n>>5&31), byte('0' + n&31)})
}

// keyOf gives the term under which a word is found in a text.
func keyOf(w *terms.Word) string {
	if w.Garbage {
		return bucket(w.Form)
	}
	return termOf(w.Stem, w.Form)
}
