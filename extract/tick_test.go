package extract

import (
	"image"
	"image/color"
	"math/rand/v2"
	"testing"

	"aktenkundig/document"
)

// boxed draws a page with a label at a known place and a box before it, which draw may fill.
func boxed(side int, draw func(img *image.Gray, x, y int)) (*image.Gray, *document.Page) {
	img := image.NewGray(image.Rect(0, 0, 800, 1000))
	for i := range img.Pix {
		img.Pix[i] = 235
	}
	x, y := 100, 200
	draw(img, x, y)
	p := &document.Page{Number: 1, Verdict: document.Text, View: document.Size{800, 1000}, Regions: []document.Region{{}}, Lines: []document.Line{{}},
		Words: []document.Word{{Text: "vertraulich", Box: document.Box{x + side*8/5, y, x + side*8, y + side}}}}
	return img, p
}

func rule(img *image.Gray, x0, y0, x1, y1 int) {
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			img.SetGray(x, y, color.Gray{30})
		}
	}
}

func square(side int) func(*image.Gray, int, int) {
	return func(img *image.Gray, x, y int) {
		rule(img, x, y, x+side, y+3)
		rule(img, x, y+side-3, x+side, y+side)
		rule(img, x, y, x+3, y+side)
		rule(img, x+side-3, y, x+side, y+side)
	}
}

func crossed(side int) func(*image.Gray, int, int) {
	return func(img *image.Gray, x, y int) {
		square(side)(img, x, y)
		for i := 4; i < side-4; i++ {
			rule(img, x+i, y+i, x+i+4, y+i+2)
			rule(img, x+side-i-4, y+i, x+side-i, y+i+2)
		}
	}
}

func speck(side int) func(*image.Gray, int, int) {
	return func(img *image.Gray, x, y int) {
		square(side)(img, x, y)
		rule(img, x+side/2-2, y+side/2-2, x+side/2+2, y+side/2+2)
	}
}

func TestBoxesBeforeVertraulichAreSeen(t *testing.T) {
	for name, c := range map[string]struct {
		draw  func(*image.Gray, int, int)
		state document.TickState
		value string
	}{
		"unticked":    {square(32), document.Unticked, "open"},
		"small":       {square(20), document.Unticked, "open"},
		"ticked":      {crossed(32), document.Ticked, "confidential"},
		"a blot":      {speck(32), document.Unclear, "unclear"},
		"no box":      {func(*image.Gray, int, int) {}, document.Unclear, "unclear"},
		"black block": {func(img *image.Gray, x, y int) { rule(img, x, y, x+32, y+32) }, document.Unclear, "unclear"},
		"half a box":  {func(img *image.Gray, x, y int) { rule(img, x, y, x+32, y+3); rule(img, x, y, x+3, y+32) }, document.Unclear, "unclear"},
	} {
		img, p := boxed(32, c.draw)
		p.Ticks = Ticks(img, p)
		if len(p.Ticks) != 1 || p.Ticks[0].State != c.state {
			t.Errorf("%s: seen as %+v, want %s", name, p.Ticks, c.state)
		}
		d := &document.Document{Pages: []document.Page{*p}}
		if got := saids(Fields(d), Confidentiality); len(got) != 1 || got[0].Value != c.value {
			t.Errorf("%s: the paper is %v, want %s", name, got, c.value)
		}
	}
}

// TestBoxesInTheShadowAreSeen has the light fall off towards the left edge, as on a page that lay open: the paper there is
// darker than ink elsewhere.
func TestBoxesInTheShadowAreSeen(t *testing.T) {
	for want, draw := range map[document.TickState]func(*image.Gray, int, int){document.Unticked: square(32), document.Ticked: crossed(32)} {
		img, p := boxed(32, draw)
		for y := range 1000 {
			for x := range 200 {
				i := img.PixOffset(x, y)
				img.Pix[i] = uint8(int(img.Pix[i]) * x * x / 40000)
			}
		}
		if ticks := Ticks(img, p); len(ticks) != 1 || ticks[0].State != want {
			t.Errorf("seen as %+v, want %s", ticks, want)
		}
	}
}

// Nothing of what dirt does to a ticked box may open it.
func TestATickedBoxIsNeverOpen(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 60 {
		side := 18 + r.IntN(25)
		img, p := boxed(side, crossed(side))
		noise := r.IntN(60)
		for i := range img.Pix {
			if noise > 0 && r.IntN(100) < noise/3 {
				img.Pix[i] = uint8(r.IntN(256))
			}
		}
		if ticks := Ticks(img, p); len(ticks) != 1 || ticks[0].State == document.Unticked {
			t.Fatalf("side %d, noise %d: %+v", side, noise, ticks)
		}
	}
}

func TestWrittenBoxesAreRead(t *testing.T) {
	for text, want := range map[string]string{
		"Hausmitteilung\n□ vertraulich\nText":                                       "open",
		"Hausmitteilung\n☐ vertraulich\nText":                                       "open",
		"Hausmitteilung\n☒ vertraulich\nText":                                       "confidential",
		"Hausmitteilung\n[x] vertraulich\nText":                                     "confidential",
		"Hausmitteilung\n[ ] vertraulich\nText":                                     "open",
		"Vertraulich!\nText":                                                        "confidential",
		"Hausmitteilung\nvertrauIich\nText":                                         "confidential",
		"Der Rat sprach lange und ausführlich vertraulich über den Plan der Stadt.": "",
		"Text allein": "",
	} {
		got := saids(Fields(memo(text)), Confidentiality)
		if want == "" && len(got) == 0 {
			continue
		}
		if len(got) != 1 || got[0].Value != want {
			t.Errorf("%q: %v, want %q", text, got, want)
		}
	}
}
