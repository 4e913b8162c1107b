package lexicon

import (
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Part is one word of a compound.
type Part struct {
	Start, End int    // bytes of the compound, End outside; the letters that link it to the next part are not in it
	Word       string // as the list holds it: Schule for the Schul of Schulamt
}

// Bounds of compounds.
const (
	maxSplit = 64 // bytes of a word that is split
	minSplit = 6  // letters of the shortest one: Bauamt
)

// Split gives the parts of a German compound, at least two, first to last; nil if the word is none, or has parts that
// the list does not hold. Planungsverbandes gives planung and verbandes. It is meant for German().
//
// Of all ways to cut the word it takes the one whose parts are together the most probable, as Koehn and Knight (2003,
// "Empirical Methods for Compound Splitting") do, with a price for each further part, so that long parts win. Endings
// and prefixes (schaft, auf, ver) are no parts, however common they are as words. Whether the list holds the whole
// word, too, does not matter: Haushaltsplan is a word and a compound. The time is bounded by the word's length, which
// is at most 64 bytes.
func (l *Lexicon) Split(word string) []Part {
	key := Key(word)
	if len(key) != len(word) || len(key) > maxSplit || utf8.RuneCountInString(key) < minSplit {
		return nil
	}
	s := splitter{lexicon: l, word: key, best: make([]cut, len(key)+1)}
	for i := 1; i <= len(key); i++ {
		s.best[i].cost = math.Inf(1)
	}
	for i := range key {
		if !math.IsInf(s.best[i].cost, 1) {
			s.from(i)
		}
	}
	if math.IsInf(s.best[len(key)].cost, 1) {
		return nil
	}
	var parts []Part
	for at := len(key); at > 0; at = s.best[at].part.Start {
		parts = append(parts, s.best[at].part)
	}
	if len(parts) < 2 || !l.likelier(parts, key) {
		return nil
	}
	slices.Reverse(parts)
	return parts
}

// likelier tells whether the parts are together no rarer than the whole word, by geometric mean as in Koehn and Knight
// and with a margin: bestellen is not best and ellen, but Bürgermeister, common as it is, is Bürger and Meister.
func (l *Lexicon) likelier(parts []Part, word string) bool {
	sum := 0.0
	for _, p := range parts {
		sum += l.Zipf(p.Word)
	}
	return sum/float64(len(parts)) > l.Zipf(word)-margin
}

// cut is the best way to split the word up to some byte: what it costs and the last part.
type cut struct {
	cost float64
	part Part
}

type splitter struct {
	lexicon *Lexicon
	word    string
	best    []cut
}

// Costs in powers of ten of probability.
const (
	partCost = 1.2 // of each part
	linkCost = 0.3 // of letters that link: without need there are none
	dropCost = 0.8 // of an e that the part lost: Schulamt
	leastOf  = 2.4 // Zipf value of the rarest part
	leastOf4 = 3.6 // of a part of four letters
	leastOf5 = 2.8 // of a part of five
	margin   = 0.3 // by which the whole word may be commoner than its parts
)

// from tries every part that begins at byte i.
func (s *splitter) from(i int) {
	l, rest := s.lexicon, s.word[i:]
	lo, hi := 0, l.Len()
	for n := 1; n <= len(rest); n++ {
		// Words that begin with rest[:n] stand together in the list.
		if lo, hi = l.narrow(lo, hi, rest[:n]); lo == hi {
			return
		}
		if i == 0 && n == len(rest) {
			return // the word itself
		}
		if n < len(rest) && !utf8.RuneStart(rest[n]) {
			continue
		}
		letters := utf8.RuneCountInString(rest[:n])
		if letters < 3 {
			continue
		}
		if l.word(lo) == rest[:n] {
			s.part(i, i+n, l.word(lo), l.zipf(lo), letters, 0)
		}
		if letters >= 4 && i+n < len(s.word) {
			s.shortened(i, i+n, lo, hi, letters)
		}
	}
}

// shortened takes a part that lost its last e: Schulamt, Grenzwert.
func (s *splitter) shortened(i, end, lo, hi, letters int) {
	if fronts()[s.word[i:end]] || never()[s.word[i:end]] {
		return
	}
	full := s.word[i:end] + "e"
	if at, past := s.lexicon.narrow(lo, hi, full); at < past && s.lexicon.word(at) == full {
		s.part(i, end, full, s.lexicon.zipf(at), letters, dropCost)
	}
}

// part takes word[start:end] as a part, with every way in which it may be linked to the next one.
func (s *splitter) part(start, end int, word string, zipf float64, letters int, extra float64) {
	if !partable(word, letters, zipf, start == 0, end == len(s.word)) {
		return
	}
	cost := s.best[start].cost + 9 - zipf + partCost + extra
	s.reach(end, cost, Part{start, end, word})
	if end == len(s.word) || extra > 0 {
		return
	}
	for _, link := range links {
		after := end + len(link)
		if after < len(s.word) && strings.HasPrefix(s.word[end:], link) && linked(word, link) {
			s.reach(after, cost+linkCost, Part{start, end, word})
		}
	}
}

// reach notes a way to byte at if it is the best so far.
func (s *splitter) reach(at int, cost float64, p Part) {
	if cost < s.best[at].cost {
		s.best[at] = cut{cost, p}
	}
}

// links are the letters that may stand between two parts, as far as the list does not hold the linked form itself
// (Kinder, Frauen).
var links = []string{"s", "es", "n", "en", "er", "ens", "-"}

// linked tells whether a part may be linked so; s never follows s, and words on -ung, -heit, -ion always have one.
func linked(word, link string) bool {
	switch link {
	case "s":
		return !strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "e")
	case "n":
		return strings.HasSuffix(word, "e") || strings.HasSuffix(word, "er") || strings.HasSuffix(word, "el")
	case "en", "ens", "er", "es":
		return !strings.HasSuffix(word, "e")
	}
	return true
}

