package archive

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"slices"

	"aktenkundig/document"
)

// Binding tells what became of each page of a stack: of a file that was cut at separator sheets, or of a folder whose
// pictures were joined. It is said once and never changed.
type Binding struct {
	ID        string   `json:"id"`              // of the stack: of the file, or of the manifest of the folder's pages in order
	Join      bool     `json:"join,omitempty"`  // the pages are those of a folder's files
	Split     string   `json:"split,omitempty"` // what the stack was cut at; "" if it was not
	Sheets    []Bound  `json:"sheets"`          // all pages of the stack, in order
	Documents []string `json:"documents"`       // ids of the bound documents: together they have all sheets that are no separators, in order
}

// Bound is a page of a stack.
type Bound struct {
	document.Leaf
	Separator string `json:"separator,omitempty"` // how it was known for a separator; "" if it is none
	Text      string `json:"text,omitempty"`      // what the separator says
}

// Separators is the number of pages that are in no document.
func (b Binding) Separators() (n int) {
	for _, s := range b.Sheets {
		if s.Separator != "" {
			n++
		}
	}
	return n
}

func checkBinding(b Binding) error {
	if !validID(b.ID) || len(b.Sheets) == 0 {
		return errors.New("a binding without stack or sheets")
	}
	for i, s := range b.Sheets {
		if !validID(s.Original) || s.Page < 1 {
			return fmt.Errorf("sheet %d is no page of an original", i+1)
		}
	}
	if i := slices.IndexFunc(b.Documents, func(id string) bool { return !validID(id) }); i >= 0 {
		return fmt.Errorf("document %d is no id", i+1)
	}
	return nil
}

// Bind keeps a binding together with the lines of the delivered files in the ledger: after a crash either all are there or Heal writes
// what is missing. The originals and manifests that it names have to be there.
func (b *Batch) Bind(what Binding, entries []Entry) error {
	p := &promise{Batch: b.name}
	var lines []json.RawMessage
	for i := range entries {
		line, err := entries[i].line()
		if err != nil {
			return fmt.Errorf("bind %s: %w", short(what.ID), err)
		}
		lines = append(lines, line)
	}
	p.More = lines
	p.add = func() error {
		for i, line := range lines {
			if err := b.add(entries[i], line); err != nil {
				return err
			}
		}
		return nil
	}
	if err := b.archive.bind(what, p); err != nil {
		return fmt.Errorf("bind %s: %w", short(what.ID), err)
	}
	return nil
}

// Bind keeps a binding that no ledger of this archive tells of, for example one from a bag. One that is there stays.
func (a *Archive) Bind(b Binding) error {
	if _, err := a.Binding(b.ID); err == nil {
		return nil
	}
	if err := a.bind(b, nil); err != nil {
		return fmt.Errorf("bind %s: %w", short(b.ID), err)
	}
	return nil
}

func (a *Archive) bind(b Binding, p *promise) error {
	b.Sheets, b.Documents = list(b.Sheets), list(b.Documents)
	if err := checkBinding(b); err != nil {
		return err
	}
	if err := a.Balanced(b); err != nil {
		return err
	}
	data, err := plain(b)
	if err != nil {
		return err
	}
	content, err := p.after(data)
	if err != nil {
		return err
	}
	m, err := a.begin(b.ID, markBind, content)
	if err != nil {
		return err
	}
	defer m.abandon()
	if err := a.write(a.file(bindingsDir, b.ID, jsonExt), data); err != nil {
		return err
	}
	if p != nil {
		if err := p.add(); err != nil {
			return err
		}
	}
	return m.done()
}

// Balanced checks that every page of a stack is in exactly one of its documents or a separator, and that all of it is in the
// archive. It does not ask whether the documents have been read.
func (a *Archive) Balanced(b Binding) error {
	var bound, kept []document.Leaf
	for _, s := range b.Sheets {
		if _, _, err := a.Original(s.Original); err != nil {
			return fmt.Errorf("the original %s of a sheet is missing", short(s.Original))
		}
		if s.Separator == "" {
			kept = append(kept, s.Leaf)
		}
	}
	for _, id := range b.Documents {
		leaves, err := a.Leaves(id)
		if err != nil || leaves == nil {
			return fmt.Errorf("%s, one of its documents, is missing or no bound document", short(id))
		}
		bound = append(bound, leaves...)
	}
	if !slices.Equal(bound, kept) {
		return fmt.Errorf("its documents have %d pages, its stack has %d besides separators, or others", len(bound), len(kept))
	}
	return nil
}

// Binding gives the binding of a stack; ErrNotFound if there is none.
func (a *Archive) Binding(id string) (Binding, error) {
	var b Binding
	if !validID(id) {
		return b, fmt.Errorf("binding %s: %w", short(id), ErrNotFound)
	}
	data, err := os.ReadFile(a.file(bindingsDir, id, jsonExt))
	if errors.Is(err, fs.ErrNotExist) {
		return b, fmt.Errorf("binding %s: %w", short(id), ErrNotFound)
	}
	if err == nil {
		err = json.Unmarshal(data, &b)
	}
	if err == nil {
		err = checkBinding(b)
	}
	if err == nil && b.ID != id {
		err = fmt.Errorf("is of %s", short(b.ID))
	}
	if err != nil {
		return b, fmt.Errorf("binding %s: %w", short(id), err)
	}
	return b, nil
}

// Bindings gives all bindings, ascending by id. One that cannot be read comes as an error, and the others follow.
func (a *Archive) Bindings() iter.Seq2[Binding, error] {
	return func(yield func(Binding, error) bool) {
		for id, err := range a.ids(bindingsDir, jsonExt) {
			var b Binding
			if err == nil {
				b, err = a.Binding(id)
			}
			if !yield(b, err) {
				return
			}
		}
	}
}
