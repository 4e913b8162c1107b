package scan

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"io"
	"math"
)

// tiffFile is a TIFF of one or more pages. Where golang.org/x/image/tiff reads the first page and five compressions,
// this reads every page and what scanners and fax servers wrote in thirty years; decoding itself is left to the
// libraries. Every count and offset is checked against the file before it is used.
type tiffFile struct {
	reader tiffReader
	pages  []tiffDir
	lost   error // what ends the chain of pages early; stands as one last page
	o      Options
}

func openTIFF(_ context.Context, body *io.SectionReader, o Options) (sheets, error) {
	f := &tiffFile{reader: tiffReader{at: body, size: body.Size()}, o: o}
	next, err := f.reader.header()
	if err != nil {
		return nil, fail(Damaged, "TIFF %w", err)
	}
	if err := f.walk(next); err != nil {
		return nil, err
	}
	if len(f.pages) == 0 {
		return nil, fail(Damaged, "TIFF %w", f.lost)
	}
	return f, nil
}

// Bits of NewSubfileType that mark a directory as no page of its own.
const (
	reducedImage = 1
	maskImage    = 4
)

// walk follows the chain of directories; a loop ends it.
func (f *tiffFile) walk(next int64) error {
	var previews []tiffDir
	seen := map[int64]bool{}
	for next != 0 && !seen[next] {
		seen[next] = true
		dir, after, err := f.reader.directory(next)
		if err != nil {
			f.lost = err
			break
		}
		if dir.int(tagNewSubfileType, 0)&(reducedImage|maskImage) != 0 {
			previews = append(previews, dir)
		} else {
			f.pages = append(f.pages, dir)
		}
		if len(seen) > f.o.MaxPages {
			return f.o.checkPages(len(seen))
		}
		next = after
	}
	if len(f.pages) == 0 {
		f.pages = previews
	}
	return nil
}

func (f *tiffFile) len() int {
	if f.lost != nil {
		return len(f.pages) + 1
	}
	return len(f.pages)
}

func (f *tiffFile) close() error { return nil }

func (f *tiffFile) sheet(ctx context.Context, n int) (Sheet, error) {
	if n > len(f.pages) {
		return Sheet{}, fail(Damaged, "TIFF %w", f.lost)
	}
	p, err := newTIFFPage(f.pages[n-1], f.o)
	if err != nil {
		return Sheet{}, err
	}
	img, err := p.decode(ctx)
	if err != nil {
		return Sheet{}, err
	}
	dir := f.pages[n-1]
	facts := facts{orientation: dir.int(tagOrientation, 1), stored: p.storedAs()}
	x, y := dir.resolution()
	facts.dpi = x
	s := pictureSheet(squared(safe(img), x, y, f.o), facts)
	s.Problem = p.problem()
	return s, nil
}

// squared repeats the rows of a bilevel or grey page whose pixels are about n times as high as wide, as fax machines
// make them (ITU-T T.4: 204 × 98 per inch); other pages stay as they are.
func squared(img image.Image, x, y float64, o Options) image.Image {
	m, ok := img.(*image.Gray)
	n := int(math.Round(x / y))
	if !ok || !(y > 0) || n < 2 || n > 4 || o.checkPixels(m.Rect.Dx(), n*m.Rect.Dy()) != nil {
		return img
	}
	out := image.NewGray(image.Rect(0, 0, m.Rect.Dx(), n*m.Rect.Dy()))
	for row := range out.Rect.Dy() {
		copy(out.Pix[row*out.Stride:], m.Pix[row/n*m.Stride:][:m.Rect.Dx()])
	}
	return out
}

// Compressions.
const (
	compNone       = 1
	compRLE        = 2
	compG3         = 3
	compG4         = 4
	compLZW        = 5
	compOldJPEG    = 6
	compJPEG       = 7
	compDeflate    = 8
	compOldDeflate = 32946
	compPackBits   = 32773
	compRLEW       = 32771
)

// Photometric interpretations.
const (
	photoWhiteIsZero = 0
	photoBlackIsZero = 1
	photoRGB         = 2
	photoPalette     = 3
	photoMask        = 4
	photoCMYK        = 5
	photoYCbCr       = 6
)

// tiffPage is how the pixels of one directory lie in the file.
type tiffPage struct {
	dir           tiffDir
	width, height int
	compression   int
	photometric   int
	packing       packing
	planes        int // 1, or as many as samples if each has chunks of its own
	predictor     bool
	chunkW        int // of a tile, or width and rows of a strip
	chunkH        int
	offsets       []int64
	counts        []int64
	subH, subV    int    // chroma subsampling of uncompressed YCbCr
	budget        int64  // bytes that may yet be read for it
	lost          int    // damaged chunks
	firstLost     string // what is wrong with the first of them
}

// sharedChunks is how many bytes a page may read beyond twice the file: writers let blank chunks share their bytes, and
// a page whose JPEG is damaged is read once more, chunk by chunk.
const sharedChunks = 1 << 20

