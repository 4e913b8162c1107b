package scan

import (
	"bytes"
	"context"
	"encoding/ascii85"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"aktenkundig/document"
)

// testPDF is a PDF of pages that share their resources: an image of each name.
type testPDF struct {
	pages  []string // page dictionary entries and, after a line end, the content
	images []testImage
	more   []string // further objects, from number 100
}

// testImage is an XObject /I0, /I1, …: dictionary entries and the coded bytes.
type testImage struct {
	entries string
	data    []byte
}

func (p testPDF) bytes() []byte {
	var (
		b       bytes.Buffer
		offsets = map[int]int{}
		top     int
	)
	object := func(n int, body string) {
		offsets[n], top = b.Len(), max(top, n)
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", n, body)
	}
	stream := func(n int, entries string, data []byte) {
		object(n, fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", entries, len(data), data))
	}
	b.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var kids, names strings.Builder
	for i, m := range p.images {
		stream(10+i, "/Type /XObject /Subtype /Image "+m.entries, m.data)
		fmt.Fprintf(&names, "/I%d %d 0 R ", i, 10+i)
	}
	for i, page := range p.pages {
		entries, content, _ := strings.Cut(page, "\n")
		object(30+2*i, fmt.Sprintf("<< /Type /Page /Parent 2 0 R /Contents %d 0 R %s >>", 31+2*i, entries))
		stream(31+2*i, "", []byte(content))
		fmt.Fprintf(&kids, "%d 0 R ", 30+2*i)
	}
	for i, body := range p.more {
		object(100+i, body)
	}
	object(1, "<< /Type /Catalog /Pages 2 0 R >>")
	object(2, fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 72 144] /Resources << /XObject << %s >> /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
		kids.String(), len(p.pages), names.String()))
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 1\n0000000000 65535 f \n")
	for n := 1; n <= top; n++ {
		if at, ok := offsets[n]; ok {
			fmt.Fprintf(&b, "%d 1\n%010d 00000 n \n", n, at)
		}
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", top+1, table)
	return b.Bytes()
}

// onlyImage is a page of one image that fills it.
func onlyImage(entries string, data []byte) []byte {
	return testPDF{pages: []string{"\nq 72 0 0 144 0 0 cm /I0 Do Q"}, images: []testImage{{entries, data}}}.bytes()
}

