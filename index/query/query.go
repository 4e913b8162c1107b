// Package query turns what a person types into a tree. It knows nothing of the index, and it never fails: what it
// cannot use it leaves out and says so in a Note.
//
//	words            all must match             Verband Finanzierung
//	"phrase"         as written, in this order  "interkommunale Zusammenarbeit"
//	"loose"~5        in any order and inflection, with at most 5 words between  "Verband Zusammenarbeit"~5
//	a OR b           one of them                Satzung OR Verordnung
//	-a, NOT a        must not match             Dresden -Pirna
//	( … )            group                      (Satzung OR Verordnung) Entwurf
//	abc*             words that begin so        Gewerbefläch*
//	ab*yz            words that begin and end so  Gewerbe*plan
//	field:value      a field of the document    ref:A0293/21 date:2021..2024-06 in:aside
package query

import (
	"strconv"
	"strings"
)

// Node is a query or a part of one: And, Or, Not, Word, Phrase, Pattern or Field. String writes it so that Parse
// reads the same tree again.
type Node interface {
	String() string
	node()
}

type (
	// And matches what all its parts match; an empty And is the empty query. A parsed And has no And inside,
	// and never exactly one part.
	And []Node
	// Or matches what any of its parts matches. A parsed Or has at least two parts and no Or inside.
	Or []Node
	// Not matches what Node does not match. A parsed Not holds no Not.
	Not struct{ Node Node }
	// Word is one word as typed: no blank, quote or bracket, no * at either end, not - in front.
	Word string
	// Phrase is words, parted by single blanks: as written and in a row if Slack is −1, in any order and inflection
	// with at most Slack words between them if it is 0 to MaxSlack.
	Phrase struct {
		Text  string
		Slack int
	}
	// Pattern is a word with at least one * that stands for any letters: not at its beginning, at least MinPrefix
	// characters before the first, and no two in a row.
	Pattern string
	// Field asks for Value (a Word, Phrase or Pattern) in the field Name, one of Fields.
	Field struct {
		Name  string
		Value Node
	}
)

// Note tells in one sentence what was left out of a query or forgiven in it.
type Note string

// Bounds of what may be left open.
const (
	MinPrefix = 3  // characters before a *
	MaxSlack  = 50 // words between the words of a loose phrase
	maxStars  = 3  // * in a pattern
)

// Bounds of a query. What goes beyond is left out, with a note.
const (
	maxLeaves = 64   // words, phrases, prefixes and fields
	maxDepth  = 16   // brackets within brackets
	maxLeaf   = 256  // bytes of one word or phrase
	maxBytes  = 8192 // bytes of the query
)

// Fields lists the names that may stand before a colon, in the order in which help shows them.
func Fields() []string {
	return []string{"ref", "type", "date", "deadline", "from", "to", "subject", "lang", "verdict", "batch", "name", "file-number", "in"}
}

func (And) node()     {}
func (Or) node()      {}
func (Not) node()     {}
func (Word) node()    {}
func (Phrase) node()  {}
func (Pattern) node() {}
func (Field) node()   {}

func (n And) String() string {
	parts := make([]string, len(n))
	for i, k := range n {
		parts[i] = k.String()
		if _, ok := k.(Or); ok {
			parts[i] = "(" + parts[i] + ")"
		}
	}
	return strings.Join(parts, " ")
}

func (n Or) String() string {
	parts := make([]string, len(n))
	for i, k := range n {
		parts[i] = k.String()
	}
	return strings.Join(parts, " OR ")
}

// String writes the word, not the dash: what stands around a dash can make it one that is no refusal.
func (n Not) String() string {
	switch n.Node.(type) {
	case And, Or:
		return "NOT (" + n.Node.String() + ")"
	}
	return "NOT " + n.Node.String()
}

func (n Word) String() string    { return string(n) }
func (n Pattern) String() string { return string(n) }
func (n Phrase) String() string {
	if n.Slack < 0 {
		return `"` + n.Text + `"`
	}
	return `"` + n.Text + `"~` + strconv.Itoa(n.Slack)
}

func (n Field) String() string { return n.Name + ":" + n.Value.String() }
