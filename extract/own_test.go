package extract

import "testing"

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
