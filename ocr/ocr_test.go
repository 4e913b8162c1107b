package ocr_test

import (
	"context"
	"errors"
	"math"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"aktenkundig/document"
	"aktenkundig/ocr"
	"aktenkundig/ocr/ocrtest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// sample is a page of 100×50 pixels: a heading of one word, a paragraph of two lines.
func sample() ocr.Reading {
	return ocr.Reading{
		Regions: []document.Region{{Kind: document.Heading, Box: document.Box{10, 0, 50, 10}}, {Kind: document.Paragraph, Box: document.Box{10, 20, 90, 50}}},
		Lines: []document.Line{
			{Box: document.Box{10, 0, 50, 10}, Baseline: [4]float64{10, 8, 50, 9}, Height: 10, XHeight: 5, Region: 0},
			{Box: document.Box{10, 20, 90, 30}, Baseline: [4]float64{10, 28, 90, 28}, Height: 10, XHeight: 5, Region: 1},
			{Box: document.Box{10, 40, 40, 50}, Region: 1},
		},
		Words: []document.Word{
			{Text: "Betreff:", Box: document.Box{10, 0, 50, 10}, Conf: 1, Line: 0},
			{Text: "er", Box: document.Box{10, 20, 30, 30}, Conf: 0.5, Line: 1},
			{Text: "gänzt", Box: document.Box{40, 20, 90, 30}, Conf: 0, Line: 1},
			{Text: "Ende", Box: document.Box{10, 40, 40, 50}, Conf: 0.9, Line: 2},
		},
	}
}

func TestMapScalesAndTurns(t *testing.T) {
	for name, c := range map[string]struct {
		m        document.Affine
		word     document.Box // of the first word
		baseline [4]float64   // of the first line
		height   float64
	}{
		"identity":    {document.Identity(), document.Box{10, 0, 50, 10}, [4]float64{10, 8, 50, 9}, 10},
		"half again":  {document.Scale(1.5, 1.5), document.Box{15, 0, 75, 15}, [4]float64{15, 12, 75, 13.5}, 15},
		"outwards":    {document.Scale(0.25, 0.25), document.Box{2, 0, 13, 3}, [4]float64{2.5, 2, 12.5, 2.25}, 2.5},
		"moved":       {document.Affine{1, 0, 0, 1, 5, 7}, document.Box{15, 7, 55, 17}, [4]float64{15, 15, 55, 16}, 10},
		"turned left": {document.Affine{0, -1, 1, 0, 0, 100}, document.Box{0, 50, 10, 90}, [4]float64{8, 90, 9, 50}, 10},
	} {
		got := sample().Map(c.m)
		if got.Words[0].Box != c.word || got.Regions[0].Box != c.word || got.Lines[0].Box != c.word {
			t.Errorf("%s: got word %v, want %v", name, got.Words[0].Box, c.word)
		}
		if diff := cmp.Diff(got.Lines[0].Baseline, c.baseline, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
			t.Errorf("%s: baseline (-got +want):\n%s", name, diff)
		}
		if got.Lines[0].Height != c.height || got.Lines[0].XHeight != c.height/2 {
			t.Errorf("%s: got heights %v and %v, want %v and half", name, got.Lines[0].Height, got.Lines[0].XHeight, c.height)
		}
		if l := got.Lines[2]; l.Baseline != [4]float64{} || l.Height != 0 {
			t.Errorf("%s: the unknown became known: %v", name, l)
		}
	}
}

func TestMapThereAndBackCoversTheSame(t *testing.T) {
	for _, m := range []document.Affine{document.Scale(1.5, 1.5), document.Scale(0.4, 0.4), {0, 1, -1, 0, 100, 3}, {1.2, 0.02, -0.02, 1.2, 9, -4}} {
		back, ok := m.Inverse()
		if !ok {
			t.Fatal("no inverse")
		}
		original := sample()
		got := original.Map(m).Map(back)
		for i, w := range got.Words {
			was := original.Words[i].Box
			if w.Box.Intersect(was) != was {
				t.Errorf("%v: word at %v came back at %v", m, was, w.Box)
			}
		}
		if diff := cmp.Diff(got.Lines[0].Baseline, original.Lines[0].Baseline, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
			t.Errorf("%v: baseline (-got +want):\n%s", m, diff)
		}
	}
}

func TestMapLeavesItsReadingAlone(t *testing.T) {
	r := sample()
	r.Map(document.Scale(2, 2))
	if diff := cmp.Diff(r, sample()); diff != "" {
		t.Errorf("reading was changed (-got +want):\n%s", diff)
	}
}

func TestCheckFindsBrokenPromises(t *testing.T) {
	if err := sample().Check(100, 50); err != nil {
		t.Errorf("a good reading: %v", err)
	}
	if err := (ocr.Reading{}).Check(1, 1); err != nil {
		t.Errorf("an empty reading: %v", err)
	}
	for want, spoil := range map[string]func(*ocr.Reading){
		"region 1: box":                func(r *ocr.Reading) { r.Regions[1].Box[2] = 101 },
		"region 2 has no line":         func(r *ocr.Reading) { r.Regions = append(r.Regions, r.Regions[1]) },
		"line 1: region 2":             func(r *ocr.Reading) { r.Lines[1].Region = 2 },
		"line 2: region 0":             func(r *ocr.Reading) { r.Lines[2].Region = 0 },
		"line 0: region -1":            func(r *ocr.Reading) { r.Lines[0].Region = -1 },
		"line 2: region 2":             func(r *ocr.Reading) { r.Lines[2].Region = 2 },
		"line 0: box":                  func(r *ocr.Reading) { r.Lines[0].Box = document.Box{} },
		"line 0: its measures":         func(r *ocr.Reading) { r.Lines[0].Baseline[1] = math.NaN() },
		"line 1: its measures":         func(r *ocr.Reading) { r.Lines[1].Height = math.Inf(1) },
		"line 2: its measures":         func(r *ocr.Reading) { r.Lines[2].XHeight = -1 },
		"line 2 has no word":           func(r *ocr.Reading) { r.Words = r.Words[:3] },
		"word 3: line 1000000":         func(r *ocr.Reading) { r.Words[3].Line = 1_000_000 },
		"word 2: line 0":               func(r *ocr.Reading) { r.Words[2].Line = 0 },
		"word 0: box":                  func(r *ocr.Reading) { r.Words[0].Box[0] = -1 },
		`word 1: "" is not`:            func(r *ocr.Reading) { r.Words[1].Text = "" },
		`word 1: "e r" is not`:         func(r *ocr.Reading) { r.Words[1].Text = "e r" },
		"word 1: confidence 1.1":       func(r *ocr.Reading) { r.Words[1].Conf = 1.1 },
		"word 2: confidence NaN":       func(r *ocr.Reading) { r.Words[2].Conf = math.NaN() },
		"word 3: confidence 0.9, hidd": func(r *ocr.Reading) { r.Words[3].Hidden = true },
	} {
		r := sample()
		spoil(&r)
		if err := r.Check(100, 50); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got error %v, want %q", err, want)
		}
	}
}

