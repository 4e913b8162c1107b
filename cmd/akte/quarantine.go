package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"aktenkundig/archive"

	"github.com/spf13/cobra"
)

func newQuarantine(e *env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "quarantine",
		Short: "List what could not be opened, and try it again",
		Long: `A file that cannot be opened is kept byte for byte, with its reason: encrypted, damaged, too large, empty or
unsupported. Nothing of it is lost; once there is a password, a higher limit or a newer akte, try it again.` + "\n" + exitHelp,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newQuarantineList(e), newQuarantineRetry(e))
	return cmd
}

func newQuarantineList(e *env) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List the files that could not be opened, each with its reason",
		Long:    "list prints one file in quarantine a line: ID, name, reason. Files with unreadable pages are documents all the same; `akte list --problems` names them.\n" + exitHelp,
		Example: "  akte quarantine list\n  akte quarantine list --json | jq -r 'select(.reason == \"encrypted\") | .id'",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			a, err := e.archive()
			if err != nil {
				return err
			}
			all, err := a.Quarantines()
			if err != nil {
				return err
			}
			w := cmd.OutOrStdout()
			for _, q := range all {
				if asJSON {
					json.NewEncoder(w).Encode(q)
					continue
				}
				fmt.Fprintf(w, "%s  %s: %s\n", short(q.ID), printable(q.Source.Name), printable(q.Reason+": "+q.Detail))
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one file a line as JSON")
	return cmd
}

func newQuarantineRetry(e *env) *cobra.Command {
	var (
		how    reading
		asJSON bool
	)
	cmd := &cobra.Command{
		Use:   "retry [ID…]",
		Short: "Try to read files in quarantine again, all or those named",
		Long: `retry reads the archive's own copies of files in quarantine, as an import would. What can be read becomes a document
and leaves the quarantine; the rest stays, with its present reason. ID is a hash or its first four or more digits.
` + exitHelp,
		Example: `  akte quarantine retry --password-file passwords.txt
  akte quarantine retry --max-pixels 500000000 3fa9`,
		RunE: func(cmd *cobra.Command, names []string) error {
			a, err := e.archive()
			if err != nil {
				return err
			}
			ids, err := quarantinedIDs(a, names)
			if err != nil {
				return err
			}
			if len(ids) == 0 {
				fmt.Fprintln(cmd.OutOrStdout(), "nothing is in quarantine")
				return nil
			}
			how.settle(a.Settings())
			p, stop, err := how.pipeline(a)
			if err != nil {
				return err
			}
			defer stop()
			p.Retry = ids
			return importPaths(cmd, p, nil, asJSON)
		},
	}
	how.flags(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one event a line as JSON")
	return cmd
}

// quarantinedIDs gives the ids of the entries named, of all if none is.
func quarantinedIDs(a *archive.Archive, names []string) ([]string, error) {
	all, err := a.Quarantines()
	if err != nil {
		return nil, err
	}
	in := map[string]bool{}
	var ids []string
	for _, q := range all {
		in[q.ID] = true
		ids = append(ids, q.ID)
	}
	if len(names) == 0 {
		return ids, nil
	}
	ids = nil
	for _, name := range names {
		id, err := a.Find(name)
		if err == nil && !in[id] {
			err = errors.New("it is not in quarantine; `akte quarantine list` names what is")
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		ids = append(ids, id)
	}
	return ids, nil
}
