package cleanup

import (
	"strings"
	"testing"

	"aktenkundig/document"
)

func TestPolicyOfOnesOwnIsReadAndBounded(t *testing.T) {
	p, err := ParsePolicy([]byte(`{"name": "strict", "hide": {"stamp": 0.95}}`))
	if err != nil {
		t.Fatal(err)
	}
	if p.Name != "strict cbd8bee0" {
		t.Errorf("name %q", p.Name)
	}
	for score, want := range map[float64]bool{0.94: false, 0.95: true} {
		if got := p.Hides(document.Artefact{Kind: document.Stamp, Score: score}); got != want {
			t.Errorf("a stamp of score %v is hidden: %v", score, got)
		}
	}
	if p.Hides(document.Artefact{Kind: document.NoiseKind, Score: 1}) {
		t.Error("a kind without a threshold is hidden")
	}
	for _, c := range []struct{ data, says string }{
		{`{"name": "off", "hide": {}}`, "name of its own"},
		{`{"hide": {"stamp": 0.9}}`, "name of its own"},
		{`{"name": "x", "hide": {"stmp": 0.9}}`, `"stmp"`},
		{`{"name": "x", "hide": {"stamp": 0}}`, "above 0"},
		{`{"name": "x", "hide": {"stamp": 1.1}}`, "above 0"},
		{`{"name": "x", "show": {}}`, "show"},
		{`stamp: 0.9`, "a policy is written"},
	} {
		if _, err := ParsePolicy([]byte(c.data)); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.data, err)
		}
	}
}
