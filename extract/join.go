package extract

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"aktenkundig/document"
	"aktenkundig/internal/lexicon"
)

// Joins finds the words of a page that the end of a line parted, with their hyphen or without it, and tells how their
// author wrote them. Evidence is the word lists, the parts of compounds and own: the words that the document itself
// uses elsewhere. Elliptical compounds ("Landschafts- und Denkmalpflege") are not joined, double names ("Ost-West")
// keep their hyphen. Only visible words are joined. The page is not changed; same page, same joins.
//
// Where a hyphen is missing the question is decided by the odds that the two parts are one word rather than two that
// follow each other by chance: p(ab) against p(a)·p(b), with how often this page's lines part words as the prior.
func Joins(p *document.Page, own Vocabulary) []document.Join {
	seams := findSeams(p)
	if len(seams) == 0 {
		return nil
	}
	e := newEvidence(p, own)
	prior := e.prior(seams)
	var out []document.Join
	for _, s := range seams {
		text, score := e.decide(s, prior)
		if score < leastJoin || len(out) > 0 && out[len(out)-1].Last >= s.first {
			continue
		}
		out = append(out, document.Join{First: s.first, Last: s.last, Text: text, Score: round(score)})
	}
	return out
}

const leastJoin = 0.5 // below this a join would be a guess

// seam is the end of a line between two visible words that follow each other.
type seam struct {
	first, last int    // words
	a, b        string // as printed
	head, tail  string // their letters: without the signs before a and behind b, and without a hyphen
	hyphen      bool
	apart       bool // another region begins: a heading, a bullet, or a gap the engine saw
	table       bool
	noun        bool // a small word with a capital inside a sentence: the beginning of a noun
}

func findSeams(p *document.Page) []seam {
	var out []seam
	last := -1
	for i, w := range p.Words {
		if w.Hidden {
			continue
		}
		if last >= 0 && p.Words[last].Line != w.Line {
			if s, ok := newSeam(p, last, i); ok {
				out = append(out, s)
			}
		}
		last = i
	}
	return out
}

// newSeam gives the seam between words i and j, if it may part a word: letters at both sides of it.
func newSeam(p *document.Page, i, j int) (seam, bool) {
	s := seam{first: i, last: j, a: p.Words[i].Text, b: p.Words[j].Text}
	s.head = strings.TrimLeftFunc(s.a, notLetter)
	if cut := strings.TrimRight(s.head, hyphens); cut != s.head {
		s.head, s.hyphen = cut, true
	}
	s.tail = strings.TrimRightFunc(s.b, notLetter)
	if s.head == "" || s.tail == "" || strings.ContainsFunc(s.head+s.tail, notInWord) {
		return seam{}, false
	}
	before, _ := utf8.DecodeLastRuneInString(s.head)
	after, _ := utf8.DecodeRuneInString(s.tail)
	if lettered := unicode.IsLetter(before) || s.hyphen && unicode.IsDigit(before); !lettered || !unicode.IsLetter(after) {
		return seam{}, false
	}
	a, b := lineOf(p, i), lineOf(p, j)
	s.apart = a.Region != b.Region
	s.noun = capital(s.head) && i > 0 && p.Words[i-1].Line == p.Words[i].Line && goesOn(p.Words[i-1].Text)
	for _, l := range []document.Line{a, b} {
		if l.Region >= 0 && l.Region < len(p.Regions) && p.Regions[l.Region].Kind == document.Table {
			s.table = true
		}
	}
	return s, true
}

// capital tells whether a word begins with a capital and goes on in small letters.
func capital(word string) bool {
	first, size := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(first) && size < len(word) && !strings.ContainsFunc(word[size:], notLower)
}

// goesOn tells whether the sentence goes on after a word.
func goesOn(word string) bool {
	last, _ := utf8.DecodeLastRuneInString(word)
	return unicode.IsLower(last) || last == ','
}

func lineOf(p *document.Page, word int) document.Line {
	if l := p.Words[word].Line; l >= 0 && l < len(p.Lines) {
		return p.Lines[l]
	}
	return document.Line{Region: -1}
}

// hyphens end a line inside a word: hyphen-minus, soft hyphen, hyphen, the typist's ¬ and =.
const hyphens = "-\u00ad\u2010\u2011¬="

