package main

import (
	"math"
	"time"

	"aktenkundig/ingest"
)

// pace estimates how fast an import goes and how long it will take. Rates are averages in which what was long ago
// counts less, and the time left runs like a clock that is put right gently, so that one large file does not make it
// jump. It is for one goroutine at a time.
type pace struct {
	last         time.Time
	files, pages int
	seconds      float64 // weighted, as are the two sums below
	fileSum      float64
	pageSum      float64
	shown        float64 // seconds left; NaN while not known
}

const (
	paceMemory = 60.0 // seconds after which something counts a third in the rates
	paceEase   = 10.0 // seconds in which the time left takes up two thirds of a new estimate
	paceStep   = 0.5  // seconds between two samples
)

func newPace(start time.Time) pace { return pace{last: start, shown: math.NaN()} }

// take samples the state at a time.
func (p *pace) take(now time.Time, s ingest.Summary) {
	dt := now.Sub(p.last).Seconds()
	if dt < paceStep {
		return
	}
	p.last = now
	fade := math.Exp(-dt / paceMemory)
	p.seconds = p.seconds*fade + dt
	p.fileSum = p.fileSum*fade + float64(s.Total()-p.files)
	p.pageSum = p.pageSum*fade + float64(s.PageTotal()-p.pages)
	p.files, p.pages = s.Total(), s.PageTotal()
	if p.fileSum < 1e-9 || s.Expected == 0 {
		return
	}
	estimate := float64(max(0, s.Expected-s.Total())) * p.seconds / p.fileSum
	if math.IsNaN(p.shown) {
		p.shown = estimate
		return
	}
	p.shown = max(0, p.shown-dt)
	p.shown += (estimate - p.shown) * (1 - math.Exp(-dt/paceEase))
}

// pagesPerMinute is 0 while not known.
func (p *pace) pagesPerMinute() float64 {
	if p.seconds < 1 {
		return 0
	}
	return p.pageSum / p.seconds * 60
}

// left is the time that the files to come will take; false while not known.
func (p *pace) left() (time.Duration, bool) {
	if math.IsNaN(p.shown) || p.seconds < 2 {
		return 0, false
	}
	return time.Duration(p.shown * float64(time.Second)), true
}
