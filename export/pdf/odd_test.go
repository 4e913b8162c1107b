package pdf_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"aktenkundig/document"
	"aktenkundig/export/internal/exporttest"
	"aktenkundig/export/pdf"
)

// TestOddFilesAreCopiedOrRefused copies the odd files of the corpus, where that is at hand: what qpdf takes as an original it must take as a
// copy.
func TestOddFilesAreCopiedOrRefused(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join("..", "..", "..", "shared", "corpus", "weird-pdf", "*", "*.pdf"))
	if len(files) == 0 || testing.Short() {
		t.Skip("the corpus is not here")
	}
	qpdf := exporttest.Tool(t, "qpdf")
	copied, refused, archival := 0, 0, 0
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil || len(data) > 1<<20 {
			continue
		}
		d := document.Document{Source: document.Source{Name: filepath.Base(name)}}
		d.Pages = []document.Page{{
			Number: 1, Verdict: document.Text, Scan: scanSize, View: scanSize, DPI: 150, ToView: document.Identity(),
			Regions: []document.Region{{}}, Lines: []document.Line{{}}, Words: []document.Word{{Text: "Probe", Box: document.Box{100, 100, 200, 130}}},
		}}
		place := place()
		place.Scan = false
		for _, o := range []pdf.Options{{}, {Archival: true}} {
			var b bytes.Buffer
			start := time.Now()
			_, err = pdf.Copy(&b, bytes.NewReader(data), int64(len(data)), d, []pdf.Place{place}, o)
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("%s took %v", filepath.Base(name), took)
			}
			switch {
			case err != nil && !o.Archival:
				refused++
				t.Logf("%s: %v", filepath.Base(name), err)
			case err != nil:
			default:
				if o.Archival {
					archival++
				} else {
					copied++
				}
				if before, after := checked(qpdf, name), checked(qpdf, save(t, b.Bytes())); before == 0 && after != 0 {
					t.Errorf("%s, archival %v: qpdf gives %d of the copy", filepath.Base(name), o.Archival, after)
				}
			}
		}
	}
	t.Logf("%d copied, %d refused; %d as PDF/A", copied, refused, archival)
	if copied < refused {
		t.Error("most are refused")
	}
}

// checked gives qpdf's exit code: 0 all is well, 2 errors, 3 warnings.
func checked(qpdf, name string) int {
	cmd := exec.Command(qpdf, "--check", name)
	_ = cmd.Run()
	return cmd.ProcessState.ExitCode()
}
