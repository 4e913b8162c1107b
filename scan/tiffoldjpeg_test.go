package scan

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// pieces takes a JPEG apart: the payloads of its tables by marker, and its picture data.
func pieces(t *testing.T, data []byte) (tables map[byte][][]byte, scan []byte) {
	t.Helper()
	tables = map[byte][][]byte{}
	for at := 2; ; {
		marker, n := data[at+1], int(binary.BigEndian.Uint16(data[at+2:]))
		body := data[at+4 : at+2+n]
		at += 2 + n
		if tables[marker] = append(tables[marker], body); marker == markSOS {
			return tables, bytes.TrimSuffix(data[at:], []byte{0xff, markEOI})
		}
	}
}

// ramp is a grey picture whose brightness runs from one corner to the other.
func ramp(w, h, from int) *image.Gray {
	g := image.NewGray(image.Rect(0, 0, w, h))
	for i := range g.Pix {
		g.Pix[i] = byte(from + 3*(i%w) + 2*(i/w))
	}
	return g
}

func decoded(t *testing.T, data []byte) image.Image {
	t.Helper()
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// TestOldJPEGIsPutTogether has two strips of picture data, with the tables elsewhere in the file.
func TestOldJPEGIsPutTogether(t *testing.T) {
	upper, lower := jpegBytes(t, ramp(16, 16, 0)), jpegBytes(t, ramp(16, 8, 90))
	tables, first := pieces(t, upper)
	_, second := pieces(t, lower)
	quantisation := tables[markDQT][0][1:65]
	var dc, ac []byte
	for _, body := range tables[markDHT] {
		for len(body) > 0 {
			n := 0
			for _, c := range body[1:17] {
				n += int(c)
			}
			switch table := body[1 : 17+n]; body[0] {
			case 0x00:
				dc = table
			case 0x10:
				ac = table
			}
			body = body[17+n:]
		}
	}
	make := func(at int) []byte {
		return makeTIFF(binary.LittleEndian, tiffPicture{
			tags: base(16, 24, compOldJPEG, 1, 1, 8, long(tagRowsPerStrip, 16), long(tagJPEGQTables, at),
				long(tagJPEGDCTables, at+64), long(tagJPEGACTables, at+64+len(dc))),
			chunks: [][]byte{first, second},
		})
	}
	at := len(make(0))
	tiff := bytes.Join([][]byte{make(at), quantisation, dc, ac}, nil)
	want := append(colours(decoded(t, upper)), colours(decoded(t, lower))...)
	s := sheet(t, open(t, "a.tif", tiff, Options{}), 1)
	if diff := cmp.Diff(want, colours(s.Image)); diff != "" || s.Problem != "" {
		t.Errorf("problem %q\n%s", s.Problem, diff)
	}
}

func TestOldJPEGMayBeWholeInEachStrip(t *testing.T) {
	upper, lower := jpegBytes(t, ramp(16, 16, 0)), jpegBytes(t, ramp(16, 8, 90))
	tiff := makeTIFF(binary.BigEndian, tiffPicture{
		tags:   base(16, 24, compOldJPEG, 1, 1, 8, long(tagRowsPerStrip, 16), long(tagJPEGQTables, 8), long(tagJPEGDCTables, 8), long(tagJPEGACTables, 8)),
		chunks: [][]byte{upper, lower},
	})
	want := append(colours(decoded(t, upper)), colours(decoded(t, lower))...)
	if diff := cmp.Diff(want, colours(sheet(t, open(t, "a.tif", tiff, Options{}), 1).Image)); diff != "" {
		t.Error(diff)
	}
}

func TestJPEGPlanesAreBroughtTogether(t *testing.T) {
	planes := [][]byte{jpegBytes(t, ramp(16, 16, 0)), jpegBytes(t, ramp(16, 16, 60)), jpegBytes(t, ramp(16, 16, 120))}
	tiff := makeTIFF(binary.LittleEndian, tiffPicture{tags: base(16, 16, compJPEG, 2, 3, 8, short(tagPlanar, 2)), chunks: planes})
	got := sheet(t, open(t, "a.tif", tiff, Options{}), 1).Image
	for i, p := range planes {
		one := decoded(t, p).(*image.Gray)
		for at, v := range one.Pix {
			c := color.RGBAModel.Convert(got.At(at%16, at/16)).(color.RGBA)
			if have := []byte{c.R, c.G, c.B}[i]; have != v {
				t.Fatalf("channel %d at %d: %d, want %d", i, at, have, v)
			}
		}
	}
}
