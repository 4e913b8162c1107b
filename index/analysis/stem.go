package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/german"

	"aktenkundig/internal/lexicon"
)

// Stem gives what the inflections of a word share, folded. Stemmers: snowballstem.org. The German one works on the
// folded form, so that words which fold alike have one stem; the English one before ue folds, or values and value would
// part. German participles and infinitives with zu lose their ge and zu (vorgelegt, einzureichen), and forms of strong
// verbs go back to the infinitive (beschlossen, trat ein), as far as the word lists hold the verb.
func (v *Vocabulary) Stem(raw string, lang Lang) string {
	folded := Fold(raw)
	if lang == English {
		return nonempty(digraphs(snowball(plain(raw), english.Stem)), folded)
	}
	key := lexicon.Key(raw)
	if singular := v.singular(raw, key); singular != "" {
		folded = Fold(singular)
	} else if verb := v.verb(key); verb != "" {
		folded = Fold(verb)
	}
	return nonempty(snowball(folded, german.Stem), folded)
}

// singular gives the noun of which a capitalised word is the plural in -n or -en, as far as the stemmer would not see it: it
// looks like a verb's form, or ends in -ln, which the stemmer leaves alone.
func (v *Vocabulary) singular(raw, key string) string {
	if first, _ := utf8.DecodeRuneInString(raw); !unicode.IsUpper(first) || !strings.HasSuffix(key, "n") {
		return ""
	}
	verb := strings.HasSuffix(key, "en") && v.verb(key) != ""
	if !verb && !strings.HasSuffix(key, "ln") {
		return ""
	}
	for _, end := range []string{"n", "en"} {
		base, ok := strings.CutSuffix(key, end)
		if ok && len(base) >= 4 && v.german.Zipf(base) >= nounFrom && (!verb || v.verb(base) == "") {
			return base
		}
	}
	return ""
}

// nounFrom is the Zipf value from which a noun is taken for the singular of what might be a verb.
const nounFrom = 3.0

// AsNoun is Stem of a German word as if it were written with a capital: for queries, in which people care little.
func (v *Vocabulary) AsNoun(raw string) string {
	first, n := utf8.DecodeRuneInString(raw)
	return v.Stem(string(unicode.ToUpper(first))+raw[n:], German)
}

