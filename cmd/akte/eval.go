package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/ingest"
	"aktenkundig/internal/eval"

	"github.com/spf13/cobra"
)

// measuring holds the flags of `akte eval`.
type measuring struct {
	how      reading
	beside   bool
	asJSON   bool
	diff     bool
	search   bool
	foldCase []string
}

func newEval() *cobra.Command {
	var m measuring
	cmd := &cobra.Command{
		Use:   "eval TRUTH…",
		Short: "Measure accuracy against known text",
		Long: `eval reads files whose text is known, in an archive of its own that is thrown away, and tells how well that
went: character and word error rate, words found, lost and leaked, findings, verdicts and fields, speed.

TRUTH is a file or a folder. The truth lies beside the file NAME.EXT: as NAME.gt.txt, the text alone, or as
NAME.truth.json, as the drawn memos have it. With --plain, Tesseract as it is reads the same files for comparison.
` + exitHelp,
		Example: `  akte eval testdata/memos
  akte eval --lang deu --plain ~/checked-scans
  akte eval --search testdata/memos
  akte eval --json testdata/memos | jq 'select(.type == "set")'`,
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, paths []string) error { return m.run(cmd, paths) },
	}
	m.how.flags(cmd)
	f := cmd.Flags()
	f.BoolVar(&m.beside, "plain", false, "read the same files with plain `tesseract --psm 3` too, and compare")
	f.BoolVar(&m.asJSON, "json", false, "print JSON, one object a line")
	f.BoolVar(&m.diff, "diff", false, "print the words that were lost, leaked or misread")
	f.BoolVar(&m.search, "search", false, "tell how well the files are found by what they truly say, as read and in the true text")
	cmd.MarkFlagsMutuallyExclusive("json", "diff", "search")
	f.StringSliceVar(&m.foldCase, "fold-case", nil, "`sets` (folder names) whose truth does not keep to upper and lower case")
	return cmd
}

func (m *measuring) run(cmd *cobra.Command, paths []string) error {
	items, err := loadTruth(paths)
	if err != nil {
		return err
	}
	eval.FoldCase(items, m.foldCase...)
	m.how.settle(archive.Settings{})
	dir, err := os.MkdirTemp("", "akte-eval-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)

	line := newProgress(cmd.ErrOrStderr())
	start := time.Now()
	records, err := m.read(cmd.Context(), dir, items, line)
	if err != nil {
		return err
	}
	if m.search {
		line.end()
		return m.known(cmd, filepath.Join(dir, "search"), items, records)
	}
	report := eval.NewReport(score(items, records), time.Since(start))
	if m.beside {
		base, err := plainly(cmd.Context(), dir, items, &m.how, line)
		if err != nil {
			return err
		}
		report.Compared = eval.Compare(report.Files, base)
		report.Compared.Name = "tesseract --psm 3"
	}
	line.end()
	if m.diff {
		printDiffs(cmd, items, records)
	}
	if m.asJSON {
		return report.JSON(cmd.OutOrStdout())
	}
	return report.Table(cmd.OutOrStdout())
}

func loadTruth(paths []string) ([]eval.Item, error) {
	var items []eval.Item
	for _, p := range paths {
		found, err := eval.LoadTruth(p)
		if err != nil {
			return nil, err
		}
		items = append(items, found...)
	}
	if len(items) == 0 {
		return nil, errors.New("no truth there: eval wants NAME.gt.txt or NAME.truth.json beside NAME.EXT")
	}
	return items, nil
}

// read imports the items' files and gives a record for each; a file that gave none has the zero Document.
func (m *measuring) read(ctx context.Context, dir string, items []eval.Item, line *progress) ([]document.Document, error) {
	a, err := archive.Create(dir, m.how.settings())
	if err != nil {
		return nil, err
	}
	p, stop, err := m.how.pipeline(a)
	if err != nil {
		return nil, err
	}
	defer stop()
	p.Report = func(e ingest.Event) {
		tell(line, e)
		line.draw(*e.Summary)
	}
	paths := make([]string, len(items))
	for i := range items {
		paths[i] = items[i].Path
	}
	if _, err := p.Import(ctx, ctx, paths); err != nil {
		return nil, err
	}
	records := make([]document.Document, len(items))
	for i := range items {
		id, _, err := archive.Hash(ctx, items[i].Path)
		if err != nil {
			return nil, err
		}
		if !a.Has(id) {
			continue
		}
		if records[i], err = a.Get(id); err != nil {
			return nil, err
		}
	}
	return records, nil
}

func score(items []eval.Item, records []document.Document) []eval.FileScore {
	scores := make([]eval.FileScore, len(items))
	for i := range items {
		scores[i] = eval.Score(items[i], records[i])
	}
	return scores
}

func printDiffs(cmd *cobra.Command, items []eval.Item, records []document.Document) {
	for i, it := range items {
		for n, p := range it.Truth.Pages {
			got := ""
			for k := range records[i].Pages {
				if it.TextOnly || k == n {
					got += records[i].Pages[k].Body().String + "\n"
				}
			}
			if d := eval.Diff(p.Text, got); d != "" {
				fmt.Fprintf(cmd.OutOrStdout(), "── %s, page %d\n%s\n", it.Path, n+1, d)
			}
		}
	}
}
