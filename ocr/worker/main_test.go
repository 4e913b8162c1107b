package worker

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"testing"

	"aktenkundig/ocr/ocrtest"
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
	runtime.LockOSThread() // keeps the tests off the first thread, the one that never ends
	os.Exit(m.Run())
}

// command serves the engine of that name.
func command(name string) []string { return []string{"/proc/self/exe", "as-child", name} }

func serve(name string) error {
	switch name {
	case "tesseract":
		e, err := tesseract.New(tesseract.Options{})
		if err != nil {
			return err
		}
		return Serve(os.Stdin, os.Stdout, e)
	case "tesseract-confined":
		e, err := tesseract.New(tesseract.Options{})
		if err != nil {
			return err
		}
		Confine(tesseract.SystemDataPath())
		return Serve(os.Stdin, os.Stdout, e)
	case "free", "confined":
		var lacks []string
		if name == "confined" {
			lacks = Confine()
		}
		return json.NewEncoder(os.Stdout).Encode(map[string][]string{"could": Escapes(), "lacks": lacks})
	case "moody":
		return Serve(os.Stdin, os.Stdout, &ocrtest.Moody{})
	case "parent":
		return beParent()
	case "failing":
		return fmt.Errorf("no model for language %q", "tlh")
	}
	return babble(name)
}
