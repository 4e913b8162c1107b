package worker

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"aktenkundig/ocr"
	"aktenkundig/ocr/ocrtest"
	"aktenkundig/ocr/tesseract"

	"github.com/google/go-cmp/cmp"
)

func TestContract(t *testing.T) {
	needTesseract(t)
	ocrtest.Contract(t, func(*testing.T) ocr.Engine { return New(Options{Command: command("tesseract")}) })
}

func TestContractOfPoolOfWorkers(t *testing.T) {
	needTesseract(t)
	ocrtest.Contract(t, func(*testing.T) ocr.Engine {
		return ocr.NewPool(2, func() (ocr.Engine, error) { return New(Options{Command: command("tesseract")}), nil })
	})
}

func TestBadPageCostsOnePage(t *testing.T) {
	for name, c := range map[string]struct {
		mood ocrtest.Mood
		want error
		says string
	}{
		"segmentation fault": {ocrtest.Segfault, ocr.ErrCrashed, "SIGSEGV: segmentation violation"},
		"panic":              {ocrtest.Panic, ocr.ErrCrashed, "exit status 2: panic: moody"},
		"exit":               {ocrtest.Exit, ocr.ErrCrashed, "exit status 3: out of paper"},
		"hang":               {ocrtest.Hang, ocr.ErrTimeout, "more than 1.5s"},
		"late answer":        {ocrtest.Late, ocr.ErrTimeout, "more than 1.5s"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := Options{Command: command("moody"), Timeout: ocrtest.LateAfter / 2}
			err := costsOnePage(t, o, c.mood, c.want)
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("got error %q, want it to say %q", err, c.says)
			}
		})
	}
}

func TestMemoryLimitCostsOnePage(t *testing.T) {
	if race {
		t.Skip("the race detector takes all address space there is")
	}
	ask2(t, open(t, Options{Command: command("moody")}), ocrtest.Hoards) // fits without a limit
	err := costsOnePage(t, Options{Command: command("moody"), Memory: 3 << 30}, ocrtest.Hoards, ocr.ErrCrashed)
	if !strings.Contains(err.Error(), "out of memory") {
		t.Errorf("got error %q, want it to say why", err)
	}
}

// costsOnePage has a worker read a good page, a bad one and a good one again, and gives the error of the bad one.
func costsOnePage(t *testing.T, o Options, bad ocrtest.Mood, want error) error {
	t.Helper()
	w := open(t, o)
	before := ask2(t, w, ocrtest.Good)
	_, err := w.Read(t.Context(), bad.Ink())
	if !errors.Is(err, want) {
		t.Fatalf("got error %v, want %v", err, want)
	}
	after := ask2(t, w, ocrtest.Good)
	if after[0] == before[0] || after[1] != "1" {
		t.Errorf("before the bad page child %v, after it %v, want a fresh one", before, after)
	}
	return err
}

func TestPageThatCrashesOnceIsReadTheSecondTime(t *testing.T) {
	w := open(t, Options{Command: command("moody"), Env: mark(t)})
	if words := ask2(t, w, ocrtest.CrashOnce); words[1] != "1" {
		t.Errorf("got %v, want the first page of a fresh child", words)
	}
}

func TestPageThatHangsIsNotTriedAgain(t *testing.T) {
	w := open(t, Options{Command: command("moody"), Timeout: time.Second})
	start := time.Now()
	_, err := w.Read(t.Context(), ocrtest.Hang.Ink())
	if took := time.Since(start); !errors.Is(err, ocr.ErrTimeout) || took > 1900*time.Millisecond {
		t.Errorf("got %v after %v, want %v after a second", err, took, ocr.ErrTimeout)
	}
}

func TestEngineErrorKeepsTheChild(t *testing.T) {
	w := open(t, Options{Command: command("moody")})
	before := ask2(t, w, ocrtest.Good)
	if _, err := w.Read(t.Context(), ocrtest.Refuses.Ink()); err == nil || err.Error() != "not today" {
		t.Errorf("got error %v, want that of the engine", err)
	}
	if after := ask2(t, w, ocrtest.Good); after[0] != before[0] {
		t.Errorf("child %s became %s", before[0], after[0])
	}
}

func TestPrintsOnStdoutDoNotGetBetweenTheAnswers(t *testing.T) {
	w := open(t, Options{Command: command("moody")})
	first := ask2(t, w, ocrtest.Prints)
	if second := ask2(t, w, ocrtest.Prints); second[0] != first[0] || second[1] != "2" {
		t.Errorf("got %v after %v, want the same child", second, first)
	}
}

func TestChildStartsWithoutOpenMP(t *testing.T) {
	for name, env := range map[string][]string{
		"inherited":  nil,
		"own":        {"A=b"},
		"overridden": {"OMP_THREAD_LIMIT=8"},
	} {
		w := open(t, Options{Command: command("moody"), Env: env})
		r, err := w.Read(t.Context(), ocrtest.Environ.Ink())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(ocrtest.Texts(r), []string{"OMP_THREAD_LIMIT=1"}); diff != "" {
			t.Errorf("%s (-got +want):\n%s", name, diff)
		}
	}
}

func TestCancelStopsWithinThePage(t *testing.T) {
	w := open(t, Options{Command: command("moody")})
	ask2(t, w, ocrtest.Good)
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(100*time.Millisecond, cancel)
	start := time.Now()
	if _, err := w.Read(ctx, ocrtest.Hang.Ink()); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want %v", err, context.Canceled)
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("it took %v", took)
	}
	ask2(t, w, ocrtest.Good)
}

