package analysis

import (
	"strings"
	"testing"
	"time"
)

// checkGist holds Gist, Needle and Elided to what they say of a text's tokens.
func checkGist(t *testing.T, text string) {
	t.Helper()
	gist := Gist(text)
	for _, tok := range Tokens(text) {
		if tok.Kind == Elliptic {
			if !Elided(text) {
				t.Errorf("%q: %q is left out in it, which Elided does not tell", text, tok.Text)
			}
			continue
		}
		if _, err := time.Parse(time.DateOnly, tok.Text); err == nil {
			continue
		}
		if needle := Needle(tok.Text); !strings.Contains(gist, needle) {
			t.Errorf("%q: token %q: %q is not in %q", text, tok.Text, needle, gist)
		}
	}
}

var gistTexts = []string{
	"Die Landschafts- und Denkmalpflege, Haupt-, Neben- oder Sonderaufgaben", "Grünflächenpflege und -planung",
	"da er A 0293/21 vom 25.04.2024 neu\nerlich prüf-\nte", "STRAẞE ﬅraße Œuvre Mu\u0308ller Übergrößenträger",
	"Zeile a\nergänzt so ergibt Eule", "ŁÓDŹ und Straße², ½ Stück – Schul– und Kultusamt", "привет мир ε",
}

func TestAGistHoldsEveryToken(t *testing.T) {
	for _, text := range gistTexts {
		checkGist(t, text)
	}
	if Elided("Zusammen-\narbeit - und mehr") {
		t.Error("a word parted at a line's end was taken for one that is left out")
	}
}

func FuzzGist(f *testing.F) {
	for _, text := range gistTexts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) < 1<<12 {
			checkGist(t, text)
		}
	})
}