func TestPDFImagesComeOutAsStored(t *testing.T) {
	grey := "/Width 2 /Height 4 /ColorSpace /DeviceGray /BitsPerComponent 8 "
	bilevel := "/Width 2 /Height 4 /BitsPerComponent 1 "
	eight := []byte{1, 2, 3, 4, 5, 6, 7, 8}
	stripes := greys(0, 255, 0, 255, 255, 0, 255, 0)
	for _, c := range []struct {
		name, entries string
		data          []byte
		want          []color.RGBA
	}{
		{"plain", grey, eight, greys(eight...)},
		{"Flate", grey + "/Filter /FlateDecode", zlibBytes(eight), greys(eight...)},
		{"LZW", grey + "/Filter [/LZWDecode]", lzwBytes(eight), greys(eight...)},
		{"run length", grey + "/Filter /RunLengthDecode", []byte{3, 1, 2, 3, 4, 253, 9, 128}, greys(1, 2, 3, 4, 9, 9, 9, 9)},
		{"hexadecimal", grey + "/Filter /ASCIIHexDecode", []byte("01 02 0304 05060708>"), greys(eight...)},
		{"base 85 of Flate", grey + "/Filter [/A85 /Fl]", ascii85Bytes(zlibBytes(eight)), greys(eight...)},
		{"PNG predictors", grey + "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2 >>",
			zlibBytes([]byte{0, 1, 2, 1, 3, 1, 2, 2, 2, 4, 2, 1}), greys(1, 2, 3, 4, 5, 6, 7, 8)},
		{"TIFF predictor", grey + "/Filter /FlateDecode /DecodeParms << /Predictor 2 /Columns 2 >>",
			zlibBytes([]byte{1, 1, 3, 1, 5, 1, 7, 1}), greys(eight...)},
		{"inverted", grey + "/Decode [1 0]", []byte{0, 255, 1, 2, 3, 4, 5, 6}, greys(255, 0, 254, 253, 252, 251, 250, 249)},
		{"half range", grey + "/Decode [0 0.5]", []byte{0, 255, 0, 255, 0, 255, 0, 255}, greys(0, 128, 0, 128, 0, 128, 0, 128)},
		{"1 bit", bilevel + "/ColorSpace /DeviceGray", []byte{0x40, 0x40, 0x80, 0x80}, stripes},
		{"1 bit, inverted", bilevel + "/ColorSpace /DeviceGray /Decode [1 0]", []byte{0x80, 0x80, 0x40, 0x40}, stripes},
		{"mask", bilevel + "/ImageMask true", []byte{0x40, 0x40, 0x80, 0x80}, stripes},
		{"mask, inverted", bilevel + "/ImageMask true /Decode [1 0]", []byte{0x80, 0x80, 0x40, 0x40}, stripes},
		{"16 bits", "/Width 1 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 16", []byte{0x12, 0xff, 0x80, 0}, greys(0x12, 0x80)},
		{"calibrated", "/Width 1 /Height 2 /ColorSpace [/CalGray << /WhitePoint [1 1 1] >>] /BitsPerComponent 8", []byte{1, 2}, greys(1, 2)},
		{"RGB", "/Width 1 /Height 2 /ColorSpace /DeviceRGB /BitsPerComponent 8", []byte{1, 2, 3, 4, 5, 6}, []color.RGBA{{1, 2, 3, 255}, {4, 5, 6, 255}}},
		{"CMYK", "/Width 1 /Height 2 /ColorSpace /DeviceCMYK /BitsPerComponent 8", []byte{0, 0, 0, 0, 0, 255, 255, 0}, []color.RGBA{{255, 255, 255, 255}, {255, 0, 0, 255}}},
		{"palette", "/Width 1 /Height 2 /ColorSpace [/Indexed /DeviceRGB 1 <010203 040506>] /BitsPerComponent 4", []byte{0x10, 0}, []color.RGBA{{4, 5, 6, 255}, {1, 2, 3, 255}}},
		{"profile of one channel", "/Width 1 /Height 2 /ColorSpace [/ICCBased 100 0 R] /BitsPerComponent 8", []byte{1, 2}, greys(1, 2)},
		{"fax", "/Width 8 /Height 16 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 8 >>",
			[]byte("\x36\xff\xff\xff\xff\x00\x10\x01"), repeated(16, greys(255, 255, 255, 255, 0, 0, 0, 0))},
		{"fax, black is 1", "/Width 8 /Height 16 /ColorSpace /DeviceGray /BitsPerComponent 1 /Decode [1 0] /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 8 /BlackIs1 true >>",
			[]byte("\x36\xff\xff\xff\xff\x00\x10\x01"), repeated(16, greys(255, 255, 255, 255, 0, 0, 0, 0))},
	} {
		t.Run(c.name, func(t *testing.T) {
			pdf := testPDF{
				pages: []string{"\nq 72 0 0 144 0 0 cm /I0 Do Q"}, images: []testImage{{c.entries, c.data}},
				more: []string{"<< /N 1 /Length 0 >>\nstream\n\nendstream"},
			}
			s := sheet(t, open(t, "a.pdf", pdf.bytes(), Options{Renderer: noRenderer(t)}), 1)
			if diff := cmp.Diff(c.want, colours(s.Image)); diff != "" || s.Path != PathImage {
				t.Errorf("path %s\n%s", s.Path, diff)
			}
		})
	}
}

func repeated(n int, row []color.RGBA) (out []color.RGBA) {
	for range n {
		out = append(out, row...)
	}
	return out
}

// noRenderer is closed, so that a page which is not got by its image fails.
func noRenderer(t testing.TB) *Renderer {
	t.Helper()
	r := NewRenderer("", 1)
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestJPEGInPDFIsTheJPEG(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 8, 16))
	fill(img.Pix, 99)
	data := jpegBytes(t, img)
	want, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	pdf := onlyImage("/Width 8 /Height 16 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode", data)
	s := sheet(t, open(t, "a.pdf", pdf, Options{Renderer: noRenderer(t)}), 1)
	if diff := cmp.Diff(want, s.Image); diff != "" {
		t.Error(diff)
	}
}

