// Package ocrtest holds what tests of engines share: the contract that every ocr.Engine must pass, pages with known
// words, and engines that do what engines should not.
package ocrtest

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io"
	"math"
	"sync"
	"testing"

	"aktenkundig/ocr"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
)

// Contract checks that an engine keeps the promises of ocr.Engine and ocr.Reading, and that it reads. start is called
// once for each promise; an engine that is an io.Closer is closed.
func Contract(t *testing.T, start func(t *testing.T) ocr.Engine) {
	for _, promise := range []struct {
		name  string
		check func(*testing.T, ocr.Engine)
	}{
		{"ReadsPrintedWordsWhereTheyStand", readsPrintedWords},
		{"MeasuresLines", measuresLines},
		{"WhitePageHasNoWords", whitePageHasNoWords},
		{"SameInkSameReadingWhateverCameBefore", sameInkSameReading},
		{"InkIsNotChanged", inkIsNotChanged},
		{"PartOfALargerImageReadsLikeACopy", partReadsLikeACopy},
		{"UnfitInkIsRefused", unfitInkIsRefused},
		{"TinyAndThinInkIsSurvived", tinyInkIsSurvived},
		{"SeveralMayAskAtOnce", severalMayAskAtOnce},
		{"EndedContextIsHeeded", endedContextIsHeeded},
		{"ClosedEngineSaysSo", closedEngineSaysSo},
	} {
		t.Run(promise.name, func(t *testing.T) {
			e := start(t)
			if c, ok := e.(io.Closer); ok {
				t.Cleanup(func() { _ = c.Close() })
			}
			promise.check(t, e)
		})
	}
}

func readsPrintedWords(t *testing.T, e ocr.Engine) {
	sheet := Letter(t)
	r := read(t, e, sheet.Ink)
	if len(r.Words) != len(sheet.Words) {
		t.Errorf("got %d words, want %d", len(r.Words), len(sheet.Words))
	}
	for _, want := range sheet.Words {
		if !found(r, want) {
			t.Errorf("%q is not at %v among %v", want.Text, want.Box, Texts(r))
		}
	}
}

// found tells whether a word with that text covers the printed one to within a pixel or two.
func found(r ocr.Reading, p Printed) bool {
	const tolerance = 3
	for _, w := range r.Words {
		off := 0
		for i := range w.Box {
			off = max(off, w.Box[i]-p.Box[i], p.Box[i]-w.Box[i])
		}
		if w.Text == norm.NFC.String(p.Text) && off <= tolerance && w.Conf > 0.5 {
			return true
		}
	}
	return false
}

func measuresLines(t *testing.T, e ocr.Engine) {
	sheet := Letter(t)
	r := read(t, e, sheet.Ink)
	for _, p := range sheet.Words {
		for _, w := range r.Words {
			if !w.Box.ContainsCentre(p.Box) {
				continue
			}
			l := r.Lines[w.Line]
			if l.Baseline != [4]float64{} && (math.Abs(l.Baseline[1]-p.Baseline) > 3 || math.Abs(l.Baseline[3]-p.Baseline) > 3) {
				t.Errorf("%q: got baseline %v, want height %v", p.Text, l.Baseline, p.Baseline)
			}
			if l.XHeight != 0 && math.Abs(l.XHeight-p.XHeight) > 0.2*p.XHeight {
				t.Errorf("%q: got x-height %v, want %v", p.Text, l.XHeight, p.XHeight)
			}
		}
	}
}

func whitePageHasNoWords(t *testing.T, e ocr.Engine) {
	if r := read(t, e, Blank(t).Ink); len(r.Words) > 0 {
		t.Errorf("got words %v", Texts(r))
	}
}

func sameInkSameReading(t *testing.T, e ocr.Engine) {
	other := NewSheet(t, 100, 60, 300)
	other.Print(10, 20, 10, "The quick brown fox jumps over\nthe lazy dog and runs away.")
	first := read(t, e, Letter(t).Ink)
	read(t, e, other.Ink)
	if diff := cmp.Diff(read(t, e, Letter(t).Ink), first); diff != "" {
		t.Errorf("second reading differs (-got +want):\n%s", diff)
	}
}

func inkIsNotChanged(t *testing.T, e ocr.Engine) {
	ink := Letter(t).Ink
	read(t, e, ink)
	if !bytes.Equal(ink.Image.Pix, Letter(t).Ink.Image.Pix) {
		t.Error("pixels were changed")
	}
}

