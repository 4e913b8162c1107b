package separator

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"aktenkundig/scan"
)

// printed is a separator sheet as scan draws it, at the renderer's resolution.
func printed(t *testing.T, title string) (img image.Image, dpi float64) {
	t.Helper()
	var b bytes.Buffer
	if err := WriteSheets(&b, []string{title}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "sheet.pdf")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = ""
	}
	f, err := scan.Open(t.Context(), path, scan.Options{CacheDir: cache, TextLayer: scan.IgnoreLayer})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s, err := f.Sheet(t.Context(), 1)
	if err != nil || s.Image == nil {
		t.Fatalf("%v, picture %v", err, s.Image)
	}
	return s.Image, s.DPI
}

// scanned is a picture shrunk by a factor, turned by degrees, on paper of its own grey, with so many specks a thousand pixels.
func scanned(r *rand.Rand, from image.Image, factor, degrees, specks float64) *image.Gray {
	g, shrunk := small(from)
	factor /= float64(shrunk)
	fw, fh := float64(g.Rect.Dx()), float64(g.Rect.Dy())
	w, h := int(fw/factor), int(fh/factor)
	if math.Abs(math.Mod(degrees, 180)) > 45 && math.Abs(math.Mod(degrees, 180)) < 135 {
		w, h = h, w
	}
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			dx, dy := float64(x)-float64(w)/2, float64(y)-float64(h)/2
			sx, sy := (dx*cos+dy*sin)*factor+fw/2, (dy*cos-dx*sin)*factor+fh/2
			v := 255.0
			if image.Pt(int(sx), int(sy)).In(g.Rect) {
				v = float64(g.GrayAt(int(sx), int(sy)).Y)
			}
			v = 30 + v*0.78 + 6*r.NormFloat64()
			if r.Float64()*1000 < specks {
				v = 255 * float64(r.IntN(2))
			}
			out.Pix[y*out.Stride+x] = uint8(min(max(v, 0), 255))
		}
	}
	return out
}

func TestSheetsAreFoundAskewAndDirty(t *testing.T) {
	const title = "Bauakte Müller, Töpferstraße 3"
	sheet, dpi := printed(t, title)
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 0))
	resolutions, turns := []float64{100, 200}, []float64{0, -1.5, 8, 90, 183, 270}
	if testing.Short() {
		resolutions, turns = []float64{100}, []float64{-1.5, 273}
	}
	for _, target := range resolutions {
		for _, degrees := range turns {
			for _, specks := range []float64{0, 20} {
				img := scanned(r, sheet, dpi/target, degrees, specks)
				name := fmt.Sprintf("%.0f dpi, %.1f degrees, %.0f specks, seed %d", target, degrees, specks, seed)
				for _, known := range []float64{target, 0} {
					if m, ok := Find(Patch, img, known); !ok || m.Text != "" {
						t.Errorf("%s, told %.0f: patch: %+v, %t", name, known, m, ok)
					}
				}
				m, ok := Find(Barcode, img, target)
				if !ok || m.How != "QR" || m.Text != title {
					t.Errorf("%s: bar code: %+v, %t", name, m, ok)
				}
			}
		}
	}
}

// bars draws four bars of a patch code, or what is like one, on a page of w × h pixels.
func bars(w, h int, from image.Rectangle, widths []int, dark uint8) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, w, h))
	draw.Draw(g, g.Rect, image.White, image.Point{}, draw.Src)
	y := from.Min.Y
	for i, k := range widths {
		if i%2 == 0 {
			draw.Draw(g, image.Rect(from.Min.X, y, from.Max.X, y+k), image.NewUniform(color.Gray{dark}), image.Point{}, draw.Src)
		}
		y += k
	}
	return g
}

func TestOnlySeparatingPatchesPart(t *testing.T) {
	const n, w = 16, 40 // narrow and wide at 200 dpi
	long := image.Rect(300, 200, 1300, 201)
	for _, c := range []struct {
		name   string
		widths []int
		at     image.Rectangle
		want   string
	}{
		{"T", []int{n, n, w, n, n, n, w}, long, "T"},
		{"2", []int{w, n, n, n, n, n, w}, long, "2"},
		{"3", []int{w, n, n, n, w, n, n}, long, "3"},
		{"1", []int{w, n, w, n, n, n, n}, long, ""},
		{"4", []int{n, n, w, n, w, n, n}, long, ""},
		{"6", []int{n, n, n, n, w, n, w}, long, ""},
		{"short bars", []int{n, n, w, n, n, n, w}, image.Rect(300, 200, 400, 201), ""},
		{"five bars", []int{n, n, w, n, n, n, w, n, n}, long, ""},
		{"even rules", []int{n, n, n, n, n, n, n}, long, ""},
		{"twice as large", []int{2 * n, 2 * n, 2 * w, 2 * n, 2 * n, 2 * n, 2 * w}, long, ""},
		{"thin lines", []int{3, 3, 8, 3, 3, 3, 8}, long, ""},
		{"wide spaces", []int{n, w, w, w, n, w, w}, long, ""},
	} {
		g := bars(1654, 2339, c.at, c.widths, 20)
		m, ok := Find(Patch, g, 200)
		if got := m.How; ok != (c.want != "") || ok && got != "patch "+c.want {
			t.Errorf("%s: got %q, %t, want %q", c.name, got, ok, c.want)
		}
	}
}

func TestForeignSymbolsPartNothing(t *testing.T) {
	for text, want := range map[string]bool{
		"akte:separator": true, "PATCHT": true, "akte:separator\nTitel": true, " PATCHT ": true,
		"https://www.dresden.de": false, "akte:separatorX": false, "PATCHT 2": false, "": false,
	} {
		if _, got := says(text); got != want {
			t.Errorf("%q: got %t", text, got)
		}
	}
}

func TestSheetsOfManyTitles(t *testing.T) {
	var a, b bytes.Buffer
	titles := []string{"", "Ein (Titel) \\ mit Zeichen", "Łódź – 日本"}
	if err := WriteSheets(&a, titles); err != nil {
		t.Fatal(err)
	}
	_ = WriteSheets(&b, titles)
	if !bytes.Equal(a.Bytes(), b.Bytes()) || bytes.Count(a.Bytes(), []byte("/Type/Page/")) != 3 {
		t.Errorf("other bytes, or %d pages", bytes.Count(a.Bytes(), []byte("/Type/Page/")))
	}
	if err := WriteSheets(&a, []string{string(make([]rune, MaxTitle+1))}); err == nil {
		t.Log("blanks are no title")
	}
	if err := WriteSheets(&a, []string{fmt.Sprintf("%0101d", 0)}); err == nil {
		t.Error("a title that does not fit was taken")
	}
}

// FuzzFind looks into noise of any size; what it finds there must be a code.
func FuzzFind(f *testing.F) {
	f.Add(60, 80, 150.0, []byte{0, 255, 255, 0, 9})
	f.Add(200, 41, 0.0, bytes.Repeat([]byte{255, 255, 0, 0, 255, 0}, 40))
	f.Fuzz(func(t *testing.T, w, h int, dpi float64, pix []byte) {
		if w < 0 || h < 0 || w > 300 || h > 300 || len(pix) == 0 {
			return
		}
		g := image.NewGray(image.Rect(0, 0, w, h))
		for i := range g.Pix {
			g.Pix[i] = pix[i%len(pix)]
		}
		for _, kind := range Kinds() {
			if m, ok := Find(kind, g, dpi); ok && m.How == "" {
				t.Errorf("%s: found nothing, but it is there", kind)
			}
		}
	})
}
