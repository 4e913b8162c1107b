package extract

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"aktenkundig/document"
)

// joined gives the texts of the joins of a one-page memo.
func joinedIn(text string) []string {
	d := memo(text)
	var out []string
	for _, j := range Joins(&d.Pages[0], Words(d)) {
		out = append(out, j.Text)
	}
	return out
}

// filler is text that says that lines are broken inside words here.
const filler = "Im Amt für Wirtschaftsförderung wird derzeit ein regelmäßiges Gesprächsformat aufge\nbaut und mit dem seit längerem beste\nhenden Jobportal der Stadt verschmolzen und gemein\nsam mit den Gemeinden in der Regi\non betrieben.\n"

func TestWordsPartedAtLineEndsAreJoined(t *testing.T) {
	for text, want := range map[string]string{
		"die gute Zusammen-\narbeit wird":               "Zusammenarbeit",
		"die gute Zusammen\u00ad\narbeit wird":          "Zusammenarbeit",
		"die gute Zusammen¬\narbeit, die":               "Zusammenarbeit,",
		filler + "der interkom\nmunale Antrag":          "interkommunale",
		filler + "um folgende Bereiche er\ngänzt: dies": "ergänzt:",
		filler + "des Pla\nnungsverbandes Nord":         "Planungsverbandes",
		filler + "und die Wohnpo\ntenziale dort":        "Wohnpotenziale",
		"der Rundfunk im Ost-\nWest Vergleich":          "Ost-West",
		"eine EU-\nweite Regelung":                      "EU-weite",
		"ein 20-\njähriger Vertrag":                     "20-jähriger",
		"DER BEBAUUNGS-\nPLAN NORD":                     "BEBAUUNGSPLAN",
		"The council will con-\nsider the plan of the":  "consider",
	} {
		if got := joinedIn(text); !slices.Contains(got, want) {
			t.Errorf("%q: joins %q, want %q among them", text, got, want)
		}
	}
}

func TestWordsThatFollowEachOtherAreNotJoined(t *testing.T) {
	for _, text := range []string{
		"für die Landschafts-\nund Denkmalpflege der Stadt",
		"für Ver-\nund Entsorgung",
		"Tief-\nbzw. Hochbau",
		"in den Ausschuss, in\ndem er sitzt, und wie\nder Rat sagt",
		"der Antrag ist\nabgelehnt worden",
		"die Stadt\nMannheim liegt",
		"Antrag A0293-\n21 liegt vor",
		"was er nach\ndem Beschluss tat",
		filler + "der Rat hat zu\ndem Antrag beraten",
		"in Dresden.\nweiter unten",
	} {
		extra := joinedIn(filler)
		for _, got := range joinedIn(text) {
			if !slices.Contains(extra, got) {
				t.Errorf("%q: %q was joined", text, got)
			}
		}
	}
}

func TestHiddenWordsAreNotJoined(t *testing.T) {
	d := memo("die gute Zusammen-\nQLGZq\narbeit wird")
	d.Pages[0].Words[3].Hidden = true
	got := Joins(&d.Pages[0], nil)
	if len(got) != 1 || got[0].First != 2 || got[0].Last != 4 || got[0].Text != "Zusammenarbeit" {
		t.Errorf("over a hidden word: %+v", got)
	}
}

// The seed memo has lost its hyphens: each of these words is parted in it.
func TestSeedMemoIsJoined(t *testing.T) {
	d := seedMemo(t)
	var got []string
	for i := range d.Pages {
		for _, j := range Joins(&d.Pages[i], Words(d)) {
			got = append(got, strings.TrimRight(j.Text, ".,:;"))
		}
	}
	want := []string{"ergänzt", "alternativ", "Planungsverbandes", "interkommunale", "direkt", "gearbeitet", "eingetragen", "bestehenden",
		"Wachstumsregion", "benachbarten", "weiteren", "besondere", "größeren", "Bereitstellung", "Infrastruktur", "Unternehmen", "Gemeinden",
		"Planungsverbände", "Wohnpotenziale", "partizipieren", "regionale", "Abstimmungen"}
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("%s is not joined", w)
		}
	}
	for _, g := range got {
		if !slices.Contains(want, g) {
			t.Errorf("%s is joined and is none", g)
		}
	}
}

func seedMemo(t *testing.T) *document.Document {
	t.Helper()
	for _, dir := range []string{"..", filepath.Join("..", "..")} {
		if data, err := os.ReadFile(filepath.Join(dir, "..", "shared", "seed", "hausmitteilung.txt")); err == nil {
			return memo(string(data))
		}
	}
	t.Skip("the seed text is not beside the repository")
	return nil
}
