package extract

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aktenkundig/document"
)

// memo makes a document of plain text: a form feed parts pages, an empty line regions.
func memo(text string) *document.Document {
	d := &document.Document{}
	for i, page := range strings.Split(text, "\f") {
		p := document.Page{Number: i + 1, Verdict: document.Text}
		region := 0
		for line := range strings.SplitSeq(page, "\n") {
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
		d.Pages = append(d.Pages, p)
	}
	return d
}

// said is a field as the tests compare it.
type said struct{ Name, Type, Value string }

func saids(fields []document.Field, names ...string) []said {
	var out []said
	for _, f := range fields {
		if len(names) == 0 || strings.Contains(" "+strings.Join(names, " ")+" ", " "+f.Name+" ") {
			out = append(out, said{f.Name, f.Type, f.Value})
		}
	}
	return out
}

func TestSeedMemoSaysWhatItIs(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "shared", "seed", "hausmitteilung.txt"))
	if err != nil {
		t.Skip("the seed text is not beside the repository:", err)
	}
	got := saids(Fields(memo(string(data))))
	want := []said{
		{"confidentiality", "", "open"},
		{"city", "", "Dresden"},
		{"from", "", "Landeshauptstadt Dresden Der Oberbürgermeister"},
		{"to", "", "alle Fraktionen sowie Mitglieder des Stadtrates der Landeshauptstadt Dresden"},
		{"file-number", "", "(DGB) 15.1"},
		{"date", "", "2024-04-25"},
		{"stamp-date", "", "2024-04-25"},
		{"kind", "", "Beschlusskontrolle"},
		{"own-reference", "motion", "A0293/21"},
		{"reference", "motion", "A0293/21"},
		{"reference", "session", "SR/043/2022"},
		{"subject", "", "Starke Region im Herzen Europas - interkommunale Zusammenarbeit der Landeshauptstadt Dresden mit dem Umland voranbringen"},
		{"decision", "", "„Der Oberbürgermeister wird beauftragt, ein Programm zu entwickeln, mit dem anhand abrechenbarer"},
		{"mentioned-date", "", "2024-03-25"},
		{"mentioned-date", "", "2024-04-11"},
		{"deadline", "A0293/21", "2025-03-31"},
		{"signatory", "", "Dirk Hilbert"},
		{"signatory", "", "Jan Donhauser"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fields of the seed memo (-want +got):\n%s", diff)
	}
}

func TestReferencesInRunningText(t *testing.T) {
	cases := map[string]struct {
		text string
		want []said
	}{
		"dresden":                {"Antrag A0293/21, Vorlage V1972/12, Anfrage AF0324/15, Sitzung SR/043/2022.", []said{{"reference", "motion", "A0293/21"}, {"reference", "proposal", "V1972/12"}, {"reference", "inquiry", "AF0324/15"}, {"reference", "session", "SR/043/2022"}}},
		"O for 0":                {"zu AO293/21 wird", []said{{"reference", "motion", "A0293/21"}}},
		"l for 1":                {"zu A0293/2l wird", []said{{"reference", "motion", "A0293/21"}}},
		"B for 8":                {"zu A02B3/21 wird", []said{{"reference", "motion", "A0283/21"}}},
		"blanks":                 {"zu A 0293 / 21 wird", []said{{"reference", "motion", "A0293/21"}}},
		"over the line end":      {"Beschluss zu A0293/\n21 wird", []said{{"reference", "motion", "A0293/21"}}},
		"lost slash":             {"Beschlusskontrolle zu A029321 wird", []said{{"reference", "motion", "A0293/21"}}},
		"slash read as l":        {"Beschlusskontrolle zu A0293l21 wird", []said{{"reference", "motion", "A0293/21"}}},
		"lost zero":              {"zu A293/21 wird", []said{{"reference", "motion", "A0293/21"}}},
		"generic":                {"Vorlage Nr.: 2014/0123 und Drucksache 71/2015", []said{{"reference", "proposal", "2014/0123"}, {"reference", "proposal", "71/2015"}}},
		"english":                {"Resolution No. 2019-45 and Ordinance 80-2011", []said{{"reference", "resolution", "2019-45"}, {"reference", "ordinance", "80-2011"}}},
		"year ranges":            {"Doppelhaushalt 2024/2025, Schuljahr 2026/27, Antrag 2024/2025", nil},
		"telephone":              {"Telefon 0351/4882021, Tel. 488 20 21", nil},
		"bank":                   {"IBAN DE89 3704 0044 0532 0130 00", nil},
		"dates and amounts":      {"am 25.04.2024 für 1.234/21 EUR", nil},
		"virus":                  {"SARS/2020 und COVID-19/2021", nil},
		"product without a word": {"Typ A029321 geliefert", nil},
		"part of a path":         {"siehe X/A0293/21/2 dort", nil},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, saids(Fields(memo(c.text)), ReferenceField)); diff != "" {
				t.Errorf("references in %q (-want +got):\n%s", c.text, diff)
			}
		})
	}
}

