package document_test

import (
	"math/rand/v2"
	"testing"

	"aktenkundig/document"

	"github.com/google/go-cmp/cmp"
)

func recorded() document.Document {
	p := letter()
	p.Joins = []document.Join{{First: 1, Last: 2, Text: "geehrteMitglieder", Score: 0.9}}
	return document.Document{Pages: []document.Page{p}, Fields: []document.Field{
		{Name: "date", Value: "2024-04-28", Page: 1, Words: []int{1}, Score: 0.9},
		{Name: "reference", Value: "A0001/20", Page: 1, Words: []int{3}, Score: 0.9},
	}}
}

func on(b document.Box, verb document.Verb, text string) document.Ruling {
	return document.Ruling{Page: 1, Box: b, Verb: verb, Text: text}
}

func texts(p document.Page) (out []string) {
	for _, w := range p.Words {
		out = append(out, w.Text)
	}
	return out
}

func TestCorrectedWordsStandInPlaceOfTheRead(t *testing.T) {
	geehrte := document.Box{50, 0, 120, 10}
	for name, c := range map[string]struct {
		rulings []document.Ruling
		words   []string
		date    []int
		stamp   []int
		joins   int
	}{
		"one for one":   {[]document.Ruling{on(geehrte, document.Read, "verehrte")}, []string{"Sehr", "verehrte", "Mitglieder", "EINGEGANGEN"}, []int{1}, []int{3}, 1},
		"two for one":   {[]document.Ruling{on(geehrte, document.Read, "sehr verehrte")}, []string{"Sehr", "sehr", "verehrte", "Mitglieder", "EINGEGANGEN"}, []int{1, 2}, []int{4}, 0},
		"one for two":   {[]document.Ruling{on(document.Box{0, 0, 120, 10}, document.Read, "Liebe")}, []string{"Liebe", "Mitglieder", "EINGEGANGEN"}, []int{0}, []int{2}, 0},
		"where nothing": {[]document.Ruling{on(document.Box{500, 500, 600, 520}, document.Read, "dazu")}, []string{"Sehr", "geehrte", "Mitglieder", "EINGEGANGEN", "dazu"}, []int{1}, []int{3}, 1},
		"newest":        {[]document.Ruling{on(geehrte, document.Read, "a b"), on(geehrte, document.Read, "liebe")}, []string{"Sehr", "liebe", "Mitglieder", "EINGEGANGEN"}, []int{1}, []int{3}, 0},
		"withdrawn":     {[]document.Ruling{on(geehrte, document.Read, "a b"), on(geehrte, document.Withdraw, "")}, []string{"Sehr", "geehrte", "Mitglieder", "EINGEGANGEN"}, []int{1}, []int{3}, 1},
	} {
		d := recorded()
		d.Apply(c.rulings, nil)
		if diff := cmp.Diff(texts(d.Pages[0]), c.words); diff != "" {
			t.Errorf("%s: words (-got +want)\n%s", name, diff)
		}
		if diff := cmp.Diff(d.Fields[0].Words, c.date); diff != "" {
			t.Errorf("%s: the date's words (-got +want)\n%s", name, diff)
		}
		if diff := cmp.Diff(d.Pages[0].Artefacts[0].Words, c.stamp); diff != "" {
			t.Errorf("%s: the stamp's words (-got +want)\n%s", name, diff)
		}
		if got := len(d.Pages[0].Joins); got != c.joins {
			t.Errorf("%s: %d joins, want %d", name, got, c.joins)
		}
	}
}

func TestFieldsAreFoundAnewWhereWordsChanged(t *testing.T) {
	for name, c := range map[string]struct {
		ruling document.Ruling
		anew   int
	}{
		"read":  {on(document.Box{50, 0, 120, 10}, document.Read, "verehrte"), 1},
		"hide":  {on(document.Box{50, 0, 120, 10}, document.Hide, ""), 1},
		"keep":  {on(document.Box{50, 0, 120, 10}, document.Keep, ""), 0},
		"state": {document.Ruling{Page: 1, Verb: document.State, Field: "date", Text: "2024-04-25"}, 0},
	} {
		d, anew := recorded(), 0
		d.Apply([]document.Ruling{c.ruling}, func(*document.Document) { anew++ })
		if anew != c.anew {
			t.Errorf("%s: found anew %d times, want %d", name, anew, c.anew)
		}
	}
}

func TestWhatPeopleStateWins(t *testing.T) {
	ruling := func(verb document.Verb, field, text string) document.Ruling {
		return document.Ruling{Page: 1, Verb: verb, Field: field, Text: text}
	}
	for name, c := range map[string]struct {
		rulings []document.Ruling
		want    []string
	}{
		"one date only":    {[]document.Ruling{ruling(document.State, "date", "2024-04-25")}, []string{"reference A0001/20", "date 2024-04-25"}},
		"another number":   {[]document.Ruling{ruling(document.State, "reference", "A0002/20")}, []string{"date 2024-04-28", "reference A0001/20", "reference A0002/20"}},
		"denied":           {[]document.Ruling{ruling(document.Deny, "reference", "A0001/20")}, []string{"date 2024-04-28"}},
		"another denied":   {[]document.Ruling{ruling(document.Deny, "reference", "A0009/20")}, []string{"date 2024-04-28", "reference A0001/20"}},
		"all denied":       {[]document.Ruling{ruling(document.Deny, "date", "")}, []string{"reference A0001/20"}},
		"withdrawn":        {[]document.Ruling{ruling(document.State, "date", "2024-04-25"), ruling(document.Withdraw, "date", "")}, []string{"date 2024-04-28", "reference A0001/20"}},
		"newest":           {[]document.Ruling{ruling(document.State, "date", "2024-04-25"), ruling(document.State, "date", "2024-04-26")}, []string{"reference A0001/20", "date 2024-04-26"}},
		"a page not there": {[]document.Ruling{{Page: 7, Verb: document.State, Field: "date", Text: "2024-04-25"}}, []string{"date 2024-04-28", "reference A0001/20"}},
	} {
		d := recorded()
		d.Apply(c.rulings, nil)
		var got []string
		for _, f := range d.Fields {
			got = append(got, f.Name+" "+f.Value)
		}
		if diff := cmp.Diff(got, c.want); diff != "" {
			t.Errorf("%s (-got +want)\n%s", name, diff)
		}
	}
}

// Whatever is ruled, every index leads to a word.
func TestIndicesHoldAfterAnyCorrection(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 500 {
		d := recorded()
		var rulings []document.Ruling
		for range 1 + r.IntN(4) {
			b := document.Box{r.IntN(200), r.IntN(50), 0, 0}
			b[2], b[3] = b[0]+1+r.IntN(200), b[1]+1+r.IntN(50)
			rulings = append(rulings, on(b, []document.Verb{document.Read, document.Hide, document.Withdraw}[r.IntN(3)], []string{"a", "a b", "a b c d"}[r.IntN(3)]))
		}
		d.Apply(rulings, nil)
		p := d.Pages[0]
		check := func(what string, words []int) {
			for _, w := range words {
				if w < 0 || w >= len(p.Words) {
					t.Fatalf("%s leads to word %d of %d", what, w, len(p.Words))
				}
			}
		}
		for _, f := range d.Fields {
			check(f.Name, f.Words)
		}
		for _, a := range p.Artefacts {
			check("artefact", a.Words)
		}
		for _, j := range p.Joins {
			check("join", []int{j.First, j.Last})
		}
		for _, w := range p.Words {
			if w.Line < 0 || w.Line >= len(p.Lines) || w.Text == "" {
				t.Fatalf("word %+v", w)
			}
		}
	}
}
