// Package ccitt decodes fax images: ITU-T T.4 (Group 3, one- and two-dimensional, with or without end-of-line codes,
// byte-aligned or not) and T.6 (Group 4). golang.org/x/image/ccitt knows neither two-dimensional Group 3 nor rows
// without end-of-line codes, and gives nothing of a page whose last row is damaged.
package ccitt

import (
	"errors"
	"fmt"
)

// Params say how a stream is coded.
type Params struct {
	Columns int // pixels a row, 1 to MaxColumns
	// K is the kind of coding as in PDF: below 0 Group 4, 0 Group 3 one-dimensional, above 0 Group 3 with rows of
	// both kinds, each told apart by the bit behind its end-of-line code.
	K         int
	ByteAlign bool // each row starts at a byte boundary
	Black     byte // what a black pixel becomes
	White     byte // what a white pixel becomes
}

// MaxColumns is the longest row that Decode takes.
const MaxColumns = 1 << 17

// ErrDamaged is wrapped by errors about the coded data.
var ErrDamaged = errors.New("damaged fax data")

// Decode decodes rows into dst, one byte a pixel, rows stride bytes apart, until dst is full, the data end, or an
// end-of-block code. It returns the number of whole rows decoded; dst beyond them is untouched. A damaged Group 3
// row is taken up to its damage, and decoding goes on at the next end-of-line code; in Group 4 nothing can be read
// beyond the damage. The error, if any, wraps ErrDamaged and comes with the rows that could be had.
func Decode(dst []byte, stride int, src []byte, p Params) (rows int, err error) {
	if p.Columns < 1 || p.Columns > MaxColumns || stride < p.Columns {
		return 0, fmt.Errorf("%w: rows of %d pixels", ErrDamaged, p.Columns)
	}
	d := decoder{bits: bitReader{src: src}, Params: p}
	d.ref = append(make([]int32, 0, 256), int32(p.Columns), int32(p.Columns))
	d.cur = make([]int32, 0, 256)
	for len(dst) >= p.Columns {
		done, rowErr := d.row()
		if done {
			return rows, err
		}
		if rowErr != nil {
			err = fmt.Errorf("%w: row %d: %w", ErrDamaged, rows+1, rowErr)
			if p.K < 0 || !d.resync() {
				return rows, err
			}
		}
		d.paint(dst[:p.Columns])
		rows++
		d.ref, d.cur = d.cur, d.ref
		dst = dst[min(stride, len(dst)):]
	}
	return rows, err
}

// decoder holds the state between rows. A row is the ascending list of columns where its colour changes, white first,
// followed by two entries of Columns.
type decoder struct {
	Params
	bits     bitReader
	ref, cur []int32
}

var (
	errCode   = errors.New("invalid code")
	errRun    = errors.New("run beyond the end of the row")
	errNoData = errors.New("data end within the row")
)

// row decodes one row into d.cur; done tells that there is none.
func (d *decoder) row() (done bool, err error) {
	if d.ByteAlign {
		d.bits.align()
	}
	d.cur = d.cur[:0]
	two := d.K < 0
	eols := d.endOfLines(&two)
	if d.bits.exhausted() || eols > 1 || (d.K < 0 && eols > 0) {
		return true, nil
	}
	if two {
		err = d.row2D()
	} else {
		err = d.row1D()
	}
	d.cur = append(d.cur, int32(d.Columns), int32(d.Columns))
	return false, err
}

// endOfLines skips fill bits and end-of-line codes and tells how many there were: two in a row end a Group 4 block,
// two or more (RTC) a Group 3 page. two is set from the tag bit behind the code in mixed Group 3.
func (d *decoder) endOfLines(two *bool) int {
	n := 0
	for d.bits.peek(11) == 0 && !d.bits.ended() {
		if d.K < 0 && d.bits.peek(12) != 1 {
			return n // damage, not fill: Group 4 has none
		}
		d.bits.skip(11)
		for d.bits.peek(1) == 0 && !d.bits.ended() {
			d.bits.skip(1)
		}
		d.bits.skip(1)
		n++
		if d.K > 0 {
			*two = d.bits.peek(1) == 0
			d.bits.skip(1)
		}
	}
	return n
}

func (d *decoder) row1D() error {
	at, colour := 0, 0
	for at < d.Columns {
		run, err := d.run(colour)
		if err != nil {
			return err
		}
		if at += run; at > d.Columns {
			return errRun
		}
		if len(d.cur) > d.Columns {
			return errRun
		}
		d.cur = append(d.cur, int32(at))
		colour ^= 1
	}
	return nil
}

