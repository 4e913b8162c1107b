package memogen

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"os"
	"path/filepath"

	"aktenkundig/internal/g4"
)

// Write stores m in the folder dir as name with the format's ending, and its truth beside it as name.truth.json.
// It gives the file's name.
func Write(dir, name string, m Memo) (string, error) {
	data, err := Encode(m)
	if err != nil {
		return "", fmt.Errorf("memo %s: %w", name, err)
	}
	m.Truth.File = name + ending(m.Format)
	truth, err := json.MarshalIndent(m.Truth, "", " ")
	if err != nil {
		return "", fmt.Errorf("memo %s: %w", name, err)
	}
	if err := os.WriteFile(filepath.Join(dir, m.Truth.File), data, 0o644); err != nil {
		return "", err
	}
	return m.Truth.File, os.WriteFile(filepath.Join(dir, name+".truth.json"), append(compact(truth), '\n'), 0o644)
}

func ending(format string) string {
	return map[string]string{PDFJPEG: ".pdf", PDFG4: ".pdf", TIFFG4: ".tif", JPEG: ".jpg", PNG: ".png"}[format]
}

// compact puts the numbers of each box on one line.
func compact(indented []byte) []byte {
	var out []byte
	depth := 0
	for i := 0; i < len(indented); i++ {
		c := indented[i]
		switch {
		case c == '[' && i+1 < len(indented) && numbersFollow(indented[i+1:]):
			depth++
		case c == ']' && depth > 0:
			depth--
		}
		if depth > 0 && (c == '\n' || c == ' ') {
			continue
		}
		out = append(out, c)
	}
	return out
}

// numbersFollow tells whether a list begins with a number.
func numbersFollow(b []byte) bool {
	b = bytes.TrimLeft(b, " \n")
	return len(b) > 0 && (b[0] >= '0' && b[0] <= '9' || b[0] == '-')
}

// Encode gives m as the bytes of a file of its format.
func Encode(m Memo) ([]byte, error) {
	switch m.Format {
	case PDFJPEG, PDFG4:
		return encodePDF(m)
	case TIFFG4:
		return encodeTIFF(m), nil
	case JPEG:
		turn := 0
		if m.Tagged {
			turn = m.Truth.Pages[0].Turn
		}
		return encodeJPEG(m.Pages[0], m.Quality, m.Truth.Pages[0].DPI, turn)
	case PNG:
		return encodePNG(m.Pages[0], m.Truth.Pages[0].DPI)
	}
	return nil, fmt.Errorf("no such format: %q", m.Format)
}

// exifOrientation is the EXIF and TIFF code for an image that must be turned clockwise by degrees.
func exifOrientation(degrees int) uint16 {
	return map[int]uint16{0: 1, 90: 6, 180: 3, 270: 8}[degrees]
}

// encodeJPEG writes a JFIF file that says its resolution and, unless turn is 0, its EXIF orientation.
func encodeJPEG(im image.Image, quality int, dpi float64, turn int) ([]byte, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, im, &jpeg.Options{Quality: quality}); err != nil {
		return nil, err
	}
	var head []byte
	head = append(head, 0xff, 0xd8, 0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 1)
	head = binary.BigEndian.AppendUint16(head, uint16(dpi))
	head = binary.BigEndian.AppendUint16(head, uint16(dpi))
	head = append(head, 0, 0)
	if turn != 0 {
		head = append(head, exif(exifOrientation(turn))...)
	}
	return append(head, b.Bytes()[2:]...), nil
}

// exif is an APP1 segment with one entry: Orientation.
func exif(orientation uint16) []byte {
	body := []byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01")
	body = binary.BigEndian.AppendUint16(body, orientation)
	body = append(body, 0, 0, 0, 0, 0, 0)
	out := []byte{0xff, 0xe1}
	out = binary.BigEndian.AppendUint16(out, uint16(len(body)+2))
	return append(out, body...)
}

// encodePNG writes a PNG that says its resolution; one bit a pixel where the picture is bilevel.
func encodePNG(im image.Image, dpi float64) ([]byte, error) {
	if g, ok := im.(*image.Gray); ok && bilevel(g) {
		im = paletted(g)
	}
	var b bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestCompression}
	if err := enc.Encode(&b, im); err != nil {
		return nil, err
	}
	const header = 8 + 25 // signature and IHDR
	chunk := []byte("pHYs")
	perMetre := uint32(math.Round(dpi / 0.0254))
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = binary.BigEndian.AppendUint32(chunk, perMetre)
	chunk = append(chunk, 1)
	out := append([]byte{}, b.Bytes()[:header]...)
	out = binary.BigEndian.AppendUint32(out, 9)
	out = append(out, chunk...)
	out = binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(chunk))
	return append(out, b.Bytes()[header:]...), nil
}

func bilevel(im *image.Gray) bool {
	for _, v := range im.Pix {
		if v != 0 && v != 255 {
			return false
		}
	}
	return true
}

func paletted(im *image.Gray) *image.Paletted {
	out := image.NewPaletted(im.Rect, color.Palette{color.Gray{}, color.Gray{255}})
	for i, v := range im.Pix {
		out.Pix[i] = v & 1
	}
	return out
}

// encodeTIFF writes a little-endian TIFF 6.0 file of several G4 pages.
func encodeTIFF(m Memo) []byte {
	out := []byte{'I', 'I', 42, 0, 0, 0, 0, 0}
	link := 4 // where the offset of the next directory is to be written
	for i, im := range m.Pages {
		page := m.Truth.Pages[i]
		data := g4.Encode(im.(*image.Gray))
		strip := len(out)
		out = append(out, data...)
		if len(out)%2 == 1 {
			out = append(out, 0)
		}
		resolution := len(out)
		out = binary.LittleEndian.AppendUint32(out, uint32(page.DPI))
		out = binary.LittleEndian.AppendUint32(out, 1)
		binary.LittleEndian.PutUint32(out[link:], uint32(len(out)))
		orientation := uint16(1)
		if m.Tagged {
			orientation = exifOrientation(page.Turn)
		}
		out = directory(out, [][3]uint32{
			{254, 4, 2}, {256, 4, uint32(page.Scan[0])}, {257, 4, uint32(page.Scan[1])}, {258, 3, 1}, {259, 3, 4}, {262, 3, 0},
			{273, 4, uint32(strip)}, {274, 3, uint32(orientation)}, {277, 3, 1}, {278, 4, uint32(page.Scan[1])}, {279, 4, uint32(len(data))},
			{282, 5, uint32(resolution)}, {283, 5, uint32(resolution)}, {296, 3, 2}, {297, 3, uint32(i) | uint32(len(m.Pages))<<16},
		})
		link = len(out) - 4
	}
	return out
}

// directory appends an image file directory of entries {tag, type, value}, with no next one.
func directory(out []byte, entries [][3]uint32) []byte {
	out = binary.LittleEndian.AppendUint16(out, uint16(len(entries)))
	for _, e := range entries {
		count := uint32(1)
		if e[0] == 297 { // page number: two shorts
			count = 2
		}
		out = binary.LittleEndian.AppendUint16(out, uint16(e[0]))
		out = binary.LittleEndian.AppendUint16(out, uint16(e[1]))
		out = binary.LittleEndian.AppendUint32(out, count)
		out = binary.LittleEndian.AppendUint32(out, e[2])
	}
	return binary.LittleEndian.AppendUint32(out, 0)
}
