package extract

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	bareLabel  = regexp.MustCompile(`(?:^|\s)(?:(?:Az|Gz|AZ|GZ|Ref)\.\s+|G[ZL2][):;.s]{0,2}\s+)|^(?:File No\.?|Our ref\.?|Aktenzeichen|Unser Zeichen)\s+`) // GZ with its colon lost or misread
	inBrackets = regexp.MustCompile(`(\pL\))(\d)`)                                                                                                         // (DGB)15.1
	pointed    = regexp.MustCompile(`(\d), ?(\d)`)
	fullDate   = regexp.MustCompile(`\b\d{1,2}\. ?\d{1,2}\. ?[12]\d{3}\b|\b\d{1,2}\. \pL{3,9}\.? [12]\d{3}\b`)
	signed     = regexp.MustCompile(`(?:^|\s)[GC6(A4][^\s(]{1,3}\s*(\(\p{Lu}{2,4}[)}\]] ?\d{1,3}[.,]\d{1,3})\b`) // (DGB) 15.1 behind whatever became of GZ:
	fileNumber = regexp.MustCompile(`^(?:\(?[\pL\d]{1,8}\)?[./ -]{0,2})?[\pL\d()][\pL\d()./ –:\\-]{0,38}$`)
)

// fileNumbers finds what follows GZ:, Az.:, Ref. and the like, on the same line or on the next.
func fileNumbers(s sheet) []hit {
	var hits []hit
	for i, l := range s.lines {
		found := s.labels(i)
		for k, lab := range found {
			if lab.kind != fileLabel {
				continue
			}
			start, end := lab.value, l.end
			if k+1 < len(found) {
				end = found[k+1].start
			}
			if h, ok := fileNumberAfter(s, i, start, end); ok {
				hits = append(hits, h)
			}
		}
		if m := bareLabel.FindStringIndex(l.text); m != nil && len(found) == 0 {
			if h, ok := fileNumberAfter(s, i, l.start+m[1], l.end); ok {
				hits = append(hits, h)
			}
		}
	}
	if len(hits) == 0 && s.page.Number == 1 {
		return s.signed()
	}
	return hits
}

// signed finds a file number in the head that tells by its form what it is, where its label cannot be read.
func (s sheet) signed() []hit {
	const head = 20 // lines
	for _, l := range s.lines[:min(head, len(s.lines))] {
		if greets(l.text) {
			break
		}
		if m := signed.FindStringSubmatchIndex(l.text); m != nil {
			value := strings.NewReplacer("}", ")", "]", ")", ",", ".").Replace(l.text[m[2]:m[3]])
			value = inBrackets.ReplaceAllString(value, "$1 $2")
			return []hit{fact(l.start+m[2], l.start+m[3], FileNumber, "", value, 0.7)}
		}
	}
	return nil
}

// fileNumberAfter reads a file number from start to end on line i, or on the next line where there is nothing.
func fileNumberAfter(s sheet, i, start, end int) (hit, bool) {
	if strings.TrimSpace(s.text[start:end]) == "" {
		if i+1 >= len(s.lines) || len(s.labels(i+1)) > 0 {
			return hit{}, false
		}
		start, end = s.lines[i+1].start, s.lines[i+1].end
	}
	return fileNumberAt(s, start, end)
}

// fileNumberAt reads a file number from start to the next wide gap or to end. It must hold a digit, and few words:
// after "Ref." there may be a sentence.
func fileNumberAt(s sheet, start, end int) (hit, bool) {
	const mostWords = 6
	text := s.text[start:end]
	if d := fullDate.FindStringIndex(text); d != nil && d[0] > 0 {
		text = text[:d[0]] // the day stands in the same row
	}
	text = strings.TrimRight(strings.TrimSpace(untilGap(s, start, text)), ",;.: ")
	text = strings.TrimLeft(text, "_.,;:'|- ")
	read := text
	text = pointed.ReplaceAllString(strings.ReplaceAll(text, "$", "S"), "$1.$2")
	words := strings.Fields(text)
	if len(words) == 0 || len(words) > mostWords || !strings.ContainsFunc(text, unicode.IsDigit) || !fileNumber.MatchString(text) || fullDate.MatchString(text) {
		return hit{}, false
	}
	start += strings.Index(s.text[start:end], read)
	value, score := inBrackets.ReplaceAllString(strings.Join(words, " "), "$1 $2"), 0.9
	if text != read {
		score = 0.8
	}
	if v := inCapitals(value); v != value {
		value, score = v, 0.8
	}
	return fact(start, start+len(text), FileNumber, "", value, score), true
}

// inCapitals writes a small l or a backslash beside a capital as the I that it stands for: nobody mixes them in a sign. Words
// with other small letters are none.
func inCapitals(sign string) string {
	words := strings.Split(sign, " ")
	for k, w := range words {
		if strings.ContainsFunc(w, func(r rune) bool { return unicode.IsLower(r) && r != 'l' }) {
			continue
		}
		r := []rune(w)
		for i, c := range r {
			if c != 'l' && c != '\\' {
				continue
			}
			before, after := i > 0 && unicode.IsUpper(r[i-1]), i+1 < len(r) && unicode.IsUpper(r[i+1])
			if before || after {
				r[i] = 'I'
			}
		}
		words[k] = string(r)
	}
	return strings.Join(words, " ")
}

// untilGap cuts a text that begins at start where two words are further apart than three times the height of the higher one:
// what follows is another column.
func untilGap(s sheet, start int, text string) string {
	const wide = 3
	spans := s.flow.Spans
	for i := 1; i < len(spans); i++ {
		if spans[i-1].Start < start || spans[i].Start >= start+len(text) {
			continue
		}
		a, b := s.page.Words[spans[i-1].Word].Box, s.page.Words[spans[i].Word].Box
		if !a.Empty() && !b.Empty() && b[0]-a[2] > wide*max(a.Height(), b.Height()) {
			return text[:spans[i-1].End-start]
		}
	}
	return text
}
