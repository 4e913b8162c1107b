package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"aktenkundig/document"
)

const (
	mostLines      = 5   // of a subject
	longestSubject = 300 // bytes, where no word announces it
	headLines      = 40  // of the first page, in which a subject without a label is looked for
)

var (
	bareBetreff = regexp.MustCompile(`^\s*(?:Betreff|Betrifft|Betr\.|Subject|Gegenstand)\s*$`)
	// numberBefore is the number of the paper that a subject repeats, as far as it can be read: "Anfrage AF1156/7: ".
	numberBefore = regexp.MustCompile(`^(\pL+) \p{Lu}{1,3} ?\d{2,6}/\d{0,4}: +`)
	opening      = regexp.MustCompile(`^\s*(?:[„“"»‚]|,,|[-•*·–] )`)
	agenda       = regexp.MustCompile(`^\s*(?:TOP|Punkt|Item)?\s*[0-9Il]{1,2}[.:)]?\s+\p{Lu}`)
)

// subject finds what a memo is about: what follows "Betreff:" or "Subject:"; what stands between the line with the
// reference and the salutation; or, where there is no salutation, what stands below date and file number. The line
// that only names kind and number of the paper is no part of it.
func subject(s sheet, refs []hit) (hit, bool) {
	for i, l := range s.lines {
		for _, lab := range s.labels(i) {
			if lab.kind == subjectLabel && strings.TrimSpace(s.text[l.start:lab.start]) == "" {
				if h, ok := labelled(s, i, lab.value); ok {
					return h, true
				}
			}
		}
		if bareBetreff.MatchString(l.text) {
			if h, ok := labelled(s, i, l.end); ok {
				return h, true
			}
		}
		if greets(l.text) {
			return above(s, i, refs)
		}
	}
	if h, ok := minutesOf(s, refs); ok {
		return h, true
	}
	return below(s, refs)
}

// minutesOf is the title of minutes, which names the session: "Sitzung SR/034/2013 am 5. März 2014".
func minutesOf(s sheet, refs []hit) (hit, bool) {
	if s.page.Number > 1 {
		return hit{}, false
	}
	for _, l := range s.lines[:min(headLines/2, len(s.lines))] {
		for _, r := range refs {
			if r.kind == "session" && l.start <= r.start && r.end <= l.end && s.opensMinutes(l.start, r.start) {
				h, ok := subjectHit(s, l.start, l.end, 0.8)
				h.value = meetingWord(h.value)
				return h, ok
			}
		}
	}
	return hit{}, false
}

// below is what stands behind the last label of the head of the first page: the first line that is no date, no row of
// a table and no heading of a part, and what belongs to it.
func below(s sheet, refs []hit) (hit, bool) {
	last := s.headEnd()
	if last < 0 || s.page.Number > 1 {
		return hit{}, false
	}
	for first := last + 1; first < min(last+headLines/2, len(s.lines)); first++ {
		l := s.lines[first]
		if skipped(s, first) {
			continue
		}
		if section(l.text) || opening.MatchString(l.text) || greets(l.text) {
			return hit{}, false // here the text begins
		}
		end := first + 1
		for end < len(s.lines) && s.goesOn(end) && !stops(s, end) {
			end++
		}
		if end-first > mostLines || s.lines[end-1].end-l.start > longestSubject || strings.HasSuffix(s.lines[end-1].text, ".") {
			return hit{}, false // here the text begins
		}
		first = pastNumber(s, first, end, refs)
		return subjectHit(s, s.lines[first].start, s.lines[end-1].end, 0.7)
	}
	return hit{}, false
}

// opensMinutes tells whether the text before a session's number is "Sitzung" or "Meeting", perhaps behind a letter of dirt.
func (s sheet) opensMinutes(start, end int) bool {
	words := tokens(s.text[start:end])
	if len(words) == 2 && len(words[0]) == 1 {
		words = words[1:]
	}
	return len(words) == 1 && (alike(looks(words[0]), looks("sitzung")) || alike(looks(words[0]), looks("meeting")))
}

// meetingWord mends the first word of the title of minutes, which can be no other.
func meetingWord(title string) string {
	first, rest, _ := strings.Cut(title, " ")
	for _, word := range []string{"Sitzung", "Meeting"} {
		if alike(looks(fold(first)), looks(fold(word))) {
			return word + " " + rest
		}
	}
	return title
}

