package account

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aktenkundig/archive"
	"aktenkundig/document"

	"github.com/google/go-cmp/cmp"
)

func TestPageNumbersAreLinesOfTheirOwn(t *testing.T) {
	for line, want := range map[string]int{
		"- 3 -": 3, "-12-": 12, "– 7 –": 7, "Seite 4": 4, "Seite 4 von 9": 4, "page 2 of 3": 2, "3/7": 3, "15": 15, "Blatt 6": 6,
		"2021": 0, "- Anlage -": 0, "3 Stück": 0, "A0293/21": 0, "Tel. 488 2170": 0, "": 0, "§ 3": 0,
	} {
		if got := numberIn(line); got != want {
			t.Errorf("%q: got %d, want %d", line, got, want)
		}
	}
}

// TestGaps reads a row as numbers of pages: 0 is a page with text and no number, -1 an empty one.
func TestGaps(t *testing.T) {
	for _, c := range []struct {
		row  []int
		want []string
	}{
		{[]int{1, 2, 3}, nil},
		{[]int{0, 2, 3}, nil},
		{[]int{0, 2, -1, 3}, nil},
		{[]int{1, 0, 3}, nil},
		{[]int{1, -1, 3}, []string{`page 3: "-3-" follows "-1-"`}},
		{[]int{1, 3, 4, 7}, []string{`page 2: "-3-" follows "-1-"`, `page 4: "-7-" follows "-4-"`}},
		{[]int{0, 3}, []string{`page 2: begins with "-3-"`}},
		{[]int{1, 2, 2, 3}, []string{`page 3: "-2-" is there twice`}},
		{[]int{3, 1, 2}, []string{`page 1: begins with "-3-"`}},
		{[]int{117, 118}, nil}, // an extract from a book
	} {
		var pages []printed
		for _, n := range c.row {
			p := printed{number: max(n, 0), blank: n < 0}
			if n > 0 {
				p.text = fmt.Sprintf("-%d-", n)
			}
			pages = append(pages, p)
		}
		var got []string
		for _, g := range gaps(pages, func(i int) (string, int) { return "", i + 1 }) {
			got = append(got, fmt.Sprintf("page %d: %s", g.Page, g.Text))
		}
		if diff := cmp.Diff(got, c.want); diff != "" {
			t.Errorf("%v (-got +want)\n%s", c.row, diff)
		}
	}
}

// page is a page with a line of text in its middle and its number at the foot.
func page(n int, conf float64, foot string) document.Page {
	p := document.Page{Number: n, Verdict: document.Text, View: document.Size{100, 100}, Scan: document.Size{100, 100}, ToView: document.Identity(),
		Regions: []document.Region{{Kind: document.Paragraph, Box: document.Box{0, 0, 100, 100}}},
		Lines:   []document.Line{{Box: document.Box{0, 40, 100, 50}}, {Box: document.Box{40, 92, 60, 98}}},
		Words:   []document.Word{{Text: "Beschluss", Box: document.Box{0, 40, 50, 50}, Conf: conf}},
	}
	if foot != "" {
		p.Words = append(p.Words, document.Word{Text: foot, Box: document.Box{40, 92, 60, 98}, Conf: conf, Line: 1})
	}
	return p
}

// batch puts files of the given pages into a new archive and gives the account of the import.
func batch(t *testing.T, files map[string][]document.Page, rest ...archive.Entry) (*archive.Archive, *Account) {
	t.Helper()
	a, err := archive.Create(filepath.Join(t.TempDir(), "archive"), archive.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := a.Begin(time.Now(), document.Made{Program: "akte 1"}, []string{"/box"})
	if err != nil {
		t.Fatal(err)
	}
	for name, pages := range files {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
		id, err := a.AddOriginal(t.Context(), path, document.Source{Name: name})
		if err != nil {
			t.Fatal(err)
		}
		e := archive.Entry{Path: "/box/" + name, ID: id, Outcome: archive.NewFile, Size: int64(len(name)), Pages: map[document.Verdict]int{}}
		for _, p := range pages {
			e.Pages[p.Verdict]++
		}
		if err := b.Put(document.Document{ID: id, Pages: pages}, e); err != nil {
			t.Fatal(err)
		}
	}
	for _, e := range rest {
		if err := b.Add(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.End(time.Now(), len(files)+len(rest), nil); err != nil {
		t.Fatal(err)
	}
	acc, err := Of(context.Background(), a, b.Name())
	if err != nil {
		t.Fatal(err)
	}
	return a, acc
}

func TestAccountBalances(t *testing.T) {
	blank := document.Page{Number: 2, Verdict: document.Blank, ToView: document.Identity()}
	_, acc := batch(t, map[string][]document.Page{
		"a.tif":  {page(1, 0.95, "-1-"), blank, page(3, 0.31, "-3-")},
		"2.tif":  {page(1, 0.8, "-2-")},
		"1.tif":  {page(1, 0.8, "-1-")},
		"4.tif":  {page(1, 0.8, "-4-")},
		"10.tif": {page(1, 0.7, "")},
	}, archive.Entry{Path: "/box/x.pdf", Outcome: archive.QuarantinedFile, Reason: "damaged"})
	if acc.PagesIn != 7 || acc.PagesOut != 7 || acc.Verdicts[document.Blank] != 1 || len(acc.Unbalanced) > 0 || acc.State() != "went through" {
		t.Errorf("account: %+v", acc)
	}
	want := []Gap{
		{"/box/4.tif", 1, `"-4-" follows "-2-"`},
		{"/box/a.tif", 3, `"-3-" follows "-1-"`},
	}
	if diff := cmp.Diff(acc.Gaps, want); diff != "" {
		t.Errorf("gaps (-got +want)\n%s", diff)
	}
	if w := acc.Worst[0]; w.Path != "/box/a.tif" || w.Number != 3 || len(acc.Worst) != 6 || acc.Confidence[3] != 1 {
		t.Errorf("worst: %+v", acc.Worst)
	}
	if len(acc.NotTaken) != 1 || len(acc.Sums) != 6 || acc.Sums[0].Path != "/box/1.tif" {
		t.Errorf("not taken %+v, sums %+v", acc.NotTaken, acc.Sums)
	}
}

func TestALostRecordDoesNotBalance(t *testing.T) {
	a, acc := batch(t, map[string][]document.Page{"a.tif": {page(1, 0.9, "")}})
	id := acc.Sums[0].SHA256
	if err := os.Remove(filepath.Join(a.Dir(), "records", id[:2], id+".json.zst")); err != nil {
		t.Fatal(err)
	}
	acc, err := Of(t.Context(), a, acc.Name)
	if err != nil || len(acc.Unbalanced) != 2 {
		t.Errorf("%v, unbalanced: %q", err, acc.Unbalanced)
	}
}

func TestHTMLNeedsNothingElseAndEscapes(t *testing.T) {
	_, acc := batch(t, map[string][]document.Page{"<script>.tif": {page(1, 0.9, "")}})
	var b bytes.Buffer
	if err := acc.HTML(&b); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<script>", "http:", "https:", "src="} {
		if strings.Contains(b.String(), bad) {
			t.Errorf("holds %q", bad)
		}
	}
	if !strings.Contains(b.String(), "&lt;script&gt;.tif") {
		t.Error("does not name the file")
	}
}
