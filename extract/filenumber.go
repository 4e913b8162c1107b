package extract

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	fileLabel  = regexp.MustCompile(`(?:^|[\s(])(?i:GZ|AZ|Aktenzeichen|Akten-?Nr\.?|Geschäftszeichen|Gesch\.-?Z\.?|Unser Zeichen|Zeichen|Our ref(?:erence)?\.?|Your ref(?:erence)?\.?|Ref(?:erence)?\.?|File (?:no|number)\.?)\s*\.?\s*:\s*|(?:^|\s)(?:Az|Gz|Ref)\.\s+`)
	nextLabel  = regexp.MustCompile(`\s\p{Lu}\pL{1,20}:`)
	fullDate   = regexp.MustCompile(`\b\d{1,2}\. ?\d{1,2}\. ?[12]\d{3}\b|\b\d{1,2}\. \pL{3,9}\.? [12]\d{3}\b`)
	fileNumber = regexp.MustCompile(`^(?:\(?[\pL\d]{1,8}\)?[./ -]{0,2})?[\pL\d()][\pL\d()./ –:-]{0,38}$`)
)

// fileNumbers finds what follows GZ:, Az.:, Ref. and the like, on the same line or on the next.
func fileNumbers(s sheet) []hit {
	var hits []hit
	for i, l := range s.lines {
		m := fileLabel.FindStringIndex(l.text)
		if m == nil {
			continue
		}
		start, end := l.start+m[1], l.end
		if start >= end {
			if i+1 >= len(s.lines) {
				continue
			}
			start, end = s.lines[i+1].start, s.lines[i+1].end
		}
		if h, ok := fileNumberAt(s, start, end); ok {
			hits = append(hits, h)
		}
	}
	return hits
}

// fileNumberAt reads a file number from start to the next label, the next wide gap or the end of the line. It must
// hold a digit, and few words: after "Ref." there may be a sentence.
func fileNumberAt(s sheet, start, end int) (hit, bool) {
	const mostWords = 6
	text := s.text[start:end]
	if m := nextLabel.FindStringIndex(text); m != nil {
		text = text[:m[0]]
	}
	if d := fullDate.FindStringIndex(text); d != nil && d[0] > 0 {
		text = text[:d[0]] // the day stands in the same row
	}
	text = strings.TrimRight(strings.TrimSpace(untilGap(s, start, text)), ",;.")
	words := strings.Fields(text)
	if len(words) == 0 || len(words) > mostWords || !strings.ContainsFunc(text, unicode.IsDigit) || !fileNumber.MatchString(text) || fullDate.MatchString(text) {
		return hit{}, false
	}
	start += strings.Index(s.text[start:end], words[0])
	return hit{start, start + len(text), FileNumber, "", strings.Join(words, " "), 0.9}, true
}

// untilGap cuts a text that begins at start where two words are further apart than three times their height: what
// follows is another column.
func untilGap(s sheet, start int, text string) string {
	const wide = 3
	spans := s.flow.Spans
	for i := 1; i < len(spans); i++ {
		if spans[i-1].Start < start || spans[i].Start >= start+len(text) {
			continue
		}
		a, b := s.page.Words[spans[i-1].Word].Box, s.page.Words[spans[i].Word].Box
		if !a.Empty() && !b.Empty() && b[0]-a[2] > wide*a.Height() {
			return text[:spans[i-1].End-start]
		}
	}
	return text
}
