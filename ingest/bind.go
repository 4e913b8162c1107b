package ingest

import (
	"fmt"
	"path/filepath"
	"strings"

	"aktenkundig/archive"
	"aktenkundig/document"
)

// bind makes the manifests of the stack's documents and keeps the binding, together with the outcomes of the files.
func (r *run) bind(s *stack, b *archive.Binding) error {
	for _, cut := range cuts(b.Sheets) {
		name := s.title()
		if cut.title != "" {
			name = cut.title
		} else if b.Split != "" && b.Separators() > 0 {
			name = fmt.Sprintf("%s %d", name, len(b.Documents)+1)
		}
		id, err := r.Archive.AddBound(sourceOf(name, ""), cut.leaves)
		if err != nil {
			return err
		}
		b.Documents = append(b.Documents, id)
	}
	entries := s.entries(b)
	if err := r.batch.Bind(*b, entries); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, sheet := range b.Sheets {
		r.parts[sheet.Original] = true
		if sheet.Separator != "" {
			r.sum.Pages[document.Separator]++
		}
	}
	for _, e := range entries {
		r.tellFile(e)
	}
	return nil
}

// title is what a stack's documents are called.
func (s *stack) title() string {
	path, err := filepath.Abs(s.path)
	if err != nil {
		path = s.path
	}
	if s.join {
		return filepath.Base(path)
	}
	return strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
}

// cut is a document of a stack.
type cut struct {
	title  string // that of the separator before it
	leaves []document.Leaf
}

// cuts gives the documents between separators. Separators that follow each other are one; of several titles the last holds.
func cuts(sheets []archive.Bound) (all []cut) {
	title, open := "", false
	for _, s := range sheets {
		if s.Separator != "" {
			if open {
				title = ""
			}
			if s.Text != "" {
				title = s.Text
			}
			open = false
			continue
		}
		if !open {
			all = append(all, cut{title: strings.ReplaceAll(title, "/", "-")}) // a name has no folders
			open = true
		}
		last := &all[len(all)-1]
		last.leaves = append(last.leaves, s.Leaf)
	}
	return all
}

// entries are the outcomes of a stack's files.
func (s *stack) entries(b *archive.Binding) (all []archive.Entry) {
	at := 0
	for _, p := range s.parts {
		e := archive.Entry{Path: p.path, ID: p.id, Outcome: Bound, Size: p.size, Stack: s.id, Sheets: p.pages}
		for _, sheet := range b.Sheets[at : at+p.pages] {
			if sheet.Separator != "" {
				if e.Pages == nil {
					e.Pages = map[document.Verdict]int{}
				}
				e.Pages[document.Separator]++
			}
		}
		at += p.pages
		all = append(all, e)
	}
	return all
}
