package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"

	"aktenkundig/archive"

	"github.com/spf13/cobra"
)

// env is what every command may need of its surroundings.
type env struct {
	archiveDir string // --archive
}

func newRoot() *cobra.Command {
	e := &env{}
	root := &cobra.Command{
		Use:   "akte",
		Short: "Turn boxes of scanned office paper into a searchable, citable record",
		Long: `akte reads scans (PDF, TIFF, JPEG, PNG, text), keeps the originals unchanged, files away what
stamps, signatures and noise left among the words, and finds every page again.

Begin with:
  akte import ~/scans
  akte search interkommunale Zusammenarbeit
  akte show 3fa9`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage(fmt.Errorf("there is no command %q; see `akte --help`", args[0]))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.PersistentFlags().StringVarP(&e.archiveDir, "archive", "A", defaultArchive(), "folder of the archive (AKTE_ARCHIVE)")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usage(fmt.Errorf("%w; see `%s --help`", err, cmd.CommandPath()))
	})
	root.AddCommand(
		newExport(e), newServe(e),
		newImport(e), newBatch(e), newReprocess(e), newSearch(e), newShow(e), newList(e), newArtefacts(e), newInspect(), newQuarantine(e), newVerify(e), newReindex(e), newSeparator(),
		newRefs(e), newDeadlines(e), newCorrect(e), newUser(e), newDoctor(e), newEval(), newVersion(), newWorker(),
	)
	return root
}

// defaultArchive is AKTE_ARCHIVE or the user's data folder.
func defaultArchive() string {
	if dir := os.Getenv("AKTE_ARCHIVE"); dir != "" {
		return dir
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "akte"
	}
	return filepath.Join(cmp.Or(os.Getenv("XDG_DATA_HOME"), filepath.Join(home, ".local", "share")), "akte")
}

// archive opens the archive, which must be there.
func (e *env) archive() (*archive.Archive, error) {
	a, err := archive.Open(e.archiveDir)
	if err != nil {
		return nil, err
	}
	return a, derives(a)
}
