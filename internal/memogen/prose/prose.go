// Package prose writes the words of office memos in council style, German and English, from a seed: letterhead,
// subject, references, resolutions, reports, tables, and what each memo states about itself. It draws nothing.
//
// The sentences are templates over word lists; German noun phrases are inflected, compounds are built, so that the
// vocabulary is far larger than the lists. Names of places and people are invented.
package prose

import (
	"math/rand/v2"
	"strings"
)

// The languages of memos.
const (
	German  = "deu"
	English = "eng"
)

// Role says what a block of a memo is for.
type Role string

// The roles of blocks, roughly in the order in which they appear on a memo.
const (
	Heading   Role = "heading"   // what kind of paper this is
	Secrecy   Role = "secrecy"   // a box to tick and its label
	Sender    Role = "sender"    // fixed lines
	Recipient Role = "recipient" // fixed lines
	Meta      Role = "meta"      // label and value: Cells[i] = {label, value}
	Subject   Role = "subject"   // fixed lines, as a rule bold
	Greeting  Role = "greeting"
	Paragraph Role = "paragraph"
	Title     Role = "title" // a heading inside the text
	Quote     Role = "quote" // what was resolved
	Bullet    Role = "bullet"
	Item      Role = "item"  // a numbered point; the number is part of the text
	Table     Role = "table" // the first row is its head
	Key       Role = "key"   // a line that stands by itself: a deadline
	Closing   Role = "closing"
	Signatory Role = "signatory" // printed names under signatures: one column of lines for each cell
)

// Memo is one memo before it is set: its blocks in reading order.
type Memo struct {
	Language string
	Kind     string // as the field "kind" says
	City     string // for letterheads, logos and stamps
	Office   string // for stamps
	Date     Date   // of the letter; a stamp may bear it
	Stamped  bool   // the date is left to a stamp: nothing is printed after its label
	Blocks   []Block
}

// Block is one piece of a memo. Exactly one of Lines, Text and Cells is used, as the role asks for. Text and Cells
// may hold soft hyphens (U+00AD) where compounds join.
type Block struct {
	Role   Role
	Lines  []string
	Text   string
	Cells  [][]string
	Ticked bool // of Secrecy
	Fields []Field
}

// Field is one fact that a block states.
type Field struct{ Name, Type, Value string }

// Order says what kind of memo is wanted.
type Order struct {
	Seed       uint64
	Language   string // German or English
	Kind       string // one of Kinds(Language); empty leaves it to the seed
	Paragraphs int    // of running text; 0 leaves it to the seed
	Stamped    bool   // leave the date to a stamp
	From, To   int    // years of the letter date
}

// Kinds lists the kinds of memo in a language.
func Kinds(language string) []string {
	if language == English {
		return []string{"memo", "follow-up", "proposal", "motion", "inquiry", "minutes", "letter"}
	}
	return []string{"Hausmitteilung", "Beschlusskontrolle", "Vorlage", "Antrag", "Anfrage", "Niederschrift", "Brief"}
}

// Compose writes the memo that o asks for: equal orders give equal memos, and orders that differ only in Paragraphs
// give memos of which the shorter is part of the longer.
func Compose(o Order) Memo { return new(Author).Compose(o) }

// Compose is Compose with a's word lists.
func (a *Author) Compose(o Order) Memo {
	w := newWriter(a, o)
	if o.Kind == "" {
		kinds := Kinds(o.Language)
		o.Kind = kinds[w.r.IntN(len(kinds))]
	}
	if o.Paragraphs == 0 {
		o.Paragraphs = 3 + w.r.IntN(6)
	}
	w.order = o
	m := Memo{Language: o.Language, Kind: o.Kind, City: w.city, Office: w.officeName(), Date: w.date, Stamped: o.Stamped}
	if o.Language == English {
		m.Blocks = w.englishBlocks()
	} else {
		m.Blocks = w.germanBlocks()
	}
	m.Blocks[0].Fields = append(m.Blocks[0].Fields, Field{"kind", "", o.Kind}, Field{"city", "", w.city})
	return m
}

// Plain removes the soft hyphens from s.
func Plain(s string) string { return strings.ReplaceAll(s, "\u00ad", "") }

// stream gives random numbers of its own for one purpose, so that one part of a memo does not shift another.
func stream(seed uint64, purpose string, n int) *rand.Rand {
	h := uint64(14695981039346656037)
	for _, b := range []byte(purpose) {
		h = (h ^ uint64(b)) * 1099511628211
	}
	return rand.New(rand.NewPCG(seed, h+uint64(n)*0x9e3779b97f4a7c15))
}
