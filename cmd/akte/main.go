// Akte turns boxes of scanned office paper into a searchable, citable record. See `akte help`.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is main without the process: it gives the exit code.
func run(args []string, in io.Reader, out, errs io.Writer) int {
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	results := &output{w: out}
	root := newRoot()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(results)
	root.SetErr(errs)
	err := root.ExecuteContext(ctx)
	if err == nil && results.err != nil {
		err = fmt.Errorf("write the output: %w", results.err)
	}
	code := exitCode(err)
	if err != nil && !isQuiet(err) {
		fmt.Fprintf(errs, "akte: %v\n", err)
		if hint := hintFor(err); hint != "" {
			fmt.Fprintf(errs, "      %s\n", hint)
		}
	}
	return code
}

// output remembers the first error of writing, so that a full disk behind a pipe is no success.
type output struct {
	w   io.Writer
	err error
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	if o.err == nil {
		o.err = err
	}
	return n, err
}

// The exit codes, the same for every command; a command's help names those it uses.
const (
	exitOK          = 0
	exitFailed      = 1   // for search: no hits
	exitUsage       = 2   // for search: any error
	exitSomeFailed  = 3   // import: the run went through, but some inputs could not be taken
	exitInterrupted = 130 // stopped by Ctrl-C or SIGTERM; run again to go on
)

const exitHelp = `
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 some inputs failed, 130 interrupted.`

// exitError carries an exit code. With quiet set everything has been said already.
type exitError struct {
	code  int
	quiet bool
	err   error
}

func (e *exitError) Error() string {
	if e.err == nil {
		return fmt.Sprintf("exit code %d", e.code)
	}
	return e.err.Error()
}

func (e *exitError) Unwrap() error { return e.err }

func exitCode(err error) int {
	var e *exitError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &e):
		return e.code
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	}
	return exitFailed
}

func isQuiet(err error) bool {
	var e *exitError
	return errors.As(err, &e) && e.quiet
}

// usage makes err an error of usage.
func usage(err error) error { return &exitError{code: exitUsage, err: err} }

// usageArgs makes the complaints of a cobra argument check errors of usage.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usage(fmt.Errorf("%w; see `%s --help`", err, cmd.CommandPath()))
		}
		return nil
	}
}
