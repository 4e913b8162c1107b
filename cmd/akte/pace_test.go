package main

import (
	"math"
	"testing"
	"time"

	"aktenkundig/ingest"
)

func TestTimeLeftDoesNotJump(t *testing.T) {
	start := time.Now()
	p := newPace(start)
	now, done := start, 0
	at := func(seconds float64, files int) time.Duration {
		now, done = now.Add(time.Duration(seconds*float64(time.Second))), done+files
		p.take(now, ingest.Summary{Expected: 1000, Files: map[string]int{ingest.New: done}})
		left, _ := p.left()
		return left
	}
	var before time.Duration
	for range 100 {
		before = at(1, 2)
	}
	if want := 400 * time.Second; math.Abs(float64(before-want)) > float64(want)/10 {
		t.Errorf("at two files a second %v are left of 800 files, want %v", before, want)
	}
	for range 10 { // a large file holds everything up
		after := at(1, 0)
		if d := after - before; d > 20*time.Second || d < -20*time.Second {
			t.Errorf("jumped from %v to %v", before, after)
		}
		before = after
	}
	for range 400 {
		before = at(1, 1)
	}
	if want := time.Duration(1000-done) * time.Second; math.Abs(float64(before-want)) > float64(want)/10 {
		t.Errorf("at one file a second %v are left, want %v", before, want)
	}
}

func TestNothingIsSaidOfTheTimeLeftBeforeFilesAreCounted(t *testing.T) {
	p := newPace(time.Now())
	p.take(time.Now().Add(5*time.Second), ingest.Summary{Files: map[string]int{ingest.New: 3}})
	if left, ok := p.left(); ok {
		t.Errorf("%v left of an unknown number", left)
	}
}
