package scan

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// TIFF 6.0 tags, and those of its supplements.
const (
	tagNewSubfileType  = 254
	tagWidth           = 256
	tagHeight          = 257
	tagBitsPerSample   = 258
	tagCompression     = 259
	tagPhotometric     = 262
	tagFillOrder       = 266
	tagStripOffsets    = 273
	tagOrientation     = 274
	tagSamples         = 277
	tagRowsPerStrip    = 278
	tagStripByteCounts = 279
	tagXResolution     = 282
	tagYResolution     = 283
	tagPlanar          = 284
	tagT4Options       = 292
	tagResolutionUnit  = 296
	tagPredictor       = 317
	tagColorMap        = 320
	tagTileWidth       = 322
	tagTileHeight      = 323
	tagTileOffsets     = 324
	tagTileByteCounts  = 325
	tagInkSet          = 332
	tagExtraSamples    = 338
	tagSampleFormat    = 339
	tagJPEGTables      = 347
	tagJPEGInterchange = 513
	tagJPEGLength      = 514
	tagJPEGRestart     = 515
	tagJPEGQTables     = 519
	tagJPEGDCTables    = 520
	tagJPEGACTables    = 521
	tagSubsampling     = 530
)

// Bounds on a directory. The longest honest value is the list of strips of a page with a strip a row.
const (
	maxEntries  = 4096
	maxValues   = 1 << 21
	maxTagBytes = 1 << 24
)

// tiffReader reads the structure of a TIFF or BigTIFF.
type tiffReader struct {
	at    io.ReaderAt
	size  int64
	order binary.ByteOrder
	big   bool
}

// header reads the file header and gives the place of the first directory.
func (r *tiffReader) header() (int64, error) {
	var b [16]byte
	n, err := r.at.ReadAt(b[:], 0)
	if n < 8 {
		return 0, fmt.Errorf("header: %w", noEOF(err))
	}
	switch string(b[:2]) {
	case "II":
		r.order = binary.LittleEndian
	case "MM":
		r.order = binary.BigEndian
	default:
		return 0, errors.New("header: no byte order")
	}
	switch r.order.Uint16(b[2:]) {
	case 42:
		return int64(r.order.Uint32(b[4:])), nil
	case 43:
		if n < 16 || r.order.Uint16(b[4:]) != 8 {
			return 0, errors.New("header: not a BigTIFF with 8-byte offsets")
		}
		r.big = true
		return r.offset(r.order.Uint64(b[8:])), nil
	}
	return 0, errors.New("header: unknown version")
}

// offset makes a 64-bit offset signed; what does not fit lies outside any file.
func (r *tiffReader) offset(v uint64) int64 {
	if v > 1<<62 {
		return 1 << 62
	}
	return int64(v)
}

