package extract

import (
	"strings"
	"testing"

	"aktenkundig/document"
)

// decisionOf gives the words of the decision of a memo's pages.
func decisionOf(d *document.Document) string {
	var out []string
	for _, f := range Fields(d) {
		if f.Name != Decision {
			continue
		}
		for _, w := range f.Words {
			out = append(out, d.Pages[f.Page-1].Words[w].Text)
		}
	}
	return strings.Join(out, " ")
}

func TestTheResolutionIsApartFromTheReport(t *testing.T) {
	for text, want := range map[string]string{
		"Der Stadtrat hatte am 5. März 2007 beschlossen:\n\n„Der Oberbürgermeister wird beauftragt, den Park zu öffnen.“\n\nDer Park ist offen.": "„Der Oberbürgermeister wird beauftragt, den Park zu öffnen.“",
		"Beschlussvorschlag:\nDer Stadtrat beschließt den Plan.\n\nBegründung:\nEr ist gut.":                                                     "Der Stadtrat beschließt den Plan.",
		"Beschlussvorschlag:\n„Der Stadtrat beauftragt die Verwaltung:\n\n- A zu tun,\n\n- B zu tun.“\n\nBegründung:\nDarum.":                    "„Der Stadtrat beauftragt die Verwaltung: - A zu tun, - B zu tun.“",
		"On 5 March 2007 the Council resolved as follows:\n\n“The Town Clerk is instructed to open the park.”\n\nIt is open.":                    "“The Town Clerk is instructed to open the park.”",
		"Der Park ist offen. Er sagte: „Das ist gut.“\n\nMehr Text.":                                                                             "",
		"Die Verwaltung wird oft gefragt.\n\nSie antwortet.":                                                                                     "",
	} {
		if got := decisionOf(memo(text)); got != want {
			t.Errorf("in %q\ngot  %q\nwant %q", text, got, want)
		}
	}
}

func TestSeedMemoQuotesItsResolution(t *testing.T) {
	got := decisionOf(seedMemo(t))
	if !strings.HasPrefix(got, "„Der Oberbürgermeister wird beauftragt, ein Programm") || !strings.HasSuffix(got, "Elbtal/Osterzgebirge zu sorgen.\"") {
		t.Errorf("the resolution reads %q", got)
	}
}
