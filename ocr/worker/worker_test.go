package worker

import (
	"errors"
	"os"
	"testing"

	"aktenkundig/ocr"
	"aktenkundig/ocr/ocrtest"
	"aktenkundig/ocr/tesseract"
)

func TestContract(t *testing.T) {
	needTesseract(t)
	ocrtest.Contract(t, func(*testing.T) ocr.Engine { return New(Options{Command: command("tesseract")}) })
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
