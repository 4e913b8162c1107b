package scan

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/draw"
)

// oldJPEG decodes the JPEG of TIFF 6.0, section 22, in the three ways in which writers took it: one whole JPEG stream, a
// whole one in each strip or tile, or strips of picture data whose tables stand in the directory.
func (p *tiffPage) oldJPEG() (image.Image, error) {
	if img := p.oldWhole(); img != nil {
		return img, nil
	}
	tables, noTables := p.oldTables()
	to := newCanvas(true, p.width, p.height)
	across := (p.width + p.chunkW - 1) / p.chunkW
	some := false
	for i := range min(len(p.offsets), across*((p.height+p.chunkH-1)/p.chunkH)) {
		x, y := i%across*p.chunkW, i/across*p.chunkH
		data, err := p.data(i)
		if err == nil && noTables != nil && !bytes.HasPrefix(data, []byte(startOfImage)) {
			return nil, fail(Unsupported, "old-style JPEG in TIFF: %w; convert it with another program", noTables)
		}
		var img image.Image
		if err == nil {
			img, err = p.oldChunk(data, tables, min(p.chunkH, p.height-y))
		}
		if err == nil {
			some = true
			draw.Draw(to.rgba, image.Rect(x, y, x+p.chunkW, y+p.chunkH), img, image.Point{}, draw.Src)
			continue
		}
		if p.lost++; p.lost == 1 {
			p.firstLost = fmt.Sprintf("part %d: %v", i+1, err)
		}
	}
	if !some {
		return nil, fail(Damaged, "TIFF: old-style JPEG: %s", p.firstLost)
	}
	return to.rgba, nil
}

// oldWhole decodes a JPEG stream that is the whole page, nil if there is none.
func (p *tiffPage) oldWhole() image.Image {
	off, n := int64(p.dir.int(tagJPEGInterchange, 0)), int64(p.dir.int(tagJPEGLength, 0))
	if off == 0 && len(p.offsets) > 0 {
		off = p.offsets[0]
	}
	r := p.dir.r
	if off <= 0 || off >= r.size {
		return nil
	}
	for _, length := range []int64{n, r.size - off} { // the length often leaves out the picture data
		if length < 4 {
			continue
		}
		data, err := r.read(off, length)
		if err != nil {
			continue
		}
		h, err := readJPEGHeader(bytes.NewReader(data))
		if err != nil || h.width != p.width || h.height != p.height || h.check(Options{MaxPixels: int64(h.width) * int64(h.height)}) != nil {
			continue
		}
		if img, err := decodeJPEG(data, h); err == nil {
			return img
		}
	}
	return nil
}

const startOfImage = "\xff\xd8"

// oldChunk decodes a strip or tile of h rows.
func (p *tiffPage) oldChunk(data, tables []byte, h int) (image.Image, error) {
	if !bytes.HasPrefix(data, []byte(startOfImage)) {
		data = bytes.Join([][]byte{tables, p.oldFrame(h), data, {0xff, markEOI}}, nil)
	}
	head, err := readJPEGHeader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	if head.width > p.chunkW || head.height > p.chunkH+16 {
		return nil, errors.New("picture larger than its strip or tile")
	}
	if err := head.check(Options{MaxPixels: int64(head.width) * int64(head.height)}); err != nil {
		return nil, err
	}
	img, err := decodeJPEG(data, head)
	if err != nil {
		return nil, err
	}
	if m, ok := img.(*image.YCbCr); ok && p.photometric == photoRGB {
		return planesAsRGB(m), nil
	}
	return safe(img), nil
}

// oldTables gives the beginning of a JPEG stream with the tables that the directory points to: 64 bytes for each
// quantisation table, and 16 counts and as many values as they add up to for each Huffman table.
func (p *tiffPage) oldTables() ([]byte, error) {
	quantisation := p.dir.ints(tagJPEGQTables)
	if len(quantisation) < p.packing.samples || p.packing.samples > 4 {
		return nil, errors.New("no tables")
	}
	out := []byte{0xff, markSOI}
	for i, off := range quantisation[:p.packing.samples] {
		table, err := p.dir.r.read(off, 64)
		if err != nil {
			return nil, err
		}
		out = append(append(out, 0xff, markDQT, 0, 67, byte(i)), table...)
	}
	for class, tag := range []int{tagJPEGDCTables, tagJPEGACTables} {
		offsets := p.dir.ints(tag)
		if len(offsets) < p.packing.samples {
			return nil, errors.New("no Huffman tables")
		}
		for i, off := range offsets[:p.packing.samples] {
			table, err := p.huffmanTable(off)
			if err != nil {
				return nil, err
			}
			out = append(out, 0xff, markDHT, 0, byte(3+len(table)), byte(class<<4|i))
			out = append(out, table...)
		}
	}
	if every := p.dir.int(tagJPEGRestart, 0); every > 0 && every < 1<<16 {
		out = binary.BigEndian.AppendUint16(append(out, 0xff, markDRI, 0, 4), uint16(every))
	}
	return out, nil
}

func (p *tiffPage) huffmanTable(off int64) ([]byte, error) {
	counts, err := p.dir.r.read(off, 16)
	if err != nil {
		return nil, err
	}
	n := 0
	for _, c := range counts {
		n += int(c)
	}
	if n > 236 { // with its head it must fit into a segment whose length we write in one byte; JPEG has at most 162
		return nil, errors.New("a Huffman table that is too long")
	}
	values, err := p.dir.r.read(off+16, int64(n))
	return append(counts, values...), err
}

// oldFrame writes the frame and scan headers of a chunk of h rows.
func (p *tiffPage) oldFrame(h int) []byte {
	n := p.packing.samples
	out := []byte{0xff, markSOF0, 0, byte(8 + 3*n), 8}
	out = binary.BigEndian.AppendUint16(out, uint16(h))
	out = binary.BigEndian.AppendUint16(out, uint16(p.chunkW))
	out = append(out, byte(n))
	scan := []byte{0xff, markSOS, 0, byte(6 + 2*n), byte(n)}
	for i := range n {
		sampling := byte(0x11)
		if i == 0 && p.packing.space == ycc {
			sampling = byte(p.subH<<4 | p.subV)
		}
		out = append(out, byte(i+1), sampling, byte(i))
		scan = append(scan, byte(i+1), byte(i<<4|i))
	}
	return append(append(out, scan...), 0, 63, 0)
}