// partable tells whether a word of the list may be part of a compound.
func partable(word string, letters int, zipf float64, first, last bool) bool {
	switch {
	case zipf < leastOf || never()[word]:
		return false
	case first && fronts()[word] || last && endings()[word]:
		return false
	case letters == 3:
		return short()[word]
	case letters == 4:
		return zipf >= leastOf4
	case letters == 5:
		return zipf >= leastOf5
	}
	return true
}

// narrow gives the words from lo (inclusive) to hi (exclusive), which share all but the last byte of prefix, that begin
// with prefix.
func (l *Lexicon) narrow(lo, hi int, prefix string) (int, int) {
	n := len(prefix) - 1
	want := int(prefix[n])
	at := func(i int) int { // the byte that decides; −1 of a word that ends before
		if k := l.start[i] + uint32(n); k < l.start[i+1] {
			return int(l.text[k])
		}
		return -1
	}
	from, end := lo, hi
	for from < end {
		if mid := int(uint(from+end) >> 1); at(mid) < want {
			from = mid + 1
		} else {
			end = mid
		}
	}
	first := from
	for end = hi; from < end; {
		if mid := int(uint(from+end) >> 1); at(mid) <= want {
			from = mid + 1
		} else {
			end = mid
		}
	}
	return first, from
}

func set(words string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		m := map[string]bool{}
		for _, w := range strings.Fields(words) {
			m[w] = true
		}
		return m
	})
}

var (
	// short are the nouns of three letters that make compounds.
	short = set(`abt amt arm art arzt bad bau bob bus dom ehe eid eis erz fax fee gas gut hof hut kfz kur lok lkw mai maß
met not öde öko öl ort ost pkw rad rat reh rot rom see süd tag tal tat tee tod ton tor tür typ uhr weg wut zug zoo`)
	// fronts are prefixes, which are words of their own but no parts: Aufgaben is not auf and gaben.
	fronts = set(`ab aber an auf aus bei bereits dabei dafür daher dahin damit dar daran darauf daraus darin davon davor dazu denn doch
durch ein eine einem einen einer eines empor ent entgegen fehl fest fort frei für gegen gegenüber gemein her herab heran herauf
heraus herbei herein herum herunter hervor hier hin hinab hinauf hinaus hinein hinter hinunter hinzu höchst immer inter kein
los mehr mini miss mit nach nicht nieder noch ober ohne schon sehr sein selbst sich sonst sowie super trotz über überein
um umher un und unter ver vers voll vom von vor voran voraus vorbei vorüber war warum was weg weiter wer wider wie wieder
wohl zer zu zum zur zurück zusammen zwischen dies diese dieser welche jede alle allen aller euro rück bist hatte hast
sind habe haben wird werden bitte ganz genau gern gerne kurz lang lange leid leider mach mach macht meist mein meine`)
	// endings are suffixes and ends of words that the lists hold as words.
	endings = set(`artig arten bar baren bare barer enden ende ender ernder ern elle ellen eller elles erin erinnen fach fache fachen haft hafte haften hafter heit heiten
igen iger iges isch ische ischen ismus keit keiten lein lich liche lichen licher liches ling linge lings los lose losen loser loses
mal mals maßen massen mäßig mässig mässige mässigen nis nisse ration rationen reich reiche reichen sal sam same samen samer sames schaft schaften
seits sel ster stens tum tümer ung ungen voll volle vollen voller wärts wegen weise weisen werden wert wärtig zig ieren iert ierte ierten
innen lungen lung tung tungen tion tionen esse essen sten ste ige end ente enten anten ante eien rung rungen gung gungen tere terin terinnen
sein sind seine wird nahme nahmen nimmt gang geben geht gehen`)
	// never are what is no part anywhere.
	never = set(`alls ants aufge besch geste mitarb spezi verb zuge asse ders dern dass dass dies enge eng engen ents erst ersten etwa euer gegen haupts hein herr ihre innen ions
kann lich lichen lichs meine meinen mens ment mente nach nicht oder ohne rige rigen sche schen scher sich sind tion tionen ungs unter
wenn wirt sten ster stern tern ters tens tens tung über rings rungs neu ness ling lings eins lings iche ichen heits keits schafts lungs
chen eine einen einer eines igkeit igkeiten tigen tigt tigte tigung tigungen rich richs ssen lasse`)
)
