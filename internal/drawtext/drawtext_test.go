package drawtext

import (
	"strings"
	"testing"
)

func TestAPageIsTheSameEachTimeAndReadsLikeGerman(t *testing.T) {
	a, b := New(7, 0.05), New(7, 0.05)
	text := a.Page(3)
	if text != b.Page(3) {
		t.Error("page 3 differs")
	}
	if text == a.Page(4) || text == New(8, 0.05).Page(3) {
		t.Error("another page or seed gives the same page")
	}
	words := strings.Fields(text)
	if n := len(words); n < 250 || n > 360 {
		t.Errorf("%d words", n)
	}
	small := 0
	for _, w := range words {
		if strings.Contains(" der die das und in zu den von mit ist des im auf für ", " "+w+" ") {
			small++
		}
	}
	if share := float64(small) / float64(len(words)); share < 0.08 || share > 0.35 {
		t.Errorf("small words are %.2f of all", share)
	}
	if !strings.Contains(text, a.Reference(3)) || !strings.Contains(text, a.Day(3)) {
		t.Error("reference or day is missing")
	}
}