func TestPoolUsesAllItsEnginesAndNoMore(t *testing.T) {
	const n = 3
	var started, busy, most atomic.Int32
	gate := make(chan struct{})
	p := ocr.NewPool(n, func() (ocr.Engine, error) {
		started.Add(1)
		return ocrtest.Func(func(context.Context, ocr.Ink) (ocr.Reading, error) {
			if b := busy.Add(1); b > most.Load() {
				most.Store(b)
			}
			<-gate
			busy.Add(-1)
			return ocr.Reading{}, nil
		}), nil
	})
	var all sync.WaitGroup
	for range 4 * n {
		all.Go(func() {
			if _, err := p.Read(t.Context(), ocrtest.Good.Ink()); err != nil {
				t.Error(err)
			}
		})
	}
	for range 1000 {
		if busy.Load() == n {
			break
		}
		time.Sleep(time.Millisecond)
	}
	if got := busy.Load(); got != n {
		t.Errorf("%d engines at work, want %d", got, n)
	}
	close(gate)
	all.Wait()
	if most.Load() != n || started.Load() != n {
		t.Errorf("%d engines at work, %d started, want %d", most.Load(), started.Load(), n)
	}
}

func TestPoolStartsNoEngineItDoesNotNeed(t *testing.T) {
	started := 0
	p := ocr.NewPool(4, func() (ocr.Engine, error) { started++; return &ocrtest.Moody{}, nil })
	for range 5 {
		if _, err := p.Read(t.Context(), ocrtest.Good.Ink()); err != nil {
			t.Fatal(err)
		}
	}
	if started != 1 {
		t.Errorf("started %d engines for pages one after the other, want 1", started)
	}
	if err := p.Close(); err != nil {
		t.Error(err)
	}
}

