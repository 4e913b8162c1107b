package cleanup

import (
	"strings"
	"testing"

	"aktenkundig/document"
)

func TestDatesOfStampsAreMendedByWhatStandsThere(t *testing.T) {
	for _, c := range []struct {
		read, want string
		dates      int
	}{
		{"14. MARZ 1968", "14. MÄRZ 1968", 1},
		{"Eing. ll. JAN 2O19", "Eing. 11. JAN 2019", 1},
		{"06. APF. 2020", "06. APR. 2020", 1},
		{"23 AUG 2017", "23 AUG 2017", 1},
		{"3. MÄRZ 2010", "3. MÄRZ 2010", 1},
		{"(29 FEE 2013)", "29 FEB 2013", 1}, // what is left of a ring goes
		{"66 AUG 2020", "66 AUG 2020", 0},   // no day
		{"10 JUX 2013", "10 JUX 2013", 0},   // June or July
		{"12. MAI 7016", "12. MAI 7016", 0}, // no year
		{"Stadt Mai 2020", "Stadt Mai 2020", 0},
		{"am 12. Uhr", "am 12. Uhr", 0},
	} {
		var words []document.Word
		for _, w := range strings.Fields(c.read) {
			words = append(words, document.Word{Text: w})
		}
		n := mendDates(words)
		var got []string
		for _, w := range words {
			got = append(got, w.Text)
		}
		if s := strings.Join(got, " "); s != c.want || n != c.dates {
			t.Errorf("%q: %q with %d dates, want %q with %d", c.read, s, n, c.want, c.dates)
		}
	}
}
