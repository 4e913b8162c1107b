package prep

import (
	"image"
	"slices"
	"testing"

	"aktenkundig/document"
)

// scratched is a letter of black and white with a white line of two pixels in every seven rows, which leaves of letters pieces of
// five rows; gap 0 leaves it whole.
func scratched(t *testing.T, gap int) *image.Gray {
	g := letter(t, 300, 9)
	for i, v := range g.Pix {
		g.Pix[i] = 255
		if v < 128 && i/g.Stride%7 >= gap {
			g.Pix[i] = 0
		}
	}
	return g
}

func TestBrokenLettersAreJoined(t *testing.T) {
	whole, pieces := readied(t, scratched(t, 0)), readied(t, scratched(t, 2))
	if mended(whole) {
		t.Errorf("a page of whole letters was mended: x-height %v", whole.xHeight)
	}
	if !mended(pieces) {
		t.Fatalf("a page of broken letters was not mended: x-height %v", pieces.xHeight)
	}
	if d := pieces.xHeight - whole.xHeight; d < -4 || d > 4 {
		t.Errorf("x-height of joined letters is %v, of whole ones %v", pieces.xHeight, whole.xHeight)
	}
	if pieces.ToInk != document.Identity() {
		t.Errorf("the page was scaled: %v", pieces.ToInk)
	}
}

func readied(t *testing.T, g *image.Gray) Ink {
	v, err := Look(g, 1, 300)
	if err != nil {
		t.Fatal(err)
	}
	before := slices.Clone(v.Grey.Pix)
	ink := Ready(v)
	if !slices.Equal(before, v.Grey.Pix) {
		t.Error("the view was changed")
	}
	return ink
}

func mended(k Ink) bool {
	return slices.ContainsFunc(k.Steps, func(s document.Step) bool { return s.Name == "broken" })
}
