package export_test

import (
	"encoding/json"
	"strings"
	"testing"

	"aktenkundig/document"
	"aktenkundig/export"

	"github.com/google/go-cmp/cmp"
)

func memo() document.Document {
	return document.Document{
		ID:     strings.Repeat("ab", 32),
		Made:   document.Made{Languages: []string{"deu"}},
		Source: document.Source{Name: "memo.pdf", MediaType: "application/pdf", Size: 10, Added: "2024-04-25T08:00:00Z"},
		Pages: []document.Page{
			{
				Number: 1, Verdict: document.Text, Scan: document.Size{200, 100}, View: document.Size{200, 100}, DPI: 300,
				ToView:  document.Identity(),
				Regions: []document.Region{{Kind: document.Paragraph, Box: document.Box{0, 0, 90, 10}}},
				Lines:   []document.Line{{Box: document.Box{0, 0, 90, 10}}},
				Words: []document.Word{
					{Text: "Grüße", Box: document.Box{0, 0, 40, 10}, Conf: 0.9},
					{Text: "QLGZ*", Box: document.Box{50, 0, 90, 10}, Conf: 0.2, Hidden: true},
				},
				Artefacts: []document.Artefact{{
					Kind: document.NoiseKind, Box: document.Box{50, 0, 90, 10}, Score: 0.97, Hidden: true, Words: []int{1},
					Reasons: []document.Reason{{Text: "confidence", Value: 0.2, Limit: 0.5}},
				}},
			},
			{Number: 2, Verdict: document.Blank, ToView: document.Identity()},
		},
	}
}

func TestJSONHoldsTheMachineContract(t *testing.T) {
	var b strings.Builder
	if err := export.JSON(&b, memo()); err != nil {
		t.Fatal(err)
	}
	if strings.Count(b.String(), "\n") != 1 || strings.Contains(b.String(), "null") {
		t.Errorf("want one line without null, got %s", b.String())
	}
	var got map[string]any
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
		t.Fatal(err)
	}
	p := got["pages"].([]any)[0].(map[string]any)
	want := map[string]any{
		"number": 1.0, "verdict": "text", "scan": []any{200.0, 100.0}, "view": []any{200.0, 100.0}, "dpi": 300.0,
		"toView": []any{1.0, 0.0, 0.0, 1.0, 0.0, 0.0}, "body": "Grüße", "aside": "QLGZ*",
		"words": []any{
			map[string]any{"text": "Grüße", "box": []any{0.0, 0.0, 40.0, 10.0}, "conf": 0.9, "line": 0.0, "hidden": false},
			map[string]any{"text": "QLGZ*", "box": []any{50.0, 0.0, 90.0, 10.0}, "conf": 0.2, "line": 0.0, "hidden": true},
		},
	}
	for k, w := range want {
		if diff := cmp.Diff(p[k], w); diff != "" {
			t.Errorf("pages[0].%s (-got +want)\n%s", k, diff)
		}
	}
	for _, k := range []string{"id", "source", "fields"} {
		if _, ok := got[k]; !ok {
			t.Errorf("%q is missing", k)
		}
	}
}

func TestTextPartsPagesByFormFeed(t *testing.T) {
	for _, c := range []struct {
		aside bool
		want  string
	}{{false, "Grüße\n\f"}, {true, "Grüße\n\nQLGZ*\n\f"}} {
		var b strings.Builder
		if err := export.Text(&b, memo(), c.aside); err != nil {
			t.Fatal(err)
		}
		if got := b.String(); got != c.want {
			t.Errorf("aside %v: text = %q, want %q", c.aside, got, c.want)
		}
	}
}
