package account

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aktenkundig/archive"
	"aktenkundig/document"
)

// stackOf imports a file of three pages, of which the second is a separator, and binds documents of the others.
func stackOf(t *testing.T) (a *archive.Archive, batch string, documents []string) {
	t.Helper()
	a, err := archive.Create(filepath.Join(t.TempDir(), "archive"), archive.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "stack.tif")
	if err := os.WriteFile(path, []byte("three pages"), 0o600); err != nil {
		t.Fatal(err)
	}
	stack, err := a.AddOriginal(t.Context(), path, document.Source{Name: "stack.tif"})
	if err != nil {
		t.Fatal(err)
	}
	b, err := a.Begin(time.Now(), document.Made{}, []string{path})
	if err != nil {
		t.Fatal(err)
	}
	what := archive.Binding{ID: stack, Split: "patch"}
	for n := 1; n <= 3; n++ {
		leaf := document.Leaf{Original: stack, Page: n}
		sheet := archive.Bound{Leaf: leaf}
		if n == 2 {
			sheet.Separator = "patch T"
		} else if id, err := a.AddBound(document.Source{Name: "stack"}, []document.Leaf{leaf}); err != nil {
			t.Fatal(err)
		} else {
			what.Documents = append(what.Documents, id)
		}
		what.Sheets = append(what.Sheets, sheet)
	}
	told := archive.Entry{Path: path, ID: stack, Outcome: archive.BoundFile, Stack: stack, Sheets: 3, Pages: map[document.Verdict]int{document.Separator: 1}}
	if err := b.Bind(what, []archive.Entry{told}); err != nil {
		t.Fatal(err)
	}
	for i, id := range what.Documents {
		e := archive.Entry{Path: path + "#" + string(rune('1'+i)), ID: id, Outcome: archive.NewFile, Stack: stack, Pages: map[document.Verdict]int{document.Text: 1}}
		if err := b.Put(document.Document{ID: id, Pages: []document.Page{page(1, 0.9, "")}}, e); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.End(time.Now(), 1, nil); err != nil {
		t.Fatal(err)
	}
	return a, b.Name(), what.Documents
}

func TestEveryPageOfAStackIsInTheAccount(t *testing.T) {
	a, batch, _ := stackOf(t)
	acc, err := Of(t.Context(), a, batch)
	if err != nil {
		t.Fatal(err)
	}
	if acc.PagesIn != 3 || acc.PagesOut != 3 || acc.Verdicts[document.Separator] != 1 || acc.FileTotal() != 1 || len(acc.Bound) != 2 || len(acc.Unbalanced) > 0 {
		t.Errorf("%+v", acc)
	}
	var b strings.Builder
	if err := acc.HTML(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Ledger and archive agree", "Documents that were bound", "stack.tif#2"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is not on the sheet", want)
		}
	}
}

func TestALostBindingOrDocumentDoesNotBalance(t *testing.T) {
	for name, lose := range map[string]func(dir, doc string) error{
		"bindings": func(dir, _ string) error { return os.RemoveAll(filepath.Join(dir, "bindings")) },
		"has not been read": func(dir, doc string) error {
			return os.RemoveAll(filepath.Join(dir, "records", doc[:2], doc+".json.zst"))
		},
		"one of its documents, ": func(dir, doc string) error {
			return os.RemoveAll(filepath.Join(dir, "originals", doc[:2], doc+".bound"))
		},
	} {
		a, batch, documents := stackOf(t)
		if err := lose(a.Dir(), documents[1]); err != nil {
			t.Fatal(err)
		}
		acc, err := Of(t.Context(), a, batch)
		if err != nil || len(acc.Unbalanced) == 0 {
			t.Errorf("%s: %v, unbalanced: %q", name, err, acc.Unbalanced)
		}
		if all := strings.Join(acc.Unbalanced, "\n"); name != "bindings" && !strings.Contains(all, name) {
			t.Errorf("%s: %s", name, all)
		}
	}
}
