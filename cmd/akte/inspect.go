package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"aktenkundig/scan"

	"github.com/spf13/cobra"
)

// inspected is one file of `akte inspect --json`.
type inspected struct {
	File      string           `json:"file"`
	MediaType string           `json:"mediaType,omitempty"`
	Note      string           `json:"note,omitempty"`
	Reason    scan.Reason      `json:"reason,omitempty"`  // why it cannot be opened
	Problem   string           `json:"problem,omitempty"` // the same in words
	Pages     []inspectedSheet `json:"pages"`
}

// inspectedSheet is one page of it.
type inspectedSheet struct {
	Page        int                `json:"page"`
	Size        [2]int             `json:"size"` // pixels as stored
	DPI         float64            `json:"dpi"`  // 0 if not known
	Orientation int                `json:"orientation,omitempty"`
	Coding      string             `json:"coding,omitempty"`
	Colour      string             `json:"colour,omitempty"`
	Path        string             `json:"path,omitempty"`      // image, rendered or text
	Words       int                `json:"words"`               // of the text layer, if it is kept
	TextLayer   string             `json:"textLayer,omitempty"` // what becomes of it, and why
	Measured    map[string]float64 `json:"measured,omitempty"`  // of the text layer
	Note        string             `json:"note,omitempty"`
	Reason      scan.Reason        `json:"reason,omitempty"` // why it cannot be had
	Problem     string             `json:"problem,omitempty"`
	Picture     string             `json:"picture,omitempty"` // where --pages put it
	Steps       *preparedSheet     `json:"steps,omitempty"`   // what preparing does, if --steps asks for it
}

func newInspect() *cobra.Command {
	var (
		how    opening
		asJSON bool
		to     = pictures{names: map[string]int{}}
	)
	cmd := &cobra.Command{
		Use:   "inspect FILE…",
		Short: "Tell what is in a file, without importing it",
		Long: `inspect opens files as an import would and tells what it finds: the type, and of every page the size in
pixels, the resolution, how the pixels are stored, the way in which they are got (image: as stored, rendered: drawn
from a page description, text), and what is wrong. No archive is needed.

With --steps it also prepares every page as an import does before reading, and writes each picture on the way as PNG,
numbered in order: grey, view (upright and straight), a and b (its colour), marks (what counts as dark), softened (black and
white only), scaled, evened (light), ink (what the engine is given). What was measured and found goes into NAME.steps.json.
Stamps and signatures are not lifted off, and a page whose way up only a reading could tell stays as it lies.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 some files or pages cannot be read, 130 interrupted.`,
		Example: `  akte inspect scan.pdf
  akte inspect --pages /tmp/look scan.pdf    # every page as a PNG
  akte inspect --steps /tmp/steps scan.pdf   # how a page is made ready for the engine
  akte inspect --json box/* | jq -c 'select(.reason)'`,
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, paths []string) error {
			o, err := how.options()
			if err != nil {
				return err
			}
			defer o.Renderer.Close()
			return inspect(cmd, paths, o, &to, asJSON)
		},
	}
	how.flags(cmd)
	cmd.Flags().StringVar(&to.dir, "pages", "", "write every page with pixels as PNG, upright, into this folder")
	cmd.Flags().StringVar(&to.steps, "steps", "", "write every picture on the way from page to ink as PNG into this folder")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one object a file as JSON")
	return cmd
}

func inspect(cmd *cobra.Command, paths []string, o scan.Options, to *pictures, asJSON bool) error {
	w := cmd.OutOrStdout()
	whole := true
	for _, path := range paths {
		seen, err := inspectFile(cmd.Context(), path, o, to)
		if err != nil {
			return err
		}
		if asJSON {
			err = json.NewEncoder(w).Encode(seen)
		} else {
			seen.print(w)
		}
		if err != nil {
			return err
		}
		whole = whole && seen.whole()
	}
	if !whole {
		return &exitError{code: exitSomeFailed, quiet: true}
	}
	return nil
}

// inspectFile looks at one file. What is wrong with it is part of the answer; the error is ours: the context, or a
// picture that cannot be written.
func inspectFile(ctx context.Context, path string, o scan.Options, to *pictures) (inspected, error) {
	seen := inspected{File: path, Pages: []inspectedSheet{}}
	o.Beside = scan.FindBeside(path)
	f, err := scan.Open(ctx, path, o)
	if err != nil {
		seen.MediaType, _ = scan.MediaType(path) // the reason is told already
		seen.Reason, seen.Problem = reasonOf(err)
		return seen, ctx.Err()
	}
	defer f.Close()
	seen.MediaType, seen.Note = f.MediaType(), f.Note()
	name := to.name(path)
	for n := 1; n <= f.Len(); n++ {
		s, err := f.Sheet(ctx, n)
		if ctx.Err() != nil {
			return seen, ctx.Err()
		}
		page := describeSheet(s, n, err)
		if s.Image != nil && to.dir != "" {
			if page.Picture, err = to.write(name, n, s); err != nil {
				return seen, err
			}
		}
		if s.Image != nil && to.steps != "" {
			if page.Steps, err = to.prepare(fmt.Sprintf("%s-%04d", name, n), s); err != nil {
				return seen, err
			}
		}
		seen.Pages = append(seen.Pages, page)
	}
	return seen, nil
}

