package pdf_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aktenkundig/document"
	"aktenkundig/export/pdf"
)

// copyOf makes the searchable copy of an original, and sees that a second one is the same.
func copyOf(t *testing.T, original []byte, o pdf.Options, pages ...document.Page) ([]byte, pdf.Result) {
	t.Helper()
	d := document.Document{ID: strings.Repeat("ab", 32), Pages: pages, Source: document.Source{Name: "memo.pdf", Added: "2024-04-25T08:00:00Z"}}
	d.Fields = []document.Field{{Name: "subject", Value: "Über (Brücken)", Score: 0.9}, {Name: "reference", Value: "A0293/21", Score: 0.9}}
	places := make([]pdf.Place, len(pages))
	for i := range places {
		places[i] = place()
	}
	var b, again bytes.Buffer
	r, err := pdf.Copy(&b, bytes.NewReader(original), int64(len(original)), d, places, o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pdf.Copy(&again, bytes.NewReader(original), int64(len(original)), d, places, o); err != nil || !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Errorf("a second copy is not the same: %v", err)
	}
	return b.Bytes(), r
}

func TestWordsStandInTheirBoxesHoweverThePageLies(t *testing.T) {
	r := rand.New(rand.NewPCG(uint64(os.Getpid()), 1)) // other pages each time: what holds, holds for all
	for rotate := 0; rotate < 360; rotate += 90 {
		for _, degrees := range []float64{0, -0.4, 1.5, -3} {
			t.Run(fmt.Sprintf("rotate %d, skew %g", rotate, degrees), func(t *testing.T) {
				p := turned(r, 1, rotate/90, degrees)
				data := original{rotate: rotate}.bytes()
				got, _ := copyOf(t, data, pdf.Options{}, p)
				if !bytes.HasPrefix(got, data) {
					t.Error("the original is no prefix of the copy")
				}
				name := save(t, got)
				run(t, "qpdf", "--check", name)
				checkWords(t, shown(t, name)[0], p, rotate)
				if text := run(t, "pdftotext", "-raw", name, "-"); squeeze(text) != squeeze(p.Body().String) {
					t.Errorf("text = %s\nwant %s", text, p.Body().String)
				}
			})
		}
	}
}

// checkWords sees that the words, but the hidden ones, lie within two points of their boxes.
func checkWords(t *testing.T, got map[string][4]float64, p document.Page, rotate int) {
	t.Helper()
	for _, w := range p.Words {
		b, ok := got[w.Text]
		if ok == w.Hidden {
			t.Errorf("%q, hidden %v, is there: %v", w.Text, w.Hidden, ok)
		}
		if !ok {
			continue
		}
		want := wanted(p, w.Box, rotate)
		for i := range b {
			if math.Abs(b[i]-want[i]) > 2 {
				t.Errorf("%q lies at %.1f, want %.1f", w.Text, b, want)
				break
			}
		}
	}
}

func TestHiddenWordsComeWithTheAside(t *testing.T) {
	p := turned(rand.New(rand.NewPCG(1, 2)), 1, 0, 0)
	p.Words[3].Hidden = true
	got, _ := copyOf(t, original{}.bytes(), pdf.Options{Aside: true}, p)
	if words := shown(t, save(t, got))[0]; len(words) != len(p.Words) {
		t.Errorf("%d words, want all %d", len(words), len(p.Words))
	}
}

