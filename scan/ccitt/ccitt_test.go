package ccitt

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/image/ccitt"
)

const black, white = 0, 255

// encoder writes fax codes bit by bit; it is the mirror of the decoder, made for tests only.
type encoder struct {
	bits strings.Builder
}

func (e *encoder) run(colour, n int) {
	words := strings.Fields([2]string{whiteCodes, blackCodes}[colour])
	for n >= 64 {
		step := min(n/64, 40)
		e.bits.WriteString(words[63+step])
		n -= step * 64
	}
	e.bits.WriteString(words[n])
}

func (e *encoder) align() {
	for e.bits.Len()%8 != 0 {
		e.bits.WriteByte('0')
	}
}

func (e *encoder) bytes() []byte {
	e.align()
	s := e.bits.String()
	out := make([]byte, len(s)/8)
	for i := range s {
		out[i/8] |= (s[i] - '0') << (7 - i%8)
	}
	return out
}

// colourAt is that of a pixel; left of the row all is white.
func colourAt(row []byte, x int) int {
	if x >= 0 && row[x] == black {
		return 1
	}
	return 0
}

// change finds the first pixel right of x whose colour differs from the one before it, and is c if c is not -1.
func change(row []byte, x, c int) int {
	for x++; x < len(row); x++ {
		if now := colourAt(row, x); now != colourAt(row, x-1) && (c < 0 || now == c) {
			return x
		}
	}
	return len(row)
}

func (e *encoder) row1D(row []byte) {
	for x, c := 0, 0; x < len(row); c ^= 1 {
		end := x
		for end < len(row) && colourAt(row, end) == c {
			end++
		}
		e.run(c, end-x)
		x = end
	}
}

func (e *encoder) row2D(row, ref []byte) {
	vertical := map[int]string{0: "1", 1: "011", 2: "000011", 3: "0000011", -1: "010", -2: "000010", -3: "0000010"}
	for a0, c := -1, 0; a0 < len(row); {
		a1 := a0
		if a1 = max(a1, 0); colourAt(row, a1) == c {
			for a1 < len(row) && colourAt(row, a1) == c {
				a1++
			}
		}
		b1 := change(ref, a0, 1-c)
		b2 := change(ref, b1, -1)
		switch code, ok := vertical[a1-b1]; {
		case b2 < a1:
			e.bits.WriteString("0001")
			a0 = b2
		case ok:
			e.bits.WriteString(code)
			a0, c = a1, 1-c
		default:
			a2 := a1
			for a2 < len(row) && colourAt(row, a2) == 1-c {
				a2++
			}
			e.bits.WriteString("001")
			e.run(c, a1-max(a0, 0))
			e.run(1-c, a2-a1)
			a0 = a2
		}
	}
}

const eol = "000000000001"

// encode codes a picture of that width, one byte a pixel.
func encode(pix []byte, width, k int, eols, align bool) []byte {
	var e encoder
	ref := bytes.Repeat([]byte{white}, width)
	for y := 0; y*width < len(pix); y++ {
		row := pix[y*width : (y+1)*width]
		if align {
			e.align()
		}
		two := k < 0 || k > 0 && y%4 != 0
		if eols {
			e.bits.WriteString(eol)
		}
		if k > 0 {
			e.bits.WriteString(map[bool]string{true: "0", false: "1"}[two])
		}
		if two {
			e.row2D(row, ref)
		} else {
			e.row1D(row)
		}
		ref = row
	}
	if k < 0 {
		e.bits.WriteString(eol + eol)
	}
	return e.bytes()
}

// picture draws random runs, more alike from row to row than noise.
func picture(r *rand.Rand, w, h int) []byte {
	pix := make([]byte, w*h)
	for y := range h {
		row := pix[y*w : (y+1)*w]
		if y > 0 && r.IntN(3) > 0 {
			copy(row, pix[(y-1)*w:])
		}
		for range r.IntN(4) {
			x := r.IntN(w)
			v := byte(r.IntN(2) * 255)
			for i := x; i < min(w, x+1+r.IntN(w)); i++ {
				row[i] = v
			}
		}
	}
	return pix
}

func TestWhatIsCodedComesBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, c := range []struct {
		name        string
		k           int
		eols, align bool
	}{
		{"group 4", -1, false, false},
		{"group 4, aligned", -1, false, true},
		{"group 3, one-dimensional", 0, true, false},
		{"group 3, without end-of-line", 0, false, false},
		{"modified Huffman, aligned", 0, false, true},
		{"group 3, two-dimensional", 4, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			for range 300 {
				w, h := 1+r.IntN(3000), 1+r.IntN(8)
				pix := picture(r, w, h)
				got := make([]byte, len(pix))
				rows, err := Decode(got, w, encode(pix, w, c.k, c.eols, c.align),
					Params{Columns: w, K: c.k, ByteAlign: c.align, Black: black, White: white})
				if err != nil || rows != h {
					t.Fatalf("%d × %d: got %d rows, error %v", w, h, rows, err)
				}
				if !bytes.Equal(got, pix) {
					t.Fatalf("%d × %d: other pixels", w, h)
				}
			}
		})
	}
}

func TestGroup4AgreesWithTheLibrary(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		w, h := 8*(1+r.IntN(200)), 1+r.IntN(20)
		coded := encode(picture(r, w, h), w, -1, false, false)
		packed, err := io.ReadAll(ccitt.NewReader(bytes.NewReader(coded), ccitt.MSB, ccitt.Group4, w, h, nil))
		if err != nil {
			t.Fatal(err)
		}
		want := make([]byte, w*h)
		for i := range want {
			want[i] = packed[i/8] >> (7 - i%8) & 1 * 255
		}
		got := make([]byte, w*h)
		if _, err := Decode(got, w, coded, Params{Columns: w, K: -1, Black: black, White: white}); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Fatalf("%d × %d: other pixels", w, h)
		}
	}
}

func TestDamagedGroup3RowCostsOneRow(t *testing.T) {
	var e encoder
	e.bits.WriteString(eol)
	e.row1D([]byte{0, 0, 255, 255})
	e.bits.WriteString(eol + "0000000011") // no code
	e.bits.WriteString(eol)
	e.row1D([]byte{255, 0, 0, 255})
	got := bytes.Repeat([]byte{7}, 12)
	rows, err := Decode(got, 4, e.bytes(), Params{Columns: 4, Black: black, White: white})
	if !errors.Is(err, ErrDamaged) || rows != 3 {
		t.Errorf("got %d rows, error %v", rows, err)
	}
	if diff := cmp.Diff([]byte{0, 0, 255, 255}, got[:4]); diff != "" {
		t.Error("first row:", diff)
	}
	if diff := cmp.Diff([]byte{255, 0, 0, 255}, got[8:]); diff != "" {
		t.Error("last row:", diff)
	}
}

func TestRowsBehindGroup4DamageAreLeftAlone(t *testing.T) {
	coded := encode(picture(rand.New(rand.NewPCG(5, 6)), 64, 8), 64, -1, false, false)
	got := bytes.Repeat([]byte{7}, 64*8)
	rows, err := Decode(got, 64, coded[:len(coded)/2], Params{Columns: 64, K: -1, Black: black, White: white})
	if err == nil || rows >= 8 {
		t.Fatalf("got %d rows, error %v", rows, err)
	}
	if !bytes.Equal(got[rows*64:], bytes.Repeat([]byte{7}, (8-rows)*64)) {
		t.Error("rows behind the damage were written")
	}
}

func TestImpossibleWidthIsRefused(t *testing.T) {
	for _, w := range []int{-1, 0, MaxColumns + 1} {
		if _, err := Decode(nil, w, []byte{0}, Params{Columns: w}); !errors.Is(err, ErrDamaged) {
			t.Errorf("%d: got %v", w, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	r := rand.New(rand.NewPCG(7, 8))
	for _, k := range []int{-1, 0, 4} {
		f.Add(encode(picture(r, 100, 5), 100, k, k >= 0, false), 100, k, false)
	}
	f.Fuzz(func(t *testing.T, src []byte, w, k int, align bool) {
		w = 1 + (w&0x7fffffff)%5000
		dst := bytes.Repeat([]byte{7}, 20*w)
		rows, _ := Decode(dst, w, src, Params{Columns: w, K: k, ByteAlign: align, Black: black, White: white})
		if rows < 0 || rows > 20 || bytes.IndexByte(dst[:rows*w], 7) >= 0 {
			t.Errorf("%d rows, or a row that is not whole", rows)
		}
	})
}

func BenchmarkGroup4(b *testing.B) {
	const w, h = 2480, 3508
	pix := picture(rand.New(rand.NewPCG(1, 2)), w, h)
	coded := encode(pix, w, -1, false, false)
	for b.Loop() {
		if _, err := Decode(pix, w, coded, Params{Columns: w, K: -1, Black: black, White: white}); err != nil {
			b.Fatal(err)
		}
	}
}