func nonempty(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func snowball(s string, stem func(*snowballstem.Env) bool) string {
	env := snowballstem.NewEnv(s)
	stem(env)
	return env.Current()
}

// separable are the particles that may stand before ge and zu, and before a verb's form.
var separable = strings.Fields(`ab an auf aus bei bereit durch ein entgegen fest fort frei gegenüber gleich heim her heran herauf heraus
herbei hervor hin hinaus hinzu los mit nach nieder statt teil um unter vor voran voraus vorbei weg weiter wieder zu zurück zusammen über`)

// inseparable are the prefixes of verbs.
var inseparable = []string{"be", "ent", "er", "ge", "miss", "ver", "zer", "über", "unter", "wider", "hinter", "voll"}

// verb gives the infinitive of a participle, of an infinitive with zu and of a form of a strong verb; "" of all else.
// word is a key of the word lists.
func (v *Vocabulary) verb(word string) string {
	if len(word) < 5 {
		return ""
	}
	if _, noun := nouns[word]; noun || word == "schloss" {
		return ""
	}
	if inf := v.strong(word, ""); inf != "" {
		return inf
	}
	if inf := v.ge(word, ""); inf != "" {
		return inf
	}
	for _, p := range separable {
		rest, ok := strings.CutPrefix(word, p)
		if !ok || len(rest) < 3 {
			continue
		}
		if zu, ok := strings.CutPrefix(rest, "zu"); ok && strings.HasSuffix(zu, "en") && v.german.Zipf(p+zu) >= knownFrom {
			return p + zu
		}
		if inf := v.ge(rest, p); inf != "" {
			return inf
		}
		if inf := v.strong(rest, p); inf != "" {
			return inf
		}
	}
	for _, p := range inseparable {
		if rest, ok := strings.CutPrefix(word, p); ok && len(rest) >= 3 {
			if inf := v.strong(rest, p); inf != "" {
				return inf
			}
			if inf := v.weak(word); inf != "" {
				return inf
			}
		}
	}
	return ""
}

// weak reads …t after an inseparable prefix as a form of a verb: beschließt, and as its participle: beantragten. Short
// words are left alone: Beamten.
func (v *Vocabulary) weak(word string) string {
	for _, end := range []string{"t", "te", "ten", "ter", "tes", "tem"} {
		if stem, ok := strings.CutSuffix(word, end); ok && len(stem) >= 6 && v.german.Zipf(stem+"en") >= 2.5 {
			return stem + "en"
		}
	}
	return ""
}

// ge reads ge…t as the participle of a weak verb: gelegt, and with a particle vorgelegt, also inflected.
func (v *Vocabulary) ge(word, particle string) string {
	rest, ok := strings.CutPrefix(word, "ge")
	if !ok {
		return ""
	}
	if base := v.strongParticiple(rest, particle); base != "" {
		return base
	}
	for _, end := range []string{"t", "te", "ten", "ter", "tes", "tem"} {
		stem, ok := strings.CutSuffix(rest, end)
		if !ok || len(stem) < 3 {
			continue
		}
		for _, inf := range []string{particle + stem + "en", particle + strings.TrimSuffix(stem, "e") + "en", particle + stem + "n"} {
			if v.german.Zipf(inf) >= 2.5 && v.german.Zipf(stem+"en")+v.german.Zipf(stem+"n") > 0 {
				return inf
			}
		}
	}
	return ""
}

// strongParticiple reads …en after ge as the participle of a strong verb: gefunden, abgeschlossen, also inflected.
func (v *Vocabulary) strongParticiple(rest, particle string) string {
	for _, end := range []string{"en", "ene", "enen", "ener", "enes", "enem"} {
		stem, ok := strings.CutSuffix(rest, end)
		if !ok {
			continue
		}
		if inf := ablaut[stem]; inf != "" {
			return v.verbWith(particle, inf)
		}
	}
	return ""
}

// strong reads a past or participle of a strong verb: beschloss, beschlossen, trat.
func (v *Vocabulary) strong(word, prefix string) string {
	for _, end := range []string{"", "en", "t", "e", "ene", "enen", "ener", "enes", "enem", "st"} {
		stem, ok := strings.CutSuffix(word, end)
		if !ok {
			continue
		}
		if _, noun := nouns[stem]; noun && !strings.HasPrefix(end, "en") {
			continue
		}
		if inf := ablaut[stem]; inf != "" {
			return v.verbWith(prefix, inf)
		}
	}
	return ""
}

// verbWith gives a verb with its prefix if the list knows it.
func (v *Vocabulary) verbWith(prefix, inf string) string {
	if v.german.Zipf(prefix+inf) >= 2.3 {
		return prefix + inf
	}
	return ""
}

// ablaut gives the infinitive of the past and participle stems of strong and mixed verbs that are common in office
// prose. Source: the list of strong verbs in any grammar (Duden 4, "Liste der unregelmäßigen Verben").
var ablaut = verbs(`schließen schloss; bieten bot; ziehen zog; fließen floss; verlieren verlor; heben hob; schieben schob;
sprechen sprach sproch; treffen traf troff; treten trat; nehmen nahm nomm; geben gab gib; lesen las; sehen sah; liegen lag; sitzen saß sess;
bitten bat; finden fand fund; binden band bund; winden wand wund; schwinden schwand schwund; bringen bracht; denken dacht; kennen kannt; nennen nannt; senden sandt; wenden wandt;
schreiben schrieb; bleiben blieb; scheiden schied; steigen stieg; weisen wies; schreiten schritt; streichen strich; greifen griff; reißen riss;
gleichen glich; leihen lieh; treiben trieb; halten hielt; fallen fiel; laufen lief; raten riet; lassen ließ; fangen fing; gehen ging gang;
stehen stand; tragen trug; fahren fuhr; laden lud; schlagen schlug; wachsen wuchs; schaffen schuf; graben grub; helfen half holf; gelten galt golt;
werben warb worb; sterben starb storb; brechen brach broch; stechen stach stoch; messen maß; essen aß; werfen warf worf; beginnen begann begonn; gewinnen gewann gewonn;
kommen kam; singen sang sung; sinken sank sunk; springen sprang sprung; dringen drang drung; zwingen zwang zwung; klingen klang klung; rufen rief; stoßen stieß`)

// nouns are stems that are nouns, too: Verband, Bestand. Only with a participle's ending they are a verb: verbunden.
var nouns = set(`band bund fund wand stand gang griff schritt strich riss wund lag bat las mass sang trieb sprung klang zwang drang
lud bot gib schwund rat trug half rief`)

func verbs(list string) map[string]string {
	m := map[string]string{}
	for _, entry := range strings.Split(list, ";") {
		forms := strings.Fields(entry)
		for _, f := range forms[1:] {
			m[lexicon.Key(f)] = forms[0]
		}
	}
	return m
}
