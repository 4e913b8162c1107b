package prose

import (
	"strings"
	"testing"
)

func TestSyllablesBreakWhereSchoolsDo(t *testing.T) {
	for word, want := range map[string]string{
		"Verwaltung": "Ver|wal|tung", "Beschluss": "Be|schluss", "Beschlüsse": "Be|schlüsse", "Entwicklung": "Ent|wick|lung",
		"Zusammenarbeit": "Zusammen|ar|beit", "Brücken\u00adkonzept": "Brü|cken|kon|zept", "Haushalts\u00adplanung": "Haus|halts|pla|nung",
		"Verkehrs\u00adausschuss": "Ver|kehrs|aus|schuss", "Vereine": "Ver|eine", "Straße": "Straße", "über": "über", "A0293/21": "A0293/21",
		"ergänzt": "er|gänzt", "Landschafts-": "Land|schafts-", "Wendisch-Rietz": "Wen|disch-|Rietz", "einigen": "ei|ni|gen",
	} {
		if got := strings.Join(Syllables(word, German), "|"); got != want {
			t.Errorf("%s: got %s, want %s", Plain(word), got, want)
		}
	}
	for word, want := range map[string]string{
		"committee": "com|mit|tee", "allocation": "alloca|tion", "management": "manage|ment", "drafting": "drafting", "medium-term": "medium-|term",
	} {
		if got := strings.Join(Syllables(word, English), "|"); got != want {
			t.Errorf("%s: got %s, want %s", word, got, want)
		}
	}
}
