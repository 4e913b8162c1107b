package worker

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"time"

	"aktenkundig/ocr"

	"golang.org/x/sys/unix"
)

// child is one running process with its pipes.
type child struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	stderr *tail
	pages  int // handed over so far

	release chan struct{} // lets the thread go that started the process

	mu    sync.Mutex
	ended bool // waited for: its process number may be someone else's by now
}

// start runs the command in a process group of its own, so that Ctrl-C reaches only the parent and the child can be
// killed with all it started.
func start(o Options) (*child, error) {
	if len(o.Command) == 0 {
		return nil, errors.New("no command")
	}
	c := &child{stderr: &tail{}, release: make(chan struct{})}
	c.cmd = exec.Command(o.Command[0], o.Command[1:]...)
	c.cmd.Env = o.Env
	if o.Env == nil {
		c.cmd.Env = os.Environ()
	}
	c.cmd.Env = append(slices.Clip(c.cmd.Env), settings()...)
	c.cmd.Stderr = c.stderr
	c.cmd.WaitDelay = time.Second // should a stray process hold stderr open
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	in, err := c.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	c.in, c.out = in, bufio.NewReader(out)
	if err := c.fork(); err != nil {
		return nil, err
	}
	if err := limit(c.cmd.Process.Pid, o.Memory); err != nil {
		c.end()
		return nil, err
	}
	return c, nil
}

// settings are read by C libraries when a process starts and at no other time.
func settings() []string {
	return []string{
		"OMP_THREAD_LIMIT=1", // Tesseract on several threads takes four to nine times as long
		// One heap for whatever thread Go calls from, and what is large given back: 125 MB instead of 180 MB a child.
		"MALLOC_ARENA_MAX=1",
		"MALLOC_MMAP_THRESHOLD_=1000000",
	}
}

// fork starts the process from a thread that lives as long as the process: Linux sends Pdeathsig when the thread that
// forked ends, not when its process does, and Go ends threads as it likes.
func (c *child) fork() error {
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := c.cmd.Start()
		started <- err
		if err == nil {
			<-c.release
		}
	}()
	return <-started
}

// limit bounds the address space of a process that already runs, and forbids core dumps; no page has been handed to it yet.
func limit(pid int, memory uint64) error {
	if err := unix.Prlimit(pid, unix.RLIMIT_CORE, &unix.Rlimit{}, nil); err != nil {
		return fmt.Errorf("no core dumps: %w", err)
	}
	if memory == 0 {
		return nil
	}
	if err := unix.Prlimit(pid, unix.RLIMIT_AS, &unix.Rlimit{Cur: memory, Max: memory}, nil); err != nil {
		return fmt.Errorf("memory limit: %w", err)
	}
	return nil
}

// greet waits for the child to say that its engine has started.
func (c *child) greet(ctx context.Context) error {
	defer context.AfterFunc(ctx, c.kill)()
	return readGreeting(c.out)
}

// read hands a page over and waits for the answer. After an error the child is of no more use. The answer is awaited
// while the page is still on its way, so that a child that babbles instead of listening is found out at once.
func (c *child) read(ctx context.Context, ink ocr.Ink) (answer, error) {
	stop := context.AfterFunc(ctx, c.kill)
	c.pages++
	c.stderr.reset()
	sent := make(chan error, 1)
	go func() { sent <- writePage(c.in, uint32(c.pages), ink) }()
	a, err := readAnswer(c.out, uint32(c.pages))
	if err == nil {
		w, h := ink.Size()
		err = a.check(w, h)
	}
	if err != nil {
		c.kill() // ends the writing too
	}
	if writeErr := <-sent; err == nil {
		err = writeErr
	}
	if !stop() && err == nil { // the answer came just as the child was being killed
		err = ctx.Err()
	}
	return a, err
}

// kill ends the process group at once. A worker has nothing to lose.
func (c *child) kill() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.ended {
		_ = unix.Kill(-c.cmd.Process.Pid, unix.SIGKILL) // fails only if it is gone already
	}
}

// end waits until the process is gone, killing it if need be, and says how it went, for example "signal: killed".
func (c *child) end() string {
	c.kill()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended {
		return c.cmd.ProcessState.String()
	}
	_ = c.cmd.Wait() // what counts is in ProcessState
	c.ended = true
	close(c.release)
	return c.cmd.ProcessState.String()
}
