package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// inspected is what of `akte inspect --json` is needed.
type inspected struct {
	MediaType string
	Reason    string
	Problem   string
	Pages     []struct {
		Page                  int
		DPI                   float64
		Coding, Colour        string
		Path, Reason, Problem string
		Picture               string
		Words                 int
	}
}

// patience is when a file counts as hanging; the process is killed.
const patience = 90 * time.Second

// file sends one file through the program and compares its pages.
func (r *run) file(path, name string) (row, error) {
	out := row{name: name}
	temp, err := os.MkdirTemp("", "akte-formats-")
	if err != nil {
		return out, err
	}
	defer os.RemoveAll(temp)
	args := []string{"inspect", "--json"}
	if r.pages > 0 {
		args = append(args, "--pages", temp)
	}
	if r.passwords != "" {
		args = append(args, "--password-file", r.passwords)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, r.akte, append(args, path)...)
	var answer bytes.Buffer
	cmd.Stdout = &answer
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return out, err
	}
	done, peak := make(chan struct{}), make(chan int64)
	go func() { peak <- watch(cmd.Process.Pid, done) }()
	_ = cmd.Wait() // the exit code tells
	out.took = time.Since(start)
	close(done)
	out.peak = <-peak
	var seen inspected
	switch code := cmd.ProcessState.ExitCode(); {
	case ctx.Err() != nil:
		out.outcome = "**hangs**"
		return out, nil
	case code != 0 && code != 3:
		out.outcome = fmt.Sprintf("**exit %d**", code)
		return out, nil
	}
	if err := json.Unmarshal(answer.Bytes(), &seen); err != nil {
		return out, fmt.Errorf("%s: %w", path, err)
	}
	out.outcome = outcome(seen)
	if seen.MediaType == "application/pdf" {
		r.compare(&out, path, temp, seen)
	}
	return out, nil
}

// watch gives the largest resident set of a process, in bytes. The one that wait tells begins with its parent's.
func watch(pid int, done <-chan struct{}) (peak int64) {
	for {
		status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		if _, rest, ok := bytes.Cut(status, []byte("VmHWM:")); ok {
			var kilobytes int64
			if _, err := fmt.Sscan(string(rest[:min(len(rest), 32)]), &kilobytes); err == nil {
				peak = max(peak, kilobytes<<10)
			}
		}
		select {
		case <-done:
			return peak
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// outcome puts a file into a few words: "3 pages: 2 image (JPEG, grey), 1 rendered; page 2: damaged".
func outcome(seen inspected) string {
	if seen.Problem != "" {
		return seen.Reason + ": " + cell(seen.Problem)
	}
	counts, order, troubles := map[string]int{}, []string{}, []string{}
	for _, p := range seen.Pages {
		kind := p.Path
		if p.Coding != "" {
			kind += " (" + strings.TrimSuffix(p.Coding+", "+p.Colour, ", ") + ")"
		}
		if p.Words > 0 && p.Path != "text" {
			kind += " with text"
		}
		if kind == "" {
			kind = "unreadable"
		}
		if counts[kind]++; counts[kind] == 1 {
			order = append(order, kind)
		}
		if p.Problem != "" && len(troubles) < 2 {
			troubles = append(troubles, strings.TrimPrefix(fmt.Sprintf("; page %d: %s: %s", p.Page, p.Reason, cell(p.Problem)), ": "))
		}
	}
	var parts []string
	for _, kind := range order {
		parts = append(parts, fmt.Sprintf("%d %s", counts[kind], kind))
	}
	noun := "pages"
	if len(seen.Pages) == 1 {
		noun = "page"
	}
	return fmt.Sprintf("%d %s: %s%s", len(seen.Pages), noun, strings.Join(parts, ", "), strings.Join(troubles, ""))
}

// cell shortens what stands in a table.
func cell(s string) string {
	const most = 110
	s = strings.NewReplacer("|", "¦", "\n", " ").Replace(s)
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// keepPair leaves two pictures for a person to look at.
func (r *run) keepPair(name string, page int, ours, theirs string) {
	if r.keep == "" {
		return
	}
	base := filepath.Join(r.keep, fmt.Sprintf("%s-%d", strings.ReplaceAll(name, "/", "_"), page))
	_ = os.MkdirAll(r.keep, 0o755)
	for from, to := range map[string]string{ours: base + "-ours.png", theirs: base + "-poppler.pgm"} {
		if data, err := os.ReadFile(from); err == nil {
			_ = os.WriteFile(to, data, 0o644)
		}
	}
}
