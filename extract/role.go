package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// reachBack is how many bytes before a date can say what it is.
const reachBack = 120

// role says what the date at is: the nearest anchor before it decides, then one behind it, then the way a letter is
// headed. all are the dates of the sheet.
func (g grammar) role(s sheet, at int, all []hit) hit {
	h := all[at]
	from := max(0, h.start-reachBack)
	cut := at > 0 && all[at-1].end > from
	if cut {
		from = all[at-1].end
	}
	name, score := g.before(s.text[from:h.start], cut)
	if name == "" && tied(s.text[from:h.start]) {
		name, score = g.behind(s.text[h.end:min(len(s.text), h.end+reachBack)])
	}
	if name == "" {
		if score = heading(s, h); score > 0 {
			name = DateField
		}
	}
	if h.name = MentionedDate; name != "" {
		h.name, h.score = name, h.score*score
		if name == StampDate {
			h.kind = "received"
		}
	}
	return h
}

// before looks for an anchor in the words that lead to a date: in its sentence, or on the line above where the date
// begins its line and the anchor ends the other. cut says that they begin after another date.
func (g grammar) before(text string, cut bool) (name string, score float64) {
	if i := strings.LastIndex(text, "\n\n"); i >= 0 && strings.TrimSpace(text[i:]) != "" {
		text, cut = text[i:], false
	}
	words := sentence(text)
	if cut {
		if len(words) > 0 {
			words[0].first = strings.HasPrefix(text, "\n")
		}
		words = append([]word{{date: true}}, words...)
	}
	best := -1
	for _, a := range g.anchors {
		if a.Behind {
			continue
		}
		if at := a.matches(words); at > best {
			best, name, score = at, a.Name, a.Score
		}
	}
	return name, score
}

// tied tells whether the words before a date end in "am", "on" or the like: it belongs to a sentence.
func tied(before string) bool {
	words := tokens(before)
	return len(words) > 0 && link(words[len(words)-1])
}

// behind looks for an anchor in the words that follow a date in its sentence.
func (g grammar) behind(text string) (name string, score float64) {
	if i := strings.IndexAny(text, ".;!?"); i >= 0 {
		text = text[:i]
	}
	if i := strings.Index(text, "\n\n"); i >= 0 {
		text = text[:i]
	}
	words := sentence(text)
	best := len(words)
	for _, a := range g.anchors {
		for at := 0; a.Behind && at+len(a.words) <= len(words) && at <= a.Gap && at < best; at++ {
			if a.ends(words[:at+len(a.words)], false) {
				best, name, score = at, a.Name, a.Score
			}
		}
	}
	return name, score
}

// word is a folded word before a date.
type word struct {
	text  string
	looks string
	colon bool // a colon follows
	ends  bool // the line ends after it
	first bool // it begins its line
	date  bool // it stands for another date
}

// sentence gives the words of the sentence that leads to a date. A full stop ends one unless it follows a number or
// a short word, which may be an abbreviation.
func sentence(before string) []word {
	var words []word
	lineStart := true
	before = partedWord.ReplaceAllString(before, "$1$2")
	for before != "" {
		r, size := utf8.DecodeRuneInString(before)
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			words = mark(words, r)
			if r == '\n' {
				lineStart = true
			}
			before = before[size:]
			continue
		}
		end := strings.IndexFunc(before, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if end < 0 {
			end = len(before)
		}
		text := fold(before[:end])
		words = append(words, word{text: text, looks: looks(text), first: lineStart})
		lineStart = false
		before = before[end:]
	}
	return words
}

// partedWord is a word that a line parts.
var partedWord = regexp.MustCompile(`(\p{Ll})-\n(\p{Ll})`)

// mark notes what stands after the last word.
func mark(words []word, r rune) []word {
	if len(words) == 0 {
		return words
	}
	last := &words[len(words)-1]
	switch r {
	case ':':
		last.colon = true
	case '\n':
		last.ends = true
	case '!', '?', ';':
		if last.first {
			last.colon = true // as it was read behind a label
			return words
		}
		fallthrough
	case '.':
		if len(last.text) > 4 && !unicode.IsDigit(rune(last.text[0])) {
			return nil
		}
	}
	return words
}

