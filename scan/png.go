package scan

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"image/png"
	"io"
)

func openPNG(_ context.Context, body *io.SectionReader, o Options) (sheets, error) {
	f := &pictureFile{body: body, name: "PNG", coding: "Deflate", facts: pngFacts(body), decode: png.Decode, partial: partialPNG}
	return openPicture(f, o, png.DecodeConfig)
}

// maxChunks bounds the walk over a PNG's chunks before its pixels, maxEXIF the size of an EXIF block there.
const (
	maxChunks = 1000
	maxEXIF   = 1 << 20
)

// pngFacts reads the chunks before the pixels: pHYs for the resolution, eXIf for orientation (PNG third edition,
// section 11.3).
func pngFacts(r io.ReaderAt) (f facts) {
	at := int64(8)
	for range maxChunks {
		var head [8]byte
		if _, err := r.ReadAt(head[:], at); err != nil {
			return f
		}
		length, kind := int64(binary.BigEndian.Uint32(head[:])), string(head[4:])
		switch {
		case kind == "IDAT" || kind == "IEND":
			return f
		case kind == "pHYs" && length == 9:
			var b [9]byte
			if _, err := r.ReadAt(b[:], at+8); err == nil && b[8] == 1 {
				f.dpi = float64(binary.BigEndian.Uint32(b[:])) * 0.0254
			}
		case kind == "eXIf" && length <= maxEXIF:
			b := make([]byte, length)
			if _, err := r.ReadAt(b, at+8); err == nil {
				f.orientation = exif(b).orientation
			}
		case (kind == "zTXt" || kind == "tEXt") && length <= maxEXIF && f.orientation == 0:
			b := make([]byte, length)
			if _, err := r.ReadAt(b, at+8); err == nil {
				f.orientation = rawProfile(b).orientation
			}
		}
		at += 12 + length
	}
	return f
}

// rawProfile reads the EXIF block that ImageMagick writes into a text, compressed or not: behind its keyword a name, a length
// and hexadecimal digits.
func rawProfile(chunk []byte) facts {
	text, ok := bytes.CutPrefix(chunk, []byte("Raw profile type exif\x00"))
	if !ok {
		return facts{}
	}
	if len(text) > 0 && text[0] == 0 { // the method of compression; plain text has no such byte
		text, _ = io.ReadAll(io.LimitReader(&inflater{src: bytes.NewReader(text[1:])}, 2*maxEXIF)) // damage at the end costs what is behind it
	}
	fields := bytes.Fields(text)
	if len(fields) < 3 {
		return facts{}
	}
	block, err := hex.DecodeString(string(bytes.Join(fields[2:], nil)))
	if err != nil {
		return facts{}
	}
	return exif(bytes.TrimPrefix(block, []byte("Exif\x00\x00")))
}
