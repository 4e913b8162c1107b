package worker

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"aktenkundig/document"
	"aktenkundig/ocr"
	"aktenkundig/ocr/ocrtest"
)

// babblers are children that greet well and then, asked about a page that is not Good, answer nonsense.
var babblers = map[string]func(w io.Writer, number uint32){
	"random bytes": func(w io.Writer, _ uint32) {
		_, _ = w.Write(bytes.Repeat([]byte("Q%&7"), 50))
	},
	"huge length": func(w io.Writer, n uint32) {
		header(w, answerHeader{replyMark, n, 1<<32 - 1})
		_, _ = w.Write(make([]byte, 1000))
		time.Sleep(time.Hour)
	},
	"answer to another page": func(w io.Writer, n uint32) {
		_ = writeAnswer(w, n+1, answer{Reading: ocrtest.Line("other")})
	},
	"broken JSON": func(w io.Writer, n uint32) {
		header(w, answerHeader{replyMark, n, 7})
		_, _ = io.WriteString(w, `{"readi`)
	},
	"word without a line": func(w io.Writer, n uint32) {
		r := ocrtest.Line("word")
		r.Words[0].Line = 1 << 40
		_ = writeAnswer(w, n, answer{Reading: r})
	},
	"word off the page": func(w io.Writer, n uint32) {
		r := ocrtest.Line("word")
		r.Words[0].Box = document.Box{-1, 0, 10, 10}
		_ = writeAnswer(w, n, answer{Reading: r})
	},
}

// breakers greet well and then break off.
var breakers = map[string]func(w io.Writer, number uint32){
	"header then end": func(w io.Writer, n uint32) {
		header(w, answerHeader{replyMark, n, 1000})
		os.Exit(0)
	},
	"half a header": func(w io.Writer, n uint32) {
		_, _ = w.Write([]byte("read"))
		os.Exit(0)
	},
	"nothing": func(io.Writer, uint32) { os.Exit(0) },
}

func header(w io.Writer, h answerHeader) { _ = binary.Write(w, binary.LittleEndian, h) }

// babble is the child's side of both.
func babble(name string) error {
	misbehave := babblers[name]
	if misbehave == nil {
		misbehave = breakers[name]
	}
	switch name {
	case "no greeting":
		time.Sleep(time.Hour)
	case "other greeting":
		fmt.Println("Tesseract Open Source OCR Engine v5.3.0")
		return nil
	case "flood": // does not even listen
		_, _ = io.WriteString(os.Stdout, greeting)
		for {
			_, _ = os.Stdout.Write(make([]byte, 1<<16))
		}
	}
	_, _ = io.WriteString(os.Stdout, greeting)
	for {
		number, ink, err := readPage(os.Stdin)
		if err != nil {
			return err
		}
		if ocrtest.Mood(ink.Image.Pix[0]) != ocrtest.Good {
			misbehave(os.Stdout, number)
			continue
		}
		_ = writeAnswer(os.Stdout, number, answer{Reading: ocrtest.Line(strconv.Itoa(os.Getpid()), "1")})
		if name == "answers twice" {
			_ = writeAnswer(os.Stdout, number, answer{Reading: ocrtest.Line("again", "1")})
		}
	}
}

func TestNonsenseCostsOnePage(t *testing.T) {
	for name := range babblers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			costsOnePage(t, Options{Command: command(name)}, ocrtest.Exit, ocr.ErrBabble)
		})
	}
	for name := range breakers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			costsOnePage(t, Options{Command: command(name)}, ocrtest.Exit, ocr.ErrCrashed)
		})
	}
}

func TestChildThatAnswersTwiceIsNotBelievedTwice(t *testing.T) {
	w := open(t, Options{Command: command("answers twice")})
	for range 3 {
		if words := ask2(t, w, ocrtest.Good); words[0] == "again" {
			t.Error("the second answer to one page was taken for the answer to the next")
		}
	}
}

func TestChildThatFloodsIsFoundOutAtOnce(t *testing.T) {
	w := open(t, Options{Command: command("flood"), Timeout: time.Minute})
	large := ocrtest.Blank(t).Ink // more than a pipe holds
	if _, err := w.Read(t.Context(), large); !errors.Is(err, ocr.ErrBabble) {
		t.Errorf("got error %v, want %v", err, ocr.ErrBabble)
	}
}

func TestChildThatIsNoWorkerDoesNotStart(t *testing.T) {
	for name, want := range map[string]string{
		"failing":        `exit status 1: no model for language "tlh"`,
		"other greeting": `not the greeting of a worker: "Tesseract O"`,
		"no greeting":    "no greeting for 500ms",
	} {
		w := open(t, Options{Command: command(name)})
		w.patience = 500 * time.Millisecond
		_, err := w.Read(t.Context(), ocrtest.Good.Ink())
		if !errors.Is(err, ocr.ErrStart) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got error %v, want %v: %s", name, err, ocr.ErrStart, want)
		}
	}
	if _, err := New(Options{}).Read(t.Context(), ocrtest.Good.Ink()); !errors.Is(err, ocr.ErrStart) {
		t.Errorf("no command: got error %v, want %v", err, ocr.ErrStart)
	}
	if _, err := New(Options{Command: []string{"/nonexistent"}}).Read(t.Context(), ocrtest.Good.Ink()); !errors.Is(err, ocr.ErrStart) {
		t.Errorf("no program: got error %v, want %v", err, ocr.ErrStart)
	}
}

func FuzzAnswer(f *testing.F) {
	var b bytes.Buffer
	_ = writeAnswer(&b, 1, answer{Reading: ocrtest.Line("word")})
	f.Add(b.Bytes())
	b.Reset()
	header(&b, answerHeader{replyMark, 1, maxAnswer})
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := readAnswer(bytes.NewReader(data), 1)
		if err == nil && a.check(100, 100) == nil && len(a.Reading.Words) > len(data) {
			t.Errorf("%d words out of %d bytes", len(a.Reading.Words), len(data))
		}
	})
}

func FuzzPage(f *testing.F) {
	var b bytes.Buffer
	_ = writePage(&b, 1, ocrtest.Good.Ink())
	f.Add(b.Bytes())
	f.Add(b.Bytes()[:30])
	f.Fuzz(func(t *testing.T, data []byte) {
		_, ink, err := readPage(bytes.NewReader(data))
		if err != nil {
			return
		}
		if w, h := ink.Size(); w*h != len(ink.Image.Pix) || w*h > len(data) {
			t.Errorf("page of %d×%d pixels out of %d bytes", w, h, len(data))
		}
	})
}
