package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/export"
	"aktenkundig/export/alto"
	"aktenkundig/export/bagit"
	"aktenkundig/export/mets"
	"aktenkundig/export/premis"
)

// readLedgers collects what the ledgers say of the chosen documents.
func (x *exporting) readLedgers(ids []string) error {
	x.deliveries = map[string][]premis.Delivery{}
	for _, id := range ids {
		x.deliveries[id] = nil
	}
	batches, err := x.archive.Batches()
	if err != nil {
		return err
	}
	for _, batch := range batches {
		for e, err := range x.archive.Entries(batch) {
			if err != nil {
				continue // akte verify names the line
			}
			if list, chosen := x.deliveries[e.ID]; chosen {
				x.deliveries[e.ID] = append(list, premis.Delivery{
					Batch: batch, Path: e.Path, Outcome: e.Outcome, Reason: e.Reason, Time: e.Time, ReadingIsKnown: e.Outcome == archive.NewFile,
				})
			}
		}
	}
	return nil
}

// history is what happened to a document.
func (x *exporting) history(id string) (premis.History, error) {
	rulings, err := x.archive.Rulings(id)
	if err != nil {
		return premis.History{}, err
	}
	leaves, err := x.archive.Leaves(id)
	return premis.History{Deliveries: x.deliveries[id], Rulings: rulings, Leaves: leaves}, err
}

func premisParts(_ context.Context, x *exporting, d document.Document) ([]part, error) {
	h, err := x.history(d.ID)
	return []part{{write: func(_ context.Context, w io.Writer) ([]string, error) { return nil, premis.Write(w, d, h) }}}, err
}

// metsFolder writes a document as a folder: mets.xml and what it ties together.
func metsFolder(ctx context.Context, x *exporting, d document.Document, dir string) (notes []string, err error) {
	original, _, err := x.archive.Original(d.ID)
	if err != nil {
		return nil, err
	}
	files := mets.Files{Original: "original" + filepath.Ext(original), PREMIS: "premis.xml"}
	if err := copyInto(dir, files.Original, original); err != nil {
		return nil, err
	}
	if err := x.metsParts(d.ID, dir, &files); err != nil {
		return nil, err
	}
	if err := os.Mkdir(filepath.Join(dir, "alto"), 0o755); err != nil {
		return nil, err
	}
	for i := range d.Pages {
		n := d.Pages[i].Number
		name := fmt.Sprintf("%04d.xml", n)
		if err := whole(filepath.Join(dir, "alto"), name, func(w io.Writer) error { return alto.Write(w, d, alto.V21, x.aside, n) }); err != nil {
			return nil, err
		}
		files.ALTO = append(files.ALTO, "alto/"+name)
	}
	parts, err := pdfParts(ctx, x, d)
	if err != nil {
		return nil, err
	}
	err = whole(dir, "searchable.pdf", func(w io.Writer) error {
		notes, err = parts[len(parts)-1].write(ctx, w)
		return err
	})
	switch {
	case err == nil:
		files.PDF = "searchable.pdf"
	case !errors.Is(err, errRefused):
		return nil, err
	}
	h, err := x.history(d.ID)
	if err != nil {
		return nil, err
	}
	return notes, errors.Join(
		whole(dir, files.PREMIS, func(w io.Writer) error { return premis.Write(w, d, h) }),
		whole(dir, "mets.xml", func(w io.Writer) error { return mets.Write(w, d, files) }),
	)
}

// metsParts copies the originals of a bound document's pages.
func (x *exporting) metsParts(id, dir string, files *mets.Files) error {
	leaves, err := x.archive.Leaves(id)
	if err != nil {
		return err
	}
	at := map[string]int{}
	for _, l := range leaves {
		if _, there := at[l.Original]; !there {
			path, s, err := x.archive.Original(l.Original)
			if err != nil {
				return err
			}
			at[l.Original] = len(files.Parts)
			name := fmt.Sprintf("part-%04d%s", len(files.Parts)+1, filepath.Ext(path))
			files.Parts = append(files.Parts, mets.Part{Name: name, MediaType: s.MediaType, SHA256: l.Original, Size: s.Size})
			if err := copyInto(dir, name, path); err != nil {
				return err
			}
		}
		files.PartOf = append(files.PartOf, at[l.Original])
	}
	return nil
}

// copyInto copies a file of the archive.
func copyInto(dir, name, from string) error {
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	return whole(dir, name, func(w io.Writer) error {
		_, err := io.Copy(w, f)
		return err
	})
}

