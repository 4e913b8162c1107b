package scan

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"aktenkundig/document"
)

// drawer is a page's resources for the walker: images Im (opaque), Ma (a mask), So (soft mask), forms Fo, Loop.
type drawer struct{}

func (drawer) picture(name string) (p any, opaque, mask, ok bool) {
	return name, name != "So", name == "Ma", name == "Im" || name == "Ma" || name == "So"
}

func (d drawer) form(name string) (form, bool) {
	switch name {
	case "Fo":
		return form{content: []byte("50 0 0 100 0 0 cm /Im Do"), inner: d, matrix: document.Affine{2, 0, 0, 1, 0, 0}, box: rect{0, 0, 100, 100}}, true
	case "Loop":
		return form{content: []byte("/Loop Do"), inner: d, matrix: document.Identity()}, true
	case "Hollow":
		return form{inner: d, matrix: document.Identity(), cost: maxContent / 2}, true
	case "Apart":
		return form{content: []byte("100 0 0 100 0 0 cm /Im Do"), inner: d, matrix: document.Identity(), apart: true}, true
	case "Broken":
		return form{broken: true}, true
	}
	return form{}, false
}

func (drawer) odd(state string) bool { return state == "Blend" }

func TestWalkTellsScansFromPages(t *testing.T) {
	const full = "q 100 0 0 100 0 0 cm /Im Do Q "
	for _, c := range []struct {
		name, content string
		images        int
		why           string // "" for a scan
		hidden        bool   // something lies under the images
	}{
		{"one image", full, 1, "", false},
		{"in a form", "/Fo Do", 1, "", false},
		{"clipped to the page", "0 0 100 100 re W n " + full, 1, "", false},
		{"invisible text over it", full + "BT 3 Tr (words) Tj ET", 1, "", false},
		{"text under it", "BT (words) Tj ET " + full, 1, "", true},
		{"white paper under it", "1 g 0 0 100 100 re f 0 g " + full, 1, "", false},
		{"image under it", full + full, 1, "", true},
		{"strips", "q 100 0 0 50 0 50 cm /Im Do Q 100 0 0 50 0 0 cm /Im Do", 2, "", false},
		{"empty text over it", full + "BT () Tj ET", 1, "", false},
		{"a line outside the page", full + "200 200 m 300 300 l S", 1, "", false},
		{"no image", "BT (words) Tj ET", 0, "", true},
		{"text over it", full + "BT (words) Tj ET", 1, "drawn over", false},
		{"text in brackets over it", full + "BT [(w) -20 (ords)] TJ ET", 1, "drawn over", false},
		{"a black bar over it", full + "10 10 20 20 re f", 1, "drawn over", false},
		{"white paint over it", full + "1 g 10 10 20 20 re f", 1, "drawn over", false},
		{"a flat line over it", full + "0 50 m 100 50 l S", 1, "drawn over", false},
		{"soft mask", "100 0 0 100 0 0 cm /So Do", 1, "lets through", false},
		{"blended", "/Blend gs " + full, 1, "lets through", false},
		{"coloured mask", "/P cs /Q scn 100 0 0 100 0 0 cm /Ma Do", 1, "colour of its own", false},
		{"at an angle", "99 9 -9 99 0 0 cm /Im Do", 1, "angle", false},
		{"half clipped", "0 0 50 100 re W n " + full, 1, "clipped", false},
		{"inline image", full + "BI /W 1 /H 1 ID \x00\x00 EI", 1, "inline", false},
		{"switchable layer", "/OC /L BDC " + full + "EMC", 1, "switched", false},
		{"endless forms", "/Loop Do", 0, "nested", false},
		{"forms that decode to nothing", strings.Repeat("/Hollow Do ", 3), 0, "too long", false},
		{"a form that cannot be read", full + "/Broken Do", 1, "cannot be read", false},
		{"a form that is a layer or a group", "/Apart Do", 1, "layer", false},
		{"endless states", strings.Repeat("q ", 100), 0, "nested", false},
		{"behind an inline image", "BI ID \x00EIEI\x00 EI " + full, 1, "inline", false},
	} {
		found, err := walkContent(t.Context(), []byte(c.content), drawer{}, rect{0, 0, 100, 100})
		if (err == nil) != (c.why == "") || err != nil && (!errors.Is(err, errNotScan) || !strings.Contains(err.Error(), c.why)) {
			t.Errorf("%s: got %v, want %q", c.name, err, c.why)
		}
		if len(found.images) != c.images {
			t.Errorf("%s: got %d images, want %d", c.name, len(found.images), c.images)
		}
		if err == nil && found.under.empty() == c.hidden {
			t.Errorf("%s: under the images: %v", c.name, found.under)
		}
	}
}

func TestWalkEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	const image = "100 0 0 100 0 0 cm /Im Do "
	found, err := walkContent(ctx, []byte("BI ID \x00 EI "+strings.Repeat("q Q ", askEvery)+image), drawer{}, rect{0, 0, 100, 100})
	if !errors.Is(err, context.Canceled) || len(found.images) > 0 {
		t.Errorf("got %v and %d images", err, len(found.images))
	}
}

