package extract

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// labelKind says what stands behind a label.
type labelKind string

const (
	fileLabel    labelKind = "file number"
	dateLabel    labelKind = "date"
	numberLabel  labelKind = "own number" // of a motion or proposal
	subjectLabel labelKind = "subject"
	toLabel      labelKind = "to"
	fromLabel    labelKind = "from"
	otherLabel   labelKind = "other"
)

// labelWords are folded; several words stand one behind the other.
var labelWords = map[labelKind][]string{
	fileLabel: {"gz", "az", "aktenzeichen", "akten nr", "geschaftszeichen", "gesch z", "unser zeichen", "zeichen", "our ref", "our reference",
		"your ref", "your reference", "ref", "reference", "file no", "file number", "file ref", "ihr zeichen"},
	dateLabel: {"datum", "date", "vom", "dated", "briefdatum"},
	numberLabel: {"antrag nr", "motion no", "vorlage nr", "vorlagen nr", "anfrage nr", "drucksache nr", "proposal no", "inquiry no", "antragsnummer",
		"vorlagennummer", "vorlage", "nummer", "sitzungsnummer"},
	subjectLabel: {"betreff", "betrifft", "betr", "subject", "re", "thema", "gegenstand", "titel"},
	toLabel:      {"an", "to"},
	fromLabel:    {"von", "from"},
	otherLabel: {"tel", "telefon", "telephone", "phone", "fax", "telefax", "mail", "cc", "bearbeiter", "bearbeiterin", "sachbearbeiter", "anlagen",
		"anlage", "zimmer", "anwesend", "present", "gremium", "termin", "top", "verantwortlich", "eingegangen", "durchwahl", "frist", "zustandig",
		"wiedervorlage", "enclosure", "enclosures", "auskunft erteilt", "dienstgebaude", "internet", "offentlich"},
}

// label is a word with a colon that says what follows it.
type label struct {
	kind         labelKind
	start, value int // bytes of the sheet's text: its first, and the first behind its colon
}

// labels finds the labels of line i. The engine may have read the colon as a semicolon or an exclamation mark, and a letter
// wrongly.
func (s sheet) labels(i int) []label {
	l := s.lines[i]
	var out []label
	from := 0
	for at, r := range l.text {
		if r != ':' && r != ';' && r != '!' {
			continue
		}
		next, _ := utf8.DecodeRuneInString(l.text[at+1:])
		if at+1 < len(l.text) && next != ' ' && !strings.ContainsRune("0123456789(_", next) {
			continue
		}
		if kind, start, ok := labelBefore(l.text[from:at], r == ':'); ok {
			out = append(out, label{kind, l.start + from + start, l.start + at + 1})
			from = at + 1
		}
	}
	return out
}

// labelBefore tells whether a text ends in the one or two words of a label, and where these begin. Without a colon only
// a label as it is spelt counts.
func labelBefore(text string, colon bool) (kind labelKind, start int, ok bool) {
	end := len(text)
	for range 2 {
		end = 1 + strings.LastIndexAny(strings.TrimRight(text[:end], " .-"), " (.-")
		k, sure := labelNamed(strings.Join(tokens(text[end:]), " "))
		if k != "" && (colon || sure) {
			kind, start, ok = k, end, true // of two words, if they are one label together
		}
		if end == 0 {
			break
		}
	}
	return kind, start, ok
}

// labelNamed gives the kind of a label by its folded words; sure where they are spelt as they should.
func labelNamed(words string) (kind labelKind, sure bool) {
	for _, k := range labelKinds {
		if slices.Contains(labelWords[k], words) {
			return k, true
		}
	}
	read := looks(words)
	for _, k := range labelKinds {
		for i, w := range labelWords[k] {
			if len(w) >= 5 && alike(read, labelLooks[k][i]) || k == fileLabel && len(w) == 2 && len(words) == 2 && short(words) == w {
				return k, false
			}
		}
	}
	return "", false
}

// labelLooks are labelWords as they look.
var labelLooks = func() map[labelKind][]string {
	out := map[labelKind][]string{}
	for k, words := range labelWords {
		out[k] = seen(words)
	}
	return out
}()

var labelKinds = []labelKind{fileLabel, dateLabel, numberLabel, subjectLabel, toLabel, fromLabel, otherLabel}

// short reads two letters that engines take for digits: G2 and 6Z are GZ.
func short(s string) string { return strings.NewReplacer("6", "g", "2", "z", "4", "a").Replace(s) }

// has tells whether line i has a label of one of the kinds.
func (s sheet) has(i int, kinds ...labelKind) bool {
	return slices.ContainsFunc(s.labels(i), func(l label) bool { return slices.Contains(kinds, l.kind) })
}
