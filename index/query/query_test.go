package query

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	tests := []struct {
		text string
		want Node
	}{
		{"", And{}},
		{"Verband", Word("Verband")},
		{"Verband Finanzierung", And{Word("Verband"), Word("Finanzierung")}},
		{"Verband AND Finanzierung", And{Word("Verband"), Word("Finanzierung")}},
		{`"zwei  Worte"`, Phrase{"zwei Worte", -1}},
		{"„zwei Worte“", Phrase{"zwei Worte", -1}},
		{"a OR b c", Or{Word("a"), And{Word("b"), Word("c")}}},
		{"(a OR b) c", And{Or{Word("a"), Word("b")}, Word("c")}},
		{"a (b c)", And{Word("a"), Word("b"), Word("c")}},
		{"a -b", And{Word("a"), Not{Word("b")}}},
		{"a NOT (b OR c)", And{Word("a"), Not{Or{Word("b"), Word("c")}}}},
		{"NOT -a", Word("a")},
		{"-(-a)", Word("a")},
		{"Gewerbe*", Pattern("Gewerbe*")},
		{"Gewerbe*plan", Pattern("Gewerbe*plan")},
		{"Gewerbe**pl*n*", Pattern("Gewerbe*pl*n*")},
		{`"zwei Worte"~5`, Phrase{"zwei Worte", 5}},
		{`"zwei Worte"~0 drei`, And{Phrase{"zwei Worte", 0}, Word("drei")}},
		{`subject:"Region starke"~2`, Field{"subject", Phrase{"Region starke", 2}}},
		{"ref:A0293/21", Field{"ref", Word("A0293/21")}},
		{"Reference:A0293/21", Field{"ref", Word("A0293/21")}},
		{`subject:"Starke Region"`, Field{"subject", Phrase{"Starke Region", -1}}},
		{"date:2021..2024-06", Field{"date", Word("2021..2024-06")}},
		{"Datum: 5", And{Word("Datum:"), Word("5")}},
		{"date: 5", And{Word("date:"), Word("5")}},
		{"http://x", Word("http://x")},
		{"Klima - Umwelt", And{Word("Klima"), Word("Umwelt")}},
		{"Bauland-und", Word("Bauland-und")},
		{"--x", Not{Word("x")}},
		{"a -b c-", And{Word("a"), Word("b"), Word("c-")}},
		{"a -b Haupt- und Nebenamt", And{Word("a"), Not{Word("b")}, Word("Haupt-"), Word("und"), Word("Nebenamt")}},
		{"„Model C“-Schulen", And{Phrase{"Model C", -1}, Word("Schulen")}},
		{"Personen und -organisationen", And{Word("Personen"), Word("und"), Word("organisationen")}},
		{"(-a)", Not{Word("a")}},
	}
	for _, tt := range tests {
		got, notes := Parse(tt.text)
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("Parse(%q) (-want +got):\n%s", tt.text, d)
		}
		if len(notes) > 0 {
			t.Errorf("Parse(%q) notes %q, want none", tt.text, notes)
		}
	}
}

func TestWhatIsForgivenIsTold(t *testing.T) {
	tests := []struct {
		text, want, note string
	}{
		{`"offen geblieben`, `"offen geblieben"`, "a quote was left open"},
		{"(a OR b", "a OR b", "a bracket was left open"},
		{"a)", "a", "a closing bracket"},
		{"a OR", "a", "an OR with nothing beside it"},
		{"OR a", "a", "an OR with nothing beside it"},
		{"*verband", "verband", "a * at the beginning"},
		{"ge*rbe", "gerbe", "at least 3 letters"},
		{"abc*d*e*f*g", "abc*d*e*", "only the first 3 *"},
		{`"a b"~`, `"a b"~5`, "needs a number"},
		{`"a b"~99999999999999999999`, `"a b"~50`, "at most 50"},
		{"ab*", "ab", "at least 3 letters"},
		{strings.Repeat("x", 300), strings.Repeat("x", 256), "cut after 256 bytes"},
		{strings.Repeat("w ", 70), strings.TrimSpace(strings.Repeat("w ", 64)), "only the first 64"},
		{strings.Repeat("(", 20) + "a" + strings.Repeat(")", 20), "a", "brackets deeper than 16"},
		{strings.Repeat("ab cd ", 2000), "", "cut after 8192 bytes"},
	}
	for _, tt := range tests {
		got, notes := Parse(tt.text)
		if tt.want != "" && got.String() != tt.want {
			t.Errorf("Parse(%.40q) = %.80q, want %.80q", tt.text, got, tt.want)
		}
		if !slices.ContainsFunc(notes, func(n Note) bool { return strings.Contains(string(n), tt.note) }) {
			t.Errorf("Parse(%.40q) notes %q, want one with %q", tt.text, notes, tt.note)
		}
	}
}

func FuzzParseReadsWhatStringWrites(f *testing.F) {
	for _, s := range []string{
		`a "b c" OR -(d e*) ref:A0293/21 date:2021..`, `((("`, `-"`, `ref:"x" in:aside -in:noise`, "*a*b*", "NOT NOT a OR OR",
		"a OR (b c OR d) -e", "-*OR", "--**-x", "ref:-*", "ref:OR", "\xff(", "-NOT x", "ref:(a)", "„a“b", "x:OR*", `"a"~3~4`, `ref:"x"~`, "abc*-*OR*d", "OR*", "abc*OR", "O*R", "und NOT x", "a und -(b OR c)", "x\"y\"-z", " NOT a OR -n-", "r*ef:-", "i*n:a*b",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, _ := Parse(s)
		text := n.String()
		if !utf8.ValidString(text) {
			t.Fatalf("Parse(%q).String() = %q is not UTF-8", s, text)
		}
		if len(text) > maxBytes {
			return
		}
		again, notes := Parse(text)
		if d := cmp.Diff(n, again); d != "" {
			t.Fatalf("Parse(%q) = %q, read again (-first +again):\n%s", s, text, d)
		}
		if len(notes) > 0 {
			t.Fatalf("Parse(%q) of a printed query has notes %q", text, notes)
		}
	})
}
