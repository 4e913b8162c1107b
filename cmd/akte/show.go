package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/export"

	"github.com/spf13/cobra"
)

func newShow(e *env) *cobra.Command {
	var asJSON, text, aside bool
	var layers string
	cmd := &cobra.Command{
		Use:   "show ID|PATH",
		Short: "Print what is known of a document",
		Long: `show prints a document: what it says about itself, the text of its pages, and what was hidden and why.
ID is a document's hash or its first four or more digits; PATH is a file that was imported.
` + exitHelp,
		Example: `  akte show 3fa9
  akte show --text --aside ~/scans/memo.pdf
  akte show --json 3fa9 | jq '.pages[].artefacts'`,
		Args: usageArgs(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			a, d, err := e.document(cmd, args[0])
			if err != nil {
				return err
			}
			switch w := cmd.OutOrStdout(); {
			case layers != "":
				return drawLayers(cmd.Context(), w, a, d, layers)
			case asJSON:
				return export.JSON(w, d)
			case text:
				return export.Text(w, d, aside)
			default:
				return describe(w, d, aside)
			}
		},
	}
	f := cmd.Flags()
	f.BoolVar(&asJSON, "json", false, "print the document as one JSON object")
	f.BoolVar(&text, "text", false, "print only the text, pages parted by form feeds")
	f.BoolVar(&aside, "aside", false, "print the hidden words too, and every finding with its reasons")
	f.StringVar(&layers, "layers", "", "draw every page with its findings and hidden words into `folder`, as PNG")
	cmd.MarkFlagsMutuallyExclusive("json", "text", "layers")
	return cmd
}

// document opens the archive and gives the document that a command names, see find.
func (e *env) document(cmd *cobra.Command, name string) (*archive.Archive, document.Document, error) {
	a, err := e.archive()
	if err != nil {
		return nil, document.Document{}, err
	}
	d, err := find(cmd, a, name)
	return a, d, err
}

// find gives the document that an ID, its beginning or an imported file names.
func find(cmd *cobra.Command, a *archive.Archive, name string) (document.Document, error) {
	id, err := a.Find(name)
	if err == nil {
		return a.Get(id)
	}
	if !errors.Is(err, archive.ErrNotFound) {
		return document.Document{}, err
	}
	if _, serr := os.Stat(name); errors.Is(serr, fs.ErrNotExist) {
		return document.Document{}, fmt.Errorf("no document and no file is named %q", name)
	}
	id, _, herr := archive.Hash(cmd.Context(), name)
	if herr != nil {
		return document.Document{}, herr
	}
	if !a.Has(id) {
		if q, ok := quarantined(a, id); ok {
			return document.Document{}, fmt.Errorf("%s is in quarantine: %s: %s", name, q.Reason, q.Detail)
		}
		return document.Document{}, &hinted{fmt.Errorf("%s is not in the archive", name), "akte import " + name}
	}
	return a.Get(id)
}

// quarantined gives the quarantine entry of an original.
func quarantined(a *archive.Archive, id string) (archive.Quarantined, bool) {
	all, err := a.Quarantines()
	if err != nil {
		return archive.Quarantined{}, false
	}
	i := slices.IndexFunc(all, func(q archive.Quarantined) bool { return q.ID == id })
	if i < 0 {
		return archive.Quarantined{}, false
	}
	return all[i], true
}

// describe prints a document for a person.
func describe(w io.Writer, d document.Document, aside bool) error {
	fmt.Fprintf(w, "%s\n", printable(d.Source.Name))
	fmt.Fprintf(w, "  id       %s\n", d.ID)
	fmt.Fprintf(w, "  source   %s, %d bytes, added %s\n", d.Source.MediaType, d.Source.Size, d.Source.Added)
	fmt.Fprintf(w, "  made     %s, %s, %s, %s\n", d.Made.Program, d.Made.Engine, strings.Join(d.Made.Languages, "+"), d.Made.Policy)
	for _, f := range d.Fields {
		fmt.Fprintf(w, "  %s\n", fieldLine(f))
	}
	for i := range d.Pages {
		describePage(w, &d.Pages[i], aside)
	}
	return nil
}

func fieldLine(f document.Field) string {
	s := fmt.Sprintf("%-15s %s", f.Name, f.Value)
	if f.Type != "" {
		s += " (" + f.Type + ")"
	}
	if f.Raw != "" {
		s += fmt.Sprintf(", printed %q", f.Raw)
	}
	const believed = 0.5
	if f.Score < believed {
		s += ", uncertain"
	}
	return fmt.Sprintf("%s, page %d, score %.2f", s, f.Page, f.Score)
}

func describePage(w io.Writer, p *document.Page, aside bool) {
	fmt.Fprintf(w, "\n— page %d: %s, %d × %d at %.0f dpi, %s —\n", p.Number, p.Verdict, p.View[0], p.View[1], p.DPI, plural(len(p.Words), "word"))
	if p.Problem != "" {
		fmt.Fprintf(w, "  problem: %s\n", p.Problem)
	}
	if s := p.Body().String; s != "" {
		fmt.Fprintf(w, "\n%s\n", s)
	}
	hidden := 0
	for _, a := range p.Artefacts {
		if a.Hidden {
			hidden++
		}
	}
	if !aside && len(p.Artefacts) > 0 {
		fmt.Fprintf(w, "\n  %s, %d hidden; --aside shows them\n", plural(len(p.Artefacts), "finding"), hidden)
	}
	if aside {
		describeAside(w, p)
	}
}

// describeAside prints what is hidden on a page, and every finding with its reasons.
func describeAside(w io.Writer, p *document.Page) {
	if s := p.Aside().String; s != "" {
		fmt.Fprintf(w, "\n  hidden:\n  %s\n", strings.ReplaceAll(s, "\n", "\n  "))
	}
	for _, a := range p.Artefacts {
		fmt.Fprintf(w, "  %s\n", artefactLine(a))
	}
}

// artefactLine is a finding with its reasons: "noise 0.97, hidden, at [1 2 3 4]: mean confidence 0.31 (limit 0.50)".
func artefactLine(a document.Artefact) string {
	var reasons []string
	for _, r := range a.Reasons {
		reasons = append(reasons, fmt.Sprintf("%s %.2f (limit %.2f)", r.Text, r.Value, r.Limit))
	}
	state := "shown"
	if a.Hidden {
		state = "hidden"
	}
	return fmt.Sprintf("%s %.2f, %s, at %v: %s", a.Kind, a.Score, state, a.Box, strings.Join(reasons, "; "))
}