func TestATextLayerOfAnotherProgramIsReplaced(t *testing.T) {
	p := turned(rand.New(rand.NewPCG(3, 4)), 1, 0, 0)
	form := "<</Type/XObject/Subtype/Form/BBox[0 0 600 850]/Resources<</Font<</F 5 0 R>>>>/Length 47>>\nstream\nBT 3 Tr /F 12 Tf 50 50 Td (formleftover) Tj ET \nendstream"
	for name, o := range map[string]original{
		"unseen text":       {after: "BT 3 Tr /F 12 Tf 50 700 Td (old) Tj 0 -20 Td [(lay) -5 (er)] TJ T* (more) ' ET"},
		"under the picture": {before: "BT /F 12 Tf 50 700 Td (old) Tj 0 -20 Td (layer\\)more) Tj ET"},
		"in a form":         {after: "q 1 0 0 1 0 0 cm /Old Do Q", objects: []string{form}},
		"unbalanced":        {before: "q q 0.5 0 0 0.5 9 9 cm", after: "Q Q Q Q BT 3 Tr /F 12 Tf 50 700 Td (old) Tj ET q 2 0 0 2 0 0 cm"},
	} {
		t.Run(name, func(t *testing.T) {
			data := o.bytes()
			if o.objects != nil {
				data = bytes.Replace(data, []byte("/Im 3 0 R"), []byte("/Im 3 0 R/Old 7 0 R"), 1)
			}
			got, r := copyOf(t, data, pdf.Options{}, p)
			text := run(t, "pdftotext", "-raw", save(t, got), "-")
			if squeeze(text) != squeeze(p.Body().String) {
				t.Errorf("text = %s", text)
			}
			if len(r.Notes) == 0 || !strings.Contains(r.Notes[0], "replaced") {
				t.Errorf("notes = %q", r.Notes)
			}
			if name != "unbalanced" { // there the picture is drawn small
				checkWords(t, shown(t, save(t, got))[0], p, 0)
			}
		})
	}
}

func TestASoftHyphenPartsAWordAtTheLineEnd(t *testing.T) {
	p := document.Page{Number: 1, Verdict: document.Text, Scan: scanSize, View: scanSize, DPI: 150, ToView: document.Identity(),
		Regions: []document.Region{{}}, Lines: []document.Line{{}, {}}, Words: []document.Word{
			{Text: "Haus-", Box: document.Box{100, 100, 200, 130}}, {Text: "mitteilung", Box: document.Box{100, 140, 300, 170}, Line: 1},
			{Text: "Ost-", Box: document.Box{320, 140, 400, 170}, Line: 1},
		}, Joins: []document.Join{{First: 0, Last: 1, Text: "Hausmitteilung", Score: 1}}}
	got, _ := copyOf(t, original{}.bytes(), pdf.Options{}, p)
	if text := run(t, "pdftotext", "-raw", save(t, got), "-"); !strings.Contains(text, "Haus\u00ad") || !strings.Contains(text, "Ost-") {
		t.Errorf("text = %q", text)
	}
}

func TestTheCopyOfASignedOriginalSaysSo(t *testing.T) {
	data := original{
		catalog: "/AcroForm<</Fields[7 0 R]/SigFlags 3>>",
		objects: []string{"<</FT/Sig/T(Sig)/V 8 0 R/Subtype/Widget/Rect[0 0 0 0]>>", "<</Type/Sig/Filter/Adobe.PPKLite/ByteRange[0 1 2 3]/Contents<00>>>"},
	}.bytes()
	signed, err := pdf.Signed(bytes.NewReader(data), int64(len(data)), nil)
	if err != nil || !signed {
		t.Fatalf("signed = %v, %v", signed, err)
	}
	got, _ := copyOf(t, data, pdf.Options{}, turned(rand.New(rand.NewPCG(5, 6)), 1, 0, 0))
	if still, err := pdf.Signed(bytes.NewReader(got), int64(len(got)), nil); err != nil || still {
		t.Errorf("the copy is signed: %v, %v", still, err)
	}
	if info := run(t, "pdfinfo", save(t, got)); !strings.Contains(info, "signature of the original was left behind") {
		t.Errorf("pdfinfo: %s", info)
	}
}

