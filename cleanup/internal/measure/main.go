// Command measure tells what package cleanup does to labelled pages (see command fit for their form):
//
//	go run ./cleanup/internal/measure [-list] LABELLED.jsonl…
//
// For each set of pages and each policy it prints how many noise words are hidden and how many words of text are lost.
package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"aktenkundig/cleanup"
	"aktenkundig/document"
)

type labelled struct {
	Page   document.Page `json:"page"`
	Labels string        `json:"labels"`
	Name   string        `json:"name"`
	Set    string        `json:"set"`
}

// count is what became of the words of one set under one policy.
type count struct{ text, lost, noise, hidden int }

func main() {
	list := flag.Bool("list", false, "name every word of text that is lost and of noise that leaks")
	flag.Parse()
	counts := map[string]*count{}
	var spent time.Duration
	pages := 0
	for _, path := range flag.Args() {
		err := each(path, func(l labelled) {
			start := time.Now()
			cleanup.Noise{}.Detect(&l.Page)
			spent += time.Since(start)
			pages++
			judge(l, counts, *list)
		})
		if err != nil {
			fmt.Fprintf(os.Stderr, "measure: %s: %v\n", path, err)
			os.Exit(1)
		}
	}
	fmt.Printf("%-28s %8s %6s %8s %8s %6s %8s\n", "set", "text", "lost", "%", "noise", "hidden", "%")
	for _, set := range slices.Sorted(maps.Keys(counts)) {
		c := counts[set]
		fmt.Printf("%-28s %8d %6d %8.3f %8d %6d %8.1f\n", set, c.text, c.lost, share(c.lost, c.text), c.noise, c.hidden, share(c.hidden, c.noise))
	}
	fmt.Printf("%d pages, %v a page\n", pages, spent/time.Duration(max(1, pages)))
}

func each(path string, do func(labelled)) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // only read
	dec := json.NewDecoder(bufio.NewReader(f))
	for dec.More() {
		var l labelled
		if err := dec.Decode(&l); err != nil {
			return err
		}
		do(l)
	}
	return nil
}

func judge(l labelled, counts map[string]*count, list bool) {
	for _, pol := range []cleanup.Policy{cleanup.Conservative(), cleanup.Balanced()} {
		p := l.Page
		p.Words = slices.Clone(l.Page.Words)
		p.Artefacts = nil
		cleanup.Clean(&p, []cleanup.Detector{cleanup.Noise{}}, pol)
		for _, key := range []string{pol.Name + " " + l.Set, pol.Name + " (all)"} {
			if counts[key] == nil {
				counts[key] = &count{}
			}
			counts[key].add(p.Words, l.Labels)
		}
		if list && pol.Name == "conservative" {
			name(l, p)
		}
	}
}

func (c *count) add(words []document.Word, labels string) {
	for i, w := range words {
		switch {
		case labels[i] == '?':
		case labels[i] == 'n' && w.Hidden:
			c.noise, c.hidden = c.noise+1, c.hidden+1
		case labels[i] == 'n':
			c.noise++
		case w.Hidden:
			c.text, c.lost = c.text+1, c.lost+1
		default:
			c.text++
		}
	}
}

// name prints the lost and the leaked words with their lines.
func name(l labelled, p document.Page) {
	for i, w := range p.Words {
		if l.Labels[i] == '?' || w.Hidden == (l.Labels[i] == 'n') {
			continue
		}
		what := "lost"
		if !w.Hidden {
			what = "leaked"
		}
		var line []string
		for _, x := range p.Words[max(0, i-12):min(len(p.Words), i+12)] {
			if x.Line == w.Line {
				line = append(line, x.Text)
			}
		}
		fmt.Printf("%s %q (%.2f) in %q, %s\n", what, w.Text, w.Conf, strings.Join(line, " "), cmp.Or(l.Name, l.Set))
	}
}

func share(part, whole int) float64 { return 100 * float64(part) / float64(max(1, whole)) }
