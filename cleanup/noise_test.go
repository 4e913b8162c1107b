package cleanup

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"aktenkundig/document"
)

func hidden(p *document.Page) []string { return strings.Fields(p.Aside().String) }

const memoText = `Landeshauptstadt Dresden
Der Oberbürgermeister
GZ: (DGB) 15.1 Datum: 25. APR. 2024
Beschlusskontrolle zu A0293/21 (Sitzungsnummer: SR/043/2022)
Sehr geehrte Fraktionen und Mitglieder des Stadtrates,
`

func TestLogoReadAsLettersIsFound(t *testing.T) {
	p := read("Hausmitteilung\n\nDresden.\nQLGZqGU*\n\n□ vertraulich\n\n" + memoText)
	Clean(p, []Detector{Noise{}}, Policy{Hide: map[document.Kind]float64{document.NoiseKind: 0.5}})
	if diff := cmp.Diff([]string{"QLGZqGU*"}, hidden(p)); diff != "" {
		t.Errorf("found words (-want +got):\n%s", diff)
	}
}

func TestOfficeTextIsNotNoise(t *testing.T) {
	for name, text := range map[string]string{
		"bullets":       "• Klima\n• Umwelt\n- Landschafts- und Denkmalpflege\n* Anlage\n– Seite\n□ ja ☒ nein",
		"bullets apart": "in den Bereichen\n\n•\n•\n•\n\nGewerbeflächenentwicklung\nInfrastruktur\n\n•\n\nTourismus\n",
		"bank":          "IBAN DE89 3704 0044 0532 0130 00 BIC COBADEFFXXX\nOstsächsische Sparkasse",
		"net":           "www.dresden.de stadtrat@dresden.de https://ratsinfo.dresden.de/vo0050.php?id=12",
		"abbreviations": "z.B. u.a. d.h. i.V. i.A. Dr. Prof. bzw. ggf. Nr. Abs. § 12 gem. GmbH mbH gGmbH BauGB StVO",
		"initials":      "J. R. Müller, K.-H. Schmidt\nMartin S.",
		"numbers":       "1.234.567,89 € 12 % 0351/488-2021 10:15 2024/25 1a) b) (c) IV. 3,5 m² 20 °C 50 km/h",
		"references":    "A0293/21 V1972/12 AF0324/15 SR/043/2022 DS-12/2020",
		"one letter":    "A B C D E F\nx x x\n1 2 3 4",
		"english":       "The Council resolved on 3 May 2021 that the Mayor's report be received.",
		"lost hyphens":  "die interkom\nmunale Zusammenarbeit er\ngänzt und al\nternativ durch Inf\nrastruktur",
		"lost blanks":   "DiebetrachtenKarlsruhealsZentrum,auchwenndieWohnungenin\nbeidendiesergroßenProjekteistklar",
		"long words":    "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung\nVerkehrsinfrastrukturfinanzierungsgesellschaft",
		"rulers":        "Unterschrift ______________ Datum ..............\n----------\nInhalt ......... 3",
		"table":         "Nr. | Name | Betrag\n1 | Meier | 12,50\n2 | Kunz | 7,00\n= Summe | 19,50",
	} {
		p := read(memoText + "\n" + text + "\n\nMit freundlichen Grüßen\nDirk Hilbert")
		Clean(p, []Detector{Noise{}}, Conservative())
		if h := hidden(p); len(h) > 0 {
			t.Errorf("%s: hidden %q", name, h)
		}
	}
}

func TestNeighboursTellShortWords(t *testing.T) {
	soup := "^^'■ |\\_ ;:'\nxS-AV,■■^ytuyy\n:'y^y ^iM\nt\n-\n'v/^ §^MMW§M\nyiyy'yy:^K::\n^^ ■ '~"
	p := read(soup)
	Clean(p, []Detector{Noise{}}, Conservative())
	if b := p.Body().String; b != "" {
		t.Errorf("among garbage %q stays in the body", b)
	}
	p = read("der Stadtrat beschließt\nt\n-\ndie Vorlage des Amtes")
	Clean(p, []Detector{Noise{}}, Conservative())
	if h := hidden(p); len(h) > 0 {
		t.Errorf("among text %q is hidden", h)
	}
}

func TestConfidenceCountsOnlyWhereItDiffers(t *testing.T) {
	text := memoText + "folgender Zwischenstand\nkann rnvw gegeben werden"
	plain := read(text)
	half := read(text)
	for i := range half.Words {
		half.Words[i].Conf = 0.4
	}
	if diff := cmp.Diff(Noise{}.Detect(plain), Noise{}.Detect(half)); diff != "" {
		t.Errorf("all 1 against all 0.4:\n%s", diff)
	}
	sure, unsure := read(text), read(text)
	for i, w := range sure.Words {
		sure.Words[i].Conf, unsure.Words[i].Conf = 0.95, 0.95
		if w.Text == "rnvw" {
			sure.Words[i].Conf, unsure.Words[i].Conf = 0.94, 0.05
		}
	}
	if a, b := score(sure, "rnvw"), score(unsure, "rnvw"); a >= b {
		t.Errorf("a doubted word scores %v, a trusted one %v", b, a)
	}
}

// score is that of the finding which covers a word, 0 if there is none.
func score(p *document.Page, word string) float64 {
	for _, a := range (Noise{}).Detect(p) {
		for _, w := range a.Words {
			if p.Words[w].Text == word {
				return a.Score
			}
		}
	}
	return 0
}