func TestAnEncryptedOriginalIsCopiedInTheClear(t *testing.T) {
	plain := save(t, original{}.bytes())
	p := turned(rand.New(rand.NewPCG(7, 8)), 1, 0, 0)
	for _, c := range []struct {
		user, owner string
		passwords   []string
		fails       bool
	}{{"", "boss", nil, false}, {"secret", "boss", []string{"wrong", "secret"}, false}, {"secret", "boss", nil, true}} {
		locked := filepath.Join(t.TempDir(), "locked.pdf")
		run(t, "qpdf", "--encrypt", c.user, c.owner, "256", "--", plain, locked)
		data, err := os.ReadFile(locked)
		if err != nil {
			t.Fatal(err)
		}
		if c.fails {
			_, err := pdf.Copy(&bytes.Buffer{}, bytes.NewReader(data), int64(len(data)), document.Document{Pages: []document.Page{p}}, []pdf.Place{place()}, pdf.Options{})
			if !errors.Is(err, pdf.ErrEncrypted) {
				t.Errorf("error = %v", err)
			}
			continue
		}
		got, r := copyOf(t, data, pdf.Options{Passwords: c.passwords}, p)
		name := save(t, got)
		run(t, "qpdf", "--check", name)
		checkWords(t, shown(t, name)[0], p, 0)
		if !strings.Contains(strings.Join(r.Notes, " "), "encrypted") {
			t.Errorf("notes = %q", r.Notes)
		}
	}
}

func TestCrossReferenceStreamsAreGoneOnWith(t *testing.T) {
	packed := filepath.Join(t.TempDir(), "packed.pdf")
	run(t, "qpdf", "--object-streams=generate", save(t, original{pages: 3}.bytes()), packed)
	data, err := os.ReadFile(packed)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(9, 10))
	pages := []document.Page{turned(r, 1, 0, 0), turned(r, 2, 0, 1), turned(r, 3, 0, 0)}
	got, _ := copyOf(t, data, pdf.Options{}, pages...)
	if !bytes.HasPrefix(got, data) {
		t.Error("the original is no prefix of the copy")
	}
	name := save(t, got)
	run(t, "qpdf", "--check", name)
	for i, words := range shown(t, name) {
		checkWords(t, words, pages[i], 0)
	}
}

func TestBrokenCrossReferencesAreWrittenAnew(t *testing.T) {
	data := bytes.Replace(original{}.bytes(), []byte("startxref\n"), []byte("startxref\n1"), 1)
	p := turned(rand.New(rand.NewPCG(11, 12)), 1, 0, 0)
	got, r := copyOf(t, data, pdf.Options{}, p)
	name := save(t, got)
	run(t, "qpdf", "--check", name)
	checkWords(t, shown(t, name)[0], p, 0)
	if len(r.Notes) == 0 {
		t.Error("nothing tells that the file was mended")
	}
}

func TestObjectsWithHugeNumbersAreNumberedAnew(t *testing.T) {
	data := original{}.bytes()
	prev := bytes.LastIndex(data, []byte("xref\n0 "))
	at := len(data)
	data = fmt.Appendf(data, "2000000000 0 obj\nnull\nendobj\n")
	start := len(data)
	data = fmt.Appendf(data, "xref\n2000000000 1\n%010d 00000 n \ntrailer\n<</Size 2000000001/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n", at, prev, start)
	p := turned(rand.New(rand.NewPCG(27, 28)), 1, 0, 0)
	got, _ := copyOf(t, data, pdf.Options{}, p)
	if len(got) > len(data)+30_000 {
		t.Errorf("the copy has %d bytes", len(got))
	}
	name := save(t, got)
	run(t, "qpdf", "--check", name)
	checkWords(t, shown(t, name)[0], p, 0)
}

func TestTheCopyTellsWhatTheDocumentIs(t *testing.T) {
	got, _ := copyOf(t, original{}.bytes(), pdf.Options{}, turned(rand.New(rand.NewPCG(13, 14)), 1, 0, 0))
	info := run(t, "pdfinfo", save(t, got))
	meta := run(t, "pdfinfo", "-meta", save(t, got))
	for _, want := range []string{"Über (Brücken)", "A0293/21"} {
		if !strings.Contains(info, want) || !strings.Contains(meta, want) {
			t.Errorf("%q is not in\n%s\n%s", want, info, meta)
		}
	}
}

