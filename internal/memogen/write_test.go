package memogen

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"aktenkundig/internal/eval"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/ccitt"
	"golang.org/x/image/tiff"
)

// checks is a small bilevel picture.
func checks(w, h int) *image.Gray {
	im := image.NewGray(image.Rect(0, 0, w, h))
	for i := range im.Pix {
		if (i%w/5+i/w/3)%2 == 0 {
			im.Pix[i] = 255
		}
	}
	return im
}

// small is a memo of n pages as the writers see it.
func small(format string, n int) Memo {
	m := Memo{Format: format, Quality: 90}
	for i := range n {
		w, h := 60+10*i, 40
		m.Pages = append(m.Pages, checks(w, h))
		m.Truth.Pages = append(m.Truth.Pages, eval.TruthPage{Scan: [2]int{w, h}, DPI: 300})
	}
	return m
}

func TestTIFFIsReadBack(t *testing.T) {
	m := small(TIFFG4, 3)
	data, err := Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	im, err := tiff.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	same(t, im, m.Pages[0])
}

func TestPNGIsReadBackWithItsResolution(t *testing.T) {
	m := small(PNG, 1)
	data, err := Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	im, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	same(t, im, m.Pages[0])
	if !bytes.Contains(data, []byte("pHYs\x00\x00\x2e\x23\x00\x00\x2e\x23\x01")) { // 11811 pixels a metre
		t.Error("no resolution of 300 dpi")
	}
}

func TestJPEGSaysResolutionAndTurn(t *testing.T) {
	data, err := encodeJPEG(checks(64, 32), 90, 300, 90)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := jpeg.Decode(bytes.NewReader(data)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(data, []byte("JFIF\x00\x01\x01\x01\x01\x2c\x01\x2c")) {
		t.Error("no resolution of 300 dpi")
	}
	if !bytes.Contains(data, []byte("\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06")) {
		t.Error("no EXIF orientation 6")
	}
}

// Every entry of the cross-reference table must point at its object and every G4 stream hold its page.
func TestPDFIsSoundByItsOwnTable(t *testing.T) {
	m := small(PDFG4, 2)
	data, err := Encode(m)
	if err != nil {
		t.Fatal(err)
	}
	for i, entry := range regexp.MustCompile(`(\d{10}) 00000 n`).FindAllSubmatch(data, -1) {
		offset, err := strconv.Atoi(string(entry[1]))
		if err != nil {
			t.Fatal(err)
		}
		if want := fmt.Sprintf("%d 0 obj", i+1); !bytes.HasPrefix(data[offset:], []byte(want)) {
			t.Errorf("entry %d points at %q", i+1, data[offset:offset+10])
		}
	}
	pages := regexp.MustCompile(`(?s)/Columns (\d+) /Rows (\d+) >> /Length (\d+) >>\nstream\n`).FindAllSubmatchIndex(data, -1)
	if len(pages) != 2 {
		t.Fatalf("%d images", len(pages))
	}
	for i, at := range pages {
		length, err := strconv.Atoi(string(data[at[6]:at[7]]))
		if err != nil {
			t.Fatal(err)
		}
		b := m.Pages[i].Bounds()
		r := ccitt.NewReader(bytes.NewReader(data[at[1]:at[1]+length]), ccitt.MSB, ccitt.Group4, b.Dx(), b.Dy(), nil)
		if _, err := io.ReadAll(r); err != nil {
			t.Errorf("page %d: %v", i+1, err)
		}
	}
}

func TestTruthIsReadBackAsItWas(t *testing.T) {
	m := Draw(9, Options{Classes: []string{Fax, Skew}, Pages: 1, Format: TIFFG4})
	dir := t.TempDir()
	file, err := Write(dir, "memo", m)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "memo.truth.json"))
	if err != nil {
		t.Fatal(err)
	}
	var got eval.Truth
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	m.Truth.File = file
	if diff := cmp.Diff(got, m.Truth); diff != "" {
		t.Error(diff)
	}
}

func same(t *testing.T, got, want image.Image) {
	t.Helper()
	if got.Bounds() != want.Bounds() {
		t.Fatalf("got %v, want %v", got.Bounds(), want.Bounds())
	}
	for y := range want.Bounds().Dy() {
		for x := range want.Bounds().Dx() {
			a, _, _, _ := got.At(x, y).RGBA()
			if b, _, _, _ := want.At(x, y).RGBA(); a != b {
				t.Fatalf("pixel %d, %d: got %d, want %d", x, y, a, b)
			}
		}
	}
}
