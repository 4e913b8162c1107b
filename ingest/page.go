package ingest

import (
	"context"
	"errors"
	"fmt"
	"image"

	"aktenkundig/cleanup"
	"aktenkundig/document"
	"aktenkundig/ocr"
	"aktenkundig/prep"
	"aktenkundig/scan"
)

// page leads one sheet from the file to a page of the record and writes it into the journal. Whatever is wrong
// with the sheet or its reading becomes the page's problem; an error means that the run ends or the archive
// cannot be written.
func (r *run) page(ctx context.Context, f *file, n int) (document.Page, error) {
	p, err := r.sheet(ctx, f.scan, n)
	if ctx.Err() != nil {
		return document.Page{}, ctx.Err()
	}
	if errors.Is(err, ocr.ErrStart) || errors.Is(err, ocr.ErrClosed) {
		return document.Page{}, fmt.Errorf("page %d: %w", n, err) // no page will fare better
	}
	if err != nil {
		p.Verdict, p.Problem = document.Unreadable, join(p.Problem, err.Error())
	}
	if err := r.Archive.PutPage(f.id, r.key, p); err != nil {
		return document.Page{}, fmt.Errorf("page %d: write the journal: %w", n, err)
	}
	r.read(f, p)
	return p, nil
}

// sheet decodes, straightens, reads and cleans one sheet. With an error the page holds what was known by then.
func (r *run) sheet(ctx context.Context, f Paper, n int) (p document.Page, err error) {
	p = document.Page{Number: n, ToView: document.Identity()}
	defer func() {
		if v := recover(); v != nil { // a defect of ours costs one page, not the night
			err = fmt.Errorf("a defect in akte, please report it: %v", v)
		}
	}()
	s, err := f.Sheet(ctx, n)
	if err != nil {
		return p, err
	}
	p.Scan, p.DPI, p.Problem = s.Size, s.DPI, s.Problem
	p.Steps = append(p.Steps, s.Steps()...)
	p.Steps = append(p.Steps, r.marks(s)...)
	if s.Image == nil {
		p.View = s.Size
		if s.Layer != nil {
			p.Regions, p.Lines, p.Words = s.Layer.Regions, s.Layer.Lines, s.Layer.Words
		}
		r.clean(&p, len(p.Words) == 0, nil)
		return p, nil
	}
	return r.look(ctx, p, s)
}

// join puts two problems into one sentence; either may be empty.
func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// look takes the sheet's picture through prep and the engine.
func (r *run) look(ctx context.Context, p document.Page, s scan.Sheet) (document.Page, error) {
	view, err := prep.Look(s.Image, s.Orientation, s.DPI)
	if err != nil {
		return p, fmt.Errorf("prepare: %w", err)
	}
	s.Image = nil // several times the view's size: let it go before the engine works
	if view, err = Upright(ctx, r.Engine, view); err != nil {
		return p, fmt.Errorf("find the way up: %w", err)
	}
	p.View = document.Size{view.Grey.Rect.Dx(), view.Grey.Rect.Dy()}
	p.DPI, p.ToView = view.DPI, view.ToView
	p.Steps = append(p.Steps, view.Steps...)
	if s.Layer != nil {
		useLayer(&p, s.Layer)
		sight := cleanup.Look(picture(view), r.Policy)
		sight.Cover(&p, false)
		p.Artefacts = append(p.Artefacts, sight.Findings...)
		r.clean(&p, false, &sight)
		return p, nil
	}

	sight := cleanup.Look(picture(view), r.Policy)
	ink := prep.Ready(view.With(sight.Grey))
	grey := view.Grey
	view.Grey, view.Colour, sight.Grey = nil, nil, nil
	p.Steps, p.Artefacts = append(p.Steps, ink.Steps...), append(p.Artefacts, ink.Artefacts...)
	if err := r.readInk(ctx, &p, ink); err != nil {
		return p, err
	}
	doubtful := cleanup.Doubtful(&p)
	if !doubtful {
		if err := r.readPassed(ctx, &p, ink); err != nil {
			return p, err
		}
	}
	sight.Cover(&p, true)
	if sight.Plate == nil && doubtful {
		if behind, err := r.mirror(ctx, &p, ink); behind || err != nil {
			return p, err
		}
	}
	if err := r.readPlate(ctx, &p, &sight); err != nil {
		return p, err
	}
	p.Artefacts = append(p.Artefacts, sight.Findings...)
	r.clean(&p, ink.Blank && len(p.Words) == 0, &sight)
	r.ticks(&p, grey)
	return p, nil
}

