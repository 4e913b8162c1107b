package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Names as they are printed below signatures: two to four words with capitals, perhaps a title; a letter in their
// middle may have been read as another sign.
var (
	titlePart  = `(?:(?:Dr|Prof|Dipl|Ing)\.(?:-?Ing\.)? *)*`
	namePart   = `\p{Lu}[\pL'’^*~-]*\p{Ll}`
	namePrint  = titlePart + namePart + `(?: +(?:von|van|de|zu|\p{Lu}\.))?(?: +` + namePart + `){1,2}`
	nameLine   = regexp.MustCompile(`^ *(?:gez\.? *)?(` + namePrint + `) *$`)
	twoNames   = regexp.MustCompile(`^ *(` + titlePart + namePart + ` +` + namePart + `) +(` + titlePart + namePart + ` +` + namePart + `) *$`)
	closing    = regexp.MustCompile(`(?i)^\s*(?:mit (?:freundlich|vorzüglich|besten)\S*|hochachtungsvoll|im auftrag|in vertretung|i\. ?[av]\.|yours (?:sincerely|faithfully|truly)|(?:with )?kind regards|sincerely)`)
	pageFooter = regexp.MustCompile(`(?i)^\s*(?:seite|page|[-–] ?\d+ ?[-–]|\d+ ?/ ?\d+)`)
)

// posts are folded words with which the office of a signatory begins; none of them is a name.
var posts = seen([]string{"oberburgermeister", "oberburgermeisterin", "burgermeister", "burgermeisterin", "erste", "erster", "zweite", "zweiter", "amtsleitung",
	"amtsleiter", "amtsleiterin", "beigeordneter", "beigeordnete", "abteilungsleitung", "abteilungsleiter", "abteilungsleiterin", "vorsitz", "vorsitzender",
	"vorsitzende", "schriftfuhrung", "schriftfuhrer", "schriftfuhrerin", "protokollfuhrer", "mitglied", "stadtrat", "stadtratin", "fraktionsvorsitzender",
	"fraktionsvorsitzende", "ortsvorsteher", "ortsvorsteherin", "town", "mayor", "head", "chair", "chief", "councillor", "clerk", "director", "leader", "secretary"})

// signatories finds the printed names below signatures: lines that look like names, behind the closing or above a post
// or at the end of the last page with text.
func signatories(s sheet) []hit {
	const room = 10 // lines for signatures and names
	first := s.closingLine()
	var hits []hit
	last := len(s.lines)
	if first > 0 {
		last = min(last, first+room)
	}
	for i := first; i < last; i++ {
		text := strings.Trim(s.lines[i].text, " .,;|_—-")
		if body(untilGap(s, s.lines[i].start, s.lines[i].text)) || pageFooter.MatchString(text) || post(text) || tableHead(text) || kindOf(text) != "" || cityIn(text) != "" {
			continue
		}
		supported := i+1 < len(s.lines) && postBelow(s, i+1)
		if first == 0 && !supported {
			continue
		}
		l := s.lines[i]
		clean := cleanNames(l.text)
		for _, p := range namesIn(s, l.start, clean) {
			hits = append(hits, s.signatory(p, clean[p.start-l.start:p.end-l.start], supported))
		}
	}
	return hits
}

// closingLine is the line behind the last closing formula; 0 if the page has none.
func (s sheet) closingLine() int {
	for i := len(s.lines) - 1; i >= 0; i-- {
		if closing.MatchString(s.lines[i].text) {
			return i + 1
		}
	}
	return 0
}

func post(text string) bool {
	const longest = 60 // bytes of a line that says no more than a post
	if len(text) > longest {
		return false
	}
	words := tokens(text)
	return len(words) > 0 && slices.ContainsFunc(posts, func(p string) bool { return alike(looks(words[0]), p) })
}

// postBelow tells whether one of the next two lines is a post.
func postBelow(s sheet, i int) bool {
	return post(s.lines[i].text) || i+1 < len(s.lines) && len(s.lines[i].text) < 4 && post(s.lines[i+1].text)
}

// cleanNames gives a line with blanks, byte for byte, where a signature that runs through print was read as signs or as a
// letter or two, and with a capital where a small letter of its shape begins a word: a name in print has neither. What stands
// before the first name may be a bullet and stays; so does what parts two words, which are no names then.
func cleanNames(line string) string {
	out := []byte(line)
	names := 0
	tokens := token.FindAllStringIndex(line, -1)
	for i, m := range tokens {
		core := strings.Trim(line[m[0]:m[1]], signs)
		if bare := strings.TrimRight(core, "."); i == len(tokens)-1 && utf8.RuneCountInString(bare) > longestTitle {
			core = bare
		}
		at := m[0] + strings.Index(line[m[0]:m[1]], core)
		switch {
		case stroke(core):
			if names != 1 && names > 0 && len(tokens)-i != 2 {
				blank(out[m[0]:m[1]])
			}
			continue
		case utf8.RuneCountInString(core) > 3 && strings.ContainsRune("cosuvwxz", rune(core[0])) && capitalWord.MatchString(line):
			out[at] -= 'a' - 'A'
		}
		names++
		blank(out[m[0]:at])
		blank(out[at+len(core) : m[1]])
	}
	return string(out)
}

