// Command fit trains the model of package wordnoise:
//
//	go run ./cleanup/internal/fit LABELLED.jsonl… >cleanup/internal/wordnoise/model.json
//
// Each input line is a page as read with a letter for every word, t for text, n for noise, ? for what is neither:
// {"page":{…},"labels":"ttn?…","plain":false}. Plain pages and all others without their confidences train the
// model for text alone. Same input in the same order, same model.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"aktenkundig/cleanup/internal/wordnoise"
	"aktenkundig/document"
)

type labelled struct {
	Page   document.Page `json:"page"`
	Labels string        `json:"labels"`
	Plain  bool          `json:"plain"`
}

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "fit:", err)
		os.Exit(1)
	}
}

func run(paths []string, out io.Writer) error {
	var scanned, plain []labelled
	for _, path := range paths {
		pages, err := read(path)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		for _, p := range pages {
			if !p.Plain {
				scanned = append(scanned, p)
			}
			plain = append(plain, stripped(p))
		}
	}
	enc := json.NewEncoder(out)
	enc.SetIndent("", " ")
	return enc.Encode(wordnoise.Models{Scanned: train(scanned), Plain: train(plain)})
}

func read(path string) ([]labelled, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // only read
	var pages []labelled
	dec := json.NewDecoder(bufio.NewReader(f))
	for dec.More() {
		var p labelled
		if err := dec.Decode(&p); err != nil {
			return nil, err
		}
		if len(p.Labels) != len(p.Page.Words) {
			return nil, fmt.Errorf("page %d: %d labels for %d words", len(pages)+1, len(p.Labels), len(p.Page.Words))
		}
		pages = append(pages, p)
	}
	return pages, nil
}

// stripped is the page as plain text would give it: no boxes, no confidences.
func stripped(p labelled) labelled {
	q := p
	q.Page.Words = append([]document.Word(nil), p.Page.Words...)
	for i := range q.Page.Words {
		q.Page.Words[i].Conf, q.Page.Words[i].Box = 1, document.Box{}
	}
	return q
}

// passes is how often the neighbours are looked at, and the first time without.
const passes = 3

// train fits each pass on what the one before makes of the neighbours.
func train(pages []labelled) (m wordnoise.Model) {
	var all [][]wordnoise.Vector
	for i := range pages {
		all = append(all, wordnoise.Measure(&pages[i].Page))
	}
	for len(m) < passes {
		m = append(m, regress(all, pages))
		for i, vectors := range all {
			page := &pages[i].Page
			wordnoise.Surround(page, vectors, m[len(m)-1].Pass(page, vectors))
		}
	}
	return m
}
