package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"sync"

	"aktenkundig/cleanup/internal/marks"
	"aktenkundig/document"
	"aktenkundig/internal/eval"
	"aktenkundig/prep"
	"aktenkundig/scan"
)

// studied is one page with what is known of it, in pixels of the sheet.
type studied struct {
	name   string
	fold   int
	study  *marks.Study
	labels []marks.Kind // of the marks; -1 where it is not known
	truth  []thing
	words  []document.Box
	scale  int    // pixels of the view along one of the sheet
	source string // the class that says how much of the page is known
}

// thing is a true artefact.
type thing struct {
	kind marks.Kind
	name string
	box  document.Box
}

// load studies all pages under the folders.
func load(folders []string) ([]studied, error) {
	var items []eval.Item
	for _, f := range folders {
		some, err := eval.LoadTruth(f)
		if err != nil {
			return nil, err
		}
		items = append(items, some...)
	}
	pages := make([][]studied, len(items))
	errs := make([]error, len(items))
	var wait sync.WaitGroup
	slots := make(chan struct{}, 2)
	for i, it := range items {
		wait.Go(func() {
			slots <- struct{}{}
			pages[i], errs[i] = study(it, i%2)
			<-slots
		})
	}
	wait.Wait()
	for i, err := range errs {
		if err != nil {
			fmt.Fprintf(os.Stderr, "learn: %s: %v\n", items[i].Path, err)
		}
	}
	return slices.Concat(pages...), nil
}

func study(it eval.Item, fold int) ([]studied, error) {
	f, err := scan.Open(context.Background(), it.Path, scan.Options{})
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []studied
	for _, t := range it.Truth.Pages {
		p, err := look(f, t)
		if err != nil {
			return out, fmt.Errorf("page %d: %w", t.Number, err)
		}
		if p.study == nil {
			continue
		}
		p.name, p.fold = fmt.Sprintf("%s:%d", it.Path, t.Number), fold
		p.source = it.Set
		p.label()
		out = append(out, p)
	}
	return out, nil
}

// look makes the study of one page and brings what is known of it into the sheet's pixels.
func look(f *scan.File, t eval.TruthPage) (studied, error) {
	var p studied
	s, err := f.Sheet(context.Background(), t.Number)
	if err != nil || s.Image == nil {
		return p, err
	}
	v, err := prep.Look(s.Image, s.Orientation, s.DPI)
	if err != nil {
		return p, err
	}
	sheet := marks.NewSheet(v.Grey, nil, nil, v.DPI)
	if v.Colour != nil {
		sheet = marks.NewSheet(v.Grey, v.Colour.A, v.Colour.B, v.DPI)
	}
	p.study = marks.NewStudy(sheet)
	p.scale = sheet.Scale
	k := 1 / float64(sheet.Scale)
	toSheet := v.ToView.Then(document.Scale(k, k))
	for _, a := range t.Artefacts {
		p.truth = append(p.truth, thing{kindOf(a.Kind), a.Kind, toSheet.Box(a.Box)})
	}
	for _, w := range t.Words {
		p.words = append(p.words, toSheet.Box(w.Box))
	}
	return p, nil
}

func kindOf(name string) marks.Kind {
	switch document.Kind(name) {
	case document.Stamp:
		return marks.Stamp
	case document.Signature:
		return marks.Signature
	case document.Handwriting:
		return marks.Hand
	case document.Logo:
		return marks.Logo
	}
	return marks.Other
}

// label says of every mark what it is.
func (p *studied) label() {
	boxes := p.study.Boxes()
	p.labels = make([]marks.Kind, len(boxes))
	behind := slices.ContainsFunc(p.truth, func(t thing) bool { return t.name == string(document.Through) })
	for i, b := range boxes {
		in, area := p.inside(b)
		onWord, wordHeight := p.onWord(b)
		typed := onWord > 0.5
		switch {
		case in >= 0 && typed && !p.study.Coloured(i) && float64(b.Height()) < 1.3*wordHeight && area > b.Area():
			p.labels[i] = marks.Text
		case in >= 0:
			p.labels[i] = in
		case behind && onWord < 0.1 && !p.study.Hollow(i):
			p.labels[i] = marks.Other
		case p.source == "tobacco" && float64(b.Height()) > 60:
			p.labels[i] = -1 // only the first signature of a page is known there
		default:
			p.labels[i] = marks.Text
		}
	}
}

// inside gives the kind of the smallest artefact that holds most of b, and its area; -1 if there is none.
func (p *studied) inside(b document.Box) (marks.Kind, int) {
	kind, area := marks.Kind(-1), 1<<60
	for _, t := range p.truth {
		if t.name == string(document.Through) {
			continue
		}
		grown := document.Box{t.box[0] - 2, t.box[1] - 2, t.box[2] + 2, t.box[3] + 2}
		if a := t.box.Area(); 10*grown.Intersect(b).Area() >= 7*b.Area() && a < area {
			kind, area = t.kind, a
		}
	}
	return kind, area
}

// onWord is the share of b that typed words cover, and the height of the largest of them.
func (p *studied) onWord(b document.Box) (share, height float64) {
	for _, w := range p.words {
		if a := w.Intersect(b).Area(); a > 0 {
			share += float64(a) / float64(b.Area())
			height = max(height, float64(w.Height()))
		}
	}
	return share, height
}

// what is the kind of the true artefact that a figure with box b has found; Text if none, -1 where that is not known.
func (p *studied) what(b document.Box) marks.Kind {
	for _, t := range p.truth {
		if t.kind != marks.Other && found(t.box, b) {
			return t.kind
		}
	}
	if p.source == "tobacco" {
		return -1
	}
	return marks.Text
}

func found(truth, got document.Box) bool {
	a, b := truth.Area(), got.Area()
	return truth.ContainsCentre(got) && a <= 6*b && b <= 6*a
}