// headEnd is the last line above the subject: of the labels of the head, or of a table of committees that follows them; -1 if
// there is no label.
func (s sheet) headEnd() int {
	const gap = 3 // lines between two rows that hold a day: a column was read by itself
	last := -1
	for i := range s.lines[:min(headLines/2, len(s.lines))] {
		if s.has(i, fileLabel, dateLabel, numberLabel) {
			last = i
		}
	}
	table := last + 1
	for table < len(s.lines) && skipped(s, table) && !tableHead(s.lines[table].text) {
		table++
	}
	if last < 0 || table == len(s.lines) || !tableHead(s.lines[table].text) {
		return last
	}
	last = table
	for i := table + 1; i < min(len(s.lines), last+gap+1) && !section(s.lines[i].text); i++ {
		if len(dates(s.lines[i].text, 0)) > 0 {
			last = i
		}
	}
	return last
}

// goesOn tells whether line i belongs to the one before: it is of the same region, or so near below it that a paragraph
// was taken for two.
func (s sheet) goesOn(i int) bool {
	const most = 0.9 // of the height of a line
	if i == 0 || !s.lines[i].first {
		return i > 0
	}
	a, b := s.box(i-1), s.box(i)
	if a.Empty() || b.Empty() {
		return false
	}
	h := min(a.Height(), b.Height())
	between := b[1] - a[3]
	return between > -h && float64(between) < most*float64(h) && abs(a[0]-b[0]) <= h
}

// box is around the words of line i.
func (s sheet) box(i int) (around document.Box) {
	for _, w := range s.flow.Words(s.lines[i].start, s.lines[i].end) {
		around = around.Union(s.page.Words[w].Box)
	}
	return around
}

func abs(n int) int { return max(n, -n) }

// skipped tells whether a line of the head can be no subject: a date, a row of a table or its head, dirt.
func skipped(s sheet, i int) bool {
	text := s.lines[i].text
	letters := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if mister.MatchString(text) || postcode.MatchString(text) || street.MatchString(text) && len(strings.Fields(text)) <= 3 {
		return true // an address
	}
	return letters < 6 || 3*letters < len(text) || onlyDate(text) || tableRow(s, i) || tableHead(text) || shouted(text) && len(strings.Fields(text)) < 3
}

// tableRow tells whether a line is one of several that hold a day each in one table.
func tableRow(s sheet, i int) bool {
	if len(dates(s.lines[i].text, 0)) == 0 {
		return false
	}
	near := 0
	for k := max(0, i-3); k < min(len(s.lines), i+4); k++ {
		if k != i && len(dates(s.lines[k].text, 0)) > 0 && !s.has(k, dateLabel, fileLabel) {
			near++
		}
	}
	return near > 0
}

// tableHead tells whether a line is the head of a table of committees.
func tableHead(text string) bool {
	n := 0
	for _, w := range tokens(text) {
		if slices.Contains([]string{"gremium", "termin", "ergebnis", "committee", "date", "result", "beratungsfolge", "sitzungstermin", "status"}, w) {
			n++
		}
	}
	return n >= 2
}

// labelled is the subject that begins at start on line i and goes on to the end of its region or to the next part;
// where that is long, text goes on below, and the subject is the one line.
func labelled(s sheet, i, start int) (hit, bool) {
	if strings.TrimSpace(s.text[start:max(start, s.lines[i].end)]) == "" {
		if i++; i >= len(s.lines) {
			return hit{}, false
		}
		start = s.lines[i].start
	}
	last := i
	for last+1 < len(s.lines) && last+1 < i+mostLines && s.goesOn(last+1) && !stops(s, last+1) {
		last++
	}
	if last+1 == i+mostLines {
		last = i
	}
	return subjectHit(s, start, s.lines[last].end, 0.9)
}

// above is the subject over the salutation on line i: what follows the nearest line with a reference, or, with
// less certainty, the paragraph.
func above(s sheet, i int, refs []hit) (hit, bool) {
	for first := i - 1; first >= 0 && first >= i-mostLines-2; first-- {
		if hasReference(s.lines[first], refs) {
			if first+1 == i {
				return subjectHit(s, s.lines[first].start, s.lines[first].end, 0.6)
			}
			return subjectHit(s, s.lines[first+1].start, s.lines[i-1].end, 0.85)
		}
		if headEnds(s, first) {
			break
		}
	}
	last := i
	for last > 0 && skipped(s, last-1) {
		last-- // stamps and notes between subject and salutation
	}
	first := last - 1
	for first > 0 && s.goesOn(first) && !headEnds(s, first-1) {
		first--
	}
	if first < 0 || last-first > mostLines || headEnds(s, first) || s.page.Number > 1 || s.lines[last-1].end-s.lines[first].start > longestSubject {
		return hit{}, false
	}
	return subjectHit(s, s.lines[first].start, s.lines[last-1].end, 0.6)
}

