package scan

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
)

// jp2File is a JPEG 2000 image. Go has no decoder for it, PDFium has: the file becomes the only image of a PDF.
type jp2File struct {
	body          *io.SectionReader
	width, height int
	drawing       *drawing
}

func openJP2(_ context.Context, body *io.SectionReader, o Options) (sheets, error) {
	head := make([]byte, min(body.Size(), sizWithin))
	if _, err := body.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, err
	}
	w, h, err := jpxSize(head)
	if err != nil {
		return nil, fail(Damaged, "JPEG 2000: %w", err)
	}
	if err := o.checkPixels(w, h); err != nil {
		return nil, err
	}
	return &jp2File{body, w, h, newDrawing(body, o)}, nil
}

func (f *jp2File) len() int     { return 1 }
func (f *jp2File) close() error { return f.drawing.close() }

func (f *jp2File) sheet(ctx context.Context, _ int) (Sheet, error) {
	data, err := wholeFile(f.body)
	if err != nil {
		return Sheet{}, err
	}
	img, err := f.drawing.wrapped(ctx, wrapping{width: f.width, height: f.height, filter: "JPXDecode", data: data})
	if err != nil {
		return Sheet{}, fmt.Errorf("JPEG 2000: %w", err)
	}
	return pictureSheet(img, facts{stored: Stored{Coding: "JPEG 2000", Colour: colourOf(img)}}), nil
}

// sizWithin is how far from the start the size of a JPEG 2000 image is looked for.
const sizWithin = 1 << 20

// jpxSize finds the SIZ marker that opens the codestream (ITU-T T.800, A.5.1).
func jpxSize(data []byte) (w, h int, err error) {
	at := bytes.Index(data[:min(len(data), sizWithin)], []byte{0xff, 0x4f, 0xff, 0x51})
	if at < 0 || len(data) < at+24 {
		return 0, 0, errors.New("no codestream")
	}
	field := func(i int) int64 { return int64(binary.BigEndian.Uint32(data[at+8+4*i:])) }
	width, height := field(0)-field(2), field(1)-field(3)
	if width < 1 || height < 1 || width > 1<<30 || height > 1<<30 {
		return 0, 0, errors.New("no size")
	}
	return int(width), int(height), nil
}

// wrapping is a coded picture that becomes the only image of a PDF, a point a pixel.
type wrapping struct {
	width, height int
	filter        string
	colours       string // name of the colour space, "" if the picture says it
	bits          int    // a sample, 0 if the picture says it
	decode        string // the Decode array, "" for the default
	data, globals []byte
}

// pdf writes the PDF.
func (w wrapping) pdf() []byte {
	var (
		b       bytes.Buffer
		offsets []int
	)
	object := func(format string, args ...any) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n", len(offsets))
		fmt.Fprintf(&b, format, args...)
		b.WriteString("\nendobj\n")
	}
	entries := fmt.Sprintf("/Width %d /Height %d /Filter /%s", w.width, w.height, w.filter)
	if w.colours != "" {
		entries += " /ColorSpace /" + w.colours
	}
	if w.bits > 0 {
		entries += fmt.Sprintf(" /BitsPerComponent %d", w.bits)
	}
	if w.decode != "" {
		entries += " /Decode " + w.decode
	}
	if w.globals != nil {
		entries += " /DecodeParms << /JBIG2Globals 6 0 R >>"
	}
	content := fmt.Sprintf("%d 0 0 %d 0 0 cm /I Do", w.width, w.height)
	b.WriteString("%PDF-1.7\n")
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>",
		w.width, w.height)
	object("<< /Length %d >>\nstream\n%s\nendstream", len(content), content)
	object("<< /Type /XObject /Subtype /Image %s /Length %d >>\nstream\n%s\nendstream", entries, len(w.data), w.data)
	object("<< /Length %d >>\nstream\n%s\nendstream", len(w.globals), w.globals)
	table := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, table)
	return b.Bytes()
}

// wrapped draws a coded picture.
func (d *drawing) wrapped(ctx context.Context, w wrapping) (image.Image, error) {
	pdf := w.pdf()
	return d.inner(io.NewSectionReader(bytes.NewReader(pdf), 0, int64(len(pdf)))).picture(ctx, w.width, w.height)
}

// drawJPEG draws a JPEG that Go does not decode; PDFium's decoder gives a damaged one as far as it goes.
func (d *drawing) drawJPEG(ctx context.Context, data []byte, h jpegHeader) (image.Image, error) {
	w := wrapping{width: h.width, height: h.height, filter: "DCTDecode", bits: 8, data: data}
	switch h.components {
	case 1:
		w.colours = "DeviceGray"
	case 3:
		w.colours = "DeviceRGB"
	case 4:
		w.colours = "DeviceCMYK"
		if h.adobe {
			w.decode = "[1 0 1 0 1 0 1 0]"
		}
	}
	return d.wrapped(ctx, w)
}

// jbig2 has the renderer decode a JBIG2 image. A black pixel is sample 0.
func (m *pdfImage) jbig2(ctx context.Context, d *drawing) (image.Image, error) {
	if m.packing.space != grey {
		return nil, fmt.Errorf("%w: JBIG2 with colours", errDraw)
	}
	data, err := m.coded()
	if err != nil {
		return nil, err
	}
	img, err := d.wrapped(ctx, wrapping{
		width: m.width, height: m.height, filter: "JBIG2Decode", colours: "DeviceGray", bits: 1, data: data, globals: m.globals,
	})
	if err != nil {
		return nil, err
	}
	g, ok := img.(*image.Gray)
	if !ok {
		return nil, errDraw
	}
	levels := newPainter(m.packing, canvas{}).tables[0]
	for i, v := range g.Pix {
		g.Pix[i] = levels[v>>7]
	}
	return g, nil
}

// jpx has the renderer decode a JPEG 2000 image.
func (m *pdfImage) jpx(ctx context.Context, d *drawing) (image.Image, error) {
	if m.packing.luts != nil || m.packing.space == indexed {
		return nil, fmt.Errorf("%w: JPEG 2000 with a table", errDraw)
	}
	data, err := m.coded()
	if err != nil {
		return nil, err
	}
	if w, h, err := jpxSize(data); err != nil || w != m.width || h != m.height {
		return nil, fmt.Errorf("%w: JPEG 2000 of %d × %d pixels", errDraw, w, h)
	}
	w := wrapping{width: m.width, height: m.height, filter: "JPXDecode", data: data}
	if !m.ownColours {
		w.colours = map[space]string{grey: "DeviceGray", rgb: "DeviceRGB", cmyk: "DeviceCMYK"}[m.packing.space]
	}
	return d.wrapped(ctx, w)
}
