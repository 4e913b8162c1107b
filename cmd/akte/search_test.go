package main

import (
	"strings"
	"testing"

	"aktenkundig/index"
)

func TestTheCountOfASearchIsNotBelowWhatItShows(t *testing.T) {
	hits := []index.Hit{{ID: "a", Page: 1}, {ID: "a", Page: 2}, {ID: "b", Page: 1}}
	for total, want := range map[int]string{2: "2 documents in all; go on with --offset 3\n", 1: "there may be more; go on with --offset 3\n"} {
		var b strings.Builder
		if err := printHits(&b, index.Result{Total: total, Hits: hits}, index.Request{Limit: 3}, false); err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(b.String(), want) {
			t.Errorf("of %d: %q, want it to end in %q", total, b.String(), want)
		}
	}
}
