package extract

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Reference is one number under which a council keeps a paper.
type Reference struct {
	Type  string  // as Form.Type
	Value string  // canonical: capitals and signs as the form has them, no blanks, digits in full
	Score float64 // 0 to 1
}

// ParseReference reads what a person or an engine wrote for one reference and nothing else: blanks, small letters,
// O for 0, l for 1, B for 8 and a lost slash are forgiven, each at a price in Score. Without profiles the built-in
// ones are used. Forms that in running text need a word before them are taken without it.
func ParseReference(s string, profiles ...Profile) (Reference, bool) {
	g := builtIn()
	if len(profiles) > 0 {
		var err error
		if g, err = compile(profiles); err != nil {
			return Reference{}, false
		}
	}
	if len(s) > longestReference {
		return Reference{}, false
	}
	s = strings.ToUpper(strings.Trim(strings.Join(strings.Fields(s), " "), ".,;:()[]\"'"))
	for _, f := range g.forms {
		if m := f.whole.FindStringSubmatch(s); m != nil {
			if r, ok := f.read(m); ok {
				return r, true
			}
		}
	}
	return Reference{}, false
}

const longestReference = 64 // bytes

// What each liberty costs; scores multiply.
const (
	certain    = 0.99
	perLetter  = 0.9  // a letter where a digit should be
	oddSlash   = 0.75 // l, I or | for a slash
	otherSign  = 0.6  // a comma, a point or a hyphen for it
	noSlash    = 0.6
	filledUp   = 0.95 // fewer digits than usual
	needsWords = 0.92 // a form that only the word before tells from any other number
)

// form is a Form made ready: its parts, and the expressions that find it in text and as a whole.
type form struct {
	Form
	parts       []part
	text, whole *regexp.Regexp
	doubled     *regexp.Regexp // text, where a nought may have been seen twice: takes longer
}

// part is a piece of a form; each is one group of the expressions.
type part struct {
	kind        rune // 'a' letters, '/' a sign, '#' number, 'Y' year
	text        string
	least, most int  // digits
	fill        bool // with zeros, to most
}

var partsOf = regexp.MustCompile(`#(\d)(?:-(\d))?|Y([24])|[/-]|[A-Za-z]+?`)

func compileForm(f Form) (form, error) {
	c := form{Form: f}
	rest := f.Form
	for rest != "" {
		m := partsOf.FindStringSubmatchIndex(rest)
		if m == nil || m[0] != 0 {
			return form{}, fmt.Errorf("form %q: %q is not letters, #, Y, / or -", f.Form, rest)
		}
		p := makePart(partsOf.FindStringSubmatch(rest), f.Least)
		if n := len(c.parts); p.kind == 'a' && n > 0 && c.parts[n-1].kind == 'a' {
			c.parts[n-1].text += p.text
		} else {
			c.parts = append(c.parts, p)
		}
		rest = rest[m[1]:]
	}
	if f.Type == "" || !slices.ContainsFunc(c.parts, func(p part) bool { return p.kind == '#' }) {
		return form{}, fmt.Errorf("form %q: needs a type and a number", f.Form)
	}
	if len(f.After) == 0 && c.parts[0].kind != 'a' {
		return form{}, fmt.Errorf("form %q: needs letters or words before it", f.Form)
	}
	const digits, capitals = `0-9OoQlI|BSZ`, `0-9OQLI|BSZ`
	c.text = regexp.MustCompile(c.expression("["+digits+"]", false))
	c.doubled = regexp.MustCompile(c.expression("(?:"+twice.String()+"|["+digits+"])", false))
	c.whole = regexp.MustCompile("^" + c.expression("(?:"+twice.String()+"|["+capitals+"])", true) + "$")
	return c, nil
}

func makePart(m []string, least int) part {
	switch {
	case m[1] != "":
		most, _ := strconv.Atoi(m[1])
		p := part{kind: '#', least: most, most: most}
		if m[2] != "" {
			p.most, _ = strconv.Atoi(m[2])
		} else if least > 0 {
			p.least, p.fill = min(least, most), true
		}
		return p
	case m[3] != "":
		n, _ := strconv.Atoi(m[3])
		return part{kind: 'Y', least: n, most: n}
	case m[0] == "/" || m[0] == "-":
		return part{kind: '/', text: m[0]}
	}
	return part{kind: 'a', text: m[0]}
}

// expression is the regular expression of a form, with that of a digit. A line may break at a sign.
func (f form) expression(digit string, whole bool) string {
	const blank = ` *\n? *`
	var b strings.Builder
	for i, p := range f.parts {
		switch p.kind {
		case 'a':
			text := p.text
			if whole {
				text = strings.ToUpper(text)
			}
			fmt.Fprintf(&b, `(%s) ?`, lettersAs.Replace(text))
		case '/':
			sign := regexp.QuoteMeta(p.text)
			switch {
			case i+1 == len(f.parts)-1 && p.text == "/" && f.parts[0].kind == 'a':
				fmt.Fprintf(&b, `%s(%s|[lLI|1\\,.-]|)%s`, blank, sign, blank)
			case i == 1 && p.text == "/" && f.parts[0].kind == 'a': // SRI/063: the stroke was seen twice
				fmt.Fprintf(&b, `%s([lLI|]?%s|[lLI|\\])%s`, blank, sign, blank)
			default:
				fmt.Fprintf(&b, `%s(%s)%s`, blank, sign, blank)
			}
		default:
			fmt.Fprintf(&b, `(%s{%d,%d})`, digit, p.least, max(p.least, p.most))
		}
	}
	return b.String()
}

// lettersAs lets capitals be read as what engines make of them.
var lettersAs = strings.NewReplacer("V", "v?[Vv¥]", "A", "[AÄÀÂ]", "S", "[S$]", "F", "[FÉ]")

