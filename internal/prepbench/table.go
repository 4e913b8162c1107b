package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"aktenkundig/internal/eval"
)

// The sums over classes.
const (
	degraded = "all degraded classes"
	real     = "all real scans"
	all      = "all"
)

// group is the sum that an item also belongs to.
func group(it eval.Item) string {
	switch {
	case it.TextOnly:
		return real
	case it.Set == "clean" || it.Set == "scan":
		return "clean and scan"
	}
	return degraded
}

// row sums up a class for both sides: first plain Tesseract, then ours.
type row struct {
	counts [2][]eval.FileScore
	cpu    [2]time.Duration
	prep   time.Duration
	pages  int
}

func (r *row) add(it eval.Item, plain, ours result) {
	for side, one := range []result{plain, ours} {
		r.counts[side] = append(r.counts[side], eval.Score(it, one.record))
		r.cpu[side] += one.cpu
	}
	r.prep += ours.prep
	r.pages += max(1, len(ours.record.Pages))
}

// total is the sum of one side.
func (r *row) total(side int) eval.Counts {
	sets := eval.Sum(r.counts[side])
	return sets[len(sets)-1].Counts
}

// table writes the figures in Markdown, classes in the order of items, sums last.
func table(items []eval.Item, sums map[string]*row, o options) string {
	var names []string
	for _, it := range items {
		if !slices.Contains(names, it.Set) {
			names = append(names, it.Set)
		}
	}
	names = append(names, "clean and scan", degraded, real, all)
	var b strings.Builder
	fmt.Fprintf(&b, "%d drawn pages a class from seed %d", o.pages, o.seed)
	if o.corpus != "" {
		b.WriteString(", and real scans with typed truth (rows with folder names)")
	}
	fmt.Fprintf(&b, "; languages %s, %s. Each pair: plain Tesseract, ours. CPU is decoding, preparing and reading.\n\n", o.languages, time.Now().Format("2006-01-02"))
	b.WriteString("| class | pages | CER | | WER | | CPU s/page | | CPU ratio | prep ms/page | upright | skew p95 |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n")
	for _, name := range names {
		r := sums[name]
		if r == nil {
			continue
		}
		plain, ours := r.total(0), r.total(1)
		upright, skew := "", ""
		if ours.Turns > 0 {
			upright, skew = fmt.Sprintf("%d/%d", ours.TurnsRight, ours.Turns), fmt.Sprintf("%.2f°", ours.Skew(0.95))
		}
		n := float64(r.pages)
		fmt.Fprintf(&b, "| %s | %d | %s | %s | %s | %s | %.2f | %.2f | %.2f | %.0f | %s | %s |\n", name, r.pages, percent(plain.CER()), percent(ours.CER()),
			percent(plain.WER()), percent(ours.WER()), r.cpu[0].Seconds()/n, r.cpu[1].Seconds()/n, r.cpu[1].Seconds()/r.cpu[0].Seconds(),
			1000*r.prep.Seconds()/n, upright, skew)
	}
	if d := sums[degraded]; d != nil {
		fmt.Fprintf(&b, "\nCharacter errors over all degraded classes: %d plain, %d ours.\n", d.total(0).CharEdits, d.total(1).CharEdits)
	}
	return b.String()
}

func percent(rate float64) string { return fmt.Sprintf("%6.2f %%", 100*rate) }

const begin, end = "<!-- make bench-prep writes from here -->\n", "<!-- bench-prep to here -->\n"
