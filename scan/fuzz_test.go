package scan

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"io"
	"testing"
)

// FuzzOpen tries every format but what only the renderer reads: that is WebAssembly's concern, and too slow here.
func FuzzOpen(f *testing.F) {
	img := image.NewGray(image.Rect(0, 0, 8, 8))
	f.Add(pngBytes(f, img))
	f.Add(jpegBytes(f, img))
	f.Add(makeTIFF(binary.BigEndian, tiffPicture{tags: base(1, 1, compNone, 1, 1, 8), chunks: [][]byte{{1}}}))
	f.Add([]byte("plain text\f\xfc\n"))
	f.Add([]byte("BM\x00\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00\x01\x00\x00\x00"))
	f.Add([]byte("RIFF\x00\x00\x00\x00WEBPVP8 \x00\x00"))
	f.Add([]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00"))
	f.Add(onlyImage("/Width 2 /Height 4 /ColorSpace /DeviceGray /BitsPerComponent 8", []byte("12345678")))
	f.Add(onlyImage("/Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter [/Fl /DCT]", zlibBytes(jpegBytes(f, img))))
	o := Options{MaxPixels: 1 << 16, MaxPages: 8, Renderer: noRenderer(f)}.withDefaults()
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) == 0 {
			return
		}
		_, s, err := openBody(context.Background(), io.NewSectionReader(bytes.NewReader(data), 0, int64(len(data))), o)
		if err != nil {
			return
		}
		defer s.close()
		for n := 1; n <= s.len(); n++ {
			checkSheet(t, s, n)
		}
	})
}
