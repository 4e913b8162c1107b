package main

import (
	"encoding/json"
	"fmt"
	"image"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"aktenkundig/document"
	"aktenkundig/prep"
	"aktenkundig/scan"
)

// preparedSheet is what --steps tells of a page.
type preparedSheet struct {
	Pictures  []string            `json:"pictures"` // in the order in which they were made
	View      document.Size       `json:"view"`     // pixels
	DPI       float64             `json:"dpi"`
	ToView    document.Affine     `json:"toView"`
	Doubt     []int               `json:"doubt,omitempty"` // quarter turns that only a reading could tell apart
	InkDPI    float64             `json:"inkDPI"`
	ToInk     document.Affine     `json:"toInk"` // view to ink
	Blank     bool                `json:"blank"`
	Done      []document.Step     `json:"done"`
	Artefacts []document.Artefact `json:"artefacts"`
}

// prepare makes a sheet ready for the engine and writes every picture on the way, and what was measured, into the folder
// of --steps. What prep refuses is told as an empty sheet would be: with no pictures.
func (p *pictures) prepare(name string, s scan.Sheet) (*preparedSheet, error) {
	if err := os.MkdirAll(p.steps, 0o750); err != nil {
		return nil, err
	}
	told := &preparedSheet{Pictures: []string{}, Done: []document.Step{}, Artefacts: []document.Artefact{}}
	var failed error
	trace := prep.Trace(func(stage string, picture *image.Gray) {
		path := filepath.Join(p.steps, fmt.Sprintf("%s-%d-%s.png", name, len(told.Pictures)+1, stage))
		if err := writePNG(path, picture); err != nil && failed == nil {
			failed = err
		}
		told.Pictures = append(told.Pictures, path)
	})
	v, err := trace.Look(s.Image, s.Orientation, s.DPI)
	if err != nil {
		return told, fmt.Errorf("%s: prepare: %w", name, err)
	}
	doubt := v.Doubt
	if len(doubt) > 0 {
		v = v.Turned(0)
	}
	k := trace.Ready(v)
	if failed != nil {
		return told, failed
	}
	told.View, told.DPI, told.ToView, told.Doubt = document.Size{v.Grey.Rect.Dx(), v.Grey.Rect.Dy()}, v.DPI, v.ToView, doubt
	told.InkDPI, told.ToInk, told.Blank = k.DPI, k.ToInk, k.Blank
	told.Done = append(append(told.Done, v.Steps...), k.Steps...)
	told.Artefacts = append(told.Artefacts, k.Artefacts...)
	data, err := json.MarshalIndent(told, "", " ")
	if err != nil {
		return told, err
	}
	return told, os.WriteFile(filepath.Join(p.steps, name+".steps.json"), append(data, '\n'), 0o640)
}

// print gives a line for each step and each finding.
func (s *preparedSheet) print(w io.Writer) {
	for _, d := range s.Done {
		var values []string
		for _, k := range slices.Sorted(maps.Keys(d.Values)) {
			values = append(values, fmt.Sprintf("%s %g", k, d.Values[k]))
		}
		fmt.Fprintf(w, "    %-12s %s\n", d.Name, strings.Join(slices.DeleteFunc([]string{d.Note, strings.Join(values, ", ")},
			func(s string) bool { return s == "" }), ": "))
	}
	for _, a := range s.Artefacts {
		fmt.Fprintf(w, "    %-12s %v, score %g", a.Kind, a.Box, a.Score)
		for _, r := range a.Reasons {
			fmt.Fprintf(w, "; %s: %g (limit %g)", r.Text, r.Value, r.Limit)
		}
		fmt.Fprintln(w)
	}
	if len(s.Pictures) > 0 {
		fmt.Fprintf(w, "    pictures     %s to %s\n", printable(s.Pictures[0]), printable(filepath.Base(s.Pictures[len(s.Pictures)-1])))
	}
}
