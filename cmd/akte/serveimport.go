package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"aktenkundig/web/imports"
)

// read runs an import as a process of its own, as if somebody had typed the command: its memory, its limits and its end
// are no business of the reading room. The end of ctx has it finish the pages in work.
func (p *parts) read(ctx context.Context, j imports.Job, report func(imports.Event)) error {
	args := append([]string{"import", "--json", "--"}, j.Paths...)
	if len(j.Retry) > 0 {
		args = []string{"quarantine", "retry", "--json"}
		if j.Passwords != "" {
			args = append(args, "--password-file", j.Passwords)
		}
		args = append(append(args, "--"), j.Retry...)
	}
	cmd := exec.CommandContext(ctx, self, append([]string{"--archive", p.archive.Dir()}, args...)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = time.Minute
	var said tail
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("begin the import: %w", err)
	}
	events := json.NewDecoder(out)
	for {
		var e imports.Event
		if err := events.Decode(&e); err != nil {
			break // the end, or nothing that this akte knows; the exit code tells
		}
		report(e)
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == exitSomeFailed {
		return nil // told file by file
	}
	if err != nil {
		return errors.New(cmp.Or(said.String(), err.Error()))
	}
	return nil
}

// tail keeps the end of what a program says.
type tail struct{ data []byte }

func (t *tail) Write(p []byte) (int, error) {
	const most = 2000
	t.data = append(t.data, p...)
	t.data = t.data[max(0, len(t.data)-most):]
	return len(p), nil
}

// String is what was said last, on one line.
func (t *tail) String() string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(string(t.data), "")), " ")
}
