package scan

import (
	"bytes"
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// format is one kind of file.
type format struct {
	mediaType  string
	name       string   // for people
	extensions []string // names it goes by
	open       func(ctx context.Context, body *io.SectionReader, o Options) (sheets, error)
}

// note tells of a name whose extension belongs to another format.
func (k format) note(path string) string {
	ext := strings.ToLower(filepath.Ext(path))
	if ext == "" || slices.Contains(k.extensions, ext) {
		return ""
	}
	for _, other := range formats() {
		if slices.Contains(other.extensions, ext) {
			return "named " + ext + " but is " + k.name
		}
	}
	return ""
}

func formats() []format {
	return []format{
		{"application/pdf", "a PDF", []string{".pdf"}, openPDF},
		{"image/tiff", "a TIFF", []string{".tif", ".tiff"}, openTIFF},
		{"image/jpeg", "a JPEG", []string{".jpg", ".jpeg", ".jpe", ".jfif"}, openJPEG},
		{"image/png", "a PNG", []string{".png"}, openPNG},
		{"image/gif", "a GIF", []string{".gif"}, openGIF},
		{"image/bmp", "a BMP", []string{".bmp", ".dib"}, openBMP},
		{"image/webp", "a WebP", []string{".webp"}, openWebP},
		{"image/jp2", "a JPEG 2000 image", []string{".jp2", ".j2k", ".jpf", ".jpx", ".j2c", ".jpc"}, openJP2},
		{hocrType, "hOCR", []string{".hocr", ".html", ".htm", ".xhtml"}, openHOCR},
		{altoType, "ALTO", []string{".xml", ".alto"}, openALTO},
		{pageType, "PAGE XML", []string{".xml", ".page"}, openPAGE},
		{"text/plain", "plain text", []string{".txt", ".text", ".md", ".log"}, openText},
	}
}

// sniff tells the format by content.
func sniff(body *io.SectionReader) (format, error) {
	head := make([]byte, 4096)
	n, err := body.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return format{}, err
	}
	head = head[:n]
	mediaType := magic(head)
	if mediaType == "" && looksLikePDF(head, body) {
		mediaType = "application/pdf"
	}
	if mediaType == "" {
		mediaType = ocrKind(head)
	}
	if mediaType == "" && looksLikeText(head) {
		mediaType = "text/plain"
	}
	for _, k := range formats() {
		if k.mediaType == mediaType {
			return k, nil
		}
	}
	return format{}, fail(Unsupported, "%s; read are PDF, TIFF, JPEG, PNG, GIF, BMP, WebP, JPEG 2000, hOCR, ALTO, PAGE XML and plain text",
		mimetype.Detect(head))
}

// magic knows the formats by their first bytes.
func magic(head []byte) string {
	for _, m := range []struct{ prefix, mediaType string }{
		{"II*\x00", "image/tiff"}, {"MM\x00*", "image/tiff"}, {"II+\x00", "image/tiff"}, {"MM\x00+", "image/tiff"},
		{"\xff\xd8\xff", "image/jpeg"},
		{"\x89PNG\r\n\x1a\n", "image/png"},
		{"GIF87a", "image/gif"}, {"GIF89a", "image/gif"},
		{"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"}, {"\xff\x4f\xff\x51", "image/jp2"},
	} {
		if bytes.HasPrefix(head, []byte(m.prefix)) {
			return m.mediaType
		}
	}
	switch {
	case len(head) > 12 && string(head[:4]) == "RIFF" && string(head[8:12]) == "WEBP":
		return "image/webp"
	case len(head) > 18 && string(head[:2]) == "BM" && bytes.Equal(head[6:10], []byte{0, 0, 0, 0}):
		return "image/bmp"
	}
	return ""
}

// looksLikePDF finds the header within the first KiB, where readers take it, or, if the header is broken, objects
// at the start, one of which ends or with a trailer at the end.
func looksLikePDF(head []byte, body *io.SectionReader) bool {
	if bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF")) {
		return true
	}
	if !bytes.Contains(head, []byte(" obj")) {
		return false
	}
	if bytes.Contains(head, []byte("endobj")) {
		return true
	}
	tail := make([]byte, min(1024, body.Size()))
	n, _ := body.ReadAt(tail, body.Size()-int64(len(tail)))
	return bytes.Contains(tail[:n], []byte("startxref"))
}
