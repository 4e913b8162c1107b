package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// result is what one run of a program cost.
type result struct {
	name string
	wall time.Duration
	cpu  time.Duration // user and system, children included
	peak uint64        // bytes: the highest sum of proportional set sizes over the process tree
}

// sampleEvery is how often memory is looked at.
const sampleEvery = 50 * time.Millisecond

// measure runs a command to its end. Processes that it leaves behind are not counted.
func measure(name string, env []string, argv ...string) (result, error) {
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env = append(os.Environ(), env...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return result{}, fmt.Errorf("%s: %w", name, err)
	}
	done := make(chan struct{})
	peaks := make(chan uint64)
	go func() { peaks <- watch(cmd.Process.Pid, done) }()
	err := cmd.Wait()
	wall := time.Since(start)
	close(done)
	peak := <-peaks
	if err != nil {
		return result{}, fmt.Errorf("%s: %w\n%s", name, err, out.String())
	}
	u := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	cpu := time.Duration(u.Utime.Nano() + u.Stime.Nano())
	return result{name, wall, cpu, peak}, nil
}

// watch gives the highest memory of the tree below pid until done.
func watch(pid int, done <-chan struct{}) uint64 {
	var peak uint64
	tick := time.NewTicker(sampleEvery)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return peak
		case <-tick.C:
			peak = max(peak, memory(pid))
		}
	}
}

// memory sums the proportional set sizes of pid and its descendants, in bytes.
func memory(pid int) uint64 {
	children := map[int][]int{}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		b, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		fields := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:])) // the name may hold blanks
		child, _ := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		parent, _ := strconv.Atoi(fields[1])
		children[parent] = append(children[parent], child)
	}
	var sum uint64
	for todo := []int{pid}; len(todo) > 0; {
		p := todo[0]
		todo = append(todo[1:], children[p]...)
		sum += pss(p)
	}
	return sum
}

func pss(pid int) uint64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", pid))
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "Pss:"); ok {
			kb, _ := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(rest), " kB"), 10, 64)
			return kb << 10
		}
	}
	return 0
}
