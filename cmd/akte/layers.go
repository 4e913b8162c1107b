package main

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"os"
	"path/filepath"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/ingest"
	"aktenkundig/prep"
	"aktenkundig/scan"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// drawLayers writes each page of d as people see it, with its findings and hidden words drawn on it, and prints the
// names of the pictures.
func drawLayers(ctx context.Context, w io.Writer, a *archive.Archive, d document.Document, dir string) error {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	renderer := scan.NewRenderer(cacheDir(), 1)
	defer renderer.Close()
	f, err := ingest.Open(ctx, a, d.ID, scan.Options{Renderer: renderer})
	if err != nil {
		return err
	}
	defer f.Close()
	for i := range d.Pages {
		p := &d.Pages[i]
		img, err := pictureOf(ctx, f, p)
		if err != nil {
			return fmt.Errorf("page %d: %w", p.Number, err)
		}
		drawFindings(img, p)
		name := filepath.Join(dir, fmt.Sprintf("%s-%03d.png", d.ID[:12], p.Number))
		if err := writePNG(name, img); err != nil {
			return err
		}
		fmt.Fprintln(w, name)
	}
	return nil
}

// pictureOf is the page's view in colour; where the original has no picture, as a text, the words typed on a sheet.
func pictureOf(ctx context.Context, f ingest.Paper, p *document.Page) (*image.RGBA, error) {
	const most = 1 << 28
	if p.View[0] <= 0 || p.View[1] <= 0 || p.View[0] > most/p.View[1] {
		return nil, fmt.Errorf("a view of %d × %d pixels cannot be drawn", p.View[0], p.View[1])
	}
	out := image.NewRGBA(image.Rect(0, 0, p.View[0], p.View[1]))
	draw.Draw(out, out.Rect, image.White, image.Point{}, draw.Src)
	s, err := f.Sheet(ctx, p.Number)
	if err != nil {
		return nil, err
	}
	if s.Image != nil {
		draw.Draw(out, out.Rect, prep.Draw(s.Image, p.ToView, p.View), image.Point{}, draw.Over)
		return out, nil
	}
	return out, typeOut(out, p)
}

// typeOut writes the words of a page without pixels where its record says they stand: on a typewriter's grid, see
// docs/format.md.
func typeOut(img *image.RGBA, p *document.Page) error {
	const cell = 10 // pixels across; the typeface is three fifths of its size wide
	parsed, err := opentype.Parse(gomono.TTF)
	if err != nil {
		return err
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: cell / 0.6, DPI: 72})
	if err != nil {
		return err
	}
	defer face.Close()
	d := font.Drawer{Dst: img, Src: image.Black, Face: face}
	for _, w := range p.Words {
		for i, r := range []rune(w.Text) {
			d.Dot = fixed.P(w.Box[0]+i*cell, w.Box[3]-w.Box.Height()/4)
			d.DrawString(string(r))
		}
	}
	return nil
}

func writePNG(name string, img image.Image) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	e := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := e.Encode(f, img); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// kindColour is the colour in which a kind of finding is drawn.
func kindColour(k document.Kind) color.RGBA {
	switch k {
	case document.Stamp:
		return color.RGBA{200, 0, 0, 255}
	case document.Signature:
		return color.RGBA{0, 60, 220, 255}
	case document.Handwriting:
		return color.RGBA{0, 140, 60, 255}
	case document.Logo:
		return color.RGBA{220, 110, 0, 255}
	case document.NoiseKind, document.Through:
		return color.RGBA{120, 120, 120, 255}
	}
	return color.RGBA{140, 0, 160, 255}
}

// drawFindings draws hidden words as a tint, then every finding as a frame with its kind and score; the frame of one
// that is not hidden is thin.
func drawFindings(img *image.RGBA, p *document.Page) {
	pen := max(1, int(p.DPI/75))
	for _, w := range p.Words {
		if w.Hidden {
			b := w.Box
			draw.Draw(img, image.Rect(b[0], b[1], b[2], b[3]), image.NewUniform(color.RGBA{90, 70, 0, 90}), image.Point{}, draw.Over)
		}
	}
	for _, a := range p.Artefacts {
		width := max(1, pen/3)
		if a.Hidden {
			width = pen
		}
		c := kindColour(a.Kind)
		outline(img, a.Box, width, c)
		label(img, a.Box, fmt.Sprintf("%s %.2f", a.Kind, a.Score), max(1, int(p.DPI/110)), c)
	}
}

func outline(img *image.RGBA, b document.Box, width int, c color.RGBA) {
	ink := image.NewUniform(c)
	for _, r := range []image.Rectangle{
		image.Rect(b[0]-width, b[1]-width, b[2]+width, b[1]),
		image.Rect(b[0]-width, b[3], b[2]+width, b[3]+width),
		image.Rect(b[0]-width, b[1], b[0], b[3]),
		image.Rect(b[2], b[1], b[2]+width, b[3]),
	} {
		draw.Draw(img, r, ink, image.Point{}, draw.Src)
	}
}

// label writes text above a box, each pixel of the small typeface as a square of the given side.
func label(img *image.RGBA, b document.Box, text string, side int, c color.RGBA) {
	face := basicfont.Face7x13
	small := image.NewAlpha(image.Rect(0, 0, 7*len(text), 13))
	d := font.Drawer{Dst: small, Src: image.Opaque, Face: face, Dot: fixed.P(0, 11)}
	d.DrawString(text)
	top := max(0, b[1]-15*side)
	for y := range 13 {
		for x := range small.Rect.Dx() {
			if small.AlphaAt(x, y).A > 0 {
				r := image.Rect(b[0]+x*side, top+y*side, b[0]+(x+1)*side, top+(y+1)*side)
				draw.Draw(img, r, image.NewUniform(c), image.Point{}, draw.Src)
			}
		}
	}
}
