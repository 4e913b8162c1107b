package eval

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const memoTruth = `{"file":"memo.pdf","seed":18446744073709551615,"language":"deu","classes":["fax","skew"],"pages":[
 {"number":1,"verdict":"text","scan":[100,50],"dpi":200,"turn":90,"skew":-1.5,"text":"Der\nRat","words":[
  {"text":"Der","box":[1,2,3,4]},{"text":"Rat","box":[5,2,9,4]}],"artefacts":[{"kind":"stamp","box":[0,0,9,9]}]}],
 "fields":[{"name":"date","value":"2024-04-25","page":1}],"later":"unknown names are passed over"}`

func TestTruthIsFoundBesideItsFiles(t *testing.T) {
	root := t.TempDir()
	write(t, root, "a/memo.truth.json", memoTruth)
	write(t, root, "a/memo.pdf", "%PDF")
	write(t, root, "a/other.pdf", "no truth")
	write(t, root, "b/letter.gt.txt", "\uFEFFSehr geehrte")
	write(t, root, "b/letter.jpg", "JPEG")
	write(t, root, "b/letter.tif", "TIFF")
	write(t, root, "b/letter.stamp.txt", "neither truth nor scan")
	items, err := LoadTruth(root)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, it := range items {
		got = append(got, strings.Join([]string{it.Set, rel(t, root, it.Path), it.Truth.Pages[0].Text}, "|"))
	}
	want := []string{"fax|a/memo.pdf|Der\nRat", "b|b/letter.jpg|Sehr geehrte", "b|b/letter.tif|Sehr geehrte"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want - got +\n%s", diff)
	}
	if items[0].TextOnly || !items[1].TextOnly {
		t.Error("the drawn memo has boxes, the letter only text")
	}
	for path, want := range map[string]int{"b/letter.tif": 1, "b/letter.gt.txt": 2, "a/memo.pdf": 1, "a/memo.truth.json": 1} {
		if items, err := LoadTruth(filepath.Join(root, path)); err != nil || len(items) != want {
			t.Errorf("%s: %d items, %v; want %d", path, len(items), err, want)
		}
	}
}

func TestDrawnTruthWinsOverTypedText(t *testing.T) {
	root := t.TempDir()
	write(t, root, "memo.truth.json", memoTruth)
	write(t, root, "memo.gt.txt", "Das Amt")
	write(t, root, "memo.pdf", "%PDF")
	write(t, root, "memo.tif", "TIFF")
	for path, want := range map[string]string{
		"":         "memo.pdf|Der\nRat memo.tif|Das Amt",
		"memo.pdf": "memo.pdf|Der\nRat",
		"memo.tif": "memo.tif|Das Amt",
	} {
		items, err := LoadTruth(filepath.Join(root, path))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, it := range items {
			got = append(got, rel(t, root, it.Path)+"|"+it.Truth.Pages[0].Text)
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("%q: %q, want %q", path, got, want)
		}
	}
}

func TestTruthThatCannotBeUsedIsAnError(t *testing.T) {
	for name, c := range map[string]struct{ file, text, want string }{
		"no file beside it":    {"memo.truth.json", memoTruth, "no file memo.pdf"},
		"no scan beside it":    {"letter.gt.txt", "Der Rat", "no scan"},
		"no JSON":              {"memo.truth.json", "Der Rat", "invalid character"},
		"a path for a file":    {"memo.truth.json", strings.Replace(memoTruth, "memo.pdf", "../memo.pdf", 1), "not a plain file name"},
		"box inside out":       {"memo.truth.json", strings.Replace(memoTruth, "[1,2,3,4]", "[3,2,1,4]", 1), "box"},
		"text and words apart": {"memo.truth.json", strings.Replace(memoTruth, `Der\nRat`, "Das Amt", 1), "text and words differ"},
		"page two first":       {"memo.truth.json", strings.Replace(memoTruth, `"number":1`, `"number":2`, 1), "page 1: number is 2"},
		"turned askew":         {"memo.truth.json", strings.Replace(memoTruth, `"turn":90`, `"turn":45`, 1), "turn is 45"},
		"two values":           {"memo.truth.json", memoTruth + "{}", "more than one value"},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			write(t, root, c.file, c.text)
			if _, err := LoadTruth(root); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got error %v, want %q", err, c.want)
			}
		})
	}
	if _, err := LoadTruth(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a folder that is not there gave no error")
	}
}

func TestUmlautsOfAnotherAlphabetAreMended(t *testing.T) {
	for text, want := range map[string]string{
		"Gesch\u04d3fte\nzerst\u04e7rt":  "Gesch\u00e4fte\nzerst\u00f6rt",
		"\u04d2xten ":                    "\u00c4xten ",
		"  \u0420\u0430\u0434\u0430 Rad": "  \u0420\u0430\u0434\u0430 Rad", // a Russian word stays one
		"Geschäfte":                      "Geschäfte",
		"":                               "",
	} {
		if got := latin(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestLinksAreNotFollowed(t *testing.T) {
	root, outside := t.TempDir(), t.TempDir()
	write(t, outside, "secret.gt.txt", "secret")
	write(t, outside, "secret.jpg", "JPEG")
	write(t, root, "letter.gt.txt", "text")
	for _, l := range [][2]string{{outside, "folder"}, {filepath.Join(outside, "secret.jpg"), "letter.jpg"}, {filepath.Join(outside, "secret.gt.txt"), "secret.gt.txt"}} {
		if err := os.Symlink(l[0], filepath.Join(root, l[1])); err != nil {
			t.Skip("no symbolic links here: ", err)
		}
	}
	if items, err := LoadTruth(root); err == nil || len(items) != 0 {
		t.Errorf("%d items, error %v; want none and that letter.gt.txt has no scan", len(items), err)
	}
}

// Whatever a file of truth says, it is refused or can be scored without a panic and without NaN.
func FuzzTruth(f *testing.F) {
	f.Add([]byte(memoTruth))
	f.Add([]byte(`{"file":"x","pages":[{"number":1,"text":"a b","words":[{"text":"a b"}]}]}`))
	f.Add([]byte(`{"file":"x","pages":null,"fields":[{"name":""}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		truth, err := parseTruth(data)
		if err != nil {
			return
		}
		_, d := memo()
		r := NewReport([]FileScore{Score(Item{Path: "x", Set: "x", Truth: truth}, d)}, 0)
		if err := r.JSON(io.Discard); err != nil {
			t.Fatal(err)
		}
	})
}

func write(t *testing.T, root, path, text string) {
	t.Helper()
	full := filepath.Join(root, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func rel(t *testing.T, root, path string) string {
	t.Helper()
	r, err := filepath.Rel(root, path)
	if err != nil {
		t.Fatal(err)
	}
	return filepath.ToSlash(r)
}