func TestPDFPlacesItsImage(t *testing.T) {
	const entries = "/Width 20 /Height 40 /ColorSpace /DeviceGray /BitsPerComponent 8"
	pixels := make([]byte, 800)
	for i := range pixels {
		pixels[i] = byte(i)
	}
	for _, c := range []struct {
		name, page string
		size       document.Size
		dpi        float64
		turn       int
		first      byte
	}{
		{"as it is", "/UserUnit 0.2\nq 72 0 0 144 0 0 cm /I0 Do Q", document.Size{20, 40}, 100, 1, 0},
		{"turned", "/UserUnit 0.2 /Rotate 90\nq 72 0 0 144 0 0 cm /I0 Do Q", document.Size{20, 40}, 100, 6, 0},
		{"turned the other way", "/UserUnit 0.2 /Rotate -90\nq 72 0 0 144 0 0 cm /I0 Do Q", document.Size{20, 40}, 100, 8, 0},
		{"turned by matrix", "/UserUnit 0.2 /MediaBox [0 0 144 72]\n0 72 -144 0 144 0 cm /I0 Do", document.Size{20, 40}, 100, 8, 0},
		{"cropped", "/UserUnit 0.2 /CropBox [36 0 72 72]\nq 72 0 0 144 0 0 cm /I0 Do Q", document.Size{10, 20}, 100, 1, 410 & 255},
		{"a little larger than its crop box", "/UserUnit 0.2 /CropBox [0.5 0.5 71.5 143.5]\nq 72 0 0 144 0 0 cm /I0 Do Q", document.Size{20, 40}, 100, 1, 0},
	} {
		pdf := testPDF{pages: []string{c.page}, images: []testImage{{entries, pixels}}}
		s := sheet(t, open(t, "a.pdf", pdf.bytes(), Options{Renderer: noRenderer(t)}), 1)
		if s.Size != c.size || s.DPI < c.dpi-0.01 || s.DPI > c.dpi+0.01 || s.Orientation != c.turn {
			t.Errorf("%s: got %v, %v dpi, orientation %d; want %v, %v, %d", c.name, s.Size, s.DPI, s.Orientation, c.size, c.dpi, c.turn)
		}
		if got := s.Image.(*image.Gray).Pix[0]; got != c.first {
			t.Errorf("%s: first pixel is %d, want %d", c.name, got, c.first)
		}
	}
}

func TestStripsOfAPageAreJoined(t *testing.T) {
	half := "/Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8"
	pdf := testPDF{
		pages: []string{
			"\nq 72 0 0 72 0 72 cm /I0 Do Q q 72 0 0 72 0 0 cm /I1 Do Q",
			"\nq 72 0 0 72 0 0 cm /I1 Do Q q 72 0 0 72 0 72 cm /I0 Do Q",
		},
		images: []testImage{{half, []byte{1, 2, 3, 4}}, {half, []byte{5, 6, 7, 8}}},
	}
	f := open(t, "a.pdf", pdf.bytes(), Options{Renderer: noRenderer(t)})
	for n := 1; n <= 2; n++ {
		if diff := cmp.Diff(greys(1, 2, 3, 4, 5, 6, 7, 8), colours(sheet(t, f, n).Image)); diff != "" {
			t.Errorf("page %d: %s", n, diff)
		}
	}
}

func TestPagesAreCountedNotBelieved(t *testing.T) {
	pdf := testPDF{pages: []string{"\n", "\n", "\n"}}.bytes()
	lying := bytes.Replace(pdf, []byte("/Count 3"), []byte("/Count 9"), 1)
	if n := open(t, "a.pdf", lying, Options{}).Len(); n != 3 {
		t.Errorf("got %d pages, want 3", n)
	}
	_, err := Open(context.Background(), write(t, "a.pdf", pdf), Options{MaxPages: 2})
	wantReason(t, "three pages, limit two", err, TooLarge)
}

func TestHugeImageInPDFIsRefusedUnseen(t *testing.T) {
	pdf := onlyImage("/Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode", zlibBytes([]byte{1}))
	_, err := open(t, "a.pdf", pdf, Options{}).Sheet(context.Background(), 1)
	wantReason(t, "60000 × 60000", err, TooLarge)
}

// testRenderer is shared by the tests, since starting one takes seconds; its code is kept between runs.
var testRenderer = sync.OnceValue(func() *Renderer {
	return NewRenderer(filepath.Join(os.TempDir(), "aktenkundig-scan-test"), 2)
})

