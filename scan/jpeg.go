package scan

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io"
)

// JPEG markers (ITU-T T.81, table B.1).
const (
	markSOF0  = 0xc0
	markSOF2  = 0xc2
	markDHT   = 0xc4
	markJPG   = 0xc8
	markDAC   = 0xcc
	markSOF15 = 0xcf
	markSOI   = 0xd8
	markEOI   = 0xd9
	markSOS   = 0xda
	markDQT   = 0xdb
	markDRI   = 0xdd
	markAPP0  = 0xe0
	markAPP1  = 0xe1
	markAPP14 = 0xee
)

// jpegHeader is what stands before the first scan of a JPEG.
type jpegHeader struct {
	width, height int
	components    int
	precision     int
	progressive   bool
	supported     bool // Huffman-coded, not lossless or hierarchical
	adobe         bool // has an Adobe marker
	ids           []byte
	facts
}

// maxSegments bounds the walk; real files have some dozens.
const maxSegments = 10_000

// readJPEGHeader walks the segments up to the first scan.
func readJPEGHeader(r io.Reader) (h jpegHeader, err error) {
	br := bufio.NewReader(r)
	for range maxSegments {
		marker, body, err := nextSegment(br)
		if err != nil {
			return h, err
		}
		switch {
		case marker == markSOS || marker == markEOI:
			if h.width == 0 || h.height == 0 {
				return h, errors.New("no frame before the picture data")
			}
			return h, nil
		case marker >= markSOF0 && marker <= markSOF15 && marker != markDHT && marker != markJPG && marker != markDAC:
			if err := h.frame(marker, body); err != nil {
				return h, err
			}
		case marker == markAPP0 && bytes.HasPrefix(body, []byte("JFIF\x00")) && len(body) >= 12:
			if h.dpi == 0 {
				h.dpi = jfifDPI(body)
			}
		case marker == markAPP1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")):
			e := exif(body[6:])
			h.orientation = e.orientation
			if e.dpi > 0 && (h.dpi == 0 || e.dpi != 72) {
				h.dpi = e.dpi
			}
		case marker == markAPP14 && bytes.HasPrefix(body, []byte("Adobe")):
			h.adobe = true
		}
	}
	return h, errors.New("too many segments")
}

// nextSegment reads one marker and its body.
func nextSegment(br *bufio.Reader) (marker byte, body []byte, err error) {
	for b := byte(0); b != 0xff; { // what stands between segments is passed over, as other readers do
		if b, err = br.ReadByte(); err != nil {
			return 0, nil, err
		}
	}
	for marker = 0xff; marker == 0xff; {
		if marker, err = br.ReadByte(); err != nil {
			return 0, nil, err
		}
	}
	if marker == 0 || marker == 1 || marker >= 0xd0 && marker <= markEOI {
		return marker, nil, nil
	}
	var length [2]byte
	if _, err := io.ReadFull(br, length[:]); err != nil {
		return 0, nil, err
	}
	n := int(binary.BigEndian.Uint16(length[:])) - 2
	if n < 0 {
		return 0, nil, errors.New("segment of negative length")
	}
	body = make([]byte, n)
	_, err = io.ReadFull(br, body)
	return marker, body, err
}

func (h *jpegHeader) frame(marker byte, body []byte) error {
	if len(body) < 6 || len(body) < 6+3*int(body[5]) {
		return errors.New("short frame header")
	}
	h.precision = int(body[0])
	h.height = int(binary.BigEndian.Uint16(body[1:]))
	h.width = int(binary.BigEndian.Uint16(body[3:]))
	h.components = int(body[5])
	h.progressive = marker == markSOF2
	h.supported = marker <= markSOF2 && h.precision == 8
	for i := range h.components {
		h.ids = append(h.ids, body[6+3*i])
	}
	return nil
}

// storedAs tells how a file that is one JPEG lies there.
func (h jpegHeader) storedAs() Stored {
	s := Stored{Coding: "JPEG", Colour: map[int]string{1: "grey", 3: "YCbCr", 4: "CMYK"}[h.components]}
	if h.progressive {
		s.Coding = "progressive JPEG"
	}
	return s
}

func jfifDPI(body []byte) float64 {
	x := float64(binary.BigEndian.Uint16(body[8:]))
	switch body[7] {
	case 1:
		return x
	case 2:
		return x * 2.54
	}
	return 0
}

// maxProgressive bounds the coefficients that decoding a progressive JPEG keeps in memory: 12 bytes a pixel of three
// full channels.
const maxProgressive = 1 << 30

func (h jpegHeader) check(o Options) error {
	if err := o.checkPixels(h.width, h.height); err != nil {
		return err
	}
	if h.progressive && int64(h.width)*int64(h.height)*int64(h.components)*4 > maxProgressive {
		return fail(TooLarge, "%d × %d pixels are too many for a progressive JPEG", h.width, h.height)
	}
	if !h.supported {
		return fail(Unsupported, "JPEG that is arithmetic-coded, lossless or of %d bits; convert it to baseline", h.precision)
	}
	return nil
}

// jpegFile is a file that is one JPEG.
type jpegFile struct {
	body    *io.SectionReader
	header  jpegHeader
	drawing *drawing // for what Go's decoder does not take
}

func openJPEG(_ context.Context, body *io.SectionReader, o Options) (sheets, error) {
	h, err := readJPEGHeader(body)
	if err != nil {
		return nil, fail(Damaged, "JPEG header: %w", err)
	}
	if err := h.check(o); err != nil {
		return nil, err
	}
	h.stored = h.storedAs()
	return &jpegFile{body: body, header: h, drawing: newDrawing(body, o)}, nil
}

func (f *jpegFile) len() int     { return 1 }
func (f *jpegFile) close() error { return f.drawing.close() }

func (f *jpegFile) sheet(ctx context.Context, _ int) (Sheet, error) {
	data, err := wholeFile(f.body)
	if err != nil {
		return Sheet{}, err
	}
	img, err := decodeJPEG(data, f.header)
	if err == nil {
		return pictureSheet(safe(img), f.header.facts), nil
	}
	img, drawErr := f.drawing.drawJPEG(ctx, data, f.header)
	if drawErr != nil {
		return Sheet{}, fmt.Errorf("JPEG: %w; drawing it: %w", err, drawErr)
	}
	s := pictureSheet(img, f.header.facts)
	s.Problem = fmt.Sprintf("damaged, shown as far as it goes: %v", err)
	return s, nil
}

// decodeJPEG decodes a whole JPEG. Four components come out as ink, 0 none: with an Adobe marker they are stored
// inverted, as Photoshop does, without one they are taken as they are.
func decodeJPEG(data []byte, h jpegHeader) (image.Image, error) {
	if h.components != 4 || h.adobe {
		return jpeg.Decode(bytes.NewReader(data))
	}
	// Go's decoder wants an Adobe marker for four components, and inverts.
	img, err := jpeg.Decode(io.MultiReader(bytes.NewReader(data[:2]), bytes.NewReader(adobeMarker()), bytes.NewReader(data[2:])))
	if m, ok := img.(*image.CMYK); ok {
		invert(m.Pix)
	}
	return img, err
}

// adobeMarker is an APP14 segment that says: four components, no transform.
func adobeMarker() []byte {
	return []byte("\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00")
}

func invert(b []byte) {
	for i := range b {
		b[i] = ^b[i]
	}
}
