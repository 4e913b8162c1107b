package document_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"aktenkundig/document"

	"github.com/google/go-cmp/cmp"
)

// letter is a page of two lines in one paragraph and a stamp's word in a region of its own.
func letter() document.Page {
	return document.Page{
		Number:  1,
		Regions: []document.Region{{Kind: document.Paragraph}, {Kind: document.Paragraph}},
		Lines:   []document.Line{{Region: 0}, {Region: 0}, {Region: 1}},
		Words: []document.Word{
			{Text: "Sehr", Box: document.Box{0, 0, 40, 10}, Line: 0},
			{Text: "geehrte", Box: document.Box{50, 0, 120, 10}, Line: 0},
			{Text: "Mitglieder", Box: document.Box{0, 20, 100, 30}, Line: 1},
			{Text: "EINGEGANGEN", Box: document.Box{200, 50, 300, 60}, Line: 2},
		},
		Artefacts: []document.Artefact{{
			Kind: document.Stamp, Box: document.Box{190, 40, 310, 70}, Score: 0.9, Hidden: true, Words: []int{3},
			Reasons: []document.Reason{{Text: "frame", Value: 1, Limit: 0.5}},
		}},
	}
}

func TestBodyPartsWordsLinesAndRegions(t *testing.T) {
	p := letter()
	want := "Sehr geehrte\nMitglieder\n\nEINGEGANGEN"
	if got := p.Body().String; got != want {
		t.Errorf("body = %q, want %q", got, want)
	}
}

func TestHiddenWordsLeaveBodyAndStandInAside(t *testing.T) {
	p := letter()
	p.Propose()
	if got, want := p.Body().String, "Sehr geehrte\nMitglieder"; got != want {
		t.Errorf("body = %q, want %q", got, want)
	}
	if got, want := p.Aside().String, "EINGEGANGEN"; got != want {
		t.Errorf("aside = %q, want %q", got, want)
	}
}

func TestSpansLeadBackToWords(t *testing.T) {
	p := letter()
	f := p.Body()
	for _, s := range f.Spans {
		if got, want := f.String[s.Start:s.End], p.Words[s.Word].Text; got != want {
			t.Errorf("span %v = %q, want %q", s, got, want)
		}
	}
	at := strings.Index(f.String, "geehrte\nMitg")
	got := f.Words(at, at+len("geehrte\nMitg"))
	if diff := cmp.Diff(got, []int{1, 2}); diff != "" {
		t.Errorf("words (-got +want)\n%s", diff)
	}
	if got := f.Words(4, 5); got != nil {
		t.Errorf("the blank belongs to words %v, want none", got)
	}
}

func TestNoWordIsLostBetweenBodyAndAside(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		p := letter()
		for i := range p.Words {
			p.Words[i].Hidden = r.IntN(2) == 0
		}
		n := len(p.Body().Spans) + len(p.Aside().Spans)
		if n != len(p.Words) {
			t.Fatalf("%d words in body and aside, want %d", n, len(p.Words))
		}
	}
}

func TestNewestMatchingRulingWins(t *testing.T) {
	on := document.Box{190, 40, 310, 70}
	rule := func(verbs ...document.Verb) []document.Ruling {
		var rs []document.Ruling
		for _, v := range verbs {
			rs = append(rs, document.Ruling{Page: 1, Box: on, Verb: v})
		}
		return rs
	}
	for _, c := range []struct {
		name    string
		rulings []document.Ruling
		hidden  bool
	}{
		{"none", nil, true},
		{"keep", rule(document.Keep), false},
		{"keep then hide", rule(document.Keep, document.Hide), true},
		{"keep then withdraw", rule(document.Keep, document.Withdraw), true},
		{"another page", []document.Ruling{{Page: 2, Box: on, Verb: document.Keep}}, true},
		{"another place", []document.Ruling{{Page: 1, Box: document.Box{0, 0, 50, 20}, Verb: document.Keep}}, true},
	} {
		p := letter()
		p.Propose()
		p.Apply(c.rulings)
		if got := p.Words[3].Hidden; got != c.hidden {
			t.Errorf("%s: word hidden = %v, want %v", c.name, got, c.hidden)
		}
		if got := p.Artefacts[0].Hidden; got != c.hidden {
			t.Errorf("%s: artefact hidden = %v, want %v", c.name, got, c.hidden)
		}
	}
}

func TestHideThenKeepRestoresTheBody(t *testing.T) {
	p := letter()
	before := p.Body().String
	everything := document.Box{-1, -1, 1000, 1000}
	p.Apply([]document.Ruling{{Page: 1, Box: everything, Verb: document.Hide}})
	if got := p.Body().String; got != "" {
		t.Fatalf("body after hiding everything = %q, want empty", got)
	}
	p.Apply([]document.Ruling{{Page: 1, Box: everything, Verb: document.Keep}})
	if got := p.Body().String; got != before {
		t.Errorf("body = %q, want %q", got, before)
	}
}

func TestAffineThereAndBack(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 1000 {
		a := r.Float64() * 2 * math.Pi
		m := document.Affine{math.Cos(a), math.Sin(a), -math.Sin(a), math.Cos(a), r.Float64() * 3000, r.Float64() * 3000}.
			Then(document.Scale(0.2+r.Float64()*3, 0.2+r.Float64()*3))
		inv, ok := m.Inverse()
		if !ok {
			t.Fatalf("%v has no inverse", m)
		}
		x, y := r.Float64()*3000, r.Float64()*3000
		x1, y1 := inv.Apply(m.Apply(x, y))
		if math.Hypot(x1-x, y1-y) > 1e-6 {
			t.Fatalf("there and back moves (%g, %g) to (%g, %g)", x, y, x1, y1)
		}
	}
	if _, ok := document.Scale(0, 1).Inverse(); ok {
		t.Error("a flattened plane has an inverse")
	}
}

func TestAffineThenAppliesLeftFirst(t *testing.T) {
	m := document.Scale(2, 2).Then(document.Affine{1, 0, 0, 1, 10, 0})
	if x, y := m.Apply(1, 1); x != 12 || y != 2 {
		t.Errorf("(1, 1) goes to (%g, %g), want (12, 2)", x, y)
	}
}

func TestQuarterTurnMapsBoxesToBoxes(t *testing.T) {
	turn := document.Affine{0, 1, -1, 0, 100, 0} // a quarter clockwise of a sheet 100 high
	if got, want := turn.Box(document.Box{10, 20, 30, 50}), (document.Box{50, 10, 80, 30}); got != want {
		t.Errorf("box = %v, want %v", got, want)
	}
}

func TestBoxes(t *testing.T) {
	a, b := document.Box{0, 0, 10, 10}, document.Box{5, 5, 20, 8}
	if got, want := a.Intersect(b), (document.Box{5, 5, 10, 8}); got != want {
		t.Errorf("intersect = %v, want %v", got, want)
	}
	if got, want := a.Union(b), (document.Box{0, 0, 20, 10}); got != want {
		t.Errorf("union = %v, want %v", got, want)
	}
	if got := a.Intersect(document.Box{10, 0, 20, 10}); !got.Empty() {
		t.Errorf("boxes that only touch share %v", got)
	}
	if got, want := (document.Box{}).Union(b), b; got != want {
		t.Errorf("union with nothing = %v, want %v", got, want)
	}
	if !a.ContainsCentre(document.Box{8, 8, 11, 11}) || a.ContainsCentre(document.Box{9, 9, 12, 12}) {
		t.Error("the centre decides who contains whom")
	}
}
