package prep

import (
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/image/tiff"
)

func TestHalftoneIsWhitenedAndTextBesideItIsNot(t *testing.T) {
	for _, dpi := range []float64{200, 300} {
		page := sheet(dpi)
		write(t, page, dpi, 10, 1, 1, 0, prose(1, 12))
		screen := image.Rect(int(dpi), int(5*dpi), int(7*dpi), int(10*dpi))
		halftone(page, screen, int(dpi*8/300))
		v, _ := Look(page, 1, dpi)
		ink := Ready(v)
		if got := inkIn(ink, screen); got > 0.01 {
			t.Errorf("%v dpi: %.3f of the halftone is still dark", dpi, got)
		}
		text := image.Rect(int(dpi), int(0.7*dpi), int(7*dpi), int(3.4*dpi))
		before, after := inkIn(Ink{Grey: v.Grey, ToInk: turned(1, 1, 1)}, text), inkIn(ink, text)
		if after < 0.9*before {
			t.Errorf("%v dpi: text covers %.3f, before it was %.3f", dpi, after, before)
		}
	}
}

// inkIn is the share of darkness in r, which is in pixels of the view.
func inkIn(k Ink, r image.Rectangle) float64 {
	b := k.ToInk.Box([4]int{r.Min.X, r.Min.Y, r.Max.X, r.Max.Y})
	sum := 0
	for y := b[1]; y < b[3]; y++ {
		for x := b[0]; x < b[2]; x++ {
			sum += 255 - int(k.Grey.GrayAt(x, y).Y)
		}
	}
	return float64(sum) / 255 / float64(b.Area())
}

func TestTextOfAnyMakeIsNoHalftone(t *testing.T) {
	small := sheet(300)
	write(t, small, 300, 5, 1, 1, 0, prose(1, 80))
	speckled := letter(t, 300, 2)
	dots(speckled, 40000, 2, 1)
	needles := sheet(300)
	write(t, needles, 300, 11, 1, 1, 0, prose(3, 40))
	for y := range needles.Rect.Dy() {
		for x := range needles.Rect.Dx() {
			if x%4 == 3 || y%4 == 3 {
				needles.Pix[y*needles.Stride+x] = 255
			}
		}
	}
	for name, page := range map[string]*image.Gray{"small print": small, "specks": speckled, "needle print": needles} {
		s := examine(View{Grey: page, DPI: 300})
		if len(s.screens) > 0 {
			t.Errorf("%s: %d stretches taken for halftone", name, len(s.screens))
		}
	}
}

// TestHalftoneDoesNotHoldUpTheEngine: untreated, a page of eight-pixel dots took 98 s.
func TestHalftoneDoesNotHoldUpTheEngine(t *testing.T) {
	engine, err := exec.LookPath("tesseract")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("tesseract is missing")
		}
		t.Skip("tesseract is not installed")
	}
	page := sheet(300)
	halftone(page, page.Rect.Inset(60), 8)
	text := readingTime(t, engine, ready(t, letter(t, 300, 4), 300))
	picture := ready(t, page, 300)
	if picture.Blank {
		t.Error("a page of halftone was called blank")
	}
	dots := readingTime(t, engine, picture)
	t.Logf("halftone %v, text %v", dots, text)
	if dots > 2*text+time.Second {
		t.Errorf("reading a page of halftone takes %v, a page of text %v", dots, text)
	}
}

func readingTime(t *testing.T, engine string, k Ink) time.Duration {
	t.Helper()
	file := filepath.Join(t.TempDir(), "ink.tif")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := tiff.Encode(f, k.Grey, nil); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), engine, file, "-", "--psm", "3", "--dpi", "200")
	cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	return cmd.ProcessState.UserTime()
}
