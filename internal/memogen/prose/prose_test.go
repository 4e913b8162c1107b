package prose

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestGermanPhrasesAreInflected(t *testing.T) {
	plan, survey, town := parseNoun("m Plan Plans Pläne"), parseNoun("f Studie Studie Studien"), parseNoun("n Amt Amtes Ämter für Hochbau")
	for _, c := range []struct {
		noun        noun
		letter      byte
		def, plural bool
		adjective   string
		want        string
	}{
		{plan, 'N', true, false, "neu", "der neue Plan"}, {plan, 'A', false, false, "neu", "einen neuen Plan"},
		{plan, 'G', true, false, "", "des Plans"}, {plan, 'D', true, true, "neu", "den neuen Plänen"},
		{plan, 'N', false, false, "schrittweise", "ein schrittweiser Plan"}, {survey, 'D', false, false, "neu", "einer neuen Studie"},
		{survey, 'G', false, true, "neu", "neuer Studien"}, {town, 'G', true, false, "", "des Amtes für Hochbau"},
		{town, 'N', false, false, "neu", "ein neues Amt für Hochbau"}, {plan.after("Verkehrs"), 'A', true, true, "", "die Verkehrs\u00adpläne"},
		{parseNoun("f Übersicht Übersicht Übersichten").after("Bau"), 'N', true, false, "", "die Bau\u00adübersicht"},
	} {
		w := newWriter(&Author{}, Order{Language: German})
		if got := w.phrase(c.noun, c.letter, c.def, c.plural, c.adjective); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestPrepositionsTakeTheArticleIn(t *testing.T) {
	got := contract("Zu dem Plan und zu der Studie: in dem Haus, bei dem Amt, von dem Tag an dem Ende; zu den Fristen, in der Stadt")
	want := "Zum Plan und zur Studie: im Haus, beim Amt, vom Tag am Ende; zu den Fristen, in der Stadt"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestVerbsTakeZuInside(t *testing.T) {
	for verb, want := range map[string]string{"prüfen": "zu prüfen", "vorlegen": "vorzulegen", "fortschreiben": "fortzuschreiben",
		"abschließen": "abzuschließen", "erarbeiten": "zu erarbeiten", "untersuchen": "zu untersuchen", "zusammenfassen": "zusammenzufassen"} {
		if got := withZu(verb); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// Drawing looks for the length that fits its pages; that only works if a longer memo begins like the shorter one.
func TestMoreParagraphsLeaveTheOthersAsTheyAre(t *testing.T) {
	for seed := range uint64(20) {
		short := Compose(Order{Seed: seed, Language: German, Kind: "Hausmitteilung", Paragraphs: 3})
		long := Compose(Order{Seed: seed, Language: German, Kind: "Hausmitteilung", Paragraphs: 6})
		n := len(short.Blocks) - 4
		if diff := cmp.Diff(long.Blocks[:n], short.Blocks[:n]); diff != "" {
			t.Errorf("seed %d: %s", seed, diff)
		}
	}
}

func TestEveryKindIsWrittenWithoutEmptySlots(t *testing.T) {
	for _, language := range []string{German, English} {
		for _, kind := range Kinds(language) {
			for seed := range uint64(40) {
				m := Compose(Order{Seed: seed, Language: language, Kind: kind, Stamped: seed%2 == 0})
				for _, b := range m.Blocks {
					text := b.Text + strings.Join(b.Lines, " ")
					if strings.ContainsAny(text, "{}_%") || strings.Contains(text, "  ,") {
						t.Errorf("%s, seed %d: %q", kind, seed, text)
					}
				}
				if !stated(m, "kind", kind) || !stated(m, "date", m.Date.ISO()) {
					t.Errorf("%s, seed %d: kind or date is missing or wrong", kind, seed)
				}
			}
		}
	}
}

func stated(m Memo, name, value string) bool {
	for _, b := range m.Blocks {
		for _, f := range b.Fields {
			if f.Name == name && f.Value == value {
				return true
			}
		}
	}
	return false
}

func TestDatesAreWrittenAsPrinted(t *testing.T) {
	d := Date{2024, 4, 25}
	for got, want := range map[string]string{d.ISO(): "2024-04-25", d.Long(German): "25. April 2024", d.Long(English): "25 April 2024",
		d.Stamp(German): "25. APR. 2024", d.Stamp(English): "25 APR 2024", d.EndOfMonth().ISO(): "2024-04-30", Date{2024, 12, 3}.EndOfMonth().ISO(): "2024-12-31"} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
