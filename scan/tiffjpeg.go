package scan

import (
	"bytes"
	"errors"
	"image"
	"image/draw"
)

// wholeJPEG gives a page that is one undamaged JPEG as it is, without a detour over RGB; nil if it is not.
func (p *tiffPage) wholeJPEG() image.Image {
	if p.compression != compJPEG || p.planes > 1 || p.chunkW < p.width || p.chunkH < p.height {
		return nil
	}
	data, err := p.data(0)
	if err != nil {
		return nil
	}
	img, err := p.decodeJPEG(data)
	if err != nil || img.Bounds() != image.Rect(0, 0, p.width, p.height) {
		return nil
	}
	return img
}

// jpegChunk decodes a chunk that is a JPEG.
func (p *tiffPage) jpegChunk(to canvas, data []byte, x, y int) error {
	img, err := p.decodeJPEG(data)
	if err != nil {
		return err
	}
	at := image.Rect(x, y, x+p.chunkW, y+p.chunkH)
	if to.rgba != nil {
		draw.Draw(to.rgba, at, img, image.Point{}, draw.Src)
		return nil
	}
	draw.Draw(to.grey, at, img, image.Point{}, draw.Src)
	return nil
}

// maxTables bounds the bytes of shared tables, which are read for each chunk: all that JPEG knows take 3 KB.
const maxTables = 1 << 14

var errTables = errors.New("JPEG tables that are too long")

// decodeJPEG joins the shared tables with one chunk and decodes it (TIFF Technical Note 2).
func (p *tiffPage) decodeJPEG(data []byte) (image.Image, error) {
	if p.dir.entries[tagJPEGTables].count > maxTables {
		return nil, errTables
	}
	tables := p.dir.raw(tagJPEGTables)
	if len(tables) > 4 && len(data) > 2 {
		data = bytes.Join([][]byte{bytes.TrimSuffix(tables, []byte{0xff, markEOI}), data[2:]}, nil)
	}
	h, err := readJPEGHeader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if h.width > p.chunkW || int64(h.height) > int64(p.chunkH)+16 {
		return nil, errors.New("picture larger than its strip or tile")
	}
	if err := h.check(Options{MaxPixels: int64(h.width) * int64(h.height)}); err != nil {
		return nil, err
	}
	img, err := decodeJPEG(data, h)
	if err != nil {
		return nil, err
	}
	switch m := img.(type) {
	case *image.YCbCr:
		if p.photometric == photoRGB {
			return planesAsRGB(m), nil
		}
	case *image.Gray:
		if p.photometric == photoWhiteIsZero {
			invert(m.Pix)
		}
	case *image.CMYK: // four components of any kind; the directory says which
		if h.adobe {
			invert(m.Pix)
		}
		if p.packing.samples == 4 {
			return paintRows(p.packing, m.Bounds(), m.Pix, m.Stride), nil
		}
	}
	return safe(img), nil
}

// planesAsRGB takes the planes for red, green and blue: JPEG itself does not say what they are.
func planesAsRGB(m *image.YCbCr) image.Image {
	b := m.Bounds()
	out := newCanvas(true, b.Dx(), b.Dy()).rgba
	for y := range b.Dy() {
		row := out.Pix[y*out.Stride:]
		for x := range b.Dx() {
			c := m.COffset(x, y)
			row[4*x], row[4*x+1], row[4*x+2] = m.Y[m.YOffset(x, y)], m.Cb[c], m.Cr[c]
		}
	}
	return out
}

// jpegPlane decodes one plane of a chunk, which is a grey JPEG.
func (p *tiffPage) jpegPlane(data []byte, rowBytes, h int) ([]byte, error) {
	one := *p
	one.photometric, one.packing = photoBlackIsZero, packing{bits: 8, samples: 1}
	img, err := one.decodeJPEG(data)
	if err != nil {
		return nil, err
	}
	m, ok := img.(*image.Gray)
	if !ok || p.packing.bits != 8 || m.Rect.Dx() != p.chunkW {
		return nil, fail(Unsupported, "TIFF with JPEG planes of different size")
	}
	rows := make([]byte, 0, rowBytes*h)
	for y := range min(h, m.Rect.Dy()) {
		row := make([]byte, rowBytes)
		copy(row, m.Pix[y*m.Stride:][:m.Rect.Dx()])
		rows = append(rows, row...)
	}
	return rows, nil
}
