// Package exporttest makes records for tests of exports and has independent programs judge what came out.
package exporttest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"aktenkundig/document"
)

// Document makes a record with whatever a record may hold: joins, hidden words, every kind of artefact, steps, odd characters, pages
// of every verdict.
func Document(r *rand.Rand) document.Document {
	d := document.Document{
		ID:     fmt.Sprintf("%064x", r.Uint64()),
		Source: document.Source{Name: "Über \"uns\" & <sie>; 1.pdf", MediaType: "application/pdf", Size: 1234, Added: "2024-04-25T08:00:00Z"},
		Made:   document.Made{Program: "akte 0.1.0", Engine: "tesseract 5.3.0", Languages: []string{"deu", "eng"}, Policy: "conservative"},
	}
	for i, v := range document.Verdicts() {
		p := document.Page{Number: i + 1, Verdict: v, ToView: document.Identity()}
		switch v {
		case document.Unreadable:
			p.Problem = "cannot be decoded"
		case document.Text:
			p = textPage(r, 1)
		default:
			p.Scan, p.View, p.DPI = document.Size{100, 200}, document.Size{100, 200}, 100
		}
		d.Pages = append(d.Pages, p)
	}
	d.Fields = []document.Field{
		{Name: "subject", Value: "Radweg \"Elbe\", =Süd & <Nord>", Page: 1, Words: []int{0}, Score: 0.9},
		{Name: "kind", Value: "Hausmitteilung", Page: 1, Words: []int{}, Score: 0.9},
		{Name: "date", Value: "2024-04-25", Page: 1, Words: []int{1}, Score: 0.9},
		{Name: "own-reference", Type: "motion", Value: "A0293/21", Page: 1, Words: []int{2}, Score: 0.9},
		{Name: "reference", Type: "session", Value: "SR/043/2022", Page: 1, Words: []int{3}, Score: 0.9},
		{Name: "reference", Value: "V9999/99", Page: 1, Words: []int{3}, Score: 0.2},
		{Name: "deadline", Type: "A0293/21", Value: "2024-06-30", Page: 1, Words: []int{4}, Score: 0.9},
		{Name: "from", Value: "Stadtverwaltung; Amt, 61", Page: 1, Words: []int{}, Score: 0.9},
	}
	return d
}

// textPage has two paragraphs, a heading and a table, and in them whatever words may bring.
func textPage(r *rand.Rand, number int) document.Page {
	p := document.Page{
		Number: number, Verdict: document.Text, Scan: document.Size{1240, 1754}, View: document.Size{1250, 1760}, DPI: 150,
		ToView: document.Affine{0.9999, 0.0087, -0.0087, 0.9999, 30.6, 0},
		Steps:  []document.Step{{Name: "deskew", Values: map[string]float64{"degrees": 0.5, "confidence": 0.9}}, {Name: "text layer", Note: "passed over: <odd>"}},
	}
	texts := []string{"Straße", "„Zitat“", "A&B", "<x>", "a\"b", "Ämter", "€", "\u0001", "𝔄"}
	for region, kind := range []document.RegionKind{document.Heading, document.Paragraph, document.Table, document.Paragraph} {
		p.Regions = append(p.Regions, document.Region{Kind: kind})
		for range 3 {
			line := len(p.Lines)
			y := 100 + 40*line
			l := document.Line{Region: region, Height: 30, XHeight: 14, Baseline: [4]float64{100, float64(y) + 0.5, 1100, float64(y) + 3}}
			for k := range 5 {
				box := document.Box{100 + 150*k, y - 20, 220 + 150*k, y + 6}
				p.Words = append(p.Words, document.Word{Text: texts[r.IntN(len(texts))], Box: box, Conf: r.Float64(), Line: line, Hidden: r.IntN(12) == 0})
				l.Box = l.Box.Union(box)
			}
			p.Lines = append(p.Lines, l)
			p.Regions[region].Box = p.Regions[region].Box.Union(l.Box)
		}
	}
	first := 4 // ends the first line
	p.Words[first].Text, p.Words[first+1].Text = "ergän-", "zen:"
	p.Words[first].Hidden, p.Words[first+1].Hidden = false, false
	p.Joins = []document.Join{{First: first, Last: first + 1, Text: "ergänzen:", Score: 0.9}}
	for i, k := range []document.Kind{
		document.Stamp, document.Signature, document.Handwriting, document.Logo, document.PictureKind, document.Hole, document.Staple,
		document.Border, document.Streak, document.Speck, document.Through, document.NoiseKind, "of tomorrow",
	} {
		p.Artefacts = append(p.Artefacts, document.Artefact{Kind: k, Box: document.Box{50 * i, 1200, 50*i + 40, 1240}, Score: 0.8,
			Hidden: i%2 == 0, Reasons: []document.Reason{{Text: "for the test", Value: 1, Limit: 0.5}}})
	}
	return p
}

// Tool finds a program; without it the test is skipped, but not in CI.
func Tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	switch {
	case err == nil:
	case os.Getenv("CI") != "":
		t.Fatalf("%s is missing; `make setup` installs it", name)
	default:
		t.Skipf("%s is missing; `make setup` installs it", name)
	}
	return path
}

// Valid has xmllint judge a document by one of the schemas of testdata/schemas, without any network.
func Valid(t *testing.T, schema string, data []byte) {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	schemas := filepath.Join(filepath.Dir(here), "../../../testdata/schemas")
	cmd := exec.Command(Tool(t, "xmllint"), "--nonet", "--noout", "--schema", filepath.Join(schemas, schema), "-")
	cmd.Env = append(os.Environ(), "XML_CATALOG_FILES="+filepath.Join(schemas, "catalog.xml"))
	cmd.Stdin = bytes.NewReader(data)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("not valid by %s: %v\n%s\n%s", schema, err, clip(string(out), 3000), clip(string(data), 3000))
	}
}

func clip(s string, n int) string { return s[:min(len(s), n)] }

// Invalid sees that the judge can say no: the document with old replaced by new must not be valid.
func Invalid(t *testing.T, schema string, data []byte, old, new string) {
	t.Helper()
	_, here, _, _ := runtime.Caller(0)
	schemas := filepath.Join(filepath.Dir(here), "../../../testdata/schemas")
	bad := strings.Replace(string(data), old, new, 1)
	if bad == string(data) {
		t.Fatalf("%q is not in the document", old)
	}
	cmd := exec.Command(Tool(t, "xmllint"), "--nonet", "--noout", "--schema", filepath.Join(schemas, schema), "-")
	cmd.Env = append(os.Environ(), "XML_CATALOG_FILES="+filepath.Join(schemas, "catalog.xml"))
	cmd.Stdin = strings.NewReader(bad)
	if cmd.Run() == nil {
		t.Errorf("%s takes %q for %q", schema, new, old)
	}
}
