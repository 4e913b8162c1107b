package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/scan"
)

// BenchmarkExportPDF writes searchable PDFs of one-page scans of 350 kB with 300 words. Beside it stands what the disk takes for
// files of that size alone. DOCUMENTS sets their number, 200 if it is not set.
func BenchmarkExportPDF(b *testing.B) {
	n, err := strconv.Atoi(os.Getenv("DOCUMENTS"))
	if err != nil {
		n = 200
	}
	a := scanned(b, n)
	for b.Loop() {
		dir := b.TempDir()
		start := time.Now()
		if code, _, errs := akte("-A", a.Dir(), "export", "--format", "pdf", "-o", dir); code != 0 {
			b.Fatalf("export: %d, %s", code, errs)
		}
		took := time.Since(start)
		b.ReportMetric(float64(n)/took.Seconds(), "documents/s")
		b.ReportMetric(peak(b), "MB-peak")
		made, _ := filepath.Glob(filepath.Join(dir, "*.pdf"))
		if len(made) != n {
			b.Fatalf("%d files", len(made))
		}
		b.ReportMetric(float64(n)/written(b, made).Seconds(), "files/s-disk")
	}
}

// written is the time that writing the same files takes, one after the other and each to the disk.
func written(b *testing.B, files []string) time.Duration {
	data, err := os.ReadFile(files[0])
	if err != nil {
		b.Fatal(err)
	}
	dir := b.TempDir()
	start := time.Now()
	for i := range files {
		f, err := os.Create(filepath.Join(dir, strconv.Itoa(i)))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := f.Write(data); err != nil || f.Sync() != nil || f.Close() != nil {
			b.Fatal(err)
		}
	}
	return time.Since(start)
}

// peak is the most memory that this process has had, in megabytes.
func peak(b *testing.B) float64 {
	data, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip(err)
	}
	for _, line := range strings.Split(string(data), "\n") {
		if f := strings.Fields(line); len(f) > 1 && f[0] == "VmHWM:" {
			kB, _ := strconv.ParseFloat(f[1], 64)
			return kB / 1024
		}
	}
	return 0
}

// scanned makes an archive of n one-page scans, which are the same picture with other bytes behind it.
func scanned(b *testing.B, n int) *archive.Archive {
	a, err := archive.Create(filepath.Join(b.TempDir(), "archive"), archive.Settings{Languages: []string{"deu"}, Policy: "conservative"})
	if err != nil {
		b.Fatal(err)
	}
	memo := filepath.Join("..", "..", "testdata", "memos", "durchschlag.pdf")
	data, err := os.ReadFile(memo)
	if err != nil {
		b.Fatal(err)
	}
	f, err := scan.Open(b.Context(), memo, scan.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	s, err := f.Sheet(b.Context(), 1)
	if err != nil {
		b.Fatal(err)
	}
	temp := filepath.Join(b.TempDir(), "memo.pdf")
	for i := range n {
		if err := os.WriteFile(temp, append(bytes.Clone(data), fmt.Sprintf("%% %d\n", i)...), 0o600); err != nil {
			b.Fatal(err)
		}
		id, err := a.AddOriginal(b.Context(), temp, document.Source{Name: "memo.pdf", MediaType: "application/pdf"})
		if err != nil {
			b.Fatal(err)
		}
		if err := a.Put(dense(id, s)); err != nil {
			b.Fatal(err)
		}
	}
	return a
}

// dense is a record of 300 words in 30 lines.
func dense(id string, s scan.Sheet) document.Document {
	p := document.Page{Number: 1, Verdict: document.Text, Scan: s.Size, View: s.Size, DPI: s.DPI, ToView: document.Identity(),
		Regions: []document.Region{{Kind: document.Paragraph}}}
	pitch, step := s.Size[1]/32, s.Size[0]/11
	for line := range 30 {
		y := (line + 1) * pitch
		p.Lines = append(p.Lines, document.Line{Box: document.Box{0, y - pitch/2, s.Size[0], y}, Baseline: [4]float64{0, float64(y), float64(s.Size[0]), float64(y)}})
		for k := range 10 {
			text := fmt.Sprintf("Wort%d", 10*line+k)
			box := document.Box{k*step + 20 + line%7, y - pitch/2 + k%4, k*step + 20 + step - 30, y + k%3}
			p.Words = append(p.Words, document.Word{Text: text, Box: box, Conf: 0.9, Line: line})
		}
	}
	return document.Document{ID: id, Pages: []document.Page{p}, Made: document.Made{Program: "akte test", Engine: "none", Languages: []string{"deu"}}}
}
