package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"

	"aktenkundig/document"
	"aktenkundig/internal/eval"
	"aktenkundig/internal/memogen"
)

// drawn are the classes and what makes them; all but the first are degraded.
func drawn() []struct {
	name    string
	classes []string
} {
	type class = struct {
		name    string
		classes []string
	}
	list := []class{{"clean", []string{memogen.Clean}}, {"scan", []string{memogen.Scan}}}
	for _, c := range memogen.Classes()[2:] {
		switch c {
		case memogen.BadLight, memogen.LowContrast, memogen.Bilevel, memogen.Fax:
			list = append(list, class{c, []string{c}})
		default:
			list = append(list, class{c, []string{memogen.Scan, c}})
		}
	}
	return list
}

// gather draws what is to be drawn and finds the files and their truth, class after class.
func gather(o options) ([]eval.Item, error) {
	var items []eval.Item
	for _, c := range drawn() {
		if o.classes != "" && !slices.Contains(split(o.classes), c.name) {
			continue
		}
		dir := filepath.Join(o.dir, c.name)
		if err := draw(dir, c.classes, o); err != nil {
			return nil, err
		}
		found, err := eval.LoadTruth(dir)
		if err != nil {
			return nil, err
		}
		for i := range found {
			found[i].Set = c.name
		}
		items = append(items, found...)
	}
	if o.corpus == "" {
		return items, nil
	}
	real, err := eval.LoadTruth(o.corpus)
	eval.FoldCase(real, "sroie") // typed in capitals throughout
	return append(items, real...), err
}

// draw draws the pages of a class as one file each, unless the folder is there already. Of artefacts they have those
// that handling and scanning leave; stamps and handwriting are cleanup's.
func draw(dir string, classes []string, o options) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	format := memogen.JPEG
	if slices.Contains(classes, memogen.Bilevel) || slices.Contains(classes, memogen.Fax) {
		format = memogen.TIFFG4
	}
	for i := range uint64(o.pages) {
		seed := o.seed + 1000*uint64(len(filepath.Base(dir))) + i
		m := memogen.Draw(seed, memogen.Options{Classes: classes, Pages: 1, Extra: []document.Verdict{}, Format: format, Artefacts: dirt(seed)})
		m.Pages, m.Truth.Pages = m.Pages[:1], m.Truth.Pages[:1]
		m.Tagged = false // that is for scan to heed
		if _, err := memogen.Write(dir, fmt.Sprintf("page-%03d", i), m); err != nil {
			return err
		}
	}
	return nil
}

// dirt chooses artefacts by seed, each about as often as memogen does.
func dirt(seed uint64) []document.Kind {
	r := rand.New(rand.NewPCG(seed, 1))
	list := []document.Kind{}
	for _, k := range []document.Kind{document.Hole, document.Staple, document.Border, document.Streak, document.Speck} {
		if r.IntN(100) < 25 {
			list = append(list, k)
		}
	}
	return list
}
