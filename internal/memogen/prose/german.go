package prose

import (
	"fmt"
	"strings"
)

// noun is a German noun with what follows it: "Amt" and " für Hochbau".
type noun struct {
	gender               byte // m, f or n
	nominative, genitive string
	plural               string // nominative; empty if there is none
	tail                 string
}

func parseNoun(entry string) noun {
	f := strings.SplitN(strings.TrimSpace(entry), " ", 5)
	for i, s := range f {
		f[i] = strings.ReplaceAll(s, "_", " ")
	}
	n := noun{gender: f[0][0], nominative: f[1], genitive: f[2]}
	if len(f) > 3 && f[3] != "-" {
		n.plural = f[3]
	}
	if len(f) > 4 {
		n.tail = " " + f[4]
	}
	return n
}

// after gives the compound of modifier and n; a soft hyphen marks the joint.
func (n noun) after(modifier string) noun {
	join := func(s string) string {
		if s == "" {
			return ""
		}
		return modifier + "\u00ad" + strings.ToLower(s[:1]) + s[1:]
	}
	if strings.HasPrefix(n.nominative, "Ü") {
		join = func(s string) string { return modifier + "\u00ad" + strings.Replace(s, "Ü", "ü", 1) }
	}
	return noun{n.gender, join(n.nominative), join(n.genitive), join(n.plural), n.tail}
}

func (n noun) bare(plural bool) string {
	if plural && n.plural != "" {
		return n.plural
	}
	return n.nominative
}

// in gives n in case c (N, A, D, G).
func (n noun) in(c byte, plural bool) string {
	switch {
	case plural && c == 'D' && !strings.HasSuffix(n.plural, "n") && !strings.HasSuffix(n.plural, "s"):
		return n.plural + "n" + n.tail
	case plural:
		return n.plural + n.tail
	case c == 'G':
		return n.genitive + n.tail
	}
	return n.nominative + n.tail
}

// The articles by gender (m, f, n, plural) in the order N, A, D, G.
func definite(gender, c byte) string {
	return map[byte][4]string{'m': {"der", "den", "dem", "des"}, 'f': {"die", "die", "der", "der"},
		'n': {"das", "das", "dem", "des"}, 'p': {"die", "die", "den", "der"}}[gender][caseNumber(c)]
}

func indefinite(gender, c byte) string {
	return map[byte][4]string{'m': {"ein", "einen", "einem", "eines"}, 'f': {"eine", "eine", "einer", "einer"},
		'n': {"ein", "ein", "einem", "eines"}, 'p': {"", "", "", ""}}[gender][caseNumber(c)]
}

func caseNumber(c byte) int { return strings.IndexByte("NADG", c) }

// ending is that of an adjective after a definite article, after "ein", or (plural only) without article.
func ending(gender, c byte, def bool) string {
	switch {
	case gender == 'p' && def:
		return "en"
	case gender == 'p':
		return [...]string{"e", "e", "en", "er"}[caseNumber(c)]
	case c == 'D' || c == 'G' || gender == 'm' && c == 'A':
		return "en"
	case def || gender == 'f':
		return "e"
	case gender == 'm':
		return "er"
	}
	return "es"
}

// phrase writes article, perhaps an adjective, and noun.
func (w *writer) phrase(n noun, c byte, def, plural bool, adjective string) string {
	gender := n.gender
	if plural {
		gender = 'p'
	}
	article := indefinite(gender, c)
	if def {
		article = definite(gender, c)
	}
	out := n.in(c, plural)
	if adjective == "" && !def && plural && c == 'G' {
		adjective = w.pick(w.words(germanAdjectives)) // the bare genitive plural needs an ending to show
	}
	if adjective != "" {
		out = strings.TrimSuffix(adjective, "e") + ending(gender, c, def) + " " + out
	}
	return strings.TrimSpace(article + " " + out)
}

// compound makes a noun: mostly of two parts, sometimes three, sometimes a plain one.
func (w *writer) compound() noun {
	if w.chance(22) {
		return parseNoun(w.pick(w.lines(germanNouns)))
	}
	n := parseNoun(w.pick(w.lines(germanHeads)))
	modifier := w.pick(w.words(germanModifiers))
	if strings.HasPrefix(strings.ToLower(n.nominative), strings.ToLower(modifier[:3])) {
		return n
	}
	return n.after(modifier)
}

