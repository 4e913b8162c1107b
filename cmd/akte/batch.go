package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"aktenkundig/archive"
	"aktenkundig/ingest"
	"aktenkundig/ingest/account"

	"github.com/spf13/cobra"
)

func newBatch(e *env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "batch",
		Short: "What was delivered in each import, and what became of it",
		Long: `Every import keeps a ledger: one line for each delivered file, with its hash and what became of it. A batch is named after
the time at which its import began; NAME is such a name or its beginning, and without one the latest is meant.
` + exitHelp,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newBatchList(e), newBatchShow(e), newBatchReport(e))
	return cmd
}

func newBatchList(e *env) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the imports, oldest first",
		Long:  "list prints one import a line: name, files by outcome, how it ended.\n" + exitHelp,
		Args:  usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			a, err := e.archive()
			if err != nil {
				return err
			}
			names, err := a.Batches()
			if err != nil {
				return err
			}
			for _, name := range names {
				if err := listBatch(cmd.OutOrStdout(), a, name, asJSON); err != nil {
					return err
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one import a line as JSON")
	return cmd
}

// batchLine is an import as `akte batch list --json` prints it.
type batchLine struct {
	archive.Head
	Files map[string]int `json:"files"`
	Bound int            `json:"bound,omitempty"` // documents that were bound from pages of files
}

func listBatch(w io.Writer, a *archive.Archive, name string, asJSON bool) error {
	head, err := a.Head(name)
	if err != nil {
		return err
	}
	line := batchLine{Head: head, Files: map[string]int{}}
	total := 0
	for entry, err := range a.Entries(name) {
		if err != nil {
			continue // `akte verify` and the report name the line
		}
		if entry.IsFile() {
			line.Files[entry.Outcome]++
			total++
		} else {
			line.Bound++
		}
	}
	if asJSON {
		return json.NewEncoder(w).Encode(line)
	}
	acc := account.Account{Head: head}
	made := ""
	if line.Bound > 0 {
		made = "; " + plural(line.Bound, "document") + " bound"
	}
	fmt.Fprintf(w, "%s  %s: %s%s; %s\n", name, plural(total, "file"), counts(line.Files, ingest.Outcomes()), made, printable(acc.State()))
	return nil
}

func newBatchShow(e *env) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "show [NAME]",
		Short: "Print the ledger of an import, one delivered file a line",
		Long: "show prints the files of an import, and the documents that were bound from their pages, in the order in which they were done:\n" +
			"outcome, id, path, reason.\n" + exitHelp,
		Args: usageArgs(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			a, name, err := e.batch(args)
			if err != nil {
				return err
			}
			w, enc := cmd.OutOrStdout(), json.NewEncoder(cmd.OutOrStdout())
			enc.SetEscapeHTML(false)
			for entry, err := range a.Entries(name) {
				switch {
				case err != nil:
					return err
				case asJSON:
					enc.Encode(entry)
				default:
					fmt.Fprintf(w, "%-11s %-12s  %s%s\n", entry.Outcome, idOrDash(entry.ID), printable(entry.Path), reasonAfter(entry.Reason))
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one file a line as JSON")
	return cmd
}

func idOrDash(id string) string {
	if id == "" {
		return "-"
	}
	return short(id)
}

func reasonAfter(reason string) string {
	if reason == "" {
		return ""
	}
	return ": " + printable(reason)
}

func newBatchReport(e *env) *cobra.Command {
	var (
		asJSON bool
		html   string
	)
	cmd := &cobra.Command{
		Use:   "report [NAME]",
		Short: "Make up the account of an import: the sheet to sign",
		Long: `report compares the ledger of an import with the archive: files and pages in and out, verdicts, how sure the reading is, the
worst pages, gaps in printed page numbers, duplicates, checksums. --html writes the same as a page to print.

Exit codes: 0 ledger and archive agree, 1 they do not, or failed, 2 wrong usage.`,
		Example: "  akte batch report\n  akte batch report --html import.html 2026-11-23",
		Args:    usageArgs(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			a, name, err := e.batch(args)
			if err != nil {
				return err
			}
			acc, err := account.Of(cmd.Context(), a, name)
			if err != nil {
				return err
			}
			if err := writeAccount(cmd.OutOrStdout(), acc, html, asJSON); err != nil {
				return err
			}
			if len(acc.Unbalanced) > 0 {
				return &exitError{code: exitFailed, quiet: true}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one JSON object")
	cmd.Flags().StringVar(&html, "html", "", "write the account as a page to print to this file; - is standard output")
	cmd.MarkFlagsMutuallyExclusive("json", "html")
	return cmd
}

// batch opens the archive and finds the one batch whose name begins like args[0], or the latest.
func (e *env) batch(args []string) (*archive.Archive, string, error) {
	a, err := e.archive()
	if err != nil {
		return nil, "", err
	}
	names, err := a.Batches()
	if err != nil {
		return nil, "", err
	}
	if len(args) == 0 && len(names) > 0 {
		return a, names[len(names)-1], nil
	}
	prefix := ""
	if len(args) > 0 {
		prefix = args[0]
	}
	name, err := oneOf(names, prefix)
	return a, name, err
}

func writeAccount(w io.Writer, acc *account.Account, html string, asJSON bool) error {
	switch {
	case asJSON:
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		return enc.Encode(acc)
	case html == "-":
		return acc.HTML(w)
	case html == "":
		printAccount(w, acc)
		return nil
	}
	f, err := os.Create(html)
	if err != nil {
		return err
	}
	return errors.Join(acc.HTML(f), f.Close())
}
