package extract

import (
	"regexp"
	"strings"
)

// How a resolution begins: an organ is told to do something, or a council resolves. Behind these words stands what was
// decided, whatever comes between.
var (
	ordered = regexp.MustCompile(`(?i)(?:(?:der|die|das) (?:erste |ober)?\pL*(?:bürgermeister|bürgermeisterin|biirgermeister|biirgermeisterin|burgermeister|burgermeisterin|verwaltung|stadtverwaltung|rat|stadtrat|gemeinderat|ausschuss|kreistag|landrat|magistrat|ortschaftsrat)\s+(?:der \pL+ \pL+ )?(?:wird|werden|beauftragt|beschließt|beschlieBt|beschliesst|stimmt|bittet|fordert|empfiehlt|lehnt|nimmt|möge))|(?:(?:the \pL+(?: \pL+)? (?:is|are)|officers are) (?:instructed|asked|requested|directed|invited))|the council (?:is asked|resolves|resolved|agrees)`)
	// resolvedHead is a heading under which only what is or shall be decided stands.
	resolvedHead = regexp.MustCompile(`(?i)^\s*(?:beschluss(?:vorschlag|text|antrag|entwurf|empfehlung)?|recommendation|resolution|the council resolves|beschlussfassung)\s*[:;]?\s*$`)
	// announced says that the resolution is quoted next.
	quotedNext = regexp.MustCompile(`(?i)(?:beschlossen|beschluss gefasst|beschluss vom .{4,24} lautet|beschluss lautet|lautet|zwischenstand .{0,60}gegeben werden|resolved as follows|reads|folgendes beschlossen)\s*:\s*$`)
	// reported begins what is only said about the resolution.
	reported    = regexp.MustCompile(`(?i)^\s*(?:hierzu|dazu|zum stand|zwischenstand|sachstand|stand der umsetzung|bericht|begründung|bereits seit|derzeit|status|progress|background|reasons)\b`)
	quoteOpens  = regexp.MustCompile(`^\s*(?:[„“"»‚”]|,,|'')`)
	quoteCloses = regexp.MustCompile(`["“”«]\s*\.?$|''$`)
	listItem    = regexp.MustCompile(`^\s*(?:[-•*·–—+°e«©] |\d{1,2}[.)] |[a-z]\) )`)
)

// decisions finds the resolutions of a sheet: what stands in quotes and begins like one, or below a heading that says
// so, up to the closing quote or the end of its list. The status report is no part of it. The value is its beginning;
// its words are all words of the resolution on this page.
func decisions(s sheet) []hit {
	var spans []span
	for i := 0; i < len(s.lines); i++ {
		if len(spans) > 0 && s.lines[i].start < spans[len(spans)-1].end {
			continue
		}
		if end, ok := s.resolution(i); ok {
			spans = append(spans, span{s.lines[i].start, s.lines[end].end})
		}
	}
	if len(spans) == 0 {
		return nil
	}
	const longest = 100 // bytes of the value
	h := fact(spans[0].start, spans[0].end, Decision, "", shortened(s.written(spans[0].start, spans[0].end), longest), 0.8)
	for _, p := range spans {
		h.words = append(h.words, s.flow.Words(p.start, p.end)...)
	}
	return []hit{h}
}

// resolution tells whether a resolution begins on line i, and its last line.
func (s sheet) resolution(i int) (last int, ok bool) {
	quoted := quoteOpens.MatchString(s.lines[i].text)
	headed := i > 0 && len(s.lines[i-1].text) < 60 && resolvedHead.MatchString(s.lines[i-1].text)
	announced := i > 0 && strings.HasSuffix(strings.TrimRight(s.lines[i-1].text, " "), ":") && quotedNext.MatchString(s.lines[i-1].text)
	switch {
	case quoted && (headed || announced || s.orders(i)):
		return s.quoteEnd(i), true
	case headed, announced && s.orders(i):
		return s.listEnd(i), true
	}
	return 0, false
}

// orders tells whether line i, which the next one may go on, begins like a resolution, perhaps behind a quote or bullet.
func (s sheet) orders(i int) bool {
	text := s.lines[i].text
	if i+1 < len(s.lines) {
		text += " " + s.lines[i+1].text
	}
	begins := ordered.FindStringIndex(text)
	return begins != nil && begins[0] <= 4
}

// quoteEnd is the line with the closing quote, or the last before the next part where it is not to be found.
func (s sheet) quoteEnd(i int) int {
	const most = 60 // lines
	for k := i; k < min(len(s.lines), i+most); k++ {
		if k > i && (greets(s.lines[k].text) || closing.MatchString(s.lines[k].text) || section(s.lines[k].text)) {
			break
		}
		text := s.lines[k].text
		if k == i {
			text = strings.TrimLeft(text, " „“\"»,'‚”")
		}
		if quoteCloses.MatchString(text) {
			return k
		}
	}
	return s.listEnd(i)
}

// listEnd is the last line of a paragraph and of the list that follows it.
func (s sheet) listEnd(i int) int {
	last, list := i, strings.HasSuffix(s.lines[i].text, ":")
	for k := i + 1; k < len(s.lines); k++ {
		text := s.lines[k].text
		if section(text) || reported.MatchString(text) || greets(text) || closing.MatchString(text) || s.has(k, fileLabel, dateLabel, subjectLabel) {
			break
		}
		goesOn := list && listItem.MatchString(text) || strings.HasSuffix(s.lines[last].text, ":")
		if s.lines[k].first && !goesOn {
			break
		}
		last = k
		list = list || strings.HasSuffix(text, ":") || listItem.MatchString(text)
	}
	return last
}

// shortened cuts a text at a blank.
func shortened(text string, most int) string {
	if len(text) <= most {
		return text
	}
	if i := strings.LastIndexByte(text[:most], ' '); i > 0 {
		return text[:i]
	}
	return strings.ToValidUTF8(text[:most], "")
}
