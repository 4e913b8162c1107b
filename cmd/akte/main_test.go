package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aktenkundig/ocr/tesseract"

	"github.com/rogpeppe/go-internal/testscript"
)

// asProgram has the test binary be akte itself, for tests that must kill it.
const asProgram = "AKTE_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if log := os.Getenv(quickReads); log != "" && len(os.Args) > 1 && os.Args[1] == workerCommand {
		if err := quickWorker(log); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(exitFailed)
		}
		os.Exit(exitOK)
	}
	if os.Getenv(asProgram) != "" {
		main()
	}
	testscript.Main(m, map[string]func(){"akte": main})
}

// TestScripts runs the commands as a person would; testdata/script tells the stories.
func TestScripts(t *testing.T) {
	needEngine(t)
	repo, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = t.TempDir()
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("MEMOS", filepath.Join(repo, "testdata", "memos"))
			e.Setenv(asProgram, "1") // the workers are this binary too
			e.Setenv("XDG_CACHE_HOME", cache)
			e.Setenv("AKTE_ARCHIVE", filepath.Join(e.WorkDir, "archive"))
			return nil
		},
	})
}

// needEngine skips a test where the engine is missing, and fails it where that must not be.
func needEngine(t *testing.T) {
	t.Helper()
	err := tesseract.Check(strings.Split(defaultLanguages, "+"), "")
	switch {
	case err == nil:
	case os.Getenv("CI") != "":
		t.Fatal(err)
	default:
		t.Skipf("%v; `make setup` installs it", err)
	}
}
