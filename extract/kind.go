package extract

import (
	"slices"
	"strings"

	"aktenkundig/document"
)

// kindWords are what papers call themselves, folded, by the value of the field. The more telling kinds come first: a
// follow-up is a memo, too.
var kindWords = []struct {
	kind  string
	words []string
}{
	{"Beschlusskontrolle", []string{"beschlusskontrolle"}},
	{"follow-up", []string{"follow up to", "follow up report"}},
	{"Vorlage", []string{"vorlage", "beschlussvorlage", "informationsvorlage", "sitzungsvorlage", "verwaltungsvorlage", "mitteilungsvorlage", "berichtsvorlage"}},
	{"proposal", []string{"proposal"}},
	{"Niederschrift", []string{"niederschrift", "protokoll", "sitzungsprotokoll", "ergebnisprotokoll", "sitzungsniederschrift"}},
	{"minutes", []string{"minutes", "minutes of"}},
	{"inquiry", []string{"answer to an inquiry", "inquiry"}},
	{"Anfrage", []string{"anfrage", "antwort auf die anfrage"}},
	{"Stellungnahme", []string{"stellungnahme", "stellungnahme zum antrag"}},
	{"Einladung", []string{"einladung"}},
	{"Bekanntmachung", []string{"bekanntmachung", "offentliche bekanntmachung"}},
	{"Antrag", []string{"antrag", "anderungsantrag", "erganzungsantrag", "gemeinsamer antrag"}},
	{"motion", []string{"motion"}},
	{"Hausmitteilung", []string{"hausmitteilung"}},
	{"memo", []string{"memorandum", "internal memo", "memo"}},
}

// kindOf tells which kind of paper a heading names: with its words, and behind them at most a number or "zu …". It may
// be misread.
func kindOf(text string) string {
	words := tokens(text)
	for i, w := range words {
		words[i] = looks(w)
	}
	for _, k := range kindWords {
		for _, w := range k.words {
			if begins(words, strings.Fields(looks(w))) {
				return k.kind
			}
		}
	}
	return ""
}

// begins tells whether a heading is the name, or goes on with a number, a preposition or a reference.
func begins(words, name []string) bool {
	if len(words) < len(name) {
		return false
	}
	for i, n := range name {
		if !alike(words[i], n) {
			return false
		}
	}
	rest := words[len(name):]
	if len(rest) == 0 {
		return true
	}
	if junk := 2; len(rest) <= junk && len(strings.Join(rest, "")) <= 24 && !slices.ContainsFunc(rest, verb) {
		return true // a logo or a stamp beside the heading
	}
	follows := []string{"nr", "no", "zu", "zum", "zur", "to", "of", "der", "des", "die", "uber", "vom", "an", "fdp", "cdu", "spd"}
	if len(rest) > 1 && len(rest[0]) <= 2 && strings.ContainsAny(rest[1], "0123456789") {
		return true // a number with a blank in it: V 1829/16
	}
	return slices.ContainsFunc(follows, func(f string) bool { return looks(f) == rest[0] }) || strings.ContainsAny(rest[0], "0123456789oi") && strings.ContainsAny(strings.Join(rest, ""), "0123456789")
}

// kinds finds what a paper is: by the first heading of its first page that says so. A follow-up is told by its subject,
// a letter by having a salutation and no such heading.
func kinds(s sheet) []hit {
	if s.page.Number > 1 {
		return nil
	}
	if hits := s.headingKind(); hits != nil {
		return hits
	}
	if hits := hiddenHeading(s); hits != nil {
		return hits
	}
	if hits := s.numberedKind(); hits != nil {
		return hits
	}
	return letterKind(s)
}

// numbered are the kinds of papers that bear a number of their own at the very head, by its type, in German and English.
var numbered = map[string][2]string{"motion": {"Antrag", "motion"}, "proposal": {"Vorlage", "proposal"}, "inquiry": {"Anfrage", "inquiry"}}

// numberedKind tells the kind by the paper's own number, where the heading before it cannot be read: a number that ends one
// of the first lines, behind at most two words, of which none says that another paper is meant.
func (s sheet) numberedKind() []hit {
	const head, most = 5, 2
	for i, l := range s.lines[:min(head, len(s.lines))] {
		if greets(l.text) || len(s.labels(i)) > 0 {
			continue
		}
		for _, r := range s.refs {
			kinds, ok := numbered[r.kind]
			if !ok || r.start < l.start || r.end != l.end {
				continue
			}
			before := tokens(s.text[l.start:r.start])
			if len(before) > most || slices.ContainsFunc(before, func(w string) bool { return slices.Contains(other, w) }) {
				continue
			}
			kind := kinds[0]
			if s.english() {
				kind = kinds[1]
			}
			return []hit{fact(l.start, l.end, Kind, "", kind, 0.6)}
		}
	}
	return nil
}

// other are words that say that the number behind them is another paper's.
var other = []string{"zu", "zum", "zur", "to", "on", "of", "auf", "siehe", "see", "bezug"}

// english tells whether a sheet has more of the small words of English than of German.
func (s sheet) english() bool {
	german, english := 0, 0
	for _, w := range tokens(s.text) {
		switch w {
		case "der", "die", "das", "und", "des", "dem", "den", "von", "ist":
			german++
		case "the", "and", "of", "to", "for", "by", "with", "be":
			english++
		}
	}
	return english > german
}

// headingKind looks for the heading among the lines of the sheet.
func (s sheet) headingKind() []hit {
	const head, first = 30, 14 // lines
	var found hit
	for i, l := range s.lines[:min(head, len(s.lines))] {
		if greets(l.text) {
			break
		}
		kind := kindOf(l.text)
		if kind == "" || found.value != "" && kind != "Beschlusskontrolle" && kind != "follow-up" || found.value == "" && i >= first {
			continue
		}
		score := 0.9
		if len(s.labels(i)) > 0 {
			score = 0.6 // "Antrag Nr.:" in the head of another paper
		}
		if found.value == "" || found.score <= score || kind == "Beschlusskontrolle" || kind == "follow-up" {
			found = fact(l.start, l.end, Kind, "", kind, score)
		}
	}
	if found.value == "" {
		return nil
	}
	return []hit{found}
}

// letterKind is the kind of a paper that nothing names but that greets somebody.
func letterKind(s sheet) []hit {
	greeted := slices.IndexFunc(s.lines, func(l line) bool { return greets(l.text) })
	if greeted < 0 || s.page.Number > 1 {
		return nil
	}
	l := s.lines[greeted]
	value := "Brief"
	if strings.HasPrefix(fold(l.text), "dear") {
		value = "letter"
	}
	return []hit{fact(l.start, l.end, Kind, "", value, 0.7)}
}

// hiddenHeading looks for the heading among all words, where one that a stamp or a logo covers may be hidden.
func hiddenHeading(s sheet) []hit {
	if !slices.ContainsFunc(s.page.Words, func(w document.Word) bool { return w.Hidden }) {
		return nil
	}
	p := *s.page
	p.Words = slices.Clone(p.Words)
	for i := range p.Words {
		p.Words[i].Hidden = false
	}
	whole := newSheet(&p)
	hits := whole.headingKind()
	for i, h := range hits {
		words := whole.flow.Words(h.start, h.end)
		hits[i].words, hits[i].score = words, 0.6
	}
	return hits
}
