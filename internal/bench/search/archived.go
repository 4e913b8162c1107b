package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/index"
)

// archivedUpTo is up to how many pages the drawn documents are put into a real archive: the first page of an answer reads
// records from there, however large the archive is.
const archivedUpTo = 10_000

// archived puts drawn documents into an archive.
func archived(d drawn, dir string) (index.Source, error) {
	a, err := archive.Create(filepath.Join(dir, "archive"), archive.Settings{})
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, "original.txt")
	for i := range d.docs {
		doc, err := d.Get(fmt.Sprintf("%08d", i))
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(path, []byte(doc.ID), 0o600); err != nil {
			return nil, err
		}
		source := document.Source{Name: doc.Source.Name, MediaType: "text/plain", Added: doc.Source.Added}
		if doc.ID, err = a.AddOriginal(context.Background(), path, source); err != nil {
			return nil, err
		}
		if err := a.Put(doc); err != nil {
			return nil, err
		}
	}
	return index.From(a, archive.ErrNotFound), nil
}