func TestChildIsReplacedAfterMaxPages(t *testing.T) {
	w := open(t, Options{Command: command("moody"), MaxPages: 3})
	var counts []string
	children := map[string]bool{}
	for range 7 {
		words := ask2(t, w, ocrtest.Good)
		children[words[0]] = true
		counts = append(counts, words[1])
	}
	if got := strings.Join(counts, " "); got != "1 2 3 1 2 3 1" || len(children) != 3 {
		t.Errorf("got pages %s in %d children, want 1 2 3 1 2 3 1 in 3", got, len(children))
	}
}

func TestChildThatDiedWhileIdleIsReplaced(t *testing.T) {
	w := open(t, Options{Command: command("moody")})
	pid, _ := strconv.Atoi(ask2(t, w, ocrtest.Good)[0])
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	ask2(t, w, ocrtest.Good)
}

func TestKillTakesTheChildsOwnChildren(t *testing.T) {
	env := mark(t)
	w := open(t, Options{Command: command("moody"), Env: env, Timeout: 2 * time.Second})
	if _, err := w.Read(t.Context(), ocrtest.Family.Ink()); !errors.Is(err, ocr.ErrTimeout) {
		t.Fatalf("got error %v, want %v", err, ocr.ErrTimeout)
	}
	written, err := os.ReadFile(strings.TrimPrefix(env[len(env)-1], "MOODY_MARK="))
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(string(written))
	if err != nil {
		t.Fatal(err)
	}
	waitGone(t, pid)
}

func TestChildDiesWithItsParent(t *testing.T) {
	parent := exec.Command(command("parent")[0], command("parent")[1:]...)
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(50 * time.Millisecond) // let it hang
	_ = parent.Process.Kill()
	_ = parent.Wait()
	waitGone(t, pid)
}

// beParent prints the number of a child and then has it hang, deaf to the end of its input.
func beParent() error {
	w := New(Options{Command: command("moody")})
	r, err := w.Read(context.Background(), ocrtest.Good.Ink())
	if err != nil {
		return err
	}
	fmt.Println(r.Words[0].Text)
	_, err = w.Read(context.Background(), ocrtest.Hang.Ink())
	return err
}

func TestChildOutlivesThreadsOfItsParent(t *testing.T) {
	w := open(t, Options{Command: command("moody")})
	before := ask2(t, w, ocrtest.Good)
	const more = 64 // threads than the parent has, so that all that are free are among them
	var met, done sync.WaitGroup
	met.Add(more)
	for range more {
		done.Go(func() {
			runtime.LockOSThread() // never unlocked, so the thread ends with the goroutine
			met.Done()
			met.Wait()
		})
	}
	done.Wait()
	time.Sleep(200 * time.Millisecond)
	if after := ask2(t, w, ocrtest.Good); after[0] != before[0] {
		t.Errorf("child %s became %s", before[0], after[0])
	}
}

func TestErrorQuotesTheLineThatSaysMost(t *testing.T) {
	for said, want := range map[string]string{
		"":                       "",
		"one\ntwo\n\n":           "two",
		"noise\npanic: x\n\ngo1": "panic: x",
		"SIGSEGV: segmentation violation\nPC=0x1\n": "SIGSEGV: segmentation violation",
		strings.Repeat("ä", 1000):                   strings.Repeat("ä", 100) + "…",
		strings.Repeat("x\n", 100_000) + "end":      "end",
	} {
		var s tail
		for len(said) > 0 { // in pieces, as a pipe does
			n := min(len(said), 32<<10)
			_, _ = s.Write([]byte(said[:n]))
			said = said[n:]
		}
		if got := s.gist(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if len(s.bytes) > maxStderr {
			t.Errorf("kept %d bytes", len(s.bytes))
		}
	}
}

// open gives a worker that is closed with the test.
func open(t *testing.T, o Options) *Worker {
	t.Helper()
	w := New(o)
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// ask2 has w read a page on which it answers with two words: the number of its process and a count.
func ask2(t *testing.T, w *Worker, m ocrtest.Mood) []string {
	t.Helper()
	r, err := w.Read(t.Context(), m.Ink())
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Words) != 2 {
		t.Fatalf("got words %v, want two", ocrtest.Texts(r))
	}
	return ocrtest.Texts(r)
}

// mark is an environment with a file name for Moody.
func mark(t *testing.T) []string {
	return append(os.Environ(), "MOODY_MARK="+filepath.Join(t.TempDir(), "mark"))
}

func waitGone(t *testing.T, pid int) {
	t.Helper()
	for range 100 {
		if gone(pid) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	_ = syscall.Kill(pid, syscall.SIGKILL)
	t.Errorf("process %d still lives", pid)
}

// gone tells whether a process has ended; one that nobody has waited for yet is a zombie.
func gone(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return true
	}
	_, after, _ := strings.Cut(string(stat), ") ")
	return strings.HasPrefix(after, "Z") || strings.HasPrefix(after, "X")
}

// needTesseract skips the test where the models are missing, but not in CI.
func needTesseract(t *testing.T) {
	t.Helper()
	e, err := tesseract.New(tesseract.Options{})
	var missing *tesseract.MissingModel
	if errors.As(err, &missing) && os.Getenv("CI") != "true" {
		t.Skipf("%v; %s", err, missing.Hint())
	}
	if err != nil {
		t.Fatal(err)
	}
	_ = e.Close()
}