func TestPageOfTextIsDrawn(t *testing.T) {
	pdf := testPDF{pages: []string{
		"\n0 0 36 72 re f", "\n1 0 0 rg 0 0 36 72 re f", "/Rotate 90\n0 0 36 72 re f",
	}}
	f := open(t, "a.pdf", pdf.bytes(), Options{Renderer: testRenderer()})
	black := sheet(t, f, 1)
	if black.Path != PathRendered || black.DPI != 300 || black.Size != (document.Size{300, 600}) {
		t.Errorf("got %s, %v dpi, %v", black.Path, black.DPI, black.Size)
	}
	if g, ok := black.Image.(*image.Gray); !ok || g.GrayAt(10, 590).Y != 0 || g.GrayAt(10, 10).Y != 255 || g.GrayAt(290, 590).Y != 255 {
		t.Errorf("the black box is not where it should be in a %T", black.Image)
	}
	if c, ok := sheet(t, f, 2).Image.(*image.RGBA); !ok || c.RGBAAt(10, 590) != (color.RGBA{255, 0, 0, 255}) {
		t.Error("the red box is not red")
	}
	turned := sheet(t, f, 3)
	if turned.Size != (document.Size{600, 300}) || turned.Orientation != 1 || turned.Image.(*image.Gray).GrayAt(10, 10).Y != 0 {
		t.Errorf("turned page: %v, orientation %d", turned.Size, turned.Orientation)
	}
}

func TestDamagedImageIsLeftToTheRenderer(t *testing.T) {
	pdf := onlyImage("/Width 2 /Height 400 /ColorSpace /DeviceGray /BitsPerComponent 8", []byte{1, 2, 3})
	if s := sheet(t, open(t, "a.pdf", pdf, Options{Renderer: testRenderer()}), 1); s.Path != PathRendered {
		t.Errorf("got %s", s.Path)
	}
}

func TestPictureThatPDFiumCannotDecodeIsDamaged(t *testing.T) {
	jp2 := []byte("\xff\x4f\xff\x51\x00\x29\x00\x00\x00\x00\x00\x40\x00\x00\x00\x20\x00\x00\x00\x00\x00\x00\x00\x00rubbish")
	_, err := open(t, "a.j2k", jp2, Options{Renderer: testRenderer()}).Sheet(context.Background(), 1)
	wantReason(t, "a header and rubbish", err, Damaged)
}

func TestBlankPictureIsNotDamaged(t *testing.T) {
	white := wrapping{width: 8, height: 8, filter: "FlateDecode", colours: "DeviceGray", bits: 8, data: zlibBytes(bytes.Repeat([]byte{255}, 64))}
	d := newDrawing(nil, Options{Renderer: testRenderer()}.withDefaults())
	img, err := d.wrapped(context.Background(), white)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(repeated(64, greys(255)), colours(img)); diff != "" {
		t.Error(diff)
	}
}

func TestBadPageLeavesTheOthers(t *testing.T) {
	pdf := testPDF{
		pages:  []string{"/MediaBox [0 0 99999999 99999999]\n", "\n72 0 0 144 0 0 cm /I0 Do"},
		images: []testImage{{"/Width 1 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8", []byte{1, 2}}},
	}
	f := open(t, "a.pdf", pdf.bytes(), Options{Renderer: testRenderer()})
	if _, err := f.Sheet(context.Background(), 1); err == nil {
		t.Error("a page of 35 kilometres was drawn")
	}
	sheet(t, f, 2)
}

func TestPagesCanBeDrawnAtTheSameTime(t *testing.T) {
	pages := make([]string, 6)
	for i := range pages {
		pages[i] = fmt.Sprintf("\n0 0 36 %d re f", 12*(i+1))
	}
	f := open(t, "a.pdf", testPDF{pages: pages}.bytes(), Options{Renderer: testRenderer()})
	var all sync.WaitGroup
	for n := 1; n <= len(pages); n++ {
		all.Go(func() {
			s, err := f.Sheet(context.Background(), n)
			if err != nil {
				t.Error(err)
				return
			}
			if got := 600 - bytes.IndexByte(column(s.Image.(*image.Gray), 10), 0); got != 50*n {
				t.Errorf("page %d: a box of %d pixels, want %d", n, got, 50*n)
			}
		})
	}
	all.Wait()
}

func column(g *image.Gray, x int) []byte {
	out := make([]byte, g.Rect.Dy())
	for y := range out {
		out[y] = g.GrayAt(x, y).Y
	}
	return out
}

func TestDrawingEndsWithItsContext(t *testing.T) {
	f := open(t, "a.pdf", testPDF{pages: []string{"\n0 0 9 9 re f"}}.bytes(), Options{Renderer: testRenderer()})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := f.Sheet(ctx, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	sheet(t, f, 1) // the renderer lives on
}

func ascii85Bytes(b []byte) []byte {
	var out bytes.Buffer
	w := ascii85.NewEncoder(&out)
	w.Write(b)
	w.Close()
	out.WriteString("~>")
	return out.Bytes()
}
