package scan

import (
	"bytes"
	"compress/flate"
	"compress/lzw"
	"encoding/ascii85"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	tifflzw "golang.org/x/image/tiff/lzw"
)

// Bounds on streams.
const (
	maxContent = 32 << 20 // decoded bytes of a page's content
	maxFilters = 8
	maxRow     = 1 << 22 // bytes of a row that a predictor works on; it keeps two
)

// filter is one step of a stream's coding.
type filter struct {
	name  string
	parms types.Dict
}

// filters lists a stream's filters in the order of decoding.
func (f *pdfFile) filters(s types.StreamDict) ([]filter, error) {
	names, parms := f.deref(first(s.Dict, "Filter", "F")), f.deref(first(s.Dict, "DecodeParms", "DP"))
	if names == nil {
		return nil, nil
	}
	nameList, isList := names.(types.Array)
	if !isList {
		nameList = types.Array{names}
	}
	parmList, isList := parms.(types.Array)
	if !isList {
		parmList = types.Array{parms}
	}
	if len(nameList) > maxFilters {
		return nil, fmt.Errorf("%d filters", len(nameList))
	}
	var out []filter
	for i, n := range nameList {
		next := filter{name: f.name(n)}
		if i < len(parmList) {
			next.parms = f.dict(parmList[i])
		}
		if next.name != "Crypt" {
			out = append(out, next)
		}
	}
	return out, nil
}

func first(d types.Dict, keys ...string) types.Object {
	for _, k := range keys {
		if o := entry(d, k); o != nil {
			return o
		}
	}
	return nil
}

// decoded gives a stream's bytes with all filters undone, at most limit.
func (f *pdfFile) decoded(s types.StreamDict, limit int64) ([]byte, error) {
	filters, err := f.filters(s)
	if err != nil {
		return nil, err
	}
	r, rest, err := f.undo(bytes.NewReader(s.Raw), filters)
	if err != nil {
		return nil, err
	}
	if len(rest) > 0 {
		return nil, fmt.Errorf("filter %s where no image is", rest[0].name)
	}
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	if int64(len(b)) > limit {
		return nil, fail(TooLarge, "a stream of more than %d bytes", limit)
	}
	if len(b) > 0 {
		return b, nil // damage at the end costs what is behind it
	}
	return b, err
}

// undo chains decoders; it stops before a filter that makes pictures, and gives it and what follows.
func (f *pdfFile) undo(r io.Reader, filters []filter) (io.Reader, []filter, error) {
	for i, step := range filters {
		switch step.name {
		case "FlateDecode", "Fl":
			r = f.predicted(&inflater{src: r}, step.parms)
		case "LZWDecode", "LZW":
			r = f.predicted(f.lzw(r, step.parms), step.parms)
		case "RunLengthDecode", "RL":
			r = &runLength{src: r}
		case "ASCIIHexDecode", "AHx":
			r = &asciiHex{src: r}
		case "ASCII85Decode", "A85":
			r = ascii85.NewDecoder(&until{src: r, end: '~'})
		case "DCTDecode", "DCT", "CCITTFaxDecode", "CCF", "JBIG2Decode", "JPXDecode":
			return r, filters[i:], nil
		default:
			return nil, nil, fmt.Errorf("unknown filter %q", step.name)
		}
	}
	return r, nil, nil
}

func (f *pdfFile) lzw(r io.Reader, parms types.Dict) io.Reader {
	if f.int(entry(parms, "EarlyChange"), 1) == 0 {
		return lzw.NewReader(r, lzw.MSB, 8)
	}
	return tifflzw.NewReader(r, tifflzw.MSB, 8)
}

