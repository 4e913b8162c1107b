package scan

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/bmp"
)

func pngBytes(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func jpegBytes(t testing.TB, img image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 100}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// chunk is a PNG chunk.
func chunk(kind string, body []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(body)))
	out = append(append(out, kind...), body...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// insert puts bytes into data at a place.
func insert(data []byte, at int, more []byte) []byte {
	return bytes.Join([][]byte{data[:at], more, data[at:]}, nil)
}

// behindIHDR is where the chunks after a PNG's header start.
const behindIHDR = 8 + 25

// exifBlock is a TIFF with an orientation and a resolution.
func exifBlock(orientation, dpi int) []byte {
	return makeTIFF(binary.BigEndian, tiffPicture{tags: []tiffTag{
		short(tagOrientation, orientation), {tag: tagXResolution, kind: 5, values: []int{dpi, 1}},
	}})
}

func segment(marker byte, body []byte) []byte {
	out := []byte{0xff, marker}
	return append(binary.BigEndian.AppendUint16(out, uint16(len(body)+2)), body...)
}

func jfif(unit byte, density int) []byte {
	body := append([]byte("JFIF\x00\x01\x01"), unit)
	body = binary.BigEndian.AppendUint16(body, uint16(density))
	body = binary.BigEndian.AppendUint16(body, uint16(density))
	return segment(markAPP0, append(body, 0, 0))
}

func TestPNGPixelsAreSafeAndOpaque(t *testing.T) {
	grey16 := image.NewGray16(image.Rect(0, 0, 2, 1))
	grey16.SetGray16(0, 0, color.Gray16{0x12ff})
	clear := image.NewNRGBA(image.Rect(0, 0, 2, 1))
	clear.SetNRGBA(0, 0, color.NRGBA{255, 0, 0, 255})
	greyPalette := image.NewPaletted(image.Rect(0, 0, 2, 1), color.Palette{color.Gray{9}, color.Gray{200}})
	greyPalette.Pix[1] = 1
	palette := image.NewPaletted(image.Rect(0, 0, 2, 1), color.Palette{color.RGBA{1, 2, 3, 255}, color.NRGBA{0, 0, 0, 0}})
	palette.Pix[1] = 1
	for _, c := range []struct {
		name string
		in   image.Image
		want image.Image
	}{
		{"16 bits", grey16, &image.Gray{Pix: []byte{0x12, 0}, Stride: 2, Rect: image.Rect(0, 0, 2, 1)}},
		{"transparent", clear, &image.RGBA{Pix: []byte{255, 0, 0, 255, 255, 255, 255, 255}, Stride: 8, Rect: image.Rect(0, 0, 2, 1)}},
		{"grey palette", greyPalette, &image.Gray{Pix: []byte{9, 200}, Stride: 2, Rect: image.Rect(0, 0, 2, 1)}},
		{"palette with a transparent colour", palette, &image.RGBA{Pix: []byte{1, 2, 3, 255, 255, 255, 255, 255}, Stride: 8, Rect: image.Rect(0, 0, 2, 1)}},
	} {
		s := sheet(t, open(t, "a.png", pngBytes(t, c.in), Options{}), 1)
		if diff := cmp.Diff(c.want, s.Image); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestPNGSaysTurnAndResolution(t *testing.T) {
	plain := pngBytes(t, image.NewGray(image.Rect(0, 0, 4, 4)))
	phys := binary.BigEndian.AppendUint32(nil, 11811)
	phys = append(binary.BigEndian.AppendUint32(phys, 11811), 1)
	data := insert(insert(plain, behindIHDR, chunk("pHYs", phys)), behindIHDR, chunk("eXIf", exifBlock(8, 72)))
	s := sheet(t, open(t, "a.png", data, Options{}), 1)
	if s.Orientation != 8 || s.DPI < 299.9 || s.DPI > 300.1 {
		t.Errorf("got orientation %d, %v dpi", s.Orientation, s.DPI)
	}
}

func TestJPEGSaysTurnAndResolution(t *testing.T) {
	plain := jpegBytes(t, image.NewGray(image.Rect(0, 0, 8, 8)))
	withEXIF := func(block []byte) []byte {
		return insert(plain, 2, segment(markAPP1, append([]byte("Exif\x00\x00"), block...)))
	}
	for _, c := range []struct {
		name string
		data []byte
		dpi  float64
		turn int
	}{
		{"nothing", plain, 0, 1},
		{"JFIF, inches", insert(plain, 2, jfif(1, 300)), 300, 1},
		{"JFIF, centimetres", insert(plain, 2, jfif(2, 100)), 254, 1},
		{"JFIF, ratio only", insert(plain, 2, jfif(0, 300)), 0, 1},
		{"EXIF", withEXIF(exifBlock(6, 200)), 200, 6},
		{"broken EXIF", withEXIF([]byte("MM\x00*\xff\xff\xff\xff")), 0, 1},
	} {
		s := sheet(t, open(t, "a.jpg", c.data, Options{}), 1)
		if s.DPI != c.dpi || s.Orientation != c.turn {
			t.Errorf("%s: got %v dpi, orientation %d; want %v, %d", c.name, s.DPI, s.Orientation, c.dpi, c.turn)
		}
	}
}

func TestResolutionThatCannotBeIsNotBelieved(t *testing.T) {
	for _, c := range []struct {
		dpi  float64
		w, h int
		want float64
	}{
		{72, 2480, 3508, 0},    // the default of programs on an A4 scan
		{72, 595, 842, 72},     // A4 at 72 dpi
		{96, 793, 1122, 96},    // A4 at 96 dpi
		{300, 2480, 3508, 300}, // A4
		{300, 9933, 14043, 300},
		{300, 20000, 100, 0}, // five feet
		{1, 100, 100, 0}, {0, 100, 100, 0}, {-300, 100, 100, 0}, {1e9, 100, 100, 0},
	} {
		if got := credible(c.dpi, c.w, c.h); got != c.want {
			t.Errorf("%v dpi on %d × %d: got %v, want %v", c.dpi, c.w, c.h, got, c.want)
		}
	}
}

func TestBombsAreRefusedByTheirHeader(t *testing.T) {
	bigPNG := pngBytes(t, image.NewGray(image.Rect(0, 0, 1, 1)))
	binary.BigEndian.PutUint32(bigPNG[16:], 60000)
	binary.BigEndian.PutUint32(bigPNG[20:], 60000)
	binary.BigEndian.PutUint32(bigPNG[29:], crc32.ChecksumIEEE(bigPNG[12:29]))
	bigJPEG := jpegBytes(t, image.NewGray(image.Rect(0, 0, 8, 8)))
	frame := bytes.Index(bigJPEG, []byte{0xff, markSOF0})
	binary.BigEndian.PutUint16(bigJPEG[frame+5:], 60000)
	binary.BigEndian.PutUint16(bigJPEG[frame+7:], 60000)
	for name, data := range map[string][]byte{"a.png": bigPNG, "a.jpg": bigJPEG} {
		_, err := Open(context.Background(), write(t, name, data), Options{})
		wantReason(t, name, err, TooLarge)
	}
}

func TestContentDecidesNotTheName(t *testing.T) {
	f := open(t, "a.jpg", pngBytes(t, image.NewGray(image.Rect(0, 0, 1, 1))), Options{})
	if f.MediaType() != "image/png" || f.Note() != "named .jpg but is a PNG" {
		t.Errorf("got %s, note %q", f.MediaType(), f.Note())
	}
	if f := open(t, "a.PNG", pngBytes(t, image.NewGray(image.Rect(0, 0, 1, 1))), Options{}); f.Note() != "" {
		t.Errorf("note %q on a well-named file", f.Note())
	}
}

func TestGIFAndBMPOpen(t *testing.T) {
	img := image.NewPaletted(image.Rect(0, 0, 2, 1), color.Palette{color.Gray{0}, color.Gray{255}})
	img.Pix[1] = 1
	var asGIF, asBMP bytes.Buffer
	if err := gif.Encode(&asGIF, img, nil); err != nil {
		t.Fatal(err)
	}
	if err := bmp.Encode(&asBMP, img); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"a.gif": asGIF.Bytes(), "a.bmp": asBMP.Bytes()} {
		if diff := cmp.Diff(greys(0, 255), colours(sheet(t, open(t, name, data, Options{}), 1).Image)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func FuzzEXIF(f *testing.F) {
	f.Add(exifBlock(6, 300))
	f.Add([]byte("II+\x00\x08\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, block []byte) {
		if turn := exif(block).turn(); turn < 1 || turn > 8 {
			t.Errorf("orientation %d", turn)
		}
	})
}

func TestDamagedPicturesGiveTheirFirstRows(t *testing.T) {
	g := image.NewGray(image.Rect(0, 0, 64, 64))
	for i := range g.Pix {
		g.Pix[i] = byte(i * 7 % 251)
	}
	coloured := image.NewNRGBA(g.Rect)
	for i := range coloured.Pix {
		coloured.Pix[i] = byte(i*13) | 1
	}
	for name, img := range map[string]image.Image{"grey": g, "with opacity": coloured} {
		whole := pngBytes(t, img)
		s := sheet(t, open(t, "a.png", whole[:len(whole)/2], Options{}), 1)
		want := colours(safe(img))
		got := colours(s.Image)
		rows := 0
		for rows < 64 && cmp.Equal(got[64*rows:64*rows+64], want[64*rows:64*rows+64]) {
			rows++
		}
		if rows < 16 || rows > 48 || got[64*63] != (color.RGBA{255, 255, 255, 255}) || !strings.Contains(s.Problem, "of 64 rows") {
			t.Errorf("%s: %d rows, problem %q", name, rows, s.Problem)
		}
	}
	var b bytes.Buffer
	if err := bmp.Encode(&b, coloured); err != nil {
		t.Fatal(err)
	}
	if s := sheet(t, open(t, "a.bmp", b.Bytes()[:b.Len()/2], Options{}), 1); s.Problem == "" {
		t.Error("half a bitmap is told as a whole one")
	}
	_, err := open(t, "a.png", pngBytes(t, g)[:40], Options{}).Sheet(context.Background(), 1)
	wantReason(t, "a header only", err, Damaged)
}

func TestOrientationInATextOfAPNGIsRead(t *testing.T) {
	block := "II*\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00"
	text := fmt.Sprintf("\nexif\n      %d\n%x\n", len(block)+6, "Exif\x00\x00"+block)
	const keyword = "Raw profile type exif\x00"
	for name, chunk := range map[string]string{"plain": keyword + text, "compressed": keyword + "\x00" + string(zlibBytes([]byte(text)))} {
		if got := rawProfile([]byte(chunk)).orientation; got != 6 {
			t.Errorf("%s: orientation %d", name, got)
		}
	}
	if got := rawProfile([]byte(keyword + "\nexif\n 3\nzz")).orientation; got != 0 {
		t.Errorf("broken: orientation %d", got)
	}
}
