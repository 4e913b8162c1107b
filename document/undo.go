package document

import (
	"errors"
	"reflect"
	"slices"
)

// ErrUndo says that a ruling cannot be undone by further ones.
var ErrUndo = errors.New("the ruling is bound up with others; take those back first")

// Undo gives the rulings that, appended to rulings, make the document as it would be without some of them, which are
// named by their numbers and stand on one page: most often a Withdraw for each; where that takes back others too, these
// once more. d is the document as the policy proposed it, and is not changed. Nothing comes back for rulings that have no
// effect any more.
func (d *Document) Undo(rulings []Ruling, which []int) ([]Ruling, error) {
	if len(which) == 0 {
		return nil, nil
	}
	page, in := rulings[which[0]].Page, d.InForce(rulings)
	var back, rest, again []Ruling
	for i, r := range rulings {
		switch {
		case r.Page != page || !in[i]:
		case slices.Contains(which, i):
			b := Ruling{Page: r.Page, Box: r.Box, Verb: Withdraw, Field: r.Field}
			if r.Field != "" {
				b.Text = r.Text
			}
			back = append(back, b)
		default:
			rest = append(rest, r)
			r.Who, r.When, r.Note = "", "", ""
			again = append(again, r)
		}
	}
	if len(back) == 0 {
		return nil, nil
	}
	want := d.after(page, rest)
	for _, further := range [][]Ruling{back, slices.Concat(back, again)} {
		if reflect.DeepEqual(d.after(page, slices.Concat(rulings, further)), want) {
			return further, nil
		}
	}
	return nil, ErrUndo
}

// InForce tells of each ruling whether it has an effect: without those that have none the document is the same. Of two
// that say the same the later one counts.
func (d *Document) InForce(rulings []Ruling) []bool {
	out := make([]bool, len(rulings))
	left := slices.Clone(rulings)
	at := 0 // in left
	for i, r := range rulings {
		without := slices.Delete(slices.Clone(left), at, at+1)
		if reflect.DeepEqual(d.after(r.Page, left), d.after(r.Page, without)) {
			left = without
			continue
		}
		out[i] = true
		at++
	}
	return out
}

// outcome is what rulings on one page make of it and of the fields.
type outcome struct {
	page   Page
	fields []Field
}

// after lays the rulings on one page over a copy.
func (d *Document) after(page int, rulings []Ruling) outcome {
	if page < 1 || page > len(d.Pages) {
		return outcome{}
	}
	own := slices.DeleteFunc(slices.Clone(rulings), func(r Ruling) bool { return r.Page != page })
	c := Document{Pages: slices.Clone(d.Pages), Fields: slices.Clone(d.Fields)}
	p := &c.Pages[page-1]
	p.Words, p.Artefacts, p.Ticks = slices.Clone(p.Words), slices.Clone(p.Artefacts), slices.Clone(p.Ticks)
	p.Lines, p.Regions = slices.Clone(p.Lines), slices.Clone(p.Regions)
	c.Apply(own, nil)
	return outcome{*p, c.Fields}
}

// Saying is the ruling that the document says that a field is a value (State), does not (Deny), or that what was said of
// it is taken back (Withdraw). It stands on the page where the field was found, on page if that is not 0.
func (d *Document) Saying(verb Verb, field, value string, page int) Ruling {
	r := Ruling{Page: max(1, page), Verb: verb, Field: field, Text: value}
	i := slices.IndexFunc(d.Fields, func(f Field) bool {
		return f.Name == field && (page == 0 || f.Page == page) && (verb == State || value == "" || f.Value == value)
	})
	if i >= 0 && page == 0 {
		r.Page, r.Type = d.Fields[i].Page, d.Fields[i].Type
	}
	return r
}
