package scan

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aktenkundig/document"
)

// write puts content into a file of that name and gives its path.
func write(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// open opens content under a name and closes it with the test.
func open(t testing.TB, name string, content []byte, o Options) *File {
	t.Helper()
	f, err := Open(context.Background(), write(t, name, content), o)
	if err != nil {
		t.Fatalf("opening %s: %v", name, err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// sheet decodes one sheet.
func sheet(t testing.TB, f *File, n int) Sheet {
	t.Helper()
	s, err := f.Sheet(context.Background(), n)
	if err != nil {
		t.Fatalf("sheet %d: %v", n, err)
	}
	return s
}

func TestTextStandsOnATypewriterGrid(t *testing.T) {
	s := sheet(t, open(t, "a.txt", []byte("Ab  c\n\n\tü\nxy\n"), Options{}), 1)
	want := Sheet{
		Size: document.Size{90, 80}, DPI: 100, Orientation: 1, Path: PathText,
		Layer: &Layer{
			Regions: []document.Region{
				{Kind: document.Paragraph, Box: document.Box{0, 0, 50, 20}},
				{Kind: document.Paragraph, Box: document.Box{0, 40, 90, 80}},
			},
			Lines: []document.Line{
				{Box: document.Box{0, 0, 50, 20}, Height: 20, Region: 0},
				{Box: document.Box{80, 40, 90, 60}, Height: 20, Region: 1},
				{Box: document.Box{0, 60, 20, 80}, Height: 20, Region: 1},
			},
			Words: []document.Word{
				{Text: "Ab", Box: document.Box{0, 0, 20, 20}, Conf: 1, Line: 0},
				{Text: "c", Box: document.Box{40, 0, 50, 20}, Conf: 1, Line: 0},
				{Text: "ü", Box: document.Box{80, 40, 90, 60}, Conf: 1, Line: 1},
				{Text: "xy", Box: document.Box{0, 60, 20, 80}, Conf: 1, Line: 2},
			},
		},
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Error(diff)
	}
}

func TestTextIsReadInItsEncoding(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"utf-8":          {"Größe – 5 €", "Größe – 5 €"},
		"utf-8 mark":     {"\ufeffGröße", "Größe"},
		"decomposed":     {"Gro\u0308ße", "Größe"},
		"latin-1":        {"Gr\xf6\xdfe und viel mehr", "Größe und viel mehr"},
		"windows-1252":   {"Preis: 5 \x80 \x84gut\x93", "Preis: 5 € „gut“"},
		"utf-16 little":  {"\xff\xfeG\x00r\x00\xf6\x00", "Grö"},
		"utf-16 big":     {"\xfe\xff\x00G\x00r\x00\xf6", "Grö"},
		"old mac line":   {"a\rb", "a b"},
		"windows line":   {"a\r\nb", "a b"},
		"end of file ^Z": {"a b\x1a", "a b"},
	} {
		t.Run(name, func(t *testing.T) {
			f := open(t, "a.txt", []byte(c.in), Options{})
			var words []string
			for _, w := range sheet(t, f, 1).Layer.Words {
				words = append(words, w.Text)
			}
			if got := strings.Join(words, " "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestFormFeedStartsAPage(t *testing.T) {
	for in, want := range map[string]int{"a": 1, "a\f": 1, "a\fb": 2, "a\fb\f\n": 2, "\fb": 2, "a\f\fb": 3} {
		if got := open(t, "a.txt", []byte(in), Options{}).Len(); got != want {
			t.Errorf("%q: got %d pages, want %d", in, got, want)
		}
	}
}

func TestSeedMemoGivesAllItsWords(t *testing.T) {
	path := filepath.Join("..", "..", "shared", "seed", "hausmitteilung.txt")
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Skip("the seed text is not here:", err)
	}
	f, err := Open(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if f.Len() != 1 {
		t.Errorf("got %d pages, want 1", f.Len())
	}
	var got []string
	for _, w := range sheet(t, f, 1).Layer.Words {
		got = append(got, w.Text)
	}
	if diff := cmp.Diff(strings.Fields(string(raw)), got); diff != "" {
		t.Error(diff)
	}
}

func TestBinaryIsNoText(t *testing.T) {
	for name, in := range map[string]string{
		"control characters": "abc\x00def",
		"mostly high bytes":  "\xe4\xf6\xfc\xdf\xe4\xf6ab",
		"undefined bytes":    "abcdefgh\x81 and more text",
		"html":               "<html><body>",
		"rich text":          "{\\rtf1 hello}",
		"marked as utf-16":   "\xff\xfea\x00\x01\x00b\x00",
		"half a pair":        "\xff\xfea\x00\x00\xd8b\x00",
	} {
		_, err := Open(context.Background(), write(t, "a.txt", []byte(in)), Options{})
		wantReason(t, name, err, Unsupported)
	}
}

func TestBinaryBehindATextStartIsNoText(t *testing.T) {
	in := strings.Repeat("text ", 2000) + "\x00\x01\x02"
	_, err := Open(context.Background(), write(t, "a.txt", []byte(in)), Options{})
	wantReason(t, "late binary", err, Unsupported)
}

func TestCharacterCutByTheSniffedHeadIsStillText(t *testing.T) {
	in := strings.Repeat("x", 4095) + "ü" + strings.Repeat("y", 100)
	if got := open(t, "a.txt", []byte(in), Options{}).MediaType(); got != "text/plain" {
		t.Errorf("got %s", got)
	}
}
