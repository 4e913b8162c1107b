package ocr_test

import (
	"image"
	"strings"
	"testing"

	"aktenkundig/document"
	"aktenkundig/ocr"
)

// TestABlankThatTheInkShowsPartsAWord draws a bar of 12×20 pixels for each character, with the gaps given.
func TestABlankThatTheInkShowsPartsAWord(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		gaps []int
		want string
	}{
		"a blank":            {"V318.31", []int{3, 14, 3, 3, 3, 3}, "V3 18.31"},
		"loose figures":      {"V318.31", []int{9, 14, 9, 9, 9, 9}, "V318.31"},
		"narrow":             {"V318.31", []int{1, 6, 1, 1, 1, 1}, "V318.31"},
		"too short to tell":  {"V31", []int{3, 14}, "V31"},
		"a speck":            {"1972.", []int{3, 3, 3, 14}, "1972."},
		"a year":             {"2031", []int{3, 3, 14}, "2031"},
		"two ones":           {"A0211", []int{3, 3, 3, 14}, "A0211"},
		"no figure":          {"Verein", []int{3, 14, 3, 3, 3}, "Verein"},
		"letters that touch": {"V318.31", []int{0, 14, 3, 3, 3, 3}, "V318.31"},
	} {
		ink := image.NewGray(image.Rect(0, 0, 300, 40))
		for i := range ink.Pix {
			ink.Pix[i] = 240
		}
		x := 20
		for i := 0; i <= len(c.gaps); i++ {
			for y := 10; y < 30; y++ {
				for k := range 12 {
					ink.Pix[ink.PixOffset(x+k, y)] = 20
				}
			}
			if x += 12; i < len(c.gaps) {
				x += c.gaps[i]
			}
		}
		box := document.Box{20, 10, x, 30}
		r := ocr.Reading{Regions: []document.Region{{Box: box}}, Lines: []document.Line{{Box: box}},
			Words: []document.Word{{Text: "Az:", Box: document.Box{0, 10, 10, 30}}, {Text: c.text, Box: box}, {Text: "Ende", Box: document.Box{280, 10, 290, 30}}}}
		got := r.PartBlanks(ink)
		var words []string
		for _, w := range got.Words {
			words = append(words, w.Text)
		}
		if s := strings.Join(words, " "); s != "Az: "+c.want+" Ende" {
			t.Errorf("%s: got %q, want %q between the others", name, s, c.want)
		}
		if err := got.Check(300, 40); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if r.Words[1].Text != c.text {
			t.Errorf("%s: the reading was changed", name)
		}
	}
}
