package cleanup

import (
	"image"
	"strings"
	"testing"

	"aktenkundig/document"
)

func TestDatesOfStampsAreMendedByWhatStandsThere(t *testing.T) {
	for _, c := range []struct {
		read, want, date string
	}{
		{"14. MARZ 1968", "14. MÄRZ 1968", "14 MÄRZ 1968"},
		{"Eing. ll. JAN 2O19", "Eing. 11. JAN 2019", "11 JAN 2019"},
		{"06. APF. 2020", "06. APR. 2020", "06 APR 2020"},
		{"23 AUG 2017", "23 AUG 2017", "23 AUG 2017"},
		{"3. MÄRZ 2010", "3. MÄRZ 2010", "3 MÄRZ 2010"},
		{"(29 FEE 2013)", "29 FEB 2013", "29 FEB 2013"}, // what is left of a ring goes
		{"66 AUG 2020", "66 AUG 2020", ""},              // no day
		{"10 JUX 2013", "10 JUX 2013", ""},              // June or July
		{"12. MAI 7016", "12. MAI 7016", ""},            // no year
		{"Stadt Mai 2020", "Stadt Mai 2020", ""},
		{"am 12. Uhr", "am 12. Uhr", ""},
	} {
		var words []document.Word
		for _, w := range strings.Fields(c.read) {
			words = append(words, document.Word{Text: w})
		}
		date := strings.Join(mendDates(words), ", ")
		var got []string
		for _, w := range words {
			got = append(got, w.Text)
		}
		if s := strings.Join(got, " "); s != c.want || date != c.date {
			t.Errorf("%q: %q with the date %q, want %q with %q", c.read, s, date, c.want, c.date)
		}
	}
}

// TestRenderingsThatContradictEachOtherAreDoubted lays one line of a stamp on a plate twice, read with one date and with another.
func TestRenderingsThatContradictEachOtherAreDoubted(t *testing.T) {
	for second, want := range map[string]float64{"04 APR 2018": 0.9, "04 APR 2023": 0.4, "04 A": 0.9} {
		plate := &Plate{Image: image.NewGray(image.Rect(0, 0, 400, 200)), strips: []strip{
			{top: 36, toView: document.Identity()}, {top: 116, toView: document.Identity()},
		}}
		s := Sight{Plate: plate, Findings: []document.Artefact{{Kind: document.Stamp, Hidden: true}}}
		p := document.Page{View: document.Size{400, 200}}
		var words []document.Word
		for line, text := range []string{"04 APR 2018", second} {
			for i, w := range strings.Fields(text) {
				words = append(words, document.Word{Text: w, Line: line, Conf: 0.9 - 0.01*float64(line), Box: document.Box{20 + 90*i, 40 + 80*line, 80 + 90*i, 70 + 80*line}})
			}
		}
		s.Tell(&p, []document.Line{{Box: document.Box{20, 40, 380, 70}}, {Box: document.Box{20, 120, 380, 150}}}, words)
		if len(p.Words) != 3 || p.Words[2].Text != "2018" || p.Words[2].Conf != want {
			t.Errorf("beside %q: %+v, want 2018 at %v", second, p.Words, want)
		}
	}
}
