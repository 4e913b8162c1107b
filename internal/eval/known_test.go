package eval

import (
	"strings"
	"testing"
)

func TestQuestionsAreMadeFromTheTruth(t *testing.T) {
	item := Item{Truth: Truth{
		Pages: []TruthPage{
			{Verdict: "text", Text: "Die Haushaltssatzung der Gemeinden wird beschlossen und der Flächennutzungsplan geändert.\nWegen fehlender Grundstücke verzögert sich der Schulneubau."},
			{Verdict: "noise", Text: "Unfug Rauschen Krikelkrakel"},
		},
		Fields: []TruthField{{Name: "reference", Value: "A0293/21"}, {Name: "signatory", Value: "Petra Muster"}},
	}}
	seen := map[string]bool{}
	for _, q := range Questions([]Item{item}, 3, 20) {
		seen[q.Class] = true
		if strings.Contains(q.Text, "Krikel") {
			t.Errorf("%+v asks for noise", q)
		}
		switch q.Class {
		case "phrase":
			if text := strings.Trim(q.Text, `"`); !strings.Contains(strings.Join(strings.Fields(trueText(item)), " "), text) {
				t.Errorf("phrase %s is not in the text", q.Text)
			}
		case "reference":
			if q.Text != "A0293/21" {
				t.Errorf("reference %q", q.Text)
			}
		case "compound part":
			if strings.Contains(q.Text, "Haushaltssatzung ") {
				t.Errorf("%q asks for the whole compound", q.Text)
			}
		}
	}
	for _, c := range QuestionClasses() {
		if !seen[c] {
			t.Errorf("no question of class %s", c)
		}
	}
}

func TestFoundIsCounted(t *testing.T) {
	f := Found{}
	for _, rank := range []int{1, 2, 0, 11} {
		f.Add("words", rank)
	}
	if c := *f["words"]; c.Questions != 4 || c.First != 1 || c.Ten != 2 || c.Reciprocal < 1.590 || c.Reciprocal > 1.592 {
		t.Errorf("%+v", c)
	}
}
