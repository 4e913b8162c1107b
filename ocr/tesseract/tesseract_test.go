package tesseract

import (
	"errors"
	"os"
	"syscall"
	"testing"

	"aktenkundig/ocr"
	"aktenkundig/ocr/ocrtest"
)

func TestContract(t *testing.T) {
	ocrtest.Contract(t, func(t *testing.T) ocr.Engine { return engine(t) })
}

// engine starts Tesseract. Where its models are missing the test is skipped, but not in CI.
func engine(t *testing.T) *Engine {
	t.Helper()
	e, err := New(Options{})
	var missing *MissingModel
	if errors.As(err, &missing) && os.Getenv("CI") != "true" {
		t.Skipf("%v; %s", err, missing.Hint())
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}

// TestMain turns OpenMP off the only way there is: in the environment of a process that has not started yet.
func TestMain(m *testing.M) {
	if os.Getenv("OMP_THREAD_LIMIT") != "1" {
		err := syscall.Exec("/proc/self/exe", os.Args, append(os.Environ(), "OMP_THREAD_LIMIT=1"))
		panic(err)
	}
	os.Exit(m.Run())
}