func partReadsLikeACopy(t *testing.T, e ocr.Engine) {
	sheet := Letter(t)
	w, h := sheet.Ink.Size()
	large := image.NewGray(image.Rect(-20, -30, w+50, h+10)) // black all around
	for y := range h {
		copy(large.Pix[large.PixOffset(0, y):], sheet.Ink.Image.Pix[y*w:][:w])
	}
	part := large.SubImage(image.Rect(0, 0, w, h)).(*image.Gray)
	got := read(t, e, ocr.Ink{Image: part, DPI: sheet.Ink.DPI})
	if diff := cmp.Diff(got, read(t, e, sheet.Ink)); diff != "" {
		t.Errorf("reading differs (-got +want):\n%s", diff)
	}
}

func unfitInkIsRefused(t *testing.T, e ocr.Engine) {
	fit := Letter(t).Ink
	for name, ink := range map[string]ocr.Ink{
		"nothing":        {},
		"no width":       {Image: image.NewGray(image.Rect(0, 0, 0, 9)), DPI: 300},
		"no resolution":  {Image: fit.Image},
		"negative":       {Image: fit.Image, DPI: -1},
		"not a number":   {Image: fit.Image, DPI: math.NaN()},
		"too wide":       {Image: image.NewGray(image.Rect(0, 0, ocr.MaxSide+1, 1)), DPI: 300},
		"missing pixels": {Image: &image.Gray{Pix: make([]byte, 99), Stride: 10, Rect: image.Rect(0, 0, 10, 10)}, DPI: 300},
		"forged stride":  {Image: &image.Gray{Pix: make([]byte, 100), Stride: 1, Rect: image.Rect(0, 0, 10, 10)}, DPI: 300},
	} {
		if _, err := e.Read(t.Context(), ink); !errors.Is(err, ocr.ErrInk) {
			t.Errorf("%s: got error %v, want %v", name, err, ocr.ErrInk)
		}
	}
	read(t, e, fit)
}

func tinyInkIsSurvived(t *testing.T, e ocr.Engine) {
	for _, size := range []image.Point{{1, 1}, {2, 3}, {1, 500}, {3000, 1}, {10, 10}} {
		for _, dpi := range []float64{0.5, 72, 300, 1e9} {
			img := image.NewGray(image.Rectangle{Max: size}) // black
			if _, err := e.Read(t.Context(), ocr.Ink{Image: img, DPI: dpi}); err != nil {
				t.Errorf("%v at %v dpi: %v", size, dpi, err)
			}
		}
	}
	read(t, e, Letter(t).Ink)
}

func severalMayAskAtOnce(t *testing.T, e ocr.Engine) {
	want := read(t, e, Letter(t).Ink)
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			got, err := e.Read(t.Context(), Letter(t).Ink)
			if diff := cmp.Diff(got, want); err != nil || diff != "" {
				t.Errorf("reader %d: %v (-got +want):\n%s", i, err, diff)
			}
		})
	}
	all.Wait()
}

func endedContextIsHeeded(t *testing.T, e ocr.Engine) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.Read(ctx, Letter(t).Ink); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want %v", err, context.Canceled)
	}
	read(t, e, Letter(t).Ink)
}

func closedEngineSaysSo(t *testing.T, e ocr.Engine) {
	c, ok := e.(io.Closer)
	if !ok {
		t.Skip("this engine cannot be closed")
	}
	read(t, e, Letter(t).Ink)
	for range 2 {
		if err := c.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
	if _, err := e.Read(t.Context(), Letter(t).Ink); !errors.Is(err, ocr.ErrClosed) {
		t.Errorf("got error %v, want %v", err, ocr.ErrClosed)
	}
}

// read has e read the ink and checks that the reading keeps its promises.
func read(t *testing.T, e ocr.Engine, ink ocr.Ink) ocr.Reading {
	t.Helper()
	r, err := e.Read(t.Context(), ink)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Check(ink.Size()); err != nil {
		t.Fatal(err)
	}
	for i, w := range r.Words {
		if !norm.NFC.IsNormalString(w.Text) {
			t.Errorf("word %d: %+q is not in NFC", i, w.Text)
		}
	}
	return r
}

// Texts gives the texts of the words in order.
func Texts(r ocr.Reading) []string {
	texts := make([]string, len(r.Words))
	for i, w := range r.Words {
		texts[i] = w.Text
	}
	return texts
}
