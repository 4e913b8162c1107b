package eval

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aktenkundig/document"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files")

// fewFiles is a run with a good memo, one in which a stamp leaked and a word was hidden, and a letter of which only
// the text is known; and what a plain engine made of the three.
func fewFiles() (ours, plain []FileScore) {
	good, d := memo()
	bad := good
	bad.Path, bad.Truth.Classes = "stamped.png", []string{"fax", "stamp"}
	bad.Set = "fax"
	_, e := memo()
	e.Pages[0].Words[1].Hidden = true
	e.Pages[0].Words = append(e.Pages[0].Words, document.Word{Text: "QLGZqGU*", Box: document.Box{55, 15, 85, 35}, Line: 1})
	e.Pages[0].Artefacts[0].Kind = document.Signature
	e.Fields[0].Value = "A0298/21"
	letter := typedItem("letters", "Sehr geehrte Damen und Herren,")
	ours = []FileScore{Score(bad, e), Score(letter, Plain("Sehr geehrte Darnen und Herren,")), Score(good, d)}
	plain = []FileScore{
		Score(good, Plain("Der Rat\ntagt. APR")), Score(bad, Plain("Der Rat\nXq tagt. QLGZqGU* I: APR")),
		Score(letter, Plain("Sehr geehrte Damen und Herren,")), Score(typedItem("other", "x"), Plain("x")),
	}
	return ours, plain
}

func TestTableReadsWell(t *testing.T) {
	ours, plain := fewFiles()
	r := NewReport(ours, 1500*time.Millisecond)
	r.Compared = Compare(ours, plain)
	r.Compared.Name = "tesseract --psm 3"
	var b bytes.Buffer
	if err := r.Table(&b); err != nil {
		t.Fatal(err)
	}
	golden(t, "table.txt", b.Bytes())
}

func TestJSONIsOneTypedObjectALine(t *testing.T) {
	ours, plain := fewFiles()
	r := NewReport(ours, 1500*time.Millisecond)
	r.Compared = Compare(ours, plain)
	r.Compared.Name = "tesseract --psm 3"
	var b bytes.Buffer
	if err := r.JSON(&b); err != nil {
		t.Fatal(err)
	}
	golden(t, "report.jsonl", b.Bytes())
	types := map[string]int{}
	for line := range strings.Lines(b.String()) {
		var o struct{ Type string }
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			t.Fatal(err)
		}
		types[o.Type]++
	}
	if diff := cmp.Diff(map[string]int{"file": 3, "set": 6, "beside": 6, "run": 1}, types); diff != "" {
		t.Errorf("want - got +\n%s", diff)
	}
}

func TestReportOfNothingIsFinite(t *testing.T) {
	var b bytes.Buffer
	r := NewReport(nil, 0)
	if err := errors.Join(r.Table(&b), r.JSON(&b), Report{}.JSON(&b), Report{}.Table(&b)); err != nil || strings.Contains(b.String(), "NaN") {
		t.Errorf("error %v in\n%s", err, b.String())
	}
	blank := NewReport([]FileScore{Score(typedItem("blank", ""), Plain(""))}, time.Second)
	if err := blank.JSON(&b); err != nil {
		t.Error(err)
	}
}

func TestComparisonTellsWhereWeAreWorse(t *testing.T) {
	c := Compare(fewFiles())
	if diff := cmp.Diff([]string{"other.png"}, c.Alone); diff != "" {
		t.Errorf("want - got +\n%s", diff)
	}
	worse := map[string]string{}
	lost := map[string][2]int{}
	for _, b := range c.Sets {
		worse[b.Set] = strings.Join(b.Worse, " ")
		lost[b.Set] = [2]int{b.LostToThem, b.Gone}
	}
	wantWorse := map[string]string{
		"clean":   "",
		"fax":     "recall bareRecall", // it hid a typed word, and still leaked less
		"stamp":   "recall bareRecall",
		Marked:    "recall bareRecall",
		"letters": "cer wer recall precision bareRecall barePrecision",
		All:       "recall bareRecall",
	}
	if diff := cmp.Diff(wantWorse, worse); diff != "" {
		t.Errorf("want - got +\n%s", diff)
	}
	// "Rat" is in our aside; "Damen" was misread and is nowhere.
	wantLost := map[string][2]int{"clean": {0, 0}, "fax": {1, 0}, "stamp": {1, 0}, Marked: {1, 0}, "letters": {1, 1}, All: {2, 1}}
	if diff := cmp.Diff(wantLost, lost); diff != "" {
		t.Errorf("want - got +\n%s", diff)
	}
}

func TestComparedWithItselfNothingIsWorse(t *testing.T) {
	ours, _ := fewFiles()
	for _, b := range Compare(ours, ours).Sets {
		if len(b.Worse) > 0 || b.LostToThem > 0 || b.Gone > 0 {
			t.Errorf("%+v", b)
		}
	}
}

func TestGoldenScoresHoldWithinTolerance(t *testing.T) {
	path := filepath.Join(t.TempDir(), "golden.txt")
	ours, _ := fewFiles()
	sets := Sum(ours)
	if err := WriteGolden(path, sets); err != nil {
		t.Fatal(err)
	}
	if err := Golden(path, sets, 0.0001); err != nil {
		t.Errorf("the scores just written differ: %v", err)
	}
	sets[len(sets)-1].CharEdits += 3 // of 56 characters
	if err := Golden(path, sets, 0.1); err != nil {
		t.Errorf("within tolerance, but %v", err)
	}
	err := Golden(path, sets, 0.01)
	if err == nil || !strings.HasPrefix(err.Error(), "all cer: 0.") || strings.Contains(err.Error(), "\n") {
		t.Errorf("got %v, want one line for the CER of all", err)
	}
	if err := Golden(path, sets[1:], 0.1); err == nil || !strings.Contains(err.Error(), "but no score") {
		t.Errorf("a set is missing, but %v", err)
	}
	if err := os.WriteFile(path, []byte("# none yet\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Golden(path, sets, 0.1); err == nil || !strings.Contains(err.Error(), "no golden score") {
		t.Errorf("the golden file is empty, but %v", err)
	}
}

func TestDamagedGoldenFileIsAnError(t *testing.T) {
	for _, text := range []string{"all cer", "0.5", "all cer much", "cer 0.5"} {
		path := filepath.Join(t.TempDir(), "golden.txt")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := Golden(path, nil, 1); err == nil || !strings.Contains(err.Error(), "want set, name and value") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// golden compares got with testdata/name, or writes it there.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("want - got +\n%s", diff)
	}
}
