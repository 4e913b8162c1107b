// Package query turns what a person types into a tree. It knows nothing of the index, and it never fails: what it
// cannot use it leaves out and says so in a Note.
//
//	words            all must match             Verband Finanzierung
//	"phrase"         as written, in this order  "interkommunale Zusammenarbeit"
//	a OR b           one of them                Satzung OR Verordnung
//	-a, NOT a        must not match             Dresden -Pirna
//	( … )            group                      (Satzung OR Verordnung) Entwurf
//	abc*             words that begin so        Gewerbefläch*
//	field:value      a field of the document    ref:A0293/21 date:2021..2024-06 in:aside
package query

import "strings"

// Node is a query or a part of one: And, Or, Not, Word, Phrase, Prefix or Field. String writes it so that Parse
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
	// Phrase is words in order, parted by single blanks.
	Phrase string
	// Prefix is the beginning of a word, at least MinPrefix characters.
	Prefix string
	// Field asks for Value (a Word, Phrase or Prefix) in the field Name, one of Fields.
	Field struct {
		Name  string
		Value Node
	}
)

// Note tells in one sentence what was left out of a query or forgiven in it.
type Note string

// MinPrefix is the least number of characters before a *.
const MinPrefix = 3

// Bounds of a query. What goes beyond is left out, with a note.
const (
	maxLeaves = 64   // words, phrases, prefixes and fields
	maxDepth  = 16   // brackets within brackets
	maxLeaf   = 256  // bytes of one word or phrase
	maxBytes  = 8192 // bytes of the query
)

// Fields lists the names that may stand before a colon, in the order in which help shows them.
func Fields() []string {
	return []string{"ref", "date", "deadline", "name", "subject", "from", "to", "type", "file-number", "lang", "verdict", "batch", "in"}
}

func (And) node()    {}
func (Or) node()     {}
func (Not) node()    {}
func (Word) node()   {}
func (Phrase) node() {}
func (Prefix) node() {}
func (Field) node()  {}

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

func (n Not) String() string {
	switch n.Node.(type) {
	case And, Or:
		return "-(" + n.Node.String() + ")"
	}
	return "-" + n.Node.String()
}

func (n Word) String() string   { return string(n) }
func (n Phrase) String() string { return `"` + string(n) + `"` }
func (n Prefix) String() string { return string(n) + "*" }
func (n Field) String() string  { return n.Name + ":" + n.Value.String() }
