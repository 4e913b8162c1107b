package extract

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestContradictionsAreFlagged(t *testing.T) {
	for text, want := range map[string][]said{
		"Datum: 25.04.2024\n\nEingegangen am 20.04.2024":                   {{"date-conflict", "stamp-date", "2024-04-20 2024-04-25"}},
		"Datum: 25.04.2024\n\nEingegangen am 26.04.2024":                   nil,
		"Datum: 25.04.2024\n\nFrist: 31.03.2023":                           {{"date-conflict", "deadline", "2023-03-31 2024-04-25"}},
		"Datum: 25.04.2024\n\nText\n\nDresden, den 28. April 2024\n\nEnde": {{"date-conflict", "date", "2024-04-25 2024-04-28"}},
	} {
		if diff := cmp.Diff(want, saids(Fields(memo(text)), DateConflict)); diff != "" {
			t.Errorf("in %q (-want +got):\n%s", text, diff)
		}
	}
}

func TestAStampBeforeTheDayOfWritingIsACandidate(t *testing.T) {
	for text, want := range map[string]bool{
		"Datum: 25.04.2024\n\nEingegangen am 26.04.2014":         false,
		"Datum: 25.04.2024\n\nEingegangen am 26.04.2024":         true,
		"Datum: 25.04.2024\n\fAnlage\nEingegangen am 26.04.2014": true, // another paper
		"Eingegangen am 26.04.2014":                              true,
	} {
		got := false
		for _, f := range Fields(memo(text)) {
			got = got || f.Name == StampDate && f.Score >= believed
		}
		if got != want {
			t.Errorf("%q: believed %v, want %v", text, got, want)
		}
	}
}

func TestAReferenceYoungerThanItsPaperIsACandidate(t *testing.T) {
	for text, want := range map[string]bool{
		"Datum: 25.04.2012\n\nzu SR/080/2042": false,
		"Datum: 25.04.2012\n\nzu SR/080/2011": true,
		"Datum: 25.04.2012\n\nzu A0293/13":    true,
		"Datum: 25.04.2012\n\nzu A0293/21":    false,
		"Datum: 25.04.1979\n\nzu A0293/78":    true,
		"zu SR/080/2042":                      true,
	} {
		got := false
		for _, f := range Fields(memo(text)) {
			got = got || f.Name == ReferenceField && f.Score >= believed
		}
		if got != want {
			t.Errorf("%q: believed %v, want %v", text, got, want)
		}
	}
}
