package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/export/premis"
	"aktenkundig/index"
	"aktenkundig/scan"

	"github.com/spf13/cobra"
)

// exporting holds the flags of an export.
type exporting struct {
	format  string
	where   string
	batch   string
	out     string
	aside   bool
	perPage bool
	bom     bool
	baseURL string
	again   bool
	jobs    int
	opening

	archive    *archive.Archive
	opened     scan.Options
	how        format
	deliveries map[string][]premis.Delivery     // by id, for formats that tell of them
	say        func(format string, args ...any) // to the person at work
}

func newExport(e *env) *cobra.Command {
	x := &exporting{}
	cmd := &cobra.Command{
		Use:   "export --format F [ID…]",
		Short: "Write documents in the formats of libraries, archives and offices",
		Long: "export writes documents into other formats. Originals are never changed, and no scan is coded anew.\n" +
			"Without ID and --where all documents are written. A document's files are named after its original and its ID. An export\n" +
			"that was interrupted goes on when it is started once more: what is there and up to date is passed over.\n\n" +
			formatHelp() + exitHelp,
		Example: `  akte export --format pdf -o searchable
  akte export --format text 3fa9
  akte export --format csv --where 'A0293/21' -o -
  akte export --format bag --batch 2026-11-23T08-00-00Z -o transfer`,
		Args: usageArgs(func(_ *cobra.Command, args []string) error {
			if len(args) > 0 && (x.where != "" || x.batch != "") || x.where != "" && x.batch != "" {
				return errors.New("give IDs, --where or --batch, not several of them")
			}
			return nil
		}),
		RunE: func(cmd *cobra.Command, args []string) error {
			a, err := e.archive()
			if err != nil {
				return err
			}
			return x.run(cmd, a, args)
		},
	}
	f := cmd.Flags()
	f.StringVarP(&x.format, "format", "f", "", "one of "+strings.Join(formatNames(), ", "))
	f.StringVar(&x.where, "where", "", "only the documents that this search finds, as for akte search")
	f.StringVar(&x.batch, "batch", "", "only the documents of this batch, see akte batch list")
	f.StringVarP(&x.out, "output", "o", "", "folder to write to, or - for the standard output (default: -, where one file comes out)")
	f.BoolVar(&x.aside, "with-aside", false, "also the words that were hidden: stamps, margins, noise")
	f.BoolVar(&x.perPage, "per-page", false, "a file for each page instead of each document (hocr, alto, alto2)")
	f.BoolVar(&x.bom, "bom", false, "begin csv with a byte order mark, as some spreadsheets want it")
	f.StringVar(&x.baseURL, "base-url", "https://example.org/oparl", "URL under which oparl's objects will stand")
	f.BoolVar(&x.again, "again", false, "write anew what is there and up to date")
	f.IntVarP(&x.jobs, "jobs", "j", runtime.GOMAXPROCS(0), "documents written at once")
	f.StringVar(&x.passwordFile, "password-file", "", "file with passwords for encrypted PDFs, one a line; all are tried")
	return cmd
}

// run chooses the documents and writes them.
func (x *exporting) run(cmd *cobra.Command, a *archive.Archive, args []string) error {
	at := slices.IndexFunc(formats(), func(f format) bool { return f.name == x.format })
	if at < 0 {
		return usage(fmt.Errorf("--format %q: say one of %s", x.format, strings.Join(formatNames(), ", ")))
	}
	x.archive, x.how = a, formats()[at]
	var err error
	if x.opened, err = x.options(); err != nil {
		return err
	}
	defer x.opened.Renderer.Close()
	line := newProgress(cmd.ErrOrStderr())
	x.say = line.say
	ids, err := x.chosen(cmd, args, line)
	if err != nil {
		return err
	}
	if len(ids) == 0 {
		return errors.New("there is no document to export")
	}
	if x.how.history {
		if err := x.readLedgers(ids); err != nil {
			return err
		}
	}
	if (x.how.tree != nil || x.how.folder != nil) && (x.out == "" || x.out == "-") {
		return usage(fmt.Errorf("%s is a folder; say where to put it with -o DIR", x.how.name))
	}
	switch {
	case x.how.tree != nil:
		defer line.end()
		return x.how.tree(cmd.Context(), x, x.out, ids, line.note)
	case x.how.all != nil:
		return x.writeOne(cmd, ids, line)
	case x.out == "" || x.out == "-":
		return x.print(cmd, ids)
	}
	return x.writeFiles(cmd.Context(), ids, line)
}

