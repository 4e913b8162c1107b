package ingest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"image"
	"image/draw"

	"aktenkundig/document"
	"aktenkundig/scan"
)

// stepPixels names the step that holds the hash of a sheet's pixels.
const stepPixels = "pixels"

// marks are what later stages want to know of a sheet's picture and cannot see in the words: the hash of its pixels.
func (r *run) marks(s scan.Sheet) []document.Step {
	if s.Image == nil {
		return nil
	}
	return []document.Step{{Name: stepPixels, Note: pixelHash(s.Image)}}
}

// pixelsOf gives the hash of a page's pixels, "" if it has none.
func pixelsOf(p *document.Page) string {
	for _, s := range p.Steps {
		if s.Name == stepPixels {
			return s.Note
		}
	}
	return ""
}

// pixelHash is the beginning of a SHA-256, in hexadecimal, of size and pixels, whatever the picture is stored as: a
// grey picture in RGB has that of the grey one.
func pixelHash(img image.Image) string {
	h := sha256.New()
	b := img.Bounds()
	fmt.Fprintf(h, "%d %d\n", b.Dx(), b.Dy())
	if g, ok := img.(*image.Gray); ok {
		for y := range b.Dy() {
			h.Write(g.Pix[y*g.Stride:][:b.Dx()])
		}
	} else if !hashRows(h, img, 1) {
		h.Reset()
		fmt.Fprintf(h, "%d %d rgb\n", b.Dx(), b.Dy())
		hashRows(h, img, 3)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// stripRows is how many rows are turned into RGBA at a time.
const stripRows = 64

// hashRows writes one channel or all three of each pixel. Of one it is false, with part of the picture written, if the
// picture is not grey.
func hashRows(h hash.Hash, img image.Image, channels int) bool {
	b := img.Bounds()
	strip := image.NewRGBA(image.Rect(0, 0, b.Dx(), stripRows))
	row := make([]byte, 0, b.Dx()*channels)
	for top := 0; top < b.Dy(); top += stripRows {
		draw.Draw(strip, strip.Rect, img, image.Pt(b.Min.X, b.Min.Y+top), draw.Src)
		for y := range min(stripRows, b.Dy()-top) {
			row = row[:0]
			pix := strip.Pix[y*strip.Stride:][:4*b.Dx()]
			for x := 0; x < len(pix); x += 4 {
				if channels == 1 && (pix[x] != pix[x+1] || pix[x] != pix[x+2]) {
					return false
				}
				row = append(row, pix[x:x+channels]...)
			}
			h.Write(row)
		}
	}
	return true
}