// notInWord tells whether a sign cannot stand inside a word: what has one is an address, a formula or dirt.
func notInWord(r rune) bool { return notLetter(r) && !strings.ContainsRune("-/*'’&", r) }

func notLetter(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// evidence is what is known about words on a page.
type evidence struct {
	list   *lexicon.Lexicon
	german bool
	own    Vocabulary
	// dotless tells that a German page lost dots of ä, ö and ü.
	dotless bool
}

// newEvidence takes the word list of the page's language: the other one's short words ("be", "an", "die") would speak
// against joins.
func newEvidence(p *document.Page, own Vocabulary) evidence {
	german, english := lexicon.German(), lexicon.English()
	g, e, looked := 0.0, 0.0, 0
	for _, w := range p.Words {
		if looked < 400 && !w.Hidden && len(w.Text) > 1 {
			looked++
			g += german.Zipf(strings.TrimFunc(w.Text, notLetter))
			e += english.Zipf(strings.TrimFunc(w.Text, notLetter))
		}
	}
	if e > g {
		return evidence{list: english, own: own}
	}
	return evidence{list: german, german: true, own: own}
}

// How common words are that no list holds, on the scale of lexicon.Zipf.
const (
	unknownWord = 0.5 // a name, a misreading, a piece of a word
	ownWord     = 3.5 // the document has it elsewhere
)

// zipf is how common a word is; unknownWord if nothing is known.
func (e evidence) zipf(word string) float64 {
	z := max(unknownWord, e.list.Zipf(word))
	if n := e.own.Count(word); n > 0 {
		z = max(z, ownWord+0.5*math.Log10(float64(n)))
	}
	return z
}

// whole is how common the word is that two parts make, as a word or else as a compound. A compound that is joined just
// where the line ends counts only if the first part is no word by itself ("Planungs", "verbände"): any two words that
// follow each other would be one.
func (e evidence) whole(a, b string) float64 {
	z := e.zipf(a + b)
	if z > unknownWord {
		return z
	}
	seam := len(a)
	if e.alone(a) <= unknownWord && utf8.RuneCountInString(a) >= 2*leastPart {
		seam = -1
	}
	return max(z, e.compound(a+b, seam, 0))
}

// alone is how common a word is, as a word or as a compound.
func (e evidence) alone(word string) float64 {
	z := e.zipf(word)
	if z > unknownWord {
		return z
	}
	return max(z, e.compound(word, -1, 0))
}

const leastPart = 3 // letters of a part of a compound

// compound is how common a word is that is put together of others: less than its rarest part, for most pairs of parts
// are no word. No joint may be at the byte avoid. unknownWord if it is none.
func (e evidence) compound(word string, avoid, depth int) float64 {
	const (
		common = 2.3
		pair   = 2.2 // by how much a compound is rarer
	)
	if len(word) > 60 || depth > 2 {
		return unknownWord
	}
	best := unknownWord
	for i := range word {
		head, tail := word[:i], word[i:]
		if i == avoid || utf8.RuneCountInString(head) < leastPart || utf8.RuneCountInString(tail) < leastPart {
			continue
		}
		h := e.part(head)
		if h < common {
			continue
		}
		t := e.zipf(tail)
		if t < common && utf8.RuneCountInString(tail) >= 2*leastPart {
			t = e.compound(tail, avoid-i, depth+1) + pair - 0.3
		}
		if t >= common {
			best = max(best, min(h, t)-pair)
		}
	}
	return best
}

// part is how common the first part of a compound is: the word, or the word before its linking sound. Small words
// begin compounds only where they are prefixes.
func (e evidence) part(head string) float64 {
	z := e.zipf(head)
	if z >= small && !slices.Contains(prefixes, strings.ToLower(head)) {
		return 0
	}
	for _, link := range []string{"s", "es", "n", "en"} {
		if stem, ok := strings.CutSuffix(head, link); ok && utf8.RuneCountInString(stem) >= 4 {
			z = max(z, e.zipf(stem)-0.3)
		}
	}
	if utf8.RuneCountInString(head) <= leastPart {
		z -= 1.5 // short syllables are in every word
	}
	return z
}

var prefixes = []string{"auf", "aus", "ein", "vor", "nach", "mit", "über", "unter", "neu", "alt", "groß", "weiter", "haupt"}
