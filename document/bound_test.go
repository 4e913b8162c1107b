package document_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aktenkundig/document"
)

func TestManifestComesBack(t *testing.T) {
	leaves := []document.Leaf{{Original: strings.Repeat("a1", 32), Page: 3}, {Original: strings.Repeat("0f", 32), Page: 1}}
	data := document.Manifest(leaves)
	got, err := document.ParseManifest(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(got, leaves); diff != "" {
		t.Errorf("(-got +want)\n%s", diff)
	}
}

func TestOnlyOneFormOfAManifestIsTaken(t *testing.T) {
	leaf := []document.Leaf{{Original: strings.Repeat("a1", 32), Page: 1}}
	good := string(document.Manifest(leaf))
	for name, data := range map[string]string{
		"no pages":       string(document.Manifest(nil)),
		"page 0":         strings.Replace(good, `"page":1`, `"page":0`, 1),
		"short id":       strings.Replace(good, "a1", "", 1),
		"capitals":       strings.Replace(good, "a1", "A1", 1),
		"another member": strings.Replace(good, `"page":1`, `"page":1,"x":2`, 1),
		"blanks":         strings.Replace(good, `"page":1`, `"page": 1`, 1),
		"no end":         good[:len(good)-1],
		"text":           "Der Stadtrat beschließt",
		"empty":          "",
	} {
		if got, err := document.ParseManifest([]byte(data)); err == nil {
			t.Errorf("%s: got %v, want an error", name, got)
		}
	}
}

func FuzzParseManifest(f *testing.F) {
	f.Add(document.Manifest([]document.Leaf{{Original: strings.Repeat("a1", 32), Page: 1}}))
	f.Add([]byte("{\"bound\":1,\"pages\":[\n\n]}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		leaves, err := document.ParseManifest(data)
		if err == nil && !bytes.Equal(document.Manifest(leaves), data) {
			t.Errorf("%q is taken, but would be written as %q", data, document.Manifest(leaves))
		}
	})
}
