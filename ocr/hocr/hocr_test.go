package hocr

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"aktenkundig/document"
	"aktenkundig/ocr"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

func TestTesseractPage(t *testing.T) {
	f, err := os.Open(filepath.Join("testdata", "tesseract.hocr"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := Parse(f)
	if err != nil {
		t.Fatal(err)
	}
	want := []Page{{
		Box: document.Box{0, 0, 1000, 1400},
		DPI: 300,
		Reading: ocr.Reading{
			Regions: []document.Region{
				{Kind: document.Heading, Box: document.Box{100, 50, 500, 90}},
				{Kind: document.Paragraph, Box: document.Box{100, 200, 800, 300}},
			},
			Lines: []document.Line{
				// y = 90 − 10 at the left, 0.01 a pixel further down to the right; 40 − 8 − 10 pixels of x-height
				{Box: document.Box{100, 50, 500, 90}, Baseline: [4]float64{100, 80, 500, 84}, Height: 40, XHeight: 22, Region: 0},
				{Box: document.Box{100, 200, 800, 240}, Baseline: [4]float64{100, 232, 800, 232}, Height: 30.5, XHeight: 17, Region: 1},
				{Box: document.Box{100, 260, 400, 300}, Region: 1}, // turned text: its baseline is not along the box
			},
			Words: []document.Word{
				{Text: "Hausmitteilung", Box: document.Box{100, 50, 500, 90}, Conf: 0.96, Line: 0},
				{Text: "Bürger", Box: document.Box{100, 200, 300, 240}, Conf: 0.5, Line: 1},
				{Text: "<Größe>", Box: document.Box{320, 200, 800, 240}, Conf: 1, Line: 1},
				{Text: "&", Box: document.Box{100, 260, 400, 300}, Conf: 0, Line: 2},
			},
		},
	}}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("pages (-got +want):\n%s", diff)
	}
}

func TestWordsAreFoundInWhateverOthersWrite(t *testing.T) {
	const start = `<div class="ocr_page" title="bbox 0 0 100 100">`
	for name, c := range map[string]struct{ in, want string }{
		"capitals":              {`<DIV CLASS="ocr_page"><SPAN CLASS="ocrx_word">a</SPAN></DIV>`, "a"},
		"several classes":       {start + `<span class="x ocr_line y"><span class="z ocrx_word">a</span></span>`, "a"},
		"no page":               {`<span class=ocrx_word>a</span><span class=ocrx_word>b</span>`, "a|b"},
		"no end tags":           {start + `<p class=ocr_par><span class=ocr_line><span class=ocrx_word>a<span class=ocrx_word>b<span class=ocr_line><span class=ocrx_word>c`, "a b|c"},
		"end tags too many":     {start + `</span></div></p><span class=ocr_line><span class=ocrx_word>a</span></i></span>`, "a"},
		"emphasis":              {start + `<span class=ocr_line><span class=ocrx_word><strong><em>a</em>b</strong></span></span>`, "ab"},
		"characters by span":    {start + `<span class=ocrx_word><span class=ocrx_cinfo>a</span><span class=ocrx_cinfo>b</span></span>`, "ab"},
		"entities":              {start + `<span class=ocrx_word>&lt;&#252;&amp;</span>`, "<ü&"},
		"decomposed":            {start + `<span class=ocrx_word>u` + "\u0308" + `</span>`, "ü"},
		"soft hyphen, mark":     {start + `<span class=ocrx_word>a` + "\u00adb\u200e" + `</span>`, "ab"},
		"blanks inside":         {start + `<span class=ocr_line><span class=ocrx_word> a` + "\u00a0" + `b&nbsp;c </span></span>`, "a b c"},
		"empty words":           {start + `<span class=ocr_line><span class=ocrx_word> </span><span class=ocrx_word>&#173;</span></span>`, ""},
		"text between words":    {start + `<span class=ocr_line>x<span class=ocrx_word>a</span>y</span>`, "a"},
		"XHTML title":           {`<html><head><title/></head><body>` + start + `<span class=ocrx_word>a</span>`, "a"},
		"script":                {start + `<script>"<span class=ocrx_word>x</span>"</script><span class=ocrx_word>a</span>`, "a"},
		"comment":               {start + `<!-- <span class=ocrx_word>x</span> --><span class=ocrx_word>a</span>`, "a"},
		"area without par":      {start + `<div class=ocr_carea><span class=ocr_line><span class=ocrx_word>a</span></span></div><div class=ocr_carea><span class=ocr_line><span class=ocrx_word>b</span></span></div>`, "a||b"},
		"line around a par":     {start + `<span class=ocr_line><span class=ocrx_word>a</span></span><p class=ocr_par><span class=ocr_line><span class=ocrx_word>b</span></span></p><span class=ocr_line><span class=ocrx_word>c</span></span>`, "a||b||c"},
		"heading between lines": {start + `<p class=ocr_par><span class=ocr_line><span class=ocrx_word>a</span></span><span class=ocr_header><span class=ocrx_word>b</span></span><span class=ocr_line><span class=ocrx_word>c</span></span></p>`, "a||b||c"},
		"no bytes":              {"", ""},
		"no UTF-8":              {start + "<span class=ocrx_word>a\xff</span>", "a\ufffd"},
	} {
		pages, err := Parse(strings.NewReader(c.in))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := layout(pages); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
		keepsPromises(t, pages)
	}
}

// layout shows words of a line parted by a blank, lines by | and regions by ||.
func layout(pages []Page) string {
	var b strings.Builder
	for _, p := range pages {
		for i, w := range p.Words {
			switch {
			case i == 0:
			case w.Line == p.Words[i-1].Line:
				b.WriteByte(' ')
			case p.Lines[w.Line].Region == p.Lines[p.Words[i-1].Line].Region:
				b.WriteByte('|')
			default:
				b.WriteString("||")
			}
			b.WriteString(w.Text)
		}
	}
	return b.String()
}

func TestBoxesStayOnThePage(t *testing.T) {
	for name, c := range map[string]struct {
		line, word string
		want       document.Box
	}{
		"as they are":    {"bbox 0 10 90 30", "bbox 5 10 20 30", document.Box{5, 10, 20, 30}},
		"clipped":        {"bbox 0 10 90 30", "bbox -5 10 200 30", document.Box{0, 10, 100, 30}},
		"missing":        {"bbox 0 10 90 30", "", document.Box{0, 10, 90, 30}},
		"incomplete":     {"bbox 0 10 90 30", "bbox 5 10", document.Box{0, 10, 90, 30}},
		"no numbers":     {"bbox 0 10 90 30", "bbox a b c d", document.Box{0, 10, 90, 30}},
		"absurd":         {"bbox 0 10 90 30", "bbox 0 0 1e300 NaN", document.Box{0, 10, 90, 30}},
		"turned around":  {"bbox 0 10 90 30", "bbox 20 30 5 10", document.Box{0, 10, 90, 30}},
		"elsewhere":      {"bbox 0 10 90 30", "bbox 500 500 600 600", document.Box{0, 10, 90, 30}},
		"fractions":      {"bbox 0 10 90 30", "bbox 4.6 10.2 20.4 29.9", document.Box{5, 10, 20, 30}},
		"missing at all": {"", "", document.Box{0, 0, 100, 100}},
		"line grows":     {"", "bbox 5 10 20 30", document.Box{5, 10, 20, 30}},
	} {
		in := `<div class=ocr_page title="image x; bbox 0 0 100 100"><span class=ocr_line title="` + c.line + `"><span class=ocrx_word title="` + c.word + `">a</span></span></div>`
		pages, err := Parse(strings.NewReader(in))
		if err != nil {
			t.Fatal(err)
		}
		if got := pages[0].Words[0].Box; got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
		keepsPromises(t, pages)
	}
}

func TestWordWithBlanksSharesItsBox(t *testing.T) {
	pages, err := Parse(strings.NewReader(`<span class=ocrx_word title="bbox 10 0 60 9">ab cde</span><span class=ocrx_word title="bbox 0 0 2 9">a b c</span>`))
	if err != nil {
		t.Fatal(err)
	}
	var got []document.Box
	for _, w := range pages[0].Words {
		got = append(got, w.Box)
	}
	narrow := document.Box{0, 0, 2, 9}
	want := []document.Box{{10, 0, 30, 9}, {30, 0, 60, 9}, narrow, narrow, narrow}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("boxes (-got +want):\n%s", diff)
	}
}

