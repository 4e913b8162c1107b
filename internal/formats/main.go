// Formats measures how odd files open: each goes through `akte inspect` in a process of its own, and every page that
// poppler can draw, too, is compared with poppler's. It writes a table of outcomes. Run it by `make bench-formats`.
package main

import (
	"flag"
	"fmt"
	"io/fs"
	"log"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"aktenkundig/internal/figures"
)

func main() {
	var r run
	flag.StringVar(&r.akte, "akte", "bin/akte", "the program")
	flag.StringVar(&r.passwords, "passwords", "", "file with passwords, one a line")
	flag.IntVar(&r.pages, "pages", 10000, "pages of a file that are compared with poppler's; 0 compares none")
	flag.StringVar(&r.keep, "keep", "", "folder for the pictures of pages that differ by more than -limit, beside poppler's")
	flag.Float64Var(&r.limit, "limit", 6, "mean absolute difference that is told, of 255")
	out := flag.String("out", "", "file whose table is written anew; none prints it")
	flag.Parse()
	log.SetFlags(0)
	if err := r.all(flag.Args(), *out); err != nil {
		log.Fatal("formats: ", err)
	}
}

// run is one measurement.
type run struct {
	akte, passwords, keep string
	pages                 int
	limit                 float64
}

func (r *run) all(roots []string, out string) error {
	var rows []row
	for _, root := range roots {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() || strings.HasSuffix(path, ".tsv") || strings.HasSuffix(path, ".gt.txt") {
				return err
			}
			name, _ := filepath.Rel(root, path)
			next, err := r.file(path, name)
			log.Print(next.line())
			rows = append(rows, next)
			return err
		})
		if err != nil {
			return err
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return strings.Compare(a.name, b.name) })
	return write(out, rows)
}

// row is the outcome of one file.
type row struct {
	name    string
	outcome string
	poppler string // what poppler makes of it
	took    time.Duration
	peak    int64 // bytes, the largest resident set
	worst   float64
	where   int // page that differs most, 0 if none was compared
	matched int // pages compared
}

func (r row) line() string {
	differs := "–"
	if r.matched > 0 {
		differs = fmt.Sprintf("%.1f (page %d of %d)", r.worst, r.where, r.matched)
	}
	return fmt.Sprintf("| %s | %s | %s | %s | %.2f | %d |", r.name, r.outcome, r.poppler, differs, r.took.Seconds(), r.peak>>20)
}

const (
	head  = "| file | outcome | poppler | difference, of 255 | seconds | MB |\n|---|---|---|---|---|---|\n"
	begin = "<!-- make bench-formats writes from here -->\n"
	end   = "<!-- to here -->\n"
)

func write(out string, rows []row) error {
	var b strings.Builder
	b.WriteString(head)
	for _, r := range rows {
		b.WriteString(r.line() + "\n")
	}
	b.WriteString("\n" + sum(rows) + "\n")
	if out == "" {
		fmt.Print(b.String())
		return nil
	}
	return figures.Replace(out, begin, end, b.String())
}

// sum is the table in three sentences.
func sum(rows []row) string {
	var slowest, largest row
	sheets, compared, pages, over := 0, 0, 0, 0
	for _, r := range rows {
		if r.took > slowest.took {
			slowest = r
		}
		if r.peak > largest.peak {
			largest = r
		}
		if strings.Contains(r.outcome, "page") {
			sheets++
		}
		if r.matched > 0 {
			compared++
			pages += r.matched
		}
		if r.worst > 6 {
			over++
		}
	}
	return fmt.Sprintf("%d files: %d give sheets, %d a reason. Slowest: %s, %.1f s. Largest: %s, %d MB. Of %d files (%d pages) compared with poppler %d differ by more than 6.",
		len(rows), sheets, len(rows)-sheets, slowest.name, slowest.took.Seconds(), largest.name, largest.peak>>20, compared, pages, over)
}