// folder writes a document's folder under another name and renames it when all is there; an older one goes.
func (x *exporting) folder(ctx context.Context, d document.Document, name string) (notes []string, err error) {
	part, free, err := partFolder(x.out)
	if err != nil {
		return nil, err
	}
	defer free()
	defer os.RemoveAll(part)
	if notes, err = x.how.folder(ctx, x, d, part); err != nil {
		return nil, err
	}
	target := filepath.Join(x.out, name)
	return notes, errors.Join(os.Chmod(part, 0o755), os.RemoveAll(target), os.Rename(part, target))
}

// bagTree writes one bag of all documents: the archive's files of each, so that an import brings them back, and for readers
// without akte text, ALTO and PREMIS.
func bagTree(ctx context.Context, x *exporting, dir string, ids []string, report func(string)) error {
	w, err := bagit.Create(dir)
	if err != nil {
		return err
	}
	if err := w.Copy("archive/settings.json", filepath.Join(x.archive.Dir(), "settings.json")); err != nil {
		return err
	}
	newest, packed := "", map[string]bool{}
	for i, id := range ids {
		if err := ctx.Err(); err != nil {
			return err
		}
		report(fmt.Sprintf("%d of %s", i, plural(len(ids), "document")))
		d, err := x.archive.Get(id)
		if err != nil {
			return err
		}
		h, err := x.history(id)
		if err != nil {
			return err
		}
		newest = max(newest, d.Source.Added)
		for _, r := range h.Rulings {
			newest = max(newest, r.When)
		}
		if err := x.pack(w, d, h, packed); err != nil {
			return fmt.Errorf("%s: %w", printable(d.Source.Name), err)
		}
	}
	if err := x.packBindings(w, ids, packed); err != nil {
		return err
	}
	return w.Close(x.bagInfo(len(ids), newest))
}

// packBindings puts what became of stacks into a bag, of those stacks of which all documents are in it.
func (x *exporting) packBindings(w *bagit.Writer, ids []string, packed map[string]bool) error {
	for b, err := range x.archive.Bindings() {
		if err != nil {
			return err
		}
		if len(b.Documents) == 0 || slices.ContainsFunc(b.Documents, func(id string) bool { return !slices.Contains(ids, id) }) {
			continue
		}
		names, err := x.archive.BindingFiles(b)
		if err != nil {
			return err
		}
		if err := x.carry(w, names, packed); err != nil {
			return err
		}
	}
	return nil
}

// pack puts a document into a bag.
func (x *exporting) pack(w *bagit.Writer, d document.Document, h premis.History, packed map[string]bool) error {
	names, err := x.archive.Files(d.ID)
	if err != nil {
		return err
	}
	if err := x.carry(w, names, packed); err != nil {
		return err
	}
	at := "exports/" + d.ID[:2] + "/" + d.ID
	return errors.Join(
		w.Add(at+".txt", func(to io.Writer) error { return export.Text(to, d, x.aside) }),
		w.Add(at+".alto.xml", func(to io.Writer) error { return alto.Write(to, d, alto.V44, x.aside) }),
		w.Add(at+".premis.xml", func(to io.Writer) error { return premis.Write(to, d, h) }),
	)
}

// carry puts files of the archive into a bag, but for those that are packed already: documents of one stack share its original.
func (x *exporting) carry(w *bagit.Writer, names []string, packed map[string]bool) error {
	for _, name := range names {
		if packed[name] {
			continue
		}
		packed[name] = true
		from := filepath.Join(x.archive.Dir(), filepath.FromSlash(name))
		put := w.Copy
		if !strings.HasPrefix(name, "originals/") { // may have changed since an interrupted attempt
			put = func(name, from string) error {
				f, err := os.Open(from)
				if err != nil {
					return err
				}
				defer f.Close()
				return w.Add(name, func(to io.Writer) error {
					_, err := io.Copy(to, f)
					return err
				})
			}
		}
		if err := put("archive/"+name, from); err != nil {
			return err
		}
	}
	return nil
}

// bagInfo describes a bag. It is dated by the newest of what is in it: the same documents give the same bag.
func (x *exporting) bagInfo(documents int, newest string) []bagit.Info {
	infos := []bagit.Info{
		{Label: "Bag-Software-Agent", Value: "akte " + version + revision()},
		{Label: "External-Description", Value: fmt.Sprintf("%s with records, rulings, text, ALTO and PREMIS; akte import brings them back", plural(documents, "document"))},
	}
	if len(newest) >= len("2006-01-02") {
		infos = append(infos, bagit.Info{Label: "Bagging-Date", Value: newest[:10]})
	}
	if x.batch != "" {
		infos = append(infos, bagit.Info{Label: "Internal-Sender-Identifier", Value: "batch " + x.batch})
	}
	if x.where != "" {
		infos = append(infos, bagit.Info{Label: "Internal-Sender-Description", Value: "documents found by " + x.where})
	}
	return infos
}
