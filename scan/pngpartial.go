package scan

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"io"
)

// partialPNG gives the rows of a damaged PNG up to its damage, the rest white, and says what is lost. Go's decoder gives all
// or nothing. Interlaced files, whose rows are spread over all of the data, are not tried.
func partialPNG(data []byte) (image.Image, string, error) {
	p := pngParts{data: data[min(len(data), 8):]}
	if err := p.collect(); err != nil {
		return nil, "", err
	}
	to := newCanvas(p.packing.coloured(), p.width, p.height)
	t := newPainter(p.packing, to)
	row := make([]byte, p.packing.rowBytes(p.width))
	r := &predictor{
		src: &inflater{src: bytes.NewReader(p.pixels)}, kind: 15, samples: p.packing.samples, bits: p.packing.bits,
		row: make([]byte, len(row)), prior: make([]byte, len(row)),
	}
	for y := range p.height {
		if _, err := io.ReadFull(r, row); err != nil {
			if y == 0 {
				return nil, "", noEOF(err)
			}
			return to.image(), fmt.Sprintf("damaged, %d of %d rows could be read: %v", y, p.height, noEOF(err)), nil
		}
		t.row(0, y, p.width, row)
	}
	return to.image(), "damaged, though all rows could be read", nil
}

// pngParts is what of a PNG's chunks makes the picture.
type pngParts struct {
	data          []byte
	width, height int
	packing       packing
	pixels        []byte
}

// collect walks the chunks without looking at their checksums (PNG third edition, section 11.2).
func (p *pngParts) collect() error {
	for len(p.data) >= 8 {
		n, kind := int64(binary.BigEndian.Uint32(p.data)), string(p.data[4:8])
		body := p.data[8:][:min(n, int64(len(p.data)-8))]
		switch kind {
		case "IHDR":
			if err := p.header(body); err != nil {
				return err
			}
		case "PLTE":
			for i := 0; i+3 <= len(body); i += 3 {
				p.packing.palette = append(p.packing.palette, color.RGBA{body[i], body[i+1], body[i+2], 255})
			}
		case "IDAT":
			p.pixels = append(p.pixels, body...)
		}
		if kind == "IEND" || int64(len(p.data)) < n+12 {
			break
		}
		p.data = p.data[n+12:]
	}
	if p.width == 0 || len(p.pixels) == 0 {
		return errors.New("no picture data")
	}
	return nil
}

func (p *pngParts) header(b []byte) error {
	if len(b) < 13 || b[12] != 0 {
		return errors.New("interlaced, or its header is cut short")
	}
	p.width, p.height = int(binary.BigEndian.Uint32(b)), int(binary.BigEndian.Uint32(b[4:]))
	p.packing = packing{bits: int(b[8]), samples: 1}
	switch b[9] {
	case 0:
	case 2:
		p.packing.space, p.packing.samples = rgb, 3
	case 3:
		p.packing.space = indexed
	case 4:
		p.packing.samples, p.packing.alpha = 2, 1
	case 6:
		p.packing.space, p.packing.samples, p.packing.alpha = rgb, 4, 3
	default:
		return fmt.Errorf("colour type %d", b[9])
	}
	switch p.packing.bits {
	case 1, 2, 4, 8, 16:
		return nil
	}
	return fmt.Errorf("%d bits a sample", p.packing.bits)
}

// partialBMP reads a bitmap that is cut short as if white pixels followed.
func partialBMP(decode func(io.Reader) (image.Image, error)) func([]byte) (image.Image, string, error) {
	return func(data []byte) (image.Image, string, error) {
		img, err := decode(io.MultiReader(bytes.NewReader(data), io.LimitReader(whites{}, maxBMPFill)))
		if err != nil {
			return nil, "", err
		}
		return img, "the file is cut short; what is behind its end is white", nil
	}
}

// maxBMPFill bounds what is added to a bitmap: four bytes for each pixel that may be.
const maxBMPFill = 1 << 30

// whites is white without end.
type whites struct{}

func (whites) Read(b []byte) (int, error) {
	fill(b, 255)
	return len(b), nil
}