func (w *writer) counted() noun {
	for {
		if n := w.compound(); n.plural != "" {
			return n
		}
	}
}

func (w *writer) maybeAdjective() string {
	if w.chance(40) {
		return w.pick(w.words(germanAdjectives))
	}
	return ""
}

func (w *writer) germanSlot(name string) string {
	switch name {
	case "pp":
		return w.pick(w.words(germanParticiples))
	case "inf":
		return w.pick(w.words(germanInfinitives))
	case "zu":
		return withZu(w.pick(w.words(germanInfinitives)))
	case "adv":
		return w.pick(w.words(germanAdverbs))
	case "adj":
		return capital(w.pick(w.words(germanAdjectives))) + "e"
	case "monat":
		return w.pick(w.words(germanMonths))
	case "quartal":
		return w.pick([]string{"erste", "zweite", "dritte", "vierte"})
	case "euro":
		return w.amount() + " " + w.pick([]string{"Euro", "EUR"})
	case "mod":
		return w.compound().bare(false)
	case "N0", "n0":
		return w.compound().bare(false)
	case "np0":
		return w.counted().bare(true)
	}
	if office, c, ok := strings.Cut(name, "."); ok {
		list := germanOffices
		if office == "rat" {
			list = germanCommittees
		}
		return w.phrase(parseNoun(w.pick(w.lines(list))), c[0], true, false, "")
	}
	return w.germanPhrase(name)
}

// germanPhrase reads slots such as N, d, AP, gp.
func (w *writer) germanPhrase(name string) string {
	c := strings.ToUpper(name[:1])[0]
	def := name[0] == c
	if strings.HasSuffix(strings.ToLower(name), "p") && len(name) > 1 {
		return w.phrase(w.counted(), c, def, true, w.maybeAdjective())
	}
	n := w.compound()
	for !def && n.plural == "" {
		n = w.compound()
	}
	return w.phrase(n, c, def, false, w.maybeAdjective())
}

// withZu gives the infinitive with zu: prüfen becomes zu prüfen, vorlegen vorzulegen.
func withZu(verb string) string {
	for _, p := range strings.Fields(germanSeparable) {
		if rest, ok := strings.CutPrefix(verb, p); ok && len(rest) > 4 {
			return p + "zu" + rest
		}
	}
	return "zu " + verb
}

// contract joins preposition and article as German does; English has none of these.
func contract(s string) string {
	for _, c := range [...][2]string{{"u dem ", "um "}, {"u der ", "ur "}, {"n dem ", "m "}, {"ei dem ", "eim "}, {"on dem ", "om "}} {
		s = contractOne(s, c[0], c[1])
	}
	return s
}

// contractOne joins where the word before the article is zu, in, an, von or bei.
func contractOne(s, long, short string) string {
	for _, start := range [...]string{"z", "Z", "i", "I", "a", "A", "b", "B", "v", "V"} {
		s = strings.ReplaceAll(s, " "+start+long, " "+start+short)
		if rest, ok := strings.CutPrefix(s, start+long); ok {
			s = start + short + rest
		}
	}
	return s
}

func (w *writer) committeeName() string {
	if w.order.Language == English {
		return strings.TrimPrefix(w.pick(w.lines(englishCommittees)), "the ")
	}
	n := parseNoun(w.pick(w.lines(germanCommittees)))
	return n.nominative + n.tail
}

func (w *writer) officeName() string {
	if w.order.Language == English {
		return strings.TrimPrefix(w.office, "the ")
	}
	n := parseNoun(w.office)
	return n.nominative + n.tail
}

func (w *writer) fileNumber() string {
	letters := "ABCDEFGHIKLMNOPRSTUVWZ"
	letter := func() string { return string(letters[w.r.IntN(len(letters))]) }
	switch w.r.IntN(4) {
	case 0:
		return fmt.Sprintf("(%s) %d.%d", letter()+letter()+letter(), w.between(1, 90), w.between(1, 19))
	case 1:
		return fmt.Sprintf("%d-%s-%02d", w.between(10, 99), letter()+letter(), w.between(1, 99))
	case 2:
		return fmt.Sprintf("%d.%d.%d", w.between(1, 90), w.between(1, 20), w.between(1, 12))
	}
	return fmt.Sprintf("%s%d %d.%02d", letter(), w.between(1, 9), w.between(10, 99), w.between(1, 60))
}
