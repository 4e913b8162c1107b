package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"aktenkundig/archive"
	"aktenkundig/document"
	"aktenkundig/export/bagit"
	"aktenkundig/ingest"

	"github.com/spf13/cobra"
)

// bags tells whether all paths are bags that an export made.
func bags(paths []string) bool {
	return len(paths) > 0 && !slices.ContainsFunc(paths, func(p string) bool {
		_, err := archive.Open(bagged(p))
		return !bagit.Is(p) || err != nil
	})
}

// bagged is the archive's folder in a bag.
func bagged(bag string) string { return filepath.Join(bag, "data", "archive") }

// importBags takes over the documents of bags as they are: originals, records and rulings. Nothing is read again. A bag that is
// not whole is refused before anything of it is taken.
func importBags(cmd *cobra.Command, dir string, how *reading, paths []string) error {
	line := newProgress(cmd.ErrOrStderr())
	for _, p := range paths {
		line.note("verifying " + p)
		if err := bagit.Verify(cmd.Context(), p); err != nil {
			return fmt.Errorf("%s is not a whole bag, nothing was taken: %w", p, err)
		}
	}
	a, err := openOrCreate(dir, how)
	if err != nil {
		return err
	}
	unlock, err := a.Lock(cmd.Context())
	if err != nil {
		return err
	}
	defer unlock()
	if err := a.Heal(); err != nil {
		return err
	}
	sum := ingest.Summary{Files: map[string]int{}, Pages: map[document.Verdict]int{}}
	for _, p := range paths {
		if err = importBag(cmd.Context(), a, p, &sum, line); err != nil {
			break
		}
	}
	line.end()
	if err == nil {
		err = sync(cmd.Context(), a, line)
	}
	printSummary(cmd.OutOrStdout(), sum)
	return importResult(sum, err)
}

// importBag takes over one bag, with a ledger of its own.
func importBag(ctx context.Context, to *archive.Archive, bag string, sum *ingest.Summary, line *progress) error {
	from, err := archive.Open(bagged(bag))
	if err != nil {
		return err
	}
	batch, err := to.Begin(time.Now(), document.Made{Program: "akte " + version + revision()}, []string{bag})
	if err != nil {
		return err
	}
	for id, ierr := range from.IDs() {
		if err = errors.Join(ierr, ctx.Err()); err != nil {
			break
		}
		sum.Found++
		line.note(fmt.Sprintf("%s taken over", plural(sum.Found, "document")))
		if err = takeOver(ctx, to, from, id, batch, sum); err != nil {
			err = fmt.Errorf("%s: %w", short(id), err)
			break
		}
	}
	if err == nil {
		err = takeBindings(ctx, to, from)
	}
	return errors.Join(err, batch.End(time.Now(), sum.Found, err))
}

// takeOver puts one document of a bag's archive into another. A record that is there stays; rulings that are not are added.
func takeOver(ctx context.Context, to, from *archive.Archive, id string, batch *archive.Batch, sum *ingest.Summary) error {
	leaves, err := from.Leaves(id)
	if err != nil {
		return err
	}
	for _, l := range leaves {
		if err := takeOriginal(ctx, to, from, l.Original); err != nil {
			return err
		}
	}
	if err := takeOriginal(ctx, to, from, id); err != nil {
		return err
	}
	path, source, err := from.Original(id)
	if err != nil {
		return err
	}
	entry := archive.Entry{Path: path, ID: id, Outcome: archive.KnownFile, Size: source.Size}
	if to.Has(id) {
		err = batch.Add(entry)
	} else {
		var d document.Document
		if d, err = from.Proposed(id); err != nil {
			return err
		}
		entry.Outcome, entry.Pages = archive.NewFile, summarise(d).Verdicts
		err = batch.Put(d, entry)
	}
	if err != nil {
		return err
	}
	sum.Files[entry.Outcome]++
	for v, n := range entry.Pages {
		sum.Pages[v] += n
	}
	return takeRulings(to, from, id)
}

// takeOriginal copies an original from a bag's archive, unless it is there.
func takeOriginal(ctx context.Context, to, from *archive.Archive, id string) error {
	if _, _, err := to.Original(id); err == nil {
		return nil
	}
	path, source, err := from.Original(id)
	if err != nil {
		return err
	}
	got, err := to.AddOriginal(ctx, path, source)
	if err == nil && got != id {
		err = fmt.Errorf("the original is another: %s", got)
	}
	return err
}

// takeBindings takes over what became of stacks, with the originals of their separators.
func takeBindings(ctx context.Context, to, from *archive.Archive) error {
	for b, err := range from.Bindings() {
		if err != nil {
			return err
		}
		for _, s := range b.Sheets {
			if err := takeOriginal(ctx, to, from, s.Original); err != nil {
				return err
			}
		}
		if err := to.Bind(b); err != nil {
			return err
		}
	}
	return nil
}

// takeRulings adds the rulings that are not there yet, in their order.
func takeRulings(to, from *archive.Archive, id string) error {
	said, err := from.Rulings(id)
	if err != nil {
		return err
	}
	have, err := to.Rulings(id)
	if err != nil {
		return err
	}
	for _, r := range said {
		if slices.Contains(have, r) {
			continue
		}
		if err := to.Rule(id, r); err != nil {
			return err
		}
	}
	return nil
}
