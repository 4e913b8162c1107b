package main

import (
	"context"
	"encoding/json"
	"io"
	"strings"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/internal/eval"
)

// labelled is one page for command fit: a letter a word, t for text, n for none, ? for what is neither.
type labelled struct {
	Page   document.Page `json:"page"`
	Labels string        `json:"labels"`
	Name   string        `json:"name"`
	Set    string        `json:"set"`
}

// words writes the pages of an archive, into which the files under the folders were imported, with what is known of
// each word that was read on the page itself.
func words(dir string, folders []string, out io.Writer) error {
	a, err := archive.Open(dir)
	if err != nil {
		return err
	}
	enc := json.NewEncoder(out)
	for _, folder := range folders {
		items, err := eval.LoadTruth(folder)
		if err != nil {
			return err
		}
		for _, it := range items {
			id, _, err := archive.Hash(context.Background(), it.Path)
			if err != nil {
				return err
			}
			if !a.Has(id) {
				continue
			}
			d, err := a.Get(id)
			if err != nil {
				return err
			}
			for i := range min(len(d.Pages), len(it.Truth.Pages)) {
				l := labelled{d.Pages[i], labelWords(&d.Pages[i], it.Truth.Pages[i]), it.Path, it.Set}
				if err := enc.Encode(l); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// labelWords says of every word whether it was typed: it was if it is read as it stands or nearly so; it was not if
// nothing typed corresponds to it and it lies on no typed word.
func labelWords(p *document.Page, t eval.TruthPage) string {
	labels := []byte(strings.Repeat("?", len(p.Words)))
	aside := map[int]bool{}
	for _, a := range p.Artefacts {
		if a.Kind != document.NoiseKind {
			for _, w := range a.Words {
				aside[w] = true // read on what was taken off the page, or on a finding
			}
		}
	}
	var got []string
	var word []int // of each token
	for i, w := range p.Words {
		if aside[i] {
			continue
		}
		for _, tok := range eval.Tokens(w.Text) {
			got, word = append(got, tok), append(word, i)
		}
	}
	back, ok := p.ToView.Inverse()
	if !ok {
		return string(labels)
	}
	for _, l := range eval.Align(eval.Tokens(t.Text), got) {
		for k := l.Got[0]; k < l.Got[1]; k++ {
			i := word[k]
			switch {
			case l.What == eval.Same || l.What == eval.Moved || l.What == eval.Misread:
				labels[i] = 't'
			case !onTyped(back.Box(p.Words[i].Box), t.Words):
				labels[i] = 'n'
			}
		}
	}
	return string(labels)
}

func onTyped(b document.Box, words []eval.TruthWord) bool {
	for _, w := range words {
		if box := document.Box(w.Box); 3*b.Intersect(box).Area() > min(b.Area(), box.Area()) {
			return true
		}
	}
	return false
}