// matches gives the place of the last word of the anchor before the date, -1 where the anchor does not lead to it:
// too many words between, another date, another label, or a verb ("der Beschluss wurde am … bekannt gemacht").
func (a anchor) matches(words []word) int {
	gap, linked := 0, false
	for end := len(words); end >= len(a.words); end-- {
		w := words[end-1]
		if a.ends(words[:end], end == len(words)) && (!a.Link || a.tied(w, gap, linked)) {
			return end - 1
		}
		switch {
		case link(w.text):
			linked = true
		case verb(w.text), amended(w.text), w.date, w.colon && end < len(words):
			return -1
		case !weekday(w.text):
			gap++
		}
		if gap > a.Gap {
			return -1
		}
	}
	return -1
}

// tied tells whether the date belongs to the anchor's last word: by its colon, or by "am" and the like where the
// colon does not end a heading with words of its own after it.
func (a anchor) tied(last word, gap int, linked bool) bool {
	if last.colon {
		return gap == 0
	}
	return linked
}

// ends tells whether the words end in the anchor. A misread one needs a colon or a line of its own, or a second word.
// After a date it is the end of a span ("vom 1. Mai 2020 bis zum …"). next tells that the date follows at once.
func (a anchor) ends(words []word, next bool) bool {
	head, tail := words[:len(words)-len(a.words)], words[len(words)-len(a.words):]
	for i, w := range tail {
		if !alike(w.looks, a.looks[i]) {
			return false
		}
	}
	last := tail[len(tail)-1]
	exact := last.text == a.words[len(a.words)-1]
	alone := tail[0].first && last.ends
	if n := len(head); n > 0 && head[n-1].date && !tail[0].first {
		return false
	}
	labels := a.Name == DateField && exact && next && tail[0].first // "Date February 18, 2022": the colon was not read
	return a.inContext(head) && (last.colon || alone || labels || exact && !a.Colon || !a.Colon && len(a.words) > 1)
}

// inContext tells whether one of the words that the anchor needs stands before it.
func (a anchor) inContext(words []word) bool {
	return len(a.After) == 0 || slices.ContainsFunc(words, func(w word) bool { return slices.Contains(a.After, w.text) })
}

func verb(s string) bool {
	return slices.Contains([]string{"wurde", "wurden", "wird", "werden", "ist", "sind", "war", "was", "were", "is", "will"}, s)
}

// amended tells whether a word takes the day for itself: "der Beschluss in der Fassung vom …".
func amended(s string) bool { return s == "fassung" || s == "amended" || s == "version" }

func link(s string) bool {
	return slices.Contains([]string{"am", "vom", "den", "dem", "zum", "bis", "on", "of", "the", "dated", "held", "by", "um"}, s)
}

func weekday(s string) bool {
	return slices.Contains([]string{
		"montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag",
		"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
		"mo", "di", "mi", "do", "fr", "sa", "so",
	}, s)
}

// Lines that can only be the date of a letter: "Dresden, den 25. April 2024", "Dresden, 25.04.2024".
var placeAndDate = regexp.MustCompile(`^\p{Lu}[\pL .-]{2,30},? (?:den |am |, )?$|^\p{Lu}[\pL .-]{2,30}, ?(?:den |am )?$|^den $`)

// heading tells how likely a date without an anchor is the letter's: by place and date on a line of their own, or
// alone on a line in the upper third of the first page. 0 if not at all.
func heading(s sheet, h hit) float64 {
	const upper = 3
	i := s.lineAt(h.start)
	l := s.lines[i]
	if rest := strings.TrimSpace(s.text[min(h.end, l.end):l.end]); rest != "" && rest != "." {
		return 0
	}
	before := s.text[l.start:max(l.start, h.start)]
	switch {
	case placeAndDate.MatchString(before) && (strings.Contains(before, ",") || before == "den "):
		return 0.85
	case before == "" && s.page.Number == 1 && i < max(4, len(s.lines)/upper) && (i == 0 || !strings.HasSuffix(s.lines[i-1].text, ":")):
		return 0.6
	}
	return 0
}
