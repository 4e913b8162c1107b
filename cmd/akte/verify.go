package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"aktenkundig/archive"
	"aktenkundig/index"
	"aktenkundig/ingest"
	"aktenkundig/scan"

	"github.com/spf13/cobra"
)

func newVerify(e *env) *cobra.Command {
	var (
		how    reading
		asJSON bool
		repair bool
	)
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Check that the archive is whole, and mend what can be made again",
		Long: `verify reads every original and compares it with its hash, checks every record against its original
and the index against the records, and names what lies in the archive and does not belong there.
--repair then makes anew what was made and is damaged or missing: records, finished pages, the index. Originals, rulings and
ledgers are never touched: a damaged original has to come from a backup.

Exit codes: 0 all is well, 1 something is off (each finding is a line), 2 wrong usage.`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			a, err := e.archive()
			if err != nil {
				return err
			}
			if repair {
				how.settle(a.Settings())
				if err := mend(cmd, a, &how); err != nil {
					return err
				}
			}
			return verify(cmd, a, asJSON)
		},
	}
	how.flags(cmd)
	cmd.Flags().BoolVar(&repair, "repair", false, "make anew what was made and is damaged or missing, then verify")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one finding a line as JSON")
	return cmd
}

func verify(cmd *cobra.Command, a *archive.Archive, asJSON bool) error {
	w, enc := cmd.OutOrStdout(), json.NewEncoder(cmd.OutOrStdout())
	unlock, err := a.Lock(cmd.Context())
	switch {
	case errors.Is(err, archive.ErrLocked):
		return &hinted{err, "an import is running; verify when it has ended"}
	case err == nil:
		defer unlock()
	} // who may not write may still verify
	off := 0
	report := func(f archive.Finding) {
		off++
		if asJSON {
			enc.Encode(f)
			return
		}
		fmt.Fprintf(w, "%s: %s\n", f.Path, f.What)
	}
	n, err := a.Verify(cmd.Context(), report)
	if err != nil {
		return err
	}
	if err := ingest.Check(cmd.Context(), a, scan.Options{}, report); err != nil {
		return err
	}
	if err := verifyIndex(cmd, a, report); err != nil {
		return err
	}
	if !asJSON {
		bound := ""
		if n.Leaves > 0 {
			bound = fmt.Sprintf("%d in bound documents, ", n.Leaves)
		}
		fmt.Fprintf(w, "%s: %d read, %s%d in quarantine, %d unfinished; %s; %s off\n", plural(n.Originals, "original"),
			n.Records, bound, n.Quarantined, n.Unfinished, plural(n.Pages, "page"), plural(off, "thing"))
	}
	if off > 0 {
		return &exitError{code: exitFailed, quiet: true}
	}
	return nil
}

// mend takes away what is damaged, reads what then has no record, and makes the index anew if it is off.
func mend(cmd *cobra.Command, a *archive.Archive, how *reading) error {
	line := newProgress(cmd.ErrOrStderr())
	unlock, err := a.Lock(cmd.Context())
	if err != nil {
		return err
	}
	err = a.Repair(cmd.Context(), func(f archive.Finding) { line.say("%s: %s", f.Path, f.What) })
	unlock()
	if err != nil {
		return err
	}
	p, stop, err := how.pipeline(a)
	if err != nil {
		return err
	}
	defer stop()
	p.Unread = true
	p.Report = reporter(io.Discard, line, false)
	if _, err := p.Import(cmd.Context(), cmd.Context(), nil); err != nil {
		return err
	}
	line.end()
	off := 0
	if err := verifyIndex(cmd, a, func(archive.Finding) { off++ }); err != nil || off > 0 {
		line.say("the index is made anew")
		if err := os.RemoveAll(a.IndexDir()); err != nil {
			return err
		}
	}
	return sync(cmd.Context(), a, line)
}

// verifyIndex compares index and records.
func verifyIndex(cmd *cobra.Command, a *archive.Archive, report func(archive.Finding)) error {
	if _, err := os.Stat(a.IndexDir()); errors.Is(err, fs.ErrNotExist) {
		return nil // the next search makes it
	}
	ix, err := index.Open(a.IndexDir())
	if err != nil {
		return err
	}
	defer ix.Close()
	if why := ix.Anew(); why != nil {
		report(archive.Finding{Path: "index", What: fmt.Sprintf("could not be used, and is made anew: %v", why)})
	}
	return ix.Check(cmd.Context(), source(a), func(id, what string) {
		report(archive.Finding{Path: "index", ID: id, What: what + "; `akte search` follows the archive by itself, deleting the folder index/ is always safe"})
	})
}
