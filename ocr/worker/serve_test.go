package worker

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"aktenkundig/ocr"
	"aktenkundig/ocr/ocrtest"

	"github.com/google/go-cmp/cmp"
)

func TestServeAnswersEveryPageAndEndsWithItsInput(t *testing.T) {
	var in, out bytes.Buffer
	for number := range uint32(3) {
		if err := writePage(&in, number, ocrtest.Good.Ink()); err != nil {
			t.Fatal(err)
		}
	}
	if err := Serve(&in, &out, &ocrtest.Moody{}); err != nil {
		t.Fatal(err)
	}
	if err := readGreeting(&out); err != nil {
		t.Fatal(err)
	}
	for number := range uint32(3) {
		if _, err := readAnswer(&out, number); err != nil {
			t.Errorf("answer %d: %v", number, err)
		}
	}
	if out.Len() > 0 {
		t.Errorf("%d bytes too many", out.Len())
	}
}

func TestServeRefusesWhatIsNoPage(t *testing.T) {
	page := func(w, h uint32) string {
		var b bytes.Buffer
		_ = binary.Write(&b, binary.LittleEndian, pageHeader{Mark: pageMark, Width: w, Height: h})
		return b.String()
	}
	for in, want := range map[string]string{
		"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n": "not a page",
		"aink":                         "unexpected EOF",
		page(10, 10):                   "page of 100 bytes: unexpected EOF",
		page(ocr.MaxSide+1, 1):         "page of 32768×1 pixels",
		page(ocr.MaxSide, 30000):       "page of 32767×30000 pixels",
		page(1<<31, 2):                 "page of 2147483648×2 pixels",
		page(10, 10) + "half the page": "page of 100 bytes: unexpected EOF",
	} {
		var out bytes.Buffer
		err := Serve(strings.NewReader(in), &out, &ocrtest.Moody{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: got error %v, want %q", in, err, want)
		}
	}
}

func TestPageTravelsUnchanged(t *testing.T) {
	ink := ocrtest.Letter(t).Ink
	ink.DPI = 203.2
	var b bytes.Buffer
	if err := writePage(&b, 7, ink); err != nil {
		t.Fatal(err)
	}
	number, got, err := readPage(&b)
	if err != nil || number != 7 {
		t.Fatalf("got page %d, %v", number, err)
	}
	if diff := cmp.Diff(got, ink); diff != "" {
		t.Errorf("ink (-got +want):\n%.500s", diff)
	}
}