// formOf is a PDF whose page is one form.
func formOf(t *testing.T, entries string, content []byte) *pdfFile {
	t.Helper()
	pdf := testPDF{
		pages: []string{"/Resources << /XObject << /Fo 100 0 R >> >>\n/Fo Do"},
		more:  []string{fmt.Sprintf("<< /Type /XObject /Subtype /Form /BBox [0 0 72 144] %s /Length %d >>\nstream\n%s\nendstream", entries, len(content), content)},
	}
	return open(t, "a.pdf", pdf.bytes(), Options{Renderer: noRenderer(t)}).sheets.(*pdfFile)
}

func TestFormIsDecodedOnceInAWalk(t *testing.T) {
	f := formOf(t, "/Filter /FlateDecode", zlibBytes([]byte("q Q")))
	from := pdfResources{f: f, dict: f.dict(f.pages[0].resources), forms: map[types.Object]form{}}
	first, ok := from.form("Fo")
	if !ok || string(first.content) != "q Q" || first.cost == 0 {
		t.Fatalf("got %q at a cost of %d", first.content, first.cost)
	}
	again, ok := from.form("Fo")
	if !ok || again.cost != 0 || &again.content[0] != &first.content[0] {
		t.Errorf("the second time it cost %d", again.cost)
	}
}

func TestFormsThatAreLayersOrGroupsAreLeftToTheRenderer(t *testing.T) {
	const inner = "72 0 0 144 0 0 cm /I Do"
	const image = "<< /Type /XObject /Subtype /Image /Width 1 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 2 >>\nstream\n\x01\x02\nendstream"
	for _, c := range []struct {
		entries string
		want    string
	}{
		{"", PathImage},
		{"/OC << /Type /OCG /Name (Layer) >>", PathRendered},
		{"/Group << /Type /Group /S /Transparency >>", PathRendered},
	} {
		pdf := testPDF{pages: []string{"/Resources << /XObject << /Fo 100 0 R >> >>\n/Fo Do"}, more: []string{
			fmt.Sprintf("<< /Type /XObject /Subtype /Form /BBox [0 0 72 144] /Resources << /XObject << /I 101 0 R >> >> %s /Length %d >>\nstream\n%s\nendstream", c.entries, len(inner), inner), image,
		}}
		if s := sheet(t, open(t, "a.pdf", pdf.bytes(), Options{Renderer: testRenderer()}), 1); s.Path != c.want {
			t.Errorf("form with %q: got %s, want %s", c.entries, s.Path, c.want)
		}
	}
}

func TestPlanEndsWithItsContext(t *testing.T) {
	f := formOf(t, "", []byte("q Q"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := f.plan(ctx, f.pages[0]); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestWordsOfContentAreReadAsPDFSaysThem(t *testing.T) {
	lex := lexer{src: []byte("1 -.5 /N#20x(a(b)\\)c)<41>() % comment\n[TJ]<</K 1>>'")}
	var got []string
	for {
		tok, ok := lex.next()
		if !ok {
			break
		}
		got = append(got, map[kind]string{operator: "op", number: "num", name: "name", text: "text", other: "-"}[tok.kind]+tok.text)
	}
	want := "num num nameN#20x text text - -[ opTJ -] -<< nameK num ->> op'"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

func TestOrientationFollowsMatrixAndTurn(t *testing.T) {
	// The frame of an image of 1 × 1 pixel whose unit square the matrix maps.
	frame := func(m document.Affine) document.Affine { return pixelFrame(1, 1).Then(m) }
	for _, c := range []struct {
		name string
		m    document.Affine
		turn int
		want int
	}{
		{"upright", document.Affine{1, 0, 0, 1, 0, 0}, 0, 1},
		{"mirrored", document.Affine{-1, 0, 0, 1, 0, 0}, 0, 2},
		{"upside down", document.Affine{-1, 0, 0, -1, 0, 0}, 0, 3},
		{"flipped", document.Affine{1, 0, 0, -1, 0, 0}, 0, 4},
		{"quarter left by matrix", document.Affine{0, 1, -1, 0, 0, 0}, 0, 8},
		{"quarter right by matrix", document.Affine{0, -1, 1, 0, 0, 0}, 0, 6},
		{"quarter right by Rotate", document.Affine{1, 0, 0, 1, 0, 0}, 90, 6},
		{"half by Rotate", document.Affine{1, 0, 0, 1, 0, 0}, 180, 3},
		{"quarter left by Rotate", document.Affine{1, 0, 0, 1, 0, 0}, 270, 8},
		{"matrix and Rotate cancel", document.Affine{0, 1, -1, 0, 0, 0}, 90, 1},
		{"mirrored and turned", document.Affine{-1, 0, 0, 1, 0, 0}, 90, 7},
		{"flipped and turned", document.Affine{1, 0, 0, -1, 0, 0}, 90, 5},
	} {
		if got := orientation(frame(c.m), c.turn); got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
}

func FuzzContent(f *testing.F) {
	f.Add([]byte("q 100 0 0 100 0 0 cm /Im Do Q BT 3 Tr (a) Tj ET"))
	f.Add([]byte("0 0 1 1 re W* n BI /W 1 ID \x00 EI /Fo Do /Loop Do"))
	f.Add([]byte("1 g (\\)<4 /gs gs [(a)1]TJ"))
	f.Fuzz(func(t *testing.T, content []byte) {
		found, err := walkContent(t.Context(), content, drawer{}, rect{0, 0, 100, 100})
		if err != nil && !errors.Is(err, errNotScan) {
			t.Errorf("an error of another kind: %v", err)
		}
		if len(found.images) > maxImages {
			t.Errorf("%d images", len(found.images))
		}
	})
}
