package document

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

// drawn is a page of words in rows, some of them under a stamp.
func drawn(r *rand.Rand) Document {
	p := Page{Number: 1, Verdict: Text, View: Size{400, 400}, Regions: []Region{{Paragraph, Box{0, 0, 400, 400}}}}
	for y := range 4 {
		p.Lines = append(p.Lines, Line{Box: Box{0, y * 50, 400, y*50 + 30}})
		for x := range 4 {
			p.Words = append(p.Words, Word{Text: string(rune('a' + len(p.Words))), Box: Box{x * 100, y * 50, x*100 + 80, y*50 + 30}, Conf: 0.5, Line: y})
		}
	}
	covered := []int{r.IntN(8), 8 + r.IntN(8)}
	for _, w := range covered {
		p.Artefacts = append(p.Artefacts, Artefact{Kind: Stamp, Box: p.Words[w].Box, Score: 0.8, Hidden: r.IntN(2) == 0, Words: []int{w}})
	}
	p.Propose()
	return Document{Pages: []Page{p}, Fields: []Field{{Name: "date", Value: "2024-01-02", Page: 1, Words: []int{1}, Score: 0.9}, {Name: "reference", Value: "A1/20", Page: 1, Words: []int{2}, Score: 0.9}}}
}

func drawnRuling(r *rand.Rand, d *Document) Ruling {
	words := d.Pages[0].Words
	box := words[r.IntN(len(words))].Box
	if r.IntN(3) == 0 {
		box = box.Union(words[r.IntN(len(words))].Box)
	}
	switch r.IntN(6) {
	case 0:
		return Ruling{Page: 1, Box: box, Verb: Keep}
	case 1, 2:
		return Ruling{Page: 1, Box: box, Verb: Hide}
	case 3:
		return Ruling{Page: 1, Box: words[r.IntN(len(words))].Box, Verb: Read, Text: []string{"neu", "zwei Worte"}[r.IntN(2)]}
	case 4:
		return Ruling{Page: 1, Verb: State, Field: []string{"date", "reference"}[r.IntN(2)], Text: []string{"2024-05-06", "B2/21"}[r.IntN(2)]}
	}
	return Ruling{Page: 1, Verb: Deny, Field: "reference", Text: []string{"A1/20", ""}[r.IntN(2)]}
}

// TestUndoIsAsIfItHadNotBeenSaid draws rulings and undoes one after the other in any order: in the end all is as proposed.
func TestUndoIsAsIfItHadNotBeenSaid(t *testing.T) {
	refused, done := 0, 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 9))
		d := drawn(r)
		var rulings []Ruling
		for range 1 + r.IntN(5) {
			rulings = append(rulings, drawnRuling(r, &d))
		}
		for range 20 {
			var open []int
			for i, in := range d.InForce(rulings) {
				if in && rulings[i].Verb != Withdraw {
					open = append(open, i)
				}
			}
			if len(open) == 0 {
				break
			}
			k := r.IntN(len(open))
			var rest []Ruling
			for i, in := range d.InForce(rulings) {
				if in && i != open[k] {
					rest = append(rest, rulings[i])
				}
			}
			want := d.after(1, rest)
			further, err := d.Undo(rulings, open[k:k+1])
			if err != nil {
				refused++
				break
			}
			done++
			before := slices.Clone(rulings)
			rulings = append(rulings, further...)
			if got := d.after(1, rulings); !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d: undo %d of %+v with %+v", seed, open[k], before, further)
			}
		}
	}
	if refused*20 > done {
		t.Errorf("%d of %d undos were refused", refused, refused+done)
	}
}

func TestUndoOfTheUsualIsOneRuling(t *testing.T) {
	d := drawn(rand.New(rand.NewPCG(1, 1)))
	box := d.Pages[0].Words[3].Box
	for _, r := range []Ruling{{Page: 1, Box: box, Verb: Hide}, {Page: 1, Box: box, Verb: Read, Text: "neu"}, {Page: 1, Verb: State, Field: "date", Text: "2024-05-06"}, {Page: 1, Verb: Deny, Field: "reference"}} {
		further, err := d.Undo([]Ruling{r}, []int{0})
		if err != nil || len(further) != 1 || further[0].Verb != Withdraw {
			t.Errorf("%s: %+v, %v", r.Verb, further, err)
		}
		if again, err := d.Undo([]Ruling{r, further[0]}, []int{0}); err != nil || len(again) != 0 {
			t.Errorf("%s, undone already: %+v, %v", r.Verb, again, err)
		}
	}
	hide, keep := Ruling{Page: 1, Box: box, Verb: Hide}, Ruling{Page: 1, Box: box, Verb: Keep}
	further, err := d.Undo([]Ruling{hide, keep}, []int{1})
	if err != nil || len(further) != 0 {
		t.Errorf("a keep that says what was proposed: %+v, %v", further, err)
	}
	if in := d.InForce([]Ruling{hide, hide}); in[0] || !in[1] {
		t.Errorf("of two that say the same: %v", in)
	}
	if further, err = d.Undo([]Ruling{hide, hide}, []int{1}); err != nil || len(further) != 1 {
		t.Errorf("said twice, undone once: %+v, %v", further, err)
	}
}
