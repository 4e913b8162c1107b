package prose

import "strings"

// phraser writes English noun phrases.
type phraser struct{ w *writer }

func (w *writer) english() phraser { return phraser{w} }

// head gives a noun, singular or plural.
func (p phraser) head(plural bool) string {
	singular, many, _ := strings.Cut(p.w.pick(p.w.lines(englishHeads)), " ")
	if plural {
		singular = many
	}
	return strings.ReplaceAll(singular, "_", " ")
}

// phrase writes perhaps an adjective, perhaps a modifier, and a noun.
func (p phraser) phrase(plural bool) string {
	out := p.head(plural)
	if p.w.chance(65) {
		if m := p.w.pick(p.w.words(englishModifiers)); !strings.HasPrefix(out, m) {
			out = m + " " + out
		}
	}
	if p.w.chance(40) {
		out = p.w.pick(p.w.words(englishAdjectives)) + " " + out
	}
	return out
}

// withA puts a or an before s.
func withA(s string) string {
	vowel := strings.ContainsRune("aeiou", rune(s[0]))
	for _, u := range []string{"uni", "use", "usa", "eu"} {
		vowel = vowel && !strings.HasPrefix(s, u)
	}
	if vowel || strings.HasPrefix(s, "honest") {
		return "an " + s
	}
	return "a " + s
}

func (w *writer) englishSlot(name string) string {
	p := phraser{w}
	switch name {
	case "the":
		return "the " + p.phrase(false)
	case "the0":
		return capital(p.phrase(false))
	case "a":
		return withA(p.phrase(false))
	case "a0":
		return withA(p.phrase(false))
	case "some":
		return p.phrase(true)
	case "pp":
		return w.pick(w.words(englishParticiples))
	case "verb":
		return w.pick(w.words(englishVerbs))
	case "adv":
		return w.pick(w.words(englishAdverbs))
	case "month":
		return w.pick(w.words(englishMonths))
	case "quarter":
		return w.pick([]string{"first", "second", "third", "fourth"})
	case "pounds":
		return "£" + w.amount()
	case "mod":
		return capital(w.pick(w.words(englishModifiers)))
	case "office":
		return w.pick(w.lines(englishOffices))
	case "committee":
		return w.pick(w.lines(englishCommittees))
	}
	panic("prose: no such slot: " + name)
}
