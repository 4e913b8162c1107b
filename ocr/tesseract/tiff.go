package tesseract

import (
	"encoding/binary"
	"math"
	"slices"

	"aktenkundig/ocr"
)

// The resolutions that Tesseract believes; at any other it complains and takes the lowest.
const lowestDPI, highestDPI = 70, 2400

// appendTIFF appends the ink as an uncompressed grey TIFF that carries its resolution: the form that costs least to
// write and to read (PNG takes half a second a page, leptonica reads PGM pixel by pixel). Source: TIFF 6.0, part 1,
// section 4, "Grayscale images".
func appendTIFF(b []byte, ink ocr.Ink) []byte {
	const (
		short, long, rational = 3, 4, 5
		entries               = 12
		ratio                 = 8 + 2 + entries*12 + 4 // where the resolution stands
		pixels                = ratio + 8
	)
	w, h := ink.Size()
	le := binary.LittleEndian
	b = slices.Grow(b, pixels+w*h)
	b = append(b, 'I', 'I', 42, 0, 8, 0, 0, 0)
	b = le.AppendUint16(b, entries)
	for _, e := range [entries][3]int{
		{256, long, w},         // ImageWidth
		{257, long, h},         // ImageLength
		{258, short, 8},        // BitsPerSample
		{259, short, 1},        // Compression: none
		{262, short, 1},        // PhotometricInterpretation: black is zero
		{273, long, pixels},    // StripOffsets
		{277, short, 1},        // SamplesPerPixel
		{278, long, h},         // RowsPerStrip
		{279, long, w * h},     // StripByteCounts
		{282, rational, ratio}, // XResolution
		{283, rational, ratio}, // YResolution
		{296, short, 2},        // ResolutionUnit: inch
	} {
		b = le.AppendUint16(b, uint16(e[0]))
		b = le.AppendUint16(b, uint16(e[1]))
		b = le.AppendUint32(b, 1)
		b = le.AppendUint32(b, uint32(e[2])) // a short stands in the low half, which comes first
	}
	b = le.AppendUint32(b, 0) // no second image
	dpi := min(max(ink.DPI, lowestDPI), highestDPI)
	b = le.AppendUint32(b, uint32(math.Round(dpi*1000)))
	b = le.AppendUint32(b, 1000)
	for y := range h {
		row := ink.Image.Pix[y*ink.Image.Stride:]
		b = append(b, row[:w]...)
	}
	return b
}
