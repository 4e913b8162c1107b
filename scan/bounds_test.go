package scan

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

func predictorParms(kind, colours, bits, columns int) types.Dict {
	return types.Dict{
		"Predictor": types.Integer(kind), "Colors": types.Integer(colours),
		"BitsPerComponent": types.Integer(bits), "Columns": types.Integer(columns),
	}
}

func TestPredictorRowsAreBoundedBeforeTheyAreMade(t *testing.T) {
	for name, parms := range map[string]types.Dict{
		"a gigabyte a row": predictorParms(12, 32, 16, 1<<24),
		"five megabytes":   predictorParms(12, 1, 8, 5<<20),
		"three bits":       predictorParms(2, 1, 3, 8),
	} {
		if _, err := io.ReadAll((&pdfFile{}).predicted(strings.NewReader("\x00\x00\x00\x00"), parms)); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestPixelsOfAByteAndAHalfArePredictedFromTwoBytesBack(t *testing.T) {
	got, err := io.ReadAll((&pdfFile{}).predicted(bytes.NewReader([]byte{1, 1, 2, 3}), predictorParms(11, 3, 4, 2)))
	if diff := cmp.Diff([]byte{1, 2, 4}, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

func TestInlineImageWithoutDataEndsTheContent(t *testing.T) {
	l := lexer{src: []byte("BI EI q BI EI q"), at: 2}
	l.skipInlineImage()
	if l.at != len(l.src) {
		t.Errorf("the rest from %d on would be searched again", l.at)
	}
}

func TestTilesThatAreNotThereCostNothingEach(t *testing.T) {
	p := tiffPicture{tags: base(500, 500, compNone, 1, 1, 8, short(tagTileWidth, 1), short(tagTileHeight, 1)), tiled: true, chunks: [][]byte{{7}}}
	f := open(t, "a.tif", makeTIFF(binary.LittleEndian, p), Options{})
	var s Sheet
	allocs := testing.AllocsPerRun(1, func() { s = sheet(t, f, 1) })
	if allocs > 2000 {
		t.Errorf("%.0f allocations for 250,000 tiles of which one is there", allocs)
	}
	if !strings.HasPrefix(s.Problem, "249999 damaged parts") {
		t.Errorf("problem %q", s.Problem)
	}
}

// tiffOfSharedBytes has strips of a row that all name the same half megabyte, of which the first eight bytes are pixels;
// counts tells whether it says how long they are.
func tiffOfSharedBytes(rows int, counts bool) []byte {
	p := tiffPicture{
		tags:   base(8, rows, compPackBits, 1, 1, 8, short(tagRowsPerStrip, 1)),
		chunks: [][]byte{append([]byte{7, 1, 2, 3, 4, 5, 6, 7, 8}, make([]byte, 1<<19)...)},
	}
	offsets, lengths := long(tagStripOffsets), long(tagStripByteCounts)
	for range rows {
		offsets.values = append(offsets.values, 8)
		lengths.values = append(lengths.values, 1<<19)
	}
	p.tags = append(p.tags, offsets) // of a tag that comes twice the first counts
	if counts {
		p.tags = append(p.tags, lengths)
	}
	return makeTIFF(binary.LittleEndian, p)
}

func TestTIFFStripsTogetherReadNoMoreThanTwiceTheFile(t *testing.T) {
	const rows = 1000
	for _, counts := range []bool{true, false} {
		s := sheet(t, open(t, "a.tif", tiffOfSharedBytes(rows, counts), Options{}), 1)
		if !strings.HasPrefix(s.Problem, "99") || !strings.Contains(s.Problem, errSpent.Error()) {
			t.Errorf("lengths told: %v; problem %q", counts, s.Problem)
		}
	}
}

func TestTIFFStripsWithoutLengthsEndWhereTheNextBegins(t *testing.T) {
	const rows = 100
	p := tiffPicture{tags: base(2, rows, compPackBits, 1, 1, 8, short(tagRowsPerStrip, 1), long(tagStripByteCounts))}
	for i := range rows {
		p.chunks = append(p.chunks, append([]byte{1, byte(i), byte(i)}, bytes.Repeat([]byte{128}, 1<<16)...))
	}
	if s := sheet(t, open(t, "a.tif", makeTIFF(binary.LittleEndian, p), Options{}), 1); s.Problem != "" {
		t.Error(s.Problem)
	}
}

func TestJPEGTablesInTIFFAreBounded(t *testing.T) {
	long := tiffTag{tag: tagJPEGTables, kind: 7, raw: make([]byte, maxTables+1)}
	p := tiffPicture{tags: base(8, 8, compJPEG, 1, 1, 8, long), chunks: [][]byte{{0xff, markSOI}}}
	_, err := open(t, "a.tif", makeTIFF(binary.LittleEndian, p), Options{}).Sheet(context.Background(), 1)
	if !errors.Is(err, errTables) {
		t.Errorf("got %v", err)
	}
}

func TestTIFFStripLargerThanAnySheetIsRefused(t *testing.T) {
	p := tiffPicture{tags: base(100, 100, compDeflate, 2, 64, 16), chunks: [][]byte{{0}}}
	_, err := open(t, "a.tif", makeTIFF(binary.LittleEndian, p), Options{MaxPixels: 10_000}).Sheet(context.Background(), 1)
	wantReason(t, "64 samples of 16 bits", err, TooLarge)
}

func TestTIFFDirectoriesKeepOnlyTagsThatAreAskedFor(t *testing.T) {
	data := makeTIFF(binary.LittleEndian, tiffPicture{tags: base(1, 1, compNone, 1, 1, 8, short(65000, 1)), chunks: [][]byte{{1}}})
	r := tiffReader{at: bytes.NewReader(data), size: int64(len(data))}
	first, err := r.header()
	if err != nil {
		t.Fatal(err)
	}
	dir, _, err := r.directory(first)
	if _, kept := dir.entries[65000]; err != nil || kept || dir.int(tagWidth, 0) != 1 {
		t.Errorf("error %v, tag 65000 kept: %v, width %d", err, kept, dir.int(tagWidth, 0))
	}
}

func TestFaxRowsBeyondAStripAreNotThoseOfTheNext(t *testing.T) {
	whiteThenBlack := []byte{0x93, 0x51, 0x40} // Group 4, eight pixels a row
	p := tiffPicture{tags: base(8, 2, compG4, 0, 1, 1, short(tagRowsPerStrip, 1)), chunks: [][]byte{whiteThenBlack, {0, 0}}}
	s := sheet(t, open(t, "a.tif", makeTIFF(binary.LittleEndian, p), Options{}), 1)
	white := greys(255, 255, 255, 255, 255, 255, 255, 255)
	if diff := cmp.Diff(append(white, white...), colours(s.Image)); diff != "" {
		t.Error(diff)
	}
	if !strings.HasPrefix(s.Problem, "1 damaged parts; first: part 2") {
		t.Errorf("problem %q", s.Problem)
	}
}

func TestCodedPictureLongerThanItsPixelsIsRefused(t *testing.T) {
	endless := zlibBytes(make([]byte, 2<<20))
	for _, coding := range []string{"DCTDecode", "CCITTFaxDecode", "JBIG2Decode", "JPXDecode"} {
		pdf := onlyImage("/Width 8 /Height 16 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter [/FlateDecode /"+coding+"] /DecodeParms [null << /Columns 8 >>]", endless)
		_, err := open(t, "a.pdf", pdf, Options{Renderer: noRenderer(t)}).Sheet(context.Background(), 1)
		wantReason(t, coding, err, TooLarge)
	}
}

func TestLimitOfCodedBytesFollowsThePixels(t *testing.T) {
	for _, c := range []struct {
		width, height int
		want          int64
	}{{1, 1, 8 + 1<<20}, {1000, 1000, 8_000_000 + 1<<20}, {1 << 30, 1 << 30, maxCoded}, {10_000, 10_000, maxCoded}} {
		if got := (&pdfImage{width: c.width, height: c.height}).codedLimit(); got != c.want {
			t.Errorf("%d × %d: got %d, want %d", c.width, c.height, got, c.want)
		}
	}
}

func TestTextThatNobodyTypedIsRefused(t *testing.T) {
	_, err := Open(context.Background(), write(t, "a.txt", bytes.Repeat([]byte("a "), maxText/2+1)), Options{})
	wantReason(t, "too many words", err, TooLarge)
}
