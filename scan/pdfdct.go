package scan

import (
	"bytes"
	"fmt"
	"image"
)

// dct decodes an image that is a JPEG.
func (m *pdfImage) dct() (image.Image, error) {
	data, err := m.coded()
	if err != nil {
		return nil, err
	}
	h, err := readJPEGHeader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if h.width != m.width || h.height != m.height || !h.supported {
		return nil, fmt.Errorf("%w: JPEG of %d × %d pixels", errDraw, h.width, h.height)
	}
	if err := h.check(Options{MaxPixels: int64(m.width) * int64(m.height)}); err != nil {
		return nil, err
	}
	img, err := decodeJPEG(data, h)
	if err != nil {
		return nil, err
	}
	return m.recolour(img, h)
}

// recolour sees a JPEG's components in the image's colour space and Decode array.
func (m *pdfImage) recolour(img image.Image, h jpegHeader) (image.Image, error) {
	switch p := img.(type) {
	case *image.Gray:
		if m.packing.space == grey && m.packing.luts == nil {
			return p, nil
		}
		if m.packing.space == grey || m.packing.space == indexed {
			return paintRows(m.packing, p.Bounds(), p.Pix, p.Stride), nil
		}
	case *image.YCbCr:
		if m.packing.space == rgb && m.packing.luts == nil {
			if m.transform == 0 && !h.adobe {
				return planesAsRGB(p), nil
			}
			return p, nil
		}
	case *image.RGBA:
		if m.packing.space == rgb && m.packing.luts == nil {
			return safe(p), nil
		}
	case *image.CMYK:
		if m.packing.space == cmyk {
			return m.inks(p, h), nil
		}
	}
	return nil, fmt.Errorf("%w: JPEG of %d components in another colour space", errDraw, h.components)
}

// inks undoes the inversion that Go's decoder takes for granted with an Adobe marker: in a PDF only the Decode array
// inverts.
func (m *pdfImage) inks(p *image.CMYK, h jpegHeader) image.Image {
	if h.adobe {
		invert(p.Pix)
	}
	return paintRows(m.packing, p.Bounds(), p.Pix, p.Stride)
}