func TestParseReferenceForgivesAndPrices(t *testing.T) {
	clean, ok := ParseReference("A0293/21")
	if !ok || clean.Value != "A0293/21" || clean.Type != "motion" {
		t.Fatalf("A0293/21 read as %+v, %v", clean, ok)
	}
	for _, s := range []string{"a0293/21", "A 0293 / 21", "AO293/21", "A0293/2l", "A029321", "ao293/21", " a293/21 ", "A0293121", "A0293l21"} {
		r, ok := ParseReference(s)
		if !ok || r.Value != "A0293/21" || r.Score > clean.Score {
			t.Errorf("%q read as %+v, %v", s, r, ok)
		}
	}
	for s, want := range map[string]string{"sr/43/2022": "", "SR 043/2022": "", "sr/043/2022": "SR/043/2022", "2014/0123": "2014/0123", "maf0012/15": "mAF0012/15", "71/2015": "71/2015", "2025/1076/1": "2025/1076/1"} {
		if r, _ := ParseReference(s); r.Value != want {
			t.Errorf("%q read as %q, want %q", s, r.Value, want)
		}
	}
	for _, s := range []string{"", "A", "2024/2025", "SARS/2020", "25.04.2024", "A0293", "hello", "A0293/21 und A0294/21"} {
		if r, ok := ParseReference(s); ok {
			t.Errorf("%q read as %+v, want nothing", s, r)
		}
	}
}

func TestParseDateReadsGermanAndEnglish(t *testing.T) {
	for s, want := range map[string]string{
		"25. APR. 2024": "2024-04-25", "31.3.25": "2025-03-31", "31. März 2025": "2025-03-31", "31. Maerz 2025": "2025-03-31",
		"March 31, 2025": "2025-03-31", "31 March 2025": "2025-03-31", "2024-04-25": "2024-04-25", "1st May 2020": "2020-05-01",
		"31.12.1999": "1999-12-31", "25.April 2024": "2024-04-25", "25. Aprii 2024": "2024-04-25", "1. 2. 2024": "2024-02-01",
		"29.02.2024": "2024-02-29", "O1.O2.2024": "2024-02-01", "25/04/2024": "2024-04-25", "04/25/2024": "2024-04-25", "5.11.88": "1988-11-05",
		"29.02.2023": "", "31.04.2024": "", "3/4/2025": "", "Jl. April 2024": "", "": "", "April 2024": "", "25.04.": "", "1.2.3": "",
		"25.13.2024": "", "0.1.2024": "", "25.04.2024 und 26.04.2024": "",
	} {
		if got, ok := ParseDate(s); got != want || ok != (want != "") {
			t.Errorf("ParseDate(%q) = %q, %v, want %q", s, got, ok, want)
		}
	}
}