func TestSizeOfTheLayerIsBounded(t *testing.T) {
	const n = 12
	r := rand.New(rand.NewPCG(uint64(os.Getpid()), 16))
	data := original{pages: n}.bytes()
	for _, degrees := range []float64{0, 0.8} {
		var pages []document.Page
		words := 0
		for i := range n {
			pages = append(pages, dense(r, i+1, degrees))
			words += len(pages[i].Words)
		}
		got, _ := copyOf(t, data, pdf.Options{}, pages...)
		if more, limit := len(got)-len(data), 20_000+n*2_000; more > limit {
			t.Errorf("%g degrees: the layer of %d pages with %d words takes %d bytes, want at most %d", degrees, n, words, more, limit)
		}
	}
}

// dense is a page of some 350 words as an engine reads them: letters of one size, boxes around what is printed, places a pixel off.
func dense(r *rand.Rand, number int, degrees float64) document.Page {
	p := turned(r, number, 0, degrees)
	p.Lines, p.Words = nil, nil
	const size, step, letter = 21, 50, 12.4 // pixels at 150 dpi
	for y := 140; y < p.View[1]-140; y += step {
		p.Lines = append(p.Lines, document.Line{Baseline: [4]float64{120, float64(y), float64(p.View[0] - 120), float64(y)}, Height: size + 5})
		for x := 120.0; ; {
			text := prose[r.IntN(len(prose))]
			w := letter * float64(len([]rune(text))) * (0.92 + 0.16*r.Float64())
			if x+w > float64(p.View[0]-120) {
				break
			}
			top, bottom := y-size*2/3, y
			if strings.ContainsAny(text, "ABDEHSVWbdfhklt0123456789äöüß/") {
				top = y - size
			}
			if strings.ContainsAny(text, "gjpqy,") {
				bottom = y + size/3
			}
			box := document.Box{int(x), top - r.IntN(2), int(x + w), bottom + r.IntN(2)}
			p.Words = append(p.Words, document.Word{Text: text, Box: box, Conf: 0.9, Line: len(p.Lines) - 1})
			x += w + 0.7*letter
		}
	}
	return p
}

// prose are words as memos have them.
var prose = strings.Fields("Der Stadtrat beschließt die Vorlage zur Sitzung am und beauftragt den Oberbürgermeister, dem Ausschuss für Umwelt " +
	"bis zum Ende des Jahres über einen Bericht vorzulegen, in dem er sowie von A0293/21 ergänzt werden soll; nicht ohne Kosten an so wie es war")

// drawn are pictures of a document, coded or not.
type drawn struct {
	coded []byte
	image image.Image
}

func (d drawn) Coded(int) ([]byte, error)                         { return d.coded, nil }
func (d drawn) Decoded(context.Context, int) (image.Image, error) { return d.image, nil }
func noisy(r *rand.Rand, m interface{ Set(int, int, color.Color) }) {
	for y := range scanSize[1] {
		for x := range scanSize[0] {
			v := uint8(0)
			if x%64 == y%64 { // few enough for tools that compress as well as they can
				v = uint8(r.IntN(256))
			}
			m.Set(x, y, color.RGBA{v, uint8(x / 8), uint8(y / 8), 255})
		}
	}
}

