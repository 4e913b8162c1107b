package extract

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aktenkundig/document"
)

// TestMisreadHeadsAreUnderstood has lines of heads as engines read them.
func TestMisreadHeadsAreUnderstood(t *testing.T) {
	for text, want := range map[string][]said{
		// a point of the day is lost
		"Datum: 03.08 2015\n\nText":        {{"date", "", "2015-08-03"}},
		"Datum: 03 08.2015\n\nText":        {{"date", "", "2015-08-03"}},
		"Datum: 03.08,2015\n\nText":        {{"date", "", "2015-08-03"}},
		"Kapitel 3.8 2015 und Text.":       nil,
		"Datum: 28, August 1990\n\nText":   {{"date", "", "1990-08-28"}},
		"Date: ll January 2024\n\nText":    {{"date", "", "2024-01-11"}},
		"Datum: 08. DE7. 2019\n\nText":     {{"date", "", "2019-12-08"}},
		"Date February 18, 2022\n\nText":   {{"date", "", "2022-02-18"}},
		"The date May 18, 2022 was set.":   nil,
		"File No 14.77.27\n\nText":         {{"file-number", "", "14.77.27"}},
		"Datum? 05.10.1968\n\nText":        {{"date", "", "1968-10-05"}},
		"Wer wusste das Datum? 05.10.1968": nil,
		"Date: lO January 2024\n\nText":    nil,
		// dirt beside the subject
		"Niederschrift\n\n-Sitzung SR/052/2020 am 15. Februar 2021\n\nAnwesend: Olaf Lehmann":          {{"subject", "", "Sitzung SR/052/2020 am 15. Februar 2021"}, {"reference", "session", "SR/052/2020"}, {"session-date", "", "2021-02-15"}},
		"Minutes\n\nitzung SR/008/1990 am 22. August 1990":                                             {{"subject", "", "Sitzung SR/008/1990 am 22. August 1990"}, {"reference", "session", "SR/008/1990"}},
		"Betreff: © Wege in der Stadt\n\nText":                                                         {{"subject", "", "Wege in der Stadt"}},
		"Betreff: q Meeting the needs =:\n\nDear Sir":                                                  {{"subject", "", "Meeting the needs"}},
		"Datum: 1.2.2020\n\n- Fortschreibung der Planung\nder Stadt\n\nSehr geehrte Damen und Herren,": {{"date", "", "2020-02-01"}, {"subject", "", "Fortschreibung der Planung der Stadt"}},
		"Motion No: A0012/25\n\nRoad works\nSEP 2025\n\nReasons":                                       {{"reference", "motion", "A0012/25"}, {"subject", "", "Road works"}},
		// salutations
		"Datum: 1.2.2020\n\nNeubau der Schule\nSerr geehrte Damen und Herren,\n\nText": {{"date", "", "2020-02-01"}, {"subject", "", "Neubau der Schule"}},
		"Datum: 1.2.2020\n\nNeubau der Schule\nSehr.geehrte Frau Roth,\n\nText":        {{"date", "", "2020-02-01"}, {"subject", "", "Neubau der Schule"}},
		// a table between the head and the subject
		"File No: 61\n\nCommittee Date Result\n\nTown Council 02.05.1966\n\nreferred back\n\nAudit Committee 09.05.1966 deferred\n\nRoad works at School Lane\n\nReasons": {
			{"file-number", "", "61"}, {"subject", "", "Road works at School Lane"}},
		// file numbers
		"GZ: 47-\\S-59":               {{"file-number", "", "47-IS-59"}},
		"Az.: 55-8841.03 Alter Platz": {{"file-number", "", "55-8841.03 Alter Platz"}},
		"GZ: $2 50.23":                {{"file-number", "", "S2 50.23"}},
		// references
		"referred to A2794-11. The":          {{"reference", "motion", "A2794/11"}},
		"auf die Vorlage v0147/92 verwiesen": {{"reference", "proposal", "V0147/92"}},
		"auf die Vorlage vV1885/85 ":         {{"reference", "proposal", "V1885/85"}},
		"reterred to V 1720,20 and":          {{"reference", "proposal", "V1720/20"}},
		"Rufnummer A2794-11":                 nil,
		// a nought, or the stroke after the letters, was seen twice or as another
		"Beschlusskontrolle zu A0O290/09":      {{"reference", "motion", "A0290/09"}},
		"Beschlusskontrolle zu AO0O35/17":      {{"reference", "motion", "A0035/17"}},
		"zu A0O29/09 wird":                     {{"reference", "motion", "A0029/09"}},
		"(Sitzungsnummer: SRI/063/2017)":       {{"reference", "session", "SR/063/2017"}},
		"(Sitzungsnummer: SRI02712024)":        nil, // too doubtful to be believed
		"(Sitzungsnummer: SRl063/2017)":        {{"reference", "session", "SR/063/2017"}},
		"im Ordner A00O290/09 und SRI02712024": nil,
	} {
		var sure []document.Field
		for _, f := range Fields(memo(text)) {
			if f.Score >= believed {
				sure = append(sure, f)
			}
		}
		if diff := cmp.Diff(want, saids(sure, DateField, Subject, FileNumber, ReferenceField, SessionDate)); diff != "" {
			t.Errorf("in %q (-want +got):\n%s", text, diff)
		}
	}
}