// picture is a view as cleanup sees it.
func picture(v prep.View) cleanup.Picture {
	pic := cleanup.Picture{Grey: v.Grey, DPI: v.DPI}
	if v.Colour != nil {
		pic.A, pic.B = v.Colour.A, v.Colour.B
	}
	return pic
}

// readInk has the engine read the page's ink, unless nothing on it could be text.
func (r *run) readInk(ctx context.Context, p *document.Page, ink prep.Ink) error {
	if ink.Blank {
		return nil
	}
	reading, err := r.Engine.Read(ctx, ocr.Ink{Image: ink.Grey, DPI: ink.DPI})
	if err != nil {
		return fmt.Errorf("read: %w", err)
	}
	reading, ok := parted(reading, ink)
	if !ok {
		return fmt.Errorf("prepare: the ink has no size")
	}
	p.Regions, p.Lines, p.Words = reading.Regions, reading.Lines, reading.Words
	clip(p)
	return nil
}

// parted gives what was read on the ink in the view's pixels, with the words parted that the engine runs together; ok is false where the
// ink has no size.
func parted(reading ocr.Reading, ink prep.Ink) (in ocr.Reading, ok bool) {
	toView, ok := ink.ToInk.Inverse()
	if !ok {
		return in, false
	}
	return reading.PartAmounts().PartBlanks(ink.Grey).Map(toView), true
}

// mirror has the engine read the ink in the mirror: a page that only shows the other side of its sheet makes sense there.
func (r *run) mirror(ctx context.Context, p *document.Page, ink prep.Ink) (behind bool, err error) {
	reading, err := r.Engine.Read(ctx, ocr.Ink{Image: mirrored(ink.Grey), DPI: ink.DPI})
	switch {
	case ctx.Err() != nil, errors.Is(err, ocr.ErrStart), errors.Is(err, ocr.ErrClosed):
		return false, err
	case err != nil: // the page itself was read
		return false, nil
	}
	return cleanup.Behind(p, &document.Page{Regions: reading.Regions, Lines: reading.Lines, Words: reading.Words}), nil
}

// mirrored is g with left and right changed.
func mirrored(g *image.Gray) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		from, to := g.Pix[y*g.Stride:][:w], out.Pix[y*out.Stride:][:w]
		for x, v := range from {
			to[w-1-x] = v
		}
	}
	return out
}

// readPlate has the engine read what was taken off the page by itself.
func (r *run) readPlate(ctx context.Context, p *document.Page, sight *cleanup.Sight) error {
	if sight.Plate == nil {
		return nil
	}
	reading, err := r.Engine.Read(ctx, ocr.Ink{Image: sight.Plate.Image, DPI: sight.Plate.DPI})
	switch {
	case ctx.Err() != nil, errors.Is(err, ocr.ErrStart), errors.Is(err, ocr.ErrClosed):
		return err
	case err != nil: // the page itself was read
		p.Problem = join(p.Problem, fmt.Sprintf("read what was taken off the page: %v", err))
		return nil
	}
	sight.Tell(p, reading.Lines, reading.Words)
	return nil
}

// clean gives the page its findings and its verdict; sight is what was seen on its picture, nil without one.
func (r *run) clean(p *document.Page, blank bool, sight *cleanup.Sight) {
	switch {
	case blank && p.Problem != "":
		p.Verdict = document.Unreadable // what is lost may have been all there was
	case blank && sight != nil:
		p.Verdict = sight.Bare(p)
	case blank:
		p.Verdict = document.Blank
	case len(p.Words) == 0:
		verdict, problem := sight.Wordless(p)
		p.Verdict, p.Problem = verdict, join(p.Problem, problem)
	default:
		p.Verdict = document.Text
		cleanup.Clean(p, r.Detectors, r.Policy)
		if sight != nil {
			sight.Unlettered(p, r.Policy)
		}
	}
}

// clip keeps boxes inside the view, which the rounding from ink to view can leave by a pixel.
func clip(p *document.Page) {
	view := document.Box{0, 0, p.View[0], p.View[1]}
	for i := range p.Regions {
		p.Regions[i].Box = p.Regions[i].Box.Intersect(view)
	}
	for i := range p.Lines {
		p.Lines[i].Box = p.Lines[i].Box.Intersect(view)
	}
	for i := range p.Words {
		p.Words[i].Box = p.Words[i].Box.Intersect(view)
	}
}
