package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"aktenkundig/archive"
	"aktenkundig/ingest"

	"github.com/spf13/cobra"
)

func newImport(e *env) *cobra.Command {
	var (
		how    reading
		asJSON bool
		again  bool
		unread bool
		free   uint64
		watch  watching
		part   parting
	)
	cmd := &cobra.Command{
		Use:   "import PATH…",
		Short: "Read files and folders of scans into the archive",
		Long: `import takes every file at PATH, folders with all that is below them, and reads it into the archive.
Originals are copied and never changed. What is in the archive already is not read again, so an
import that was interrupted goes on when it is started once more. A file that cannot be opened is
kept in quarantine and named with its reason, and the run goes on.
A bag that akte export made is verified and taken over with its records and rulings, without reading.

One file is one document. --join folder makes one document of the pictures in a folder, in natural order; --split cuts files
at separator sheets, which are counted, but are in no document. Originals stay whole either way.

The first Ctrl-C finishes the pages in work, the second stops at once; both lose nothing. SIGUSR1 has the
state printed at once. Before the disk is full (--min-free) the run ends cleanly.

--watch waits for files to come into a folder, also a network share, and takes each when it has not changed for five
seconds. Hidden and half-written files, links and devices are passed over. With --after move what was taken goes to the folders
.akte-done and .akte-quarantined in it.
` + exitHelp,
		Example: `  akte import ~/scans
  akte import --lang deu minutes.pdf letters/
  akte import --json /consume > import.jsonl
  akte import --join folder ~/scans/files         # a document for each folder below
  akte import --split barcode --duplex stack.pdf  # akte separator prints the sheets
  akte import --watch /consume --after move
  akte import --unread                 # after restoring a backup without records/`,
		Args: usageArgs(func(_ *cobra.Command, args []string) error {
			if len(args) == 0 && !unread && watch.dir == "" {
				return errors.New("say what to import")
			}
			if err := part.check(watch.dir != ""); err != nil {
				return err
			}
			return watch.check(args)
		}),
		RunE: func(cmd *cobra.Command, paths []string) error {
			if bags(paths) {
				return importBags(cmd, e.archiveDir, &how, paths)
			}
			a, err := openOrCreate(e.archiveDir, &how)
			if err != nil {
				return err
			}
			p, stop, err := how.pipeline(a)
			if err != nil {
				return err
			}
			defer stop()
			p.Again, p.Unread, p.MinFree = again, unread, free<<20
			part.settle(p)
			if watch.dir != "" {
				return watch.run(cmd, p, asJSON)
			}
			return importPaths(cmd, p, paths, asJSON)
		},
	}
	how.flags(cmd)
	watch.flags(cmd)
	part.flags(cmd)
	cmd.Flags().BoolVar(&again, "again", false, "read documents again that have pages which could not be read")
	cmd.Flags().BoolVar(&unread, "unread", false, "first read the archive's own originals that have no record, for example after a restore")
	cmd.Flags().Uint64Var(&free, "min-free", lowDisk, "megabytes that stay free on the disk of the archive; 0 is no limit")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print one event a line as JSON")
	return cmd
}

// openOrCreate opens the archive; the first import makes it.
func openOrCreate(dir string, how *reading) (*archive.Archive, error) {
	a, err := archive.Open(dir)
	if err == nil {
		how.settle(a.Settings())
		return a, nil
	}
	if !errors.Is(err, archive.ErrNoArchive) {
		return nil, err
	}
	how.settle(archive.Settings{})
	return archive.Create(dir, how.settings())
}

func importPaths(cmd *cobra.Command, p *ingest.Pipeline, paths []string, asJSON bool) error {
	line := newProgress(cmd.ErrOrStderr())
	p.Report = reporter(cmd.OutOrStdout(), line, asJSON)

	ctx, drain, restore := interrupts(context.WithoutCancel(cmd.Context()), func() {
		line.say("finishing the pages in work; Ctrl-C again stops at once")
	})
	defer restore()
	defer onSignal(line.now, syscall.SIGUSR1)()
	sum, err := p.Import(ctx, drain, paths)
	line.end()
	if ctx.Err() == nil { // after a second Ctrl-C the next search syncs
		if serr := sync(ctx, p.Archive, line); serr != nil && err == nil {
			err = serr
		}
	}
	if !asJSON {
		printSummary(cmd.OutOrStdout(), sum)
	}
	return importResult(sum, err)
}

// importResult chooses the exit code.
func importResult(sum ingest.Summary, err error) error {
	switch {
	case errors.Is(err, context.Canceled):
		return &exitError{code: exitInterrupted, err: errors.New("interrupted; run the same command again to go on")}
	case err != nil:
		return err
	case sum.Files[ingest.Quarantined] > 0 || sum.Files[ingest.Failed] > 0:
		return &exitError{code: exitSomeFailed, quiet: true}
	}
	return nil
}

// interrupts gives a context that ends at the second Ctrl-C (or SIGTERM) and one that ends at the first.
func interrupts(parent context.Context, first func()) (ctx, drain context.Context, restore func()) {
	ctx, cancel := context.WithCancel(parent)
	drain, cancelDrain := context.WithCancel(ctx)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	done := make(chan struct{})
	go func() {
		select {
		case <-signals:
			cancelDrain()
			first()
		case <-done:
			return
		}
		select {
		case <-signals:
			cancel()
		case <-done:
		}
	}()
	return ctx, drain, func() {
		signal.Stop(signals)
		close(done)
		cancelDrain()
		cancel()
	}
}

// onSignal calls do for each such signal until the function it gives is called.
func onSignal(do func(), s os.Signal) (end func()) {
	signals, done := make(chan os.Signal, 1), make(chan struct{})
	signal.Notify(signals, s)
	go func() {
		for {
			select {
			case <-signals:
				do()
			case <-done:
				return
			}
		}
	}()
	return func() {
		signal.Stop(signals)
		close(done)
	}
}

func printSummary(w io.Writer, sum ingest.Summary) {
	fmt.Fprintf(w, "%s: %s\n", plural(sum.Total(), "file"), counts(sum.Files, ingest.Outcomes()))
	if sum.Bound > 0 {
		fmt.Fprintf(w, "%s bound from pages of files\n", plural(sum.Bound, "document"))
	}
	if n := sum.PageTotal(); n > 0 {
		fmt.Fprintf(w, "%s: %s\n", plural(n, "page"), verdictCounts(sum.Pages))
	}
	if sum.Problems > 0 {
		fmt.Fprintf(w, "%s with a problem; `akte list --problems` names them\n", plural(sum.Problems, "page"))
	}
}
