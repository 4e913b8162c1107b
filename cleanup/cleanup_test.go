package cleanup

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aktenkundig/document"
)

// read makes a page as a plain text gives it: an empty line parts regions, every word has confidence 1.
func read(text string) *document.Page {
	p := &document.Page{Number: 1, Verdict: document.Text}
	region := 0
	for line := range strings.SplitSeq(text, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 {
			region++
			continue
		}
		for _, w := range words {
			p.Words = append(p.Words, document.Word{Text: w, Conf: 1, Line: len(p.Lines)})
		}
		p.Lines = append(p.Lines, document.Line{Region: region})
	}
	return p
}

// fixed finds what it is told to.
type fixed []document.Artefact

func (f fixed) Detect(*document.Page) []document.Artefact { return slices.Clone(f) }

func because() []document.Reason { return []document.Reason{{Text: "told so", Value: 1, Limit: 0}} }

func TestPolicyHidesByKindAndScore(t *testing.T) {
	d := fixed{
		{Kind: document.NoiseKind, Score: 0.95, Words: []int{0}, Reasons: because()},
		{Kind: document.NoiseKind, Score: 0.75, Words: []int{1}, Reasons: because()},
		{Kind: document.PictureKind, Score: 1, Words: []int{2}, Reasons: because()},
	}
	for name, want := range map[string]string{"off": "a b c d", "balanced": "c d", "conservative": "b c d"} {
		pol, err := Named(name)
		if err != nil {
			t.Fatal(err)
		}
		p := read("a b c d")
		Clean(p, []Detector{d}, pol)
		if got := p.Body().String; got != want {
			t.Errorf("%s: body %q, want %q", name, got, want)
		}
		if len(p.Artefacts) != 3 {
			t.Errorf("%s: %d findings, want all 3 kept", name, len(p.Artefacts))
		}
	}
	if _, err := Named("harsh"); err == nil {
		t.Error("a policy that does not exist was given")
	}
	if (Policy{}).Hides(document.Artefact{Kind: document.NoiseKind, Score: 1}) {
		t.Error("the zero policy hides something")
	}
}

func TestCleaningAgainChangesNothing(t *testing.T) {
	p := read("Der Stadtrat hat\nQLGZqGU*\n^^■ |\\_ ;:'")
	p.Artefacts = []document.Artefact{{Kind: document.Stamp, Score: 0.5, Box: document.Box{1, 1, 9, 9}, Reasons: because()}}
	Clean(p, []Detector{Noise{}}, Conservative())
	first := *p
	first.Words, first.Artefacts = slices.Clone(p.Words), slices.Clone(p.Artefacts)
	Clean(p, []Detector{Noise{}}, Conservative())
	if diff := cmp.Diff(first, *p); diff != "" {
		t.Errorf("second cleaning (-first +second):\n%s", diff)
	}
	if p.Artefacts[0].Kind != document.Stamp || len(p.Artefacts) < 2 {
		t.Errorf("findings %+v, want the stamp that was there first, then noise", p.Artefacts)
	}
}

func TestNoWordIsEverLost(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	letters := []rune("abcdeäßXYZ019.,-^■|'\"§€")
	for range 300 {
		var text strings.Builder
		for range 1 + r.IntN(60) {
			for range 1 + r.IntN(12) {
				text.WriteRune(letters[r.IntN(len(letters))])
			}
			text.WriteString([]string{" ", " ", "\n", "\n\n"}[r.IntN(4)])
		}
		p := read(text.String())
		Clean(p, []Detector{Noise{}}, Balanced())
		got := append(strings.Fields(p.Body().String), strings.Fields(p.Aside().String)...)
		want := strings.Fields(text.String())
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("body and aside together (-want +got):\n%s", diff)
		}
		Clean(p, nil, Off())
		if diff := cmp.Diff(read(text.String()).Body(), p.Body()); diff != "" {
			t.Fatalf("hidden and shown again (-want +got):\n%s", diff)
		}
	}
}

func TestVerdictIsNoiseOnlyWithoutDoubt(t *testing.T) {
	soup := "^^'■ |\\_ ;:' xS-AV,■■^ytuyy\n:'y^y ^iM mmi&myyy;yr\n'v/^ §^MMW§M yiyy'yy:^K::\n^^ ■ '~ \\_| <^V./> =--': ^syM^vy?:vMy<::"
	cases := map[string]struct {
		text string
		pol  Policy
		want document.Verdict
	}{
		"garbage":               {soup, Conservative(), document.Noise},
		"garbage, hidden by no": {soup, Off(), document.Text},
		"garbage and a line":    {soup + "\n\nSehr geehrte Damen und Herren des Stadtrates", Conservative(), document.Text},
		"a memo":                {"Sehr geehrte Damen und Herren", Conservative(), document.Text},
		"numbers":               {"12 345 6 78,90\n1 2 3", Conservative(), document.Text},
		"nothing":               {"", Conservative(), document.Text},
		"one letter":            {"X", Conservative(), document.Text},
	}
	for name, c := range cases {
		p := read(c.text)
		Clean(p, []Detector{Noise{}}, c.pol)
		if p.Verdict != c.want {
			t.Errorf("%s: verdict %s, want %s; body %q", name, p.Verdict, c.want, p.Body().String)
		}
	}
	p := read(soup)
	for _, pol := range []Policy{Conservative(), Off(), Balanced(), Off()} {
		want := document.Noise
		if pol.Name == "off" {
			want = document.Text
		}
		if Clean(p, []Detector{Noise{}}, pol); p.Verdict != want {
			t.Errorf("cleaned again with policy %s: verdict %s, want %s", pol.Name, p.Verdict, want)
		}
	}
	wordless := &document.Page{Number: 1, Verdict: document.Noise}
	if Clean(wordless, []Detector{Noise{}}, Off()); wordless.Verdict != document.Noise {
		t.Errorf("a page of noise without words was made %s", wordless.Verdict)
	}
	p = read(soup)
	p.Verdict = document.Picture
	Clean(p, []Detector{Noise{}}, Conservative())
	if p.Verdict != document.Picture {
		t.Errorf("a picture's verdict was made %s", p.Verdict)
	}
}
