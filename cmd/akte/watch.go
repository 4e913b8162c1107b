package main

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"time"

	"aktenkundig/archive"
	"aktenkundig/ingest"

	"github.com/spf13/cobra"
)

// watching holds the flags of a watched folder.
type watching struct {
	dir   string
	after string
	still time.Duration
}

// What happens to a file that was taken.
const (
	keepFile = "keep"
	moveFile = "move"
)

func (o *watching) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.dir, "watch", "", "wait for files to come into this folder, until Ctrl-C")
	f.StringVar(&o.after, "after", keepFile, "with --watch: keep files where they are, or move them once they are taken")
	f.DurationVar(&o.still, "still", 5*time.Second, "with --watch: how long a file must not have changed")
}

func (o *watching) check(args []string) error {
	switch {
	case o.after != keepFile && o.after != moveFile:
		return fmt.Errorf("--after %s: want %s or %s", o.after, keepFile, moveFile)
	case o.dir == "" && o.after != keepFile:
		return errors.New("--after needs --watch")
	case o.dir != "" && len(args) > 0:
		return errors.New("--watch names the folder; no other path beside it")
	}
	return nil
}

// patience is how long a wave waits that could not begin, because another import is at work or the disk is full.
const patience = 10 * time.Second

// run takes what comes into the folder, wave by wave, each a batch of its own, until the first Ctrl-C.
func (o *watching) run(cmd *cobra.Command, p *ingest.Pipeline, asJSON bool) error {
	line := newProgress(cmd.ErrOrStderr())
	ctx, drain, restore := interrupts(context.WithoutCancel(cmd.Context()), func() {
		line.say("finishing the pages in work; Ctrl-C again stops at once")
	})
	defer restore()
	defer onSignal(line.now, syscall.SIGUSR1)()
	w := &ingest.Watch{Dir: o.dir, Archive: p.Archive.Dir(), Still: o.still}
	defer w.Close()
	line.say("watching %s", o.dir)
	for {
		paths, err := w.Wait(drain)
		if drain.Err() != nil {
			return nil // nothing was in work
		}
		if err != nil {
			return err
		}
		if err := o.wave(ctx, drain, w, p, paths, cmd, line, asJSON); err != nil {
			return err
		}
	}
}

// wave imports the files that came to rest. What had no outcome, because the run could not begin or go on, comes again.
func (o *watching) wave(ctx, drain context.Context, w *ingest.Watch, p *ingest.Pipeline, paths []string, cmd *cobra.Command, line *progress, asJSON bool) error {
	outcomes := map[string]string{}
	report := reporter(cmd.OutOrStdout(), line, asJSON)
	p.Report = func(e ingest.Event) {
		if e.Event == "file" {
			outcomes[e.Path] = e.Outcome
		}
		report(e)
	}
	sum, err := p.Import(ctx, drain, paths)
	line.end()
	if ctx.Err() == nil && sum.Total() > 0 {
		if serr := sync(ctx, p.Archive, line); serr != nil && err == nil {
			err = serr
		}
		if !asJSON {
			printSummary(cmd.OutOrStdout(), sum)
		}
	}
	for _, path := range paths {
		o.settle(w, path, outcomes[path], line)
	}
	if errors.Is(err, archive.ErrLocked) || errors.Is(err, ingest.ErrNoRoom) {
		line.say("%v; trying again in %v", err, patience)
		select {
		case <-time.After(patience):
		case <-drain.Done():
		}
		return nil
	}
	if errors.Is(err, context.Canceled) {
		return importResult(sum, err)
	}
	return err
}

// settle does with a file what its outcome and --after ask for.
func (o *watching) settle(w *ingest.Watch, path, outcome string, line *progress) {
	folder := ingest.DoneFolder
	switch outcome {
	case "":
		w.Again(path)
		return
	case ingest.Quarantined:
		folder = ingest.QuarantineFolder
	case ingest.Failed, ingest.Skipped:
		return // it is not in the archive: it stays
	}
	if o.after != moveFile {
		return
	}
	if err := w.Move(path, folder); err != nil {
		line.say("%s was taken, but cannot be moved: %v", path, err)
	}
}
