package scan

import (
	"bytes"
	"compress/lzw"
	"compress/zlib"
	"context"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math/bits"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tiffTag is a tag for makeTIFF; values of kind 3 (short), 4 (long) or 5 (rational, in pairs), or raw bytes.
type tiffTag struct {
	tag, kind int
	values    []int
	raw       []byte
}

func short(tag int, v ...int) tiffTag { return tiffTag{tag: tag, kind: 3, values: v} }
func long(tag int, v ...int) tiffTag  { return tiffTag{tag: tag, kind: 4, values: v} }

// tiffPicture is a page for makeTIFF: tags and the chunks that offsets point to.
type tiffPicture struct {
	tags   []tiffTag
	chunks [][]byte
	tiled  bool
}

// makeTIFF writes pages in the byte order.
func makeTIFF(order binary.AppendByteOrder, pages ...tiffPicture) []byte {
	out := []byte("II")
	if order.AppendUint16(nil, 1)[0] == 0 {
		out = []byte("MM")
	}
	out = order.AppendUint16(out, 42)
	link := len(out)
	out = order.AppendUint32(out, 0)
	patch := func(at int) { copy(out[at:], order.AppendUint32(nil, uint32(len(out)))) }
	for _, p := range pages {
		offsets, counts := long(tagStripOffsets), long(tagStripByteCounts)
		if p.tiled {
			offsets, counts = long(tagTileOffsets), long(tagTileByteCounts)
		}
		for _, c := range p.chunks {
			offsets.values = append(offsets.values, len(out))
			counts.values = append(counts.values, len(c))
			out = append(out, c...)
		}
		var entries []byte
		for _, tag := range append(append([]tiffTag{}, p.tags...), offsets, counts) {
			value, n := tagBytes(order, tag)
			entries = order.AppendUint16(entries, uint16(tag.tag))
			entries = order.AppendUint16(entries, uint16(tag.kind))
			entries = order.AppendUint32(entries, uint32(n))
			if len(value) > 4 {
				at := len(out)
				out = append(out, value...)
				value = order.AppendUint32(nil, uint32(at))
			}
			entries = append(entries, append(value, 0, 0, 0, 0)[:4]...)
		}
		patch(link)
		out = order.AppendUint16(out, uint16(len(entries)/12))
		out = append(out, entries...)
		link = len(out)
		out = order.AppendUint32(out, 0)
	}
	return out
}

func tagBytes(order binary.AppendByteOrder, t tiffTag) (b []byte, n int) {
	switch t.kind {
	case 3:
		for _, v := range t.values {
			b = order.AppendUint16(b, uint16(v))
		}
		return b, len(t.values)
	case 4, 5:
		for _, v := range t.values {
			b = order.AppendUint32(b, uint32(v))
		}
		return b, len(t.values) / (t.kind - 3)
	}
	return t.raw, len(t.raw)
}

// base are the tags that every picture here has.
func base(w, h, compression, photometric, samples, bits int, more ...tiffTag) []tiffTag {
	perSample := short(tagBitsPerSample)
	for range samples {
		perSample.values = append(perSample.values, bits)
	}
	return append([]tiffTag{
		short(tagWidth, w), long(tagHeight, h), perSample, short(tagCompression, compression),
		short(tagPhotometric, photometric), short(tagSamples, samples),
	}, more...)
}

func lzwBytes(b []byte) []byte {
	var out bytes.Buffer
	w := lzw.NewWriter(&out, lzw.MSB, 8)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

func zlibBytes(b []byte) []byte {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

func reversed(b []byte) []byte {
	out := make([]byte, len(b))
	for i, v := range b {
		out[i] = bits.Reverse8(v)
	}
	return out
}

// colours gives the pixels of a picture, row by row.
func colours(img image.Image) (out []color.RGBA) {
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			out = append(out, color.RGBAModel.Convert(img.At(x, y)).(color.RGBA))
		}
	}
	return out
}

func greys(v ...byte) (out []color.RGBA) {
	for _, g := range v {
		out = append(out, color.RGBA{g, g, g, 255})
	}
	return out
}

// wantGrey8x2 is the picture of most cases: a row of four white and four black pixels, twice.
func wantGrey8x2() []color.RGBA {
	row := greys(255, 255, 255, 255, 0, 0, 0, 0)
	return append(row, row...)
}

func TestTIFFPixels(t *testing.T) {
	const (
		g4 = "\x36\xf0\x01\x00\x10"         // H W4 B4, V0 V0, end of block
		g3 = "\x00\x1b\x60\x01\xb6"         // end-of-line before each row: 000000000001 1011 011 …
		mh = "\xb6\xb6"                     // rows from byte to byte: 1011 011, twice
		g2 = "\x00\x1d\xb0\x01\x60\x00\x10" // end-of-line and tag 1, then tag 0 and V0 V0
	)
	for _, c := range []struct {
		name    string
		picture tiffPicture
		want    []color.RGBA
	}{
		{"bilevel, white is zero", tiffPicture{tags: base(8, 2, compNone, 0, 1, 1), chunks: [][]byte{{0x0f, 0x0f}}}, wantGrey8x2()},
		{"bilevel, black is zero", tiffPicture{tags: base(8, 2, compNone, 1, 1, 1), chunks: [][]byte{{0xf0, 0xf0}}}, wantGrey8x2()},
		{"bits from the right", tiffPicture{tags: base(8, 2, compNone, 0, 1, 1, short(tagFillOrder, 2)), chunks: [][]byte{{0xf0, 0xf0}}}, wantGrey8x2()},
		{"a strip a row", tiffPicture{tags: base(8, 2, compNone, 0, 1, 1, short(tagRowsPerStrip, 1)), chunks: [][]byte{{0x0f}, {0x0f}}}, wantGrey8x2()},
		{"PackBits", tiffPicture{tags: base(8, 2, compPackBits, 0, 1, 1), chunks: [][]byte{{0xff, 0x0f}}}, wantGrey8x2()},
		{"LZW", tiffPicture{tags: base(8, 2, compLZW, 0, 1, 1), chunks: [][]byte{lzwBytes([]byte{0x0f, 0x0f})}}, wantGrey8x2()},
		{"Deflate", tiffPicture{tags: base(8, 2, compDeflate, 0, 1, 1), chunks: [][]byte{zlibBytes([]byte{0x0f, 0x0f})}}, wantGrey8x2()},
		{"group 4", tiffPicture{tags: base(8, 2, compG4, 0, 1, 1), chunks: [][]byte{[]byte(g4)}}, wantGrey8x2()},
		{"group 4, bits from the right", tiffPicture{tags: base(8, 2, compG4, 0, 1, 1, short(tagFillOrder, 2)), chunks: [][]byte{reversed([]byte(g4))}}, wantGrey8x2()},
		{"group 3", tiffPicture{tags: base(8, 2, compG3, 0, 1, 1), chunks: [][]byte{[]byte(g3)}}, wantGrey8x2()},
		{"group 3, two-dimensional", tiffPicture{tags: base(8, 2, compG3, 0, 1, 1, long(tagT4Options, 1)), chunks: [][]byte{[]byte(g2)}}, wantGrey8x2()},
		{"modified Huffman", tiffPicture{tags: base(8, 2, compRLE, 0, 1, 1), chunks: [][]byte{[]byte(mh)}}, wantGrey8x2()},
		{"grey of 2 bits", tiffPicture{tags: base(4, 1, compNone, 1, 1, 2), chunks: [][]byte{{0x1b}}}, greys(0, 85, 170, 255)},
		{"grey of 4 bits", tiffPicture{tags: base(2, 1, compNone, 1, 1, 4), chunks: [][]byte{{0x0f}}}, greys(0, 255)},
		{"grey of 12 bits", tiffPicture{tags: base(2, 1, compNone, 1, 1, 12), chunks: [][]byte{{0x12, 0x34, 0x56}}}, greys(0x12, 0x45)},
		{"grey of 8 bits, inverted", tiffPicture{tags: base(2, 1, compNone, 0, 1, 8), chunks: [][]byte{{0, 200}}}, greys(255, 55)},
		{"predicted", tiffPicture{tags: base(3, 1, compLZW, 1, 1, 8, short(tagPredictor, 2)), chunks: [][]byte{lzwBytes([]byte{10, 5, 255})}}, greys(10, 15, 14)},
		{"RGB", tiffPicture{tags: base(2, 1, compNone, 2, 3, 8), chunks: [][]byte{{1, 2, 3, 4, 5, 6}}}, []color.RGBA{{1, 2, 3, 255}, {4, 5, 6, 255}}},
		{"RGB in planes", tiffPicture{tags: base(2, 1, compNone, 2, 3, 8, short(tagPlanar, 2)), chunks: [][]byte{{1, 4}, {2, 5}, {3, 6}}}, []color.RGBA{{1, 2, 3, 255}, {4, 5, 6, 255}}},
		{"half transparent", tiffPicture{tags: base(1, 1, compNone, 2, 4, 8, short(tagExtraSamples, 2)), chunks: [][]byte{{0, 255, 0, 128}}}, []color.RGBA{{127, 255, 127, 255}}},
		{"CMYK", tiffPicture{tags: base(2, 1, compNone, 5, 4, 8), chunks: [][]byte{{255, 0, 0, 0, 0, 0, 0, 255}}}, []color.RGBA{{0, 255, 255, 255}, {0, 0, 0, 255}}},
		{"YCbCr, chroma shared", tiffPicture{tags: base(2, 2, compNone, 6, 3, 8, short(tagSubsampling, 2, 2)), chunks: [][]byte{{10, 20, 30, 40, 128, 128}}}, greys(10, 20, 30, 40)},
		{"palette", tiffPicture{tags: base(2, 1, compNone, 3, 1, 1, short(tagColorMap, 65535, 0, 0, 65535, 0, 0)), chunks: [][]byte{{0x40}}}, []color.RGBA{{255, 0, 0, 255}, {0, 255, 0, 255}}},
		{"tiles", tiffPicture{tiled: true, tags: base(3, 1, compNone, 1, 1, 8, short(tagTileWidth, 2), short(tagTileHeight, 2)), chunks: [][]byte{{1, 2, 0, 0}, {3, 0, 0, 0}}}, greys(1, 2, 3)},
	} {
		for order, name := range map[binary.AppendByteOrder]string{binary.LittleEndian: "little", binary.BigEndian: "big"} {
			t.Run(c.name+"/"+name, func(t *testing.T) {
				s := sheet(t, open(t, "a.tif", makeTIFF(order, c.picture), Options{}), 1)
				if diff := cmp.Diff(c.want, colours(s.Image)); diff != "" || s.Problem != "" {
					t.Errorf("problem %q\n%s", s.Problem, diff)
				}
			})
		}
	}
}

func Test16BitTIFFFollowsTheByteOrder(t *testing.T) {
	for order, raw := range map[binary.AppendByteOrder][]byte{
		binary.LittleEndian: {0xff, 0x12, 0x01, 0x01}, binary.BigEndian: {0x12, 0xff, 0x01, 0x01},
	} {
		p := tiffPicture{tags: base(2, 1, compDeflate, 1, 1, 16, short(tagPredictor, 2)), chunks: [][]byte{zlibBytes(raw)}}
		s := sheet(t, open(t, "a.tif", makeTIFF(order, p), Options{}), 1)
		if diff := cmp.Diff(greys(0x12, 0x14), colours(s.Image)); diff != "" {
			t.Errorf("%v: %s", order, diff)
		}
	}
}

func TestEveryPageOfATIFFIsASheet(t *testing.T) {
	one := tiffPicture{tags: base(1, 1, compNone, 1, 1, 8), chunks: [][]byte{{10}}}
	two := tiffPicture{tags: base(2, 1, compNone, 1, 1, 8), chunks: [][]byte{{20, 21}}}
	preview := tiffPicture{tags: base(1, 1, compNone, 1, 1, 8, long(tagNewSubfileType, 1)), chunks: [][]byte{{99}}}
	f := open(t, "a.tif", makeTIFF(binary.LittleEndian, one, preview, two), Options{})
	if f.Len() != 2 {
		t.Fatalf("got %d sheets, want 2: a preview is no page", f.Len())
	}
	if diff := cmp.Diff(greys(20, 21), colours(sheet(t, f, 2).Image)); diff != "" {
		t.Error(diff)
	}
}

func TestTIFFSaysTurnAndResolution(t *testing.T) {
	for _, c := range []struct {
		name string
		tags []tiffTag
		dpi  float64
		turn int
	}{
		{"nothing", nil, 0, 1},
		{"inches", []tiffTag{{tag: tagXResolution, kind: 5, values: []int{600, 2}}, short(tagOrientation, 6)}, 300, 6},
		{"centimetres", []tiffTag{{tag: tagXResolution, kind: 5, values: []int{100, 1}}, short(tagResolutionUnit, 3)}, 254, 1},
		{"no unit", []tiffTag{{tag: tagXResolution, kind: 5, values: []int{100, 1}}, short(tagResolutionUnit, 1)}, 0, 1},
		{"divided by zero", []tiffTag{{tag: tagXResolution, kind: 5, values: []int{100, 0}}, short(tagOrientation, 77)}, 0, 1},
	} {
		p := tiffPicture{tags: base(1, 1, compNone, 1, 1, 8, c.tags...), chunks: [][]byte{{0}}}
		s := sheet(t, open(t, "a.tif", makeTIFF(binary.BigEndian, p), Options{}), 1)
		if s.DPI != c.dpi || s.Orientation != c.turn {
			t.Errorf("%s: got %v dpi, orientation %d; want %v, %d", c.name, s.DPI, s.Orientation, c.dpi, c.turn)
		}
	}
}

func TestFaxPixelsBecomeSquare(t *testing.T) {
	p := tiffPicture{tags: base(8, 2, compNone, 0, 1, 1,
		tiffTag{tag: tagXResolution, kind: 5, values: []int{204, 1}}, tiffTag{tag: tagYResolution, kind: 5, values: []int{98, 1}},
	), chunks: [][]byte{{0x0f, 0xff}}}
	s := sheet(t, open(t, "a.tif", makeTIFF(binary.LittleEndian, p), Options{}), 1)
	first, second := greys(255, 255, 255, 255, 0, 0, 0, 0), greys(0, 0, 0, 0, 0, 0, 0, 0)
	want := slices.Concat(first, first, second, second)
	if diff := cmp.Diff(want, colours(s.Image)); diff != "" || s.DPI != 204 || s.Size[1] != 4 {
		t.Errorf("%v dpi, %v\n%s", s.DPI, s.Size, diff)
	}
}

func TestLoopOfTIFFPagesEnds(t *testing.T) {
	data := makeTIFF(binary.LittleEndian, tiffPicture{tags: base(1, 1, compNone, 1, 1, 8), chunks: [][]byte{{1}}})
	first := binary.LittleEndian.Uint32(data[4:])
	binary.LittleEndian.PutUint32(data[len(data)-4:], first)
	if n := open(t, "a.tif", data, Options{}).Len(); n != 1 {
		t.Errorf("got %d sheets", n)
	}
}

func TestLostTIFFDirectoryIsAPageWithAReason(t *testing.T) {
	data := makeTIFF(binary.LittleEndian, tiffPicture{tags: base(1, 1, compNone, 1, 1, 8), chunks: [][]byte{{1}}})
	binary.LittleEndian.PutUint32(data[len(data)-4:], 1<<30)
	f := open(t, "a.tif", data, Options{})
	if f.Len() != 2 {
		t.Fatalf("got %d sheets, want 2", f.Len())
	}
	sheet(t, f, 1)
	_, err := f.Sheet(context.Background(), 2)
	wantReason(t, "lost directory", err, Damaged)
}

func TestDamagedStripLeavesTheOthers(t *testing.T) {
	p := tiffPicture{
		tags:   base(2, 2, compDeflate, 1, 1, 8, short(tagRowsPerStrip, 1)),
		chunks: [][]byte{zlibBytes([]byte{1, 2}), []byte("\x78\x9c\xff\xff")},
	}
	s := sheet(t, open(t, "a.tif", makeTIFF(binary.LittleEndian, p), Options{}), 1)
	if diff := cmp.Diff(greys(1, 2, 255, 255), colours(s.Image)); diff != "" {
		t.Error(diff)
	}
	if s.Problem == "" {
		t.Error("the loss is not told")
	}
}

func TestTIFFWithNothingLeftIsDamaged(t *testing.T) {
	p := tiffPicture{tags: base(2, 2, compDeflate, 1, 1, 8), chunks: [][]byte{[]byte("\x78\x9c\xff\xff")}}
	_, err := open(t, "a.tif", makeTIFF(binary.LittleEndian, p), Options{}).Sheet(context.Background(), 1)
	wantReason(t, "no strip", err, Damaged)
}

func TestHugeTIFFIsRefusedUnseen(t *testing.T) {
	p := tiffPicture{tags: base(60000, 60000, compNone, 1, 1, 8), chunks: [][]byte{{1}}}
	_, err := open(t, "a.tif", makeTIFF(binary.LittleEndian, p), Options{}).Sheet(context.Background(), 1)
	wantReason(t, "60000 × 60000", err, TooLarge)
}

func TestJPEGInTIFFIsJoinedWithItsTables(t *testing.T) {
	var whole bytes.Buffer
	img := image.NewGray(image.Rect(0, 0, 16, 8))
	fill(img.Pix, 77)
	if err := jpeg.Encode(&whole, img, nil); err != nil {
		t.Fatal(err)
	}
	tables, rest := splitJPEG(t, whole.Bytes())
	for name, p := range map[string]tiffPicture{
		"whole": {tags: base(16, 8, compJPEG, 1, 1, 8), chunks: [][]byte{whole.Bytes()}},
		"tables apart, two strips": {
			tags:   base(16, 16, compJPEG, 1, 1, 8, short(tagRowsPerStrip, 8), tiffTag{tag: tagJPEGTables, kind: 7, raw: tables}),
			chunks: [][]byte{rest, rest},
		},
	} {
		s := sheet(t, open(t, "a.tif", makeTIFF(binary.LittleEndian, p), Options{}), 1)
		for _, c := range colours(s.Image) {
			if c != (color.RGBA{77, 77, 77, 255}) {
				t.Errorf("%s: got %v (%s)", name, c, s.Problem)
				break
			}
		}
	}
}

// splitJPEG parts tables from picture, as TIFF stores them.
func splitJPEG(t *testing.T, data []byte) (tables, rest []byte) {
	t.Helper()
	tables, rest = []byte{0xff, markSOI}, []byte{0xff, markSOI}
	for at := 2; ; {
		n := 2 + int(binary.BigEndian.Uint16(data[at+2:]))
		switch data[at+1] {
		case 0xdb, markDHT:
			tables = append(tables, data[at:at+n]...)
		case markSOS:
			return append(tables, 0xff, markEOI), append(rest, data[at:]...)
		default:
			rest = append(rest, data[at:at+n]...)
		}
		at += n
	}
}

func FuzzTIFF(f *testing.F) {
	for _, comp := range []int{compNone, compRLE, compG3, compG4, compLZW, compJPEG, compDeflate, compPackBits} {
		f.Add(makeTIFF(binary.LittleEndian, tiffPicture{tags: base(8, 2, comp, 0, 1, 1), chunks: [][]byte{{0x0f, 0x0f}}}))
		f.Add(makeTIFF(binary.BigEndian, tiffPicture{tags: base(4, 2, comp, 2, 3, 8, short(tagPlanar, 2)), chunks: [][]byte{{1}, {2}, {3}}}))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		body := io.NewSectionReader(bytes.NewReader(data), 0, int64(len(data)))
		o := Options{MaxPixels: 1 << 16, MaxPages: 8}.withDefaults()
		s, err := openTIFF(context.Background(), body, o)
		if err != nil {
			return
		}
		for n := 1; n <= min(s.len(), 8); n++ {
			checkSheet(t, s, n)
		}
	})
}

// checkSheet sees that a sheet keeps the contract of Sheet, or fails.
func checkSheet(t *testing.T, s sheets, n int) {
	t.Helper()
	if got, err := s.sheet(context.Background(), n); err == nil {
		checkContract(t, got)
	}
}

func checkContract(t *testing.T, s Sheet) {
	t.Helper()
	if s.Orientation < 1 || s.Orientation > 8 || s.DPI < 0 || s.Size[0] < 1 || s.Size[1] < 1 {
		t.Errorf("orientation %d, %v dpi, %v", s.Orientation, s.DPI, s.Size)
	}
	if s.Image == nil {
		if s.Path != PathText || s.Layer == nil {
			t.Errorf("neither image nor text by %q", s.Path)
		}
		return
	}
	switch s.Image.(type) {
	case *image.Gray, *image.YCbCr, *image.RGBA:
	default:
		t.Errorf("an image of type %T", s.Image)
	}
	if b := s.Image.Bounds(); b.Min != (image.Point{}) || b.Dx() != s.Size[0] || b.Dy() != s.Size[1] {
		t.Errorf("bounds %v, size %v", b, s.Size)
	}
}
