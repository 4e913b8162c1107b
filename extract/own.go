package extract

import (
	"strings"

	"aktenkundig/document"
)

// ownNumber finds the reference of the paper itself, or of the one that a follow-up or an answer reports on: the first in
// the head of the first page on a line that names the kind of paper, or behind a label such as "Antrag Nr.:"; for
// minutes it is the session's.
func ownNumber(pages []sheet) (document.Field, bool) {
	const head = 30 // lines
	if len(pages) == 0 {
		return document.Field{}, false
	}
	s := pages[0]
	for i, l := range s.lines[:min(head, len(s.lines))] {
		if greets(l.text) {
			break
		}
		named := kindOf(l.text) != "" || s.has(i, numberLabel) || meeting(l.text)
		for _, r := range s.refs {
			if !named && !s.fills(r, i) {
				continue
			}
			if r.start >= l.start && r.start < l.end && (r.kind != "session" || meeting(l.text)) {
				f := s.fields([]hit{r})[0]
				f.Name = OwnReference
				return f, true
			}
		}
	}
	return document.Field{}, false
}

// fills tells whether line i is nothing but a reference and perhaps a short word before it: "DS 10/2011".
func (s sheet) fills(r hit, i int) bool {
	l := s.lines[i]
	before := strings.TrimSpace(s.text[l.start:max(l.start, min(r.start, l.end))])
	return r.start >= l.start && r.end == l.end && len(before) <= 4 && !strings.ContainsAny(before, "(-:")
}

// meeting tells whether a line is the title of minutes: "Sitzung SR/034/2013 am …".
func meeting(text string) bool {
	words := tokens(text)
	return len(words) > 0 && (words[0] == "sitzung" || words[0] == "meeting")
}

// due says of each deadline which reference it belongs to: the one in its own sentence, else the paper's own.
func due(s sheet, fields []document.Field, own string) []document.Field {
	for i, f := range fields {
		if f.Name != Deadline {
			continue
		}
		fields[i].Type = own
		if len(f.Words) == 0 {
			continue
		}
		for _, r := range s.refs {
			words := s.flow.Words(r.start, r.end)
			if r.kind != "session" && len(words) > 0 && s.sameSentence(words[0], f.Words[0]) {
				fields[i].Type = r.value
			}
		}
	}
	return fields
}

// sameSentence tells whether no sentence ends between two words of one region.
func (s sheet) sameSentence(a, b int) bool {
	const most = 20 // words
	a, b = min(a, b), max(a, b)
	if b-a > most {
		return false
	}
	for _, w := range s.page.Words[a:b] {
		core := strings.TrimRight(w.Text, ".;!?")
		if core != w.Text && len(core) > 3 && core[len(core)-1] >= 'a' {
			return false
		}
	}
	return lineOf(s.page, a).Region == lineOf(s.page, b).Region
}