func newTIFFPage(dir tiffDir, o Options) (*tiffPage, error) {
	p := &tiffPage{dir: dir, width: dir.int(tagWidth, 0), height: dir.int(tagHeight, 0)}
	p.budget = 2*dir.r.size + sharedChunks
	if err := o.checkPixels(p.width, p.height); err != nil {
		return nil, err
	}
	p.compression = dir.int(tagCompression, compNone)
	p.photometric = dir.int(tagPhotometric, photoWhiteIsZero)
	if err := p.setPacking(); err != nil {
		return nil, err
	}
	if err := p.setChunks(o); err != nil {
		return nil, err
	}
	switch dir.int(tagPredictor, 1) {
	case 1:
	case 2:
		p.predictor = p.compression == compLZW || p.compression == compDeflate || p.compression == compOldDeflate
	default:
		return nil, fail(Unsupported, "TIFF predictor %d", dir.int(tagPredictor, 1))
	}
	return p, nil
}

// setPacking reads what a sample is.
func (p *tiffPage) setPacking() error {
	k := packing{bits: p.dir.int(tagBitsPerSample, 1), samples: p.dir.int(tagSamples, 1)}
	for _, b := range p.dir.ints(tagBitsPerSample) {
		if b != int64(k.bits) {
			return fail(Unsupported, "TIFF with samples of %v bits", p.dir.ints(tagBitsPerSample))
		}
	}
	if format := p.dir.int(tagSampleFormat, 1); format != 1 && format != 4 {
		return fail(Unsupported, "TIFF with signed or floating-point samples")
	}
	switch k.bits {
	case 1, 2, 4, 8, 12, 16:
	default:
		return fail(Unsupported, "TIFF with %d bits a sample", k.bits)
	}
	switch p.photometric {
	case photoWhiteIsZero:
		k.luts = []*[256]byte{inverted(k.bits)}
	case photoBlackIsZero, photoMask:
	case photoRGB:
		k.space = rgb
	case photoPalette:
		k.space = indexed
		if k.palette = tiffPalette(p.dir.ints(tagColorMap)); len(k.palette) < 1<<min(k.bits, 8) {
			return fail(Damaged, "TIFF palette of %d colours for %d bits", len(k.palette), k.bits)
		}
	case photoCMYK:
		k.space = cmyk
		if p.dir.int(tagInkSet, 1) != 1 {
			return fail(Unsupported, "TIFF with special inks")
		}
	case photoYCbCr:
		k.space = ycc
	default:
		return fail(Unsupported, "TIFF colour space %d", p.photometric)
	}
	if k.samples < k.space.channels() || k.samples > 64 {
		return fail(Damaged, "TIFF with %d samples a pixel", k.samples)
	}
	p.setAlpha(&k)
	p.packing = k
	return nil
}

// setAlpha finds the extra sample that is opacity.
func (p *tiffPage) setAlpha(k *packing) {
	for i, kind := range p.dir.ints(tagExtraSamples) {
		at := k.space.channels() + i
		if (kind == 1 || kind == 2) && at < k.samples && k.space != indexed {
			k.alpha, k.premultiplied = at, kind == 1
			return
		}
	}
}

// tiffPalette reads a colour map: all reds, all greens, all blues, 16 bits each; some writers use 8.
func tiffPalette(v []int64) []color.RGBA {
	n := len(v) / 3
	shift := 0
	for _, c := range v {
		if c > 255 {
			shift = 8
		}
	}
	palette := make([]color.RGBA, n)
	for i := range palette {
		palette[i] = color.RGBA{byte(v[i] >> shift), byte(v[n+i] >> shift), byte(v[2*n+i] >> shift), 255}
	}
	return palette
}

// maxPixelBytes bounds a strip or tile, with all its samples, by the pixels that a sheet may have: red, green, blue and
// opacity of 16 bits. Up to 64 samples a pixel are let in, of which the extra ones are passed over.
const maxPixelBytes = 8

// setChunks reads where strips or tiles lie.
func (p *tiffPage) setChunks(o Options) error {
	p.planes = 1
	if p.dir.int(tagPlanar, 1) == 2 && p.packing.samples > 1 {
		p.planes = p.packing.samples
	}
	p.subH, p.subV = 1, 1
	if p.packing.space == ycc {
		p.subH, p.subV = 2, 2
		if s := p.dir.ints(tagSubsampling); len(s) == 2 {
			p.subH, p.subV = int(min(s[0], 5)), int(min(s[1], 5))
		}
	}
	p.chunkW, p.chunkH = p.width, min(p.dir.int(tagRowsPerStrip, p.height), p.height)
	p.offsets, p.counts = p.dir.ints(tagStripOffsets), p.dir.ints(tagStripByteCounts)
	if offsets := p.dir.ints(tagTileOffsets); len(offsets) > 0 {
		p.chunkW, p.chunkH = p.dir.int(tagTileWidth, 0), p.dir.int(tagTileHeight, 0)
		p.offsets, p.counts = offsets, p.dir.ints(tagTileByteCounts)
		if err := o.checkPixels(p.chunkW, p.chunkH); err != nil {
			return fmt.Errorf("TIFF tile: %w", err)
		}
	}
	if size := int64(p.packing.rowBytes(p.chunkW)) * int64(p.chunkH); size/maxPixelBytes > o.MaxPixels {
		return fail(TooLarge, "TIFF strip or tile of %d bytes", size)
	}
	if p.chunkH < 1 || len(p.offsets) == 0 && p.compression != compOldJPEG {
		return fail(Damaged, "TIFF without strips or tiles")
	}
	return nil
}