func TestDatesHaveRoles(t *testing.T) {
	cases := map[string]struct {
		text string
		want []said
	}{
		"label above":      {"Datum:\n\n25. April 2024\n\nText", []said{{"date", "", "2024-04-25"}}},
		"label misread":    {"Dalum: 25.04.2024", []said{{"date", "", "2024-04-25"}}},
		"place":            {"Dresden, den 25. April 2024\n\nText hier", []said{{"date", "", "2024-04-25"}}},
		"deadline":         {"Nächste Beschlusskontrolle: 31. März 2025", []said{{"deadline", "", "2025-03-31"}}},
		"deadline misread": {"Nachste Beschiusskontroile: 31. März 2025", []said{{"deadline", "", "2025-03-31"}}},
		"until":            {"Wir bitten um Antwort bis zum 12.05.2023.", []said{{"deadline", "", "2023-05-12"}}},
		"session":          {"In der Sitzung des Stadtrates am 12. Mai 2022 wurde", []said{{"session-date", "", "2022-05-12"}}},
		"decision":         {"Mit Beschluss vom 12.05.2022 wurde", []said{{"decision-date", "", "2022-05-12"}}},
		"received":         {"EINGEGANGEN\n25. Mai 2022", []said{{"stamp-date", "received", "2022-05-25"}}},
		"mentioned":        {"Der Bau begann, wie berichtet, am 3. Juni 2021 in der Stadt.", []said{{"mentioned-date", "", "2021-06-03"}}},
		"broken":           {"Der Bau begann, wie berichtet, am 3.\nJuni 2021 in der Stadt.", []said{{"mentioned-date", "", "2021-06-03"}}},
		"session by name":  {"Gremium: 40. Plenarsitzung Gemeinderat\nTermin: 25. Juli 2017, 15:30 Uhr", []said{{"session-date", "", "2017-07-25"}}},
		"appointment":      {"Zuständig: Amt 66\nTermin: 25. Juli 2017", []said{{"deadline", "", "2017-07-25"}}},
		"heading":          {"Beschluss:\nBehandlung im Ausschuss am 5. März 2007", []said{{"mentioned-date", "", "2007-03-05"}}},
		"session named":    {"Sitzung SR/092/2015 am 9.12.2015", []said{{"reference", "session", "SR/092/2015"}, {"session-date", "", "2015-12-09"}}},
		"behind":           {"Der Stadtrat hatte am 5. März 2007 beschlossen: nichts.", []said{{"decision-date", "", "2007-03-05"}}},
		"two dates":        {"gemäß Beschluss vom 20.06.2019 per 01.01.2020 aufgelöst", []said{{"decision-date", "", "2019-06-20"}, {"mentioned-date", "", "2020-01-01"}}},
		"label of two":     {"Frist zur Stellungnahme: 5.3.2007", []said{{"deadline", "", "2007-03-05"}}},
		"made public":      {"Dieser Beschluss wurde am 5. März 2007 bekannt gemacht.", []said{{"mentioned-date", "", "2007-03-05"}}},
		"span":             {"Die Auslegung dauerte vom 8. April 2024 bis zum 8. Mai 2024 im Rathaus.", []said{{"mentioned-date", "", "2024-04-08"}, {"mentioned-date", "", "2024-05-08"}}},
		"english":          {"Date: 3 June 2021\n\nThe next report is due by 30 June 2022.", []said{{"date", "", "2021-06-03"}, {"deadline", "", "2022-06-30"}}},
		"sentence ends":    {"Es gab eine Sitzung. Gebaut wurde am 3. Juni 2021.", []said{{"mentioned-date", "", "2021-06-03"}}},
		"old papers":       {"Datum: 5.11.38\n\nBrief vom 3. Mai 1936 und vom 4.5.1937.", []said{{"date", "", "1938-11-05"}, {"mentioned-date", "", "1936-05-03"}, {"mentioned-date", "", "1937-05-04"}}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, saids(Fields(memo(c.text)), ReferenceField, DateField, StampDate, SessionDate, DecisionDate, Deadline, MentionedDate)); diff != "" {
				t.Errorf("dates in %q (-want +got):\n%s", c.text, diff)
			}
		})
	}
}

func TestGuessedDayIsACandidateOnly(t *testing.T) {
	fields := Fields(memo("Konferenz am Jl. April 2024 wurde"))
	if len(fields) != 1 || fields[0].Value != "2024-04-11" || fields[0].Score > 0.4 || fields[0].Raw != "Jl. April 2024" {
		t.Errorf("got %+v, want one candidate with a low score", fields)
	}
}

func TestSubjectAndFileNumber(t *testing.T) {
	for text, want := range map[string][]said{
		"Betreff: Neubau der Schule\nam Elbepark\n\nSehr geehrte Damen":         {{"subject", "", "Neubau der Schule am Elbepark"}},
		"Subject: Road works\n\nDear Sir":                                       {{"subject", "", "Road works"}},
		"Vorlage zu V1972/12\nErneuerung der Rad-\nwege\n\nSehr geehrte Frau X": {{"subject", "", "Erneuerung der Radwege"}},
		"GZ: (DGB) 15.1 Datum: 25.04.2024":                                      {{"file-number", "", "(DGB) 15.1"}},
		"Az.: 61-26/2020":                                                       {{"file-number", "", "61-26/2020"}},
		"Aktenzeichen: (1) 11.01.90":                                            {{"file-number", "", "(1) 11.01.90"}},
		"Az. (3) 09 00 03 20.06.2019":                                           {{"file-number", "", "(3) 09 00 03"}},
		"Unser Zeichen: R8 72,46":                                               {{"file-number", "", "R8 72.46"}},
		"An alle GZ (WWM) 24.18":                                                {{"file-number", "", "(WWM) 24.18"}},
		"G2: 77.6.1":                                                            {{"file-number", "", "77.6.1"}},
		"Unser Zeichen! E3 22.34":                                               {{"file-number", "", "E3 22.34"}},
		"GZs5 (INK) 71,2":                                                       {{"file-number", "", "(INK) 71.2"}},
		"(47: (CPN} 14.7":                                                       {{"file-number", "", "(CPN) 14.7"}},
		"siehe (DIN) 14.7":                                                      nil,
		"GZ: (ZEP)11.15":                                                        {{"file-number", "", "(ZEP) 11.15"}},
		"Betreff: Anfrage AF1156/7: Tourismus in Dresden":                       {{"subject", "", "Tourismus in Dresden"}},
		"Betreff: Rücklage und Mietbiiro der Stadt":                             {{"subject", "", "Rücklage und Mietbüro der Stadt"}},
		"Re: Works at School Lane _ Dear Sir or Madam,":                         {{"subject", "", "Works at School Lane"}},
		"GZ: 79-El-43":                                                          {{"file-number", "", "79-EI-43"}},
		"Ref.: siehe oben":                                                      nil,
	} {
		if diff := cmp.Diff(want, saids(Fields(memo(text)), Subject, FileNumber)); diff != "" {
			t.Errorf("in %q (-want +got):\n%s", text, diff)
		}
	}
}

