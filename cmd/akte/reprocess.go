package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"strings"

	"aktenkundig/archive"
	"aktenkundig/index"
	"aktenkundig/ingest"

	"github.com/spf13/cobra"
)

func newReprocess(e *env) *cobra.Command {
	var (
		how      reading
		where    string
		dry, all bool
		asJSON   bool
	)
	cmd := &cobra.Command{
		Use:   "reprocess",
		Short: "Read documents again with today's program and settings, and show what changes",
		Long: `reprocess reads the archive's documents again and shows for each what is different: pages, words gained and lost, references
gained and lost. Documents that were read with the very settings of today are passed over. Rulings and corrections hold
for the new reading as for the old.

Look first with --dry-run, which changes no record; what it read is kept, so the run after it is quick.
` + exitHelp,
		Example: "  akte reprocess --dry-run --where Friedhof\n  akte reprocess --lang deu+fra --where 'ref:A0293/21'",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			a, err := e.archive()
			if err != nil {
				return err
			}
			how.settle(a.Settings())
			ids := a.IDs()
			if where != "" {
				if ids, err = matching(cmd, a, where); err != nil {
					return err
				}
			}
			p, stop, err := how.pipeline(a)
			if err != nil {
				return err
			}
			defer stop()
			return reprocess(cmd, p, ids, dry, all, asJSON)
		},
	}
	how.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&where, "where", "", "only documents with a page that this query finds")
	f.BoolVar(&dry, "dry-run", false, "show the difference and change no record")
	f.BoolVar(&all, "all", false, "read documents, too, that were read with the very settings of today")
	f.BoolVar(&asJSON, "json", false, "print one document a line as JSON")
	return cmd
}

// matching gives the documents that a query finds.
func matching(cmd *cobra.Command, a *archive.Archive, query string) (iter.Seq2[string, error], error) {
	line := newProgress(cmd.ErrOrStderr())
	if err := sync(cmd.Context(), a, line); err != nil {
		return nil, err
	}
	ix, err := index.Open(a.IndexDir())
	if err != nil {
		return nil, err
	}
	defer ix.Close()
	const atOnce, most = 1000, 10000
	var ids []string
	seen := map[string]bool{}
	for offset := 0; offset <= most; offset += atOnce {
		res, err := ix.Search(cmd.Context(), source(a), index.Request{Query: query, Limit: atOnce, Offset: offset})
		if err != nil {
			return nil, err
		}
		for _, h := range res.Hits {
			if !seen[h.ID] {
				seen[h.ID] = true
				ids = append(ids, h.ID)
			}
		}
		if len(res.Hits) < atOnce {
			break
		}
		if offset == most {
			line.say("more than %d pages are found; narrow the query, or go on with the rest afterwards", most)
		}
	}
	return func(yield func(string, error) bool) {
		for _, id := range ids {
			if !yield(id, nil) {
				return
			}
		}
	}, nil
}

// totals sums up differences.
type totals struct {
	documents, changed, pages, problems int
	gained, lost                        ingest.Words
	refsGained, refsLost                int
}

func (t *totals) add(d ingest.Difference) {
	t.documents++
	t.pages += len(d.Changed)
	if !d.Same() {
		t.changed++
	}
	if d.Problem != "" {
		t.problems++
	}
	t.gained.Known += d.Gained.Known
	t.gained.Other += d.Gained.Other
	t.lost.Known += d.Lost.Known
	t.lost.Other += d.Lost.Other
	t.refsGained += len(d.ReferencesGained)
	t.refsLost += len(d.ReferencesLost)
}

func reprocess(cmd *cobra.Command, p *ingest.Pipeline, ids iter.Seq2[string, error], dry, all, asJSON bool) error {
	line, w := newProgress(cmd.ErrOrStderr()), cmd.OutOrStdout()
	ctx, drain, restore := interrupts(context.WithoutCancel(cmd.Context()), func() {
		line.say("finishing the pages in work; Ctrl-C again stops at once")
	})
	defer restore()
	enc := json.NewEncoder(w)
	var sum totals
	err := p.Reprocess(ctx, drain, ids, dry, all, func(d ingest.Difference) {
		sum.add(d)
		switch {
		case asJSON:
			enc.Encode(d)
		case !d.Same():
			printDifference(w, d)
		}
		line.note(fmt.Sprintf("%s read again, %d changed", plural(sum.documents, "document"), sum.changed))
	})
	line.end()
	if !dry && sum.documents > 0 && ctx.Err() == nil {
		if serr := sync(ctx, p.Archive, line); serr != nil && err == nil {
			err = serr
		}
	}
	if !asJSON {
		fmt.Fprintf(w, "%s read again, %d changed on %s; words of the dictionary +%d -%d, others +%d -%d; references +%d -%d%s\n",
			plural(sum.documents, "document"), sum.changed, plural(sum.pages, "page"), sum.gained.Known, sum.lost.Known,
			sum.gained.Other, sum.lost.Other, sum.refsGained, sum.refsLost, map[bool]string{true: "; no record was changed"}[dry])
	}
	if err == nil && sum.problems > 0 {
		return &exitError{code: exitSomeFailed, quiet: true}
	}
	return importResult(ingest.Summary{}, err)
}

func printDifference(w io.Writer, d ingest.Difference) {
	fmt.Fprintf(w, "%s  %s: ", short(d.ID), printable(d.Name))
	if d.Problem != "" {
		fmt.Fprintf(w, "cannot be read again, the record stays: %s\n", printable(d.Problem))
		return
	}
	fmt.Fprintf(w, "%d of %s changed; words of the dictionary +%d -%d, others +%d -%d", len(d.Changed), plural(d.Pages, "page"),
		d.Gained.Known, d.Lost.Known, d.Gained.Other, d.Lost.Other)
	for _, r := range []struct {
		sign string
		all  []string
	}{{"+", d.ReferencesGained}, {"-", d.ReferencesLost}} {
		if len(r.all) > 0 {
			fmt.Fprintf(w, "; references %s%s", r.sign, printable(strings.Join(r.all, " "+r.sign)))
		}
	}
	fmt.Fprintln(w)
}
