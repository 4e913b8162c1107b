package scan

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
)

// garbled is a PDF of one page with this content, compressed, and a checksum that denies it if isBroken.
func garbled(content string, isBroken bool) []byte {
	packed := zlibBytes([]byte(content))
	if isBroken {
		packed[len(packed)-1] ^= 1
	}
	pdf := testPDF{
		pages: []string{"\n"},
		more:  []string{fmt.Sprintf("<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", len(packed), packed)},
	}.bytes()
	return bytes.Replace(pdf, []byte("/Contents 31 0 R  "), []byte("/Contents 100 0 R "), 1)
}

func TestGarbledContentIsDrawnAsFarAsItMakesSense(t *testing.T) {
	const (
		good  = "0 0 36 36 re f\n"
		chaos = "0.00d, TD 1.000 w TD -9 -9 999 999 re f\n"
	)
	for _, c := range []struct {
		name     string
		content  string
		isBroken bool
		black    float64 // share of the page
		note     string
	}{
		{"whole", good + chaos, false, 1, ""},
		{"garbled", good + chaos, true, 0.125, "the last 75 % make no sense"},
		{"garbled where it does not show", good, true, 0.125, ""},
	} {
		s := sheet(t, open(t, "a.pdf", garbled(c.content, c.isBroken), Options{Renderer: testRenderer()}), 1)
		dark, b := 0, s.Image.Bounds()
		for y := b.Min.Y; y < b.Max.Y; y++ {
			for x := b.Min.X; x < b.Max.X; x++ {
				if r, _, _, _ := s.Image.At(x, y).RGBA(); r < 1<<15 {
					dark++
				}
			}
		}
		if got := float64(dark) / float64(b.Dx()*b.Dy()); got < c.black-0.01 || got > c.black+0.01 {
			t.Errorf("%s: %.3f of the page is black, want %.3f", c.name, got, c.black)
		}
		if !strings.Contains(s.Note, c.note) || (c.note == "") == strings.Contains(s.Note, "damaged") {
			t.Errorf("%s: note %q", c.name, s.Note)
		}
	}
}

func TestSensibleEndsBeforeTheFirstNonsense(t *testing.T) {
	for _, whole := range []string{
		"", "q 1 0 0 1 0 0 cm BT /F 9 Tf (a) Tj [(b) -3 (c)] TJ T* 1 2 (d) \" ET Q", "/P << /MCID 0 >> BDC EMC", "[3 1] 0 d 0 0 m 1 1 l S",
		"BI /W 1 ID x EI 0 g", "0.5 0.2 sc /P scn",
	} {
		if end := sensible([]byte(whole)); end != len(whole) {
			t.Errorf("%q makes sense up to %d of %d", whole, end, len(whole))
		}
	}
	for _, broken := range []string{"0 0 m", "1 w"} {
		for _, nonsense := range []string{" 1 cm", " 2 2 2 l", " hello", " /F Tf", " (a) 3 Tj", " x", " f 1 1 l"} {
			if end := sensible([]byte(broken + nonsense)); end > len(broken)+2 {
				t.Errorf("%q makes sense up to %d", broken+nonsense, end)
			}
		}
	}
}

func FuzzSensible(f *testing.F) {
	f.Add([]byte("0 0 m 1 1 l S (e20.0 cm"))
	f.Add([]byte("BI /W 1 ID x EI 0 g 7 7 TD l"))
	f.Fuzz(func(t *testing.T, content []byte) {
		end := sensible(content)
		if end < 0 || end > len(content) {
			t.Fatalf("%d of %d", end, len(content))
		}
		if again := sensible(content[:end]); again != end {
			t.Fatalf("what made sense up to %d does so up to %d", end, again)
		}
	})
}

func TestMendedPageOfADamagedTableIsStillDrawn(t *testing.T) {
	pdf := garbled("0 0 36 36 re f\n0.00d, TD -9 -9 999 999 re f\n", true)
	pdf = bytes.Replace(pdf, []byte("startxref\n"), []byte("startxref\n9"), 1)
	s, err := open(t, "a.pdf", pdf, Options{Renderer: testRenderer()}).Sheet(context.Background(), 1)
	if err != nil || !strings.Contains(s.Note, "make no sense") {
		t.Errorf("%q, %v", s.Note, err)
	}
}