func TestPoolStartsAgainAfterAFailure(t *testing.T) {
	broken := errors.New("broken")
	tries := 0
	p := ocr.NewPool(1, func() (ocr.Engine, error) {
		if tries++; tries == 1 {
			return nil, broken
		}
		return &ocrtest.Moody{}, nil
	})
	if _, err := p.Read(t.Context(), ocrtest.Good.Ink()); !errors.Is(err, broken) {
		t.Errorf("got error %v, want %v", err, broken)
	}
	if _, err := p.Read(t.Context(), ocrtest.Good.Ink()); err != nil {
		t.Errorf("second page: %v", err)
	}
}

func TestPoolKeepsAnEngineThatFailed(t *testing.T) {
	p := ocr.NewPool(1, func() (ocr.Engine, error) { return &ocrtest.Moody{}, nil })
	if _, err := p.Read(t.Context(), ocrtest.Refuses.Ink()); err == nil {
		t.Error("the engine's error is lost")
	}
	r, err := p.Read(t.Context(), ocrtest.Good.Ink())
	if err != nil || r.Words[1].Text != "2" {
		t.Errorf("got %v, %v, want the second page of the engine", ocrtest.Texts(r), err)
	}
}

// closer is an engine that waits for its gate and counts how often it was closed.
type closer struct {
	gate   chan struct{}
	busy   chan struct{}
	closed atomic.Int32
}

func (c *closer) Read(context.Context, ocr.Ink) (ocr.Reading, error) {
	c.busy <- struct{}{}
	<-c.gate
	return ocr.Reading{}, nil
}

func (c *closer) Close() error {
	c.closed.Add(1)
	return errors.New("does not close")
}

func TestPoolCloseWaitsForPagesAndTurnsOthersAway(t *testing.T) {
	e := &closer{gate: make(chan struct{}), busy: make(chan struct{}, 1)}
	p := ocr.NewPool(1, func() (ocr.Engine, error) { return e, nil })
	first, second, closed := make(chan error, 1), make(chan error, 1), make(chan error, 1)
	go func() { _, err := p.Read(t.Context(), ocrtest.Good.Ink()); first <- err }()
	<-e.busy
	go func() { _, err := p.Read(t.Context(), ocrtest.Good.Ink()); second <- err }()
	go func() { closed <- p.Close() }()
	if err := <-second; !errors.Is(err, ocr.ErrClosed) {
		t.Errorf("page that waits: got error %v, want %v", err, ocr.ErrClosed)
	}
	if e.closed.Load() != 0 {
		t.Error("an engine was closed over a page")
	}
	close(e.gate)
	if err := <-first; err != nil {
		t.Errorf("page being read: %v", err)
	}
	if err := <-closed; err == nil || e.closed.Load() != 1 {
		t.Errorf("got %v and closed %d times, want the engine's error, once", err, e.closed.Load())
	}
}

func TestPoolLetsGoOfThoseWhoseContextEnds(t *testing.T) {
	e := &closer{gate: make(chan struct{}), busy: make(chan struct{}, 1)}
	p := ocr.NewPool(1, func() (ocr.Engine, error) { return e, nil })
	done := make(chan struct{})
	go func() { _, _ = p.Read(t.Context(), ocrtest.Good.Ink()); close(done) }()
	<-e.busy
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := p.Read(ctx, ocrtest.Good.Ink()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got error %v, want %v", err, context.DeadlineExceeded)
	}
	close(e.gate)
	<-done
}
