package main

import (
	"fmt"

	"aktenkundig/document"
	"aktenkundig/extract"
	"aktenkundig/internal/memogen"
	"aktenkundig/prep"
)

// boxes draws the first pages of memos and looks into the boxes before "vertraulich", with the words' places as drawn.
func boxes(seed uint64, n int, verbose bool) error {
	counts := map[[2]string]int{}
	for i := range uint64(n) {
		truth := memogen.Compose(seed+i, memogen.Options{})
		said := ""
		for _, f := range truth.Fields {
			if f.Name == "confidentiality" {
				said = f.Value
			}
		}
		if said == "" {
			continue
		}
		m := memogen.Draw(seed+i, memogen.Options{})
		first := m.Truth.Pages[0]
		view, err := prep.Look(m.Pages[0], orientation(first.Turn), first.DPI)
		if err != nil {
			return err
		}
		p := &document.Page{Number: 1, View: document.Size{view.Grey.Rect.Dx(), view.Grey.Rect.Dy()}}
		for _, w := range first.Words {
			if w.Text == "vertraulich" || w.Text == "confidential" {
				p.Words = append(p.Words, document.Word{Text: w.Text, Box: view.ToView.Box(w.Box)})
				break
			}
		}
		got := "no label"
		for _, t := range extract.Ticks(view.Grey, p) {
			got = string(t.State)
			if verbose {
				fmt.Printf("seed %d %s: %s frame %.2f ink %.3f box %v word %v %v\n", seed+i, said, t.State, t.Frame, t.Ink, t.Box, p.Words[0].Box, truth.Classes)
			}
		}
		counts[[2]string{said, got}]++
	}
	for k, v := range counts {
		fmt.Printf("%-14s seen as %-10s %4d\n", k[0], k[1], v)
	}
	return nil
}

// orientation is EXIF's for a page that must be turned clockwise by degrees.
func orientation(degrees int) int { return map[int]int{0: 1, 90: 6, 180: 3, 270: 8}[degrees] }