// run reads make-up codes and the terminating code of one run.
func (d *decoder) run(colour int) (int, error) {
	total := 0
	for {
		c := runTables[colour][d.bits.peek(codeBits)]
		if c.bits == 0 {
			return 0, errCode
		}
		d.bits.skip(uint(c.bits))
		if d.bits.over() {
			return 0, errNoData
		}
		total += int(c.run)
		if c.run < 64 {
			return total, nil
		}
		if total > d.Columns {
			return 0, errRun
		}
	}
}

// row2D decodes a row against d.ref (T.4 section 4.2). a0 is the start of the current run, b the index in d.ref of b1:
// the first change right of a0 to the colour opposite to the current one.
func (d *decoder) row2D() error {
	var (
		a0, colour, b = 0, 0, 0
		columns       = int32(d.Columns)
	)
	for start := true; a0 < d.Columns; start = false {
		c := modeTable[d.bits.peek(modeBits)]
		if c.bits == 0 {
			return errCode
		}
		d.bits.skip(uint(c.bits))
		if d.bits.over() {
			return errNoData
		}
		b = d.seek(b, int32(a0), colour, start)
		switch c.run {
		case pass:
			a0 = int(d.ref[min(b+1, len(d.ref)-1)])
			// The run goes on; no change is noted.
		case horizontal:
			if len(d.cur) > d.Columns {
				return errRun
			}
			for range 2 {
				run, err := d.run(colour)
				if err != nil {
					return err
				}
				if a0 += run; a0 > d.Columns {
					return errRun
				}
				d.cur = append(d.cur, int32(a0))
				colour ^= 1
			}
		default:
			a1 := d.ref[b] + int32(c.run)
			if a1 < int32(a0) || a1 > columns || len(d.cur) > d.Columns {
				return errRun
			}
			d.cur = append(d.cur, a1)
			a0 = int(a1)
			colour ^= 1
		}
	}
	return nil
}

// seek finds b1 near b: its parity tells its colour (even entries turn black).
func (d *decoder) seek(b int, a0 int32, colour int, start bool) int {
	if b&1 != colour {
		b ^= 1
	}
	for b >= 2 && d.ref[b-2] > a0 {
		b -= 2
	}
	for b+2 < len(d.ref) && (d.ref[b] < a0 || (d.ref[b] == a0 && !start)) {
		b += 2
	}
	return min(b, len(d.ref)-1)
}

// paint writes the row in d.cur.
func (d *decoder) paint(row []byte) {
	at, colour := int32(0), d.White
	for _, change := range d.cur {
		fill(row[at:max(at, change)], colour)
		at = max(at, change)
		if colour == d.White {
			colour = d.Black
		} else {
			colour = d.White
		}
	}
}

func fill(b []byte, v byte) {
	for i := range b {
		b[i] = v
	}
}

// resync goes to the next end-of-line code.
func (d *decoder) resync() bool {
	for !d.bits.ended() {
		if d.bits.peek(12) == 1 {
			return true
		}
		d.bits.skip(1)
	}
	return false
}

// bitReader reads bits, most significant first; beyond the end it gives zeros.
type bitReader struct {
	src   []byte
	at    int    // next byte of src to load
	hold  uint64 // loaded bits, left-aligned
	n     uint   // how many are loaded
	extra uint   // how many of them lie beyond the end
}

func (b *bitReader) load() {
	for b.n <= 56 {
		if b.at < len(b.src) {
			b.hold |= uint64(b.src[b.at]) << (56 - b.n)
			b.at++
		} else {
			b.extra += 8
		}
		b.n += 8
	}
}

func (b *bitReader) peek(n uint) uint64 {
	if b.n < n {
		b.load()
	}
	return b.hold >> (64 - n)
}

func (b *bitReader) skip(n uint) {
	if b.n < n {
		b.load()
	}
	b.hold <<= n
	b.n -= n
}

// align skips to the next byte boundary.
func (b *bitReader) align() { b.skip(b.n & 7) }

// ended tells that every bit of src is used up.
func (b *bitReader) ended() bool { return b.at >= len(b.src) && b.n <= b.extra }

// exhausted tells that nothing but padding is left.
func (b *bitReader) exhausted() bool {
	b.load()
	left := b.n - min(b.n, b.extra)
	return b.at >= len(b.src) && left < 12 && b.hold>>1>>(63-left) == 0
}

// over tells that more bits were used than there are.
func (b *bitReader) over() bool { return b.at >= len(b.src) && b.n < b.extra }
