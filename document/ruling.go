package document

import "slices"

// Ruling is what a person said about a place on a page, or about what the document says. Rulings are appended, never
// changed; undoing one is another ruling.
type Ruling struct {
	Page  int    `json:"page"` // page number, from 1
	Box   Box    `json:"box"`  // view pixels; may be empty for State and Deny, and for what withdraws these
	Verb  Verb   `json:"verb"`
	Text  string `json:"text,omitempty"`  // Read: what stands there; State, Deny: the field's value
	Field string `json:"field,omitempty"` // State, Deny and what withdraws them: name of the field
	Type  string `json:"type,omitempty"`  // State: type of the field
	Who   string `json:"who"`
	When  string `json:"when"` // RFC 3339, UTC
	Note  string `json:"note,omitempty"`
	Kind  Kind   `json:"kind,omitempty"` // of a hide ruling: what is there that no detector found
}

// Verb is what a ruling does.
type Verb string

// The verbs of rulings.
const (
	Keep     Verb = "keep"     // this is text
	Hide     Verb = "hide"     // this is not text
	Withdraw Verb = "withdraw" // back to what the policy proposes, the engine read, the document seems to say
	Read     Verb = "read"     // the words in the box read Text
	State    Verb = "state"    // the document says that Field is Text
	Deny     Verb = "deny"     // it does not; without Text: no such field there
)

// On gives the rulings that say verb of the page's artefact number i and of the words it covers, and, where they can, of
// nothing else: the words one by one, and the artefact by its box, or, where that holds the centre of another word, by
// its centre.
func (p *Page) On(i int, verb Verb) []Ruling {
	a := p.Artefacts[i]
	var rulings []Ruling
	on := a.Box
	for w := range p.Words {
		own := slices.Contains(a.Words, w)
		if own {
			rulings = append(rulings, Ruling{Page: p.Number, Box: p.Words[w].Box, Verb: verb})
		} else if a.Box.ContainsCentre(p.Words[w].Box) {
			x, y := (a.Box[0]+a.Box[2])/2, (a.Box[1]+a.Box[3])/2
			on = Box{x - 1, y - 1, x + 2, y + 2}
		}
	}
	return append(rulings, Ruling{Page: p.Number, Box: on, Verb: verb})
}

// Propose hides every word that a hidden artefact covers and shows the others. It undoes all rulings.
func (p *Page) Propose() {
	for i := range p.Words {
		p.Words[i].Hidden = false
	}
	for _, a := range p.Artefacts {
		if !a.Hidden {
			continue
		}
		for _, w := range a.Words {
			p.Words[w].Hidden = true
		}
	}
}

// Apply lays rulings, oldest first, over a page as the policy proposed it: for each word and artefact the newest
// ruling Keep, Hide or Withdraw whose box holds its centre decides. Rulings for other pages are passed over.
func (p *Page) Apply(rulings []Ruling) {
	for i := range p.Words {
		p.Words[i].Hidden = ruled(p.Number, p.Words[i].Box, p.Words[i].Hidden, rulings)
	}
	for i := range p.Artefacts {
		p.Artefacts[i].Hidden = ruled(p.Number, p.Artefacts[i].Box, p.Artefacts[i].Hidden, rulings)
	}
}

func ruled(page int, box Box, proposed bool, rulings []Ruling) bool {
	for i := len(rulings) - 1; i >= 0; i-- {
		r := rulings[i]
		if r.Page != page || r.Field != "" || !r.Box.ContainsCentre(box) {
			continue
		}
		switch r.Verb {
		case Keep:
			return false
		case Hide:
			return true
		case Withdraw:
			return proposed
		}
	}
	return proposed
}