// chosen gives the ids of the documents that were asked for, ascending.
func (x *exporting) chosen(cmd *cobra.Command, args []string, line *progress) (ids []string, err error) {
	switch {
	case len(args) > 0:
		for _, name := range args {
			d, err := find(cmd, x.archive, name)
			if err != nil {
				return nil, err
			}
			ids = append(ids, d.ID)
		}
	case x.where != "":
		ids, err = found(cmd.Context(), x.archive, x.where, line)
	case x.batch != "":
		ids, err = delivered(x.archive, x.batch)
	default:
		for id, err := range x.archive.IDs() {
			if err != nil {
				return nil, err
			}
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids), err
}

// found gives the documents that a search finds.
func found(ctx context.Context, a *archive.Archive, query string, line *progress) ([]string, error) {
	if err := sync(ctx, a, line); err != nil {
		line.say("not everything is in the index: %v", err)
	}
	ix, err := index.Open(a.IndexDir())
	if err != nil {
		return nil, err
	}
	defer ix.Close()
	const step, most = 1000, 10_000
	var ids []string
	for offset := 0; offset <= most; offset += step {
		res, err := ix.Search(ctx, a, index.Request{Query: query, Limit: step, Offset: offset})
		if err != nil {
			return nil, err
		}
		for _, h := range res.Hits {
			ids = append(ids, h.ID)
		}
		if len(res.Hits) < step {
			return ids, nil
		}
	}
	return nil, fmt.Errorf("--where finds more than %d pages; narrow it, or export all", most)
}

// delivered gives the documents of a batch that have a record.
func delivered(a *archive.Archive, batch string) (ids []string, err error) {
	for e, err := range a.Entries(batch) {
		if err != nil {
			return nil, fmt.Errorf("batch %s: %w", batch, err)
		}
		if e.ID != "" && a.Has(e.ID) {
			ids = append(ids, e.ID)
		}
	}
	return ids, nil
}

// print writes the one file that comes out, or the text of several documents one after the other.
func (x *exporting) print(cmd *cobra.Command, ids []string) error {
	w := cmd.OutOrStdout()
	if len(ids) > 1 && !x.how.joins {
		return usage(fmt.Errorf("%s have a file each; say where to put them with -o DIR", plural(len(ids), "document")))
	}
	if x.how.binary && isTerminal(w) {
		return usage(errors.New("this is no text for a terminal; say where to put it with -o DIR"))
	}
	for i, id := range ids {
		d, err := x.archive.Get(id)
		if err != nil {
			return err
		}
		parts, err := x.how.parts(cmd.Context(), x, d)
		if err != nil {
			return fmt.Errorf("%s: %w", d.Source.Name, err)
		}
		if len(parts) > 1 {
			return usage(fmt.Errorf("%s gives %s; say where to put them with -o DIR", d.Source.Name, plural(len(parts), "file")))
		}
		if i > 0 {
			fmt.Fprint(w, "\f")
		}
		for _, p := range parts {
			notes, err := p.write(cmd.Context(), w)
			if err != nil {
				return fmt.Errorf("%s: %w", d.Source.Name, err)
			}
			for _, n := range notes {
				fmt.Fprintf(cmd.ErrOrStderr(), "akte: %s: %s\n", printable(d.Source.Name), n)
			}
		}
	}
	return nil
}

// writeOne writes the one file that holds all documents.
func (x *exporting) writeOne(cmd *cobra.Command, ids []string, line *progress) error {
	lost := map[string]bool{}
	write := func(w io.Writer) error {
		return x.how.all(x, w, func(yield func(document.Document, error) bool) {
			for i, id := range ids {
				line.note(fmt.Sprintf("%d of %s", i, plural(len(ids), "document")))
				if err := cmd.Context().Err(); err != nil {
					yield(document.Document{}, err)
					return
				}
				d, err := x.archive.Get(id)
				if err != nil { // the others follow
					if !lost[id] {
						line.say("%v", err)
					}
					lost[id] = true
					continue
				}
				if !yield(d, nil) {
					return
				}
			}
		})
	}
	defer line.end()
	err := x.collect(cmd, write)
	if err == nil && len(lost) > 0 {
		err = &exitError{code: exitSomeFailed, quiet: true}
	}
	return err
}

// collect writes to the standard output or to the one file of all documents.
func (x *exporting) collect(cmd *cobra.Command, write func(io.Writer) error) error {
	if x.out == "" || x.out == "-" {
		return write(cmd.OutOrStdout())
	}
	if err := os.MkdirAll(x.out, 0o750); err != nil {
		return err
	}
	return whole(x.out, "documents"+x.how.ext, write)
}