// twice is a nought that was read as two.
var twice = regexp.MustCompile(`0[Oo]|[Oo]0`)

// read makes a reference of the groups of a match, or says why not: a year out of range, too many letters for
// digits, a lost sign where that leaves the number in doubt, a range of years.
func (f form) read(groups []string) (Reference, bool) {
	r := Reference{Type: f.Type, Score: certain}
	var b strings.Builder
	var number, year int
	for i, p := range f.parts {
		g := groups[i+1]
		switch p.kind {
		case 'a':
			b.WriteString(p.text)
			if !strings.EqualFold(g, p.text) {
				r.Score *= perLetter
			}
			continue
		case '/':
			b.WriteString(p.text)
			if g != p.text && !f.signLost(g, groups, &r) {
				return Reference{}, false
			}
			continue
		}
		if len(g) > p.most {
			g = twice.ReplaceAllString(g, "O")
		}
		digits, letters := digitsOf(g)
		if letters*2 > len(g) {
			return Reference{}, false
		}
		for range letters {
			r.Score *= perLetter
		}
		n, _ := strconv.Atoi(digits)
		if p.kind == 'Y' {
			year = n
		} else if number == 0 {
			number = n
		}
		if p.fill && len(digits) < p.most {
			digits = strings.Repeat("0", p.most-len(digits)) + digits
			r.Score *= filledUp
		}
		b.WriteString(digits)
	}
	if len(f.After) > 0 {
		r.Score *= needsWords
	}
	r.Value = b.String()
	return r, f.plausible(number, year)
}

// signLost prices a sign that is missing or another; it can be missing only where the number has all its digits.
func (f form) signLost(got string, groups []string, r *Reference) bool {
	for i, p := range f.parts {
		if p.kind == '#' && len(groups[i+1]) < p.most {
			return false
		}
	}
	switch got {
	case "", "1":
		r.Score *= noSlash
	case ",", ".", "-":
		r.Score *= otherSign
	default:
		r.Score *= oddSlash
	}
	return true
}

// plausible tells whether number and year can be one; a form without letters must not be a range of years or a
// month of one.
func (f form) plausible(number, year int) bool {
	width := 0
	for _, p := range f.parts {
		if p.kind == 'Y' {
			width = p.most
		}
	}
	switch {
	case number == 0:
		return false
	case width == 4 && (year < 1945 || year > 2099):
		return false
	}
	return len(f.After) == 0 || f.parts[0].kind == 'a' || number < 1900 || number > 2099
}

// digitsOf reads the letters that engines take for digits as digits and counts them.
func digitsOf(s string) (digits string, letters int) {
	digits = strings.Map(func(r rune) rune {
		d := asDigit(r)
		if d != r {
			letters++
		}
		return d
	}, s)
	return digits, letters
}

func asDigit(r rune) rune {
	switch r {
	case 'O', 'o', 'Q':
		return '0'
	case 'l', 'L', 'I', '|', 'J':
		return '1'
	case 'Z':
		return '2'
	case 'S':
		return '5'
	case 'B':
		return '8'
	}
	return r
}

// number is where a reference can be: at a sign between digits, in a longer row of digits.
var number = regexp.MustCompile(`[0-9][OoQlI|BSZ]? *\n? *[/,.-] *\n? *[OoQlI|BSZ]?[0-9]|[0-9OoQlI|BSZ]{3}[0-9OoQlI|BSZ\\]{2,}`)

// references finds all references in a text, by place.
func (g grammar) references(text string) []hit {
	var hits []hit
	found := make(taken, len(text))
	near := places(text, number, longestReference/2)
	for _, f := range g.forms {
		for _, p := range near {
			in := f.text
			if twice.MatchString(text[p[0]:p[1]]) {
				in = f.doubled
			}
			each(in, text[p[0]:p[1]], func(m []int, groups []string) bool {
				h, ok := f.hit(text, p[0]+m[0], p[0]+m[1], groups, g.register)
				if !ok || found.overlaps(h) {
					return false
				}
				found.add(h)
				hits = append(hits, h)
				return true
			})
		}
	}
	hits = append(hits, g.below(text, found)...)
	slices.SortStableFunc(hits, byPlace)
	return hits
}

// hit is the reference that a form finds from start to end. One that the register knows is believed.
func (f form) hit(text string, start, end int, groups []string, register map[string]bool) (hit, bool) {
	if !parted(text, start, end) {
		return hit{}, false
	}
	r, ok := f.read(groups)
	if !ok {
		return hit{}, false
	}
	if register[r.Value] {
		return fact(start, end, ReferenceField, r.Type, r.Value, certain), true
	}
	if len(f.After) > 0 && !slices.Contains(f.After, wordBefore(text, start)) {
		return hit{}, false
	}
	if r.Score < noSlash && !announced(wordBefore(text, start)) {
		return hit{}, false
	}
	return fact(start, end, "reference", r.Type, r.Value, r.Score), true
}

// announced tells whether the word before says that a reference follows, so that a badly read one may be believed.
func announced(word string) bool {
	return slices.Contains([]string{"zu", "antrag", "vorlage", "anfrage", "beschluss", "beschlusskontrolle", "nr", "no", "sitzungsnummer", "to", "on"}, word)
}

// wordBefore is the folded word before start, not counting "Nr." and its like.
func wordBefore(text string, start int) string {
	words := tokens(text[max(0, start-48):start])
	for len(words) > 0 {
		w := words[len(words)-1]
		if w != "nr" && w != "no" && w != "nummer" && w != "number" {
			return w
		}
		words = words[:len(words)-1]
	}
	return ""
}
