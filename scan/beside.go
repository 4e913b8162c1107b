package scan

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"aktenkundig/document"
)

// beside is what another program read off a picture and left in a file of the same name.
type beside struct {
	o     Options
	kind  string // what it is, with the beginning of its hash: the picture does not tell it
	pages ocrFile
	err   error // it cannot be read
}

// FindBeside gives the file of hOCR, ALTO or PAGE XML that belongs to the picture file at path by its name, "" if there is
// none: scan.tif has scan.hocr, scan.tif.xml, page/scan.xml and the like.
func FindBeside(path string) string {
	ext := strings.ToLower(filepath.Ext(path))
	isPicture := slices.ContainsFunc(formats(), func(k format) bool { return k.isPicture() && slices.Contains(k.extensions, ext) })
	if !isPicture {
		return ""
	}
	dir, base := filepath.Split(path)
	for _, folder := range []string{"", "hocr", "alto", "page"} {
		for _, name := range []string{strings.TrimSuffix(base, filepath.Ext(base)), base} {
			for _, ending := range []string{".hocr", ".html", ".alto.xml", ".page.xml", ".xml", ".alto"} {
				at := filepath.Join(dir, folder, name+ending)
				if info, err := os.Lstat(at); err != nil || !info.Mode().IsRegular() {
					continue
				}
				if t, err := MediaType(at); err == nil && (t == hocrType || t == altoType || t == pageType) {
					return at
				}
			}
		}
	}
	return ""
}

func (k format) isPicture() bool { return strings.HasPrefix(k.mediaType, "image/") }

// openBeside reads the file. What is wrong with it is told by the sheets, which are read all the same.
func openBeside(ctx context.Context, o Options) *beside {
	b := &beside{o: o, kind: "text beside the picture"}
	file, size, err := openRegular(o.Beside)
	if err != nil {
		b.err = err
		return b
	}
	defer file.Close()
	body := io.NewSectionReader(file, 0, min(size, o.MaxBytes))
	hash := sha256.New()
	if _, err := io.Copy(hash, io.NewSectionReader(file, 0, body.Size())); err != nil {
		b.err = err
		return b
	}
	kind, s, err := openBody(ctx, body, o)
	if b.err = err; err != nil {
		return b
	}
	b.kind = kind.name + " beside the picture, sha256 " + hex.EncodeToString(hash.Sum(nil))[:12]
	b.pages, _ = s.(ocrFile)
	return b
}

// lay gives sheet n the text of its page, if that is to be trusted.
func (b *beside) lay(s *Sheet, n int) {
	switch {
	case s.Image == nil:
		return
	case b.err != nil:
		s.LayerStep = document.Step{Name: layerStep, Note: b.kind + ", passed over: it cannot be read"}
		return
	case n > len(b.pages):
		s.LayerStep = document.Step{Name: layerStep, Note: b.kind + ", passed over: it has no such page"}
		return
	}
	p := b.pages[n-1]
	x, y := float64(s.Size[0])/float64(max(1, p.size[0])), float64(s.Size[1])/float64(max(1, p.size[1]))
	const sameShape = 0.02
	if p.size[0] < 1 || math.Abs(x/y-1) > sameShape {
		s.LayerStep = document.Step{Name: layerStep, Note: b.kind + ", passed over: it is of a page of another shape"}
		return
	}
	l := p.layer.scaled(document.Affine{x, 0, 0, y, 0, 0})
	e := evidence{kind: b.kind, byOthers: true}
	e.measure(l, s)
	b.o.decide(s, l, e)
}

// scaled is a copy in other pixels.
func (l Layer) scaled(m document.Affine) *Layer {
	l.Regions, l.Lines, l.Words = slices.Clone(l.Regions), slices.Clone(l.Lines), slices.Clone(l.Words)
	for i := range l.Regions {
		l.Regions[i].Box = m.Box(l.Regions[i].Box)
	}
	for i := range l.Lines {
		l.Lines[i].Box = m.Box(l.Lines[i].Box)
		l.Lines[i].Height *= m[3]
	}
	for i := range l.Words {
		l.Words[i].Box = m.Box(l.Words[i].Box)
	}
	return &l
}
