package ingest

import (
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"aktenkundig/document"
)

// readings gives a text of n words and the same with a share of its words misread.
func readings(r *rand.Rand, n int, wrong float64) (a, b likeness) {
	var words, misread []string
	for range n {
		w := fmt.Sprintf("wort%d", r.IntN(2000))
		words = append(words, w)
		if r.Float64() < wrong {
			w += "x"
		}
		misread = append(misread, w)
	}
	return said(words), said(misread)
}

func said(words []string) likeness {
	p := document.Page{Number: 1, Verdict: document.Text, Lines: []document.Line{{}}, Regions: []document.Region{{}}}
	for _, w := range words {
		p.Words = append(p.Words, document.Word{Text: w})
	}
	return likenessOf(&document.Document{Pages: []document.Page{p}})
}

func sharesKey(a, b likeness) bool {
	keys := b.keys()
	return slices.ContainsFunc(a.keys(), func(k uint64) bool { return slices.Contains(keys, k) })
}

func TestRescansAreNearAndOtherTextsAreNot(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	found := 0
	for range 100 {
		a, b := readings(r, 300, 0.07)
		if a.nearText(b) && sharesKey(a, b) {
			found++
		}
		c, _ := readings(r, 300, 0)
		if a.nearText(c) {
			t.Error("two different texts are near")
		}
	}
	if found < 95 {
		t.Errorf("%d of 100 rescans with 7 %% of their words misread were found", found)
	}
	if a, b := said(strings.Fields("Mit freundlichen Grüßen")), said(strings.Fields("Mit freundlichen Grüßen")); a.nearText(b) {
		t.Error("three words are no text to compare")
	}
}

func TestPixelsAreTheSameInWhateverTheyAreStored(t *testing.T) {
	grey := image.NewGray(image.Rect(0, 0, 70, 130))
	rgba := image.NewRGBA(grey.Rect)
	for i := range grey.Pix {
		grey.Pix[i] = byte(i * 7)
		x, y := i%70, i/70
		rgba.Set(x, y, color.Gray{grey.Pix[i]})
	}
	if pixelHash(grey) != pixelHash(rgba) {
		t.Error("grey and grey in RGB differ")
	}
	rgba.Set(69, 129, color.RGBA{1, 2, 3, 255})
	coloured := pixelHash(rgba)
	if coloured == pixelHash(grey) {
		t.Error("one coloured pixel makes no difference")
	}
	rgba.Set(69, 129, color.RGBA{1, 2, 4, 255})
	if coloured == pixelHash(rgba) {
		t.Error("another colour makes no difference")
	}
	turned := image.NewGray(image.Rect(0, 0, 130, 70))
	copy(turned.Pix, grey.Pix)
	if pixelHash(turned) == pixelHash(grey) {
		t.Error("another shape makes no difference")
	}
}
