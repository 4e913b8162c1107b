package main

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"aktenkundig/document"
	"aktenkundig/index"
	"aktenkundig/internal/eval"

	"github.com/spf13/cobra"
)

// questionsEach is how many questions of every class are drawn from a file's truth.
const questionsEach = 4

// known asks for files by what they truly say, in an index of what was read and in one of the truth, and prints how well
// they are found in both.
func (m *measuring) known(cmd *cobra.Command, dir string, items []eval.Item, read []document.Document) error {
	truth := make([]document.Document, len(items))
	for i, it := range items {
		truth[i] = typed(it.Truth)
	}
	names := []string{"true text", "as read"}
	found := map[string]eval.Found{}
	for name, docs := range map[string][]document.Document{"true text": truth, "as read": read} {
		f, err := findAll(cmd.Context(), filepath.Join(dir, strings.ReplaceAll(name, " ", "-")), items, docs)
		if err != nil {
			return err
		}
		found[name] = f
	}
	return eval.WriteFound(cmd.OutOrStdout(), names, found)
}

// findAll asks every question in an index of docs, of which docs[i] is item i.
func findAll(ctx context.Context, dir string, items []eval.Item, docs []document.Document) (eval.Found, error) {
	ix, err := index.Open(dir)
	if err != nil {
		return nil, err
	}
	defer ix.Close()
	src := memory{}
	for i, d := range docs {
		d.ID = itemID(i)
		src[d.ID] = d
	}
	if _, err := ix.Sync(ctx, src, nil); err != nil {
		return nil, err
	}
	f := eval.Found{}
	for _, q := range eval.Questions(items, 1, questionsEach) {
		best, _, err := ix.Documents(ctx, index.Request{Query: q.Text}, 50)
		if err != nil {
			return nil, err
		}
		f.Add(q.Class, 1+slices.IndexFunc(best, func(r index.Ranked) bool { return r.ID == itemID(q.Item) }))
	}
	return f, nil
}

func itemID(i int) string { return fmt.Sprintf("item-%06d", i) }

// typed lays the true text of a file out in lines.
func typed(t eval.Truth) document.Document {
	var d document.Document
	for i, tp := range t.Pages {
		p := document.Page{Number: i + 1, Verdict: document.Text}
		region := 0
		for _, l := range strings.Split(tp.Text, "\n") {
			if strings.TrimSpace(l) == "" {
				region++
				continue
			}
			for _, w := range strings.Fields(l) {
				p.Words = append(p.Words, document.Word{Text: w, Line: len(p.Lines), Conf: 1})
			}
			p.Lines = append(p.Lines, document.Line{Region: region})
		}
		d.Pages = append(d.Pages, p)
	}
	return d
}

// memory is a source of records that are all at hand.
type memory map[string]document.Document

// Get implements index.Records.
func (m memory) Get(id string) (document.Document, error) {
	d, ok := m[id]
	if !ok {
		return d, fs.ErrNotExist
	}
	return d, nil
}

// Changes implements index.Source.
func (m memory) Changes(string) ([]string, string, error) {
	var ids []string
	for i := range len(m) {
		ids = append(ids, itemID(i))
	}
	return ids, "all", nil
}
