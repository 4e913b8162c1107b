package extract

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOwnNumberIsThePapersOwn(t *testing.T) {
	for text, want := range map[string]string{
		"Antrag\n\nAntrag Nr.: A0293/21\nDatum: 3. Mai 2021\n\nsiehe V0007/20":                                 "A0293/21",
		"Hausmitteilung\n\nBeschlusskontrolle zu A0293/21 (Sitzungsnummer: SR/043/2022)\n\nSehr geehrte Damen": "A0293/21",
		"Vorlage Nr. V0007/20\n\nDatum: 3. Mai 2021":                                                           "V0007/20",
		"Niederschrift\n\nSitzung SR/034/2013 am 14. November 2013\n\nzu A0293/21":                             "SR/034/2013",
		"Gemeinde Musterdorf\n01.02.2007\nDS 12/2007\nBeschlussvorlage\nText":                                  "12/2007",
		"STELLUNGNAHME zur Anfrage\nGremium:\nTermin:\nVorlage Nr.:\nTOP:\n24.09.2013\n2013/0041\n14.1\nText":  "2013/0041",
		"Text ohne Kopf zu A0293/21 und mehr":                                                                  "",
		"Tagesordnung\n1. Bericht\n(DS 63/2011)\n2. Haus":                                                      "",
	} {
		got := ""
		for _, f := range Fields(memo(text)) {
			if f.Name == OwnReference {
				got = f.Value
			}
		}
		if got != want {
			t.Errorf("in %q: %q, want %q", text, got, want)
		}
	}
}

func TestAPapersOwnNumberTellsItsKindWhereTheHeadingCannotBeRead(t *testing.T) {
	for text, want := range map[string][]said{
		"Besahlusem lage V3047/15\n\nStadt Eichgrund\n\nder Rat und die Stadt":             {{"kind", "", "Vorlage"}},
		"4etroml A3072/20\nDate: 9 December 2022\n\nthe council of the town and the mayor": {{"kind", "", "motion"}},
		"Proposal V 1829/16\n\nTown Council":                                               {{"kind", "", "proposal"}},
		"Bericht zu A3072/20\n\nder Rat und die Stadt":                                     nil,
		"Der Rat hat am Dienstag A3072/20\n\nbeschlossen":                                  nil,
	} {
		if diff := cmp.Diff(want, saids(Fields(memo(text)), Kind)); diff != "" {
			t.Errorf("in %q (-want +got):\n%s", text, diff)
		}
	}
}
