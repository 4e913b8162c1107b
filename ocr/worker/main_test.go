package worker

import (
	"fmt"
	"os"
	"testing"

	"aktenkundig/ocr"
	"aktenkundig/ocr/tesseract"
)

// TestMain lets the test binary be the child: called with "as-child NAME" it serves the engine of that name.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "as-child" {
		if err := serve(os.Args[2]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// command is the command that serves the engine of that name.
func command(name string) []string { return []string{"/proc/self/exe", "as-child", name} }

func serve(name string) error {
	var e ocr.Engine
	switch name {
	case "tesseract":
		t, err := tesseract.New(tesseract.Options{})
		if err != nil {
			return err
		}
		e = t
	default:
		return fmt.Errorf("no engine %q", name)
	}
	return Serve(os.Stdin, os.Stdout, e)
}
