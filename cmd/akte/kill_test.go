package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"aktenkundig/internal/memogen"

	"github.com/google/go-cmp/cmp"
)

// kills is how often the import of TestKilledImportEndsLikeAnUndisturbedOne is killed.
const kills = 10

// TestKilledImportEndsLikeAnUndisturbedOne kills an import with its whole process group at random instants, lets a
// last one run through, and compares the archive file by file with one that nobody disturbed.
func TestKilledImportEndsLikeAnUndisturbedOne(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a dozen pages several times")
	}
	needEngine(t)
	box := mixedBox(t)
	calm := filepath.Join(t.TempDir(), "calm")
	start := time.Now()
	if out, err := importCommand(t, calm, box).CombinedOutput(); exit(err) != exitSomeFailed {
		t.Fatalf("import: %v\n%s", err, out)
	}
	whole := time.Since(start)

	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d; an undisturbed import took %v", seed, whole.Round(time.Millisecond))
	r := rand.New(rand.NewPCG(seed, 0))
	// An archive is killed until an import of it runs through; then the next one begins, so that every kill strikes.
	archives := t.TempDir()
	for struck, n := 0, 1; struck < kills; n++ {
		killed := filepath.Join(archives, fmt.Sprint(n))
		for struck < kills && killAfter(t, importCommand(t, killed, box), time.Duration(r.Int64N(int64(whole/3)))) {
			struck++
		}
		if out, err := importCommand(t, killed, box).CombinedOutput(); exit(err) != exitSomeFailed {
			t.Fatalf("last import: %v\n%s", err, out)
		}
		same(t, killed, calm)
		if n == kills && struck < kills {
			t.Fatalf("only %d of %d kills met a living import", struck, kills)
		}
	}
}

// same compares the archive of a killed import with an undisturbed one: files, verification, hits.
func same(t *testing.T, killed, calm string) {
	t.Helper()
	if diff := cmp.Diff(contents(t, killed), contents(t, calm)); diff != "" {
		t.Errorf("the archive differs from an undisturbed one (-killed +calm)\n%s", diff)
	}
	for _, dir := range []string{killed, calm} {
		if out, err := command(t, dir, "verify").CombinedOutput(); err != nil {
			t.Errorf("verify %s: %v\n%s", filepath.Base(dir), err, out)
		}
	}
	for _, query := range []string{"Beschluss", "Stadt", "council", "der"} {
		if diff := cmp.Diff(hits(t, killed, query), hits(t, calm, query)); diff != "" {
			t.Errorf("search %s (-killed +calm)\n%s", query, diff)
		}
	}
}

// mixedBox draws new memos in several formats and puts a broken file, a copy and a text beside them.
func mixedBox(t *testing.T) string {
	box := t.TempDir()
	for i, o := range []memogen.Options{
		{Format: memogen.PDFJPEG, Pages: 1},
		{Format: memogen.TIFFG4, Pages: 3},
		{Format: memogen.PNG},
		{Format: memogen.PDFG4, Pages: 2},
	} {
		seed := uint64(time.Now().UnixNano())
		t.Logf("memo %d is drawn from seed %d", i, seed)
		m := memogen.Draw(seed, o)
		if _, err := memogen.Write(box, fmt.Sprintf("memo-%d", i), m); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
	write(t, filepath.Join(box, "broken.pdf"), "%PDF-1.4\nnothing more")
	write(t, filepath.Join(box, "note.txt"), "Der Stadtrat beschließt die Vorlage V0815/24.")
	write(t, filepath.Join(box, "note-copy.txt"), "Der Stadtrat beschließt die Vorlage V0815/24.")
	return box
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// command is akte as a program, in a process group of its own.
func command(t *testing.T, archive string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1", "AKTE_ARCHIVE="+archive)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return cmd
}

func importCommand(t *testing.T, archive, box string) *exec.Cmd {
	return command(t, archive, "import", box)
}

// killAfter starts a command and kills its process group after a while; false if the command had ended by itself.
func killAfter(t *testing.T, cmd *exec.Cmd, after time.Duration) bool {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	killer := time.AfterFunc(after, func() { syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
	err := cmd.Wait()
	killer.Stop()
	t.Logf("after %v: %v", after.Round(time.Millisecond), err)
	return cmd.ProcessState.Sys().(syscall.WaitStatus).Signaled()
}

// TestInterruptedImportGoesOn sends each signal a person or a service manager sends: the import says so, ends with
// 130, and the next one goes on.
func TestInterruptedImportGoesOn(t *testing.T) {
	if testing.Short() {
		t.Skip("reads a dozen pages")
	}
	needEngine(t)
	box := mixedBox(t)
	archive := filepath.Join(t.TempDir(), "archive")
	for _, signals := range [][]syscall.Signal{{syscall.SIGINT}, {syscall.SIGTERM}, {syscall.SIGINT, syscall.SIGINT}} {
		cmd := importCommand(t, archive, box)
		var said bytes.Buffer
		cmd.Stderr = &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		for _, s := range signals {
			cmd.Process.Signal(s)
			time.Sleep(200 * time.Millisecond)
		}
		if code := exit(cmd.Wait()); code != exitInterrupted || !strings.Contains(said.String(), "run the same command again") {
			t.Errorf("%v: exit code %d, said\n%s", signals, code, said.String())
		}
	}
	if out, err := importCommand(t, archive, box).CombinedOutput(); exit(err) != exitSomeFailed {
		t.Fatalf("last import: %v\n%s", err, out)
	}
	if out, err := command(t, archive, "verify").CombinedOutput(); err != nil {
		t.Errorf("verify: %v\n%s", err, out)
	}
}

// exit is the exit code behind err.
func exit(err error) int {
	if err == nil {
		return exitOK
	}
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		return e.ExitCode()
	}
	return -1
}

// contents is every file that must not depend on what happened on the way: all but the index, the ledgers with
// their times, the log of changes, and the time in the sources.
func contents(t *testing.T, archive string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(archive, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, _ := filepath.Rel(archive, path)
		top, _, _ := strings.Cut(name, "/")
		if top == "index" || top == "batches" || top == "changes.log" || top == "lock" {
			return nil
		}
		b, err := os.ReadFile(path)
		switch {
		case strings.HasSuffix(name, ".json"):
			b = withoutTime(b)
		case top == "twins": // entries stand in the order in which documents were finished
			entries := slices.Collect(slices.Chunk(b, twinEntry))
			slices.SortFunc(entries, bytes.Compare)
			b = bytes.Join(entries, nil)
		}
		files[name] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// twinEntry is the size of an entry in twins/: a key of 8 bytes and an id.
const twinEntry = 8 + 32

func withoutTime(b []byte) []byte {
	var v map[string]any
	if json.Unmarshal(b, &v) != nil {
		return b
	}
	delete(v, "added")
	if s, ok := v["source"].(map[string]any); ok {
		delete(s, "added")
	}
	out, _ := json.Marshal(v)
	return out
}

// hits are the names and pages a search finds, in order.
func hits(t *testing.T, archive, query string) []string {
	t.Helper()
	out, err := command(t, archive, "search", "--json", "--limit", "100", query).Output()
	if code := exit(err); code > exitFailed {
		t.Fatalf("search %s: %v", query, err)
	}
	var found []string
	dec := json.NewDecoder(bytes.NewReader(out))
	for dec.More() {
		var h struct {
			Name string
			Page int
		}
		if err := dec.Decode(&h); err != nil {
			t.Fatal(err)
		}
		found = append(found, fmt.Sprintf("%s page %d", h.Name, h.Page))
	}
	return found
}
