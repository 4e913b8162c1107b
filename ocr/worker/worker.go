// Package worker runs an engine in a child process. That is how a page gets a time limit, a memory limit and a crash
// that costs one page, how OMP_THREAD_LIMIT=1 reaches Tesseract (the environment of a process before it starts), and
// how leaks stay bounded. Worker is the parent's side, Serve the child's.
package worker

import (
	"context"
	"errors"
	"fmt"
	"time"

	"aktenkundig/ocr"
)

// Options say how to run the engine. Only Command has no default.
type Options struct {
	Command  []string      // program and arguments; it calls Serve on its stdin and stdout
	Env      []string      // as in exec.Cmd: nil is the environment of this process. OMP_THREAD_LIMIT=1 and bounds for malloc are added
	Timeout  time.Duration // for one page; 180 s if 0
	MaxPages int           // pages after which the child is replaced; 300 if 0
	Memory   uint64        // bytes of address space a child may take (RLIMIT_AS); 0 is no limit
}

// patience is how long a child may take until it greets; Tesseract needs 0.1 s on an idle machine.
const patience = 60 * time.Second

// Worker is an ocr.Engine that reads one page at a time in a child process. The child is started for the first page
// and replaced when it dies or has read MaxPages pages, which costs the next page the start of an engine. It is
// killed, with all its own children, when a page takes too long or its context ends: unlike the engine inside, a
// Worker can be stopped within a page.
type Worker struct {
	options  Options
	patience time.Duration // with the start of a child
	turn     chan struct{} // holds one token while a page is being read
	child    *child        // nil if none runs
	closed   bool
}

// New gives a worker; no child runs yet.
func New(o Options) *Worker {
	if o.Timeout <= 0 {
		o.Timeout = 180 * time.Second
	}
	if o.MaxPages <= 0 {
		o.MaxPages = 300
	}
	return &Worker{options: o, patience: patience, turn: make(chan struct{}, 1)}
}

// Read has the child read the page. A page on which the child crashes or babbles is tried once more in a fresh child
// before Read gives ocr.ErrCrashed or ocr.ErrBabble; one that takes too long is not, and gives ocr.ErrTimeout.
// ocr.ErrStart means that a child does not even greet. The error of a crash holds the child's last words on stderr.
func (w *Worker) Read(ctx context.Context, ink ocr.Ink) (ocr.Reading, error) {
	if err := ctx.Err(); err != nil {
		return ocr.Reading{}, err
	}
	if err := ink.Check(); err != nil {
		return ocr.Reading{}, err
	}
	select {
	case w.turn <- struct{}{}:
		defer func() { <-w.turn }()
	case <-ctx.Done():
		return ocr.Reading{}, ctx.Err()
	}
	if w.closed {
		return ocr.Reading{}, ocr.ErrClosed
	}
	r, err := w.try(ctx, ink)
	if errors.Is(err, ocr.ErrCrashed) || errors.Is(err, ocr.ErrBabble) {
		r, err = w.try(ctx, ink)
	}
	return r, err
}

// try reads the page once. It leaves a child behind that is ready for another page, or none.
func (w *Worker) try(ctx context.Context, ink ocr.Ink) (ocr.Reading, error) {
	if err := w.ready(ctx); err != nil {
		return ocr.Reading{}, err
	}
	limited, cancel := context.WithTimeout(ctx, w.options.Timeout)
	defer cancel()
	a, err := w.child.read(limited, ink)
	switch {
	case errors.Is(err, ocr.ErrBabble):
		w.end()
	case err != nil:
		err = w.lose(ocr.ErrCrashed)
	case w.child.pages >= w.options.MaxPages:
		w.end()
	}
	switch {
	case err == nil && a.Problem != "":
		return ocr.Reading{}, errors.New(a.Problem)
	case err == nil:
		return a.Reading, nil
	case ctx.Err() != nil:
		return ocr.Reading{}, ctx.Err()
	case limited.Err() != nil:
		return ocr.Reading{}, fmt.Errorf("%w: more than %v", ocr.ErrTimeout, w.options.Timeout)
	}
	return ocr.Reading{}, err
}

// ready starts a child if there is none.
func (w *Worker) ready(ctx context.Context) error {
	if w.child != nil {
		return nil
	}
	c, err := start(w.options)
	if err != nil {
		return fmt.Errorf("%w: %w", ocr.ErrStart, err)
	}
	w.child = c
	limited, cancel := context.WithTimeout(ctx, w.patience)
	defer cancel()
	if err = c.greet(limited); err == nil {
		return nil
	}
	lost := w.lose(ocr.ErrStart)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case limited.Err() != nil:
		return fmt.Errorf("%w: no greeting for %v", ocr.ErrStart, w.patience)
	case errors.Is(err, errGreeting):
		return fmt.Errorf("%w: %w", ocr.ErrStart, err)
	}
	return lost
}

// lose ends the child, which broke off, and gives an error of that kind that says how it went.
func (w *Worker) lose(kind error) error {
	words := w.child.stderr
	fate := w.end()
	if gist := words.gist(); gist != "" {
		fate += ": " + gist
	}
	return fmt.Errorf("%w: %s", kind, fate)
}

// end ends the child and says how it went.
func (w *Worker) end() string {
	state := w.child.end()
	w.child = nil
	return state
}

// Close waits for the page being read and ends the child.
func (w *Worker) Close() error {
	w.turn <- struct{}{}
	defer func() { <-w.turn }()
	w.closed = true
	if w.child != nil {
		w.end()
	}
	return nil
}
