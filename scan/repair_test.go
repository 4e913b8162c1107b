package scan

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// twoPages is a sound file of two pages, of which the first is black and the second white with a black corner. Their size
// comes from the node above them.
func twoPages() string {
	return string(testPDF{pages: []string{"\n0 0 72 144 re f", "\n0 0 36 72 re f"}}.bytes())
}

// shades opens a PDF and tells of each page how black it is: "black", "corner" or why it cannot be had.
func shades(t *testing.T, pdf string) []string {
	t.Helper()
	f := open(t, "a.pdf", []byte(pdf), Options{Renderer: testRenderer()})
	defer f.Close()
	var got []string
	for n := 1; n <= f.Len(); n++ {
		s, err := f.Sheet(context.Background(), n)
		if err != nil {
			got = append(got, err.Error())
			continue
		}
		g, ok := s.Image.(*image.Gray)
		switch {
		case !ok || s.Size != [2]int{300, 600}:
			got = append(got, fmt.Sprint(s.Size))
		case g.GrayAt(10, 590).Y == 0 && g.GrayAt(290, 10).Y == 0:
			got = append(got, "black")
		case g.GrayAt(10, 590).Y == 0 && g.GrayAt(290, 10).Y == 255:
			got = append(got, "corner")
		default:
			got = append(got, "white")
		}
	}
	return got
}

