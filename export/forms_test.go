package export_test

import (
	"encoding/csv"
	"encoding/json"
	"iter"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"

	"aktenkundig/document"
	"aktenkundig/export"
	"aktenkundig/export/internal/exporttest"
)

// several gives documents as a command would.
func several(docs ...document.Document) iter.Seq2[document.Document, error] {
	return func(yield func(document.Document, error) bool) {
		for _, d := range docs {
			if !yield(d, nil) {
				return
			}
		}
	}
}

func TestCSVIsReadableAndHarmless(t *testing.T) {
	d := exporttest.Document(rand.New(rand.NewPCG(1, 2)))
	for _, value := range []string{"=1+1", "+49", "-5", "@x", "\tx", "a\"b,c\nd"} {
		d.Fields = append(d.Fields, document.Field{Name: "from", Value: value, Page: 1, Score: 1})
	}
	var b strings.Builder
	if err := export.CSV(&b, several(d), true); err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(b.String(), "\ufeff")
	if !marked || strings.Count(text, "\r\n") != len(d.Fields)+2 { // the names, the rows, and the line end in one cell
		t.Errorf("mark %v, lines in %q", marked, text)
	}
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows[1:] {
		if want := d.Fields[i].Value; row[5] != want && row[5] != "'"+want {
			t.Errorf("row %d: value %q, want %q", i, row[5], want)
		}
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t", rune(cell[0])) {
				t.Errorf("%q would be computed", cell)
			}
		}
	}
}

func TestCalendarKeepsToRFC5545(t *testing.T) {
	d := exporttest.Document(rand.New(rand.NewPCG(3, 4)))
	d.Fields = append(d.Fields, document.Field{Name: "deadline", Value: "2024-02-29", Page: 1, Score: 0.3})
	d.Fields[0].Value = strings.Repeat("Überörtliche, ", 12)
	var b strings.Builder
	if err := export.Calendar(&b, several(d, d)); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSuffix(b.String(), "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") || !utf8.ValidString(line) {
			t.Errorf("line of %d octets: %q", len(line), line)
		}
	}
	unfolded := strings.ReplaceAll(b.String(), "\r\n ", "")
	for _, want := range []string{
		"DTSTART;VALUE=DATE:20240630\r\n", "DTEND;VALUE=DATE:20240701\r\n", "DTSTAMP:20240425T080000Z\r\n", "SUMMARY:A0293/21: Überörtliche\\, ",
	} {
		if !strings.Contains(unfolded, want) {
			t.Errorf("%q is missing in\n%s", want, unfolded)
		}
	}
	if strings.Contains(unfolded, "20240229") {
		t.Error("an uncertain deadline is in the calendar")
	}
}

func TestMarkdownPutsPartedWordsTogether(t *testing.T) {
	d := exporttest.Document(rand.New(rand.NewPCG(5, 6)))
	d.Pages[0].Words[6] = document.Word{Text: "*stark*", Box: d.Pages[0].Words[6].Box, Line: 1}
	var b strings.Builder
	if err := export.Markdown(&b, d, false); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# Radweg \"Elbe\", =Süd \\& \\<Nord\\>\n", "ergänzen: \\*stark\\*", "### ", "## Page 6\n\n*unreadable*"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is missing in\n%s", want, b.String())
		}
	}
}

func TestOParlPapersRelateByTheirReferences(t *testing.T) {
	motion := exporttest.Document(rand.New(rand.NewPCG(7, 8)))
	answer := exporttest.Document(rand.New(rand.NewPCG(9, 10)))
	secret := exporttest.Document(rand.New(rand.NewPCG(11, 12)))
	answer.Fields = []document.Field{{Name: "reference", Value: "A0293/21", Type: "motion", Page: 1, Score: 0.9}}
	secret.Fields = append(secret.Fields, document.Field{Name: "confidentiality", Value: "unclear", Score: 0.4})
	var b strings.Builder
	skipped, err := export.OParl(&b, several(answer, motion, secret), "https://ris.example/oparl/")
	if err != nil || skipped != 1 {
		t.Fatalf("skipped %d, %v", skipped, err)
	}
	var got struct {
		Data []struct {
			ID, Type, Reference, Date string
			RelatedPaper              []string
			MainFile                  struct{ AccessURL, Text string }
		}
	}
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Data) != 2 || strings.Contains(b.String(), secret.ID) {
		t.Fatalf("papers: %+v", got.Data)
	}
	a, m := got.Data[0], got.Data[1]
	if len(a.RelatedPaper) != 1 || a.RelatedPaper[0] != m.ID || m.ID != "https://ris.example/oparl/papers/"+motion.ID {
		t.Errorf("the answer relates to %v, want %s", a.RelatedPaper, m.ID)
	}
	if m.Type != "https://schema.oparl.org/1.1/Paper" || m.Reference != "A0293/21" || m.Date != "2024-04-25" || m.MainFile.AccessURL == "" {
		t.Errorf("paper %+v", m)
	}
}
