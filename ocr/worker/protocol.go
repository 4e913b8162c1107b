package worker

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"io"
	"math"

	"aktenkundig/ocr"
)

// The protocol, version 1, all numbers little-endian. The child begins with the greeting. For each page the parent
// sends a pageHeader and width × height bytes of grey, row by row; the child answers with an answerHeader and as many
// bytes of JSON, an answer. The child ends when its input does.
const (
	greeting  = "akte-ocr 1\n"
	pageMark  = 0x6b6e6961 // "aink"
	replyMark = 0x64616572 // "read"

	maxAnswer = 64 << 20 // bytes; a page of 3,000 words has 0.5 MB
)

type pageHeader struct {
	Mark, Number  uint32 // Number counts from 1
	Width, Height uint32
	DPI           uint64 // bits of a float64
}

type answerHeader struct {
	Mark, Number uint32 // Number is that of the page
	Length       uint32
}

// answer is a reading, or the problem that the engine had with a page that it survived.
type answer struct {
	Reading ocr.Reading `json:"reading"`
	Problem string      `json:"problem,omitempty"`
}

func (a answer) check(w, h int) error {
	if err := a.Reading.Check(w, h); err != nil {
		return fmt.Errorf("%w: %w", ocr.ErrBabble, err)
	}
	return nil
}

// errGreeting says that the command is something else, or of another version.
var errGreeting = errors.New("not the greeting of a worker")

func readGreeting(r io.Reader) error {
	got := make([]byte, len(greeting))
	if _, err := io.ReadFull(r, got); err != nil {
		return err
	}
	if string(got) != greeting {
		return fmt.Errorf("%w: %q", errGreeting, got)
	}
	return nil
}

func writePage(w io.Writer, number uint32, ink ocr.Ink) error {
	width, height := ink.Size()
	h := pageHeader{pageMark, number, uint32(width), uint32(height), math.Float64bits(ink.DPI)}
	if err := binary.Write(w, binary.LittleEndian, h); err != nil {
		return err
	}
	img := ink.Image
	if img.Stride == width {
		_, err := w.Write(img.Pix[:width*height])
		return err
	}
	b := bufio.NewWriterSize(w, 1<<16)
	for y := range height {
		if _, err := b.Write(img.Pix[y*img.Stride:][:width]); err != nil {
			return err
		}
	}
	return b.Flush()
}

// readPage gives the next page; io.EOF after the last one.
func readPage(r io.Reader) (number uint32, ink ocr.Ink, err error) {
	var h pageHeader
	if err := binary.Read(r, binary.LittleEndian, &h); err != nil {
		return 0, ocr.Ink{}, err
	}
	if h.Mark != pageMark {
		return 0, ocr.Ink{}, errors.New("not a page")
	}
	if h.Width > ocr.MaxSide || h.Height > ocr.MaxSide || h.Width*h.Height > ocr.MaxPixels {
		return 0, ocr.Ink{}, fmt.Errorf("page of %d×%d pixels", h.Width, h.Height)
	}
	w, n := int(h.Width), int(h.Width)*int(h.Height)
	pixels := make([]byte, n)
	if _, err := io.ReadFull(r, pixels); err != nil {
		return 0, ocr.Ink{}, fmt.Errorf("page of %d bytes: %w", n, noEOF(err))
	}
	img := &image.Gray{Pix: pixels, Stride: w, Rect: image.Rect(0, 0, w, int(h.Height))}
	return h.Number, ocr.Ink{Image: img, DPI: math.Float64frombits(h.DPI)}, nil
}

func writeAnswer(w io.Writer, number uint32, a answer) error {
	var b bytes.Buffer
	b.Grow(1 << 16)
	b.Write(make([]byte, binary.Size(answerHeader{})))
	if err := json.NewEncoder(&b).Encode(a); err != nil {
		return err
	}
	body := b.Bytes()
	h := answerHeader{replyMark, number, uint32(len(body) - binary.Size(answerHeader{}))}
	if _, err := binary.Encode(body, binary.LittleEndian, h); err != nil {
		return err
	}
	_, err := w.Write(body)
	return err
}

// readAnswer gives the answer to the page with that number. What makes no sense is ocr.ErrBabble. It takes memory for
// what arrives, not for what is announced.
func readAnswer(r io.Reader, number uint32) (answer, error) {
	var h answerHeader
	if err := binary.Read(r, binary.LittleEndian, &h); err != nil {
		return answer{}, err
	}
	if h.Mark != replyMark || h.Number != number || h.Length > maxAnswer {
		return answer{}, fmt.Errorf("%w: answer to page %d of %d bytes", ocr.ErrBabble, h.Number, h.Length)
	}
	body, err := io.ReadAll(io.LimitReader(r, int64(h.Length)))
	if err != nil {
		return answer{}, err
	}
	if len(body) < int(h.Length) {
		return answer{}, io.ErrUnexpectedEOF
	}
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return answer{}, fmt.Errorf("%w: %w", ocr.ErrBabble, err)
	}
	return a, nil
}

// noEOF keeps an end in the middle of something from looking like the end of everything.
func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
