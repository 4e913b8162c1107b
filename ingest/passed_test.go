package ingest_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aktenkundig/document"
	"aktenkundig/internal/memogen"
	"aktenkundig/ocr"
	"aktenkundig/ocr/ocrtest"
	"aktenkundig/ocr/tesseract"
	"aktenkundig/ocr/worker"
)

// TestMain lets the test binary be the worker that reads: called with "as-engine" it serves Tesseract.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == "as-engine" {
		e, err := tesseract.New(tesseract.Options{})
		if err == nil {
			err = worker.Serve(os.Stdin, os.Stdout, e)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// TestPrintThatTheEnginePassedOverIsReadByItself has an engine lose what stands in the middle of a page, as layout
// analysis loses a column; the page has it all the same, in its place.
func TestPrintThatTheEnginePassedOverIsReadByItself(t *testing.T) {
	e := worker.New(worker.Options{Command: []string{"/proc/self/exe", "as-engine"}})
	defer e.Close()
	dir := t.TempDir()
	m := memogen.Draw(31, memogen.Options{Classes: []string{memogen.Clean}, Language: "deu", Pages: 1, Extra: []document.Verdict{}, Artefacts: []document.Kind{}, Format: memogen.PNG})
	name, err := memogen.Write(dir, "memo", m)
	if err != nil {
		t.Fatal(err)
	}
	read := func(lose bool) (text string, calls int) {
		h := newHouse(t)
		h.Engine = ocrtest.Func(func(ctx context.Context, ink ocr.Ink) (ocr.Reading, error) {
			calls++
			r, err := e.Read(ctx, ink)
			if lose && calls == 1 {
				_, height := ink.Size()
				r = r.Where(func(w document.Word) bool { return w.Box[1] < height*4/10 || w.Box[3] > height*6/10 })
			}
			return r, err
		})
		h.take(t, filepath.Join(dir, name))
		return h.documents(t)[0].Pages[0].Body().String, calls
	}
	whole, calls := read(false)
	if calls != 1 {
		t.Errorf("%d readings of a page that was read well", calls)
	}
	mended, calls := read(true)
	if calls != 2 {
		t.Errorf("%d readings of a page that was read in part", calls)
	}
	if got, want := strings.Fields(mended), strings.Fields(whole); strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("got\n%s\nwant\n%s", mended, whole)
	}
}
