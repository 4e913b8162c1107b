package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/extract"
	"aktenkundig/internal/eval"
)

// memosIn finds the facts of imported memos anew and counts them by name.
func memosIn(dir, archiveDir string, verbose bool) error {
	items, err := eval.LoadTruth(dir)
	if err != nil {
		return err
	}
	a, err := archive.Open(archiveDir)
	if err != nil {
		return err
	}
	var (
		total []eval.FieldCounts
		spent time.Duration
		pages int
		read  int
		ruled words
	)
	for _, it := range items {
		id, _, err := archive.Hash(context.Background(), it.Path)
		if err != nil {
			return err
		}
		d, err := a.Get(id)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			continue
		}
		start := processor()
		(*extract.Reader)(nil).Derive(&d)
		spent += processor() - start
		pages += len(d.Pages)
		read++
		ruled.add(it, d)
		total = eval.AddFields(total, eval.Fields(it.Truth.Fields, d.Fields))
		if verbose {
			differences(it, d)
		}
	}
	printFields(total)
	fmt.Printf("words of decisions: recall %.2f %%, precision %.2f %%\n", pct(ruled.right, ruled.want), pct(ruled.right, ruled.got))
	fmt.Printf("%d documents, %d pages, %.2f ms of processor time a page\n", read, pages, float64(spent.Microseconds())/1000/float64(max(1, pages)))
	return nil
}

// differences prints what is missing and what is too much.
func differences(it eval.Item, d document.Document) {
	show := func(sign, name, kind, value string, score float64, raw string) {
		fmt.Printf("%s %-16s %-40.80s %s %.2f [%s] %s\n", sign, name, value, kind, score, raw, it.Path[strings.LastIndexByte(it.Path, '/')+1:])
	}
	stated := map[string]bool{}
	for _, w := range it.Truth.Fields {
		stated[w.Name] = true
		if w.Name != "decision" && !slices.ContainsFunc(d.Fields, func(g document.Field) bool {
			return g.Name == w.Name && g.Score >= eval.Acted && eval.FoldField(g.Value) == eval.FoldField(w.Value)
		}) {
			show("-", w.Name, w.Type, w.Value, 0, "")
		}
	}
	for _, g := range d.Fields {
		if !slices.ContainsFunc(it.Truth.Fields, func(w eval.TruthField) bool {
			return w.Name == g.Name && eval.FoldField(w.Value) == eval.FoldField(g.Value)
		}) &&
			g.Name != "mentioned-date" && g.Name != "decision" {
			show("+", g.Name, g.Type, g.Value, g.Score, g.Raw)
		}
	}
}

// words counts the words of decisions.
type words struct{ want, got, right int }

func (w *words) add(it eval.Item, d document.Document) {
	left := map[string]int{}
	for _, f := range it.Truth.Fields {
		if f.Name == "decision" {
			for word := range strings.FieldsSeq(eval.FoldField(f.Value)) {
				left[word]++
				w.want++
			}
		}
	}
	for _, f := range d.Fields {
		if f.Name != "decision" {
			continue
		}
		for _, i := range f.Words {
			w.got++
			text := eval.FoldField(d.Pages[f.Page-1].Words[i].Text)
			if left[text] > 0 {
				left[text]--
				w.right++
			}
		}
	}
}

// processor is the time that this process has spent on processors, which other work on the machine does not stretch.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
