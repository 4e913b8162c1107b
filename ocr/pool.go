package ocr

import (
	"context"
	"errors"
	"io"
	"sync"
)

// Pool is an Engine made of up to n engines: a page goes to a free one, and waits while there is none. Engines are
// started when they are first needed, so a run of one page starts one. Use it from as many goroutines as you like.
type Pool struct {
	start  func() (Engine, error)
	places chan struct{} // one token a page being read
	closed chan struct{}

	mu   sync.Mutex
	idle []Engine // the last one used is taken first: it is warm
	once sync.Once
}

// NewPool gives a pool of up to n engines, n at least 1, that start makes. Several goroutines may call start at once;
// where it fails the page fails, and the next page calls it again.
func NewPool(n int, start func() (Engine, error)) *Pool {
	n = max(n, 1)
	return &Pool{start: start, places: make(chan struct{}, n), closed: make(chan struct{})}
}

// Read hands the page to a free engine. It returns ErrClosed once Close was called.
func (p *Pool) Read(ctx context.Context, ink Ink) (Reading, error) {
	if err := p.enter(ctx); err != nil {
		return Reading{}, err
	}
	defer func() { <-p.places }()
	e, err := p.take()
	if err != nil {
		return Reading{}, err
	}
	defer p.put(e)
	return e.Read(ctx, ink)
}

// Close waits for the pages being read, closes every engine that is an io.Closer and joins their errors. Pages that
// still wait for an engine get ErrClosed.
func (p *Pool) Close() error {
	var err error
	p.once.Do(func() {
		close(p.closed)
		for range cap(p.places) {
			p.places <- struct{}{}
		}
		for _, e := range p.idle {
			if c, ok := e.(io.Closer); ok {
				err = errors.Join(err, c.Close())
			}
		}
		p.idle = nil
	})
	return err
}

func (p *Pool) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-p.closed: // asked first, because select picks at random
		return ErrClosed
	default:
	}
	select {
	case p.places <- struct{}{}:
		return nil
	case <-p.closed:
		return ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (p *Pool) take() (Engine, error) {
	p.mu.Lock()
	if n := len(p.idle); n > 0 {
		e := p.idle[n-1]
		p.idle = p.idle[:n-1]
		p.mu.Unlock()
		return e, nil
	}
	p.mu.Unlock() // a start takes its time; engines coming back need not wait for it
	return p.start()
}

func (p *Pool) put(e Engine) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.idle = append(p.idle, e)
}
