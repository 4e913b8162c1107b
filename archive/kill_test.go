package archive

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// killEnv tells the test's child process which folder to work in.
const killEnv = "AKTE_TEST_KILL"

const killDocuments = 60

// TestKillVictim is no test but the process that TestAKilledProcessLeavesAnArchiveThatGoesOn kills.
func TestKillVictim(t *testing.T) {
	dir := os.Getenv(killEnv)
	if dir == "" {
		t.Skip("only runs as a child of TestAKilledProcessLeavesAnArchiveThatGoesOn")
	}
	importAll(t, dir)
}

// importAll does what an import does, with one lock and healing first.
func importAll(t *testing.T, dir string) {
	t.Helper()
	a, err := Create(filepath.Join(dir, "archive"), Settings{})
	if err != nil {
		t.Fatal(err)
	}
	unlock, err := a.Lock(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if err := a.Heal(); err != nil {
		t.Fatal(err)
	}
	for i := 0; i < killDocuments; i += 2 {
		paths := [2]string{filepath.Join(dir, fmt.Sprint(i)), filepath.Join(dir, fmt.Sprint(i+1))}
		if err := delivery(a, someTime, paths); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAKilledProcessLeavesAnArchiveThatGoesOn(t *testing.T) {
	calm := killFolder(t)
	start := time.Now()
	importAll(t, calm)
	whole := time.Since(start)
	want := snapshot(t, openIn(t, calm))
	killed := 0
	for round := range 10 {
		dir := killFolder(t)
		for range 2 {
			if killVictim(t, dir, time.Duration(rand.Int64N(int64(whole)))) {
				killed++
			}
			if _, err := os.Stat(filepath.Join(dir, "archive", settingsFile)); err == nil {
				everyNameHoldsAWholeFile(t, openIn(t, dir))
			}
		}
		importAll(t, dir)
		a := openIn(t, dir)
		isConsistent(t, a, "")
		if diff := cmp.Diff(want, snapshot(t, a)); diff != "" {
			t.Errorf("undisturbed - killed +\n%s", diff)
		}
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
	t.Logf("%d of 20 processes were killed in time", killed)
	if killed == 0 {
		t.Error("no process was killed in time")
	}
}

// killVictim starts an import and kills it after a while; false if it was faster.
func killVictim(t *testing.T, dir string, after time.Duration) bool {
	t.Helper()
	victim := exec.Command(os.Args[0], "-test.run=^TestKillVictim$")
	victim.Env = append(os.Environ(), killEnv+"="+dir)
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	_ = victim.Process.Kill()
	return victim.Wait() != nil
}

func openIn(t *testing.T, dir string) *Archive {
	t.Helper()
	a, err := Open(filepath.Join(dir, "archive"))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// killFolder holds what the victim imports.
func killFolder(t *testing.T) string {
	t.Helper()
	dir := quickDir(t)
	for i := range killDocuments {
		overwrite(t, filepath.Join(dir, fmt.Sprint(i)), fmt.Sprint("Vorlage ", i))
	}
	return dir
}