// predicted undoes the predictor of Flate and LZW (ISO 32000-2, 7.4.4.4).
func (f *pdfFile) predicted(r io.Reader, parms types.Dict) io.Reader {
	p := predictor{
		src: r, kind: f.int(entry(parms, "Predictor"), 1),
		samples: f.int(entry(parms, "Colors"), 1), bits: f.int(entry(parms, "BitsPerComponent"), 8),
	}
	if p.kind <= 1 {
		return r
	}
	columns := f.int(entry(parms, "Columns"), 1)
	if p.samples < 1 || p.samples > 32 || !slices.Contains([]int{1, 2, 4, 8, 16}, p.bits) || columns < 1 || columns > maxRow*8 {
		return failing{errors.New("predictor out of range")}
	}
	row := (columns*p.samples*p.bits + 7) / 8
	if row > maxRow {
		return failing{errors.New("predictor out of range")}
	}
	p.row = make([]byte, row)
	p.prior = make([]byte, len(p.row))
	return &p
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// inflater undoes zlib without looking at its checksum: what comes before a damage counts.
type inflater struct {
	src io.Reader
	z   io.Reader
}

func (r *inflater) Read(b []byte) (int, error) {
	if r.z == nil {
		var head [2]byte
		if _, err := io.ReadFull(r.src, head[:]); err != nil {
			return 0, err
		}
		r.z = flate.NewReader(r.src)
	}
	return r.z.Read(b)
}

// predictor undoes TIFF (2) and PNG (10 and up) prediction, row by row.
type predictor struct {
	src                 io.Reader
	kind, samples, bits int
	row, prior          []byte
	pending             []byte // of row, not yet read
}

func (p *predictor) Read(b []byte) (int, error) {
	if len(p.pending) == 0 {
		if err := p.next(); err != nil {
			return 0, err
		}
	}
	n := copy(b, p.pending)
	p.pending = p.pending[n:]
	return n, nil
}

func (p *predictor) next() error {
	p.row, p.prior = p.prior, p.row
	kind := byte(0)
	if p.kind >= 10 {
		var tag [1]byte
		if _, err := io.ReadFull(p.src, tag[:]); err != nil {
			return err
		}
		kind = tag[0]
	}
	n, err := io.ReadFull(p.src, p.row)
	if n == 0 {
		return err
	}
	clear(p.row[n:])
	if p.kind == 2 {
		undoDifferences(p.row, p.bits, p.samples)
	} else {
		unfilter(kind, p.row, p.prior, (p.samples*p.bits+7)/8)
	}
	p.pending = p.row[:n]
	return nil
}

// unfilter undoes a PNG row filter (PNG third edition, section 9); unknown ones leave the row as it is.
func unfilter(kind byte, row, prior []byte, step int) {
	switch kind {
	case 1:
		for i := step; i < len(row); i++ {
			row[i] += row[i-step]
		}
	case 2:
		for i := range row {
			row[i] += prior[i]
		}
	case 3:
		for i := range row {
			left := 0
			if i >= step {
				left = int(row[i-step])
			}
			row[i] += byte((left + int(prior[i])) / 2)
		}
	case 4:
		for i := range row {
			var a, c int
			if i >= step {
				a, c = int(row[i-step]), int(prior[i-step])
			}
			row[i] += paeth(a, int(prior[i]), c)
		}
	}
}

func paeth(a, b, c int) byte {
	pa, pb, pc := abs(b-c), abs(a-c), abs(a+b-2*c)
	switch {
	case pa <= pb && pa <= pc:
		return byte(a)
	case pb <= pc:
		return byte(b)
	}
	return byte(c)
}

func abs(v int) int { return max(v, -v) }

// runLength undoes RunLengthDecode (ISO 32000-2, 7.4.5).
type runLength struct {
	src     io.Reader
	buf     [128]byte
	pending []byte
}

func (r *runLength) Read(b []byte) (int, error) {
	if len(r.pending) == 0 {
		var head [1]byte
		if _, err := io.ReadFull(r.src, head[:]); err != nil {
			return 0, err
		}
		switch k := int(head[0]); {
		case k == 128:
			return 0, io.EOF
		case k < 128:
			n, err := io.ReadFull(r.src, r.buf[:k+1])
			if n == 0 {
				return 0, err
			}
			r.pending = r.buf[:n]
		default:
			if _, err := io.ReadFull(r.src, head[:]); err != nil {
				return 0, err
			}
			r.pending = r.buf[:257-k]
			fill(r.pending, head[0])
		}
	}
	n := copy(b, r.pending)
	r.pending = r.pending[n:]
	return n, nil
}

// asciiHex undoes ASCIIHexDecode.
type asciiHex struct{ src io.Reader }

func (r *asciiHex) Read(b []byte) (int, error) {
	n := 0
	for n < len(b) {
		hi, err := r.digit()
		if err != nil {
			return n, err
		}
		lo, err := r.digit()
		b[n] = hi<<4 | lo // a missing last digit is 0
		n++
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

func (r *asciiHex) digit() (byte, error) {
	for {
		var c [1]byte
		if _, err := io.ReadFull(r.src, c[:]); err != nil {
			return 0, err
		}
		switch d := c[0]; {
		case d >= '0' && d <= '9':
			return d - '0', nil
		case d|0x20 >= 'a' && d|0x20 <= 'f':
			return d | 0x20 - 'a' + 10, nil
		case d == '>':
			return 0, io.EOF
		}
	}
}

// until ends a stream before a byte.
type until struct {
	src  io.Reader
	end  byte
	done bool
}

func (r *until) Read(b []byte) (int, error) {
	if r.done {
		return 0, io.EOF
	}
	n, err := r.src.Read(b)
	if i := bytes.IndexByte(b[:n], r.end); i >= 0 {
		r.done = true
		return i, nil
	}
	return n, err
}
