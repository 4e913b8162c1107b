package document

import "testing"

func TestTheStrictestLevelHolds(t *testing.T) {
	for _, c := range []struct {
		fields []string
		want   Level
	}{
		{nil, LevelUnmarked},
		{[]string{"open"}, LevelOpen},
		{[]string{"unclear"}, LevelUnclear},
		{[]string{"open", "unclear"}, LevelUnclear},
		{[]string{"unclear", "open"}, LevelUnclear},
		{[]string{"open", "confidential"}, LevelConfidential},
		{[]string{"streng geheim"}, LevelUnclear},
	} {
		d := Document{Fields: []Field{{Name: "subject", Value: "confidential"}}}
		for _, v := range c.fields {
			d.Fields = append(d.Fields, Field{Name: "confidentiality", Value: v, Score: 0.1})
		}
		if got := d.Level(); got != c.want {
			t.Errorf("%v: %s, want %s", c.fields, got, c.want)
		}
	}
}
