package ingest

import (
	"context"
	"errors"
	"strconv"
	"unicode"

	"aktenkundig/document"
	"aktenkundig/ocr"
	"aktenkundig/prep"
)

// Upright turns a view whose way up is in doubt as a small piece of it reads best; it stays as it came unless another
// way is clearly more legible. Views without doubt are given back as they are, and the engine is not asked. What the
// engine cannot read decides nothing; an error means that it reads no page at all, or that ctx has ended.
func Upright(ctx context.Context, engine ocr.Engine, v prep.View) (prep.View, error) {
	if len(v.Doubt) == 0 {
		return v, nil
	}
	values := map[string]float64{}
	var legible [4]float64
	for _, turn := range v.Doubt {
		ink := v.Sample(turn)
		if ink.Blank {
			continue
		}
		r, err := engine.Read(ctx, ocr.Ink{Image: ink.Grey, DPI: ink.DPI})
		if ctx.Err() != nil {
			return v, ctx.Err()
		}
		if errors.Is(err, ocr.ErrStart) || errors.Is(err, ocr.ErrClosed) {
			return v, err
		}
		if err == nil {
			legible[turn] = legibility(r)
			values["at "+strconv.Itoa(90*turn)] = legible[turn]
		}
	}
	turn := mostLegible(legible)
	values["turn"] = float64(90 * turn)
	v = v.Turned(turn)
	v.Steps = append(v.Steps, document.Step{Name: "orientation", Note: "as a piece of the page reads best", Values: values})
	return v, nil
}

// mostLegible is the turn that reads best, 0 unless another one leaves no doubt.
func mostLegible(legible [4]float64) int {
	const least, times = 10, 1.5
	best := 0
	for turn := range legible {
		if legible[turn] > legible[best] {
			best = turn
		}
	}
	for turn := range legible {
		if turn != best && legible[best] < times*legible[turn] {
			return 0
		}
	}
	if legible[best] < least {
		return 0
	}
	return best
}

// legibility is the number of letters and figures in words of at least three that run across, each weighed by the
// confidence in it above a half, from 0 to 1. Tesseract reads lines that run up or down as well.
func legibility(r ocr.Reading) float64 {
	sum := 0.0
	for _, w := range r.Words {
		n := 0
		for _, c := range w.Text {
			if unicode.IsLetter(c) || unicode.IsDigit(c) {
				n++
			}
		}
		if n >= 3 && w.Conf > 0.5 && w.Box.Width() > w.Box.Height() {
			sum += float64(n) * (w.Conf - 0.5) * 2
		}
	}
	return float64(int(sum*10)) / 10
}