func TestPicturesAreBoundWithoutLoss(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 18))
	all := image.Rect(0, 0, scanSize[0], scanSize[1])
	rgb, grey, black := image.NewRGBA(all), image.NewGray(all), image.NewGray(all)
	noisy(r, rgb)
	noisy(r, grey)
	for i := range black.Pix {
		black.Pix[i] = 255 * uint8(min(1, r.IntN(9)))
	}
	var asPNG, asJPEG bytes.Buffer
	if err := errors.Join(png.Encode(&asPNG, rgb), jpeg.Encode(&asJPEG, rgb, nil)); err != nil {
		t.Fatal(err)
	}
	turns := map[string][]int{"png": {0}, "jpeg": {1}, "colour": {2}, "grey": {3}, "bilevel": {0, 1, 2, 3}}
	for name, from := range map[string]drawn{
		"png": {coded: asPNG.Bytes(), image: rgb}, "jpeg": {coded: asJPEG.Bytes()}, "colour": {image: rgb}, "grey": {image: grey}, "bilevel": {image: black},
	} {
		for _, quarters := range turns[name] {
			t.Run(fmt.Sprintf("%s turned %d", name, quarters), func(t *testing.T) {
				p := turned(r, 1, quarters, 0.7)
				var b bytes.Buffer
				d := document.Document{Pages: []document.Page{p}, Source: document.Source{Name: "scan"}}
				if _, err := pdf.Bind(t.Context(), &b, d, from, pdf.Options{}); err != nil {
					t.Fatal(err)
				}
				file := save(t, b.Bytes())
				run(t, "qpdf", "--check", file)
				how := "-all"
				if name == "bilevel" { // else the code itself comes out
					how = "-png"
				}
				run(t, "pdfimages", how, file, strings.TrimSuffix(file, "copy.pdf")+"i")
				checkPicture(t, filepath.Dir(file), from)
				if text := run(t, "pdftotext", "-raw", file, "-"); squeeze(text) != squeeze(p.Body().String) {
					t.Errorf("text = %s", text)
				}
				checkWords(t, shown(t, file)[0], p, 90*quarters)
			})
		}
	}
}

// checkPicture compares the picture that pdfimages took out with what was bound.
func checkPicture(t *testing.T, dir string, from drawn) {
	t.Helper()
	found, _ := filepath.Glob(filepath.Join(dir, "i-000.*"))
	if len(found) != 1 {
		t.Fatalf("pictures: %v", found)
	}
	data, err := os.ReadFile(found[0])
	if err != nil {
		t.Fatal(err)
	}
	switch filepath.Ext(found[0]) {
	case ".jpg":
		if !bytes.Equal(data, from.coded) {
			t.Error("the JPEG is not the same")
		}
	case ".png":
		got, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		for y := 0; y < scanSize[1]; y += 7 {
			for x := range scanSize[0] {
				gr, gg, gb, _ := got.At(x, y).RGBA()
				wr, wg, wb, _ := from.image.At(x, y).RGBA()
				if gr != wr || gg != wg || gb != wb {
					t.Fatalf("pixel (%d, %d) is not the same", x, y)
				}
			}
		}
	default:
		t.Errorf("an unexpected picture %s", found[0])
	}
}

func TestTextWithoutPixelsIsRefused(t *testing.T) {
	_, err := pdf.Bind(t.Context(), &bytes.Buffer{}, document.Document{Pages: []document.Page{{Number: 1}}}, drawn{}, pdf.Options{})
	if !errors.Is(err, pdf.ErrNoPixels) {
		t.Errorf("error = %v", err)
	}
}

func FuzzCopy(f *testing.F) {
	f.Add(original{after: "BT 3 Tr (x) Tj ET"}.bytes()[:700])
	f.Add([]byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Contents 4 0 R>>endobj\n" +
		"4 0 obj<</Length 9>>stream\nBT 3 Tr Q\nendstream endobj\ntrailer<</Root 1 0 R/Size 5>>\nstartxref\n0\n%%EOF"))
	p := turned(rand.New(rand.NewPCG(1, 1)), 1, 0, 0)
	f.Fuzz(func(t *testing.T, data []byte) {
		var b bytes.Buffer
		d := document.Document{Pages: []document.Page{p}}
		_, err := pdf.Copy(&b, bytes.NewReader(data), int64(len(data)), d, []pdf.Place{place()}, pdf.Options{})
		if err == nil && b.Len() == 0 {
			t.Error("no error and no copy")
		}
	})
}