func TestTableIsARegionOfItsKind(t *testing.T) {
	pages, err := Parse(strings.NewReader(`<div class=ocr_page><div class=ocr_table><p class=ocr_par><span class=ocrx_word>a</span></p></div><p class=ocr_par><span class=ocrx_word>b</span></p></div>`))
	if err != nil {
		t.Fatal(err)
	}
	if r := pages[0].Regions; len(r) != 2 || r[0].Kind != document.Table || r[1].Kind != document.Paragraph {
		t.Errorf("got regions %v, want a table and a paragraph", r)
	}
}

func TestPagesAreKeptApart(t *testing.T) {
	pages, err := Parse(strings.NewReader(`<div class=ocr_page><p class=ocr_par><span class=ocrx_word>a</span><div class=ocr_page></div><div class=ocr_page><span class=ocrx_word>b</span>`))
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) != 3 || len(pages[0].Words) != 1 || len(pages[1].Words) != 0 || len(pages[2].Words) != 1 {
		t.Errorf("got %v", pages)
	}
	keepsPromises(t, pages)
}

func TestTooMuchIsAnError(t *testing.T) {
	for name, in := range map[string]string{
		"deep":  strings.Repeat("<div>", maxDepth+1),
		"token": "<div title='" + strings.Repeat("x", 2*maxToken),
		"long":  strings.Repeat("<b>x</b>", maxToken),
	} {
		if _, err := parse(strings.NewReader(in), 4*maxToken); !errors.Is(err, ErrTooBig) {
			t.Errorf("%s: got error %v, want %v", name, err, ErrTooBig)
		}
	}
	if _, err := parse(strings.NewReader("<b>x</b>"), 8); err != nil {
		t.Errorf("just as long as allowed: %v", err)
	}
}

