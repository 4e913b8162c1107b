package scan

import (
	"bytes"
	"context"
	"image"
	"image/draw"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
)

// TestStoredPicturesAreExact compares pages that are one picture with what pdfimages takes out of the same file, pixel by
// pixel. JPEGs are decoded by the same decoder on both sides: what is compared there is that they are the stored bytes.
func TestStoredPicturesAreExact(t *testing.T) {
	if testing.Short() {
		t.Skip("takes some seconds")
	}
	if _, err := exec.LookPath("pdfimages"); err != nil {
		t.Skip("pdfimages is not here; poppler-utils has it")
	}
	// In this one poppler has 21 pixels that are not those of the same picture in the files beside it.
	const popplersOwn = "bitmap-symbol-symhuff-texthuff.pdf"
	compared := map[string]int{}
	for _, path := range corpus(t, "weird-pdf") {
		if filepath.Ext(path) == ".pdf" && filepath.Base(path) != popplersOwn {
			compareExactly(t, path, compared)
		}
	}
	t.Log(compared)
	if len(compared) < 4 {
		t.Errorf("only %v were compared", compared)
	}
}

// compareExactly does it for the first pages of a file, and counts by coding.
func compareExactly(t *testing.T, path string, compared map[string]int) {
	f, err := Open(context.Background(), path, Options{Renderer: testRenderer(), TextLayer: IgnoreLayer})
	if err != nil {
		return
	}
	defer f.Close()
	for n := 1; n <= min(f.Len(), sheetsOfCorpus); n++ {
		s, err := f.Sheet(context.Background(), n)
		if err != nil || s.Path != PathImage {
			continue
		}
		want := onlyPicture(t, path, n)
		if want == nil || want.Bounds().Size() != s.Image.Bounds().Size() {
			continue // several pictures, or a part of one
		}
		if !samePixels(s.Image, want) {
			t.Errorf("%s, page %d, %s: the pixels are not those of pdfimages", path, n, s.Stored.Coding)
			continue
		}
		compared[s.Stored.Coding]++
	}
}

// onlyPicture is the picture of a page as pdfimages has it, nil if there are several or none.
func onlyPicture(t *testing.T, path string, n int) image.Image {
	page := strconv.Itoa(n)
	for _, how := range []string{"-all", "-png"} {
		dir := t.TempDir()
		if exec.Command("pdfimages", how, "-f", page, "-l", page, path, filepath.Join(dir, "p")).Run() != nil {
			return nil
		}
		files, err := filepath.Glob(filepath.Join(dir, "p-000.*"))
		more, _ := filepath.Glob(filepath.Join(dir, "p-001.*"))
		if err != nil || len(files) == 0 || len(more) > 0 {
			return nil
		}
		data, err := os.ReadFile(files[0])
		if err != nil {
			return nil
		}
		var img image.Image
		switch filepath.Ext(files[0]) {
		case ".jpg":
			img, err = jpeg.Decode(bytes.NewReader(data))
		case ".png":
			img, err = png.Decode(bytes.NewReader(data))
		default:
			continue // as stored: have it decoded
		}
		if err != nil {
			return nil
		}
		return img
	}
	return nil
}

func samePixels(a, b image.Image) bool {
	size := image.Rectangle{Max: a.Bounds().Size()}
	if _, ok := a.(*image.Gray); ok {
		one, other := image.NewGray(size), image.NewGray(size)
		draw.Draw(one, size, a, image.Point{}, draw.Src)
		draw.Draw(other, size, b, b.Bounds().Min, draw.Src)
		return bytes.Equal(one.Pix, other.Pix)
	}
	one, other := image.NewRGBA(size), image.NewRGBA(size)
	draw.Draw(one, size, a, image.Point{}, draw.Src)
	draw.Draw(other, size, b, b.Bounds().Min, draw.Src)
	return bytes.Equal(one.Pix, other.Pix)
}