func noEOF(err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// read gives n bytes at off; n is bounded by the caller or the file.
func (r *tiffReader) read(off, n int64) ([]byte, error) {
	if off < 0 || n < 0 || off > r.size || n > r.size-off {
		return nil, fmt.Errorf("%d bytes at %d: %w", n, off, io.ErrUnexpectedEOF)
	}
	b := make([]byte, n)
	if _, err := r.at.ReadAt(b, off); err != nil && err != io.EOF {
		return nil, err
	}
	return b, nil
}

// tiffDir is one directory: a page, as a rule.
type tiffDir struct {
	r       *tiffReader
	entries map[int]tiffEntry
}

type tiffEntry struct {
	kind  int
	count uint64
	value []byte // inline value or offset: 4 bytes, 8 in BigTIFF
}

// directory reads the directory at off and the place of the next, 0 if it is the last.
func (r *tiffReader) directory(off int64) (dir tiffDir, next int64, err error) {
	countBytes, entryBytes, offBytes := int64(2), int64(12), int64(4)
	if r.big {
		countBytes, entryBytes, offBytes = 8, 20, 8
	}
	head, err := r.read(off, countBytes)
	if err != nil {
		return dir, 0, fmt.Errorf("directory: %w", err)
	}
	n := r.uint(head)
	if n == 0 || n > maxEntries {
		return dir, 0, fmt.Errorf("directory of %d entries", n)
	}
	body, err := r.read(off+countBytes, int64(n)*entryBytes)
	if err != nil {
		return dir, 0, fmt.Errorf("directory: %w", err)
	}
	dir = tiffDir{r, map[int]tiffEntry{}}
	for ; len(body) > 0; body = body[entryBytes:] {
		e := tiffEntry{kind: int(r.order.Uint16(body[2:])), count: r.uint(body[4 : entryBytes-offBytes]), value: body[entryBytes-offBytes : entryBytes]}
		tag := int(r.order.Uint16(body))
		if _, twice := dir.entries[tag]; !twice && isKnown(tag) {
			e.value = bytes.Clone(e.value) // body, of up to maxEntries, can go
			dir.entries[tag] = e
		}
	}
	tail, err := r.read(off+countBytes+int64(n)*entryBytes, offBytes)
	if err != nil {
		return dir, 0, nil // some writers end the file here
	}
	return dir, r.offset(r.uint(tail)), nil
}

// isKnown tells the tags that are ever asked for; directories keep no others, for a file can have thousands of pages.
func isKnown(tag int) bool {
	switch tag {
	case tagNewSubfileType, tagWidth, tagHeight, tagBitsPerSample, tagCompression, tagPhotometric, tagFillOrder,
		tagStripOffsets, tagOrientation, tagSamples, tagRowsPerStrip, tagStripByteCounts, tagXResolution, tagYResolution,
		tagPlanar, tagT4Options, tagResolutionUnit, tagPredictor, tagColorMap, tagTileWidth, tagTileHeight, tagTileOffsets,
		tagTileByteCounts, tagInkSet, tagExtraSamples, tagSampleFormat, tagJPEGTables, tagJPEGInterchange, tagJPEGLength,
		tagJPEGRestart, tagJPEGQTables, tagJPEGDCTables, tagJPEGACTables, tagSubsampling:
		return true
	}
	return false
}

// uint reads an unsigned number of 1, 2, 4 or 8 bytes.
func (r *tiffReader) uint(b []byte) uint64 {
	switch len(b) {
	case 1:
		return uint64(b[0])
	case 2:
		return uint64(r.order.Uint16(b))
	case 4:
		return uint64(r.order.Uint32(b))
	}
	return r.order.Uint64(b)
}

// kindBytes is the size of a value of each TIFF type, 0 if unknown.
func kindBytes(kind int) int64 {
	sizes := [...]int64{1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
	if kind < 0 || kind >= len(sizes) {
		return 0
	}
	return sizes[kind]
}

// raw gives the bytes of a tag's values, nil if it is absent or broken.
func (d tiffDir) raw(tag int) []byte {
	e, ok := d.entries[tag]
	size := kindBytes(e.kind)
	if !ok || size == 0 || e.count == 0 || e.count > maxTagBytes/uint64(size) {
		return nil
	}
	n := int64(e.count) * size
	if n <= int64(len(e.value)) {
		return e.value[:n]
	}
	b, err := d.r.read(d.r.offset(d.r.uint(e.value)), n)
	if err != nil {
		return nil
	}
	return b
}

// ints gives the unsigned values of a tag, nil if it is absent or not of a whole-number type.
func (d tiffDir) ints(tag int) []int64 {
	kind := d.entries[tag].kind
	size := int(kindBytes(kind))
	if kind == 5 || kind > 9 && kind < 13 {
		return nil
	}
	b := d.raw(tag)
	if len(b) == 0 || len(b)/size > maxValues {
		return nil
	}
	values := make([]int64, len(b)/size)
	for i := range values {
		values[i] = d.r.offset(d.r.uint(b[i*size : (i+1)*size]))
	}
	return values
}

// int gives the first value of a tag, or missing.
func (d tiffDir) int(tag, missing int) int {
	v := d.ints(tag)
	if len(v) == 0 || v[0] > 1<<31-1 {
		return missing
	}
	return int(v[0])
}

// rational gives the first value of a tag with fractions, 0 if there is none.
func (d tiffDir) rational(tag int) float64 {
	b := d.raw(tag)
	switch d.entries[tag].kind {
	case 5, 10:
		if len(b) < 8 || d.r.order.Uint32(b[4:]) == 0 {
			return 0
		}
		return float64(d.r.order.Uint32(b)) / float64(d.r.order.Uint32(b[4:]))
	}
	return float64(d.int(tag, 0))
}

// resolution gives pixels per inch along rows and along columns, 0 where unknown.
func (d tiffDir) resolution() (x, y float64) {
	x, y = d.rational(tagXResolution), d.rational(tagYResolution)
	switch d.int(tagResolutionUnit, 2) {
	case 2:
		return x, y
	case 3:
		return x * 2.54, y * 2.54
	}
	return 0, 0
}
