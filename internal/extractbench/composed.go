package main

import (
	"fmt"
	"strings"

	"aktenkundig/extract"
	"aktenkundig/internal/eval"
	"aktenkundig/internal/memogen"
)

// composed counts the facts found in the true texts of memos: what is missed here is missed by extract and no engine.
// What stamps and boxes say is not in the texts.
func composed(seed uint64, n int, verbose bool) {
	var total []eval.FieldCounts
	for i := range uint64(n) {
		truth := memogen.Compose(seed+i, memogen.Options{})
		var pages []string
		for _, p := range truth.Pages {
			pages = append(pages, p.Text)
		}
		d := plainDocument(strings.Join(pages, "\f"))
		(*extract.Reader)(nil).Derive(d)
		total = eval.AddFields(total, eval.Fields(truth.Fields, d.Fields))
		if verbose {
			differences(eval.Item{Path: fmt.Sprintf("/seed %d", seed+i), Truth: truth}, *d)
		}
	}
	printFields(total)
}

func printFields(total []eval.FieldCounts) {
	for _, f := range total {
		if f.Want > 0 {
			fmt.Printf("%-22s want %4d got %4d right %4d  recall %6.2f %%  precision %6.2f %%\n", f.Name, f.Want, f.Got, f.Right, pct(f.Right, f.Want), pct(f.Right, f.Got))
		}
	}
}
