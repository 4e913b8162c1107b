package main

import (
	"errors"
	"fmt"

	"aktenkundig/index"

	"github.com/spf13/cobra"
)

func newReindex(e *env) *cobra.Command {
	return &cobra.Command{
		Use:   "reindex",
		Short: "Make the search index anew from the records",
		Long: `reindex makes the search index anew from all records, beside the present one, which takes its place when it is whole.
There is rarely a need for it: every import and search brings the index up to date by itself, an index of an older version
is made anew by itself, and deleting the folder index/ is always safe.
` + exitHelp,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			a, err := e.archive()
			if err != nil {
				return err
			}
			ix, err := index.Open(a.IndexDir())
			if err != nil {
				return err
			}
			defer ix.Close()
			line := newProgress(cmd.ErrOrStderr())
			n, err := ix.Rebuild(cmd.Context(), source(a), func(done, total int) {
				line.note(fmt.Sprintf("indexing %d of %s", done, plural(total, "document")))
			})
			line.end()
			if err != nil {
				return errors.Join(errors.New("not everything is in the index"), err)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s indexed\n", plural(n, "document"))
			return nil
		},
	}
}
