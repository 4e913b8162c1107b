package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// The memos in testdata are nothing but their seeds: drawn again they give the same truth, and where no encoder of
// the standard library is at work the same bytes.
func TestListedMemosAreDrawnAgainAsCommitted(t *testing.T) {
	if testing.Short() {
		t.Skip("draws forty pages")
	}
	if runtime.GOARCH != "amd64" {
		t.Skip("boxes may differ by a pixel where multiplication and addition are fused")
	}
	memos := filepath.Join("..", "..", "..", "testdata", "memos")
	jobs, err := readList(filepath.Join(memos, "..", "MEMOS"), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if len(jobs) < 24 {
		t.Errorf("%d memos, want at least 24", len(jobs))
	}
	for _, j := range jobs {
		t.Run(j.name, func(t *testing.T) {
			t.Parallel()
			if err := j.draw(); err != nil {
				t.Fatal(err)
			}
			compare(t, j, memos, ".truth.json")
			if format := j.options.Format; format == "tiff-g4" || format == "pdf-g4" {
				compare(t, j, memos, map[string]string{"tiff-g4": ".tif", "pdf-g4": ".pdf"}[format])
			}
		})
	}
}

func compare(t *testing.T, j job, memos, ending string) {
	t.Helper()
	got, err := os.ReadFile(filepath.Join(j.out, j.name+ending))
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(filepath.Join(memos, j.name+ending))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s%s is drawn differently now", j.name, ending)
	}
}

func TestListsMayHoldRemarksAndNameTheirBadLines(t *testing.T) {
	list := filepath.Join(t.TempDir(), "list")
	write := func(text string) {
		if err := os.WriteFile(list, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("# remark\n\nfirst -seed 7 -class fax,skew -artefacts none\n")
	jobs, err := readList(list, "out")
	if err != nil || len(jobs) != 1 || jobs[0].name != "first" || jobs[0].seed != 7 || len(jobs[0].options.Classes) != 2 || jobs[0].options.Artefacts == nil {
		t.Errorf("%+v, %v", jobs, err)
	}
	write("first -class dusty\n")
	if _, err := readList(list, "out"); err == nil {
		t.Error("a class that does not exist passed")
	}
}