func TestDamagedPDFGivesThePagesThatAreLeft(t *testing.T) {
	whole := twoPages()
	cut := func(from, to string) string {
		i := strings.Index(whole, from)
		j := strings.Index(whole[i:], to)
		return whole[:i] + whole[i+j:]
	}
	both := []string{"black", "corner"}
	for name, c := range map[string]struct {
		pdf  string
		want []string
	}{
		"whole":             {whole, both},
		"no header":         {cut("%PDF-1.7", "30 0 obj"), both},
		"broken header":     {strings.Replace(whole, "%PDF-1.7", "%1.4", 1), both},
		"no table":          {whole[:strings.Index(whole, "xref\n")], both},
		"wrong offsets":     {strings.ReplaceAll(whole, " 00000 n", "9 00000 n"), both},
		"no trailer":        {cut("trailer", "startxref"), both},
		"trailer cut short": {whole[:strings.Index(whole, "/Root")], both},
		"page tree loops":   {strings.Replace(whole, "/Kids [30 0 R 32 0 R ]", "/Kids [2 0 R 2 0 R ]", 1), both},
		"no kids":           {strings.Replace(whole, "/Kids [30 0 R 32 0 R ]", "", 1), both},
		"no page tree":      {strings.Replace(whole, "/Pages 2 0 R", "/Pages 9 0 R", 1), both},
		"no page types":     {strings.ReplaceAll(whole, "/Type /Page /Parent", "/Type /Oops /MediaBox [0 0 72 144] /Parent"), both},
		"last page missing": {whole[:strings.Index(whole, "32 0 obj")], []string{"[2550 3300]"}},
	} {
		if diff := cmp.Diff(c.want, shades(t, c.pdf)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestPageThatIsMissingIsALostPage(t *testing.T) {
	pdf := strings.Replace(twoPages(), "/Kids [30 0 R 32 0 R ] /Count 2", "/Kids [30 0 R 77 0 R 32 0 R ] /Count 3", 1)
	got := shades(t, pdf)
	if len(got) != 3 || got[0] != "black" || got[2] != "corner" || !strings.HasPrefix(got[1], "damaged: the file names the page") {
		t.Errorf("got %q", got)
	}
	got = shades(t, strings.Replace(pdf, "/Count 3", "/Count 2", 1))
	if diff := cmp.Diff([]string{"black", "corner"}, got); diff != "" {
		t.Errorf("a kid that was never counted: %s", diff)
	}
}

// TestObjectsAreTakenOutOfStreams has all but the contents in a stream of objects, as newer writers do, and no table.
func TestObjectsAreTakenOutOfStreams(t *testing.T) {
	bodies := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids 5 0 R /Count 2 /MediaBox [0 0 72 144] >>",
		"<< /Type /Page /Parent 2 0 R /Contents 10 0 R >>",
		"<< /Type /Page /Parent 2 0 R /Contents [11 0 R] >>",
		"[3 0 R 4 0 R]",
	}
	var head, body strings.Builder
	for i, b := range bodies {
		fmt.Fprintf(&head, "%d %d ", i+1, body.Len())
		body.WriteString(b + " ")
	}
	packed := zlibBytes([]byte(head.String() + body.String()))
	var b bytes.Buffer
	stream := func(n int, entries string, data []byte) {
		fmt.Fprintf(&b, "%d 0 obj\n<< %s /Length %d >>\nstream\n%s\nendstream\nendobj\n", n, entries, len(data), data)
	}
	b.WriteString("%PDF-1.5\n")
	stream(10, "", []byte("0 0 72 144 re f"))
	stream(11, "", []byte("0 0 36 72 re f"))
	stream(12, fmt.Sprintf("/Type /ObjStm /N %d /First %d /Filter /FlateDecode", len(bodies), head.Len()), packed)
	if diff := cmp.Diff([]string{"black", "corner"}, shades(t, b.String())); diff != "" {
		t.Error(diff)
	}
}

func TestLooseObjectsAreNotLookedForInsideStreams(t *testing.T) {
	inner := "7 0 obj << /Type /Page >> endobj"
	data := fmt.Sprintf("1 0 obj\n<</A/B/C[1 2 0 R]/D 5/E 6 0 R/F(a>>b)>>\nendobj 2 3 obj<</Length %d>>stream\n%s\nendstream endobj 3 0 obj 42 endobj 4 0 obj <</Length 9999>>stream\n%s",
		len(inner), inner, inner)
	var got []string
	for _, o := range looseObjects([]byte(data)) {
		got = append(got, fmt.Sprintf("%d %d %d %d", o.number, o.generation, len(o.dict), len(o.stream)))
		if at := data[o.at:]; !strings.HasPrefix(at, fmt.Sprintf("%d %d obj", o.number, o.generation)) {
			t.Errorf("object %d is said to stand at %.20q", o.number, at)
		}
	}
	if diff := cmp.Diff([]string{"1 0 5 0", fmt.Sprintf("2 3 1 %d", len(inner)), "3 0 0 0", "4 0 1 26"}, got); diff != "" {
		t.Error(diff)
	}
	d := looseObjects([]byte(data))[0].dict
	if string(d["E"]) != "6 0 R" || string(d["D"]) != "5" || string(d["F"]) != "(a>>b)" || !cmp.Equal(d.refs("C"), []int{2}) || d.name("A") != "B" {
		t.Errorf("got %q", d)
	}
}

// FuzzRepair sees that repairing ends and that what it gives can be read as far as it says.
func FuzzRepair(f *testing.F) {
	f.Add([]byte(twoPages()))
	f.Add([]byte("1 0 obj<</Type/ObjStm/N 1/First 4/Length 9>>stream\n5 0 <</Type/Page>>"))
	f.Add([]byte("9 0 obj<</Type/Catalog/Pages 8 0 R>>endobj 8 0 obj<</Kids[8 0 R 7 0 R]>>endobj 7 0 obj<</Contents 1 0 R/MediaBox[0 0 1 1]>>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		fixed, err := repair(io.NewSectionReader(bytes.NewReader(data), 0, int64(len(data))))
		if err != nil {
			return
		}
		all, err := io.ReadAll(fixed)
		if err != nil || int64(len(all)) != fixed.Size() || !bytes.Contains(all, data) {
			t.Fatalf("%d of %d bytes, %v", len(all), fixed.Size(), err)
		}
	})
}

func TestPictureThatEndsTooSoonIsWhiteBehindItsEnd(t *testing.T) {
	data := bytes.Repeat([]byte{9}, 5)
	s := sheet(t, open(t, "a.pdf", onlyImage("/Width 2 /Height 4 /ColorSpace /DeviceGray /BitsPerComponent 8", data), Options{Renderer: noRenderer(t)}), 1)
	want := []byte{9, 9, 9, 9, 255, 255, 255, 255}
	if g, ok := s.Image.(*image.Gray); !ok || !bytes.Equal(g.Pix, want) || !strings.Contains(s.Problem, "row 3 of 4") {
		t.Errorf("%v, problem %q", s.Image, s.Problem)
	}
}

func TestContentThatInflatesTooFarIsRefused(t *testing.T) {
	packed := zlibBytes(bytes.Repeat([]byte("q "), maxContent/2+1))
	pdf := testPDF{
		pages: []string{"/Contents 100 0 R\n"},
		more:  []string{fmt.Sprintf("<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", len(packed), packed)},
	}.bytes()
	pdf = bytes.Replace(pdf, []byte("/Contents 31 0 R "), []byte("                 "), 1)
	_, err := open(t, "a.pdf", pdf, Options{Renderer: noRenderer(t)}).Sheet(context.Background(), 1)
	wantReason(t, "content of 32 MiB and more", err, TooLarge)
}
