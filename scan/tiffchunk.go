package scan

import (
	"bytes"
	"compress/flate"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"io"
	"math/bits"

	"golang.org/x/image/tiff/lzw"

	"aktenkundig/scan/ccitt"
)

// decode assembles the page. Chunks that are damaged stay white, or as far as they could be decoded, and are noted;
// if none can be decoded the page is damaged.
func (p *tiffPage) decode(ctx context.Context) (image.Image, error) {
	if p.compression == compOldJPEG {
		return p.oldJPEG()
	}
	if img := p.wholeJPEG(); img != nil {
		return img, nil
	}
	to := newCanvas(p.packing.coloured(), p.width, p.height)
	t := newPainter(p.packing, to)
	if p.planes > 1 {
		t.bits = 8 // planes are unpacked when they are brought together
	}
	across := (p.width + p.chunkW - 1) / p.chunkW
	down := (p.height + p.chunkH - 1) / p.chunkH
	var (
		last error
		some bool // pixels could be had
	)
	for i := range across * down {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		x, y := i%across*p.chunkW, i/across*p.chunkH
		err := p.chunk(t, i, across*down, x, y)
		some = some || err == nil || errors.Is(err, errPartly)
		if err != nil {
			last = err
			if p.lost++; p.lost == 1 {
				p.firstLost = fmt.Sprintf("part %d of %d: %v", i+1, across*down, err)
			}
		}
	}
	if !some {
		return nil, fmt.Errorf("TIFF: %w", last)
	}
	return to.image(), nil
}

// errPartly marks damage behind which some pixels could be had.
var errPartly = errors.New("cut short")

// problem tells in one line what is lost.
func (p *tiffPage) problem() string {
	if p.lost == 0 {
		return ""
	}
	return fmt.Sprintf("%d damaged parts; first: %s", p.lost, p.firstLost)
}

// chunk decodes strip or tile i of n and paints it at (x, y).
func (p *tiffPage) chunk(t *painter, i, n, x, y int) error {
	h := min(p.chunkH, p.height-y)
	if p.planes > 1 {
		return p.planarChunk(t, i, n, x, y, h)
	}
	data, err := p.data(i)
	if err != nil {
		return err
	}
	switch p.compression {
	case compRLE, compRLEW, compG3, compG4:
		return p.fax(t, data, x, y, h)
	case compJPEG:
		return p.jpegChunk(t.to, data, x, y)
	}
	if p.packing.space == ycc && p.subH*p.subV > 1 {
		return p.subsampled(t, data, x, y, h)
	}
	rowBytes := p.packing.rowBytes(p.chunkW)
	rows, err := p.unpack(data, rowBytes, h, p.packing.samples)
	for j := 0; j*rowBytes < len(rows); j++ {
		t.row(x, y+j, p.chunkW, rows[j*rowBytes:min((j+1)*rowBytes, len(rows))])
	}
	return err
}

// planarChunk brings the planes of one chunk together.
func (p *tiffPage) planarChunk(t *painter, i, n, x, y, h int) error {
	one := p.packing
	one.samples = 1
	unpacker := painter{packing: one}
	rowBytes := one.rowBytes(p.chunkW)
	whole := make([]byte, p.chunkW*h*p.planes)
	var problem error
	for plane := range p.planes {
		data, err := p.data(plane*n + i)
		if err != nil {
			return err
		}
		rows, err := p.planeRows(data, rowBytes, h)
		if problem == nil {
			problem = err
		}
		for j := range len(rows) / rowBytes {
			for k, v := range unpacker.unpack(rows[j*rowBytes:], p.chunkW) {
				whole[(j*p.chunkW+k)*p.planes+plane] = v
			}
		}
	}
	for j := range h {
		t.row(x, y+j, p.chunkW, whole[j*p.chunkW*p.planes:(j+1)*p.chunkW*p.planes])
	}
	return problem
}

// planeRows gives the rows of one plane of a chunk.
func (p *tiffPage) planeRows(data []byte, rowBytes, h int) ([]byte, error) {
	switch {
	case p.compression == compJPEG:
		return p.jpegPlane(data, rowBytes, h)
	case p.compression <= compG4 && p.compression != compNone:
		return nil, fail(Unsupported, "TIFF compression %d in separate planes", p.compression)
	}
	return p.unpack(data, rowBytes, h, 1)
}