// reasonOf parts an error of scan into its reason and what it says.
func reasonOf(err error) (scan.Reason, string) {
	if e, ok := errors.AsType[*scan.Error](err); ok {
		return e.Reason, e.Err.Error()
	}
	return "", err.Error()
}

func describeSheet(s scan.Sheet, n int, err error) inspectedSheet {
	page := inspectedSheet{
		Page: n, Size: [2]int(s.Size), DPI: s.DPI, Orientation: s.Orientation, Coding: s.Stored.Coding, Colour: s.Stored.Colour,
		Path: s.Path, TextLayer: s.LayerStep.Note, Measured: s.LayerStep.Values, Note: s.Note, Problem: s.Problem,
	}
	if s.Layer != nil {
		page.Words = len(s.Layer.Words)
	}
	if err != nil {
		page.Reason, page.Problem = reasonOf(err)
	}
	return page
}

// whole tells whether all of the file can be read.
func (i inspected) whole() bool {
	for _, p := range i.Pages {
		if p.Problem != "" {
			return false
		}
	}
	return i.Problem == ""
}

func (i inspected) print(w io.Writer) {
	fmt.Fprintf(w, "%s: ", printable(i.File))
	switch {
	case i.Problem != "":
		fmt.Fprintf(w, "%s\n  problem: %s\n", i.MediaType, because(i.Reason, i.Problem))
		return
	case i.Note != "":
		fmt.Fprintf(w, "%s, %s, %s\n", i.MediaType, plural(len(i.Pages), "page"), i.Note)
	default:
		fmt.Fprintf(w, "%s, %s\n", i.MediaType, plural(len(i.Pages), "page"))
	}
	for _, p := range i.Pages {
		p.print(w)
	}
}

func because(r scan.Reason, problem string) string {
	if r == "" {
		return printable(problem)
	}
	return string(r) + ": " + printable(problem)
}

// print gives a page in one line, what is odd about it in further ones.
func (p inspectedSheet) print(w io.Writer) {
	if p.Path == "" {
		fmt.Fprintf(w, "  page %d\n", p.Page)
	} else {
		fmt.Fprintf(w, "  page %d: %s\n", p.Page, strings.Join(p.facts(), ", "))
	}
	if p.TextLayer != "" {
		fmt.Fprintf(w, "    text layer: %s\n", printable(p.TextLayer))
	}
	if p.Note != "" {
		fmt.Fprintf(w, "    note: %s\n", printable(p.Note))
	}
	if p.Problem != "" {
		fmt.Fprintf(w, "    problem: %s\n", because(p.Reason, p.Problem))
	}
	if p.Picture != "" {
		fmt.Fprintf(w, "    picture: %s\n", printable(p.Picture))
	}
	if p.Steps != nil {
		p.Steps.print(w)
	}
}

func (p inspectedSheet) facts() []string {
	facts := []string{p.Path, fmt.Sprintf("%d × %d", p.Size[0], p.Size[1])}
	if p.DPI > 0 {
		const millimetres = 25.4
		facts = append(facts, fmt.Sprintf("%.0f dpi (%.0f × %.0f mm)",
			p.DPI, float64(p.Size[0])/p.DPI*millimetres, float64(p.Size[1])/p.DPI*millimetres))
	} else {
		facts = append(facts, "resolution unknown")
	}
	for _, s := range []string{p.Coding, p.Colour} {
		if s != "" {
			facts = append(facts, s)
		}
	}
	if p.Orientation > 1 {
		facts = append(facts, fmt.Sprintf("orientation %d", p.Orientation))
	}
	if p.Words > 0 {
		facts = append(facts, plural(p.Words, "word")+" of text")
	}
	return facts
}

// pictures are the PNG files that --pages and --steps write.
type pictures struct {
	dir   string
	steps string
	names map[string]int // how often a name was used
}

// name gives a file's pictures a beginning of their own, also if another folder holds a file of the same name.
func (p *pictures) name(path string) string {
	base := filepath.Base(path)
	if p.names[base]++; p.names[base] > 1 {
		return fmt.Sprintf("%s-%d", base, p.names[base])
	}
	return base
}

// write puts a sheet, turned upright, into the folder.
func (p *pictures) write(name string, n int, s scan.Sheet) (string, error) {
	if err := os.MkdirAll(p.dir, 0o750); err != nil {
		return "", err
	}
	path := filepath.Join(p.dir, fmt.Sprintf("%s-%04d.png", name, n))
	return path, writePNG(path, s.Upright())
}
