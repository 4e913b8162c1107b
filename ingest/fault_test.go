package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"aktenkundig/archive"
	"aktenkundig/ingest"
	"aktenkundig/ocr"
	"aktenkundig/ocr/ocrtest"

	"golang.org/x/sys/unix"
)

// TestFullDiskIsSaidAndNothingIsLost imports into a file system of two megabytes, which is full soon, makes it larger, and
// imports again.
func TestFullDiskIsSaidAndNothingIsLost(t *testing.T) {
	disk := t.TempDir()
	if err := unix.Mount("tmpfs", disk, "tmpfs", 0, "size=2m"); err != nil {
		t.Skipf("cannot mount a small file system: %v", err)
	}
	t.Cleanup(func() { unix.Unmount(disk, unix.MNT_DETACH) })
	h, box := newHouse(t), t.TempDir()
	const files = 120
	for i := range files {
		write(t, filepath.Join(box, fmt.Sprintf("%d.txt", i)), strings.Repeat(fmt.Sprintf("Vorlage %d zur Sitzung. ", i), 400))
	}
	var err error
	if h.Archive, err = archive.Create(filepath.Join(disk, "archive"), archive.Settings{}); err != nil {
		t.Fatal(err)
	}
	full, told := 0, map[string]int{}
	for attempt := 0; ; attempt++ {
		h.events = nil
		sum, err := h.Import(t.Context(), t.Context(), []string{box})
		for _, e := range h.events {
			if e.Event == "file" && e.Outcome == ingest.New {
				told[e.Path]++
			}
		}
		if err == nil {
			if sum.Total() != files {
				t.Errorf("in the end: %+v", sum)
			}
			break
		}
		if !errors.Is(err, syscall.ENOSPC) {
			t.Fatalf("attempt %d: %v", attempt, err)
		}
		full++
		if _, err := h.Archive.Verify(t.Context(), func(f archive.Finding) {
			if !strings.Contains(f.What, "not finished") && !strings.Contains(f.What, "not been read yet") && !strings.Contains(f.What, "line ") {
				t.Errorf("full disk: %+v", f)
			}
		}); err != nil {
			t.Error(err)
		}
		if err := unix.Mount("tmpfs", disk, "tmpfs", unix.MS_REMOUNT, fmt.Sprintf("size=%dk", 2048+300*full)); err != nil {
			t.Fatal(err)
		}
	}
	n, err := h.Archive.Verify(t.Context(), func(f archive.Finding) { t.Errorf("in the end: %+v", f) })
	if err != nil || n.Records != files || full == 0 {
		t.Errorf("%v; the disk was full %d times: %+v", err, full, n)
	}
	if got := len(h.entries(t)); got != files {
		t.Errorf("%d files are told as new in the ledgers, want %d", got, files)
	}
	t.Logf("the disk was full %d times", full)
}

func TestFullDiskEndsTheRunBeforeAFileIsBegun(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	write(t, filepath.Join(box, "a.txt"), "Text.")
	h.MinFree = 1 << 60
	sum, err := h.Import(t.Context(), t.Context(), []string{box})
	if !errors.Is(err, ingest.ErrNoRoom) || sum.Total() != 0 {
		t.Errorf("%v: %+v", err, sum)
	}
	n, err := h.Archive.Verify(t.Context(), func(f archive.Finding) { t.Errorf("%+v", f) })
	if err != nil || n.Originals != 0 || n.Batches != 1 {
		t.Errorf("verify: %v, %+v", err, n)
	}
	h.MinFree = 0
	if sum := h.take(t, box); sum.Files[ingest.New] != 1 {
		t.Errorf("with room: %+v", sum)
	}
}

// TestSourceThatChangesDuringTheRun takes away, writes over and adds to files while the first is being read.
func TestSourceThatChangesDuringTheRun(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	h.Slots = 1
	stack(t, filepath.Join(box, "0.tif"), 1)
	const files = 40
	for i := 1; i <= files; i++ {
		write(t, filepath.Join(box, fmt.Sprintf("%d.txt", i)), fmt.Sprintf("Text %d.", i))
	}
	h.answer = func(context.Context, int64) (ocr.Reading, error) {
		os.Remove(filepath.Join(box, "20.txt"))
		os.WriteFile(filepath.Join(box, "21.txt"), []byte("anderer Text"), 0o644)
		os.Rename(filepath.Join(box, "22.txt"), filepath.Join(box, "99.txt"))
		os.Mkdir(filepath.Join(box, "neu"), 0o755)
		os.WriteFile(filepath.Join(box, "neu", "1.txt"), []byte("zu spät?"), 0o644)
		return ocrtest.Line("Text"), nil
	}
	sum := h.take(t, box)
	if sum.Total() != sum.Found {
		t.Errorf("%d files were found, %d have an outcome", sum.Found, sum.Total())
	}
	for _, e := range h.events {
		if e.Outcome == ingest.Failed && (e.Reason == "" || filepath.Base(e.Path) != "20.txt" && filepath.Base(e.Path) != "22.txt") {
			t.Errorf("failed: %+v", e)
		}
	}
	h.answer = nil
	h.take(t, box)
	n, err := h.Archive.Verify(t.Context(), func(f archive.Finding) { t.Errorf("%+v", f) })
	if err != nil || n.Records < files {
		t.Errorf("%v, %+v", err, n)
	}
}

func TestSourceIsOnlyRead(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	path := filepath.Join(box, "a.txt")
	write(t, path, "Text.")
	if err := os.Chmod(path, 0o444); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(box, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(box, 0o755)
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if sum := h.take(t, box); sum.Files[ingest.New] != 1 {
		t.Errorf("summary: %+v", sum)
	}
	after, err := os.Stat(path)
	if err != nil || !after.ModTime().Equal(before.ModTime()) || after.Mode() != before.Mode() {
		t.Errorf("the source is now %v, %v", after, err)
	}
}

// TestErrorOfReadingFailsOneFile reads a file that the kernel answers with an input/output error.
func TestErrorOfReadingFailsOneFile(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	write(t, filepath.Join(box, "a.txt"), "Text.")
	sum := h.take(t, "/proc/self/mem", box)
	if sum.Files[ingest.Failed] != 1 || sum.Files[ingest.New] != 1 {
		t.Errorf("summary: %+v", sum)
	}
	for _, e := range h.events {
		if e.Outcome == ingest.Failed && !strings.Contains(e.Reason, "input/output error") {
			t.Errorf("reason: %q", e.Reason)
		}
	}
}

// TestWorkersThatFailCostOnePageEach has the engine fail in every way a worker can.
func TestWorkersThatFailCostOnePageEach(t *testing.T) {
	h, box := newHouse(t), t.TempDir()
	faults := []error{ocr.ErrTimeout, ocr.ErrCrashed, ocr.ErrBabble, errors.New("out of paper")}
	h.answer = func(_ context.Context, nth int64) (ocr.Reading, error) {
		if n := int(nth) - 1; n < len(faults) {
			return ocr.Reading{}, faults[n]
		}
		return ocrtest.Line("Text"), nil
	}
	stack(t, filepath.Join(box, "stack.tif"), 8)
	sum := h.take(t, box)
	if sum.PageTotal() != 8 || sum.Problems == 0 || sum.Problems > len(faults) || sum.Files[ingest.New] != 1 {
		t.Errorf("summary: %+v", sum)
	}
}
