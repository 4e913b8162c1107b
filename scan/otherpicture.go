package scan

import (
	"context"
	"image/gif"
	"io"

	"golang.org/x/image/bmp"
	"golang.org/x/image/webp"
)

// openGIF reads the first frame; scans have no more.
func openGIF(_ context.Context, body *io.SectionReader, o Options) (sheets, error) {
	return openPicture(&pictureFile{body: body, name: "GIF", coding: "LZW", decode: gif.Decode}, o, gif.DecodeConfig)
}

func openBMP(_ context.Context, body *io.SectionReader, o Options) (sheets, error) {
	return openPicture(&pictureFile{body: body, name: "BMP", coding: "none", facts: bmpFacts(body), decode: bmp.Decode, partial: partialBMP(bmp.Decode)}, o, bmp.DecodeConfig)
}

func openWebP(_ context.Context, body *io.SectionReader, o Options) (sheets, error) {
	return openPicture(&pictureFile{body: body, name: "WebP", coding: "WebP", decode: webp.Decode}, o, webp.DecodeConfig)
}

// bmpFacts reads the resolution from the header that follows the file header.
func bmpFacts(r io.ReaderAt) facts {
	var b [4]byte
	if _, err := r.ReadAt(b[:], 38); err != nil {
		return facts{}
	}
	perMetre := uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
	return facts{dpi: float64(perMetre) * 0.0254}
}
