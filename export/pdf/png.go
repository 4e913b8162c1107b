package pdf

import (
	"bytes"
	"encoding/binary"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"aktenkundig/document"
)

// takePNG takes the compressed pixels of a PNG file as they are: PDF has PNG's filters as predictors (ISO 32000-2, 7.4.4.4).
// Pictures with transparency, or stored interlaced, are not taken.
func takePNG(data []byte) (s types.StreamDict, size document.Size, ok bool) {
	if !bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")) {
		return s, size, false
	}
	var head, palette, pixels []byte
	for rest := data[8:]; len(rest) >= 12; {
		n := int(binary.BigEndian.Uint32(rest))
		if n < 0 || n > len(rest)-12 {
			return s, size, false
		}
		body := rest[8 : 8+n]
		switch string(rest[4:8]) {
		case "IHDR":
			head = body
		case "PLTE":
			palette = body
		case "tRNS":
			return s, size, false
		case "IDAT":
			pixels = append(pixels, body...)
		}
		rest = rest[12+n:]
	}
	const grey, rgb, indexed = 0, 2, 3
	if len(head) != 13 || len(pixels) == 0 || head[12] != 0 {
		return s, size, false
	}
	w, h := int(binary.BigEndian.Uint32(head)), int(binary.BigEndian.Uint32(head[4:]))
	bits, kind, colours := int(head[8]), head[9], 1
	var space types.Object = types.Name("DeviceGray")
	switch {
	case kind == rgb:
		space, colours = types.Name("DeviceRGB"), 3
	case kind == indexed && len(palette) >= 3:
		space = types.Array{types.Name("Indexed"), types.Name("DeviceRGB"), types.Integer(len(palette)/3 - 1), types.NewHexLiteral(palette)}
	case kind != grey:
		return s, size, false
	}
	d := imageDict(w, h, bits, space, types.Name("FlateDecode"))
	d["DecodeParms"] = pngParms(w, colours, bits)
	return types.StreamDict{Dict: d, Raw: pixels}, document.Size{w, h}, true
}