func TestDatesThatLinesPartHaveTheirRoles(t *testing.T) {
	for text, want := range map[string][]said{
		"The Audit Committee took note of it at its meeting on 15\nFebruary 2012.":     {{"session-date", "", "2012-02-15"}},
		"The Audit Committee took note of it at its meeting on 15 Feb-\nruary 2012.":   {{"session-date", "", "2012-02-15"}},
		"in seiner Sit-\nzung am 5. März 2007 zur Kenntnis genommen":                   {{"session-date", "", "2007-03-05"}},
		"entsprechend der Abwägung in der Rats-\nsitzung am 26.03.2019 berücksichtigt": {{"session-date", "", "2019-03-26"}},
		"Grundlage ist der Beschluss in der Fassung vom 20. März 2011.":                {{"mentioned-date", "", "2011-03-20"}},
		"Der Stadtrat hatte am 20. Oktober 2010 beschlos-\nsen: nichts":                {{"decision-date", "", "2010-10-20"}},
		"a total rise by some 15\nMay 2012 saw":                                        nil,
	} {
		if diff := cmp.Diff(want, saids(Fields(memo(text)), SessionDate, DecisionDate, MentionedDate)); diff != "" {
			t.Errorf("in %q (-want +got):\n%s", text, diff)
		}
	}
}

func TestSendersAndAddressees(t *testing.T) {
	for text, want := range map[string][]said{
		"Antrag\n\nFraktion Stadtliste\nim Stadtrat Oberau\n\nAntrag Nr.: A0012/13":               {{"city", "", "Oberau"}, {"from", "", "Fraktion Stadtliste im Stadtrat Oberau"}},
		"Vorlage\n\nStadt Neuhof\nStraßen- und Tiefbauamt\n\nGZ: 12.3":                            {{"city", "", "Neuhof"}, {"from", "", "Stadt Neuhof Straßen- und Tiefbauamt"}},
		"Vorlage\n\nStadt Neuhof\nÄltestenrat\n\nGZ: 12.3":                                        {{"city", "", "Neuhof"}, {"from", "", "Stadt Neuhof Ältestenrat"}},
		"Minutes\n\nTown Couneil of lvybridge Moor\nThe Town Clerk\n\nThe meeting of the council": {{"city", "", "Ivybridge Moor"}, {"from", "", "Town Council of Ivybridge Moor The Town Clerk"}},
		"Analle\nMitglieder des Stadtrates\n\nGZ: 12.3":                                           {{"to", "", "alle Mitglieder des Stadtrates"}},
		"To: All Members\nofthe Town Council\n\nThe members of the council and the mayor":         {{"to", "", "All Members of the Town Council"}},
		"Proposal\n\nTown Council of Fernleigh\n\nFile No: 61\n\nHighways Department Date: 21 December 2016": {
			{"city", "", "Fernleigh"}, {"from", "", "Town Council of Fernleigh Highways Department"}},
		"Motion\n\nGreen List\ninthe Town Council of Ashmere\n\nThe members of the council": {
			{"city", "", "Ashmere"}, {"from", "", "Green List in the Town Council of Ashmere"}},
		"An die\nMitglieder\n\ndes Stadtrates der Stadt Neuhof\n\nGZ: 12.3": {{"to", "", "die Mitglieder des Stadtrates der Stadt Neuhof"}},
	} {
		if diff := cmp.Diff(want, saids(Fields(memo(text)), From, To, City)); diff != "" {
			t.Errorf("in %q (-want +got):\n%s", text, diff)
		}
	}
}

// placed gives each line of a memo a box at top and height 40, its words 200 wide, 20 apart.
func placed(d *document.Document, tops ...int) *document.Document {
	p := &d.Pages[0]
	x, line := 0, -1
	for i, w := range p.Words {
		if w.Line != line {
			x, line = 100, w.Line
		}
		p.Words[i].Box = document.Box{x, tops[w.Line], x + 200, tops[w.Line] + 40}
		x += 220
	}
	return d
}