func TestHiddenWordsSayNothing(t *testing.T) {
	d := memo("zu A0293/21 wird")
	d.Pages[0].Words[1].Hidden = true
	if got := Fields(d); len(got) != 0 {
		t.Errorf("a hidden reference was read: %+v", got)
	}
}

func TestStampsAreRead(t *testing.T) {
	d := memo("Text allein")
	d.Pages[0].Artefacts = []document.Artefact{{Kind: document.Stamp, Text: "EINGEGANGEN 25. APR. 2024", Words: []int{1}}}
	if diff := cmp.Diff([]said{{"stamp-date", "received", "2024-04-25"}}, saids(Fields(d))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestFieldsRestOnTheirWords(t *testing.T) {
	d := memo("Bericht zu A0293/\n21 vom\n\f25. April 2024")
	fields := Fields(d)
	if len(fields) != 2 {
		t.Fatalf("got %+v, want a reference and a date", fields)
	}
	if diff := cmp.Diff([]int{2, 3}, fields[0].Words); diff != "" {
		t.Errorf("words of the reference (-want +got):\n%s", diff)
	}
	if fields[1].Page != 2 || !reflect.DeepEqual(fields[1].Words, []int{0, 1, 2}) {
		t.Errorf("date rests on %v of page %d", fields[1].Words, fields[1].Page)
	}
}

func TestProfilesAreChecked(t *testing.T) {
	for _, bad := range []string{
		`{`, `{"references":[{"type":"x","form":"Y4/#4"}]}`, `{"references":[{"type":"x","form":"A?"}]}`,
		`{"references":[{"form":"A#4"}]}`, `{"references":[{"type":"x","form":"ABC"}]}`, `{"anchors":[{"name":"date","words":" "}]}`,
	} {
		if _, err := ParseProfile([]byte(bad)); err == nil {
			t.Errorf("profile %s was taken", bad)
		}
	}
	p, err := ParseProfile([]byte(`{"name":"town","references":[{"type":"paper","form":"BV-#3/Y4"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewReader(Options{Profiles: []Profile{p}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]said{{"reference", "paper", "BV-012/2020"}}, saids(r.Fields(memo("siehe BV-012/2020 und A0293/21")))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestAStampThatLostAFigureIsACandidate(t *testing.T) {
	for text, want := range map[string]bool{"24. APR. 2020": true, "„4. APR. 2020": false, "4. APR. 2020": true, "EINGANG 24. APR. 2020": true} {
		d := memo("Text allein")
		d.Pages[0].Artefacts = []document.Artefact{{Kind: document.Stamp, Text: text, Words: []int{1}}}
		got := false
		for _, f := range Fields(d) {
			got = got || f.Name == StampDate && f.Score >= believed
		}
		if got != want {
			t.Errorf("%q: believed %v, want %v", text, got, want)
		}
	}
}

// TestStampThatWasReadInTwoWaysIsDoubted has a date whose words cleanup doubts, one beside doubted words of another line, and one
// whose finding points beyond the page.
func TestStampThatWasReadInTwoWaysIsDoubted(t *testing.T) {
	for _, c := range []struct {
		name  string
		conf  []float64
		words []int
		sure  bool
	}{
		{"sure", []float64{0.9, 0.9, 0.9, 0.9}, []int{0, 1, 2, 3}, true},
		{"two readings of the date", []float64{0.9, 0.4, 0.4, 0.4}, []int{0, 1, 2, 3}, false},
		{"another line is worn", []float64{0.3, 0.9, 0.9, 0.9}, []int{0, 1, 2, 3}, true},
		{"words that are not there", []float64{0.9, 0.9, 0.9, 0.9}, []int{-1, 7}, true},
	} {
		d := memo("2 25. APR. 2024")
		p := &d.Pages[0]
		for i := range p.Words {
			p.Words[i].Conf = c.conf[i]
		}
		p.Artefacts = []document.Artefact{{Kind: document.Stamp, Text: "2 25. APR. 2024", Words: c.words, Hidden: true}}
		got := stampFields(p, 2024)
		if len(got) != 1 || got[0].Value != "2024-04-25" || (got[0].Score >= believed) != c.sure {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}
