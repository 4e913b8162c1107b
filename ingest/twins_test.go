package ingest_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aktenkundig/archive"
	"aktenkundig/ocr/ocrtest"

	"golang.org/x/image/tiff"
)

// entries gives the ledgers' entries of new documents by file name.
func (h *house) entries(t *testing.T) map[string]archive.Entry {
	t.Helper()
	all := map[string]archive.Entry{}
	batches, err := h.Archive.Batches()
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range batches {
		for e, err := range h.Archive.Entries(b) {
			if err != nil {
				t.Fatal(err)
			}
			if e.Outcome == archive.NewFile {
				all[filepath.Base(e.Path)] = e
			}
		}
	}
	return all
}

func text(words int) string {
	var b strings.Builder
	for i := range words {
		fmt.Fprintf(&b, "wort%d ", i)
		if i%10 == 9 {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func TestDuplicatesAreLinkedAndKept(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	s := ocrtest.NewSheet(t, 60, 40, 150)
	s.Print(5, 20, 12, "Blatt")
	inRGB := image.NewRGBA(s.Ink.Image.Rect)
	for i := range inRGB.Rect.Dx() * inRGB.Rect.Dy() {
		x, y := i%inRGB.Rect.Dx(), i/inRGB.Rect.Dx()
		inRGB.Set(x, y, s.Ink.Image.At(x, y).(color.Gray))
	}
	var asPNG, asTIFF bytes.Buffer
	if err := png.Encode(&asPNG, inRGB); err != nil {
		t.Fatal(err)
	}
	if err := tiff.Encode(&asTIFF, s.Ink.Image, nil); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(box, "1.png"), asPNG.String())
	write(t, filepath.Join(box, "2.tif"), asTIFF.String())
	write(t, filepath.Join(box, "3.txt"), text(200))
	write(t, filepath.Join(box, "4.txt"), text(195)+"und anders endet dies")
	write(t, filepath.Join(box, "5.txt"), strings.ReplaceAll(text(200), "wort", "anderes"))
	h.Slots = 1
	h.take(t, box)
	told := h.entries(t)
	if len(told) != 5 {
		t.Fatalf("new: %v", told)
	}
	pair := func(a, b string) string { return told[a].ID + told[b].ID }
	if got := strings.Join(append(told["1.png"].Same, told["2.tif"].Same...), ""); got != told["1.png"].ID && got != told["2.tif"].ID && got != pair("1.png", "2.tif") {
		t.Errorf("same pixels: %q", got)
	}
	if got := strings.Join(append(told["3.txt"].Near, told["4.txt"].Near...), ""); got != told["3.txt"].ID && got != told["4.txt"].ID && got != pair("4.txt", "3.txt") {
		t.Errorf("near text: %q", got)
	}
	if e := told["5.txt"]; e.Same != nil || e.Near != nil {
		t.Errorf("another text: %+v", e)
	}

	// What finds them can be made again.
	if err := os.RemoveAll(filepath.Join(h.Archive.Dir(), "twins")); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(box, "6.txt"), text(190))
	h.take(t, box)
	if got := h.entries(t)["6.txt"].Near; len(got) != 2 {
		t.Errorf("after the folder was lost: near %v", got)
	}
}
