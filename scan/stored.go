package scan

import (
	"fmt"
	"image"
	"image/color"
)

// colourName is a colour space for people; samples of 8 bits are not worth a word, and grey of one bit is bilevel.
func colourName(space string, bits int) string {
	switch {
	case bits == 1 && space == "grey":
		return "bilevel"
	case bits == 8 || bits == 0:
		return space
	}
	return fmt.Sprintf("%s %d bit", space, bits)
}

// colourOf names the colours of a decoded picture.
func colourOf(img image.Image) string {
	switch img.ColorModel() {
	case color.GrayModel:
		return "grey"
	case color.Gray16Model:
		return colourName("grey", 16)
	case color.CMYKModel:
		return "CMYK"
	case color.YCbCrModel:
		return "YCbCr"
	case color.RGBA64Model, color.NRGBA64Model:
		return colourName("RGB", 16)
	}
	if _, ok := img.(*image.Paletted); ok {
		return "palette"
	}
	return "RGB"
}

func (s space) String() string {
	return [...]string{grey: "grey", rgb: "RGB", cmyk: "CMYK", indexed: "palette", ycc: "YCbCr"}[s]
}

// storedAs tells how a PDF's image lies in the file.
func (m *pdfImage) storedAs() Stored {
	s := Stored{Coding: m.coding.name, Colour: colourName(m.packing.space.String(), m.packing.bits)}
	switch m.coding.name {
	case "CCITTFaxDecode":
		s.Coding = faxName(m.fax.K)
	case "DCTDecode":
		s.Coding = "JPEG"
	case "JBIG2Decode":
		s.Coding = "JBIG2"
	case "JPXDecode":
		s.Coding = "JPEG 2000"
		if m.ownColours {
			s.Colour = ""
		}
	case "":
		s.Coding = packedName(m.packed)
	}
	return s
}

// packedName names a filter of PDF that packs any bytes.
func packedName(filter string) string {
	switch filter {
	case "FlateDecode", "Fl":
		return "Deflate"
	case "LZWDecode", "LZW":
		return "LZW"
	case "RunLengthDecode", "RL":
		return "run lengths"
	}
	return "none"
}

func faxName(k int) string {
	switch {
	case k < 0:
		return "CCITT G4"
	case k > 0:
		return "CCITT G3 2-D"
	}
	return "CCITT G3"
}

// storedAs tells how a TIFF's page lies in the file.
func (p *tiffPage) storedAs() Stored {
	s := Stored{Colour: colourName(p.packing.space.String(), p.packing.bits)}
	switch p.compression {
	case compNone:
		s.Coding = "none"
	case compRLE, compRLEW:
		s.Coding = "CCITT RLE"
	case compG3:
		s.Coding = faxName(p.dir.int(tagT4Options, 0) & 1)
	case compG4:
		s.Coding = faxName(-1)
	case compLZW:
		s.Coding = "LZW"
	case compOldJPEG:
		s.Coding = "JPEG, old style"
	case compJPEG:
		s.Coding = "JPEG"
	case compDeflate, compOldDeflate:
		s.Coding = "Deflate"
	case compPackBits:
		s.Coding = "PackBits"
	}
	return s
}
