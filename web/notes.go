package web

import (
	"regexp"
	"strconv"
	"strings"

	"aktenkundig/web/ui"
)

// noteForms are the notes of the search, which speaks English, by their key in the catalogue.
var noteForms = []struct {
	key  string
	form *regexp.Regexp
}{
	{"note.spelling", regexp.MustCompile(`^few documents have the words; those with words spelled almost so`)},
	{"note.some", regexp.MustCompile(`^no document has all the words; those that have most come first`)},
	{"note.rest", regexp.MustCompile(`^(\d+) of these documents have all the words; those that have some follow`)},
	{"note.among", regexp.MustCompile(`^documents with all the words: (\d+); they stand among those that have most`)},
	{"note.quoted", regexp.MustCompile(`^no document has what was quoted as it stands`)},
	{"note.quote", regexp.MustCompile(`^a quote was left open`)},
	{"note.open", regexp.MustCompile(`^a bracket was left open`)},
	{"note.close", regexp.MustCompile(`^a closing bracket without an opening one`)},
	{"note.or", regexp.MustCompile(`^an OR with nothing beside it`)},
	{"note.star", regexp.MustCompile(`^a \* at the beginning of a word`)},
	{"note.prefix", regexp.MustCompile(`^a \* needs at least (\d+) letters before it`)},
	{"note.many", regexp.MustCompile(`^(.+) stands for (\d+) words; the (\d+) most frequent were searched`)},
	{"note.toomany", regexp.MustCompile(`^(.+) fits too many words to look at`)},
	{"note.time", regexp.MustCompile(`^not everything was looked at: the time was over`)},
	{"note.date", regexp.MustCompile(`^(.+) is not a date `)},
	{"note.in", regexp.MustCompile(`^in:(.+) is not known`)},
	{"note.verdict", regexp.MustCompile(`^verdict:(.+) is not known`)},
	{"note.sign", regexp.MustCompile(`^(.+) has no letter or digit`)},
	{"note.nothing", regexp.MustCompile(`^there is nothing to search for`)},
	{"note.long", regexp.MustCompile(`^the query was cut|^only the first \d+ words were used|^a (?:word|phrase) was cut`)},
	{"note.alike", regexp.MustCompile(`^the document has no words by which`)},
}

// notesIn tells what came of a search that found total documents in the reader's language; a note that nobody translated
// stays as it is.
func notesIn(lang ui.Lang, notes []string, total int) []string {
	var out []string
	for _, n := range notes {
		if strings.HasPrefix(n, strconv.Itoa(total)+" of these documents have all") {
			continue // none follow
		}
		out = append(out, noteIn(lang, n))
	}
	return out
}

func noteIn(lang ui.Lang, note string) string {
	for _, f := range noteForms {
		m := f.form.FindStringSubmatch(note)
		if m == nil {
			continue
		}
		var args []any
		for _, a := range m[1:] {
			args = append(args, a)
		}
		return lang.T(f.key, args...)
	}
	return note
}
