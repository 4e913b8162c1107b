package extract

import (
	"regexp"
	"strings"
	"unicode"
)

const (
	mostLines      = 5   // of a subject
	longestSubject = 300 // bytes, where no word announces it
)

var (
	betreff    = regexp.MustCompile(`(?i)^\s*(?:betreff|betrifft|betr\.|subject|re|thema|gegenstand)\s*:\s*|^\s*(?:Betreff|Betrifft|Subject|Gegenstand)\s*$`)
	salutation = regexp.MustCompile(`(?i)^\s*(?:sehr geehrte|sehr verehrte|liebe[rs]?\s+\pL|dear\s+\pL|guten tag|werte[rs]?\s+\pL|ladies and gentlemen|hallo\s+\pL)`)
	label      = regexp.MustCompile(`^\s*(?i:datum|date|gz|az|aktenzeichen|geschäftszeichen|unser zeichen|ihr zeichen|tel|telefon|telephone|fax|e-?mail|an|to|von|vom|from|cc|our ref|your ref|ref|file no|bearbeiter|bearbeiterin|anlagen?|betreff|subject|zimmer|antrag nr|motion no|vorlage nr|anwesend|present)\.?:(?:\s|$)`)
)

// subject finds what a memo is about: what follows "Betreff:" or "Subject:"; what stands between the line with the
// reference and the salutation; or, where there is no salutation, the short paragraph below date and file number.
func subject(s sheet, refs []hit) (hit, bool) {
	for i, l := range s.lines {
		if m := betreff.FindStringIndex(l.text); m != nil {
			if h, ok := labelled(s, i, l.start+m[1]); ok {
				return h, true
			}
		}
		if salutation.MatchString(l.text) {
			return above(s, i, refs)
		}
	}
	return below(s)
}

// below is the paragraph after the last label of the head of the first page.
func below(s sheet) (hit, bool) {
	const head = 20 // lines
	last := -1
	for i, l := range s.lines[:min(head, len(s.lines))] {
		if metaLabel.MatchString(l.text) {
			last = i
		}
	}
	if last < 0 || s.page.Number > 1 {
		return hit{}, false
	}
	first, end := nextRegion(s, last+1)
	for first < len(s.lines) && first <= last+2*mostLines && notSubject(s, first, end) {
		first, end = nextRegion(s, end)
	}
	if end >= len(s.lines) || end-first > mostLines || s.lines[end-1].end-s.lines[first].start > longestSubject {
		return hit{}, false
	}
	return subjectHit(s, s.lines[first].start, s.lines[end-1].end, 0.55)
}

// nextRegion gives the lines of the first region that begins at line i or later.
func nextRegion(s sheet, i int) (first, end int) {
	for first = i; first < len(s.lines) && !s.lines[first].first; first++ {
	}
	for end = first + 1; end < len(s.lines) && !s.lines[end].first; end++ {
	}
	return first, end
}

// notSubject tells whether a region is a date, another label, a sentence or a table with dates.
func notSubject(s sheet, first, end int) bool {
	text := s.text[s.lines[first].start:s.lines[end-1].end]
	if len(text) > longestSubject {
		return false // here the text begins: the subject would have been above
	}
	return stops(text) || onlyDate(text) || strings.HasSuffix(text, ".") || len(dates(text, 0)) > 1
}

var metaLabel = regexp.MustCompile(`(?i)(?:^|\s)(?:datum|date|gz|az|aktenzeichen|unser zeichen|our ref|file no)\.?:(?:\s|$)`)

// labelled is the subject that begins at start on line i and goes on to the end of its region; where that is long,
// text goes on below, and the subject is the one line.
func labelled(s sheet, i, start int) (hit, bool) {
	if start >= s.lines[i].end {
		if i++; i >= len(s.lines) {
			return hit{}, false
		}
		start = s.lines[i].start
	}
	last := i
	for last+1 < len(s.lines) && last+1 < i+mostLines && !s.lines[last+1].first && !stops(s.lines[last+1].text) {
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
	for first := i - 1; first >= 0 && first >= i-mostLines-1; first-- {
		if hasReference(s.lines[first], refs) {
			if first+1 == i {
				return hit{}, false
			}
			return subjectHit(s, s.lines[first+1].start, s.lines[i-1].end, 0.85)
		}
		if stops(s.lines[first].text) {
			break
		}
	}
	first := i - 1
	for first > 0 && !s.lines[first].first {
		first--
	}
	if first < 0 || i-first > mostLines || stops(s.lines[first].text) || onlyDate(s.lines[first].text) {
		return hit{}, false
	}
	if s.page.Number > 1 || s.lines[i-1].end-s.lines[first].start > longestSubject {
		return hit{}, false
	}
	return subjectHit(s, s.lines[first].start, s.lines[i-1].end, 0.5)
}

// stops tells whether a line is no part of a subject any more.
func stops(text string) bool { return salutation.MatchString(text) || label.MatchString(text) }

func onlyDate(text string) bool {
	hits := dates(text, 0)
	return len(hits) == 1 && hits[0].end-hits[0].start > len(text)/2
}

func hasReference(l line, refs []hit) bool {
	for _, r := range refs {
		if l.start <= r.start && r.start < l.end {
			return true
		}
	}
	return false
}

func subjectHit(s sheet, start, end int, score float64) (hit, bool) {
	value := joined(s.text[start:end])
	if strings.IndexFunc(value, unicode.IsLetter) < 0 {
		return hit{}, false
	}
	return hit{start, end, Subject, "", value, score}, true
}

// joined writes several lines as one: a word parted by a hyphen at the end of a line is put together again where it
// goes on in small letters and no "und" follows.
func joined(text string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(text, "\n") {
		part = strings.Join(strings.Fields(part), " ")
		if part == "" {
			continue
		}
		soFar := b.String()
		switch {
		case soFar == "":
		case partedWord(soFar, part):
			b.Reset()
			b.WriteString(strings.TrimRight(soFar, "-\u00ad"))
		case strings.HasSuffix(soFar, "-") && !ellipsis(part):
		default:
			b.WriteByte(' ')
		}
		b.WriteString(part)
	}
	return b.String()
}

func partedWord(before, after string) bool {
	if strings.HasSuffix(before, "\u00ad") {
		return true
	}
	r := []rune(before)
	return len(r) > 2 && r[len(r)-1] == '-' && unicode.IsLower(r[len(r)-2]) && unicode.IsLower([]rune(after)[0]) && !ellipsis(after)
}

// ellipsis tells whether the hyphen before stays with a blank: "Landschafts- und Denkmalpflege".
func ellipsis(after string) bool {
	for _, w := range []string{"und ", "oder ", "bzw", "sowie ", "and ", "or "} {
		if strings.HasPrefix(after, w) {
			return true
		}
	}
	return false
}
