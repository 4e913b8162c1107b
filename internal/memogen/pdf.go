package memogen

import (
	"bytes"
	"fmt"
	"image"

	"aktenkundig/internal/g4"
)

// pdfFile collects the objects of a PDF 1.4 file.
type pdfFile struct {
	bytes.Buffer
	offsets []int // of objects 1, 2, …
}

func (f *pdfFile) object(format string, args ...any) int {
	f.offsets = append(f.offsets, f.Len())
	fmt.Fprintf(f, "%d 0 obj\n", len(f.offsets))
	fmt.Fprintf(f, format, args...)
	f.WriteString("\nendobj\n")
	return len(f.offsets)
}

func (f *pdfFile) stream(dict string, data []byte) int {
	return f.object("<< %s /Length %d >>\nstream\n%s\nendstream", dict, len(data), data)
}

// encodePDF writes each page as one image that fills it.
func encodePDF(m Memo) ([]byte, error) {
	f := &pdfFile{}
	f.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	// Objects 1 and 2 are catalogue and page tree, then three objects a page: image, content, page.
	f.object("<< /Type /Catalog /Pages 2 0 R >>")
	kids := ""
	for i := range m.Pages {
		kids += fmt.Sprintf("%d 0 R ", 5+3*i)
	}
	f.object("<< /Type /Pages /Count %d /Kids [ %s] >>", len(m.Pages), kids)
	for i, im := range m.Pages {
		if err := f.page(m, i, im); err != nil {
			return nil, fmt.Errorf("page %d: %w", i+1, err)
		}
	}
	start := f.Len()
	fmt.Fprintf(f, "xref\n0 %d\n0000000000 65535 f \n", len(f.offsets)+1)
	for _, o := range f.offsets {
		fmt.Fprintf(f, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(f, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(f.offsets)+1, start)
	return f.Bytes(), nil
}

func (f *pdfFile) page(m Memo, i int, im image.Image) error {
	truth := m.Truth.Pages[i]
	w, h := truth.Scan[0], truth.Scan[1]
	dict := fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d", w, h)
	var data []byte
	if m.Format == PDFG4 {
		data = g4.Encode(im.(*image.Gray))
		dict += fmt.Sprintf(" /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns %d /Rows %d >>", w, h)
	} else {
		var err error
		if data, err = encodeJPEG(im, m.Quality, truth.DPI, 0); err != nil {
			return err
		}
		space := "/DeviceRGB"
		if _, grey := im.(*image.Gray); grey {
			space = "/DeviceGray"
		}
		dict += " /BitsPerComponent 8 /ColorSpace " + space + " /Filter /DCTDecode"
	}
	picture := f.stream(dict, data)
	pw, ph := float64(w)*72/truth.DPI, float64(h)*72/truth.DPI
	content := f.stream("", fmt.Appendf(nil, "q %.3f 0 0 %.3f 0 0 cm /Im0 Do Q", pw, ph))
	rotate := 0
	if m.Tagged {
		rotate = truth.Turn
	}
	f.object("<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 %.3f %.3f ] /Rotate %d /Resources << /XObject << /Im0 %d 0 R >> >> /Contents %d 0 R >>",
		pw, ph, rotate, picture, content)
	return nil
}