// longestTitle is how many letters an abbreviated title has at most: Prof., Dipl.
const longestTitle = 4

// signs are what strokes beside a word are read as.
const signs = "‘’'\"”“„*°|_,;=<>»«"

var (
	token       = regexp.MustCompile(`[^ ]+`)
	capitalWord = regexp.MustCompile(`\p{Lu}\p{Ll}{2}`)
)

// stroke tells whether a word can be a piece of a signature: nothing, signs, a letter or two that are no abbreviation.
func stroke(core string) bool {
	if utf8.RuneCountInString(core) > 2 || core == "zu" || core == "de" || strings.HasSuffix(core, ".") {
		return false
	}
	return !strings.ContainsFunc(core, unicode.IsDigit) && !strings.Contains(core, ")") && (len(core) < 2 || !shouted(core))
}

func blank(b []byte) {
	for i := range b {
		b[i] = ' '
	}
}

// namesIn gives the one or two names in a line, or a part of one, that begins at start.
func namesIn(s sheet, start int, text string) []span {
	at := func(m []int) span { return span{start + m[0], start + m[1]} }
	if cut := untilGap(s, start, text); cut != text {
		return append(namesIn(s, start, cut), namesIn(s, start+len(cut), text[len(cut):])...)
	}
	if m := twoNames.FindStringSubmatchIndex(text); m != nil {
		return []span{at(m[2:4]), at(m[4:6])}
	}
	if m := nameLine.FindStringSubmatchIndex(text); m != nil {
		return []span{at(m[2:4])}
	}
	return nil
}

// signatory makes a field of a name in a cleaned line. What cannot have been printed so (a capital or another sign inside a
// word) is mended by the names that the document or the word lists have, and stays a guess.
func (s sheet) signatory(p span, name string, supported bool) hit {
	const (
		sure, fair = 0.85, 0.7
		mendedName = 0.4
		broken     = 0.3
	)
	words := strings.Fields(name)
	score := fair
	if supported {
		score = sure
	}
	for i, w := range words {
		if name := strings.Replace(w, "ii", "ü", 1); name != w && s.known.german && s.known.zipf(name) > unknownWord {
			w = name // no German name has two i in a row
			words[i], score = w, min(score, fair)
		}
		if !misprinted(w) {
			continue
		}
		if better := s.known.name(w); better != "" {
			words[i], score = better, min(score, mendedName)
		} else {
			score = min(score, broken)
		}
	}
	return fact(p.start, p.end, Signatory, "", strings.Join(words, " "), score)
}

// misprinted tells whether a part of a name cannot have been printed so: a capital or a sign inside.
func misprinted(word string) bool {
	_, size := utf8.DecodeRuneInString(word)
	rest := word[size:]
	for _, prefix := range []string{"c", "ac"} { // McAllister, MacDonald
		rest = strings.TrimPrefix(rest, prefix)
	}
	return strings.ContainsFunc(rest, func(r rune) bool { return unicode.IsUpper(r) || strings.ContainsRune("^*~", r) }) && !strings.Contains(word, "-") &&
		!strings.HasPrefix(word, "Mc")
}

// name finds the commonest word that a misprinted part of a name can be: one letter is another, or a sign stands for
// one or two. "" if no list has one.
func (e evidence) name(word string) string {
	word = strings.ToLower(word)
	best, found := unknownWord, ""
	try := func(candidate string) {
		if z := e.zipf(candidate); z > best {
			best, found = z, candidate
		}
	}
	letters := strings.Split("abcdefghijklmnopqrstuvwxyzäöüß", "")
	if i := strings.IndexAny(word, "^*~"); i >= 0 {
		for _, a := range append(letters, "") {
			for _, b := range letters {
				try(word[:i] + a + b + word[i+1:])
			}
		}
	} else {
		try(word)
		for i := range word {
			_, size := utf8.DecodeRuneInString(word[i:])
			for _, a := range append(letters, "") {
				try(word[:i] + a + word[i+size:])
			}
		}
	}
	if found == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(found)
	return string(unicode.ToUpper(first)) + found[size:]
}