// One value each: a page can claim as many chunks as it has pixels.
var (
	errNoChunk = errors.New("not in the file")
	errBeyond  = errors.New("beyond the end of the file")
	errSpent   = errors.New("the parts together are longer than the file")
)

// data reads the bytes of a chunk as stored, most significant bit first. All reads of a page together are bounded by
// the size of the file: any number of chunks may name the same bytes.
func (p *tiffPage) data(i int) ([]byte, error) {
	if i >= len(p.offsets) {
		return nil, errNoChunk
	}
	size := p.dir.r.size
	off := p.offsets[i]
	if off < 0 || off >= size {
		return nil, errBeyond
	}
	n := min(p.stored(i), size-off)
	if p.budget -= max(n, 0); p.budget < 0 {
		p.budget = 0
		return nil, errSpent
	}
	data, err := p.dir.r.read(off, n)
	if err == nil && p.dir.int(tagFillOrder, 1) == 2 && p.compression != compJPEG {
		for j := range data {
			data[j] = bits.Reverse8(data[j])
		}
	}
	return data, err
}

// stored gives the length of chunk i. Where the file does not say, a chunk ends where the next begins, or with the file.
func (p *tiffPage) stored(i int) int64 {
	switch {
	case i < len(p.counts):
		return p.counts[i]
	case p.compression == compNone:
		return int64(p.packing.rowBytes(p.chunkW)) * int64(p.chunkH)
	case i+1 < len(p.offsets) && p.offsets[i+1] > p.offsets[i]:
		return p.offsets[i+1] - p.offsets[i]
	}
	return p.dir.r.size
}

// unpack undoes compression and predictor: h rows of rowBytes, fewer together with an error.
func (p *tiffPage) unpack(data []byte, rowBytes, h, samples int) ([]byte, error) {
	rows := make([]byte, rowBytes*h)
	n, err := p.decompress(rows, data)
	if err != nil && n == 0 {
		return nil, err
	}
	if n < len(rows) && err == nil {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		err = fmt.Errorf("%w: %w", errPartly, err)
	}
	rows = rows[:n]
	if p.packing.bits == 16 && p.dir.r.order == binary.LittleEndian {
		for i := 0; i+1 < n; i += 2 {
			rows[i], rows[i+1] = rows[i+1], rows[i]
		}
	}
	if p.predictor {
		for at := 0; at < n; at += rowBytes {
			undoDifferences(rows[at:min(at+rowBytes, n)], p.packing.bits, samples)
		}
	}
	return rows, err
}

// decompress fills rows as far as data go and tells how far.
func (p *tiffPage) decompress(rows, data []byte) (int, error) {
	switch p.compression {
	case compNone:
		return copy(rows, data), nil
	case compPackBits:
		return unpackBits(rows, data), nil
	case compLZW:
		if len(data) > 1 && data[0] == 0 && data[1]&1 == 1 {
			return 0, fail(Unsupported, "TIFF with LZW from before version 5")
		}
		return readFull(lzw.NewReader(bytes.NewReader(data), lzw.MSB, 8), rows)
	case compDeflate, compOldDeflate:
		return inflate(rows, data)
	}
	return 0, fail(Unsupported, "TIFF compression %d", p.compression)
}

// inflate undoes zlib without looking at its checksum: pixels before a damage count.
func inflate(dst, src []byte) (int, error) {
	if len(src) < 2 {
		return 0, io.ErrUnexpectedEOF
	}
	return readFull(flate.NewReader(bytes.NewReader(src[2:])), dst)
}

