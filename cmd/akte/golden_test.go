package main

import (
	"flag"
	"testing"

	"aktenkundig/archive"
	"aktenkundig/internal/eval"
)

var update = flag.Bool("update", false, "write the golden scores anew")

// goldenTolerance allows for another version of the engine; our own changes show in the diff of an update.
const goldenTolerance = 0.03

// TestScoresOfTheMemos reads all of testdata/memos and compares every score with the golden file. Run it with
// -update after a change and read the diff.
func TestScoresOfTheMemos(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 39 pages")
	}
	needEngine(t)
	t.Setenv(asProgram, "1") // the workers are this binary too
	items, err := loadTruth([]string{"../../testdata/memos"})
	if err != nil {
		t.Fatal(err)
	}
	var m measuring
	m.how.jobs = 2
	m.how.settle(archive.Settings{})
	line := newProgress(t.Output())
	records, err := m.read(t.Context(), t.TempDir(), items, line)
	if err != nil {
		t.Fatal(err)
	}
	sets := eval.Sum(score(items, records))
	const path = "testdata/scores.golden"
	if *update {
		if err := eval.WriteGolden(path, sets); err != nil {
			t.Fatal(err)
		}
		return
	}
	if err := eval.Golden(path, sets, goldenTolerance); err != nil {
		t.Errorf("scores have moved; if that is meant, run with -update and read the diff\n%v", err)
	}
}
