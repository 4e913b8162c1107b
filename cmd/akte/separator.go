package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"aktenkundig/ingest"
	"aktenkundig/ingest/separator"

	"github.com/spf13/cobra"
)

// parting holds the flags that say what the pages of files belong to.
type parting struct {
	join   string
	split  string
	duplex bool
}

// joinFolder is the one way to join.
const joinFolder = "folder"

func (o *parting) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.join, "join", "", "folder: the pictures of a folder are the pages of one document, in natural order")
	f.StringVar(&o.split, "split", "", "cut files, and joined folders, at separator sheets: "+strings.Join(kinds(), ", ")+" (akte separator prints them)")
	f.BoolVar(&o.duplex, "duplex", false, "with --split: sheets were scanned on both sides; a separator sheet is two pages")
}

func kinds() (names []string) {
	for _, k := range separator.Kinds() {
		names = append(names, string(k))
	}
	return names
}

func (o *parting) check(watched bool) error {
	switch {
	case o.join != "" && o.join != joinFolder:
		return fmt.Errorf("--join %s: want %s", o.join, joinFolder)
	case o.join != "" && watched:
		return errors.New("--join needs whole folders; a watched one is never known to be whole")
	case o.split != "" && !slices.Contains(kinds(), o.split):
		return fmt.Errorf("--split %s: want one of %s", o.split, strings.Join(kinds(), ", "))
	case o.duplex && o.split == "":
		return errors.New("--duplex needs --split")
	}
	return nil
}

func (o *parting) settle(p *ingest.Pipeline) {
	p.Join, p.Split, p.Duplex = o.join != "", separator.Kind(o.split), o.duplex
}

func newSeparator() *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "separator --pdf [TITLE…]",
		Short: "Print separator sheets to lay between the documents of a stack",
		Long: `separator writes a PDF with a page for each TITLE, or one page without a title. Such a sheet bears a QR and a Code 128 symbol and
the patch code T, so that akte import --split barcode and --split patch know it, whichever way up it lies. A title becomes
the name of the document that follows (--split barcode only). The sheets may be copied and used again.
` + exitHelp,
		Example: "  akte separator --pdf > separator.pdf\n  akte separator --pdf=titles.pdf 'Bauakte Müller' 'Bauakte Schulze'",
		Args: usageArgs(func(_ *cobra.Command, _ []string) error {
			if out == "" {
				return errors.New("say --pdf, or --pdf=FILE")
			}
			return nil
		}),
		RunE: func(cmd *cobra.Command, titles []string) error {
			if len(titles) == 0 {
				titles = []string{""}
			}
			write := func(w io.Writer) error { return separator.WriteSheets(w, titles) }
			if out != "-" {
				return whole(filepath.Dir(out), filepath.Base(out), write)
			}
			if isTerminal(cmd.OutOrStdout()) {
				return usage(errors.New("this is no text for a terminal; say where to put it with --pdf=FILE"))
			}
			return write(cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&out, "pdf", "", "write the PDF to this file; - or nothing is the standard output")
	cmd.Flags().Lookup("pdf").NoOptDefVal = "-"
	return cmd
}