// pastNumber is the line after first, if first only names kind and number of the paper and more follows.
func pastNumber(s sheet, first, end int, refs []hit) int {
	if first+1 < end && hasReference(s.lines[first], refs) && kindOf(s.lines[first].text) != "" {
		return first + 1
	}
	return first
}

// stops tells whether line i is no part of a subject any more.
func stops(s sheet, i int) bool { return opening.MatchString(s.lines[i].text) || headEnds(s, i) }

// headEnds is stops above a salutation, where what looks like a bullet is dirt.
func headEnds(s sheet, i int) bool {
	text := s.lines[i].text
	return greets(text) || section(text) || stamped(text) || agenda.MatchString(text) || tableHead(text) ||
		s.has(i, fileLabel, dateLabel, numberLabel, subjectLabel, otherLabel)
}

// monthStamp is what is left of a date stamp: "SEP 2025". Nobody types a month so.
var monthStamp = regexp.MustCompile(`^(?:\S{1,3} )?(\p{Lu}{3,9})\.? \d{4}$`)

func stamped(text string) bool {
	m := monthStamp.FindStringSubmatch(text)
	if m == nil {
		return false
	}
	month, _ := monthOf(m[1])
	return month > 0
}

// sections are folded headings of the parts of a paper, as a rule alone on their line.
var sections = seen([]string{"beschlussvorschlag", "beschluss", "beschlusstext", "beschlussentwurf", "beschlussantrag", "begrundung", "sachverhalt", "sachstand",
	"anwesend", "beratungsfolge", "tagesordnung", "finanzielle auswirkungen", "kurzfassung", "antrag", "antwort", "stellungnahme", "problemstellung",
	"recommendation", "recommendations", "reasons", "background", "present", "the council resolves", "resolution", "agenda", "summary", "report"})

// section tells whether a line is the heading of a part, also a misread one.
func section(text string) bool {
	const most = 5 // words
	words := tokens(text)
	if len(words) == 0 || len(words) > most {
		head, _, ok := strings.Cut(text, ":")
		if words = tokens(head); !ok || len(words) == 0 || len(words) > most {
			return false
		}
	}
	read := looks(strings.Join(words, " "))
	return slices.ContainsFunc(sections, func(h string) bool { return alike(read, h) })
}

func onlyDate(text string) bool {
	hits := dates(text, 0)
	return len(hits) == 1 && hits[0].end-hits[0].start > len(text)/2
}

func hasReference(l line, refs []hit) bool {
	return slices.ContainsFunc(refs, func(r hit) bool { return l.start <= r.start && r.start < l.end })
}

// dirt is what specks beside a line are read as: signs, and before a capital a single small letter that is no word.
var dirt = regexp.MustCompile(`^[^\pL\pN„“”"‚»«›(§]+|^[b-z] (?:[-–—.,;:] ?)?(\p{Lu}\p{Ll})|[ |‘’'` + "`" + `´\\_~°*•]+$| [-–—.,;:=<>|_~°*•]+$`)

func undirtied(text string) string { return dirt.ReplaceAllString(text, "$1") }

// withoutNote is the end of a subject from start to end without what stands far to the right on its last line: a stamp or a note.
func (s sheet) withoutNote(start, end int) int {
	const shortest = 6 // bytes; what is shorter is dirt before the line
	from := max(start, s.lines[s.lineAt(end-1)].start)
	if cut := untilGap(s, from, s.text[from:end]); len(cut) >= shortest {
		return from + len(cut)
	}
	return end
}

// subjectHit makes a subject of a stretch of text: on one line, joined where lines part words, and with misread
// letters mended where the word lists leave no doubt.
func subjectHit(s sheet, start, end int, score float64) (hit, bool) {
	if m := greeting.FindStringIndex(s.text[start:end]); m != nil {
		end = start + m[0] // in one row with it
	}
	end = s.withoutNote(start, end)
	value := undirtied(s.written(start, end))
	if m := numberBefore.FindStringSubmatch(value); m != nil && kindOf(m[1]) != "" {
		value = value[len(m[0]):]
	}
	if strings.IndexFunc(value, unicode.IsLetter) < 0 {
		return hit{}, false
	}
	return fact(start, end, Subject, "", s.mended(value), score), true
}
