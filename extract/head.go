package extract

import (
	"regexp"
	"strings"
)

var (
	senderLine = regexp.MustCompile(`^(?:Landeshauptstadt|Stadtverwaltung|Stadt|STADT|Gemeinde|Gemeindeverwaltung|Landkreis|Landratsamt|Kreisstadt|Hansestadt|Markt|Bezirksamt|Universitätsstadt|Town Council of|City of|County Council of|Town of|Borough of|Parish Council of)\s+(\p{Lu}[\pL.-]+(?:[ -](?:a[nm]|[io][nm]|der|bei|ob|\p{Lu}[\pL.-]+))*)`)
	councilOf  = regexp.MustCompile(`^((?:\p{Lu}\pL+ ){1,2})(?:Town|City|County|Parish|Borough) Council$`)
	partyLine  = regexp.MustCompile(`(?i)^(?:\S+[- ])?fraktion\b|^gruppe\b|\b(?:im|of the|in the) (?:Stadtrat|Gemeinderat|Town Council|City Council)\b`)
	inCouncil  = regexp.MustCompile(`(?i)^(?:im (?:Stadtrat|Gemeinderat)(?: der Stadt)?|in the (?:Town|City) Council of)\s+(\p{Lu}.*)$`)
	dativeTo   = regexp.MustCompile(`^(?:An|To:?)\s+(?:alle|die|den|das|Herrn|Frau|All|The|Mr|Ms|Mrs)\b|^An(?:alle|die)\b|^(?:An|To:|To)$`)
	mister     = regexp.MustCompile(`^(?:Frau|Herrn?|Mr|Ms|Mrs|Dr)\.?(?:\s+\p{Lu}|$)`)
	postcode   = regexp.MustCompile(`^(?:D-)?\d{5} \p{Lu}`)
	officeLine = regexp.MustCompile(`^(?:(?:Der|Die|The) )?(?:\p{Lu}\pL+(?:- und |[- ]))*?(?:(?:\pL*(?:amt|referat|dezernat|betrieb|stelle|kämmerei|büro|archiv|verwaltung|direktion|schule|zentrale|bibliothek|museum|kasse))|Amt für .+|Eigenbetrieb .+|Geschäftsbereich .+|Dezernat .+|Referat .+|Stabsstelle .+|Fachbereich .+|Abteilung .+|.+ (?:Office|Department|Service|Services|Team|Unit|Division))$`)
	postLine   = regexp.MustCompile(`^(?:Der|Die|The) (?:Erste |Zweite )?(?:Ober|Orts|Land)?(?:bürgermeister(?:in)?|rat|rätin|Town Clerk|Mayor|Chief Executive|Verwaltungsdirektor(?:in)?)|^(?:The )?(?:Town Clerk|Mayor|Chief Executive)$|^(?:Der|Die) (?:Erste |Zweite )?(?:Oberbürgermeister(?:in)?|Bürgermeister(?:in)?|Landrat|Landrätin)`)
)

// span is a stretch of the sheet in the head.
type span struct{ start, end int }

// titleLines are the first lines of a sheet, where "Antrag" is its title and no part of it.
const titleLines = 3

// heads finds sender, addressee, city and office in the lines of the first page above the subject.
func heads(s sheet) []hit {
	if s.page.Number > 1 {
		return nil
	}
	limit := 0
	for limit < min(headLines/2, len(s.lines)) && !greets(s.lines[limit].text) && (limit < titleLines || !section(s.lines[limit].text)) {
		limit++
	}
	hits := senders(s, limit)
	return append(hits, addressees(s, limit)...)
}

// left is what line i says at its left: without labels, or words far to the right, that stand in the same row.
func (s sheet) left(i int) span {
	l := s.lines[i]
	end := l.end
	for _, lab := range s.labels(i) {
		if lab.kind == fileLabel || lab.kind == dateLabel || lab.kind == numberLabel {
			end = min(end, lab.start)
		}
	}
	text := untilGap(s, l.start, s.text[l.start:end])
	return span{l.start, l.start + len(strings.TrimRight(text, " (|"))}
}

func (s sheet) says(p span) string { return s.text[p.start:p.end] }