func readFull(r io.Reader, dst []byte) (int, error) {
	n, err := io.ReadFull(r, dst)
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

// unpackBits undoes PackBits (TIFF 6.0, section 9).
func unpackBits(dst, src []byte) int {
	n := 0
	for len(src) > 1 && n < len(dst) {
		switch k := int(int8(src[0])); {
		case k >= 0:
			run := min(k+1, len(src)-1)
			n += copy(dst[n:], src[1:1+run])
			src = src[1+run:]
		case k == -128:
			src = src[1:]
		default:
			run := min(1-k, len(dst)-n)
			fill(dst[n:n+run], src[1])
			n += run
			src = src[2:]
		}
	}
	return n
}

// undoDifferences undoes the horizontal predictor of one row (TIFF 6.0, section 14) for big-endian samples.
func undoDifferences(row []byte, bits, samples int) {
	switch bits {
	case 8:
		for i := samples; i < len(row); i++ {
			row[i] += row[i-samples]
		}
	case 16:
		for i := 2 * samples; i+1 < len(row); i += 2 {
			v := binary.BigEndian.Uint16(row[i:]) + binary.BigEndian.Uint16(row[i-2*samples:])
			binary.BigEndian.PutUint16(row[i:], v)
		}
	default:
		undoSmallDifferences(row, bits, samples)
	}
}

// undoSmallDifferences does it for samples of less than a byte.
func undoSmallDifferences(row []byte, bits, samples int) {
	if bits > 4 {
		return
	}
	mask := byte(1<<bits - 1)
	get := func(i int) byte { return row[i*bits/8] >> (8 - bits - i*bits%8) & mask }
	for i := samples; i < len(row)*8/bits; i++ {
		v := (get(i) + get(i-samples)) & mask
		shift := 8 - bits - i*bits%8
		at := i * bits / 8
		row[at] = row[at]&^(mask<<shift) | v<<shift
	}
}

// fax decodes a fax-coded chunk.
func (p *tiffPage) fax(t *painter, data []byte, x, y, h int) error {
	if p.packing.bits != 1 || p.packing.samples != 1 || t.to.grey == nil {
		return fail(Unsupported, "TIFF with fax compression of %d × %d bits", p.packing.samples, p.packing.bits)
	}
	params := ccitt.Params{Columns: p.chunkW, White: t.tables[0][0], Black: t.tables[0][1]}
	switch p.compression {
	case compG4:
		params.K = -1
	case compG3:
		params.K = p.dir.int(tagT4Options, 0) & 1
	default:
		params.ByteAlign = true
	}
	if p.chunkW > ccitt.MaxColumns {
		return fail(TooLarge, "TIFF fax rows of %d pixels", p.chunkW)
	}
	chunk := image.NewGray(image.Rect(0, 0, p.chunkW, h))
	whole := x == 0 && p.chunkW == p.width
	if whole {
		chunk = t.to.grey.SubImage(image.Rect(0, y, p.width, y+h)).(*image.Gray)
	} else {
		fill(chunk.Pix, 255)
	}
	// Pix of a part of the page goes on behind it: rows too many would be taken for those of the next chunk.
	rows, err := ccitt.Decode(chunk.Pix[:h*chunk.Stride], chunk.Stride, data, params)
	if !whole {
		draw.Draw(t.to.grey, image.Rect(x, y, x+p.chunkW, y+h), chunk, image.Point{}, draw.Src)
	}
	if err == nil && rows < h {
		err = fmt.Errorf("%d of %d rows", rows, h)
	}
	if err != nil && rows > 0 {
		return fmt.Errorf("%w: %w", errPartly, err)
	}
	return err
}

// subsampled paints uncompressed YCbCr whose chroma is shared by blocks of subH × subV pixels (TIFF 6.0, section 21).
func (p *tiffPage) subsampled(t *painter, data []byte, x, y, h int) error {
	if p.subH < 1 || p.subV < 1 || p.packing.bits != 8 || p.packing.samples != 3 {
		return fail(Unsupported, "TIFF with such a chroma subsampling")
	}
	across, down := (p.chunkW+p.subH-1)/p.subH, (h+p.subV-1)/p.subV
	unit := p.subH*p.subV + 2
	blocks, err := p.unpack(data, across*unit, down, 1)
	row := make([]byte, 3*p.chunkW)
	for j := range min(h, len(blocks)/(across*unit)*p.subV) {
		line := blocks[j/p.subV*across*unit:]
		for i := range p.chunkW {
			block := line[i/p.subH*unit:][:unit]
			row[3*i] = block[j%p.subV*p.subH+i%p.subH]
			row[3*i+1], row[3*i+2] = block[unit-2], block[unit-1]
		}
		t.row(x, y+j, p.chunkW, row)
	}
	return err
}
