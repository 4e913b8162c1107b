package scan

import (
	"context"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aktenkundig/document"
)

// hocrOf writes words as hOCR, for a page of another resolution than theirs.
func hocrOf(size document.Size, words []document.Word, factor int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<html><body><div class='ocr_page' title='bbox 0 0 %d %d'>", size[0]*factor, size[1]*factor)
	for _, w := range words {
		fmt.Fprintf(&b, "<span class='ocrx_word' title='bbox %d %d %d %d; x_wconf 80'>%s</span>\n",
			w.Box[0]*factor, w.Box[1]*factor, w.Box[2]*factor, w.Box[3]*factor, html.EscapeString(w.Text))
	}
	return b.String() + "</div></body></html>"
}

func TestTextBesideAPictureIsWeighed(t *testing.T) {
	drawn := testPDF{pages: []string{a4 + "\n" + textPage("F", "", memoLines)}}
	page := sheet(t, open(t, "drawn.pdf", drawn.bytes(), Options{Renderer: testRenderer()}), 1)
	words := page.Layer.Words
	misread := make([]document.Word, len(words))
	for i, w := range words {
		misread[i] = w
		misread[i].Text = strings.NewReplacer("e", "c", "n", "u", "t", "l", "a", "o").Replace(w.Text)
	}
	for _, c := range []struct {
		name, file, text string
		o                TextLayer
		want             string
		kept             bool
	}{
		{"good", "scan.hocr", hocrOf(page.Size, words, 2), AutoLayer, "hOCR beside the picture, sha256 ", true},
		{"in its folder", "page/scan.html", hocrOf(page.Size, words, 1), "", "kept", true},
		{"misread", "scan.hocr", hocrOf(page.Size, misread, 1), AutoLayer, "no language", false},
		{"misread, but asked for", "scan.hocr", hocrOf(page.Size, misread, 1), KeepLayer, "as asked for", true},
		{"unwanted", "scan.hocr", hocrOf(page.Size, words, 1), IgnoreLayer, "", false},
		{"of another page", "scan.hocr", hocrOf(document.Size{page.Size[1], page.Size[0]}, words, 1), AutoLayer, "another shape", false},
		{"broken", "scan.hocr", "<html class='ocr_page", AutoLayer, "cannot be read", false},
		{"no such thing", "scan.hocr", "Text", AutoLayer, "", false},
		{"of another picture", "scan2.hocr", hocrOf(page.Size, words, 1), AutoLayer, "", false},
	} {
		dir := t.TempDir()
		picture, text := filepath.Join(dir, "scan.png"), filepath.Join(dir, c.file)
		if err := os.MkdirAll(filepath.Dir(text), 0o755); err != nil {
			t.Fatal(err)
		}
		for path, data := range map[string][]byte{picture: pngBytes(t, page.Image), text: []byte(c.text)} {
			if err := os.WriteFile(path, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		f, err := Open(context.Background(), picture, Options{TextLayer: c.o, Beside: FindBeside(picture)})
		if err != nil {
			t.Fatal(err)
		}
		s := sheet(t, f, 1)
		f.Close()
		if kept := s.Layer != nil; kept != c.kept || !strings.Contains(s.LayerStep.Note, c.want) || c.want == "" && s.LayerStep.Note != "" {
			t.Errorf("%s: kept is %v, %q %v", c.name, kept, s.LayerStep.Note, s.LayerStep.Values)
		}
		if c.name == "good" && (s.Layer.Words[3].Box != words[3].Box || s.Layer.Words[3].Conf != 0.8) {
			t.Errorf("%s: %+v, want %+v", c.name, s.Layer.Words[3], words[3])
		}
	}
}