func TestReadErrorIsHandedOn(t *testing.T) {
	broken := errors.New("broken")
	in := io.MultiReader(strings.NewReader("<p>"), iotest.ErrReader(broken))
	if _, err := Parse(in); !errors.Is(err, broken) {
		t.Errorf("got error %v, want %v", err, broken)
	}
}

func FuzzParse(f *testing.F) {
	sample, err := os.ReadFile(filepath.Join("testdata", "tesseract.hocr"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(sample))
	f.Add(`<div class=ocr_page title="bbox 5 5 9 9"><p class=ocr_par><span class=ocr_line title="bbox 1 2 3 4; baseline 1 2 3; x_size -3"><span class=ocrx_word>a b`)
	f.Fuzz(func(t *testing.T, in string) {
		pages, err := Parse(strings.NewReader(in))
		if err == nil {
			keepsPromises(t, pages)
		}
	})
}

// keepsPromises checks what ocr.Reading promises.
func keepsPromises(t *testing.T, pages []Page) {
	t.Helper()
	for i, p := range pages {
		b := p.bounds()
		if err := p.Check(b[2], b[3]); err != nil {
			t.Errorf("page %d: %v", i, err)
		}
		for _, w := range p.Words {
			if w.Box.Intersect(b) != w.Box || !norm.NFC.IsNormalString(w.Text) {
				t.Errorf("page %d: word %+q at %v", i, w.Text, w.Box)
			}
		}
	}
}