func TestFindingsHaveReasonsAndWords(t *testing.T) {
	p := read(memoText + "QLGZqGU*\n^^'■ |\\_ ;:'\nxS-AV,■■^ytuyy\n")
	for i := range p.Words {
		p.Words[i].Box = document.Box{10 * i, 5, 10*i + 8, 9}
	}
	findings := Noise{}.Detect(p)
	if len(findings) == 0 {
		t.Fatal("nothing found")
	}
	for _, a := range findings {
		if a.Kind != document.NoiseKind || a.Hidden || a.Score < 0.5 || a.Score > 1 || len(a.Words) == 0 || len(a.Reasons) == 0 {
			t.Errorf("finding %+v", a)
		}
		var box document.Box
		for _, w := range a.Words {
			box = box.Union(p.Words[w].Box)
		}
		if box != a.Box {
			t.Errorf("box %v, want that of its words %v", a.Box, box)
		}
		for _, r := range a.Reasons {
			if r.Text == "" {
				t.Errorf("reason without words: %+v", r)
			}
		}
	}
}

func TestSeedMemoLosesItsGarbageAndNothingElse(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "shared", "seed", "hausmitteilung.txt"))
	if err != nil {
		t.Skip("the seed text is not beside the repository:", err)
	}
	text, _, _ := strings.Cut(string(data), ",^^'■")
	p := read(string(data))
	Clean(p, []Detector{Noise{}, Signed{}}, Conservative())
	for _, w := range hiddenBefore(p, len(strings.Fields(text))) {
		if w != "QLGZqGU*" {
			t.Errorf("hidden of the memo itself: %q", w)
		}
	}
	if score(p, "QLGZqGU*") < 0.9 {
		t.Error("the logo is not found")
	}
	if left := strings.Fields(p.Body().String)[len(strings.Fields(text))-1:]; len(left) > 0 {
		t.Errorf("of the garbage page stay in the body: %q", left)
	}
	var lines []string
	for _, a := range (Signed{}).Detect(p) {
		lines = append(lines, lineText(p, a.Words))
	}
	if diff := cmp.Diff([]string{"Dirk HiLbirt", "Jan D^hauser"}, lines); diff != "" {
		t.Errorf("signatures (-want +got):\n%s", diff)
	}
}

func TestPrintedNamesAreNoSignatures(t *testing.T) {
	for _, name := range []string{"Dirk Hilbert", "Dr. K.-H. Schmidt", "Jan Donhauser\nErster Bürgermeister", "GmbH", "AfD Fraktion", "Anlage: A0293/21"} {
		p := read("Mit freundlichen Grüßen\n\n" + name)
		if found := (Signed{}).Detect(p); len(found) > 0 {
			t.Errorf("%q is called a signature", name)
		}
	}
	if found := (Signed{}).Detect(read("Dirk HiLbirt")); len(found) > 0 {
		t.Error("a name without a closing formula is called a signature")
	}
}

// hiddenBefore gives the hidden words among the first n.
func hiddenBefore(p *document.Page, n int) (out []string) {
	for _, w := range p.Words[:n] {
		if w.Hidden {
			out = append(out, w.Text)
		}
	}
	return out
}

func TestTrueTextsHaveNextToNoFalseAlarms(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join("..", "..", "shared", "corpus", "ocr-gt", "*", "*.gt.txt"))
	if len(files) == 0 {
		t.Skip("the corpus ocr-gt is not beside the repository")
	}
	words, alarms := 0, []string{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		p := read(string(data))
		Clean(p, []Detector{Noise{}}, Conservative())
		words += len(p.Words)
		alarms = append(alarms, hidden(p)...)
		if p.Verdict != document.Text {
			t.Errorf("%s was called %s", f, p.Verdict)
		}
	}
	if rate := float64(len(alarms)) / float64(words); rate > 0.0005 {
		t.Errorf("%.3f %% of %d true words hidden, want 0.05 %% at most: %q", 100*rate, words, alarms)
	}
}

func FuzzNoise(f *testing.F) {
	f.Add("QLGZqGU* der\n\n^^ ■", byte(3))
	f.Add("A0293/21 www.x.de\n\x00", byte(0))
	f.Fuzz(func(t *testing.T, text string, conf byte) {
		p := read(text)
		for i := range p.Words {
			p.Words[i].Conf = float64(int(conf)*(i+1)%101) / 100
		}
		first := Noise{}.Detect(p)
		if diff := cmp.Diff(first, Noise{}.Detect(p)); diff != "" {
			t.Fatalf("the same page, other findings:\n%s", diff)
		}
		covered := map[int]bool{}
		for _, a := range first {
			if len(a.Reasons) == 0 || a.Score < 0.5 || a.Score > 1 {
				t.Fatalf("finding %+v", a)
			}
			for _, w := range a.Words {
				if covered[w] || w >= len(p.Words) {
					t.Fatalf("word %d covered twice or not there", w)
				}
				covered[w] = true
			}
		}
	})
}

func BenchmarkNoisePage(b *testing.B) {
	data := strings.Repeat(memoText+"Der vorliegende Antrag wird um folgende Bereiche ergänzt.\n^^ ■ 'y^y\n", 25)
	p := read(data)
	b.ReportMetric(float64(len(p.Words)), "words")
	for b.Loop() {
		Noise{}.Detect(p)
	}
	if strings.IndexFunc(data, unicode.IsLetter) < 0 {
		b.Fatal("no text")
	}
}
