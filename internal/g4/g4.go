// Package g4 writes bilevel pictures as CCITT Group 4 data: ITU-T T.6, two-dimensional coding without end-of-line
// codes. It is the counterpart of golang.org/x/image/ccitt, which reads.
package g4

import (
	"image"
	"strings"
)

// Encode gives im as Group 4 data, most significant bit first, closed by an end-of-block code. A pixel darker than
// 128 is black; black is coded as black, which TIFF calls photometric 0 and PDF /BlackIs1 false.
func Encode(im *image.Gray) []byte {
	e := encoder{white: codes(whiteCodes), black: codes(blackCodes)}
	w := im.Rect.Dx()
	reference := []int{w, w, w}
	for y := im.Rect.Min.Y; y < im.Rect.Max.Y; y++ {
		start := im.PixOffset(im.Rect.Min.X, y)
		line := changes(im.Pix[start:start+w], make([]int, 0, len(reference)+8))
		e.line(line, reference, w)
		reference = line
	}
	e.put("000000000001000000000001")
	return e.flush()
}

// changes lists where the colour changes along a row that begins with white, closed by the row's width three times.
func changes(row []uint8, list []int) []int {
	black := false
	for x, v := range row {
		if (v < 128) != black {
			black = !black
			list = append(list, x)
		}
	}
	return append(list, len(row), len(row), len(row))
}

type encoder struct {
	white, black []string
	out          []byte
	bits         uint32
	count        int
}

// vertical holds the codes for a1 being 3 left to 3 right of b1 (T.6, table 1).
func vertical(d int) string {
	return [...]string{"0000010", "000010", "010", "1", "011", "000011", "0000011"}[d+3]
}

// line codes one row against the row above it (T.6, section 2.2). Even places in the lists turn white to black.
func (e *encoder) line(line, reference []int, width int) {
	a0, a, b := -1, 0, 0
	for a0 < width {
		// b1 is the first change on the reference line right of a0 and of the opposite colour to a0's.
		for b > 0 && reference[b-1] > a0 {
			b--
		}
		for reference[b] < width && (reference[b] <= a0 || b%2 != a%2) {
			b++
		}
		a1, b1, b2 := line[a], reference[b], reference[min(b+1, len(reference)-1)]
		switch d := a1 - b1; {
		case b2 < a1:
			e.put("0001")
			a0 = b2
		case -3 <= d && d <= 3:
			e.put(vertical(d))
			a0 = a1
			a++
		default:
			e.put("001")
			e.run(a1-max(a0, 0), a%2 == 1)
			e.run(line[a+1]-a1, a%2 == 0)
			a0 = line[a+1]
			a += 2
		}
	}
}

// run codes n pixels of one colour.
func (e *encoder) run(n int, black bool) {
	table := e.white
	if black {
		table = e.black
	}
	for n >= 2560 {
		e.put(table[63+2560/64])
		n -= 2560
	}
	if n >= 64 {
		e.put(table[63+n/64])
		n %= 64
	}
	e.put(table[n])
}

func (e *encoder) put(code string) {
	for i := range len(code) {
		e.bits = e.bits<<1 | uint32(code[i]&1)
		if e.count++; e.count == 8 {
			e.out = append(e.out, byte(e.bits))
			e.bits, e.count = 0, 0
		}
	}
}

func (e *encoder) flush() []byte {
	for e.count != 0 {
		e.put("0")
	}
	return e.out
}

func codes(table string) []string { return strings.Fields(table) }
