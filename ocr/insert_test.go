package ocr_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"aktenkundig/document"
	"aktenkundig/ocr"
)

// rows is a reading of lines of words; each word is "text@x,y" on a grid of cells of 10 × 10 pixels, a cell a letter.
func rows(lines ...[]document.Word) (r ocr.Reading) {
	var all document.Box
	for i, words := range lines {
		var box document.Box
		for _, w := range words {
			w.Line = i
			box = box.Union(w.Box)
			r.Words = append(r.Words, w)
		}
		r.Lines = append(r.Lines, document.Line{Box: box})
		all = all.Union(box)
	}
	r.Regions = []document.Region{{Box: all}}
	return r
}

func at(text string, x, y int) document.Word {
	return document.Word{Text: text, Box: document.Box{x, y, x + 10*len(text), y + 10}, Conf: 0.9}
}

// printed writes a reading as lines.
func printed(r ocr.Reading) string {
	lines := make([]string, len(r.Lines))
	for _, w := range r.Words {
		lines[w.Line] = strings.TrimSpace(lines[w.Line] + " " + w.Text)
	}
	return strings.Join(lines, "|")
}

func TestWhatWasPassedOverGoesWhereItStands(t *testing.T) {
	table := rows(
		[]document.Word{at("Rat", 0, 0), at("deferred", 300, 1)},
		[]document.Word{at("Amt", 0, 40), at("noted", 300, 41)},
	)
	for name, c := range map[string]struct {
		more ocr.Reading
		want string
	}{
		"cells between those of their rows": {rows([]document.Word{at("1.2.", 150, 2)}, []document.Word{at("3.4.", 150, 42)}), "Rat 1.2. deferred|Amt 3.4. noted"},
		"a cell at the end of its row":      {rows([]document.Word{at("5,-", 500, 0)}), "Rat deferred 5,-|Amt noted"},
		"a cell at the beginning":           {rows([]document.Word{at("7", -20, 39)}), "Rat deferred|7 Amt noted"},
		"a line between two lines":          {rows([]document.Word{at("of", 0, 20), at("all", 40, 20), at("the", 80, 20), at("towns", 120, 20)}), "Rat deferred|of all the towns|Amt noted"},
		"a heading above":                   {rows([]document.Word{at("Head", 0, -200)}), "Head|Rat deferred|Amt noted"},
		"a note below":                      {rows([]document.Word{at("Note", 0, 400)}), "Rat deferred|Amt noted|Note"},
		"a column of text beside":           {rows([]document.Word{at("one", 600, 0), at("two", 640, 0), at("three", 680, 0), at("four", 740, 0)}), "Rat deferred|Amt noted|one two three four"},
		"nothing":                           {ocr.Reading{}, "Rat deferred|Amt noted"},
	} {
		got := table.Insert(c.more)
		if printed(got) != c.want {
			t.Errorf("%s: got %q, want %q", name, printed(got), c.want)
		}
	}
	if printed(table) != "Rat deferred|Amt noted" {
		t.Errorf("the reading itself became %q", printed(table))
	}
}

func TestWhereLeavesNoEmptyLines(t *testing.T) {
	got := sample().Where(func(w document.Word) bool { return w.Conf >= 0.9 })
	if want := "Betreff:|Ende"; printed(got) != want {
		t.Errorf("got %q, want %q", printed(got), want)
	}
	if err := got.Check(100, 50); err != nil {
		t.Error(err)
	}
}

func TestInsertedReadingKeepsItsPromises(t *testing.T) {
	const w, h = 400, 300
	rnd := rand.New(rand.NewPCG(7, 7))
	some := func() ocr.Reading {
		var r ocr.Reading
		for g := range rnd.IntN(4) {
			r.Regions = append(r.Regions, document.Region{})
			for range 1 + rnd.IntN(3) {
				r.Lines = append(r.Lines, document.Line{Region: g})
				for range 1 + rnd.IntN(5) {
					x, y := rnd.IntN(w-50), rnd.IntN(h-20)
					b := document.Box{x, y, x + 1 + rnd.IntN(50), y + 1 + rnd.IntN(20)}
					r.Words = append(r.Words, document.Word{Text: "x", Box: b, Line: len(r.Lines) - 1})
					l := &r.Lines[len(r.Lines)-1]
					l.Box = l.Box.Union(b)
					r.Regions[g].Box = r.Regions[g].Box.Union(b)
				}
			}
		}
		return r
	}
	for range 2000 {
		a, b := some(), some()
		got := a.Insert(b)
		if err := got.Check(w, h); err != nil {
			t.Fatalf("%+v\nwith\n%+v\n%v", a, b, err)
		}
		if len(got.Words) != len(a.Words)+len(b.Words) {
			t.Fatalf("%d and %d words became %d", len(a.Words), len(b.Words), len(got.Words))
		}
	}
}

func TestSumsAndTheirSignsAreTwoWords(t *testing.T) {
	for text, want := range map[string]string{
		"12,93€": "12,93 €", "1.234,56€*": "1.234,56 €*", "5,-€": "5,- €", "(20€)": "(20 €)", "-3,00€.": "-3,00 €.",
		"€": "€", "€12": "€12", "A0293/21": "A0293/21", "12,93": "12,93", "Preis€": "Preis€",
	} {
		r := rows([]document.Word{at("Summe", 0, 0), {Text: text, Box: document.Box{60, 0, 130, 10}, Conf: 0.8}, at("netto", 140, 0)})
		got := r.PartAmounts()
		if s := "Summe " + want + " netto"; printed(got) != s {
			t.Errorf("%q: got %q, want %q", text, printed(got), s)
		}
		if err := got.Check(200, 10); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if printed(r) != "Summe "+text+" netto" {
			t.Errorf("%q: the reading itself changed", text)
		}
	}
}
