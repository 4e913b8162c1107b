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
	"syscall"
	"time"

	"aktenkundig/document"
	"aktenkundig/ingest"
	"aktenkundig/internal/eval"
	"aktenkundig/ocr"
	"aktenkundig/ocr/tesseract"
	"aktenkundig/prep"
	"aktenkundig/scan"
)

// result is one file as one side read it.
type result struct {
	record document.Document
	cpu    time.Duration // decoding, preparing and reading
	prep   time.Duration // of these, preparing
}

// note tells what was done to the first page.
func (r result) note() string {
	if len(r.record.Pages) == 0 {
		return ""
	}
	var parts []string
	for _, s := range r.record.Pages[0].Steps {
		parts = append(parts, fmt.Sprint(s.Name, s.Values))
	}
	return strings.Join(parts, " ")
}

// plain reads a file with the program tesseract as it is. It keeps the answer in o.dir.
func plain(ctx context.Context, o options, it eval.Item) (result, error) {
	images, err := images(ctx, o, it.Path)
	if err != nil {
		return result{}, err
	}
	var texts []string
	var r result
	for n, image := range images {
		text, cpu, err := runPlain(ctx, o, image, kept(o, it.Path, n))
		if err != nil {
			return result{}, err
		}
		texts = append(texts, strings.TrimSuffix(text, "\f"))
		r.cpu += cpu
	}
	r.record = eval.Plain(strings.Join(texts, "\f"))
	return r, nil
}

// kept is where what belongs to page n of a file is kept, without ending.
func kept(o options, path string, n int) string {
	return filepath.Join(o.dir, "plain", strings.NewReplacer("/", "_", ".", "_").Replace(shorten(path))+"-"+strconv.Itoa(n))
}

// runPlain reads one picture, or takes what an earlier run kept as FILE.txt: the CPU time in a line, then the text.
func runPlain(ctx context.Context, o options, image, keep string) (string, time.Duration, error) {
	name := fmt.Sprintf("%s.%s.txt", keep, o.languages)
	if b, err := os.ReadFile(name); err == nil {
		head, text, _ := strings.Cut(string(b), "\n")
		cpu, err := time.ParseDuration(head)
		return text, cpu, err
	}
	cmd := exec.CommandContext(ctx, "tesseract", image, "-", "-l", o.languages, "--psm", "3")
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return "", 0, fmt.Errorf("tesseract %s: %w: %s", image, err, strings.TrimSpace(errs.String()))
	}
	cpu := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	err = errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, fmt.Appendf(nil, "%s\n%s", cpu, out), 0o644))
	return string(out), cpu, err
}

// images gives the pictures of a file as plain Tesseract can read them: the file itself, or the pages of a PDF as PNG.
func images(ctx context.Context, o options, path string) ([]string, error) {
	if strings.ToLower(filepath.Ext(path)) != ".pdf" {
		return []string{path}, nil
	}
	f, err := scan.Open(ctx, path, scan.Options{})
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var list []string
	for n := range f.Len() {
		s, err := f.Sheet(ctx, n+1)
		if err != nil {
			return nil, err
		}
		name := kept(o, path, n) + ".png"
		list = append(list, name)
		if _, err := os.Stat(name); err == nil || s.Image == nil {
			continue
		}
		if err := writePNG(name, s); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func writePNG(name string, s scan.Sheet) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	return errors.Join((&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(f, s.Image), f.Close())
}

// reader is our side: it reads like a worker of akte, in this process.
type reader struct {
	engine *tesseract.Engine
}

func newReader(o options) (*reader, error) {
	variables := map[string]string{}
	for _, v := range split(o.variables) {
		name, value, ok := strings.Cut(v, "=")
		if !ok {
			return nil, fmt.Errorf("-set %s: want name=value", v)
		}
		variables[name] = value
	}
	e, err := tesseract.New(tesseract.Options{Languages: strings.Split(o.languages, "+"), Variables: variables})
	return &reader{e}, err
}

func (r *reader) close() { r.engine.Close() }

// read takes a file through scan, prep and the engine.
func (r *reader) read(ctx context.Context, it eval.Item) (result, error) {
	var out result
	start := cpu()
	f, err := scan.Open(ctx, it.Path, scan.Options{})
	if err != nil {
		return out, err
	}
	defer f.Close()
	for n := range f.Len() {
		s, err := f.Sheet(ctx, n+1)
		if err != nil {
			return out, err
		}
		p, took, err := r.page(ctx, s)
		if err != nil {
			return out, err
		}
		p.Number = n + 1
		out.record.Pages = append(out.record.Pages, p)
		out.prep += took
	}
	out.cpu = cpu() - start
	return out, nil
}

// page prepares and reads one sheet, and tells what the preparing took.
func (r *reader) page(ctx context.Context, s scan.Sheet) (document.Page, time.Duration, error) {
	start := cpu()
	view, err := prep.Look(s.Image, s.Orientation, s.DPI)
	if err != nil {
		return document.Page{}, 0, err
	}
	took := cpu() - start
	if view, err = ingest.Upright(ctx, r.engine, view); err != nil {
		return document.Page{}, 0, err
	}
	start = cpu()
	ink := prep.Ready(view)
	took += cpu() - start
	p := document.Page{Verdict: document.Blank, ToView: view.ToView, Steps: append(view.Steps, ink.Steps...)}
	p.View, p.DPI, p.Artefacts = document.Size{view.Grey.Rect.Dx(), view.Grey.Rect.Dy()}, view.DPI, ink.Artefacts
	if ink.Blank {
		return p, took, nil
	}
	reading, err := r.engine.Read(ctx, ocr.Ink{Image: ink.Grey, DPI: ink.DPI})
	if err != nil {
		return p, took, err
	}
	back, ok := ink.ToInk.Inverse()
	if !ok {
		return p, took, fmt.Errorf("ink has no size: %v", ink.ToInk)
	}
	reading = reading.Map(back)
	p.Regions, p.Lines, p.Words, p.Verdict = reading.Regions, reading.Lines, reading.Words, document.Text
	return p, took, nil
}

// cpu is what this process has used so far, user and system.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return time.Duration(math.MinInt64)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