func TestASubjectThatWasTakenForTwoParagraphsIsOne(t *testing.T) {
	text := "Datum: 1.2.2020\n\nZukunft der historischen\n\nBeteiligung\nSehr geehrte Damen und Herren,"
	for last, want := range map[int]string{270: "Zukunft der historischen Beteiligung", 340: "Beteiligung"} {
		d := placed(memo(text), 100, 200, last, last+80)
		if diff := cmp.Diff([]said{{"subject", "", want}}, saids(Fields(d), Subject)); diff != "" {
			t.Errorf("%d below the first line (-want +got):\n%s", last-240, diff)
		}
	}
}

func TestWhatStandsFarRightOfASubjectIsNoPartOfIt(t *testing.T) {
	for apart, want := range map[int]string{20: "Road works see file", 400: "Road works"} {
		d := placed(memo("Subject: Road works see file\n\nDear Sir"), 100, 300)
		for i := 3; i < 5; i++ {
			d.Pages[0].Words[i].Box[0] += apart
			d.Pages[0].Words[i].Box[2] += apart
		}
		if diff := cmp.Diff([]said{{"subject", "", want}}, saids(Fields(d), Subject)); diff != "" {
			t.Errorf("%d apart (-want +got):\n%s", apart, diff)
		}
	}
}

func TestALabelThatGrewTogetherWithItsBoxIsSecret(t *testing.T) {
	for word, want := range map[string]bool{"UÜvertraulich": true, "[vertraulich": true, "vertraulich": true, "Unvertraulichkeit": false, "vertraut": false} {
		if got := secret(word); got != want {
			t.Errorf("%q: %v, want %v", word, got, want)
		}
	}
}

func TestLostDotsAndBlanksAreMended(t *testing.T) {
	s := func(text string) sheet {
		d := memo(text)
		s := newSheet(&d.Pages[0])
		s.known = newEvidence(s.page, nil)
		s.known.dotless = s.known.german && s.known.losesDots(s.page)
		return s
	}
	german := "die Stadt und der Rat haben das Amt für die Planung "
	english := "the council and the members of the town have been there with the mayor "
	for _, c := range []struct{ page, text, want string }{
		{german + "fiir alle", "Vergabeflache fir Hohenau", "Vergabefläche für Hohenau"},
		{german, "Vergabeflache fir Hohenau", "Vergabeflache fir Hohenau"}, // this page keeps its dots
		{german + "tiberwachen", "Stadtbezirksbeirate", "Stadtbezirksbeiräte"},
		{german + "fiir alle", "Qualitatsflache", "Qualitätsfläche"},
		{german, "am 4. Marz ım Rathaus", "am 4. März im Rathaus"},
		{german, "Ausbau unc Stand", "Ausbau und Stand"},
		{german, "Der Uhl", "Der Uhl"},
		{english, "Zhe future ofthe port", "The future of the port"},
		{english, "other father", "other father"},
	} {
		if got := s(strings.Repeat(c.page, 3)).mended(c.text); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestNamesThatASignatureRunsThroughAreRead(t *testing.T) {
	for line, want := range map[string][]said{
		"Ruth ‘Palmer":                      {{"signatory", "", "Ruth Palmer"}},
		"Rüdiger Wagner J v Sven Naumann":   {{"signatory", "", "Rüdiger Wagner"}, {"signatory", "", "Sven Naumann"}},
		"wolfgang Schubert":                 {{"signatory", "", "Wolfgang Schubert"}},
		"Holger Kriiger *":                  {{"signatory", "", "Holger Krüger"}},
		"Dr. Karl von Lehmann":              {{"signatory", "", "Dr. Karl von Lehmann"}},
		"gez. Karl Lehmann":                 {{"signatory", "", "Karl Lehmann"}},
		"im Namen aller":                    nil,
		"Dr. Alice Lambert Henry Thornton.": {{"signatory", "", "Dr. Alice Lambert"}, {"signatory", "", "Henry Thornton"}},
		"Niis Wagner":                       {{"signatory", "", "Niis Wagner"}}, // nobody is called Nüs
		"Planung & Bau":                     nil,                                // two offices
		"a) Frau Jutta Lehmann":             nil,                                // a list
	} {
		d := memo("Die Stadt und der Rat haben das Amt für die Planung.\n\nMit freundlichen Grüßen\n\n" + line + "\nAmtsleitung")
		if diff := cmp.Diff(want, saids(Fields(d), Signatory)); diff != "" {
			t.Errorf("in %q (-want +got):\n%s", line, diff)
		}
	}
}
