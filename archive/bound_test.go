package archive

import (
	"errors"
	"os"
	"strings"
	"testing"

	"aktenkundig/document"
)

// stackOfTwo is an archive with two originals, the first bound to a document of one page beside a separator.
func stackOfTwo(t *testing.T) (a *Archive, b Binding) {
	t.Helper()
	a = quickArchive(t)
	one, two := deliver(t, a, "one.tif", "one"), deliver(t, a, "two.tif", "two")
	id, err := a.AddBound(sourceOf("folder"), []document.Leaf{{Original: one, Page: 1}})
	if err != nil {
		t.Fatal(err)
	}
	b = Binding{ID: id, Join: true, Split: "patch", Documents: []string{id}, Sheets: []Bound{
		{Leaf: document.Leaf{Original: one, Page: 1}}, {Leaf: document.Leaf{Original: two, Page: 1}, Separator: "patch T"},
	}}
	if err := a.Bind(b); err != nil {
		t.Fatal(err)
	}
	d := memo(id)
	d.Pages, d.Fields = d.Pages[:1], nil
	put(t, a, d)
	return a, b
}

func findings(t *testing.T, a *Archive) (all []string) {
	t.Helper()
	if _, err := a.Verify(t.Context(), func(f Finding) { all = append(all, f.Path+": "+f.What) }); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestLeavesOfBoundDocumentsAreAccountedFor(t *testing.T) {
	a, _ := stackOfTwo(t)
	if bad := findings(t, a); bad != nil {
		t.Errorf("%q", bad)
	}
	for id, err := range a.Unread() {
		t.Errorf("unread: %s, %v", id, err)
	}
}

func TestABindingThatLosesAPageIsRefused(t *testing.T) {
	a, b := stackOfTwo(t)
	for name, spoil := range map[string]func(*Binding){
		"a page in no document":    func(b *Binding) { b.Sheets[1].Separator = "" },
		"a page too many":          func(b *Binding) { b.Sheets[0].Separator = "patch T" },
		"another page":             func(b *Binding) { b.Sheets[0].Page = 2 },
		"a document not there":     func(b *Binding) { b.Documents = []string{strings.Repeat("ab", 32)} },
		"a file for a document":    func(b *Binding) { b.Documents = []string{b.Sheets[0].Original} },
		"an original not there":    func(b *Binding) { b.Sheets[1].Original = strings.Repeat("ab", 32) },
		"a document twice":         func(b *Binding) { b.Documents = append(b.Documents, b.Documents...) },
		"an id that is none":       func(b *Binding) { b.Documents = []string{"../../x"} },
		"no sheets":                func(b *Binding) { b.Sheets = nil },
		"a stack that has no name": func(b *Binding) { b.ID = "" },
	} {
		bad := b
		bad.ID = strings.Repeat("0f", 32)
		bad.Sheets = append([]Bound{}, b.Sheets...)
		spoil(&bad)
		if err := a.Bind(bad); err == nil {
			t.Errorf("%s: was taken", name)
		}
	}
	if _, err := a.Binding(strings.Repeat("0f", 32)); !errors.Is(err, ErrNotFound) {
		t.Errorf("something was kept: %v", err)
	}
}

func TestVerifyMissesPagesOfBoundDocuments(t *testing.T) {
	a, b := stackOfTwo(t)
	path, _, err := a.Original(b.Sheets[0].Original)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	all := strings.Join(findings(t, a), "\n")
	for _, want := range []string{".bound: is made of pages of ", "bindings/", "its original is missing"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not told:\n%s", want, all)
		}
	}
	if _, err := a.AddBound(sourceOf("x"), []document.Leaf{{Original: strings.Repeat("ab", 32), Page: 1}}); err == nil {
		t.Error("a page of nothing was bound")
	}
}
