package extract

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"aktenkundig/document"
)

// drawn is what the test needs of a drawn memo's truth.
type drawn struct {
	Pages []struct {
		Verdict, Text string
		Artefacts     []struct{ Kind, Text string }
	}
	Fields []struct {
		Name, Type, Value string
		Page              int
	}
}

// TestDrawnMemosSayWhatTheyState feeds the true texts, so that what is missed is missed by extract and no engine.
func TestDrawnMemosSayWhatTheyState(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join("..", "testdata", "memos", "*.truth.json"))
	if len(files) == 0 {
		t.Fatal("no memos drawn in testdata/memos")
	}
	all := []string{ReferenceField, DateField, StampDate, SessionDate, DecisionDate, Deadline, FileNumber, Subject}
	stated, missed := 0, 0
	for _, f := range files {
		truth := load(t, f)
		got := Fields(truth.document())
		for _, want := range truth.Fields {
			if !slices.Contains(all, want.Name) {
				continue
			}
			stated++
			if !slices.ContainsFunc(got, func(g document.Field) bool { return says(g, want.Name, want.Type, want.Value, want.Page) }) {
				missed++
				t.Logf("%s: %s %s %q of page %d is missed", filepath.Base(f), want.Name, want.Type, want.Value, want.Page)
			}
		}
		for _, g := range got {
			if g.Name == ReferenceField && !slices.ContainsFunc(truth.Fields, func(w struct {
				Name, Type, Value string
				Page              int
			}) bool {
				return w.Name == g.Name && w.Value == g.Value
			}) {
				t.Errorf("%s: reference %s is not there", filepath.Base(f), g.Value)
			}
		}
	}
	if stated == 0 {
		t.Error("the memos state no field that was looked for: nothing was checked")
	}
	if float64(missed) > 0.02*float64(stated) {
		t.Errorf("%d of %d stated fields missed, want 2 %% at most", missed, stated)
	}
}

// says compares a field with the truth. A truth's subject may begin with the line of its reference.
func says(g document.Field, name, kind, value string, page int) bool {
	if g.Name != name || g.Page != page {
		return false
	}
	if name == Subject {
		return strings.HasSuffix(value, g.Value) && 2*len(g.Value) > len(value)-60
	}
	return (g.Type == kind || kind == "") && g.Value == value
}

func load(t *testing.T, file string) (d drawn) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(data, &d)
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (d drawn) document() *document.Document {
	var texts []string
	for _, p := range d.Pages {
		texts = append(texts, p.Text)
	}
	doc := memo(strings.Join(texts, "\f"))
	for i, p := range d.Pages {
		for _, a := range p.Artefacts {
			doc.Pages[i].Artefacts = append(doc.Pages[i].Artefacts, document.Artefact{Kind: document.Kind(a.Kind), Text: a.Text})
		}
	}
	return doc
}