// senders finds whose paper it is: the line with the city or the party, and the office or post below it.
func senders(s sheet, limit int) []hit {
	for i := range limit {
		p := s.left(i)
		name := s.read(p)
		if i > 0 && inCouncil.MatchString(name) {
			i-- // the line above is the party's name
			p = s.left(i)
			name = s.read(p)
		}
		city := cityIn(name)
		if genitive.MatchString(name) {
			continue // an addressee's
		}
		party := partyLine.MatchString(name) || i+1 < limit && inCouncil.MatchString(s.read(s.left(i+1)))
		if city == "" && !party {
			continue
		}
		end := p.end
		var hits []hit
		if k := s.below(i, limit); k < limit {
			next := s.left(k)
			text := s.read(next)
			switch m := inCouncil.FindStringSubmatch(text); {
			case m != nil:
				city, end = m[1], next.end
			case officeLine.MatchString(text):
				hits = append(hits, fact(next.start, next.end, Office, "", text, 0.8))
				end = next.end
			case postLine.MatchString(text), body(text):
				end = next.end
			}
		}
		value := strings.Join(s.lefts(i, end), " ")
		if city != "" {
			hits = append(hits, fact(p.start, p.end, City, "", city, 0.85))
		}
		return append(hits, fact(p.start, end, From, "", value, 0.8))
	}
	return nil
}

// below is the next line after i that says something at its left: labels may have been read between two lines of a sender.
func (s sheet) below(i, limit int) int {
	for i++; i < limit; i++ {
		if p := s.left(i); p.start < p.end {
			break
		}
	}
	return i
}

// lefts gives the left parts of the lines from i to the byte end.
func (s sheet) lefts(i, end int) []string {
	var out []string
	for ; i < len(s.lines) && s.lines[i].start < end; i++ {
		if p := s.left(i); p.start < p.end {
			out = append(out, s.read(p))
		}
	}
	return out
}

// read is what a stretch of the head says, mended.
func (s sheet) read(p span) string {
	return smallL.ReplaceAllString(s.mended(s.says(p)), "${1}I$2")
}

// smallL begins no word before another consonant: it is a capital I, as in Ivybridge.
var smallL = regexp.MustCompile(`(^|[^\pL])l([b-df-hjkm-np-tv-xz])`)

func cityIn(text string) string {
	if m := senderLine.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	if m := councilOf.FindStringSubmatch(text); m != nil {
		return strings.TrimSpace(m[1])
	}
	return ""
}

// body tells whether a line names a council, a committee or the like.
func body(text string) bool {
	for _, w := range tokens(text) {
		for _, end := range []string{"rat", "ausschuss", "beirat", "versammlung", "committee", "council", "board", "panel", "forum"} {
			if strings.HasSuffix(w, end) {
				return len(strings.Fields(text)) <= 6
			}
		}
	}
	return false
}

// addressees finds to whom a paper goes: the lines from "An", "To:" or "Frau" on, up to the next part of the head.
func addressees(s sheet, limit int) []hit {
	const most = 9
	for i := range limit {
		text := s.says(s.left(i))
		addressed := dativeTo.MatchString(text) || mister.MatchString(text) && s.addressBelow(i, limit)
		if !addressed {
			continue
		}
		lines := []string{strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(text, "An"), "To"), ":"))}
		end, fresh := s.left(i).end, true
		for k := i + 1; k < min(limit, i+most); k++ {
			if s.aside(k) {
				fresh = true
				continue
			}
			if !s.belongs(k, fresh) {
				break
			}
			lines, end, fresh = append(lines, s.says(s.left(k))), s.left(k).end, false
		}
		value := strings.TrimSpace(strings.Join(lines, " "))
		if value == "" {
			return nil
		}
		return []hit{fact(s.lines[i].start, end, To, "", s.mended(value), 0.75)}
	}
	return nil
}

// addressBelow tells whether a postcode or a street follows soon.
func (s sheet) addressBelow(i, limit int) bool {
	for k := i + 1; k < min(limit, i+5); k++ {
		if postcode.MatchString(s.lines[k].text) || street.MatchString(s.lines[k].text) {
			return true
		}
	}
	return false
}

// genitive begins a line that goes on with the one before.
var genitive = regexp.MustCompile(`^(?:des|der|of ?the)\b`)

var street = regexp.MustCompile(`^\p{Lu}[\pL .-]+ \d{1,3} ?[a-z]?\b|^\d{1,3} \p{Lu}\pL+`)

// aside tells whether line k only holds a label, or what stands behind one that is alone on its line: the engine read
// the right of the head between the lines of the left.
func (s sheet) aside(k int) bool {
	alone := func(i int) bool {
		left := s.left(i)
		return left.start == left.end && strings.HasSuffix(s.lines[i].text, ":")
	}
	return alone(k) || alone(k-1)
}

// belongs tells whether line k goes on with an address; fresh says that a gap before it means nothing.
func (s sheet) belongs(k int, fresh bool) bool {
	text := s.says(s.left(k))
	if text == "" || s.lines[k].first && !fresh && !s.goesOn(k) && !genitive.MatchString(text) && !postcode.MatchString(text) || kindOf(text) != "" || onlyDate(text) || section(text) {
		return false
	}
	return !s.has(k, subjectLabel, otherLabel) && !strings.HasSuffix(text, ".")
}
