package extract

import (
	"testing"

	"aktenkundig/internal/lexicon"
)

func TestMisreadWordsAreMended(t *testing.T) {
	german := evidence{list: lexicon.German(), german: true}
	for word, want := range map[string]string{
		"fiir":                   "für",
		"bestatigen":             "bestätigen",
		"grenztiberschreitenden": "grenzüberschreitenden",
		"Larmschutz":             "Lärmschutz",
		"Geneimigung,":           "Genehmigung,",
		// what may be right stays
		"Stadt": "Stadt", "Zwirbelquark": "Zwirbelquark", "Hilbert": "Hilbert", "A0293/21": "A0293/21", "ÖPNV": "ÖPNV", "SR/043/2022": "SR/043/2022", "der": "der",
		"www.stadt.de": "www.stadt.de", "": "", "–": "–",
	} {
		if got := german.mend(word); got != want {
			t.Errorf("%q is mended to %q, want %q", word, got, want)
		}
	}
}

func TestAWordThatTheDocumentHasOftenStays(t *testing.T) {
	german := evidence{list: lexicon.German(), german: true, own: Vocabulary{"larmschuts": 3}}
	if got := german.mend("Larmschuts"); got != "Larmschuts" {
		t.Errorf("a name that stands three times was mended to %q", got)
	}
}
