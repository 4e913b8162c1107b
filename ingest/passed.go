package ingest

import (
	"context"
	"errors"
	"fmt"

	"aktenkundig/document"
	"aktenkundig/ocr"
	"aktenkundig/prep"
)

// sureEnough is the least confidence of a word that only the second reading found: the first may have had its reasons.
const sureEnough = 0.5

// readPassed has the engine read by itself the print that it passed over, and puts the words where they belong.
// A page without any words is not looked at: what is on it is no text for the engine.
func (r *run) readPassed(ctx context.Context, p *document.Page, ink prep.Ink) error {
	if len(p.Words) == 0 {
		return nil
	}
	known := make([]document.Box, len(p.Words))
	for i, w := range p.Words {
		known[i] = w.Box
	}
	rows := ink.Passed(known)
	if len(rows) == 0 {
		return nil
	}
	only := ink.Only(rows)
	reading, err := r.Engine.Read(ctx, ocr.Ink{Image: only.Grey, DPI: only.DPI})
	switch {
	case ctx.Err() != nil, errors.Is(err, ocr.ErrStart), errors.Is(err, ocr.ErrClosed):
		return err
	case err != nil: // the page itself was read
		p.Problem = join(p.Problem, fmt.Sprintf("read what was passed over: %v", err))
		return nil
	}
	reading, ok := parted(reading, only)
	if !ok {
		return nil
	}
	more := reading.Where(func(w document.Word) bool { return w.Conf >= sureEnough })
	if len(more.Words) == 0 {
		return nil
	}
	all := ocr.Reading{Regions: p.Regions, Lines: p.Lines, Words: p.Words}.Insert(more)
	p.Regions, p.Lines, p.Words = all.Regions, all.Lines, all.Words
	clip(p)
	p.Steps = append(p.Steps, document.Step{Name: "passed", Note: "rows of print that the engine passed over were read by themselves",
		Values: map[string]float64{"rows": float64(len(rows)), "words": float64(len(more.Words))}})
	return nil
}
