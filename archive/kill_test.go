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
	calm, dir := killFolder(t), killFolder(t)
	start := time.Now()
	importAll(t, calm)
	whole := time.Since(start)
	kills := 0
	for round := range 12 {
		victim := exec.Command(os.Args[0], "-test.run=^TestKillVictim$")
		victim.Env = append(os.Environ(), killEnv+"="+dir)
		if err := victim.Start(); err != nil {
			t.Fatal(err)
		}
		after := time.Duration(rand.Int64N(int64(whole)))
		time.Sleep(after)
		_ = victim.Process.Kill()
		if victim.Wait() != nil {
			kills++
		}
		archive, err := Open(filepath.Join(dir, "archive"))
		if err != nil {
			continue // killed before there was one
		}
		everyNameHoldsAWholeFile(t, archive)
		if t.Failed() {
			t.Fatalf("round %d, killed after %v", round, after)
		}
	}
	if kills == 0 {
		t.Error("no process was killed in time")
	}
	importAll(t, dir)
	a, err := Open(filepath.Join(dir, "archive"))
	if err != nil {
		t.Fatal(err)
	}
	isConsistent(t, a, "")
	undisturbed, err := Open(filepath.Join(calm, "archive"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(snapshot(t, undisturbed), snapshot(t, a)); diff != "" {
		t.Errorf("after %d kills: undisturbed - disturbed +\n%s", kills, diff)
	}
}

// killFolder holds what the victim imports.
func killFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for i := range killDocuments {
		overwrite(t, filepath.Join(dir, fmt.Sprint(i)), fmt.Sprint("Vorlage ", i))
	}
	return dir
}
