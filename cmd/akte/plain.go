package main

import (
	"context"
	"errors"
	"fmt"
	"image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"aktenkundig/document"
	"aktenkundig/internal/eval"
	"aktenkundig/scan"

	"golang.org/x/sync/errgroup"
)

// plainly reads the items with the tesseract program as it is, for comparison: page segmentation mode 3, the same
// languages, one process a page, as many at once as we have jobs.
func plainly(ctx context.Context, dir string, items []eval.Item, how *reading, line *progress) ([]eval.FileScore, error) {
	if _, err := exec.LookPath("tesseract"); err != nil {
		return nil, &hinted{errors.New("--plain needs the program tesseract"), "apt install tesseract-ocr"}
	}
	opened, err := how.options()
	if err != nil {
		return nil, err
	}
	defer opened.Renderer.Close()
	records := make([]document.Document, len(items))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(how.jobs)
	for i := range items {
		g.Go(func() error {
			text, err := plainText(ctx, filepath.Join(dir, fmt.Sprintf("plain-%d", i)), items[i].Path, how.languages, opened)
			line.note("plain tesseract: " + items[i].Path)
			records[i] = eval.PlainTSV(text)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, err
	}
	return score(items, records), nil
}

// plainText hands Tesseract the file itself if it can read it, else the sheets in it as PNG; it gives its table of words.
func plainText(ctx context.Context, temp, path, languages string, o scan.Options) (string, error) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".png", ".jpg", ".jpeg", ".tif", ".tiff":
		return runTesseract(ctx, languages, path)
	}
	f, err := scan.Open(ctx, path, o)
	if err != nil {
		return "", nil // a file of which nothing comes out: all its words are lost
	}
	defer f.Close()
	var pages []string
	for n := 1; n <= f.Len(); n++ {
		text, err := plainSheet(ctx, f, n, temp, languages)
		if err != nil {
			return "", fmt.Errorf("%s: page %d: %w", path, n, err)
		}
		pages = append(pages, text)
	}
	return strings.Join(pages, ""), nil
}

// noPage is what tesseract writes of a page without anything.
const noPage = "1\t1\t0\t0\t0\t0\t0\t0\t0\t0\t-1\t\n"

func plainSheet(ctx context.Context, f *scan.File, n int, temp, languages string) (string, error) {
	s, err := f.Sheet(ctx, n)
	if err != nil || s.Image == nil {
		return noPage, err
	}
	name := fmt.Sprintf("%s-%d.png", temp, n)
	out, err := os.Create(name)
	if err != nil {
		return "", err
	}
	defer os.Remove(name)
	if err := errors.Join((&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(out, s.Image), out.Close()); err != nil {
		return "", err
	}
	if s.DPI > 0 {
		return runTesseract(ctx, languages, name, "--dpi", strconv.Itoa(int(math.Round(s.DPI))))
	}
	return runTesseract(ctx, languages, name)
}

func runTesseract(ctx context.Context, languages, path string, more ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "tesseract", append([]string{path, "-", "-l", languages, "--psm", "3"}, append(more, "tsv")...)...)
	cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("tesseract %s: %w: %s", path, err, strings.TrimSpace(errs.String()))
	}
	return string(out), nil
}
